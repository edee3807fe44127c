"""What holds on each page of the site: axe, nothing sideways, large targets, no outside request, nothing kept."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.site.conftest import PAGES, Open, weighing
from tests.support.axe import SCRIPTS, TAGS
from tests.support.browser import resize

FIRST_VIEW = 150_000
MOST_REQUESTS = 12


@pytest.mark.parametrize("name", PAGES)
def test_page_is_for_everyone_and_light_and_asks_and_keeps_nothing(
    open_context: Open, served: str, name: str
) -> None:
    context = open_context(viewport={"width": 390, "height": 844}, device_scale_factor=2)
    for script in SCRIPTS:
        context.add_init_script(path=script)
    page = context.new_page()
    with weighing(page) as sizes:
        page.goto(f"{served}{name}.html")
        found = list(_look(page, 390))
    assert sum(sizes) <= FIRST_VIEW and len(sizes) <= MOST_REQUESTS, sizes
    found += [*_look_at_large_type(page), *_look(page, 320), *_look(page, 1280), *_look_at_paper(page)]
    wrong = [(view, what) for view, what in found if what]
    assert (wrong, page.evaluate("look.kept()"), context.cookies()) == ([], [], [])


def _look(page: Page, width: int) -> Iterator[tuple[str, list[str]]]:
    """Look at the page at a width, in light and dark; yield what was looked at, and what is wrong."""
    resize(page, width, 844)
    page.emulate_media(color_scheme="light")
    yield f"{width}", page.evaluate("(tags) => look.rules(tags)", TAGS)
    yield f"{width} light", page.evaluate("look.contrast()")
    yield f"{width} sideways", page.evaluate("look.sideways()")
    yield f"{width} spilling", page.evaluate("look.spilling()")
    yield f"{width} targets", page.evaluate("look.small()")
    page.emulate_media(color_scheme="dark")
    yield f"{width} dark", page.evaluate("look.contrast()")


def _look_at_large_type(page: Page) -> Iterator[tuple[str, list[str]]]:
    """Look at the page on a phone with letters of twice the size: all of it must fit, and the way out most of all."""
    resize(page, 390, 844)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    yield "large type sideways", page.evaluate("look.sideways()")
    yield (
        "large type, buttons out of sight",
        page.evaluate(
            "[...document.querySelectorAll('.safety > *')]"
            ".filter((part) => part.getBoundingClientRect().right > innerWidth).map((part) => part.className)"
        ),
    )
    page.evaluate("document.documentElement.style.fontSize = ''")


def _look_at_paper(page: Page) -> Iterator[tuple[str, list[str]]]:
    page.emulate_media(media="print", color_scheme="dark")
    yield "print", page.evaluate("(tags) => look.rules(tags)", TAGS)
    yield "print colours", page.evaluate("look.contrast()")
