"""The number that a pack carries in its PDF."""

import re
from pathlib import Path

import pikepdf

from vorming.packs.holding import SIGNS
from vorming.source.problems import Place, Problem, problem

_NUMBER = re.compile(rf"\b[{SIGNS}]{{4}}-[{SIGNS}]{{4}}\b")


def read_number(path: Path) -> str | Problem:
    """Return the number of a pack, or say in one problem why there is none to be read."""
    place = Place(str(path))
    if not path.exists():
        return problem(place, "file-missing")
    try:
        with pikepdf.open(path) as pdf:
            found = _NUMBER.search(str(pdf.docinfo.get("/Keywords", "")))
    except (pikepdf.PdfError, OSError):
        return problem(place, "pack-not-pdf")
    return found[0] if found else problem(place, "pack-no-number")
