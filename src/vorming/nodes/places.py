"""Where in the course a node comes from."""

from pathlib import Path

from docutils import nodes

from vorming.source.pages import CELL, place_in_notebook
from vorming.source.problems import Place


def place_of(node: nodes.Node, root: Path, page: str) -> Place:
    """Return where a node comes from: its own place, or that of the nearest node around it with one.

    root: the folder of the course. page: the name of the page, without suffix.
    The path of the result is relative to `root`, the line counts from 1; in a notebook it is the line
    of the file, not of the cell.
    """
    around: nodes.Node | None = node
    while around is not None and not (getattr(around, "source", None) and getattr(around, "line", None)):
        around = around.parent
    if around is None:
        return Place(f"{page}.md")
    path, line = path_below(str(around.source), root), int(around.line or 1)
    if path.endswith(".ipynb") and line >= CELL:
        return place_in_notebook(root, path, line // CELL, line % CELL)
    return Place(path, line)


def path_below(source: str, root: Path) -> str:
    """Return the path of a file as the course names it; a file elsewhere keeps its own."""
    path = Path(source)
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else source
