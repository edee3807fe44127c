"""What went wrong in a notebook, with its cell and its line in the file."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from vorming.source.problems import Place, Problem, problem

_COLOUR = re.compile(r"\x1b\[[\d;]*m")
_IN_CELL = re.compile(r"(?:Cell|Input) In ?\[\d+\](?:, |\))[^\n]*?line:? ?(\d+)|-+> (\d+) ")
CELL = 10_000
"""MyST-NB gives a place in a notebook as one number: its cell times this, and the line in the cell."""

KINDS = {
    "CellTimeoutError": "deze cel duurt langer dan timeout in _config.yml",
    "DeadKernelError": "Python is gestopt in deze cel",
    "StdinNotImplementedError": "input() kan niet: bij het maken van het boek antwoordt niemand",
}


def describe_fault(error: BaseException, root: Path, page: str) -> Problem | None:
    """Say which cell of a notebook failed; None when the error is about something else."""
    fault = next((one for one in _chain(error) if type(one).__name__ in {"CellExecutionError", *KINDS}), None)
    if fault is None or not (root / f"{page}.ipynb").is_file():
        return None
    path = f"{page}.ipynb"
    said = _COLOUR.sub("", str(fault))
    kind = getattr(fault, "ename", "") or type(fault).__name__
    detail = KINDS.get(kind, f"{kind}: {getattr(fault, 'evalue', '')}".strip(": "))
    number, line = _find_cell(root / path, said)
    place = place_in_notebook(root, path, number, line) if number else Place(path)
    return problem(place, "notebook-failed", cell=number or "?", line=line, detail=detail.partition("\n")[0])


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _find_cell(path: Path, said: str) -> tuple[int, int]:
    """Return number and line of the code cell whose source stands in the message, from 1; 0 when none does."""
    for number, cell in enumerate(json.loads(path.read_text(encoding="utf-8"))["cells"], start=1):
        source = "".join(cell["source"])
        if cell["cell_type"] == "code" and source.strip() and source.strip() in said:
            match = _IN_CELL.search(said.replace(source, "", 1))
            return number, int(match[1] or match[2]) if match else 1
    return 0, 1


def place_in_notebook(root: Path, path: str, number: int, line: int) -> Place:
    """Return the place in the file of a line of a cell, both from 1."""
    text = (root / path).read_text(encoding="utf-8")
    cells = json.loads(text)["cells"]
    if not 0 < number <= len(cells):
        return Place(path)
    at = -1
    for cell in cells[:number]:
        lines = "".join(cell["source"]).split("\n")
        at = max(_find_line(text, lines[0], at + 1), at)
    wanted = "".join(cells[number - 1]["source"]).split("\n")[:line]
    for said in wanted[1:]:
        at = max(_find_line(text, said, at + 1), at)
    return Place(path, text.count("\n", 0, max(at, 0)) + 1)


def _find_line(text: str, line: str, start: int) -> int:
    return max(text.find(json.dumps(line, ensure_ascii=flag)[1:-1], start) for flag in (True, False))
