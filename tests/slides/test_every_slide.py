"""The decks of the real course, slide by slide, as a room sees them from a USB stick."""

import io
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from tests.support.browser import FROM_A_FILE, resize, watched
from tests.support.decks import SIZES, open_deck, read_deck_data, violations_of_deck, walk
from vorming.model.course import Course
from vorming.text.markdown import inline_text, resolve_roles, values_of

THUMBNAIL = (320, 180)


@pytest.fixture(scope="module")
def folder(course_built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The decks and their pictures, copied to a stick whose folder has a space, a # and an é."""
    stick = tmp_path_factory.mktemp("stick") / "vorming # é" / "trainer"
    for name in ("dias", "dagen", "_images"):
        shutil.copytree(course_built / "_build/trainer" / name, stick / name)
    return stick / "dias"


@pytest.fixture(scope="module")
def lessons(course: Course) -> list[str]:
    return [page.lesson.id for page in course.lessons]


@pytest.fixture(scope="module")
def modules(course: Course) -> list[str]:
    return [f"../dagen/{programme.id}/dia" for module in course.modules for programme in module.programmes]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that fails the test when it asks another host or complains."""
    with watched(browser, *FROM_A_FILE) as context:
        yield context.new_page()


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_slides_of_each_lesson_stay_inside_and_keep_their_answers(
    page: Page, folder: Path, lessons: list[str], size: tuple[int, int]
) -> None:
    assert [text for name in lessons for text in walk(page, folder, name, size)] == []


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_slides_of_each_module_stay_inside_and_keep_their_answers(
    page: Page, folder: Path, modules: list[str], size: tuple[int, int]
) -> None:
    assert [text for name in modules for text in walk(page, folder, name, size)] == []


def test_every_slide_passes_axe_with_everything_shown(
    page: Page, folder: Path, lessons: list[str], modules: list[str]
) -> None:
    # The slides of lessons are the same in a module's deck.
    own = "{ include: ['.dia-opening', '.dia-agenda', '.dia-closing'] }"
    wrong = [text for name in lessons for text in violations_of_deck(page, folder, name)]
    assert wrong + [text for name in modules for text in violations_of_deck(page, folder, name, own)] == []


def test_no_slide_is_blank(page: Page, folder: Path, modules: list[str]) -> None:
    resize(page, *THUMBNAIL)
    blank, seen = [], set()
    for name in modules:
        open_deck(page, folder, name)
        for id in page.eval_on_selector_all("section.dia", "slides => slides.map(slide => slide.id)"):
            if id not in seen and (ink := ink_of(page, id)) < 0.002:
                blank.append(f"{name}, {id}: {ink:.4f}")
            seen.add(id)
    assert blank == [] and seen


def ink_of(page: Page, id: str) -> float:
    """Return how much of a slide is dark, without its foot."""
    page.evaluate(
        "id => Reveal.slide([...document.querySelectorAll('section.dia')].findIndex(s => s.id === id))", id
    )
    picture = Image.open(io.BytesIO(page.screenshot())).convert("L").crop((0, 0, THUMBNAIL[0], 160))
    return float(sum(picture.histogram()[:160]) / (THUMBNAIL[0] * 160))


def test_every_heading_of_a_lesson_has_its_slide(folder: Path, course: Course, course_root: Path) -> None:
    values = values_of(course)
    for page in course.lessons:
        shown = {slide["title"] for slide in read_deck_data(folder, page.lesson.id)["slides"]}
        text = (course_root / f"{page.page}.md").read_text(encoding="utf-8")
        for part in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
            heading = inline_text(resolve_roles(part.splitlines()[0].strip(), values))
            assert heading.replace("'", "’") in shown or "{no-slide}" in part, f"{page.page}: {heading}"
