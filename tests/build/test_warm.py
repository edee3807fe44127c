"""Notebooks that run in a warm process give what a kernel of their own gives, or are left to one."""

import multiprocessing
import os
from multiprocessing.connection import Connection
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from tests.conftest import append_to, build, copy_course
from tests.support.notebooks import NOTEBOOKS, executed, read
from vorming.build.notebooks import keep_notebooks, run_notebook, start_notebooks
from vorming.build.processes import stop_processes
from vorming.build.stamps import Stamps


def _warm(notebook: NotebookNode, folder: Path) -> NotebookNode | None:
    """Run a notebook in a fork, as a build does; None when it can't be kept."""
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(notebook, folder, there))
    process.start()
    found = here.recv()
    process.join()
    return nbformat.from_dict(found) if found else None


def _run(notebook: NotebookNode, folder: Path, pipe: Connection) -> None:
    pipe.send(dict(notebook) if run_notebook(notebook, folder) else None)


def _code(*sources: str) -> NotebookNode:
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])


def _add(notebook: NotebookNode, root: Path) -> None:
    """Put a notebook into a course, as its last page."""
    notebook.cells.insert(0, nbformat.v4.new_markdown_cell("# Een notebook"))
    (root / "notebooks").mkdir()
    nbformat.write(notebook, root / "notebooks/eigen.ipynb")
    toc = root / "_toc.yml"
    toc.write_text(f"{toc.read_text().rstrip()}\n      - file: notebooks/eigen\n")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_outputs_are_those_of_a_kernel(path: Path) -> None:
    warm, own = _warm(read(path), path.parent), executed(path)
    assert warm is not None
    shown = [[cell.outputs for cell in found.cells if cell.cell_type == "code"] for found in (warm, own)]
    assert shown[0] == shown[1]
    assert warm.metadata.language_info == own.metadata.language_info


def test_what_is_printed_and_returned_is_kept(tmp_path: Path) -> None:
    warm = _warm(_code("print('een')\nprint('twee')\n1 + 1"), tmp_path)
    assert warm is not None
    printed, returned = warm.cells[0].outputs
    assert (printed.text, returned.data["text/plain"]) == ("een\ntwee\n", "2")


@pytest.mark.parametrize(
    "source", ["1 / 0", "from IPython.display import clear_output\nclear_output()", "raise SystemExit"]
)
def test_what_does_not_run_to_its_end_is_left_to_a_kernel(source: str, tmp_path: Path) -> None:
    assert _warm(_code(source), tmp_path) is None


@pytest.mark.parametrize("kernel", [{}, {"kernelspec": {"name": "anders", "display_name": "Anders"}}])
def test_sphinx_finds_what_ran_whatever_kernel_a_notebook_names(
    mini: Path, kernel: dict[str, object]
) -> None:
    notebook = _code("1 + 1")
    notebook.metadata.update(kernel)
    _add(notebook, mini)
    build(mini, "--only", "html")
    assert len(list((mini / "_build/.jupyter_cache/executed").iterdir())) == 1


def test_each_notebook_runs_once_for_the_same_data(tmp_path: Path) -> None:
    root = tmp_path / "cursus"
    copy_course(root)
    stamps = Stamps(root)
    start_notebooks(stamps)()
    keep_notebooks(stamps)
    ran = root / "_build/.jupyter_cache/.gelopen"
    before = ran.read_text()
    assert len(before.split()) == len(NOTEBOOKS)
    start_notebooks(stamps)()
    assert ran.read_text() == before


@pytest.mark.parametrize("name", ["notebooks/prijs.csv", "book/_data/facts.yml"])
def test_a_file_that_a_notebook_reads_by_itself_makes_its_page_again(mini: Path, name: str) -> None:
    _add(_code(f"print(open('../{name}').read()[-9:])"), mini)
    page = mini / "_build/html/notebooks/eigen.html"
    for price in ("# 111 euro", "# 222 euro"):
        append_to(mini / name, f"{price}\n")
        build(mini, "--only", "html")
        assert price[2:] in page.read_text("utf-8")


def test_notebook_that_draws_needs_no_home_folder(mini: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _add(_code("import matplotlib.pyplot as plt\nplt.get_backend()"), mini)
    for name in ("MPLCONFIGDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", f"{os.devnull}/thuis")
    build(mini, "--only", "html")


def test_notebooks_of_a_course_that_is_wrong_are_stopped(tmp_path: Path) -> None:
    root = tmp_path / "cursus"
    copy_course(root)
    pipe = tmp_path / "pijp"
    os.mkfifo(pipe)
    source = (
        f"pipe = open({str(pipe)!r}, 'w')\npipe.write('een')\npipe.flush()\nimport signal\nsignal.pause()"
    )
    for path in (root / "notebooks").glob("*.ipynb"):
        notebook = read(path)
        notebook.cells = _code(source).cells
        nbformat.write(notebook, path)
    wait = start_notebooks(Stamps(root))
    with pipe.open("rb", buffering=0) as running:
        assert running.read(3) == b"een"  # a notebook runs
        stop_processes()
        wait()
        assert running.read() == b""  # it ended, and no other ran after it
