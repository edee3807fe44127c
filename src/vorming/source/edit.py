"""Change values in a YAML file by their place, and leave every other character as it is.

Libraries that keep comments in a round trip still wrap long lines and change quotes. Here comments, order, quotes
and line ends stay byte for byte, so that a change of one value is a diff of one line in git.
"""

import hashlib
import json
import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from vorming.model.base import Loc
from vorming.source.files import write_whole
from vorming.source.yaml import LOADER, Value, read_yaml_text


class Bare(str):
    """A text to write without quotes, because it is a number, a date or a choice."""


New: TypeAlias = "str | list[New] | Mapping[str, New] | None"
"""The new value for a place: a text, or a list or mapping of texts; None removes the key or the item."""
_Span = tuple[int, int, str]
"""A start and an end in the file, and the text that replaces the characters between them."""
_BOM = b"\xef\xbb\xbf"


class EditError(ValueError):
    """Raised for a change that would change something else in the file too."""


class ChangedMeanwhileError(OSError):
    """Raised if a file was written by somebody else after it was read."""


@dataclass(frozen=True)
class FileText:
    """A file as it was read: its bytes, and the text in them without a byte order mark."""

    path: Path
    data: bytes

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    @property
    def is_current(self) -> bool:
        """Whether the file on disk is still as it was read."""
        with suppress(OSError):
            return self.path.read_bytes() == self.data
        return False

    @property
    def text(self) -> str:
        return self.data.removeprefix(_BOM).decode("utf-8")

    def bytes_of(self, text: str) -> bytes:
        """Encode another text for this file, with a byte order mark if the file has one."""
        return (_BOM if self.data.startswith(_BOM) else b"") + text.encode("utf-8")


def read_file(path: Path) -> FileText:
    """Read a UTF-8 file without changing its line ends, to write it back later."""
    return FileText(path, path.read_bytes())


def write_file(old: FileText, text: str) -> None:
    """Replace a file that was read by a new text.

    Raises ChangedMeanwhileError if the file has changed since it was read, and OSError if it can't be written.
    """
    path = old.path.resolve()
    try:
        if path.read_bytes() != old.data:
            raise ChangedMeanwhileError
        write_whole(path, old.bytes_of(text), is_kept=True)
    except OSError as error:
        error.filename = str(old.path)  # not the temporary file, whose name means nothing to the user
        raise


def edit_yaml(text: str, edits: Mapping[Loc, New], order: Iterable[Loc] = ()) -> str:
    """Return YAML with new values at some places.

    `order` lists the places in their usual order. A new key is added after the keys that precede it in `order`, or
    at the end of its mapping if `order` doesn't name it. An index past the end of a list adds an item. All indexes
    are those of the text before the edits.

    Raises EditError if the result, when read again, differs at any other place.
    """
    if "\n" in text and "\n" not in text.replace("\r\n", ""):
        return edit_yaml(text.replace("\r\n", "\n"), edits, order).replace("\n", "\r\n")
    root = yaml.compose(text, Loader=LOADER)
    expected: Any = deepcopy(read_yaml_text(text, "").value)
    spans = list[_Span]()
    # A new key may not be added after a key that is removed.
    staying = [loc for loc in order if edits.get(loc, "") is not None]
    for loc, new in edits.items():
        spans += _spans(text, root, loc, new, staying)
        if new is not None:
            _put(expected, loc, _as_read(new))
    for loc in sorted((loc for loc, new in edits.items() if new is None), reverse=True):
        _put(expected, loc, None)  # from the last item of a list, so that no index changes
    result = text
    spans.sort(key=lambda span: span[:2])
    for start, end, words in reversed(spans):  # from the end, so that no position changes
        result = result[:start] + words + result[end:]
    # Refuse the edit if the YAML has a form that the code above does not handle.
    after = read_yaml_text(result, "")
    if after.problems or after.value != expected:
        raise EditError(", ".join(map(str, edits)))
    return result


def _put(value: Any, loc: Loc, new: Value) -> None:
    """Set the part of a value at `loc`, or remove it if `new` is None."""
    *above, last = loc
    for part in above:
        value = value[part]
    if new is None:
        value.pop(last, None) if isinstance(value, dict) else value.pop(last)
    elif isinstance(value, list) and int(last) >= len(value):
        value.append(new)
    else:
        value[last] = new


def _as_read(new: New) -> Value:
    """Return a new value as `read_yaml_text` would return it, with every scalar as text."""
    if isinstance(new, Mapping):
        return {key: _as_read(child) for key, child in new.items()}
    return [_as_read(child) for child in new] if isinstance(new, list) else str(new)


def _spans(text: str, root: yaml.Node | None, loc: Loc, new: New, order: Sequence[Loc]) -> Iterator[_Span]:
    """Yield the replacement for one place; nothing if the value to remove doesn't exist."""
    parent = root
    for part in loc[:-1]:
        _, parent = _child(parent, part)
    key, value = _child(parent, loc[-1])
    if value is None:
        if new is not None:
            yield _added(text, parent, loc, new, order)
    elif new is None:
        yield _removed(text, parent, key, value)
    elif isinstance(parent, yaml.MappingNode) and key and not parent.flow_style and _block(new):
        # A block replaces “parts:” or “parts: []” from the key on, since it needs lines of its own.
        words = f"\n{' ' * key.start_mark.column}".join(_entry(str(key.value), new))
        yield key.start_mark.index, _end(text, value), words
    else:
        start, end = value.start_mark.index, _end(text, value)
        style, is_flow = getattr(value, "style", None) or "", bool(getattr(parent, "flow_style", False))
        yield start, end, _scalar(new, is_flow=is_flow, style=style, old=text[start:end])


def _child(node: yaml.Node | None, part: str | int) -> tuple[yaml.Node | None, yaml.Node | None]:
    """Return the nodes of a key and its value, each None if there is none; an item of a list has no key."""
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if key.value == part), (None, None))
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int):
        return None, node.value[part] if part < len(node.value) else None
    raise EditError(str(part))


def _end(text: str, node: yaml.Node) -> int:
    """Return the position at which the text of a node ends.

    For PyYAML a block ends where the next token starts, after blank lines and comments that should stay.
    """
    while isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    start, end = node.start_mark.index, node.end_mark.index
    return int(start + len(text[start:end].rstrip()))


def _added(text: str, parent: yaml.Node | None, loc: Loc, new: New, order: Sequence[Loc]) -> _Span:
    """Return the position and the text of a new key or a new item of a list."""
    above, last = loc[:-1], str(loc[-1])
    if isinstance(parent, yaml.SequenceNode) and parent.value and not parent.flow_style:
        is_flow = bool(getattr(parent.value[-1], "flow_style", False))
        lines = [f"- {_scalar(new, is_flow=True)}"] if is_flow else _block([new])
        end = _end(text, parent)
    elif isinstance(parent, yaml.MappingNode):
        names = [known[len(above)] for known in order if known[: len(above)] == above and known != above]
        values = {key.value: value for key, value in parent.value}
        before = reversed(names[: names.index(last)] if last in names else [])
        value = next(
            (values[name] for name in before if name in values), parent.value[-1][1] if values else None
        )
        end = _end(text, value) if value else parent.end_mark.index - 1
        if parent.flow_style:
            return end, end, f"{', ' if value else ''}{last}: {_scalar(new, is_flow=True)}"
        lines = _entry(last, new)
    else:
        raise EditError(last)
    at = text.find("\n", end)  # after a comment on the same line
    at = len(text) if at < 0 else at
    return at, at, "".join(f"\n{' ' * parent.start_mark.column}{line}" for line in lines)


def _removed(text: str, parent: yaml.Node | None, key: yaml.Node | None, value: yaml.Node) -> _Span:
    if not isinstance(parent, yaml.CollectionNode) or len(parent.value) == 1:
        raise EditError("all there is")
    start, end = (key or value).start_mark.index, _end(text, value)
    if parent.flow_style:
        before = text.rfind(",", 0, start)
        is_first = parent.value[0] in {(key, value), value}
        return (start, text.index(",", end) + 1, "") if is_first else (before, end, "")
    line = text.rfind("\n", 0, start) + 1
    if text[line:start].strip() != ("" if key else "-"):
        raise EditError("the first key of a list item")
    stop = text.find("\n", end)
    return line, len(text) if stop < 0 else stop + 1, ""


def _entry(key: str, new: New) -> list[str]:
    """Write a key with its value as the lines of a block; a text, or a list of texts, is on the line of the key."""
    below = _block(new)
    return [f"{key}:", *(f"  {line}" for line in below)] if below else [f"{key}: {_scalar(new)}"]


def _block(new: New) -> list[str]:
    """Write a mapping or a list of mappings as lines; return no lines for a text or a list of texts."""
    if isinstance(new, Mapping):
        return list(chain.from_iterable(_entry(key, child) for key, child in new.items()))
    lines = list[str]()
    for child in new if isinstance(new, list) else ():
        lines += [f"{'  ' if i else '- '}{line}" for i, line in enumerate(_block(child))]
    return lines


def _scalar(new: New, *, is_flow: bool = False, style: str = "", old: str = "") -> str:
    """Write a value in the style of the old one: with its quotes, or as a block of lines with the same indent.

    A value without quotes stays so if YAML reads the same text back, and not a number, for example.
    """
    if isinstance(new, Mapping):
        return f"{{{', '.join(f'{key}: {_scalar(child, is_flow=True)}' for key, child in new.items())}}}"
    if isinstance(new, list):
        return f"[{', '.join(_scalar(child, is_flow=True) for child in new)}]"
    if new is None or (isinstance(new, Bare) and re.fullmatch(r"[\w.+-]+( [\w.+-]+)*", new)):
        return str(new)
    if style == "|" and new.endswith("\n"):
        first = old.splitlines()[1]
        return "|\n" + textwrap.indent(new.rstrip("\n"), first[: len(first) - len(first.lstrip())])
    if style == "'" and "\n" not in new:
        return "'" + new.replace("'", "''") + "'"
    try:
        read_back = yaml.load(f"[{new}, x]" if is_flow else f"- {new}\n", Loader=LOADER)
    except (yaml.YAMLError, ValueError):
        read_back = None
    is_same = read_back == ([new, "x"] if is_flow else [new]) and "\n" not in new and "#" not in new
    return new if is_same and not style else json.dumps(new, ensure_ascii=False)
