"""What Sphinx and its parts say is wrong: a warning at a time, with Dutch for the common ones, and the cell that failed."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from vorming.nodes.course import path_below
from vorming.source.pages import place_in_notebook
from vorming.source.problems import SEVERITY_WORDS, Place, Problem, causes, problem
from vorming.text.words import words

_COLOUR = re.compile(r"\x1b\[[\d;]*m")
_START = re.compile(
    r"^(?:(?P<path>.+?)(?::(?P<line>\d+))?: )?(?:WARNING|ERROR|SEVERE|CRITICAL): ", re.MULTILINE
)
_IN_CELL = re.compile(r"(?:Cell|Input) In ?\[\d+\](?:, |\))[^\n]*?line:? ?(\d+)|-+> (\d+) ")


@dataclass(frozen=True)
class Warned:
    """A warning: the path below the course and the line, both empty where Sphinx knows none, and its words."""

    path: str
    line: str
    text: str

    @property
    def page(self) -> str:
        """The name of the page, where it is about one."""
        return self.path.removesuffix(".md").removesuffix(".ipynb")

    def __str__(self) -> str:
        """Say it as `vorming check` says a problem, for every warning stops a build.

        A common one is said in Dutch, with Sphinx's own words below it: they are what a search engine knows.
        """
        place = ":".join(filter(None, (self.path, self.line)))
        known = words("build").group("warned")
        dutch = next((said for part, said in known.items() if part in self.text), "")
        said = f"{dutch}\n    {self.text.splitlines()[0]}" if dutch else self.text
        return ": ".join(filter(None, (place, SEVERITY_WORDS["error"], said)))


def read_warnings(text: str, root: Path) -> Iterator[Warned]:
    """Yield the warnings that Sphinx wrote, in order; the words of some go on on the next lines."""
    text = _COLOUR.sub("", text)
    starts = list(_START.finditer(text))
    bounds = [*(start.start() for start in starts), len(text)]
    if before := text[: bounds[0]].strip():
        yield Warned("", "", before)
    for start, end in zip(starts, bounds[1:], strict=True):
        path = path_below(start["path"], root) if start["path"] else ""
        yield Warned(path, start["line"] or "", text[start.end() : end].strip())


def describe_warnings(found: Iterable[Warned]) -> str:
    """Write warnings below each other; nothing when there are none."""
    return "".join(f"{warned}\n" for warned in found)


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
