"""An edited value reaches the notebooks: their page is read again and their code runs again."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from docutils.utils import new_document

from tests.conftest import copy_course, vorming
from vorming.course.usage import items_on, page_digests
from vorming.model.items import Fact
from vorming.model.policies import Jurisdiction, Policies
from vorming.source.fingerprint import notebook_fingerprint
from vorming.source.load import load_course
from vorming.sphinx_ext.notebooks import clear_stale_outputs, note_files


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    copy_course(tmp_path / "cursus")
    return tmp_path / "cursus"


def _stale(root: Path, before: dict[str, str]) -> set[str]:
    now = page_digests(load_course(root))
    return {name for name, digest in now.items() if before[name] != digest}


def _notebooks(root: Path, draws: Callable[[object], bool]) -> tuple[set[str], set[str]]:
    """Return the notebooks that draw something, and those that don't."""
    loaded = load_course(root)
    pages = {page for page in loaded.pages if page.path.endswith(".ipynb")}
    drawing = {page for page in pages if any(map(draws, items_on(loaded, page, with_lists=True)))}
    return {page.name for page in drawing}, {page.name for page in pages - drawing}


def _change_price(root: Path) -> str:
    """Change a value that a chart of costs draws; return the id of its fact."""
    course = load_course(root).parsed
    id = course.costs[0].bars[0].fact
    i = next(i for i, fact in enumerate(course.facts) if fact.id == id)
    _change(root, "facts", "facts", i, "value")
    return id


def _change(root: Path, file: str, *loc: str | int) -> None:
    """Change a number in a data file."""
    place = load_course(root).sources[file].place(*loc)
    lines = (root / place.path).read_text("utf-8").split("\n")
    at = place.line - 1
    number = re.search(r"\d+", lines[at][place.column - 1 :])
    assert number
    start, end = (place.column - 1 + n for n in number.span())
    lines[at] = f"{lines[at][:start]}{int(number[0]) + 1}{lines[at][end:]}"
    (root / place.path).write_text("\n".join(lines), "utf-8")


def test_a_changed_policy_makes_the_notebooks_that_compare_stale(copy: Path) -> None:
    before = dict(page_digests(load_course(copy)))
    comparing, others = _notebooks(copy, lambda item: isinstance(item, Policies | Jurisdiction))
    path = copy / "book/_data/policies.yml"
    text = path.read_text("utf-8")
    path.write_text(re.sub("^caution: ", "caution: Let op. ", text, flags=re.MULTILINE), "utf-8")
    stale = _stale(copy, before)
    assert comparing and comparing <= stale and not others & stale
    assert any(page.page not in stale for page in load_course(copy).parsed.lessons)


def test_a_changed_price_makes_the_notebook_of_the_costs_stale(copy: Path) -> None:
    before = dict(page_digests(load_course(copy)))
    id = _change_price(copy)
    showing, others = _notebooks(copy, lambda item: isinstance(item, Fact) and item.id == id)
    stale = _stale(copy, before)
    assert showing and showing <= stale
    assert others and not others & stale


def test_a_changed_title_of_costs_makes_their_notebook_stale(copy: Path) -> None:
    cost = load_course(copy).parsed.costs[0]
    showing, others = _notebooks(copy, lambda item: item == cost)
    before, outputs = dict(page_digests(load_course(copy))), notebook_fingerprint(copy)
    place = load_course(copy).sources["course"].place("costs", 0, "title")
    lines = (copy / place.path).read_text("utf-8").split("\n")
    lines[place.line - 1] = re.sub(r"(?<=title: )(\W?)", r"\1Nu ", lines[place.line - 1])
    (copy / place.path).write_text("\n".join(lines), "utf-8")
    assert notebook_fingerprint(copy) != outputs
    stale = _stale(copy, before)
    assert showing and showing <= stale and not others & stale


def test_a_chart_that_code_misnames_is_found_by_the_checks(copy: Path) -> None:
    called = re.compile(r"(?<=show_chart\(course, \\\")[\w-]+(?=\\\"\))")
    path = next(
        path for path in (copy / "notebooks").glob("*.ipynb") if called.search(path.read_text("utf-8"))
    )
    path.write_text(called.sub("tijdlyn", path.read_text("utf-8"), count=1), "utf-8")
    done = vorming(copy, "check")
    assert f"notebooks/{path.name}:1:1: fout: grafiek “tijdlyn” bestaat niet" in done.stdout


def test_outputs_are_kept_while_the_data_stay_and_forgotten_when_they_change(copy: Path) -> None:
    cache = copy / "_build/.jupyter_cache"
    clear_stale_outputs(copy, cache)
    (cache / "global.db").touch()
    clear_stale_outputs(copy, cache)
    assert (cache / "global.db").exists()
    _change_price(copy)
    clear_stale_outputs(copy, cache)
    assert not (cache / "global.db").exists()
    shutil.rmtree(cache)
    clear_stale_outputs(copy, cache)
    assert cache.is_dir()


@pytest.mark.parametrize(
    ("code", "is_noted"),
    [("open('../book/_data/facts.yml')", True), ("Path('../book/_data').glob('*')", True), ("1 + 1", False)],
)
def test_a_page_depends_on_the_data_that_its_code_names_or_may_find(
    code: str, is_noted: bool, mini: Path
) -> None:
    (mini / "notebooks").mkdir()
    notebook = mini / "notebooks/proef.ipynb"
    notebook.write_text(code, encoding="utf-8")
    noted: list[str] = []
    env = SimpleNamespace(docname="proef", doc2path=lambda _: str(notebook), note_dependency=noted.append)
    app: Any = SimpleNamespace(srcdir=str(mini), env=env)
    note_files(app, new_document("proef"))
    assert (str(mini / "book/_data/facts.yml") in noted) is is_noted
