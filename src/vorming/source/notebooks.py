"""Places in a notebook: from a cell and a line in it to a line of its file."""

import json
from pathlib import Path

from vorming.source.problems import Place

CELL = 10_000
"""MyST-NB gives a place in a notebook as one number: its cell times this, plus the line in the cell."""


def place_in_notebook(root: Path, path: str, number: int, line: int) -> Place:
    """Return the place in the file of a line of a cell.

    path: of the notebook, relative to `root`. number, line: of the cell and in it, both from 1.
    """
    text = (root / path).read_text(encoding="utf-8")
    cells = json.loads(text)["cells"]
    if not 0 < number <= len(cells):
        return Place(path)
    at = -1
    # A line may occur often, so look for the first line of each cell after that of the cell before.
    for cell in cells[:number]:
        lines = "".join(cell["source"]).split("\n")
        at = max(_find_line(text, lines[0], at + 1), at)
    wanted = "".join(cells[number - 1]["source"]).split("\n")[:line]
    for said in wanted[1:]:
        at = max(_find_line(text, said, at + 1), at)
    return Place(path, text.count("\n", 0, max(at, 0)) + 1)


def _find_line(text: str, line: str, start: int) -> int:
    # Editors write other letters than ASCII as they are, or as \u….
    return max(text.find(json.dumps(line, ensure_ascii=flag)[1:-1], start) for flag in (True, False))
