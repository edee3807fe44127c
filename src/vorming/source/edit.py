"""Changes in a YAML file by place: a value is written anew, and no character beside it is touched.

A round trip through a library that keeps comments still breaks long lines and quotes anew; here comments,
order, quoting and line ends stay byte for byte, so that a keeper's change is one line in git too.
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
from vorming.source.yaml import LOADER, Source, read_yaml_text


class Plain(str):
    """A text to write without quotes, as it is meant as a number, a date or a choice."""


New = str | date | list[str] | None
"""What comes at a place: a text, a date or a list of texts; None takes the key away."""
_Span = tuple[int, int, str]
"""From where to where in the file, and the text that comes there."""
_BOM = b"\xef\xbb\xbf"
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_TO_ESCAPE = re.compile(r'[\\"\n\t\r]')


class EditError(ValueError):
    """A place that can't be changed without changing something else in the file."""


class ChangedMeanwhileError(OSError):
    """A file that somebody else has written since it was read."""


@dataclass(frozen=True)
class FileText:
    """A file as it was read: its bytes, and the text in them without a byte order mark."""

    path: Path
    data: bytes

    @property
    def text(self) -> str:
        return self.data.removeprefix(_BOM).decode("utf-8")

    def bytes_of(self, text: str) -> bytes:
        """Return another text as bytes of this file: with a byte order mark where it has one."""
        return (_BOM if self.data.startswith(_BOM) else b"") + text.encode("utf-8")


def read_file(path: Path) -> FileText:
    """Read a UTF-8 file with the line ends that it has, to write it back later."""
    return FileText(path, path.read_bytes())


def write_file(old: FileText, text: str) -> None:
    """Put a text in the place of a file that was read.

    It is written beside the file and then takes its place, so that no reader sees half of it. Raise
    ChangedMeanwhileError when the file is no longer what was read, and OSError as writing does.
    """
    path = old.path.resolve()
    beside = path.with_name(f".{path.name}.nieuw")
    try:
        with beside.open("wb") as file:
            file.write(old.bytes_of(text))
            file.flush()
            os.fsync(file.fileno())  # on disk before it replaces what is there
        shutil.copymode(path, beside)
        if path.read_bytes() != old.data:
            raise ChangedMeanwhileError(None, "", str(old.path))
        beside.replace(path)
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def edit_yaml(text: str, edits: Mapping[Loc, New]) -> str:
    """Return YAML with new values at some places.

    A key that is not there yet comes at the end of its mapping; one that is taken away goes with its line.
    The result is read again: raise EditError where it would differ at any other place.
    """
    root = yaml.compose(text, Loader=LOADER)
    if root is None:
        raise EditError("an empty file")
    spans: list[_Span] = []
    expected: Any = deepcopy(_read(text).value)
    for loc, new in edits.items():
        spans += _spans(text, root, loc, new)
        parent = expected
        for part in loc[:-1]:
            parent = parent[part]
        if new is None:
            parent.pop(loc[-1], None)
        else:
            parent[loc[-1]] = [*new] if isinstance(new, list) else str(new)
    result = text
    for start, end, words in sorted(spans, reverse=True):  # from the end, so that no start moves
        result = result[:start] + words + result[end:]
    # Whatever YAML allows that was not thought of above ends here, and not in the file.
    after = _read(result)
    if after.problems or after.value != expected:
        raise EditError(", ".join(map(str, edits)))
    return result


def append_item(text: str, key: str, fields: Mapping[str, New]) -> str:
    """Return YAML with one more item at the end of the list of a key; a field of None is left out.

    Other items stay as they are, and so do the comments after the last one. Raise EditError where there is
    no such list, or one that is written in brackets.
    """
    root = yaml.compose(text, Loader=LOADER)
    found = _child(root, key)[1] if isinstance(root, yaml.MappingNode) else None
    column = 2
    if isinstance(found, yaml.SequenceNode) and found.value and not found.flow_style:
        start = end = _line_stop(text, _end(text, found))
        column = found.start_mark.column
    elif found is not None and not found.value:  # “facts:” or “facts: []”
        start, end = found.start_mark.index, found.end_mark.index
    else:
        raise EditError(key)
    item, expected = dict[str, Any](), deepcopy(_read(text).value)
    lines = list[str]()
    for name, new in fields.items():
        if new is not None:
            item[name] = [*new] if isinstance(new, list) else str(new)
            lines.append(f"{name}: {_scalar(new, is_flow=False)}")
    written = f"{_line_end(text)}{' ' * (column + 2)}".join(lines)
    result = f"{text[:start]}{_line_end(text)}{' ' * column}- {written}{text[end:]}"
    after = _read(result)
    if not isinstance(expected, dict) or not isinstance(after.value, dict) or after.problems:
        raise EditError(key)
    if after.value != {**expected, key: [*(expected[key] or []), item]}:
        raise EditError(key)
    return result


def _read(text: str) -> Source:
    return read_yaml_text(text.replace("\r\n", "\n"), "")


def _spans(text: str, root: yaml.Node, loc: Loc, new: New) -> Iterator[_Span]:
    """Yield what to replace for one place; nothing when what must go isn't there."""
    parent = root
    for part in loc[:-1]:
        found = _child(parent, part)[1]
        if found is None:
            raise EditError(str(loc))
        parent = found
    key, value = _child(parent, loc[-1])
    if value is None:
        if new is not None:
            yield _added(text, parent, str(loc[-1]), new)
    elif new is None:
        yield _removed(text, parent, key, value)
    else:
        yield value.start_mark.index, _end(text, value), _written(text, parent, value, new)


def _child(node: yaml.Node, part: str | int) -> tuple[yaml.Node | None, yaml.Node | None]:
    """Return the nodes of a key and its value; None for what isn't there.

    An item of a list has no key.
    """
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if key.value == part), (None, None))
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return None, node.value[part]
    raise EditError(str(part))


def _end(text: str, node: yaml.Node) -> int:
    """Return where the text of a node ends.

    PyYAML ends a block only where the next token starts, after blank lines and comments that should stay.
    """
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    start, end = node.start_mark.index, node.end_mark.index
    return int(start + len(text[start:end].rstrip()))


def _line_stop(text: str, at: int) -> int:
    """Return where the line of a position ends: after a comment that may be there."""
    found = text.find("\n", at)
    return len(text) if found < 0 else found - (text[found - 1] == "\r")


def _added(text: str, parent: yaml.Node, key: str, new: New) -> _Span:
    if not isinstance(parent, yaml.MappingNode):
        raise EditError(key)
    words = f"{key}: {_scalar(new, is_flow=bool(parent.flow_style))}"
    if parent.flow_style:
        at = parent.end_mark.index - 1
        return at, at, f", {words}" if parent.value else words
    at = _line_stop(text, _end(text, parent))
    return at, at, f"{_line_end(text)}{' ' * parent.start_mark.column}{words}"


def _removed(text: str, parent: yaml.Node, key: yaml.Node | None, value: yaml.Node) -> _Span:
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
    """Write a value in the style of the one before: a block of lines stays one, with the same indent."""
    style = (old.style or "") if isinstance(old, yaml.ScalarNode) else ""
    if style == "|" and isinstance(new, str) and new.endswith("\n"):
        first = text[old.start_mark.index : old.end_mark.index].splitlines()[1]
        indent = first[: len(first) - len(first.lstrip())]
        lines = [f"{indent}{line}" if line.strip() else "" for line in new.rstrip("\n").split("\n")]
        return _line_end(text).join(["|", *lines])
    is_flow = isinstance(parent, yaml.CollectionNode) and bool(parent.flow_style)
    return _scalar(new, is_flow=is_flow, style=style)


def _line_end(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _scalar(new: New, *, is_flow: bool, style: str = "") -> str:
    """Write a value with the quotes that it had.

    One without quotes stays so where YAML reads the same text back.
    """
    if isinstance(new, list):
        return f"[{', '.join(_quoted(word, is_flow=True) for word in new)}]"
    is_plain = isinstance(new, Plain) and re.fullmatch(r"[\w.+-]+( [\w.+-]+)*", new)
    if not isinstance(new, str) or is_plain:
        return str(new)
    if style == "'" and "\n" not in new:
        return "'" + new.replace("'", "''") + "'"
    return _double(new) if style else _quoted(new, is_flow=is_flow)


def _double(text: str) -> str:
    return '"' + _TO_ESCAPE.sub(lambda found: _ESCAPES[found[0]], text) + '"'


def _quoted(text: str, *, is_flow: bool) -> str:
    """Write a text plain where YAML reads back the same text and nothing else, such as a number."""
    probe = f"[{text}, x]" if is_flow else f"- {text}\n"
    try:
        found = yaml.load(probe, Loader=LOADER)
    except (yaml.YAMLError, ValueError):
        found = None
    is_plain = found == ([text, "x"] if is_flow else [text]) and "\n" not in text and "#" not in text
    return text if is_plain else _double(text)
