"""Where in a notebook something went wrong: its cell and its line in the file."""

import json
import re
from pathlib import Path

from vorming.source.pages import place_in_notebook
from vorming.source.problems import Place, Problem, problem
from vorming.source.rules import causes

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
    known = causes("notebook_causes")
    while fault is not None and type(fault).__name__ not in {"CellExecutionError", *known}:
        fault = fault.__cause__ or fault.__context__
    if fault is None or not (root / path).is_file():
        return None
    said = _COLOUR.sub("", str(fault))
    kind = getattr(fault, "ename", "") or type(fault).__name__
    detail = known.get(kind, f"{kind}: {getattr(fault, 'evalue', '')}".strip(": "))
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
