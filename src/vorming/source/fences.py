"""The lines of a Markdown text, each with the directives around it: who reads lines asks here where a block ends."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from vorming.model.directives import VERBATIM

FENCE = re.compile(
    r"^(?P<indent>\s*)(?P<fence>`{3,}(?!.*`)|:{3,}|~{3,})[ \t]*\{(?P<name>[^\s}]+)\}[ \t]*(?P<argument>.*?)\s*$"
)
OPTION = re.compile(r"^\s*:(?P<name>[\w-]+):\s*(?P<value>.*?)\s*$")
MARKER = re.compile(r"\s*(?:>\s*|(?:[-*+]|\d+[.)])\s+|\[\^[^\]]+\]:\s*|:\s+)+")
"""What makes a line a quotation, an item of a list, a footnote or a definition."""
_CODE_FENCE = re.compile(r"^\s*(?P<fence>`{3,}(?!.*`)|~{3,})")


@dataclass(frozen=True)
class Line:
    """A line of a text; the two fences of a directive stand in that directive."""

    number: int
    """From 0."""
    text: str
    around: tuple[str, ...]
    """The names of the directives around it, the outermost first."""
    is_code: bool = False
    """Whether it is no Markdown, or opens or closes a plain code block."""
    opens: re.Match[str] | None = None
    """The FENCE of the directive that it opens."""
    closes: bool = False
    """Whether it closes a directive."""


def read_lines(text: str) -> Iterator[Line]:
    """Yield the lines of a text; in code nothing opens."""
    fences: list[tuple[str, str]] = []
    for number, line in enumerate(text.split("\n")):
        fence, name = fences[-1] if fences else ("", "")
        around = tuple(name for _, name in fences if name)
        if fence and closes(line, fence):
            yield Line(number, line, around, is_code=not name, closes=bool(name))
            fences.pop()
        elif fence and (not name or name in VERBATIM):
            yield Line(number, line, around, is_code=True)
        elif match := FENCE.match(line):
            fences.append((match["fence"], match["name"]))
            yield Line(number, line, (*around, match["name"]), opens=match)
        elif match := _CODE_FENCE.match(line):
            fences.append((match["fence"], ""))
            yield Line(number, line, around, is_code=True)
        else:
            yield Line(number, line, around)


def closes(line: str, fence: str) -> bool:
    """Tell whether a line ends the block that `fence` opened: the same sign, at least as often."""
    bare = line.strip()
    return len(bare) >= len(fence) and set(bare) == {fence[0]}


def find_unseen(text: str) -> Iterator[tuple[int, str]]:
    """Yield line, from 0, and fence of each block that opens behind a marker: `read_lines` can't see it."""
    for line in read_lines(text):
        marker = None if line.is_code else MARKER.match(line.text)
        rest = line.text[marker.end() :] if marker else ""
        if FENCE.match(rest) or _CODE_FENCE.match(rest):
            yield line.number, rest.strip()
