"""Pages as text: front matter, title, and what each directive and role refers to.

Read without Sphinx, so that `vorming check` is done in a second. Sphinx builds from the same
files; this only needs to know which items a page draws in, and where it says so.
"""

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from markdown_it.token import Token

from vorming.model.directives import TRAINER_DIRECTIVES
from vorming.source.markdown import Directive, Document, Piece, join_cells, parser, read_markdown
from vorming.source.problems import Place, Problem, problem
from vorming.source.yaml import MAX_LINE, Source, dense_line, read_text, read_yaml_text

_FRONT = re.compile(r"---[ \t]*\n(?P<front>(?:.*\n)*?)---[ \t]*(?:\n|\Z)")
_SHOWN = re.compile(r"\bshow_chart\(\w+, [\"'](?P<chart>[\w-]+)[\"']\)|\b(?:show_table|count_answers)\(")


@dataclass(frozen=True)
class Call:
    """A directive or role on a page."""

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
        """What a role names: “id”, “shown text <id>”, or several ids with commas."""
        name = self.argument.rpartition("<")[2].strip(" >") if "<" in self.argument else self.argument
        return tuple(part.strip() for part in name.split(",")) if self.name == "cite" else (name,)


@dataclass(frozen=True)
class Page:
    """A page of the book: its name in the toc, its front matter and what it calls."""

    name: str
    path: str
    title: str = ""
    front: Source | None = None
    calls: tuple[Call, ...] = ()
    text: str = ""
    first_line: int = 1
    problems: tuple[Problem, ...] = field(default=())
    is_readable: bool = True
    cells: tuple[str, ...] = ()
    """The Markdown cells of a notebook, each of which is read by itself."""

    @property
    def document(self) -> Document:
        return read_markdown(*(self.cells or (self.text,)))


def read_page(root: Path, name: str, named_at: Place) -> Page:
    """Read page `name`, Markdown or notebook; `named_at` is its place in the toc."""
    for suffix, scan in ((".md", _scan_markdown), (".ipynb", _scan_notebook)):
        path = f"{name}{suffix}"
        if os.path.lexists(root / path):
            text = read_text(root, path)
            return _unreadable(name, path, text) if isinstance(text, Problem) else scan(name, path, text)
    return _unreadable(name, f"{name}.md", missing_page(named_at, name))


def missing_page(place: Place, name: str) -> Problem:
    """Say that there is no page of that name, which has no ending."""
    bare = name.removesuffix(".md").removesuffix(".ipynb")
    hint = f"Schrijf “{bare}”, zonder {name.removeprefix(bare)}. " if bare != name else ""
    return problem(place, "page-missing", value=name, nearest=hint)


def _unreadable(name: str, path: str, *problems: Problem) -> Page:
    return Page(name, path, problems=problems, is_readable=False)


def _scan_markdown(name: str, path: str, text: str) -> Page:
    front, body, first = _split_front(text, path)
    document = read_markdown(body)
    problems = front.problems if front else ()
    if not _title(document):
        problems = (*problems, problem(Place(path, first), "page-no-title"))
    calls = tuple(calls_of(document, path, first))
    if front and not front.problems and not isinstance(front.value, dict | None):
        problems = (*problems, problem(front.place(), "yaml-key"))
    is_readable = not (front and front.problems) and isinstance(front.value if front else None, dict | None)
    return Page(name, path, _title(document), front, calls, body, first, problems, is_readable)


def _title(document: Document) -> str:
    """Return the source of the first heading of the first level that stands in no block."""
    pieces = iter(piece for piece in document.pieces if not piece.around)
    for piece in pieces:
        if piece.token.type == "heading_open" and piece.token.tag == "h1":
            return next(pieces).token.content
    return ""


def _scan_notebook(name: str, path: str, text: str) -> Page:
    try:
        notebook = json.loads(text)
        parts, code = (_sources_of(notebook["cells"], kind) for kind in ("markdown", "code"))
        is_valid = _is_notebook(notebook)
    except (ValueError, KeyError, TypeError, RecursionError):
        is_valid = False
    if not is_valid:
        return _unreadable(name, path, problem(Place(path), "notebook-invalid"))
    if any(map(dense_line, parts)):
        return _unreadable(name, path, problem(Place(path), "text-dense", most=MAX_LINE))
    document = read_markdown(*parts)
    calls = tuple(replace(call, place=Place(path)) for call in calls_of(document, path, 1))
    calls += tuple(_calls_of_code("\n".join(code), path))
    problems = () if _title(document) else (problem(Place(path), "page-no-title"),)
    return Page(name, path, _title(document), None, calls, join_cells(parts), 1, problems, cells=tuple(parts))


def _is_notebook(notebook: Any) -> bool:
    from nbformat.validator import isvalid  # a tenth of a second, for courses with notebooks alone

    return bool(isvalid(notebook))  # type: ignore[no-untyped-call]


def _sources_of(cells: list[dict[str, Any]], kind: str) -> list[str]:
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == kind]


def _calls_of_code(code: str, path: str) -> Iterator[Call]:
    """Find the charts and tables that a notebook's code shows: they draw as their directives do."""
    for match in _SHOWN.finditer(code):
        name = match["chart"]
        yield Call("chart", name, Place(path)) if name else Call("comparison", "", Place(path))


def _split_front(text: str, path: str) -> tuple[Source | None, str, int]:
    """Return front matter, body, and the line of the file on which the body starts."""
    match = _FRONT.match(text)
    if match is None:
        return None, text, 1
    front = match["front"]
    source = read_yaml_text(front, path, first_line=2, is_front=True)
    return source, text[match.end() :], front.count("\n") + 3


def find_calls(text: str, path: str, first_line: int) -> Iterator[Call]:
    """Find directives and roles, also in directives; what stands in code is text."""
    return calls_of(read_markdown(text), path, first_line)


def calls_of(document: Document, path: str, first_line: int) -> Iterator[Call]:
    """Find the directives and roles of a text that starts on `first_line` of its file."""
    for item in document.items:
        around = item.around
        place = Place(path, first_line + item.line)
        if isinstance(item, Directive):
            around = (*around, item)
            place = replace(place, column=item.column + 1)
            is_hidden = _is_for_trainer(around)
            yield Call(item.name, item.argument, place, item.options, is_for_trainer=is_hidden)
            tokens = [parser().parseInline(text)[0] for text in _said_by(item)]
        else:
            tokens = [item.token] if item.token.type == "inline" else []
        for token in tokens:
            yield from _roles_of(document, token, place, first_line, _is_for_trainer(around))


def _is_for_trainer(around: tuple[Directive, ...]) -> bool:
    return any(directive.name in TRAINER_DIRECTIVES for directive in around)


def _said_by(directive: Directive) -> Iterator[str]:
    """Yield what a directive says beside its body: texts that may hold roles."""
    yield from (text for text in (directive.argument, *dict(directive.options).values()) if "`" in text)


def _roles_of(
    document: Document, token: Token, place: Place, first_line: int, is_for_trainer: bool
) -> Iterator[Call]:
    """Find the roles of a paragraph, cell or title, whose first line is that of `place`."""
    line, column = place.line - first_line, 0
    for child in token.children or ():
        if child.type != "myst_role":
            continue
        name = str(child.meta["name"])
        said = "{" + name + "}`" + child.content.partition(" ")[0]
        found = document.lines[line].find(said, column)
        while found < 0 and line + 1 < len(document.lines):
            line += 1
            found = document.lines[line].find(said)
        column = max(found, 0) + 1
        at = Place(place.path, first_line + line, column)
        yield Call(name, child.content, at, is_role=True, is_for_trainer=is_for_trainer)


TABLES = frozenset({"table", "list-table"})


def blocks_of(page: Page) -> frozenset[str]:
    """Return the names of the blocks on a page: `:name:` of a directive, `(name)=` above what follows."""
    named = {call.option("name") for call in page.calls} | {name for name, _ in _labelled(page.document)}
    return frozenset(named - {""})


def tables_of(page: Page) -> frozenset[str]:
    """Return the names of the tables on a page."""
    named = {call.option("name") for call in page.calls if call.name in TABLES}
    return frozenset(named | {name for name, kind in _labelled(page.document) if kind == "table_open"})


def _labelled(document: Document) -> Iterator[tuple[str, str]]:
    """Yield each label with the type of the token, or the name of the directive, that it names."""
    label = ""
    for item in document.items:
        kind = item.name if isinstance(item, Directive) else item.token.type
        if label:
            yield label, kind
        label = item.token.content.strip() if isinstance(item, Piece) and kind == "myst_target" else ""
