"""What Sphinx and its parts say is wrong: a warning at a time, with Dutch for the common ones, and the cell that failed."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from traceback import walk_tb

from vorming.source.files import path_below
from vorming.source.pages import CELL, cell_at, place_in_notebook
from vorming.source.problems import SEVERITY_WORDS, Place, Problem, causes, problem
from vorming.text.terminal import strip_controls
from vorming.text.words import words

_START = re.compile(
    r"^(?:(?P<path>.+?)(?::(?P<line>\d*)(?::(?P<column>\d+))?)?: )?(?:WARNING|ERROR|SEVERE|CRITICAL): ",
    re.MULTILINE,
)
# A problem of ours, as `sphinx_ext.base.report` logs it: its line is one of the file.
_OURS = re.compile(r"^.* \[[\w-]+\]\n    ")
_IN_CELL = re.compile(r"(?:Cell|Input) In ?\[\d+\](?:, |\))[^\n]*?line:? ?(\d+)|-+> (\d+) ")


@dataclass(frozen=True)
class Warned:
    """A warning: the path below the course and the line, both empty where Sphinx knows none, and its words.

    `column` is known of our own problems and in notebooks, 0 elsewhere. `cell` is that of a notebook, from 1; 0 elsewhere.
    """

    path: str
    line: str
    text: str
    cell: int = 0
    column: int = 0

    @property
    def page(self) -> str:
        """The name of the page, where it is about one."""
        return self.path.removesuffix(".md").removesuffix(".ipynb")

    def __str__(self) -> str:
        """Say it as `vorming check` says a problem, for every warning stops a build.

        A common one is said in Dutch, with Sphinx's own words below it: they are what a search engine knows.
        """
        place = ":".join(filter(None, (self.path, self.line, str(self.column or ""))))
        known = words("build").group("warned")
        dutch = next((said for part, said in known.items() if part in self.text), "")
        said = f"{dutch}\n    {self.text.splitlines()[0]}" if dutch else self.text
        if self.cell:
            said = words("build")["in_cell"].format(cell=self.cell, said=said)
        return ": ".join(filter(None, (place, SEVERITY_WORDS["error"], said)))


def read_warnings(text: str, root: Path) -> Iterator[Warned]:
    """Yield the warnings that Sphinx wrote, in order; the words of some go on on the next lines."""
    text = strip_controls(text)
    starts = list(_START.finditer(text))
    bounds = [*(start.start() for start in starts), len(text)]
    if before := text[: bounds[0]].strip():
        yield Warned("", "", before)
    for start, end in zip(starts, bounds[1:], strict=True):
        path = path_below(start["path"], root) if start["path"] else ""
        line, said, cell = start["line"] or "", text[start.end() : end].strip(), 0
        column = int(start["column"] or 0)
        if path.endswith(".ipynb") and line and (root / path).is_file():
            place = Place(path, int(line), column)
            if place.line >= CELL and not _OURS.match(said):
                place = place_in_notebook(root, path, place.line // CELL, place.line % CELL)
            line, column, cell = str(place.line), place.column, cell_at(root, place)
        yield Warned(path, line, said, cell, column)


def describe_warnings(found: Iterable[Warned]) -> tuple[str, ...]:
    """Return warnings as an author reads them, each once."""
    return tuple(dict.fromkeys(map(str, found)))


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
    said = strip_controls(str(fault))
    kind = getattr(fault, "ename", "") or type(fault).__name__
    detail = known.get(kind, f"{kind}: {getattr(fault, 'evalue', '')}".strip(": "))
    number, line = _find_cell(root / path, fault, said)
    place = place_in_notebook(root, path, number, line) if number else Place(path)
    return problem(place, "notebook-failed", cell=number or "?", line=line, detail=detail.partition("\n")[0])


def _find_cell(path: Path, fault: BaseException, said: str) -> tuple[int, int]:
    """Return number and line of the cell that ran when nbclient raised an error, from 1; (0, 1) where it knows none."""
    for frame, _ in walk_tb(fault.__traceback__):
        # Not every message has the source in it, and two cells may have the same.
        if isinstance(index := frame.f_locals.get("cell_index"), int):
            source = "".join(json.loads(path.read_text(encoding="utf-8"))["cells"][index]["source"])
            match = _IN_CELL.search(said.replace(source, "", 1))
            return index + 1, int(match[1] or match[2]) if match else 1
    return 0, 1
