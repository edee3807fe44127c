"""Pages as text: front matter, title, and what each directive and role refers to.

Read without Sphinx, so that `vorming check` is done in a second. Sphinx builds from the same
files; this only needs to know which items a page draws in, and where it says so.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from vorming.model.directives import TRAINER_DIRECTIVES
from vorming.source.fences import OPTION, Line, read_lines
from vorming.source.problems import Place, Problem, problem
from vorming.source.yaml import Source, read_text, read_yaml_text

_ROLE = re.compile(r"(?<!`)\{(?P<name>[\w:-]+)\}`(?P<target>[^`]+)`")
_TITLE = re.compile(r"^# (?P<title>.+?)\s*$", re.MULTILINE)
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


def read_page(root: Path, name: str, named_at: Place) -> Page:
    """Read page `name`, Markdown or notebook; `named_at` is its place in the toc."""
    for suffix, scan in ((".md", _scan_markdown), (".ipynb", _scan_notebook)):
        path = f"{name}{suffix}"
        if (root / path).exists():
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
    title = _TITLE.search(body)
    problems = front.problems if front else ()
    if title is None:
        problems = (*problems, problem(Place(path, first), "page-no-title"))
    calls = tuple(find_calls(body, path, first))
    is_readable = not (front and front.problems)
    return Page(name, path, title["title"] if title else "", front, calls, body, first, problems, is_readable)


def _scan_notebook(name: str, path: str, text: str) -> Page:
    try:
        cells = json.loads(text)["cells"]
        parts, code = (_sources_of(cells, kind) for kind in ("markdown", "code"))
    except (ValueError, KeyError, TypeError):
        return _unreadable(name, path, problem(Place(path), "notebook-invalid"))
    body = "\n\n".join(parts)
    title = _TITLE.search(body)
    calls = tuple(replace(call, place=Place(path)) for call in find_calls(body, path, 1))
    calls += tuple(_calls_of_code("\n".join(code), path))
    problems = () if title else (problem(Place(path), "page-no-title"),)
    return Page(name, path, title["title"] if title else "", None, calls, body, 1, problems)


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
    lines = tuple(read_lines(text))
    for i, line in enumerate(lines):
        if line.is_code:
            continue
        is_hidden = not TRAINER_DIRECTIVES.isdisjoint(line.around)
        if match := line.opens:
            place = Place(path, first_line + i, len(match["indent"]) + 1)
            options = _options(lines[i + 1 :])
            yield Call(match["name"], match["argument"], place, options, is_for_trainer=is_hidden)
        yield from find_roles(line.text, Place(path, first_line + i), is_for_trainer=is_hidden)


def _options(lines: Iterable[Line]) -> tuple[tuple[str, str], ...]:
    found = []
    for line in lines:
        match = OPTION.match(line.text)
        if not match:
            break
        found.append((match["name"], match["value"]))
    return tuple(found)


_LABEL = re.compile(r"^\((?P<name>[\w-]+)\)=\s*$")
TABLES = frozenset({"table", "list-table"})


def blocks_of(page: Page) -> frozenset[str]:
    """Return the names of the blocks on a page: `:name:` of a directive, `(name)=` above what follows."""
    named = {call.option("name") for call in page.calls} | {name for name, _ in _labelled(page.text)}
    return frozenset(named - {""})


def tables_of(page: Page) -> frozenset[str]:
    """Return the names of the tables on a page."""
    named = {call.option("name") for call in page.calls if call.name in TABLES}
    return frozenset(named | {name for name, line in _labelled(page.text) if line.startswith("|")})


def _labelled(text: str) -> Iterator[tuple[str, str]]:
    """Yield each label with the first line of what it names."""
    label = ""
    for line in read_lines(text):
        if match := None if line.is_code else _LABEL.match(line.text):
            label = match["name"]
        elif label and line.text.strip():
            yield label, line.text.strip()
            label = ""


def find_roles(line: str, place: Place, *, is_for_trainer: bool = False) -> Iterator[Call]:
    """Find the roles in a line that starts at `place`."""
    for match in _ROLE.finditer(line):
        at = Place(place.path, place.line, match.start() + 1)
        yield Call(match["name"], match["target"], at, is_role=True, is_for_trainer=is_for_trainer)
