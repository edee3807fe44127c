"""The packs of the real course: accessible by two independent checkers, whole, in order, and for their readers only."""

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import page as page_validation
import pikepdf
import pytest

from tests.conftest import ROOT
from tests.support.pdf import lines_on_lines, pages_of
from vorming.course.planning import written_plan
from vorming.language.prose import read_blocks
from vorming.packs import Pack, all_packs
from vorming.packs.printed import read_sections
from vorming.source.load import Loaded, load_course

A4 = (595, 842)
MISCOUNTED = "PDFA2A-STREAM-LENGTH-001"
"""A packed stream whose last byte happens to be a line end is miscounted; veraPDF counts every stream right."""


@pytest.fixture(scope="module")
def loaded(course_built: Path) -> Loaded:
    return load_course(course_built)


@pytest.fixture(scope="module")
def folder(course_built: Path) -> Path:
    return course_built / "_build/packs"


@pytest.fixture(scope="module")
def readers(loaded: Loaded) -> list[Pack]:
    """The packs that hold all lessons of a module."""
    return [pack for pack in all_packs(loaded.parsed) if pack.kind == "reader"]


@pytest.fixture(scope="module")
def for_trainees(loaded: Loaded, folder: Path, readers: list[Pack]) -> list[Path]:
    """The readers, and what each day hands out."""
    names = ("deelnemer", "zakkaart")
    return [
        *(folder / f"{pack.name}.pdf" for pack in readers),
        *_papers(loaded, folder, names, ("eindtoets",)),
    ]


@pytest.fixture(scope="module")
def papers(loaded: Loaded, folder: Path) -> list[Path]:
    """All papers of all days."""
    return list(_papers(loaded, folder, ("deelnemer", "zakkaart", "begeleider"), ("eindtoets", "sleutel")))


def _papers(loaded: Loaded, folder: Path, always: Iterable[str], with_test: Iterable[str]) -> Iterator[Path]:
    for module in loaded.parsed.modules:
        for programme in module.programmes:
            has_test = written_plan(loaded.parsed, module, programme).has_test
            for name in (*always, *(with_test if has_test else ())):
                yield folder.parent / f"trainer/dagen/{programme.id}/{name}.pdf"


@pytest.fixture(scope="module")
def all_pdfs(loaded: Loaded, folder: Path, papers: list[Path]) -> list[Path]:
    return [*(folder / f"{pack.name}.pdf" for pack in all_packs(loaded.parsed)), *papers]


def verapdf(*paths: Path) -> dict[str, list[str]]:
    """Return the rules of PDF/UA-1 and PDF/A-2a that each file breaks."""
    command = [sys.executable, "-m", "tests.support.verapdf", *map(str, paths)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, list[str]] = json.loads(done.stdout.splitlines()[-1])
    return {str(Path(path).resolve()): rules for path, rules in found.items()}


def test_verapdf_finds_nothing_in_any_pack_and_something_in_a_bad_file(
    folder: Path, all_pdfs: list[Path], tmp_path: Path
) -> None:
    bad = tmp_path / "zonder-taal.pdf"
    with pikepdf.open(folder / "kaartjes-abcd.pdf") as found:
        del found.Root.Lang
        del found.Root.MarkInfo
        found.save(bad)
    broken = verapdf(bad, *all_pdfs)
    assert len(broken.pop(str(bad.resolve()))) > 1
    assert broken == {str(path.resolve()): [] for path in all_pdfs}


def test_page_validation_finds_nothing(all_pdfs: list[Path]) -> None:
    for path in all_pdfs:
        for profile in ("ua1", "2a"):
            report = page_validation.validate_pdf(path, profile=profile)
            assert report.rules.total
            assert [each.message for each in report.failures if each.rule_id != MISCOUNTED] == [], path


def test_pack_is_dutch_titled_and_a4(all_pdfs: list[Path]) -> None:
    for path in all_pdfs:
        with pikepdf.open(path) as found:
            assert str(found.Root.Lang) == "nl-BE", path
            assert str(found.docinfo["/Title"])
            assert bool(found.Root.ViewerPreferences.DisplayDocTitle)
            sizes = {tuple(round(float(side)) for side in page.mediabox[2:]) for page in found.pages}
            assert sizes == {A4}, path
            assert "/JavaScript" not in found.Root.get("/Names", {})
            assert "/OpenAction" not in found.Root and "/AcroForm" not in found.Root


def elements(node: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    """Yield the elements of the structure tree."""
    waiting = [node]
    while waiting:
        each = waiting.pop()
        if isinstance(each, pikepdf.Array):
            waiting += list(each)
        elif isinstance(each, pikepdf.Dictionary):
            if "/S" in each:
                yield each
            if "/K" in each:
                waiting.append(each.K)


def test_every_picture_has_words_and_every_table_a_head(all_pdfs: list[Path]) -> None:
    for path in all_pdfs:
        with pikepdf.open(path) as found:
            for element in elements(found.Root.StructTreeRoot):
                if element.S == "/Figure":
                    assert len(str(element.get("/Alt", ""))) > 10, path
                if element.S == "/Table":
                    assert any(inner.S == "/TH" for inner in elements(element.K)), path


def bookmarks(found: pikepdf.Pdf) -> list[str]:
    with found.open_outline() as outline:
        return [str(item.title) for item in outline.root]


def test_bookmarks_lead_to_each_lesson(loaded: Loaded, folder: Path, readers: list[Pack]) -> None:
    for pack in readers:
        assert pack.module is not None
        with pikepdf.open(folder / f"{pack.name}.pdf") as found:
            titles = [re.sub(r"^[\d.]+ ", "", title) for title in bookmarks(found)]
        lessons = [loaded.parsed.lesson(id).title for id in pack.module.lessons]
        assert [title for title in lessons if title not in titles] == []


def test_links_lead_within_the_pack_or_to_a_safe_address(all_pdfs: list[Path]) -> None:
    for path in all_pdfs:
        with pikepdf.open(path) as found:
            pages = {page.obj.objgen for page in found.pages}
            for page in found.pages:
                for note in page.obj.get("/Annots", []):
                    action = note.get("/A", pikepdf.Dictionary())
                    if "/URI" in action:
                        assert str(action["/URI"]).startswith(("https://", "http://", "mailto:", "tel:"))
                    else:
                        target = note.get("/Dest", action.get("/D"))
                        assert isinstance(target, (pikepdf.Array, pikepdf.String, pikepdf.Name))
                        if isinstance(target, pikepdf.Array):
                            assert target[0].objgen in pages


def letters(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalpha())


def letters_of(path: Path) -> str:
    """Return the words of a PDF in the order in which they were set, hyphens at line ends and all."""
    return letters("".join(pages_of(path, "-raw")))


CHUNK = 14
"""A paragraph is looked for in pieces: a page's head or foot may stand within it."""


def is_in(paragraph: str, text: str) -> bool:
    pieces = map(letters, re.split(r"\s{3,}", paragraph))  # a citation is blank here, and words on paper
    chunks = [piece[start : start + CHUNK] for piece in pieces for start in range(0, len(piece), CHUNK)]
    missing = sum(chunk not in text for chunk in chunks)
    return missing <= (len(chunks) + 5) // 8 if len(chunks) > 2 else missing == 0


def lesson_paragraphs(loaded: Loaded, page: str) -> Iterator[str]:
    """Yield the paragraphs, list items and cells that trainees read on paper."""
    for section in read_sections(loaded.page(page)):
        yield from (block.text for block in read_blocks("\n".join(line.text for _, line in section.lines)))


def test_every_paragraph_of_a_lesson_is_in_its_pack(
    loaded: Loaded, folder: Path, readers: list[Pack]
) -> None:
    for pack in readers:
        assert pack.module is not None
        text = letters_of(folder / f"{pack.name}.pdf")
        for id in pack.module.lessons:
            page = loaded.parsed.lesson(id).page
            assert [each for each in lesson_paragraphs(loaded, page) if not is_in(each, text)] == []


def test_no_line_stands_on_another_or_off_the_paper(all_pdfs: list[Path]) -> None:
    for path in all_pdfs:
        assert lines_on_lines(path) == 0, path


def test_page_that_is_left_blank_has_no_head_and_no_foot(folder: Path, readers: list[Pack]) -> None:
    for pack in readers:
        pages = [page.strip() for page in pages_of(folder / f"{pack.name}.pdf", "-layout")]
        assert [page for page in pages if page and len(page.splitlines()) < 3] == []


def test_no_paper_of_a_day_has_a_blank_page(papers: list[Path]) -> None:
    for path in papers:
        pages = pages_of(path, "-layout")
        assert [number for number, page in enumerate(pages, 1) if len(page.split()) < 12] == [], path


def test_trainees_papers_hold_no_trainers_text(loaded: Loaded, for_trainees: list[Path]) -> None:
    for path in for_trainees:
        text = letters_of(path)
        for moment in loaded.parsed.difficult_moments:
            assert letters(moment.boundary)[:60] not in text
        for contradiction in loaded.parsed.contradictions:
            assert letters(contradiction.advice)[:60] not in text
