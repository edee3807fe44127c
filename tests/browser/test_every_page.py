"""What holds on each page of the site: axe, nothing sideways, large targets, no outside request, nothing kept."""

from collections.abc import Iterator
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import Page

from tests.browser.conftest import PAGES, Open

SCRIPTS = (Path(axe_playwright_python.__file__).with_name("axe.min.js"), Path(__file__).with_name("look.js"))
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (320, 390, 1280)


@pytest.mark.parametrize("name", PAGES)
def test_page_is_for_everyone_and_asks_and_keeps_nothing(open_context: Open, served: str, name: str) -> None:
    context = open_context()
    for script in SCRIPTS:
        context.add_init_script(path=script)
    page = context.new_page()
    page.goto(f"{served}{name}.html")
    found = [(view, wrong) for view, wrong in _look(page) if wrong]
    assert (found, page.evaluate("look.kept()"), context.cookies()) == ([], [], [])


def _look(page: Page) -> Iterator[tuple[str, list[str]]]:
    """Look at the page at each width, in light and dark, and on paper; yield each view with what is wrong."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme="light")
        yield f"{width}", page.evaluate("(tags) => look.rules(tags)", TAGS)
        yield f"{width} light", page.evaluate("look.contrast()")
        yield f"{width} sideways", page.evaluate("look.sideways()")
        yield f"{width} spilling", page.evaluate("look.spilling()")
        yield f"{width} targets", page.evaluate("look.small()")
        page.emulate_media(color_scheme="dark")
        yield f"{width} dark", page.evaluate("look.contrast()")
    page.emulate_media(media="print", color_scheme="dark")
    yield "print", page.evaluate("(tags) => look.rules(tags)", TAGS)
    yield "print colours", page.evaluate("look.contrast()")
