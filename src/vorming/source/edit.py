"""Changes in a YAML file by place: what changes is written anew, and no sign beside it is touched.

A round trip through a library that keeps comments still breaks long lines and quotes anew; here
comments, order, quoting and line ends stay byte for byte.
"""

import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from vorming.model.base import Loc
from vorming.source.yaml import read_yaml_text


class Plain(str):
    """A text to write without quotes, for it is meant as a number, a date or a choice."""


New = str | date | list[str] | None
"""What a place gets: text, a date, a list of texts; None takes the key away."""
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_BOM = b"\xef\xbb\xbf"


class EditError(ValueError):
    """A place that can't be written without touching what stands beside it."""


class ChangedMeanwhileError(OSError):
    """A file that is no longer what it was when its changes were made."""


@dataclass(frozen=True)
class FileText:
    """A file as it was read: its text, its bytes, and whether a byte order mark went before it."""

    path: Path
    data: bytes

    @property
    def text(self) -> str:
        return self.data.removeprefix(_BOM).decode("utf-8")

    def bytes_of(self, text: str) -> bytes:
        return (_BOM if self.data.startswith(_BOM) else b"") + text.encode("utf-8")


def read_file(path: Path) -> FileText:
    """Read a file to change it, its line ends as they are."""
    return FileText(path, path.read_bytes())


def write_file(old: FileText, text: str) -> None:
    """Put the new text in the place of a file at once, or leave it; refuse when it was changed meanwhile."""
    path = old.path.resolve()
    beside = path.with_name(f".{path.name}.nieuw")
    try:
        with beside.open("wb") as file:
            file.write(old.bytes_of(text))
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(path, beside)
        if path.read_bytes() != old.data:
            raise ChangedMeanwhileError(None, "", str(old.path))
        beside.replace(path)
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def edit_yaml(text: str, edits: Mapping[Loc, New]) -> str:
    """Return YAML with new values at some places; EditError where that would change anything else."""
    root = yaml.compose(text, Loader=_Loader)
    if root is None:
        raise EditError("an empty file")
    spans = sorted((span for loc, new in edits.items() for span in _span(text, root, loc, new)), reverse=True)
    result = text
    for start, end, words in spans:
        result = result[:start] + words + result[end:]
    _verify(text, result, edits)
    return result


def _verify(text: str, result: str, edits: Mapping[Loc, New]) -> None:
    """Read both again: only the places to change may differ."""
    before, after = (
        read_yaml_text(text.replace("\r\n", "\n"), ""),
        read_yaml_text(result.replace("\r\n", "\n"), ""),
    )
    expected = deepcopy(before.value)
    for loc, new in edits.items():
        _put(expected, loc, new)
    if after.problems or after.value != expected:
        raise EditError(", ".join(map(str, edits)))


def _put(value: Any, loc: Loc, new: New) -> None:
    for part in loc[:-1]:
        value = value[part]
    if new is None:
        value.pop(loc[-1], None)
    else:
        value[loc[-1]] = [*new] if isinstance(new, list) else str(new)


Span = tuple[int, int, str]


def _span(text: str, root: yaml.Node, loc: Loc, new: New) -> Iterator[Span]:
    """Yield the stretch of text to replace, and by what; nothing when what must go isn't there."""
    parent = _follow(root, loc[:-1])
    key, value = _child(parent, loc[-1])
    if value is None:
        if new is not None:
            yield _added(text, parent, str(loc[-1]), new)
    elif new is None:
        yield _removed(text, parent, key, value)
    else:
        yield value.start_mark.index, _end(text, value), _written(text, parent, value, new)


def _follow(node: yaml.Node, loc: Loc) -> yaml.Node:
    for part in loc:
        found = _child(node, part)[1]
        if found is None:
            raise EditError(str(loc))
        node = found
    return node


def _child(node: yaml.Node, part: str | int) -> tuple[yaml.Node | None, yaml.Node | None]:
    """Return the key and the value below a node; no key in a list, neither where there is none."""
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if key.value == part), (None, None))
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return None, node.value[part]
    raise EditError(str(part))


def _end(text: str, node: yaml.Node) -> int:
    """Return where the words of a node end: a block ends with its last leaf, before blank lines and remarks."""
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    start, end = node.start_mark.index, node.end_mark.index
    return int(start + len(text[start:end].rstrip()))


def _added(text: str, parent: yaml.Node, key: str, new: New) -> Span:
    if not isinstance(parent, yaml.MappingNode):
        raise EditError(key)
    words = f"{key}: {_scalar(new, is_flow=bool(parent.flow_style))}"
    if parent.flow_style:
        at = parent.end_mark.index - 1
        return at, at, f", {words}" if parent.value else words
    end = _end(text, parent)
    line_end = text.find("\n", end)
    at = len(text) if line_end < 0 else line_end - (text[line_end - 1] == "\r")
    return at, at, f"{_line_end(text)}{' ' * parent.start_mark.column}{words}"


def _removed(text: str, parent: yaml.Node, key: yaml.Node | None, value: yaml.Node) -> Span:
    if key is None or not isinstance(parent, yaml.MappingNode) or len(parent.value) == 1:
        raise EditError("a list item, or all there is")
    start, end = key.start_mark.index, _end(text, value)
    if parent.flow_style:
        before = text.rfind(",", 0, start)
        return (before, end, "") if parent.value[0][0] is not key else (start, text.index(",", end) + 1, "")
    line = text.rfind("\n", 0, start) + 1
    if text[line:start].strip():
        raise EditError("the first key of a list item")
    stop = text.find("\n", end)
    return line, len(text) if stop < 0 else stop + 1, ""


def _written(text: str, parent: yaml.Node, old: yaml.Node, new: New) -> str:
    style = (old.style or "") if isinstance(old, yaml.ScalarNode) else ""
    if isinstance(old, yaml.ScalarNode) and style == "|" and isinstance(new, str) and new.endswith("\n"):
        return _literal(text, old, new)
    is_flow = isinstance(parent, yaml.CollectionNode) and bool(parent.flow_style)
    return _scalar(new, is_flow=is_flow, style=style)


def _literal(text: str, old: yaml.ScalarNode, new: str) -> str:
    """Write lines below each other, as deep as the old ones."""
    first = text[old.start_mark.index : old.end_mark.index].splitlines()[1]
    deep, end = first[: len(first) - len(first.lstrip())], _line_end(text)
    lines = [f"{deep}{line}" if line.strip() else "" for line in new.rstrip("\n").split("\n")]
    return end.join(["|", *lines])


def _line_end(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _scalar(new: New, *, is_flow: bool, style: str = "") -> str:
    """Write a value: as it was quoted, plain where YAML reads it so, else between quotes."""
    if isinstance(new, list):
        return f"[{', '.join(_quoted(word, is_flow=True) for word in new)}]"
    if not isinstance(new, str) or (isinstance(new, Plain) and _is_safe(new)):
        return str(new)
    if style == "'" and "\n" not in new:
        return "'" + new.replace("'", "''") + "'"
    return _double(new) if style else _quoted(new, is_flow=is_flow)


_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_TO_ESCAPE = re.compile(r'[\\"\n\t\r]')


def _double(text: str) -> str:
    return '"' + _TO_ESCAPE.sub(lambda found: _ESCAPES[found[0]], text) + '"'


def _is_safe(text: str) -> bool:
    """Tell whether a text is one plain scalar wherever it stands."""
    return bool(re.fullmatch(r"[\w.+-]+( [\w.+-]+)*", text))


def _quoted(text: str, *, is_flow: bool) -> str:
    """Write a text plain where YAML reads back the same text and nothing else, such as a number."""
    probe = f"[{text}, x]" if is_flow else f"- {text}\n"
    try:
        found = yaml.load(probe, Loader=_Loader)
    except (yaml.YAMLError, ValueError):
        found = None
    is_plain = found == ([text, "x"] if is_flow else [text]) and "\n" not in text and "#" not in text
    return text if is_plain else _double(text)
