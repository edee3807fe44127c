"""Read Markdown exactly as MyST reads it, without Sphinx.

The parser has the plugins that `myst_parser.parsers.mdit.create_md_parser` adds for EXTENSIONS, and the
bodies of directives are parsed as MyST parses them: anew, with the same link and footnote definitions.
Checks, usage, the language rules and the sections of packs all use this parser, so that they see the same text
as the reader of a page.

Lines and columns count from 0 within the text that was read; an `end` is the line after the last one.
"""

import re
from bisect import bisect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import accumulate, islice, takewhile
from operator import attrgetter
from typing import Any, get_args

from markdown_it import MarkdownIt
from markdown_it.helpers import parseLinkLabel
from markdown_it.parser_inline import RuleFuncInlineType
from markdown_it.rules_inline import StateInline, image, link
from markdown_it.token import Token
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.myst_blocks import myst_block_plugin
from mdit_py_plugins.myst_role import myst_role_plugin
from mdit_py_plugins.myst_role.index import myst_role
from myst_parser.parsers.options import TokenizeError, options_to_items

from vorming.model.config import MarkdownExtension
from vorming.model.directives import (
    CODE_LANGUAGES,
    DIRECTIVES,
    TRAINER_DIRECTIVES,
    VERBATIM,
    Parameter,
    ValueKind,
    record_of,
)

EXTENSIONS: tuple[str, ...] = get_args(MarkdownExtension)
"""The MyST extensions that the Sphinx extension turns on, whatever _config.yml says."""

UNSEEN = frozenset({"myst_line_comment", "myst_target"})
"""Tokens that no page shows: comments and targets."""

WITH_TARGET = re.compile(r"(?P<shown>.+?)\s*<(?P<target>.*)>", re.DOTALL)
"""The content of a role with a text and a target, split as Sphinx does: at the first “<”."""
_OPTION = re.compile(r"^\s*:(?P<name>[\w-]+):\s*(?P<value>.*?)\s*$")
_INFO = re.compile(r"\s*\{(?P<name>[^\s{}]+)\}(?:\s+(?P<argument>.*?))?\s*")
# A lone carriage return ends a line too. It stays on that line, where the rule of hidden characters reports it.
LINE_END = re.compile(r"\n|(?<=\r)(?!\n)")
_BEFORE_FENCE = r"[\s>]*(?:(?:[-*+]|\d+[.)]|\[\^[^\]]+\]:|:)\s+[\s>]*)*"
_LOOKS_LIKE_FENCE = re.compile(rf"{_BEFORE_FENCE}(?:`{{3,}}|~{{3,}}|:{{3,}})")

_NAMES = "|".join(map(re.escape, sorted(DIRECTIVES)))
_MEANT = re.compile(rf"\{{(?:{_NAMES})\}}(?=\s|$).*")
"""What was meant to open a block, such as “{case} Titel” behind two backticks."""
_MEANT_INFO = re.compile(rf"[\s{{(\[<]*(?P<name>{_NAMES})(?:[\s\])>}}]+(?P<argument>.*?))?\s*")
"""What stands behind a fence and was meant as “{case} Titel”, such as “{case}Titel”."""

# A link definition with an empty address, by which other tools write a comment: [comment]: #
_COMMENT = re.compile(r"\[[^\]^]+\]:\s*(?:#|<>)")
_SIGN = re.compile(r"[]!){`[]")
"""The characters at which a role, a link or a picture, or the words in it, start and end."""

PARSER = MarkdownIt("commonmark", {"store_labels": True}).enable("table")
"""The parser of pages. Unlike MyST's, it keeps escapes and entities as tokens, so that their places are known."""
for _plugin in (front_matter_plugin, myst_block_plugin, myst_role_plugin, footnote_plugin):
    PARSER.use(_plugin)
PARSER.disable(["footnote_inline", "footnote_tail", "text_join"])
PARSER.use(colon_fence_plugin).use(deflist_plugin)
# By default a link with a forbidden scheme is read as plain text, and no check would see it.
PARSER.validateLink = lambda _: True  # type: ignore[method-assign,assignment]


def _placed(rule: RuleFuncInlineType) -> RuleFuncInlineType:
    """Wrap an inline rule so that its token gets `meta["span"]`: start, end of its words and end, within the block."""

    def parse(state: StateInline, silent: bool) -> bool:
        start, before = state.pos, len(state.tokens)
        is_found = rule(state, silent)
        if is_found and not silent:
            token = next(token for token in state.tokens[before:] if token.type != "text")
            label = start + (token.type == "image")
            words_end = start if token.type == "myst_role" else parseLinkLabel(state, label)
            # The token that closes a link gets the span too.
            token.meta["span"] = state.tokens[-1].meta["span"] = (start, words_end, state.pos)
        return is_found

    return parse


for _name, _rule in (("myst_role", myst_role), ("link", link), ("image", image)):
    PARSER.inline.ruler.at(_name, _placed(_rule))

_Env = dict[str, Any]
"""The environment of markdown-it: the definitions of links and footnotes found while parsing."""


@dataclass(frozen=True, eq=False)
class Directive:
    """A block that MyST runs as a directive, from its opening fence on `line` up to `end`."""

    name: str
    argument: str
    options: tuple[tuple[str, str], ...]
    line: int
    end: int
    column: int
    """The column at which its fence starts."""
    body: int
    """The first line of its body, after the fence and the options."""
    ancestors: tuple["Directive", ...] = ()
    """The directives that contain it, the outermost first."""


@dataclass(frozen=True, eq=False)
class Piece:
    """A token that is no directive, with the lines it spans and the directives that contain it.

    A token without lines, such as an inline token, has the lines of the token before it.
    """

    token: Token
    line: int
    end: int
    ancestors: tuple[Directive, ...] = ()
    block: tuple[Token, ...] = ()
    """For the token that opens a table: all tokens of the table except the one that closes it."""


def is_for_trainer(item: Directive | Piece) -> bool:
    """Tell whether a part of a page is in a trainer's block, or is one."""
    ancestors = (*item.ancestors, item) if isinstance(item, Directive) else item.ancestors
    return any(directive.name in TRAINER_DIRECTIVES for directive in ancestors)


@dataclass(frozen=True)
class Fault:
    """A fault on a line of a text: `line` counts from 0, and `values` fill the sentence of the rule."""

    line: int
    rule_id: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Span:
    """A role, a link or a picture within a text. Its positions count from 0 in the whole text."""

    token: Token
    piece: Piece
    """The piece that contains it."""
    start: int
    end: int
    words_end: int
    """The position at which the words of a link or the description of a picture end."""

    @property
    def name(self) -> str:
        """The name of a role."""
        return str(self.token.meta["name"])

    @property
    def argument(self) -> str:
        """The text between the backticks of a role."""
        return self.token.content


@dataclass(frozen=True)
class Line:
    """A line of a text. Both fences of a directive count as lines within that directive."""

    number: int
    text: str
    ancestors: tuple[str, ...]
    """The names of the directives that contain it, the outermost first."""
    is_code: bool = False
    """Whether it is a line of code or data, or a fence of a plain code block."""
    opens: Directive | None = None
    closes: bool = False
    """Whether it closes a directive."""


@dataclass(frozen=True, eq=False)
class Document:
    """A Markdown text: its lines, and its directives and other tokens in order."""

    lines: tuple[str, ...]
    items: tuple[Directive | Piece, ...]
    unread: tuple[Fault, ...]
    """The lines that MyST reads otherwise than the author meant, such as a trainer's note that trainees would see."""
    titles: tuple[Piece, ...] = ()
    """The titles, captions and alt texts of directives, each as one inline token."""
    addresses: tuple[range, ...] = ()
    """The lines of each link definition, `[label]: target`."""

    @property
    def directives(self) -> Iterator[Directive]:
        return (item for item in self.items if isinstance(item, Directive))

    @property
    def pieces(self) -> Iterator[Piece]:
        return (item for item in self.items if isinstance(item, Piece))

    @property
    def texts(self) -> Iterator[Piece]:
        """All pieces, followed by the titles."""
        yield from self.pieces
        yield from self.titles

    @cached_property
    def text(self) -> str:
        return "\n".join(self.lines)

    @cached_property
    def starts(self) -> tuple[int, ...]:
        """The position in the text at which each line starts."""
        return tuple(accumulate((len(line) + 1 for line in self.lines), initial=0))

    def line_and_column(self, at: int) -> tuple[int, int]:
        """Return the line and the column of a position in the text."""
        line = bisect(self.starts, at) - 1
        return line, at - self.starts[line]

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """The roles, links and pictures of all texts, in their order."""
        spans, line, at = list[Span](), -1, 0
        for piece in self.texts:
            content = piece.token.content
            if piece.line != line:  # the cells of a table row share one line
                line, at = piece.line, self.starts[piece.line]
            # markdown-it cuts prefixes such as the > of a quote from lines, but they contain none of these signs.
            at = max(self.text.find(content.partition("\n")[0].strip(), at), at)
            signs = [match.start() for match in _SIGN.finditer(content)]
            positions = [match.start() for match in islice(_SIGN.finditer(self.text, at), len(signs))]
            place = dict(zip(signs, positions, strict=False))
            for child in piece.token.children or ():
                if child.nesting >= 0 and "span" in child.meta:
                    start, words_end, end = child.meta["span"]
                    spans.append(Span(child, piece, place[start], place[end - 1] + 1, place[words_end]))
            at = positions[-1] + 1 if positions else at
        return tuple(sorted(spans, key=attrgetter("start")))

    @property
    def roles(self) -> Iterator[Span]:
        return (span for span in self.spans if span.token.type == "myst_role")

    def replace(self, edits: Iterable[tuple[int, int, str]]) -> str:
        """Return the text with each edit (start, end, new text) applied."""
        parts, at = list[str](), 0
        for start, end, new in sorted(edits):
            parts += self.text[at:start], new
            at = end
        return "".join([*parts, self.text[at:]])

    def replace_roles(self, written: Callable[[Span], str | None]) -> str:
        """Return the text with each role replaced by the result of `written`, or left as it is if that is None."""
        replacements = ((role, written(role)) for role in self.roles)
        return self.replace((role.start, role.end, new) for role, new in replacements if new is not None)


@lru_cache(maxsize=4096)  # a preview or desk reads unchanged texts again after each edit
def read_markdown(*texts: str) -> Document:
    """Parse one text, or the Markdown cells of a notebook, each by itself as MyST does.

    The lines of the document are those of all texts, with an empty line between two texts. A line that was meant to open
    a block is read so, since everything below it would be reported too.
    """
    reading = _read(texts, {})
    while reading.more_meant and len(reading.meant) < 20:  # each line takes another pass
        reading = _read(texts, {**reading.meant, **dict(reading.more_meant[:1])})
    for number, line in enumerate(reading.lines):
        if number not in reading.fences and _LOOKS_LIKE_FENCE.match(line):
            reading.fault(number, "block-not-read")
    reading.check_addresses()
    return Document(
        tuple(reading.lines),
        tuple(reading.items),
        tuple(sorted(reading.unread, key=attrgetter("line"))),
        tuple(reading.titles),
        tuple(reading.addresses.values()),
    )


def _read(texts: Sequence[str], meant: Mapping[int, str]) -> "_Reading":
    """Read texts once, with the lines of `meant`, which may be empty, in place of those with their number."""
    reading, env = _Reading(meant), _Env()
    for text in texts:
        if reading.lines:
            reading.lines.append("")
        first = len(reading.lines)
        lines = LINE_END.split(text)
        reading.lines += lines
        for number, line in enumerate(lines):
            lines[number] = meant.get(first + number, line)
            if first + number in meant:
                reading.fences.add(first + number)
                reading.fault(first + number, "block-not-read" if lines[number].strip() else "block-unknown")
        reading.parse("\n".join(lines), first, (), env)
    return reading


def read_line(text: str) -> Document:
    """Parse one line as inline Markdown, in which no block can start."""
    return Document((text,), (Piece(PARSER.parseInline(text)[0], 0, 1),), ())


class _Reading:
    """One pass over a text, which collects its tokens in order and the lines that are fences."""

    def __init__(self, meant: Mapping[int, str]) -> None:
        self.meant = meant
        """The lines that are read as their author meant them."""
        self.more_meant: list[tuple[int, str]] = []
        """The lines that this pass found to be meant otherwise, with what to read in their place."""
        self.lines: list[str] = []
        self.items: list[Directive | Piece] = []
        self.titles: list[Piece] = []
        self.unread: list[Fault] = []
        self.fences: set[int] = set()
        self.addresses: dict[str, range] = {}
        """The lines of each link definition, by its label as normalised by markdown-it."""

    def fault(self, line: int, rule_id: str, text: str | None = None) -> None:
        value = self.lines[line] if text is None else text
        self.unread.append(Fault(line, rule_id, {"value": value.strip()}))

    def parse(self, text: str, first: int, ancestors: tuple[Directive, ...], env: _Env) -> None:
        """Add the tokens of a text that starts on line `first`: a page, a cell, or the body of a directive."""
        tokens = PARSER.parse(text + "\n", env)
        for twice in env.pop("duplicate_refs", ()):
            self.fault(first + twice["map"][0], "link-twice", twice["label"])
        for label, address in env.get("references", {}).items():
            lines = range(first + address["map"][0], first + address["map"][1])
            self.addresses.setdefault(label, lines)
        line = end = first
        for i, token in enumerate(tokens):
            if token.map:
                line, end = first + token.map[0], first + token.map[1]
            if token.type in {"fence", "colon_fence"}:
                self.fence(token, line, end, ancestors, env)
            elif token.type == "front_matter":
                self.fault(line, "front-not-read", token.markup)
            elif token.type == "table_open":
                # Checks need all cells of a table together.
                close = next(j for j in range(i, len(tokens)) if tokens[j].type == "table_close")
                self.items.append(Piece(token, line, end, ancestors, tuple(tokens[i:close])))
            else:
                self.items.append(Piece(token, line, end, ancestors))

    def fence(self, token: Token, line: int, end: int, ancestors: tuple[Directive, ...], env: _Env) -> None:
        self.fences.add(line)
        # An unclosed block has no closing fence to count.
        if is_closed := end - line == token.content.count("\n") + 2:
            self.fences.add(end - 1)
        else:
            self.fault(self.left_open(token.markup, line, ancestors), "block-not-closed")
        match = _INFO.fullmatch(token.info)
        if match is None and (token.type == "colon_fence" or token.info.strip() not in CODE_LANGUAGES):
            self.fault(line, "block-unknown")
            match = _MEANT_INFO.fullmatch(token.info)
            if not token.info.strip():
                self.find_meant(token, line, ancestors[-1].body if ancestors else 0, is_closed)
        if match is None:
            self.items.append(Piece(token, line, end, ancestors))
            return
        options, body = self.options(token, line)
        name, argument = match["name"], match["argument"] or ""
        column = 0 if line in self.meant else self.lines[line].find(token.markup)
        first = line + 1 + len(options)
        directive = Directive(name, argument, options, line, end, column, first, ancestors)
        self.items.append(directive)
        record = record_of(name)
        parts: list[tuple[int, str, Parameter | None]] = [(line, argument, record.argument)]
        parts += ((line + i, value, record.options.get(key)) for i, (key, value) in enumerate(options, 1))
        for at, text, part in parts:
            if text and part and part.kind is ValueKind.TEXT:
                title = PARSER.parseInline(text, env)[0]
                self.titles.append(Piece(title, at, at + 1, (*ancestors, directive)))
        if name not in VERBATIM:
            self.parse("\n".join(body), first, (*ancestors, directive), env)

    def find_meant(self, fence: Token, line: int, start: int, is_closed: bool) -> None:
        """Keep how to read the line, from line `start` on, that was to begin the block of which this nameless fence is the end.

        Without such a line, leave the fence out if it has no end, or if another block opens in its text.
        """
        before = self.lines[line].partition(fence.markup)[0]
        for number in range(line - 1, start - 1, -1):
            if number not in self.fences and (opening := _MEANT.search(self.lines[number])):
                self.more_meant.append((number, before + fence.markup + opening[0].replace("`", "")))
                return
        inside = fence.content.split("\n")
        if not is_closed or any(_LOOKS_LIKE_FENCE.match(t) and fence.markup[:3] in t for t in inside):
            self.more_meant.append((line, before))

    def left_open(self, sign: str, line: int, ancestors: tuple[Directive, ...]) -> int:
        """Return the line of the block that is to blame for an unclosed one: a block around it that its end closed."""
        for outer in ancestors:
            around = self.lines[outer.line][outer.column :]
            if around.startswith(sign[:1]) and not around.startswith(sign + sign[:1]):
                return outer.line
        return line

    def options(self, token: Token, line: int) -> tuple[tuple[tuple[str, str], ...], list[str]]:
        """Return the options and the body of the directive that opens on `line`."""
        body = token.content.split("\n")
        matches = takewhile(bool, map(_OPTION.match, body))
        options = tuple((match["name"], match["value"]) for match in matches if match)
        written, body = body[: len(options)], body[len(options) :]
        try:
            read, _ = options_to_items("\n".join(option.lstrip()[1:] for option in written))
        except TokenizeError:
            read = []
        # MyST reads options as a kind of YAML. It must find the same names and values, and each name once.
        if tuple(read) != options or len(dict(read)) != len(options):
            self.fault(line + 1, "option-not-read", " ".join(written))
        # MyST would read such a line as an option or as a block of options.
        first = body[0] if body else ""
        is_block = token.type == "colon_fence" and not options and first.startswith(":::")
        if first.startswith("---") or (first.lstrip().startswith(":") and not is_block):
            self.fault(line + 1 + len(options), "option-not-read", first)
        return options, body

    def check_addresses(self) -> None:
        """Report link definitions that no link uses. Other tools write comments like this, which no page shows."""
        inlines = [item.token for item in (*self.items, *self.titles) if isinstance(item, Piece)]
        used = {str(child.meta.get("label")) for token in inlines for child in token.children or ()}
        unused = [lines.start for label, lines in self.addresses.items() if label not in used]
        for item in self.items:
            if isinstance(item, Piece) and item.token.type == "inline":  # in a paragraph, it is no definition
                lines = item.token.content.split("\n")
                unused += [item.line + i for i, line in enumerate(lines) if _COMMENT.match(line)]
        for line in unused:
            self.fault(line, "link-unused")


def read_lines(*texts: str) -> Iterator[Line]:
    """Yield the lines of a text, each with the directives that contain it."""
    document = read_markdown(*texts)
    ancestors: list[tuple[str, ...]] = [()] * len(document.lines)
    code, opens, closes = set[int](), dict[int, Directive](), set[int]()
    for item in document.items:
        if isinstance(item, Directive):
            names = (*(outer.name for outer in item.ancestors), item.name)
            ancestors[item.line : item.end] = [names] * (item.end - item.line)
            opens[item.line] = item
            closes.add(item.end - 1)
            if item.name in VERBATIM:
                code |= set(range(item.line + 1, item.end - 1))
        elif item.token.type in {"fence", "colon_fence", "code_block"}:
            code |= set(range(item.line, item.end))
    for number, text in enumerate(document.lines):
        opened = opens.get(number)
        yield Line(number, text, ancestors[number], number in code, opened, number in closes and not opened)
