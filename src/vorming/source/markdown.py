"""Read Markdown exactly as MyST reads it, without Sphinx.

The parser has the plugins that `myst_parser.parsers.mdit.create_md_parser` adds for EXTENSIONS, and
the bodies of directives are parsed as MyST parses them: anew, with the same link and footnote
definitions. Checks, usage, the language rules and the sections of packs all start from here, so that
what they see is what a page shows.

Lines count from 0 within the text that was read.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.myst_blocks import myst_block_plugin
from mdit_py_plugins.myst_role import myst_role_plugin

from vorming.model.directives import VERBATIM

EXTENSIONS = ("colon_fence", "deflist", "smartquotes")
"""MyST's extensions of this project; the Sphinx extension sets them whatever _config.yml says."""

CODE_LANGUAGES = frozenset({"bash", "console", "python", "text", "yaml"})
"""What may stand after the fence of a code block."""

OPTION = re.compile(r"^\s*:(?P<name>[\w-]+):\s*(?P<value>.*?)\s*$")
_INFO = re.compile(r"\s*\{(?P<name>[^\s{}]+)\}(?:\s+(?P<argument>.*?))?\s*")
_LOOKS_LIKE_FENCE = re.compile(
    r"[\s>]*(?:(?:[-*+]|\d+[.)]|\[\^[^\]]+\]:|:)\s+[\s>]*)*(?P<fence>`{3,}|~{3,}|:{3,})"
)

Env = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Directive:
    """A block that MyST runs as a directive: from the line of its fence up to, not including, `end`."""

    name: str
    argument: str
    options: tuple[tuple[str, str], ...]
    line: int
    end: int
    column: int
    """Where its fence starts in the line, from 0."""
    body: int
    """The line after its fence and its options."""
    around: tuple["Directive", ...] = ()
    """The directives that it stands in, the outermost first."""


@dataclass(frozen=True, eq=False)
class Piece:
    """A token that is no directive, with the lines it spans and the directives around it."""

    token: Token
    line: int
    end: int
    around: tuple[Directive, ...] = ()
    block: tuple[Token, ...] = ()
    """For the opening token of a table: the tokens up to its close."""


UNREAD = {
    "open": "block-not-closed",
    "code": "block-unknown",
    "text": "block-not-read",
    "option": "option-not-read",
    "front": "front-not-read",
    "twice": "link-twice",
}
"""Why MyST reads a line otherwise than it looks, and the rule that says so."""


@dataclass(frozen=True)
class Unread:
    """A line that looks like a fence and that MyST reads otherwise, or a fence that is never closed."""

    line: int
    text: str
    reason: str
    """A key of UNREAD."""


@dataclass(frozen=True)
class Line:
    """A line of a text; both fences of a directive stand in that directive."""

    number: int
    text: str
    around: tuple[str, ...]
    """The names of the directives around it, the outermost first."""
    is_code: bool = False
    """Whether it is no Markdown, or opens or closes a plain code block."""
    opens: Directive | None = None
    closes: bool = False
    """Whether it closes a directive."""


@dataclass(frozen=True, eq=False)
class Document:
    """What a Markdown text holds, in the order of the text."""

    lines: tuple[str, ...]
    items: tuple[Directive | Piece, ...]
    unread: tuple[Unread, ...]

    @property
    def directives(self) -> Iterator[Directive]:
        return (item for item in self.items if isinstance(item, Directive))

    @property
    def pieces(self) -> Iterator[Piece]:
        return (item for item in self.items if isinstance(item, Piece))


@lru_cache(maxsize=4096)  # a resident process asks again of texts that nobody touched
def read_markdown(*texts: str) -> Document:
    """Read one text, or the cells of a notebook, which MyST reads one by one; lines are of all joined by `join_cells`."""
    reading, env = _Reading(), Env()
    for text in texts:
        if reading.lines:
            reading.lines.append("")
        first = len(reading.lines)
        reading.lines += text.split("\n")
        reading.parse(text, first, (), env)
        reading.find_unread(first)
    return Document(tuple(reading.lines), tuple(reading.items), tuple(sorted(reading.unread, key=_line_of)))


def join_cells(texts: list[str]) -> str:
    """Join the Markdown cells of a notebook as `read_markdown` counts their lines."""
    return "\n\n".join(texts)


def _line_of(unread: Unread) -> int:
    return unread.line


class _Reading:
    """One pass over a text: tokens in order, and which lines belong to fences."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.items: list[Directive | Piece] = []
        self.unread: list[Unread] = []
        self.fences: set[int] = set()

    def parse(self, text: str, first: int, around: tuple[Directive, ...], env: Env) -> None:
        """Add what a text holds that starts on line `first`: a page, or the body of a directive."""
        tokens = parser().parse(text + "\n", env)
        for twice in env.pop("duplicate_refs", ()):
            self.unread.append(Unread(first + twice["map"][0], twice["label"], "twice"))
        line = end = first
        for i, token in enumerate(tokens):
            if token.map:
                line, end = first + token.map[0], first + token.map[1]
            if token.type in {"fence", "colon_fence"}:
                self.fence(token, line, end, around, env)
            elif token.type == "front_matter":
                self.unread.append(Unread(line, token.markup, "front"))
            elif token.type == "table_open":
                close = next(j for j in range(i, len(tokens)) if tokens[j].type == "table_close")
                self.items.append(Piece(token, line, end, around, tuple(tokens[i:close])))
            else:
                self.items.append(Piece(token, line, end, around))

    def fence(self, token: Token, line: int, end: int, around: tuple[Directive, ...], env: Env) -> None:
        self.fences.add(line)
        content = token.content.count("\n")
        if end - line == content + 2:
            self.fences.add(end - 1)
        else:
            self.unread.append(Unread(line, self.lines[line].strip(), "open"))
        match = _INFO.fullmatch(token.info)
        if match is None:
            if token.type == "colon_fence" or token.info.strip() not in CODE_LANGUAGES:
                self.unread.append(Unread(line, self.lines[line].strip(), "code"))
            self.items.append(Piece(token, line, end, around))
            return
        body = token.content.split("\n")
        options = tuple(_read_options(body))
        self.check_options(token, line + 1 + len(options), body[len(options) :], bool(options))
        column = self.lines[line].find(token.markup)
        found = Directive(
            match["name"],
            match["argument"] or "",
            options,
            line,
            end,
            column,
            line + 1 + len(options),
            around,
        )
        self.items.append(found)
        if found.name not in VERBATIM:
            self.parse("\n".join(body[len(options) :]), found.body, (*around, found), env)

    def check_options(self, token: Token, line: int, body: list[str], has_options: bool) -> None:
        """Add the first line of a body that MyST takes for an option, or for a block of options."""
        first = body[0] if body else ""
        is_block = token.type == "colon_fence" and not has_options and first.startswith(":::")
        if first.startswith("---") or (first.lstrip().startswith(":") and not is_block):
            self.unread.append(Unread(line, first.strip(), "option"))

    def find_unread(self, first: int) -> None:
        """Add the lines from `first` that look like a fence and are none."""
        for number in range(first, len(self.lines)):
            text = self.lines[number]
            if number not in self.fences and _LOOKS_LIKE_FENCE.match(text):
                self.unread.append(Unread(number, text.strip(), "text"))


def _read_options(body: list[str]) -> Iterator[tuple[str, str]]:
    for line in body:
        match = OPTION.match(line)
        if match is None:
            return
        yield match["name"], match["value"]


@cache
def parser() -> MarkdownIt:
    """Return the parser of pages; escapes and entities stay tokens of their own."""
    made = MarkdownIt("commonmark").enable("table")
    for plugin in (front_matter_plugin, myst_block_plugin, myst_role_plugin, footnote_plugin):
        made.use(plugin)
    made.disable(["footnote_inline", "footnote_tail", "text_join"])
    made.use(colon_fence_plugin).use(deflist_plugin)
    # By itself it takes a link that may not be for plain text, and nobody would hear of it.
    made.validateLink = lambda _: True  # type: ignore[method-assign,assignment]
    return made


def read_lines(*texts: str) -> Iterator[Line]:
    """Yield the lines of a text, each with the directives around it."""
    document = read_markdown(*texts)
    around: list[tuple[str, ...]] = [()] * len(document.lines)
    code, opens, closes = set[int](), dict[int, Directive](), set[int]()
    for item in document.items:
        if isinstance(item, Directive):
            names = (*(outer.name for outer in item.around), item.name)
            around[item.line : item.end] = [names] * (item.end - item.line)
            opens[item.line] = item
            closes.add(item.end - 1)
            if item.name in VERBATIM:
                code |= set(range(item.line + 1, item.end - 1))
        elif item.token.type in {"fence", "colon_fence", "code_block"}:
            code |= set(range(item.line, item.end))
    for number, text in enumerate(document.lines):
        opened = opens.get(number)
        yield Line(number, text, around[number], number in code, opened, number in closes and not opened)


SHOWS_TEXT = re.compile(r"term|abbr|sub|sup|doc|ref|numref")
_WITH_TARGET = re.compile(r"(?P<shown>.+?)\s*<[^<>]*>\s*", re.DOTALL)
_NEEDS_TARGET = re.compile(r"doc|ref|numref")
FILLER = "\N{SOFT HYPHEN}"
"""Stands for the rest of an escape or an entity, which is longer than the character it shows."""


def shown_text(token: Token) -> str:
    """Return an inline token's source with a blank for all that is not shown: as long as its content."""
    found = [char if char.isspace() else " " for char in token.content]
    at = 0
    for child in token.children or ():
        at = _show(child, token.content, at, found)
    return "".join(found)


def _show(child: Token, source: str, at: int, found: list[str]) -> int:
    """Put the text of one token in `found`; return where its source ends."""
    match child.type:
        case "text":
            start = max(source.find(child.content, at), at)
            return _put(found, start, child.content, len(child.content))
        case "text_special":
            start = max(source.find(child.markup, at), at)
            return _put(found, start, child.content, len(child.markup))
        case "myst_role":
            return _show_role(child, source, at, found)
        case "code_inline":
            start = source.find(child.markup, at) + len(child.markup)
            return source.find(child.markup, start) + len(child.markup)
        case "html_inline":
            return max(source.find(child.content, at), at) + len(child.content)
        case "image":
            start = max(source.find(child.content, at), at)
            return _after_address(source, _put(found, start, child.content, len(child.content)))
        case "link_close" if child.markup != "autolink":
            return _after_address(source, at)
        case "footnote_ref":
            return source.find("]", at) + 1
        case _:
            return at


def _put(found: list[str], at: int, text: str, length: int) -> int:
    found[at : at + length] = text[:length] + FILLER * (length - len(text))
    return at + length


def _show_role(child: Token, source: str, at: int, found: list[str]) -> int:
    name = str(child.meta["name"])
    start = source.find("`", source.find("{" + name + "}", at))
    start += len(source[start:]) - len(source[start:].lstrip("`"))
    target = _WITH_TARGET.fullmatch(child.content)
    if name in {"fact", "helpline"}:
        found[start] = "0"
    elif SHOWS_TEXT.fullmatch(name) and (target or not _NEEDS_TARGET.fullmatch(name)):
        shown = target["shown"] if target else child.content
        found[start : start + len(shown)] = shown
    return source.find("`", start + len(child.content)) + 1


def _after_address(source: str, at: int) -> int:
    """Return where the address of a link or picture ends that follows its text."""
    close = source.find("]", at)
    if close < 0:
        return at
    if source[close + 1 : close + 2] == "(":
        helpers = parser().helpers
        inside = close + 2 + len(source[close + 2 :]) - len(source[close + 2 :].lstrip())
        result = helpers.parseLinkDestination(source, inside, len(source))
        end = source.find(")", result.pos if result.ok else inside)
        return end + 1 if end >= 0 else at
    if source[close + 1 : close + 2] == "[":
        return source.find("]", close + 1) + 1
    return close + 1


def content_lines(
    lines: tuple[str, ...], piece: Piece, after: tuple[int, int] = (-1, 0)
) -> Iterator[tuple[int, int, int]]:
    """Yield for each line of an inline token its number, its column, and where it starts in the content.

    `after` is a line and the column in it from which to look: cells of a row may hold the same words.
    """
    at, number = 0, piece.line
    for text in piece.token.content.split("\n"):
        column = -1
        while number < len(lines):
            column = lines[number].find(text, after[1] if number == after[0] else 0)
            if column >= 0:
                break
            number += 1
        if column < 0:
            return
        yield number, column, at
        at, number = at + len(text) + 1, number + 1
