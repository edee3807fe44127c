"""A build after an edit changes exactly the files that show it, in every output, and ends where a fresh one does."""

import multiprocessing
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path

import pytest

import vorming.check as vorming_check
from tests.conftest import MINI, build, replace_in, vorming
from vorming.build.outputs import build_in, build_outputs
from vorming.build.processes import LOCK
from vorming.build.stamps import Stamps
from vorming.source.fingerprint import course_fingerprint
from vorming.source.problems import Problem, ProblemsError

OUTPUTS = ("html", "trainer", "packs", "exports")
SITE = {"searchindex.js", "sw.js"}
"""What knows every word of the site, or every file of it."""

NUMBERS = {
    "html/book/naslag/pakketten.html",
    "trainer/book/naslag/pakketten.html",
    "trainer/begeleider.html",
    "trainer/index.html",
}
"""What shows the numbers of the packs, which change with what they hold."""

Files = dict[str, str]


def _files(root: Path) -> Files:
    """Return a digest of every file of the outputs; of a pack, of its markup."""
    found = (path for name in OUTPUTS for path in (root / "_build" / name).rglob("*") if path.is_file())
    kept = (path for path in found if path.suffix != ".pdf" and not path.name.startswith("."))
    return digests(root / "_build", kept)


def digests(root: Path, paths: Iterable[Path]) -> Files:
    """Return a digest of each file, by its path below `root`."""
    return {path.relative_to(root).as_posix(): sha256(path.read_bytes()).hexdigest() for path in paths}


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
    (root / "notebooks").mkdir()
    (root / "notebooks/extra.md").write_text("# Nog iets\n\nEen pagina die weg mag.\n", encoding="utf-8")
    replace_in(root / "_toc.yml", "book/les/kaart", "book/les/kaart\n      - file: notebooks/extra")
    build(root)
    yield root
    shutil.rmtree(root)


def _in_sites(*names: str) -> set[str]:
    return {f"{site}/{name}" for site in ("html", "trainer") for name in names}


def test_a_file_that_moves_makes_another_digest(mini: Path) -> None:
    before = course_fingerprint(mini)
    (mini / "book/les/nieuw").mkdir()
    (mini / "book/les/kaart.md").rename(mini / "book/les/nieuw/kaart.md")
    assert course_fingerprint(mini) != before


def test_a_read_that_breaks_off_is_told_as_that_of_an_output(
    mini: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> str:
        raise OSError("de schijf is vol")

    monkeypatch.setattr("vorming.build.sphinx.read_course", fail)
    (read,) = build_outputs(Stamps(mini), ["html"])
    assert read.name == "read" and "de schijf is vol" in read.warnings[0]


def test_nothing_edited_touches_nothing(book: Path) -> None:
    before = _times(book)
    build(book)
    assert _times(book) == before


def _times(book: Path) -> dict[Path, int]:
    found = set((book / "_build").rglob("*")) - {book / LOCK}
    return {path: path.stat().st_mtime_ns for path in found}


def test_what_was_read_is_not_read_again_for_a_lost_output(book: Path) -> None:
    shutil.rmtree(book / "_build/exports")
    shutil.rmtree(book / "_build/html")
    environment = book / "_build/doctrees/environment.pickle"
    before = environment.stat().st_mtime_ns
    build(book)
    assert environment.stat().st_mtime_ns == before
    assert (book / "_build/html/index.html").is_file() and any((book / "_build/exports").iterdir())


def test_what_passed_the_checks_is_checked_again_after_an_edit(book: Path) -> None:
    replace_in(book / "book/_data/facts.yml", "status: ", "status: on")
    done = vorming(book, "build")
    assert (done.returncode, "value-unknown" in done.stdout) == (1, True)
    replace_in(book / "book/_data/facts.yml", "status: on", "status: ")
    build(book)


def test_what_the_read_stumbles_over_is_told_by_the_check_beside_it(book: Path) -> None:
    before = _files(book)
    replace_in(book / "book/les/kaart.md", "dringend is", "dringend is {fact}`bestaat-niet`")
    done = vorming(book, "build")
    assert (done.returncode, "[reference-unknown]" in done.stdout) == (1, True)
    assert "gereedschap" not in done.stdout + done.stderr and _files(book) == before
    replace_in(book / "book/les/kaart.md", " {fact}`bestaat-niet`", "")
    build(book)


def test_a_check_whose_process_is_killed_is_done_over(mini: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check, calls = vorming_check.check_course, list[Path]()

    def die_in_a_child(root: Path) -> Sequence[Problem]:
        if multiprocessing.parent_process():
            os._exit(1)
        calls.append(root)
        return check(root)

    monkeypatch.setattr(vorming_check, "check_course", die_in_a_child)
    replace_in(mini / "book/les/kaart.md", "dringend is", "dringend is {fact}`bestaat-niet`")
    with pytest.raises(ProblemsError), build_in(mini) as stamps:
        list(build_outputs(stamps, ["html"]))
    assert calls == [mini]


def test_a_sentence_changes_its_page_and_the_packs_that_hold_it(book: Path) -> None:
    replace_in(book / "book/les/kaart.md", "dringend is", "heel dringend is")
    packs = {"proef-kaart"}
    assert _changed(book) == {
        *_in_sites("book/les/kaart.html", *SITE),
        *NUMBERS,
        *(f"packs/typ/{name}.typ" for name in packs),
        "packs/typ/stukken.pickle",
    }


def test_a_fact_changes_the_pages_that_show_it_and_not_the_others(book: Path) -> None:
    replace_in(book / "book/_data/facts.yml", "kost zorg volgens", "kost de zorg volgens")
    changed = _changed(book)
    pages = {f"book/{name}.html" for name in ("les/eerste", "naslag/stand-van-zaken", "naslag/pakketten")}
    assert {name for name in changed if name.startswith("html/")} == {f"html/{name}" for name in pages | SITE}
    assert "trainer/begeleider/feiten-nakijken.html" in changed
    assert not {name for name in changed if "kaart" in name or "/nummers" in name}


def test_a_day_that_somebody_asked_for_outlives_a_build(book: Path) -> None:
    assert vorming(book, "day", "proef", "--start", "9:00", "--minutes", "40").returncode == 0
    folder = book / "_build/trainer/eigen-dagen"
    asked = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    replace_in(book / "book/les/kaart.md", "dringend is", "heel dringend is")
    assert "trainer/book/les/kaart.html" in _changed(book)
    assert asked and {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == asked
    shutil.rmtree(folder)


def test_a_page_taken_out_leaves_nothing_behind(book: Path) -> None:
    replace_in(book / "_toc.yml", "\n      - file: notebooks/extra", "")
    (book / "notebooks/extra.md").unlink()
    assert _in_sites("notebooks/extra.html") <= _changed(book)
    assert not list((book / "_build/html").rglob("extra.html"))


def test_edits_lead_where_a_fresh_build_leads(book: Path) -> None:
    """Runs last: after all edits above."""
    edited = _files(book)
    shutil.rmtree(book / "_build")
    build(book)
    assert _files(book) == edited
