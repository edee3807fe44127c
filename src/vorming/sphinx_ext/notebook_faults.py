"""Where in a notebook something went wrong: its cell and its line in the file."""

import json
import re
from pathlib import Path

from vorming.source.problems import Place, Problem, problem

CELL = 10_000
"""MyST-NB gives a place in a notebook as one number: its cell times this, plus the line in the cell."""

KINDS = {
    "CellTimeoutError": "deze cel duurt langer dan timeout in _config.yml",
    "DeadKernelError": "Python is gestopt in deze cel",
    "StdinNotImplementedError": "input() kan niet: bij het maken van het boek antwoordt niemand",
}
"""What to say of the errors of nbclient that no reader of a notebook knows."""

_COLOUR = re.compile(r"\x1b\[[\d;]*m")
_IN_CELL = re.compile(r"(?:Cell|Input) In ?\[\d+\](?:, |\))[^\n]*?line:? ?(\d+)|-+> (\d+) ")


def describe_fault(error: BaseException, root: Path, page: str) -> Problem | None:
    """Say which cell of a notebook failed.

    error: what the build raised; the failure of a cell may be among its causes.
    page: the page that was being read, without suffix, below `root`.
    Returns None when the error is about something else.
    """
    path = f"{page}.ipynb"
    fault: BaseException | None = error
    # By name, so that a build without notebooks doesn't import nbclient.
    while fault is not None and type(fault).__name__ not in {"CellExecutionError", *KINDS}:
        fault = fault.__cause__ or fault.__context__
    if fault is None or not (root / path).is_file():
        return None
    said = _COLOUR.sub("", str(fault))
    kind = getattr(fault, "ename", "") or type(fault).__name__
    detail = KINDS.get(kind, f"{kind}: {getattr(fault, 'evalue', '')}".strip(": "))
    number, line = _find_cell(root / path, said)
    place = place_in_notebook(root, path, number, line) if number else Place(path)
    return problem(place, "notebook-failed", cell=number or "?", line=line, detail=detail.partition("\n")[0])


def _find_cell(path: Path, said: str) -> tuple[int, int]:
    """Return number and line of the code cell whose source is in the message, from 1; (0, 1) when none is."""
    for number, cell in enumerate(json.loads(path.read_text(encoding="utf-8"))["cells"], start=1):
        source = "".join(cell["source"])
        if cell["cell_type"] == "code" and source.strip() and source.strip() in said:
            match = _IN_CELL.search(said.replace(source, "", 1))
            return number, int(match[1] or match[2]) if match else 1
    return 0, 1


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
