"""Markdown -> the blocks of text that somebody reads; Dutch text -> sentences and words.

All that nobody reads becomes blanks, so that positions stay the same. A role keeps the text that it shows; code,
citations, addresses and a quotation between « and », which marks words in another language, become blanks.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from markdown_it.token import Token

from vorming.model.directives import CATCHWORDS, FOREIGN
from vorming.source.markdown import WITH_TARGET, Directive, Piece, is_for_trainer, read_markdown

MASKS = (
    ("://", re.compile(r"https?://[^\s)>]+")),
    ("@", re.compile(r"[\w.-]+@[\w-]+\.\w+")),
    (".", re.compile(r"\b[\w-]+(?:\.[\w-]+)*\.(?:be|brussels|com|eu|example|nl|org)\b")),
    ("«", re.compile(r"«[^»]*»")),
    ("&", re.compile(r"&\u00ad*#?\w+;")),
)
"""What a page shows and is no prose: a text that each match contains, for a quick first look, and its pattern."""

_SEEN = re.compile(r"\S")
# A text without any of these is one paragraph of plain words.
_MARKUP = re.compile(r"[\n`*_~\\<>\[\]{}«|#@&]|^\s*(?:[-+:%(]|\d+[.)]\s)|\.\w|://")
_SHOWS_TEXT = re.compile(r"term|abbr|sub|sup|doc|ref")
_NEEDS_TARGET = re.compile(r"doc|ref")
_FILLER = "\N{SOFT HYPHEN}"
"""Stands for the rest of an escape or an entity, which is longer than the character it shows."""
_CELLS = frozenset({"th_open", "td_open"})

ABBREVIATIONS = frozenset(
    [
        "a.d.h.v.", "a.u.b.", "art.", "bijv.", "blz.", "bv.", "ca.", "d.w.z.", "dhr.", "dr.", "evt.", "excl.",
        "i.p.v.", "i.v.m.", "incl.", "jl.", "m.a.w.", "m.b.t.", "m.i.v.", "max.", "mevr.", "min.", "mr.", "mw.",
        "nl.", "nr.", "nrs.", "o.a.", "o.m.", "p.", "prof.", "resp.", "st.", "t.a.v.", "t.e.m.", "t.o.v.", "t.w.v.",
        "tel.", "v.", "vgl.", "vs.", "z.g.", "zgn.", "zn.",
    ]
)  # fmt: skip
"""After these a sentence goes on, even before a capital."""

_LONGEST = max(map(len, ABBREVIATIONS))

# A closing quote or bracket belongs to the sentence before it.
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s|$)")
_LAST_WORD = re.compile(r"[\w.]+$")
_OPENING = re.compile(r"[\s\"'“”‘’(\[–—-]*")
_APOSTROPHE = re.compile(r"['’][a-z]\s")
# Signs between letters or digits part no words.
_WORD = re.compile(r"\w+(?:[-'’.,/:]\w+)*")


@dataclass(frozen=True)
class Block:
    """A paragraph, list item, cell or title: its first position in the text, from 0, and its prose.

    The text of a block is as long as its Markdown, with blanks for what isn't read. Running text is
    sentences; titles, cells and catchwords are not.
    """

    start: int
    text: str
    is_running: bool = True
    is_for_trainer: bool = False


@lru_cache(maxsize=20_000)  # a preview checks again after each edit, and most texts are the same
def read_blocks(*texts: str) -> tuple[Block, ...]:
    """Return the blocks of a text, or of the cells of a notebook, by their positions in the lines of `read_markdown`."""
    if any(_MARKUP.search(text) for text in texts):
        return tuple(_blocks(*texts))
    return (Block(0, texts[0]),)  # most values of data files: one plain line, which needs no parser


def _blocks(*texts: str) -> Iterator[Block]:
    document = read_markdown(*texts)
    text, starts = document.text, document.starts
    before, end = "", 0
    # The heading right above a part in another language is in that language too.
    foreign_titles = set()
    for item, after in pairwise(document.items):
        is_title = isinstance(item, Piece) and item.token.type == "heading_close"
        if is_title and isinstance(after, Directive) and after.name in FOREIGN:
            foreign_titles.add(item.line)
    for item in document.items:
        names = {directive.name for directive in item.around}
        if item.line in foreign_titles or not FOREIGN.isdisjoint(names):
            continue
        if isinstance(item, Directive):
            for title in (title for title in document.titles if title.around[-1] is item):
                at = starts[title.line] + document.lines[title.line].rfind(title.token.content)
                yield Block(at, _masked(_shown_text(title.token)), False, is_for_trainer(item))
        elif item.token.type == "inline":
            is_running = before != "heading_open" and before not in _CELLS and CATCHWORDS.isdisjoint(names)
            # The same words in an earlier cell of the row are not its own.
            first, last = max(starts[item.line], end), starts[max(item.end, item.line + 1)]
            start, prose = _prose_between(text, first, last, item.token)
            end = start + len(prose)
            if prose.strip():
                yield Block(start, prose, is_running, is_for_trainer(item))
        before = "" if isinstance(item, Directive) else item.token.type


def _prose_between(text: str, first: int, last: int, token: Token) -> tuple[int, str]:
    """Return start and prose of a paragraph or cell between two positions of a text; marks before its lines are blanks."""
    start, end, found, shown = first, first, "", _shown_text(token)
    for line in token.content.split("\n"):
        position = text.find(line, end, last)
        if position < 0:
            break
        if found:
            found += "\n".ljust(position - end)
        else:
            start = position
        found += shown[: len(line)]
        end, shown = position + len(line), shown[len(line) + 1 :]
    return start, _masked(found)


def _masked(text: str) -> str:
    for contained, pattern in MASKS:
        if contained in text:
            text = pattern.sub(lambda match: _SEEN.sub(" ", match[0]), text)
    return text


def _shown_text(token: Token) -> str:
    """Return the source of an inline token with a blank for each character that a page doesn't show.

    The result is as long as the source, so that a position in one is the same place in the other. The value
    of a fact or help line becomes a 0.
    """
    found = [char if char.isspace() else " " for char in token.content]
    at = 0
    for child in token.children or ():
        at = _show(child, token.content, at, found)
    return "".join(found)


def _show(child: Token, source: str, at: int, found: list[str]) -> int:
    """Put the text of a token in `found`; return where the token ends in the source, from `at` on."""
    written = child.markup if child.type == "text_special" else child.content
    start = max(source.find(written, at), at)
    end = start + len(written)
    if child.type in {"text", "text_special", "image"}:
        found[start:end] = child.content[: len(written)].ljust(len(written), _FILLER)
    match child.type:
        case "text" | "text_special" | "html_inline":
            return end
        case "myst_role":
            _show_role(child, source, found)
        case "code_inline":
            start = source.find(child.markup, at) + len(child.markup)
            return source.find(child.markup, start) + len(child.markup)
        case "footnote_ref":
            return source.find("]", at) + 1
    return child.meta["span"][2] if "span" in child.meta and child.nesting <= 0 else at


def _show_role(child: Token, source: str, found: list[str]) -> None:
    name, target = str(child.meta["name"]), WITH_TARGET.fullmatch(child.content)
    start = len(source[: child.meta["span"][2]].rstrip("`")) - len(child.content)
    if name in {"fact", "helpline"}:
        found[start] = "0"
    elif _SHOWS_TEXT.fullmatch(name) and (target or not _NEEDS_TARGET.fullmatch(name)):
        shown = target["shown"] if target else child.content
        found[start : start + len(shown)] = shown


@dataclass(frozen=True)
class Sentence:
    """A sentence, its position in the text from 0, and its words; 3.500, 72-uur and o.a are one word each."""

    start: int
    text: str
    words: tuple[str, ...]


@lru_cache(maxsize=20_000)  # two rules ask for the same sentences, and a preview checks again after each edit
def sentences(text: str) -> tuple[Sentence, ...]:
    """Split a text in sentences; a stretch without a word, such as a line of dashes, is none."""
    ends, found = [0], list[Sentence]()
    for match in _SENTENCE_END.finditer(text):
        rest = text[match.end() :].lstrip()
        # A sentence may start in lower case after an apostrophe: ’s Avonds is het druk.
        if _OPENING.sub("", rest, count=1)[:1].islower() and not _APOSTROPHE.match(rest):
            continue
        before = text[max(0, match.start() - _LONGEST) : match.start()]
        last = _LAST_WORD.search(before) if match[0][0] == "." else None
        is_initial = last and len(last[0]) == 1 and last[0].isupper()
        if not last or not (is_initial or f"{last[0].casefold()}." in ABBREVIATIONS):
            ends.append(match.end())
    for start, end in pairwise([*ends, len(text)]):
        part = text[start:end]
        if words := tuple(_WORD.findall(part)):
            found.append(Sentence(start + len(part) - len(part.lstrip()), part.strip(), words))
    return tuple(found)
