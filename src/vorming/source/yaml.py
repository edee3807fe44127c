"""Read YAML as plain values with their places; every scalar stays text.

YAML 1.1 surprises people: 12:30 becomes 750, no becomes False, 010 becomes 8, and of two equal keys the
last one wins in silence. Here a scalar is text (or None if empty), equal keys are a problem, and each
value has a line and column for messages. The models make numbers and dates of the texts.

Aliases and deep nesting are refused, so that no broken or hostile file stops a check.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from vorming.model.base import Loc
from vorming.source.files import read_text
from vorming.source.problems import Place, Problem, phrases, place_at, problem

Value = str | None | list["Value"] | dict[str, "Value"]
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The loader of libyaml if PyYAML was built with it, which is ten times as fast."""
_MAX_DEPTH = 24
_TEXTS = {
    "_config.yml": frozenset(
        ["author", "copyright", "exclude_patterns", "nb_code_prompt_hide", "nb_code_prompt_show", "nb_kernel_rgx_aliases", "title"]
    ),
    "_toc.yml": frozenset(["caption", "file", "root"]),
}  # fmt: skip
"""The keys of texts in the files that Jupyter Book reads too: it would take a text like 2026 for a number."""
_ESCAPES = {"x": 4, "u": 6, "U": 10}
"""The lengths of escapes between double quotes that are longer than two characters."""
_CONTEXTS = {"quoted scalar": "unclosed", "an alias": "sign", "an anchor": "sign", "simple key": "space"}
"""For each context of an error that tells its cause, that cause; the context starts where the author must look."""
_FAR = 100
"""More characters than stand between two of a value."""
_ITEM = re.compile(r"\n *(?P<item>(?:[-*+•]|\d{1,2}[.)]) )")
"""A line of a text that starts an item of a list, which only a text with | keeps on a line of its own."""
_HIDDEN = re.compile(
    rf"[\x85\u2028\u2029]|\r(?!\n)|^ *[\xa0\u2007\u202f]|{yaml.reader.Reader.NON_PRINTABLE.pattern}",
    re.MULTILINE,
)
"""A character that PyYAML takes for the end of a line or refuses, or that looks like a part of the indent."""
_COMMENT = re.compile(r"[ \t]+#(?P<word>[^#\s])?")


@dataclass(frozen=True, eq=False)
class Source:
    """A file that was read: its value, the place of each part, and its problems.

    `places` has the place of each value by its `Loc`, and of each key by the `Loc` of its value followed by "~key".
    `cut` are the values without quotes that are followed by a comment on the same line. If there are problems, the
    value may lack parts.
    """

    path: str
    value: Value = None
    places: dict[Loc, Place] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    cut: frozenset[Loc] = frozenset()

    def place(self, *loc: str | int) -> Place:
        """Return the place of `loc`, or of the nearest parent that has one."""
        for length in range(len(loc), -1, -1):
            if loc[:length] in self.places:
                return self.places[loc[:length]]
        return Place(self.path)


def scalars(value: Value, *loc: str | int) -> Iterator[tuple[Loc, str]]:
    """Yield every text in a value with its `Loc`, which starts with `loc`."""
    match value:
        case dict():
            for key, child in value.items():
                yield from scalars(child, *loc, key)
        case list():
            for i, child in enumerate(value):
                yield from scalars(child, *loc, i)
        case str():
            yield loc, value


def place_in_value(root: Path, place: Place, value: str, at: int) -> Place:
    """Return the place in the file of the position `at`, from 0, in a value that starts at `place`."""
    text = read_text(root, place.path)
    raw = "" if isinstance(text, Problem) else text
    first = sum(len(line) + 1 for line in raw.split("\n")[: place.line - 1]) + place.column - 1
    found, position, is_quoted = first, first, raw[first : first + 1] == '"'
    # Skip the quotes, indents and folded lines that are in the file but not in the value.
    for char in value[: at + 1]:
        size = 1
        while position < len(raw) and raw[position] != char and not f"{char}{raw[position]}".isspace():
            escaped = raw[position + 1 : position + 2]
            if is_quoted and raw[position] == "\\" and escaped != "\n":
                size = _ESCAPES.get(escaped, 2)
                break
            position += 1
        if position >= len(raw) or position - found > _FAR:
            return place
        found, position = position, position + size
    return place_at(place.path, raw, found)


def read_yaml(root: Path, path: str) -> Source:
    """Read a YAML file by its path below `root`; faults are in the `problems` of the result."""
    text = read_text(root, path)
    return Source(path, problems=(text,)) if isinstance(text, Problem) else read_yaml_text(text, path)


@lru_cache(maxsize=512)  # a preview or desk parses unchanged files once
def read_yaml_text(text: str, path: str, *, is_front: bool = False) -> Source:
    """Read YAML from the text of the file at `path`, or with `is_front` from the front matter of that page.

    MyST reads front matter with PyYAML's loader in Python, which refuses more than libyaml's. The same loader is used
    here, so that no page passes the check and fails in a build.
    """
    reader, value = _Reader(text, path, 2 if is_front else 1), None
    if sign := _HIDDEN.search(text):
        at = place_at(path, text, sign.end() - 1)
        place = replace(at, line=at.line + reader.first_line - 1)
        return Source(path, problems=(problem(place, "character-hidden", value=f"U+{ord(sign[0][-1]):04X}"),))
    if is_front or path in _TEXTS:
        reader.maker = yaml.SafeLoader("")
    loader = yaml.SafeLoader if is_front else LOADER
    try:
        reader.check_events(yaml.parse(text, Loader=loader))
        if not reader.problems and (node := yaml.compose(text, Loader=loader)):
            value = reader.value(node, ())
    except yaml.MarkedYAMLError as error:
        mark, detail = reader.cause(error)
        reader.add(mark, "yaml-syntax", detail=detail)
    return Source(path, value, reader.places, tuple(reader.problems), frozenset(reader.cut))


class _Reader:
    maker: Any = None
    """A loader that makes dates and numbers of texts, set if another reader of the file does so."""

    def __init__(self, text: str, path: str, first_line: int) -> None:
        self.text = text
        self.path = path
        self.first_line = first_line
        self.places: dict[Loc, Place] = {}
        self.problems: list[Problem] = []
        self.cut: set[Loc] = set()

    def check_events(self, events: Iterable[yaml.Event]) -> None:
        """Report the first alias, anchor, tag or too deep nesting, before any value is built."""
        # An alias can make gigabytes of a small file, and each level of nesting takes a frame of Python's stack.
        depth = 0
        for event in events:
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if isinstance(event, yaml.AliasEvent):
                self.add(event.start_mark, "yaml-alias")
            elif tag := getattr(event, "tag", None):
                self.add(event.start_mark, "yaml-tag", value=tag)
            elif anchor := getattr(event, "anchor", None):  # the first word of “&Zorg is duur” would be lost
                self.add(event.start_mark, "yaml-tag", value=f"&{anchor}")
            elif depth > _MAX_DEPTH:
                self.add(event.start_mark, "yaml-depth", most=_MAX_DEPTH)
            if self.problems:
                return

    def add(self, mark: Any, rule_id: str, **values: object) -> None:
        self.problems.append(problem(self.at(mark), rule_id, **values))

    def at(self, mark: Any) -> Place:
        if mark is None:
            return Place(self.path, self.first_line)
        return Place(self.path, self.first_line + mark.line, mark.column + 1)

    def value(self, node: yaml.Node, loc: Loc) -> Value:
        self.places[loc] = self.at(node.start_mark)
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, loc)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(child, (*loc, i)) for i, child in enumerate(node.value)]
        text = str(node.value)
        try:
            if self.maker and not isinstance(self.maker.construct_object(node), str):
                self.refuse_number(node, loc)
        # raised for 2026-02-30, for a number of thousands of digits, and for a lone =, which has its own tag
        except (ValueError, yaml.YAMLError):
            self.add(node.start_mark, "yaml-syntax", detail=phrases("yaml_causes")["value"])
        style = getattr(node, "style", None)
        if style != "|" and (item := _ITEM.search(self.text, node.start_mark.index, node.end_mark.index)):
            place = place_at(self.path, self.text, item.start("item"))
            place = replace(place, line=place.line + self.first_line - 1)
            detail = phrases("yaml_causes")["folded"]
            self.problems.append(problem(place, "yaml-syntax", detail=detail))
        is_plain = not style
        if is_plain and (comment := _COMMENT.match(self.text, node.end_mark.index)):
            self.cut.add(loc)
            if not text and comment["word"]:
                self.add(node.end_mark, "yaml-syntax", detail=phrases("yaml_causes")["sign"].format(sign="#"))
        return None if is_plain and text in {"", "~", "null"} else text

    def refuse_number(self, node: yaml.Node, loc: Loc) -> None:
        """Report a value that Jupyter Book would take for a number or date, if it must be a text."""
        if _TEXTS.get(self.path, frozenset()).intersection(loc):
            key = next(part for part in reversed(loc) if isinstance(part, str))
            detail = phrases("value_causes")["string_unquoted"]
            self.add(node.start_mark, "value-invalid", value=node.value, key=key, detail=detail)

    def mapping(self, node: yaml.MappingNode, loc: Loc) -> Value:
        values: dict[str, Value] = {}
        for key_node, child in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self.add(key_node.start_mark, "yaml-key")
                continue
            key = str(key_node.value)
            if key in values:  # PyYAML would silently take the last one
                self.add(key_node.start_mark, "yaml-duplicate-key", key=key)
                continue
            values[key] = self.value(child, (*loc, key))
            self.places[(*loc, key, "~key")] = self.at(key_node.start_mark)
        return values

    def cause(self, error: yaml.MarkedYAMLError) -> tuple[Any, str]:
        """Return the mark at which a fault in YAML begins, and its cause in Dutch."""
        mark, known = error.problem_mark or error.context_mark, phrases("yaml_causes")
        if mark is None:
            return mark, known["other"]
        lines = [*self.text.split("\n"), ""]
        if "quoted scalar" in (error.context or "") and re.search("escape|hexdecimal", error.problem or ""):
            column = lines[mark.line].rindex("\\", 0, mark.column + 1)
            return yaml.Mark("", 0, mark.line, column, "", 0), known["backslash"]
        if start := error.context_mark:
            text = lines[start.line][start.column :]
            for context, cause in _CONTEXTS.items():
                if context in (error.context or "") and (cause != "space" or re.match(r"[\w-]+:", text)):
                    return start, known[cause].format(sign=text[:1])
        line = lines[mark.line]
        if start := self.closed_late(mark):
            return start, known["unclosed"]
        before, sign = line[: mark.column], line[mark.column : mark.column + 1]
        if sign == "\t" or "\t" in line[: len(line) - len(line.lstrip())]:
            return mark, known["tab"]
        message = (error.problem or "").removeprefix("did not find ")
        if message.startswith("mapping values") and not re.fullmatch(r"\s*(?:- )?[\w-]+", before):
            return mark, known["curly" if re.search(r":\s+[“”„]", line) else "colon"]
        if message.startswith(("found character", "mapping keys")):
            return mark, known["sign"].format(sign=sign)
        if message.startswith("expected ',' or") and before.strip() and sign in {":", "[", "{"}:
            return mark, known["colon" if sign == ":" else "bracket"]
        # Between two keys of a {list} only a comma may be missing, unless the text goes on without a space.
        is_whole = before[-1:].isspace() and message.startswith("expected ',' or")
        if before.rstrip().endswith(("'", '"', "]", "}")) and not is_whole:
            return mark, known["closed"]
        details = (dutch for start, dutch in phrases("yaml_details").items() if message.startswith(start))
        return mark, next(details, known["other"])

    def closed_late(self, mark: Any) -> Any:
        """Return the mark at which an unclosed quotation starts, if it runs over the keys below it; else None."""
        # The scanner yields tokens one by one, so the tokens before the fault can still be used.
        last = None
        with suppress(yaml.YAMLError):
            for token in yaml.scan(self.text, Loader=LOADER):
                if token.start_mark.index >= mark.index:
                    break
                last = token if isinstance(token, yaml.ScalarToken) else last
        if last is None or last.style not in ("'", '"') or last.end_mark.line == last.start_mark.line:
            return None
        words = self.text[last.start_mark.index : last.end_mark.index]
        is_late = mark.line == last.end_mark.line and re.search(r"\n\s*(?:- )?[\w-]+:(?:\s|$)", words)
        return last.start_mark if is_late else None
