"""The packs of the real course: accessible by two independent checkers, whole, in order, and for their readers only."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import page as page_validation
import pikepdf
import pytest

from tests.conftest import COURSE as FOLDER
from tests.conftest import ROOT
from tests.support.pdf import lines_on_lines, pages_of
from vorming.course.planning import written_plan
from vorming.language.prose import read_blocks
from vorming.packs.reading import read_sections
from vorming.packs.table import all_packs
from vorming.source.load import Loaded, load_course

COURSE = load_course(FOLDER)
assert COURSE.course is not None
PACKS = tuple(pack.name for pack in all_packs(COURSE.course))
WHOLE = tuple(name for name in PACKS if name.endswith("-leesboek"))
PLANS = [
    written_plan(COURSE.course, module, p) for module in COURSE.course.modules for p in module.programmes
]
DAYS = tuple(plan.programme.id for plan in PLANS)
WITH_TEST = tuple(plan.programme.id for plan in PLANS if plan.has_test)
FOR_TRAINEES = (
    *(f"../trainer/dagen/{day}/{name}" for day in DAYS for name in ("deelnemer", "zakkaart")),
    *(f"../trainer/dagen/{day}/eindtoets" for day in WITH_TEST),
)
PAPERS = (
    *FOR_TRAINEES,
    *(f"../trainer/dagen/{day}/begeleider" for day in DAYS),
    *(f"../trainer/dagen/{day}/sleutel" for day in WITH_TEST),
)
NAMES = (*PACKS, *PAPERS)
A4 = (595, 842)
MISCOUNTED = "PDFA2A-STREAM-LENGTH-001"
"""A packed stream whose last byte happens to be a line end is miscounted; veraPDF counts every stream right."""


def pdf(root: Path, name: str) -> Path:
    return root / "_build" / "packs" / f"{name}.pdf"


def verapdf(*paths: Path) -> dict[str, list[str]]:
    """Return the rules of PDF/UA-1 and PDF/A-2a that each file breaks."""
    command = [sys.executable, "-m", "tests.support.verapdf", *map(str, paths)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, list[str]] = json.loads(done.stdout.splitlines()[-1])
    return {str(Path(path).resolve()): rules for path, rules in found.items()}


def test_verapdf_finds_nothing_in_any_pack_and_something_in_a_bad_file(
    course_built: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "zonder-taal.pdf"
    with pikepdf.open(pdf(course_built, "kaartjes-abcd")) as found:
        del found.Root.Lang
        del found.Root.MarkInfo
        found.save(bad)
    broken = verapdf(bad, *(pdf(course_built, name) for name in NAMES))
    assert len(broken.pop(str(bad.resolve()))) > 1
    assert broken == {str(pdf(course_built, name).resolve()): [] for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_page_validation_finds_nothing(course_built: Path, name: str) -> None:
    for profile in ("ua1", "2a"):
        report = page_validation.validate_pdf(pdf(course_built, name), profile=profile)
        assert report.rules.total > 50
        assert [each.message for each in report.failures if each.rule_id != MISCOUNTED] == []


@pytest.mark.parametrize("name", NAMES)
def test_pack_is_dutch_titled_and_a4(course_built: Path, name: str) -> None:
    with pikepdf.open(pdf(course_built, name)) as found:
        assert str(found.Root.Lang) == "nl-BE"
        assert str(found.docinfo["/Title"])
        assert bool(found.Root.ViewerPreferences.DisplayDocTitle)
        sizes = {tuple(round(float(side)) for side in page.mediabox[2:]) for page in found.pages}
        assert sizes == {A4}
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


@pytest.mark.parametrize("name", NAMES)
def test_every_picture_has_words_and_every_table_a_head(course_built: Path, name: str) -> None:
    with pikepdf.open(pdf(course_built, name)) as found:
        for element in elements(found.Root.StructTreeRoot):
            if element.S == "/Figure":
                assert len(str(element.get("/Alt", ""))) > 10
            if element.S == "/Table":
                assert any(inner.S == "/TH" for inner in elements(element.K))


def bookmarks(found: pikepdf.Pdf) -> list[str]:
    with found.open_outline() as outline:
        return [str(item.title) for item in outline.root]


@pytest.mark.parametrize("name", WHOLE)
def test_bookmarks_lead_to_each_lesson(course_built: Path, name: str) -> None:
    course = COURSE.course
    assert course is not None
    module = next(pack.module for pack in all_packs(course) if pack.name == name)
    assert module is not None
    with pikepdf.open(pdf(course_built, name)) as found:
        titles = [re.sub(r"^[\d.]+ ", "", title) for title in bookmarks(found)]
    assert [title for id in module.lessons if (title := course.lesson(id).title) not in titles] == []


@pytest.mark.parametrize("name", NAMES)
def test_links_lead_within_the_pack_or_to_a_safe_address(course_built: Path, name: str) -> None:
    with pikepdf.open(pdf(course_built, name)) as found:
        pages = {page.obj.objgen for page in found.pages}
        for page in found.pages:
            for note in page.obj.get("/Annots", []):
                action = note.get("/A", {})
                if "/URI" in action:
                    assert str(action.URI).startswith(("https://", "http://", "mailto:", "tel:"))
                else:
                    target = note.get("/Dest", action.get("/D"))
                    assert isinstance(target, (pikepdf.Array, pikepdf.String, pikepdf.Name))
                    if isinstance(target, pikepdf.Array):
                        assert target[0].objgen in pages


def letters(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalpha())


def text_of(path: Path) -> str:
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
        yield from (block.text for block in read_blocks("\n".join(line for _, line in section.lines)))


@pytest.mark.parametrize("name", WHOLE)
def test_every_paragraph_of_a_lesson_is_in_its_pack(course_built: Path, name: str) -> None:
    loaded = load_course(course_built)
    pack = next(pack for pack in all_packs(loaded.parsed) if pack.name == name)
    assert pack.module is not None
    text = text_of(pdf(course_built, name))
    for id in pack.module.lessons:
        page = loaded.parsed.lesson(id).page
        lost = [each for each in lesson_paragraphs(loaded, page) if not is_in(each, text)]
        assert lost == []


@pytest.mark.parametrize("name", NAMES)
def test_no_line_stands_on_another_or_off_the_paper(course_built: Path, name: str) -> None:
    assert lines_on_lines(pdf(course_built, name)) == 0


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith("-kaart")])
def test_take_away_card_is_one_page(course_built: Path, name: str) -> None:
    with pikepdf.open(course_built / f"_build/packs/{name}.pdf") as pdf:
        assert len(pdf.pages) == 1


def test_first_help_is_one_page_in_each_language(course_built: Path) -> None:
    assert COURSE.course is not None
    source = (course_built / f"{COURSE.course.settings.first_help}.md").read_text(encoding="utf-8")
    with pikepdf.open(pdf(course_built, "eerste-hulp")) as found:
        assert len(found.pages) == len(re.findall(r"^## ", source, re.MULTILINE))


@pytest.mark.parametrize("name", WHOLE)
def test_page_that_is_left_blank_has_no_head_and_no_foot(course_built: Path, name: str) -> None:
    pages = [page.strip() for page in pages_of(pdf(course_built, name), "-layout")]
    assert [page for page in pages if page and len(page.splitlines()) < 3] == []


@pytest.mark.parametrize("name", PAPERS)
def test_no_paper_of_a_day_has_a_blank_page(course_built: Path, name: str) -> None:
    pages = pages_of(pdf(course_built, name), "-layout")
    assert [number for number, page in enumerate(pages, 1) if len(page.split()) < 12] == []


def test_trainees_papers_hold_no_trainers_text(course_built: Path) -> None:
    loaded = load_course(course_built)
    for name in (*WHOLE, *FOR_TRAINEES):
        text = text_of(pdf(course_built, name))
        for moment in loaded.parsed.difficult_moments:
            assert letters(moment.boundary)[:60] not in text
        for contradiction in loaded.parsed.contradictions:
            assert letters(contradiction.advice)[:60] not in text
