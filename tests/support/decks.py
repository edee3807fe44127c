"""A deck and its speaker's window: what a written one knows of itself, opening both, and a look at every slide."""

import json
import re
from pathlib import Path
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.support.axe import IN_A_FILE
from tests.support.browser import resize

SIZES = ((1024, 768), (1280, 720), (1920, 1080))
DESIGN = (1280, 720)
_WALK = Path(__file__).with_name("every_slide.js").read_text(encoding="utf-8")
_DATA = re.compile(r'id="deck-data">(?P<data>.*?)</script>', re.DOTALL)


def read_deck_data(folder: Path, id: str) -> dict[str, Any]:
    found = _DATA.search((folder / f"{id}.html").read_text(encoding="utf-8"))
    assert found, f"{id} holds no data of a deck"
    data: dict[str, Any] = json.loads(found["data"])
    return data


def open_deck(page: Page, folder: Path, name: str) -> None:
    page.goto((folder / f"{name}.html").as_uri())
    page.wait_for_selector("html.is-ready")


def walk(page: Page, folder: Path, name: str, size: tuple[int, int]) -> list[str]:
    """Open a deck on a screen of some size and return what goes wrong on its slides."""
    resize(page, *size)
    open_deck(page, folder, name)
    page.add_script_tag(content=_WALK)
    found = page.evaluate("isMeasured => everySlide(isMeasured)", size == DESIGN)
    assert 0 < found["slides"] == len(read_deck_data(folder, name)["slides"])
    return [f"{name} at {size[0]} × {size[1]}, {text}" for text in found["wrong"]]


def violations_of_deck(page: Page, folder: Path, name: str, slides: str = "document") -> list[str]:
    """Open a deck and return what axe finds on its slides, answered; or on some of them, as axe names parts."""
    open_deck(page, folder, name)
    page.add_script_tag(content=_WALK)
    page.add_script_tag(content=AXE_SCRIPT)
    page.evaluate("unrollSlides()")
    found = page.evaluate(f"options => axe.run({slides}, options)", IN_A_FILE)["violations"]
    return [f"{name}: {item['id']}: {item['nodes'][0]['html'][:120]}" for item in found]


def open_speaker(deck: Page) -> Page:
    """Open the speaker's window of a deck, and wait until it has heard of it: only then its first look says so."""
    with deck.context.expect_page() as opened:
        deck.keyboard.press("s")
    speaker = opened.value
    speaker.wait_for_function(
        "document.getElementById('now-number')?.textContent && document.getElementById('lost').hidden"
    )
    return speaker
