"""What a written deck knows of itself, as its own script reads it."""

import json
import re
from pathlib import Path
from typing import Any

_DATA = re.compile(r'id="deck-data">(?P<data>.*?)</script>', re.DOTALL)


def read_deck_data(folder: Path, id: str) -> dict[str, Any]:
    found = _DATA.search((folder / f"{id}.html").read_text(encoding="utf-8"))
    assert found, f"{id} holds no data of a deck"
    data: dict[str, Any] = json.loads(found["data"])
    return data
