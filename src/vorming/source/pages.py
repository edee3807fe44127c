"""Read pages: their front matter, title, and the directives and roles that they call.

Pages are read without Sphinx, which is too slow for a check. Sphinx builds from the same files. Here only the items
that a page uses matter, and the places where it names them.
"""

import ast
import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain, pairwise
from operator import itemgetter
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from mdit_py_plugins.anchors.index import slugify, unique_slug

from vorming.model.directives import record_of
from vorming.source.files import MAX_LINE, dense_line, read_text
from vorming.source.markdown import (
    LINE_END,
    WITH_TARGET,
    Directive,
    Document,
    Piece,
    Span,
    is_for_trainer,
    read_markdown,
)
from vorming.source.problems import Place, Problem, phrases, place_at, problem
from vorming.source.yaml import Source, read_yaml_text

CELL = 10_000
"""MyST-NB writes a place in a notebook as one number: the cell times this, plus the line in the cell."""
_SOURCE = '"source"'
_FRONT = re.compile(r"---[ \t]*\n(?P<front>(?:.*\n)*?)---[ \t]*(?:\n|\Z)")
# A key below a line of dashes at the start of a page: the author meant it as front matter.
_FRONT_MEANT = re.compile(
    r"(?:\s*(?><!--(?s:.*?)-->|%.*))*\s*(?P<dashes>---+|\+{3,}|[–—]+-*)[ \t]*\n\s*[\w-]+ *[:=]"
)
# A command of IPython, which is no Python: %matplotlib, !ls.
_MAGIC = re.compile(r"^([ \t]*)[%!].*", re.MULTILINE)


@dataclass(frozen=True)
class Call:
    """A directive or role on a page, as its author wrote it.

    The argument of a role is everything between its backticks. A call within a trainer's directive is for the
    trainer too.
    """

    name: str
    argument: str
    place: Place
    options: tuple[tuple[str, str], ...] = ()
    is_role: bool = False
    is_for_trainer: bool = False

    def option(self, name: str) -> str:
        return dict(self.options).get(name, "")

    @property
    def targets(self) -> tuple[str, ...]:
        """The ids in the argument, which is “id”, “shown text <id>”, or for `cite` several ids with commas."""
        match = WITH_TARGET.fullmatch(self.argument)
        name = match["target"].strip() if match else self.argument
        return tuple(part.strip() for part in name.split(",")) if self.name == "cite" else (name,)


@dataclass(frozen=True)
class Page:
    """A page of the book: its name in the contents list, its front matter and its calls.

    MyST reads each of `texts` by itself: the page without its front matter, which starts on `first_line` of the file,
    or each Markdown cell of a notebook. A page that is not readable has problems and nothing else.
    """

    name: str
    path: str
    title: str = ""
    front: Source | None = None
    calls: tuple[Call, ...] = ()
    texts: tuple[str, ...] = ("",)
    first_line: int = 1
    problems: tuple[Problem, ...] = ()
    is_readable: bool = True
    places: tuple[Place, ...] = ()
    """For a notebook: the place in its JSON file of each line of the text."""

    @property
    def document(self) -> Document:
        return read_markdown(*self.texts)

    def place(self, line: int, column: int = 0) -> Place:
        """Return the place in the file of a line and column of the text, both from 0."""
        if self.places:
            # The escapes of JSON take more characters.
            before = json.dumps(self.document.lines[line][:column], ensure_ascii=False)
            return replace(self.places[line], column=self.places[line].column + len(before) - 2)
        return Place(self.path, self.first_line + line, 1 + column)

    def place_at(self, at: int) -> Place:
        """Return the place in the file of a position in `document.text`."""
        return self.place(*self.document.line_and_column(at))


def read_page(root: Path, name: str, named_at: Place) -> Page:
    """Read a page, Markdown or notebook, by its path below `root` without ending.

    `named_at` is its place in the contents list, at which a missing file is reported.
    """
    for suffix, scan in ((".md", _scan_markdown), (".ipynb", _scan_notebook)):
        path = f"{name}{suffix}"
        if os.path.lexists(root / path):
            text = read_text(root, path)
            return _unreadable(name, path, text) if isinstance(text, Problem) else scan(name, path, text)
    return _unreadable(name, f"{name}.md", missing_page(named_at, name))


def missing_page(place: Place, name: str) -> Problem:
    """Return the problem that no page has this name, with a hint if the name was written with an ending."""
    bare = name.removesuffix(".md").removesuffix(".ipynb")
    hint = phrases("fragments")["without_ending"].format(bare=bare, ending=name.removeprefix(bare))
    return problem(place, "page-missing", value=name, nearest=hint if bare != name else "")


def _unreadable(name: str, path: str, *problems: Problem) -> Page:
    return Page(name, path, problems=problems, is_readable=False)


def _scan_markdown(name: str, path: str, text: str) -> Page:
    front, first, faults = None, 1, list[Problem]()
    if match := _FRONT.match(text):
        front = read_yaml_text(match["front"], path, is_front=True)
        faults += front.problems
        if not faults and not isinstance(front.value, dict | None):
            faults.append(problem(front.place(), "yaml-key"))
        text, first = text[match.end() :], match["front"].count("\n") + 3
    elif match := _FRONT_MEANT.match(text):
        return _unreadable(name, path, problem(place_at(path, text, match.start("dashes")), "front-form"))
    page = Page(name, path, front=front, texts=(text,), first_line=first, is_readable=not faults)
    return _with_title_and_calls(page, faults)


def _with_title_and_calls(page: Page, faults: list[Problem]) -> Page:
    """Return a page with the Markdown of its first heading of level 1 outside of directives, and its calls."""
    pieces = [piece for piece in page.document.pieces if not piece.ancestors]
    titles = (inline.token.content for opened, inline in pairwise(pieces) if opened.token.tag == "h1")
    if not (title := next(titles, "")):
        faults.append(problem(Place(page.path, page.first_line), "page-no-title"))
    calls = tuple(find_calls(page.document, page.place_at))
    return replace(page, title=title, calls=calls, problems=tuple(faults))


def _scan_notebook(name: str, path: str, text: str) -> Page:
    from nbformat.validator import isvalid  # the import takes a tenth of a second

    parts: dict[str, list[str]] = {"markdown": [], "code": []}
    broken = Place(path)
    try:
        notebook = json.loads(text)
        for cell in notebook["cells"]:
            parts.setdefault(cell["cell_type"], []).append("".join(cell["source"]).replace("\r\n", "\n"))
        is_valid = bool(isvalid(notebook))  # type: ignore[no-untyped-call]
        # The cache of notebooks knows no later format.
        is_valid &= (notebook["nbformat"], notebook["nbformat_minor"]) <= (4, 5)
    except json.JSONDecodeError as error:
        is_valid, broken = False, Place(path, error.lineno, error.colno)
    except (ValueError, KeyError, TypeError, RecursionError):
        is_valid = False
    if not is_valid:
        return _unreadable(name, path, problem(broken, "notebook-invalid"))
    cells = parts["markdown"]
    if any(map(dense_line, cells)):
        return _unreadable(name, path, problem(Place(path), "text-dense", most=MAX_LINE))
    places, raw = list[Place](), list[Problem]()
    for cell, lines in zip(notebook["cells"], _places_of_cells(path, text), strict=True):
        if cell["cell_type"] == "raw" and "".join(cell["source"]).strip():
            raw.append(problem(lines[0], "cell-raw"))
        if cell["cell_type"] == "markdown":  # with the empty line that `read_markdown` puts between two cells
            places += [*lines[:1], *lines] if places else lines
    page = Page(name, path, texts=tuple(cells) or ("",), places=tuple(places))
    page = _with_title_and_calls(page, raw)
    shown = chain.from_iterable(_find_shown(path, code) for code in parts["code"])
    return replace(page, calls=(*page.calls, *shown))


def _find_shown(path: str, code: str) -> Iterator[Call]:
    """Yield the directives that would show the same items as a code cell."""
    try:
        tree = ast.parse(_MAGIC.sub(r"\1pass", code))
    except (SyntaxError, ValueError, RecursionError):  # reported when the notebook is run
        return
    for node in ast.walk(tree):
        name = getattr(node.func, "attr", getattr(node.func, "id", "")) if isinstance(node, ast.Call) else ""
        if isinstance(node, ast.Call) and name == "show_chart":
            arguments = (*node.args[1:], *(keyword.value for keyword in node.keywords))
            names = (argument.value for argument in arguments if isinstance(argument, ast.Constant))
            yield from (Call("chart", str(chart), Place(path)) for chart in names)
        elif name in {"show_table", "count_answers"}:
            yield Call("comparison", "", Place(path))


def find_calls(document: Document, find_place: Callable[[int], Place]) -> Iterator[Call]:
    """Yield the directives and roles of a document, with the place of their position, but not those in code."""
    positions: list[tuple[int, Directive | Span]] = [(role.start, role) for role in document.roles]
    positions += ((document.starts[item.line] + item.column, item) for item in document.directives)
    for at, item in sorted(positions, key=itemgetter(0)):
        block, options = (item, item.options) if isinstance(item, Directive) else (item.piece, ())
        is_role, place = isinstance(item, Span), find_place(at)
        yield Call(item.name, item.argument, place, options, is_role, is_for_trainer(block))


@dataclass(frozen=True)
class Label:
    """The name of a place on a page, by which links and steps of a lesson refer to it.

    `source` is the block with the option `:name:`, or the target `(name)=`. `kind` is the name of that block, or of
    the directive or token after the target; "" if nothing follows the target. `title` is what a link without words
    shows: the heading after the target, or the title or caption of a block that Sphinx can number; "" for others.
    """

    name: str
    source: Directive | Piece
    kind: str
    title: str


def labels_of(document: Document) -> Iterator[Label]:
    """Yield the labels of a page, in the order of the text."""
    titles: dict[Directive | Piece, str] = {}
    for title in document.titles:
        if record_of(title.ancestors[-1].name).is_captioned:
            titles[title.ancestors[-1]] = title.token.content
    for before, piece in pairwise(document.pieces):
        is_caption = piece.ancestors and piece.ancestors[-1].name == "figure" and piece.token.type == "inline"
        if is_caption or before.token.type == "heading_open":
            titles.setdefault(piece.ancestors[-1] if is_caption else before, piece.token.content)
    kinds = [item.name if isinstance(item, Directive) else item.token.type for item in document.items]
    for i, (item, kind) in enumerate(zip(document.items, kinds, strict=True)):
        if isinstance(item, Directive):
            if name := dict(item.options).get("name"):
                yield Label(name, item, kind, titles.get(item, ""))
        elif kind == "myst_target":
            below = "".join(kinds[i + 1 : i + 2])
            heading = titles.get(document.items[i + 1], "") if below == "heading_open" else ""
            yield Label(item.token.content.strip(), item, below, heading)


def headings_of(document: Document) -> Mapping[str, Piece]:
    """Return the words of each heading that trainees read, by the slug that MyST makes with `myst_heading_anchors`."""
    slugs, headings = set[str](), dict[str, Piece]()
    for heading, inline in pairwise(document.pieces):
        if heading.token.type == "heading_open" and not is_for_trainer(heading):
            children = inline.token.children or ()
            shown = {"text", "text_special", "code_inline"}
            words = "".join(child.content for child in children if child.type in shown)
            headings[unique_slug(slugify(words), slugs)] = inline
    return headings


def target_path(page: str, href: str) -> str:
    """Return the path, below the folder of all pages, to which a link or a picture of a page leads."""
    path = unquote(href.partition("#")[0])
    return normpath(path.lstrip("/") if path.startswith("/") else join(dirname(page), path))


def place_in_notebook(root: Path, path: str, number: int, line: int) -> Place:
    """Return the place in the file of a line of a cell.

    `path` is the notebook, relative to `root`. `number` is the cell and `line` the line in that cell, both from 1.
    """
    cells = _places_of_cells(path, (root / path).read_text(encoding="utf-8-sig"))
    places = cells[number - 1] if 0 < number <= len(cells) else []
    return places[min(max(line, 1), len(places)) - 1] if places else Place(path)


def cell_at(root: Path, place: Place) -> int:
    """Return the number of the cell, from 1, that contains a place in a notebook file; 0 before the first cell."""
    cells = _places_of_cells(place.path, (root / place.path).read_text(encoding="utf-8-sig"))
    return sum(lines[0] <= place for lines in cells)


def _places_of_cells(path: str, text: str) -> list[list[Place]]:
    """Return, for each cell of a notebook, the places in the file of its lines."""
    cells, at = list[list[Place]](), 0
    for cell in json.loads(text)["cells"]:
        at, places = text.find(_SOURCE, at) + len(_SOURCE), list[Place]()
        for line in LINE_END.split("".join(cell["source"])):
            # Editors write letters outside ASCII either as they are or as \u….
            written = (json.dumps(line, ensure_ascii=is_ascii)[1:-1] for is_ascii in (True, False))
            at = max(at, *(text.find(each, at) for each in written))
            places.append(place_at(path, text, at))
            at += len(line)
        cells.append(places)
    return cells
