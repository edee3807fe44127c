"""A build after an edit changes exactly the files that show it, in every output, and ends where a fresh one does."""

import shutil
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from tests.conftest import MINI, build

OUTPUTS = ("html", "trainer", "packs", "exports")
SITE = {"searchindex.js", "sw.js"}
"""What knows every word of the site, or every file of it."""

Files = dict[str, str]


def _files(root: Path) -> Files:
    """Return a digest of every file of the outputs; of a pack, of its markup."""
    found = (path for name in OUTPUTS for path in (root / "_build" / name).rglob("*") if path.is_file())
    kept = (path for path in found if path.suffix != ".pdf" and not path.name.startswith("."))
    return {
        path.relative_to(root / "_build").as_posix(): sha256(path.read_bytes()).hexdigest() for path in kept
    }


def _edit(root: Path, file: str, old: str, new: str) -> None:
    path = root / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def _changed(root: Path) -> set[str]:
    """Build, and return which files differ from before."""
    before = _files(root)
    build(root)
    after = _files(root)
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A mini-book with everything built; each test edits something else in it, and builds."""
    root = shutil.copytree(MINI, tmp_path_factory.mktemp("herbouw") / "boek")
    build(root)
    yield root
    shutil.rmtree(root)


def _in_sites(*names: str) -> set[str]:
    return {f"{site}/{name}" for site in ("html", "trainer") for name in names}


def test_nothing_edited_touches_nothing(book: Path) -> None:
    times = {path: path.stat().st_mtime_ns for path in (book / "_build").rglob("*")}
    build(book)
    assert {path: path.stat().st_mtime_ns for path in (book / "_build").rglob("*")} == times


def test_a_sentence_changes_its_page_and_the_packs_that_hold_it(book: Path) -> None:
    _edit(book, "book/les/kaart.md", "dringend is", "heel dringend is")
    packs = {f"packs/typ/{name}.typ" for name in ("proef-kaart", "hele-cursus-deelnemer")}
    assert _changed(book) - {f"packs/typ/proef-{who}.typ" for who in ("deelnemer", "begeleider")} == {
        *_in_sites("book/les/kaart.html", "search-items.js", *SITE),
        *packs,
    }
