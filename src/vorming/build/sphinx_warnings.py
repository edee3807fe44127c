"""Parsing the warnings of Sphinx and its extensions, with Dutch texts for common ones, and finding the failed cell."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from traceback import walk_tb

from vorming.source.files import path_below
from vorming.source.pages import CELL, cell_at, place_in_notebook
from vorming.source.problems import Place, Problem, phrases, problem, strip_controls
from vorming.text.words import words

_START = re.compile(
    r"^(?:(?P<path>.+?)(?::(?P<line>\d*)(?::(?P<column>\d+))?)?: )?(?:WARNING|ERROR|SEVERE|CRITICAL): ",
    re.MULTILINE,
)
# A problem of this package, logged by `sphinx_ext.base.report`: its line is the line in the file, also for notebooks.
_OURS = re.compile(r"^.* \[[\w-]+\]\n    ")
_IN_CELL = re.compile(r"(?:Cell|Input) In ?\[\d+\](?:, |\))[^\n]*?line:? ?(\d+)|-+> (\d+) ")


@dataclass(frozen=True)
class SphinxWarning:
    """A warning: the path relative to the course and the line, both empty if Sphinx gives none, and the text.

    `column` is known for problems of this package and in notebooks, and otherwise 0. `cell` is the number of the cell in a
    notebook, from 1, and otherwise 0.
    """

    path: str
    line: str
    text: str
    cell: int = 0
    column: int = 0

    @property
    def page(self) -> str:
        """The name of the page, or an empty text if `path` is empty."""
        return self.path.removesuffix(".md").removesuffix(".ipynb")

    def __str__(self) -> str:
        """Return the warning in the form of an error of `vorming check`, because every warning stops a build.

        A common warning is in Dutch, with Sphinx's own text below it, which an author can search for.
        """
        place = ":".join(filter(None, (self.path, self.line, str(self.column or ""))))
        known = words("build").group("warned")
        dutch = next((sentence for part, sentence in known.items() if part in self.text), "")
        message = f"{dutch}\n    {self.text.splitlines()[0]}" if dutch else self.text
        if self.cell:
            message = words("build")["in_cell"].format(cell=self.cell, said=message)
        return ": ".join(filter(None, (place, phrases("severities")["error"], message)))


def read_warnings(text: str, root: Path) -> Iterator[SphinxWarning]:
    """Yield the warnings in a log of Sphinx, in order; a warning may have several lines."""
    text = strip_controls(text)
    starts = list(_START.finditer(text))
    bounds = [*(start.start() for start in starts), len(text)]
    if before := text[: bounds[0]].strip():
        yield SphinxWarning("", "", before)
    for start, end in zip(starts, bounds[1:], strict=True):
        path = path_below(start["path"], root) if start["path"] else ""
        line, message, cell = start["line"] or "", text[start.end() : end].strip(), 0
        column = int(start["column"] or 0)
        if path.endswith(".ipynb") and line and (root / path).is_file():
            place = Place(path, int(line), column)
            if place.line >= CELL and not _OURS.match(message):
                place = place_in_notebook(root, path, place.line // CELL, place.line % CELL)
            line, column, cell = str(place.line), place.column, cell_at(root, place)
        yield SphinxWarning(path, line, message, cell, column)


def describe_warnings(warnings: Iterable[SphinxWarning]) -> tuple[str, ...]:
    """Return the texts of warnings for an author, each once."""
    return tuple(dict.fromkeys(map(str, warnings)))


def describe_fault(error: BaseException, root: Path, page: str) -> Problem | None:
    """Return a problem at the cell of a notebook that failed, or None if the error has another cause.

    error: the exception of the build; the failure of a cell may be among its causes.
    page: the name of the page that was being read, without suffix.
    """
    path = f"{page}.ipynb"
    fault: BaseException | None = error
    # Exceptions are compared by name, so that a build without notebooks doesn't import nbclient.
    known = phrases("notebook_causes")
    while fault is not None and type(fault).__name__ not in {"CellExecutionError", *known}:
        fault = fault.__cause__ or fault.__context__
    if fault is None or not (root / path).is_file():
        return None
    message = strip_controls(str(fault))
    kind = getattr(fault, "ename", "") or type(fault).__name__
    detail = known.get(kind, f"{kind}: {getattr(fault, 'evalue', '')}".strip(": "))
    if kind == "NoneType":  # the kernel names no error of an object that fails while it is shown
        detail = message.strip().rpartition("\n")[2]
    number, line = _find_cell(root / path, fault, message)
    place = place_in_notebook(root, path, number, line) if number else Place(path)
    return problem(place, "notebook-failed", cell=number or "?", line=line, detail=detail.partition("\n")[0])


def _find_cell(path: Path, fault: BaseException, message: str) -> tuple[int, int]:
    """Return the number and the line, from 1, of the cell in which nbclient raised an error; (0, 1) if unknown."""
    for frame, _ in walk_tb(fault.__traceback__):
        # From the frame, because not every message has the source, and two cells may have the same source.
        if isinstance(index := frame.f_locals.get("cell_index"), int):
            source = "".join(json.loads(path.read_text(encoding="utf-8"))["cells"][index]["source"])
            # An error that caused this one may come first, with an arrow at a line of a library.
            found = [match.groups() for match in _IN_CELL.finditer(message.replace(source, "", 1))]
            lines = [*(line for line, _ in found if line), *(line for _, line in found if line)]
            return index + 1, int(lines[0]) if lines else 1
    return 0, 1
