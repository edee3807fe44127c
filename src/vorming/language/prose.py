"""Markdown -> the stretches that somebody reads, with markup blanked so that every place stays.

A role keeps its shown text; code, citations, addresses and a quotation between « and » are blanks.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache, partial

from vorming.source.fences import MARKER, OPTION, Line, read_lines

MASKS: tuple[tuple[str, re.Pattern[str], str], ...] = (
    ("<!--", re.compile(r"<!--.*?-->", re.DOTALL), ""),
    ("{", re.compile(r"\{(?:term|doc|ref|numref|abbr|bdg-[\w-]+)\}`(?P<shown>[^`<]+?)\s*<[^`>]+>`"), ""),
    ("{", re.compile(r"\{(?:term|abbr|sub|sup|bdg-[\w-]+)\}`(?P<shown>[^`]+)`"), ""),
    ("{", re.compile(r"\{(?:fact|helpline)\}`[^`]+`"), "0"),
    ("{", re.compile(r"\{[\w:-]+\}`[^`]+`"), ""),
    ("`", re.compile(r"(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)"), ""),
    ("](", re.compile(r"!?\[(?P<shown>[^\]]*)\]\([^)\n]*\)"), ""),
    ("[^", re.compile(r"\[\^[^\]]+\]:?"), ""),
    ("<", re.compile(r"</?[a-zA-Z][^>\n]*>"), ""),
    ("://", re.compile(r"https?://[^\s)>]+"), ""),
    ("@", re.compile(r"[\w.-]+@[\w-]+\.\w+"), ""),
    (".", re.compile(r"\b[\w-]+(?:\.[\w-]+)*\.(?:be|brussels|com|eu|example|nl|org)\b"), ""),
    ("«", re.compile(r"«[^»]*»"), ""),
    ("{", re.compile(r"\{[.#][^}\n]*\}"), ""),
    ("*", re.compile(r"\*+"), ""),
    ("_", re.compile(r"(?<!\w)_+|_+(?!\w)"), ""),
    ("~~", re.compile(r"~~"), ""),
    ("\\", re.compile(r"\\"), ""),
)
"""What is not prose, in this order: a sign it always holds, its pattern, what stands for it; the group `shown` stays."""

TITLED = frozenset(
    ["admonition", "card", "cards", "case", "dropdown", "exercise", "grid-item-card", "slide", "tab-item", "trainer-note"]
)  # fmt: skip
"""Directives whose argument a reader sees."""

SHOWN_OPTIONS = frozenset({"alt", "caption", "method"})

FOR_TRAINERS = frozenset({"cards", "trainer-note", "difficult-moments"})

FRAGMENTS = frozenset({"slide"})
"""Directives whose body is catchwords rather than sentences."""

_SEEN = re.compile(r"\S")
_HEADING = re.compile(r"\s*#{1,6}\s+")
_UNREAD = re.compile(r"\s*(?:%|\([\w-]+\)=\s*$|(?:-{3,}|\*{3,}|\+{3,})\s*$|\|[\s|:-]+\|\s*$)")
_CELL = re.compile(r"[^|\n]+")
_MARKUP = re.compile(r"[\n`*_~\\<>\[\]{}«|#@]|^\s*(?:[-+:%(]|\d+[.)]\s)|\.\w|://")


@dataclass(frozen=True)
class Block:
    """A paragraph, list item, cell or title: where it starts in the text, and its prose."""

    start: int
    text: str
    is_running: bool = True
    is_for_trainer: bool = False


def prose(markdown: str) -> str:
    """Blank all markup; the result is as long as `markdown`."""
    for sign, pattern, stand_in in MASKS:
        if sign in markdown:
            markdown = pattern.sub(partial(_blank, stand_in), markdown)
    return markdown


def _blank(stand_in: str, match: re.Match[str]) -> str:
    text = _SEEN.sub(" ", match[0])
    if "shown" in match.re.groupindex:
        start, end = match.start("shown") - match.start(), match.end("shown") - match.start()
        return text[:start] + match["shown"] + text[end:]
    return stand_in + text[len(stand_in) :]


@lru_cache(maxsize=20_000)  # a resident process asks again of texts that nobody touched
def read_blocks(markdown: str) -> tuple[Block, ...]:
    """Return the blocks of a text in order."""
    if _MARKUP.search(markdown):
        return tuple(_Blocks(markdown).run())
    return (Block(0, markdown),)  # most values of data files: one plain line


class _Blocks:
    """One pass over the lines; `first` is where the open paragraph starts, or -1."""

    def __init__(self, markdown: str) -> None:
        self.source = markdown
        self.prose = prose(markdown)
        self.first = -1
        self.end = 0
        self.around: tuple[str, ...] = ()
        self.in_options = False

    def run(self) -> Iterator[Block]:
        at = 0
        for line in read_lines(self.source):
            yield from self.line(line, at)
            at += len(line.text) + 1
        yield from self.close()

    def line(self, line: Line, at: int) -> Iterator[Block]:
        if line.opens or line.closes or line.is_code:
            yield from self.close()
        self.around = line.around
        if match := line.opens:
            self.in_options = True
            if match["name"] in TITLED:
                yield from self.block(at + match.start("argument"), at + match.end("argument"), False)
        elif self.in_options and (match := OPTION.match(line.text)):
            if match["name"] in SHOWN_OPTIONS:
                yield from self.block(at + match.start("value"), at + match.end("value"), False)
        else:
            self.in_options = False
            if not (line.closes or line.is_code):
                yield from self.text(line.text, at)

    def text(self, line: str, at: int) -> Iterator[Block]:
        if not line.strip() or _UNREAD.match(line):
            yield from self.close()
        elif match := _HEADING.match(line):
            yield from self.close()
            yield from self.block(at + match.end(), at + len(line), False)
        elif line.lstrip().startswith("|"):
            yield from self.close()
            for cell in _CELL.finditer(line):
                yield from self.block(at + cell.start(), at + cell.end(), False)
        else:
            match = MARKER.match(line)
            if match:
                yield from self.close()
            if self.first < 0:
                self.first = at + (match.end() if match else 0)
            self.end = at + len(line)

    def close(self) -> Iterator[Block]:
        if self.first >= 0:
            yield from self.block(self.first, self.end, FRAGMENTS.isdisjoint(self.around))
        self.first = -1

    def block(self, start: int, end: int, is_running: bool) -> Iterator[Block]:
        text = self.prose[start:end]
        if text.strip():
            yield Block(start, text, is_running, not FOR_TRAINERS.isdisjoint(self.around))
