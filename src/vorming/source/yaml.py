"""YAML text -> plain values that know their place; every scalar stays text.

YAML's own reading surprises people: 12:30 becomes 750, no becomes False, 010 becomes 8, and of
two equal keys the last one wins in silence. Here a scalar is text (or None when empty), equal
keys are a problem, and each value's line and column are kept for the messages.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from stat import S_ISREG
from typing import Any

import yaml

from vorming.source.problems import Place, Problem, problem
from vorming.source.rules import YAML_CAUSES, YAML_DETAILS, YAML_OTHER

MAX_BYTES = 2_000_000
MAX_DEPTH = 24
MAX_LINE = 10_000
MAX_MARKS = 800
DENSE = frozenset({".bib", ".md", ".yml"})
"""Kinds of files that people write line by line."""
_MARKS = re.compile(r"[\[<`>|]|\*\*|\$")

type_Loc = tuple[str | int, ...]
Value = str | None | list["Value"] | dict[str, "Value"]

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, eq=False)
class Source:
    """One read file: its value, the place of each part of it, and what was wrong."""

    path: str
    value: Value = None
    places: dict[type_Loc, Place] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def place(self, *loc: str | int) -> Place:
        """Return the place of `loc`, or of the nearest part around it that has one."""
        known = tuple(part for part in loc)
        while known:
            if known in self.places:
                return self.places[known]
            known = known[:-1]
        return self.places.get((), Place(self.path))


def scalars(value: Value, *loc: str | int) -> Iterator[tuple[type_Loc, str]]:
    """Yield every text in a value, with where it stands."""
    match value:
        case dict():
            for key, child in value.items():
                yield from scalars(child, *loc, key)
        case list():
            for i, child in enumerate(value):
                yield from scalars(child, *loc, i)
        case str():
            yield loc, value


def read_yaml(root: Path, path: str) -> Source:
    """Read the YAML file `path` below `root`; what is wrong comes back in `problems`."""
    text = read_text(root, path)
    return Source(path, problems=(text,)) if isinstance(text, Problem) else read_yaml_text(text, path)


def is_file(path: Path) -> bool:
    """Tell whether a path is a file; a name that no system takes is none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def read_text(root: Path, path: str) -> str | Problem:
    """Read a UTF-8 text file, or say in one problem why that does not go."""
    file = root / path
    try:
        found = file.stat()  # of a pipe or a device nothing may be read: it never ends
        if not S_ISREG(found.st_mode):
            return problem(Place(path), "file-unreadable")
        if not file.resolve().is_relative_to(root.resolve()):
            return problem(Place(path), "file-not-public", value=path)
        if found.st_size > MAX_BYTES:
            size = f"{found.st_size / 1e6:.0f}"
            return problem(Place(path), "file-too-large", size=size, most=MAX_BYTES // 10**6)
        data = file.read_bytes()
    except FileNotFoundError:
        return problem(Place(path), "file-missing")
    except (OSError, RuntimeError, ValueError):
        return problem(Place(path), "file-unreadable")
    text = _decode(data, path)
    if isinstance(text, str) and file.suffix in DENSE and (line := dense_line(text)):
        return problem(Place(path, line), "text-dense", most=MAX_LINE)
    return text


def dense_line(text: str) -> int:
    """Return the line, from 1, on which a text gets too dense to read in time; 0 where it is not.

    A Markdown parser looks for the end of each opened bracket or mark up to the end of its paragraph.
    """
    length = marks = 0
    for number, line in enumerate(text.split("\n"), start=1):
        length, marks = (length + len(line), marks + len(_MARKS.findall(line))) if line.strip() else (0, 0)
        is_table = line.lstrip().startswith("|")
        if (
            len(line) > MAX_LINE
            or (marks > MAX_MARKS and not is_table)
            or len(_MARKS.findall(line)) > MAX_MARKS
        ):
            return number
    return 0


def _decode(data: bytes, path: str) -> str | Problem:
    try:
        # Windows ends its lines with two signs; everything that reads a page counts on one.
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
        return problem(Place(path, line, column), "file-not-utf8")


@lru_cache(maxsize=512)  # a resident process reads again only what has changed
def read_yaml_text(text: str, path: str, first_line: int = 1, *, is_front: bool = False) -> Source:
    """Read YAML from `text`, which starts at `first_line` of its file.

    MyST reads the front matter of a page once more with PyYAML's own reader, which refuses more
    than libyaml's: `is_front` takes that one too, so that no page passes here and fails there.
    """
    loader = yaml.SafeLoader if is_front else _Loader
    reader = _Reader(path, first_line, loader)
    try:
        reader.check_events(text)
        node = yaml.compose(text, Loader=loader) if not reader.problems else None
    except yaml.MarkedYAMLError as error:
        reader.add_syntax(error, text)
        node = None
    except yaml.YAMLError:
        reader.problems.append(problem(Place(path, first_line), "yaml-character"))
        node = None
    value = reader.value(node, ()) if node is not None else None
    return Source(path, value, reader.places, tuple(reader.problems))


class _Reader:
    """The walk over one composed document."""

    def __init__(self, path: str, first_line: int, loader: Any) -> None:
        self.path = path
        self.shift = first_line
        self.loader = loader
        self.places: dict[type_Loc, Place] = {}
        self.problems: list[Problem] = []

    def check_events(self, text: str) -> None:
        """Refuse aliases and deep nesting before anything is built from them."""
        depth = 0
        for event in yaml.parse(text, Loader=self.loader):
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if isinstance(event, yaml.AliasEvent):
                self.add(event.start_mark, "yaml-alias")
                return
            if depth > MAX_DEPTH:
                self.add(event.start_mark, "yaml-depth", most=MAX_DEPTH)
                return

    def add(self, mark: Any, rule_id: str, **values: object) -> None:
        self.problems.append(problem(self.at(mark), rule_id, **values))

    def add_syntax(self, error: yaml.MarkedYAMLError, text: str) -> None:
        mark, detail = _cause(error, text)
        self.add(mark, "yaml-syntax", detail=detail)

    def at(self, mark: Any) -> Place:
        if mark is None:
            return Place(self.path, self.shift)
        return Place(self.path, mark.line + self.shift, mark.column + 1)

    def value(self, node: yaml.Node, loc: type_Loc) -> Value:
        self.places[loc] = self.at(node.start_mark)
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, loc)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(child, (*loc, i)) for i, child in enumerate(node.value)]
        return _scalar(node)

    def mapping(self, node: yaml.MappingNode, loc: type_Loc) -> Value:
        found: dict[str, Value] = {}
        for key_node, child in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self.add(key_node.start_mark, "yaml-key")
                continue
            key = str(key_node.value)
            if key in found:
                self.add(key_node.start_mark, "yaml-duplicate-key", key=key)
                continue
            found[key] = self.value(child, (*loc, key))
            self.places[(*loc, key, "~key")] = self.at(key_node.start_mark)
        return found


def _cause(error: yaml.MarkedYAMLError, text: str) -> tuple[Any, str]:
    """Return where a fault in YAML begins, and what it is: a reader stumbles only later, and says what it missed."""
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return mark, YAML_OTHER
    if error.context_mark and "quoted scalar" in (error.context or ""):
        return error.context_mark, YAML_CAUSES["unclosed"]
    lines = text.split("\n")
    line = lines[mark.line] if mark.line < len(lines) else ""
    if open_ := _closed_late(text, mark):
        return open_
    if "\t" in line[: len(line) - len(line.lstrip())] or line[mark.column : mark.column + 1] == "\t":
        return mark, YAML_CAUSES["tab"]
    said = (error.problem or "").removeprefix("did not find ")
    if said.startswith("mapping values"):
        return mark, YAML_CAUSES["curly" if re.search(r":\s+[“”„]", line) else "colon"]
    if said.startswith("found character"):
        return mark, YAML_CAUSES["sign"].format(sign=line[mark.column : mark.column + 1])
    return mark, next((dutch for start, dutch in YAML_DETAILS.items() if said.startswith(start)), YAML_OTHER)


def _closed_late(text: str, mark: Any) -> tuple[Any, str] | None:
    """Return where a quotation starts that runs over keys below it, up to the quote at which the reader stumbles."""
    last = None
    try:
        for token in yaml.scan(text, Loader=_Loader):
            if token.start_mark.index >= mark.index:
                break
            last = token if isinstance(token, yaml.ScalarToken) else last
    except yaml.YAMLError:
        pass
    if last is None or last.style not in ("'", '"') or last.end_mark.line == last.start_mark.line:
        return None
    words = text[last.start_mark.index : last.end_mark.index]
    is_late = mark.line == last.end_mark.line and re.search(r"\n\s*(?:- )?[\w-]+:(?:\s|$)", words)
    return (last.start_mark, YAML_CAUSES["unclosed"]) if is_late else None


def _scalar(node: yaml.Node) -> str | None:
    is_plain = not getattr(node, "style", None)
    text = str(node.value)
    return None if is_plain and text in {"", "~", "null"} else text
