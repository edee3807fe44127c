"""A deck and its speaker's window: what a written one knows of itself, and opening both."""

import json
import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

_DATA = re.compile(r'id="deck-data">(?P<data>.*?)</script>', re.DOTALL)


def read_deck_data(folder: Path, id: str) -> dict[str, Any]:
    found = _DATA.search((folder / f"{id}.html").read_text(encoding="utf-8"))
    assert found, f"{id} holds no data of a deck"
    data: dict[str, Any] = json.loads(found["data"])
    return data


def open_speaker(deck: Page) -> Page:
    """Open the speaker's window of a deck, and wait until it has heard of it: only then its first look says so."""
    with deck.context.expect_page() as opened:
        deck.keyboard.press("s")
    speaker = opened.value
    speaker.wait_for_function(
        "document.getElementById('now-number')?.textContent && document.getElementById('lost').hidden"
    )
    return speaker
