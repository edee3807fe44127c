"""The mini-book's pages and packs as Typst markup are as approved: `make accept-markup` approves what they are now.

Layout is not compared here: it stands in the templates, which `tests/packs/test_real_packs.py` looks at as PDF.
"""

import os
import re
import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from tests.conftest import ROOT

APPROVED = ROOT / "tests" / "packs" / "markup"
IS_ACCEPTING = bool(os.environ.get("ACCEPT_MARKUP"))


def markup(folder: Path) -> dict[str, list[str]]:
    """Return the lines of each page and pack that was written, without the templates."""
    templates = {path.name for path in (files("vorming") / "assets" / "packs").iterdir()}
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8").splitlines()
        for path in folder.rglob("*.typ")
        if path.name not in templates
    }


@pytest.fixture(scope="module")
def written(mini_built: Path) -> dict[str, list[str]]:
    """What is written now, and approved where that is asked for."""
    found = markup(mini_built / "_build" / "packs" / "typ")
    if IS_ACCEPTING:
        _approve(found)
    return found


def _approve(found: dict[str, list[str]]) -> None:
    shutil.rmtree(APPROVED, ignore_errors=True)
    for name, lines in found.items():
        (APPROVED / name).parent.mkdir(parents=True, exist_ok=True)
        (APPROVED / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_the_same_pages_and_packs_are_written(written: dict[str, list[str]]) -> None:
    assert "proef-leesboek.typ" in written
    assert set(written) == set(markup(APPROVED))


def test_markup_is_as_approved(written: dict[str, list[str]]) -> None:
    for name, approved in markup(APPROVED).items():
        assert written[name] == approved, f"{name}: look at the difference, then `make accept-markup`"


def test_no_template_takes_the_name_of_another() -> None:
    # A pack imports all of them, and of two with one name Typst takes the last without a word.
    templates = sorted((ROOT / "src/vorming/assets/packs").glob("*.typ"))
    texts = (path.read_text(encoding="utf-8") for path in templates)
    names = [name for text in texts for name in re.findall(r"^#let ([\w-]+)", text, re.MULTILINE)]
    assert len(names) > 20
    assert {name for name in names if names.count(name) > 1} == set()
