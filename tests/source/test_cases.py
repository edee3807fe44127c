"""Small inputs with the right answer: see cases/README.md."""

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
import yaml
from PIL import Image

from tests.conftest import MINI, append_to, replace_in, vorming
from tests.support.pdf import text_of

pytestmark = pytest.mark.slow

Case = dict[str, Any]
FOLDER = Path(__file__).parent / "cases"
CASES: list[Case] = [
    case for path in sorted(FOLDER.glob("*.yml")) for case in yaml.safe_load(path.read_text("utf-8"))
]
GOOD = [case for case in CASES if not {"check", "build"} & case.keys()]
PROBLEM = re.compile(r"\S.*:\d+:\d+: (?:fout|let op): \S.* \[[a-z0-9-]+\]|    \S.*")
FAILING = [case for case in CASES if "build" in case]


def _apply(root: Path, case: Case, name: str = "geval") -> None:
    """Put a case into a copy of the mini-book, its page or notebook under a name of its own."""
    data = root / "book/_data"
    for path, spec in case.get("pictures", {}).items():
        size, mode, kind = spec.split()
        width, height = map(int, size.split("x"))
        Image.new(mode, (width, height)).save(root / path, kind)
    for path, text in case.get("write", {}).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    if "faq" in case:
        _insert(data / "faq.yml", "      - dan de behandeling\n", f"\n      {case['faq']}\n")
    if "bib" in case:
        append_to(data / "references.bib", "\n" + case["bib"])
    if "question" in case:
        append_to(data / "quizzes/eerste.yml", case["question"])
    if "toc" in case:
        _insert(root / "_toc.yml", "      - file: book/les/kaart\n", "    " + case["toc"] + "\n")
    if "page" in case:
        _write_lesson(root, name, case["page"])
    if "code" in case:
        _write_notebook(root / f"notebooks/{name}.ipynb", case["code"])
    if "course" in case:
        replace_in(data / "course.yml", *case["course"])
    if "config" in case:
        replace_in(root / "_config.yml", "timeout: 120", case["config"])
    is_notebook = "code" in case or "notebook" in case
    folder = "notebooks" if is_notebook else "book/les"
    if (root / folder / f"{name}.md").exists() or is_notebook:
        _insert(root / "_toc.yml", "      - file: book/les/kaart\n", f"      - file: {folder}/{name}\n")


def _insert(path: Path, after: str, text: str) -> None:
    replace_in(path, after, after + text)


LESSON = """\
---
lesson:
  id: {name}
  minutes: 5
  objectives: [{{id: {name}-een, text: Je kan iets zeggen.}}, {{id: {name}-twee, text: Je kan iets vragen.}}]
  key_points: [Een zin., Nog een zin.]
  run: [{{id: start, title: Start, minutes: 5, method: explanation, objectives: [{name}-een, {name}-twee]}}]
---

# Een geval

{text}"""


def _write_lesson(root: Path, name: str, text: str) -> None:
    """Write a page as a lesson of the module, so that it is in every output."""
    (root / f"book/les/{name}.md").write_text(LESSON.format(name=name, text=text), encoding="utf-8")
    _insert(root / "book/_data/course.yml", "lessons: [", f"{name}, ")


def _write_notebook(path: Path, code: str) -> None:
    title = nbformat.v4.new_markdown_cell("# Een notebook\n\nEen zin.", id="a")
    cell = nbformat.v4.new_code_cell(code, id="b")
    path.parent.mkdir(exist_ok=True)
    nbformat.write(nbformat.v4.new_notebook(cells=[title, cell]), path)


@pytest.mark.parametrize("case", [case for case in CASES if "check" in case], ids=lambda case: case["name"])
def test_check_gives_the_rule(case: Case, mini: Path) -> None:
    _apply(mini, case)
    done = vorming(mini, "check")
    assert f"[{case['check']}]" in done.stdout and "Traceback" not in done.stderr
    # Each problem is one line, and its hint another.
    assert [line for line in done.stdout.split("\n") if line and not PROBLEM.fullmatch(line)] == []
    places = re.findall(rf"^(\S+):(\d+):(\d+): .*\[{case['check']}]$", done.stdout, re.MULTILINE)
    shown = [
        (mini / path).read_text("utf-8").split("\n")[int(line) - 1][int(column) - 1 :]
        for path, line, column in places
    ]
    assert [text for text in case.get("at", ()) if not any(each.startswith(text) for each in shown)] == []


@pytest.mark.rule(
    "notebook-failed", "notebook-warns", "output-differs", "output-kind", "output-long", "chart-broken"
)
@pytest.mark.parametrize("case", FAILING, ids=lambda case: case["name"])
def test_build_says_what_only_it_can_see(case: Case, mini: Path) -> None:
    _apply(mini, case)
    assert ": fout: " not in vorming(mini, "check").stdout
    done = vorming(mini, "build", "--only", case.get("output", "html"))
    assert case["build"] in done.stdout + done.stderr and "Traceback" not in done.stdout + done.stderr
    assert done.returncode == 1


@pytest.fixture(scope="session")
def good_built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One book with all cases that are right, each on a page of its own."""
    root = shutil.copytree(MINI, tmp_path_factory.mktemp("gevallen") / "boek")
    for number, case in enumerate(GOOD):
        if page := case.get("page"):
            # In the lesson, so that it comes into the site, the deck and the pack.
            lesson = root / "book/les/eerste.md"
            replace_in(lesson, "```{sources}", f"## Geval\n\n{page}\n```{{sources}}")
        _apply(root, {key: case[key] for key in case if key != "page"}, f"geval-{number}")
    checked, built = vorming(root, "check"), vorming(root, "build")
    assert checked.returncode == 0, checked.stdout
    assert built.returncode == 0, built.stdout + built.stderr
    return root


@pytest.mark.parametrize("number", range(len(GOOD)), ids=[case["name"] for case in GOOD])
def test_what_passes_is_right_in_every_output(number: int, good_built: Path) -> None:
    case = GOOD[number]
    page, paper = _html(good_built, number), _paper(good_built)
    exported = (good_built / "_build/exports/proef/notebook/proef.ipynb").read_text(encoding="utf-8")
    assert [text for text in case.get("html", ()) if text not in page] == []
    assert [text for text in case.get("paper", ()) if text not in paper] == []
    deck = (good_built / "_build/trainer/dias/eerste.html").read_text(encoding="utf-8")
    assert [text for text in case.get("deck", ()) if text not in deck] == []
    assert [text for text in case.get("exported", ()) if text not in exported] == []
    assert [
        text for text in case.get("not", ()) if any(text in made for made in (page, paper, exported))
    ] == []


def _html(root: Path, number: int) -> str:
    made = root / "_build/html"
    paths = list(made.rglob(f"geval-{number}.html")) or [made / "book/les/eerste.html"]
    return paths[0].read_text(encoding="utf-8")


def _paper(root: Path) -> str:
    return " ".join(text_of(root / "_build/packs/proef-leesboek.pdf").split())


def test_a_picture_that_was_cut_off_is_refused(mini: Path) -> None:
    picture = "book/les/foto.png"
    _apply(mini, {"page": "![Een vlak](foto.png)\n", "pictures": {picture: "12x8 RGB PNG"}})
    whole = (mini / picture).read_bytes()
    (mini / picture).write_bytes(whole[: -len("....IEND....")])
    assert "[file-broken]" in vorming(mini, "check").stdout


def test_a_picture_that_moves_is_refused(mini: Path) -> None:
    _apply(mini, {"page": "![Een vlak](foto.png)\n"})
    first, then = Image.new("RGB", (12, 8)), Image.new("RGB", (12, 8), "red")
    first.save(mini / "book/les/foto.png", save_all=True, append_images=[then])
    assert "(de afbeelding beweegt" in vorming(mini, "check").stdout


@pytest.mark.rule("folder-name")
@pytest.mark.parametrize("name", [b"caf\xe9", b"wat?", b"a%41b"])
def test_a_folder_whose_name_not_every_program_reads_is_refused(mini: Path, name: bytes) -> None:
    folder = mini.with_name(os.fsdecode(name))
    try:
        mini.rename(folder)
    except OSError:
        pytest.skip("this system has no such names")
    done = vorming(folder, "check")
    assert done.returncode == 1 and ".:1:1: fout: het pad “" in done.stdout and "[folder-name]" in done.stdout


def _pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _device(path: Path) -> None:
    path.unlink()
    path.symlink_to("/dev/zero")


def _elsewhere(path: Path) -> None:
    outside = path.parents[3] / path.name
    path.rename(outside)
    path.symlink_to(outside)


@pytest.mark.parametrize(
    ("damage", "rule"),
    [(_pipe, "file-unreadable"), (_device, "file-unreadable"), (_elsewhere, "file-not-public")],
)
@pytest.mark.parametrize("name", ["book/les/kaart.md", "book/_data/faq.yml"])
def test_what_is_no_file_of_the_course_is_not_read(
    damage: Callable[[Path], None], rule: str, name: str, mini: Path
) -> None:
    damage(mini / name)
    assert f"{name}:1:1: fout: " in (said := vorming(mini, "check").stdout) and f"[{rule}]" in said
