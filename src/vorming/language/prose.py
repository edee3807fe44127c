"""The text of the course that people read: as passages with exact places, blocks, and Dutch sentences and words.

Characters that are no prose become blanks, so that positions stay the same. A role keeps the text that it shows. Code,
citations, addresses, and quotations between « and », which mark words in another language, become blanks.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import pairwise
from pathlib import Path

from markdown_it.token import Token
from pydantic import BaseModel

from vorming.model.course import FrontMatter
from vorming.model.directives import record_of
from vorming.source.load import Loaded, model_of, walk_source
from vorming.source.markdown import WITH_TARGET, Directive, Piece, is_for_trainer, read_markdown
from vorming.source.problems import Place, read_dutch
from vorming.source.yaml import Source, place_in_value

MASKS = (
    re.compile(r"https?://[^\s)>]+"),
    re.compile(r"[\w.+-]+@[\w-]+(?:\.\w[\w-]*)+"),
    re.compile(r"\b[\w-]+(?:\.[\w-]+)*\.(?:be|brussels|com|eu|example|nl|org)\b(?:/[^\s)>]*\w)?"),
    re.compile(r"«[^»]*»"),
    re.compile(r"&\u00ad*#?\w+;"),
)
"""Patterns of text that a page shows but that is no prose."""

_SEEN = re.compile(r"\S")
# A text without any of these is one paragraph of plain words.
_MARKUP = re.compile(r"[\n`*_~\\<>\[\]{}«|#@&]|^\s*(?:[-+:%(]|\d+[.)]\s)|\.\w|://")
_SHOW_TEXT = frozenset({"abbr", "doc", "ref", "sub", "sup", "term"})
"""Roles that show their own text; `doc` and `ref` only if they have a target beside it."""
_FILLER = "\N{SOFT HYPHEN}"
"""The filler after the character that an escape or an entity shows, up to the length of its source."""
_CELLS = frozenset({"th_open", "td_open"})

ABBREVIATIONS = frozenset(read_dutch("assets/language/dutch.yml")["abbreviations"])
_LONGEST = max(map(len, ABBREVIATIONS))

# A closing quote or bracket belongs to the sentence before it.
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s|$)")
_LAST_WORD = re.compile(r"[\w.]+$")
_OPENING = re.compile(r"[\s\"'“”‘’(\[–—-]*")
_APOSTROPHE = re.compile(r"['’][a-z]\s")
# Signs between letters or digits do not separate words.
_WORD = re.compile(r"\w+(?:[-'’.,/:]\w+)*")


@dataclass(frozen=True)
class Passage:
    """The prose of a paragraph, list item, cell, title or value, and its readers.

    `path` is its file, relative to the course. `unit` is the page or item in which an abbreviation must be explained.
    It starts at `start` of a page or value, in which `find_place` returns the place of a position. Running text consists
    of sentences, unlike a title or cell. Quoted text is in the words of a participant, and plain text has no roles.
    """

    text: str
    path: str
    unit: str
    start: int
    find_place: Callable[[int], Place]
    is_running: bool
    is_for_trainer: bool
    is_quoted: bool = False
    is_plain: bool = False

    def at(self, position: int) -> Place:
        """Return the place of a position in the text, from 0."""
        return self.find_place(self.start + position)


@lru_cache(maxsize=2)
def read_passages(loaded: Loaded) -> tuple[Passage, ...]:
    """Return all passages of the course: pages with their front matter, then data files."""
    passages: list[Passage] = []
    for page in loaded.pages:
        if page.front:
            passages += _of_source(loaded.root, FrontMatter, page.front, page.path)
        for block in read_blocks(*page.texts):
            place = (block.start, page.place_at)
            flags = (block.is_running, block.is_for_trainer)
            passages.append(Passage(block.text, page.path, page.path, *place, *flags))
    for name, source in loaded.sources.items():
        if model := model_of(name):
            passages += _of_source(loaded.root, model, source)
    return tuple(passages)


@lru_cache(maxsize=256)  # an unchanged file gives the same source
def _of_source(root: Path, model: type[BaseModel], source: Source, unit: str = "") -> tuple[Passage, ...]:
    """Return the passages of a source; in a data file each item is its own unit."""
    passages = []
    for found in walk_source(model, source):
        if reads := found.reads:
            for block in read_blocks(found.value):
                item_unit = unit or f"{source.path}#{found.loc[:2]}"
                find_place = partial(place_in_value, root, source.place(*found.loc), found.value)
                flags = (block.is_running and reads.is_running, found.is_for_trainer, reads.is_quoted)
                place = (item_unit, block.start, find_place)
                passages.append(Passage(block.text, source.path, *place, *flags, found.is_plain))
    return tuple(passages)


@dataclass(frozen=True)
class Block:
    """The prose of a paragraph, list item, cell or title, and its position in the whole text, from 0.

    The text of a block is as long as its Markdown, with blanks for characters that are no prose. Running text consists
    of sentences, unlike titles, cells and fragments.
    """

    start: int
    text: str
    is_running: bool = True
    is_for_trainer: bool = False


@lru_cache(maxsize=20_000)  # the preview checks unchanged texts again after each edit
def read_blocks(*texts: str) -> tuple[Block, ...]:
    """Return the blocks of a text, or of the cells of a notebook, with positions in `read_markdown(*texts).text`."""
    if any(_MARKUP.search(text) for text in texts):
        return tuple(_blocks(*texts))
    return (Block(0, texts[0]),)  # most values of data files are one plain line, which needs no parser


def _blocks(*texts: str) -> Iterator[Block]:
    document = read_markdown(*texts)
    text, starts = document.text, document.starts
    before, end = "", 0
    # The heading directly above a part in another language is in that language too.
    foreign_titles = set()
    for item, after in pairwise(document.items):
        is_title = isinstance(item, Piece) and item.token.type == "heading_close"
        if is_title and isinstance(after, Directive) and record_of(after.name).body == "foreign":
            foreign_titles.add(item.line)
    for item in document.items:
        bodies = {record_of(directive.name).body for directive in item.ancestors}
        if item.line in foreign_titles or "foreign" in bodies:
            continue
        if isinstance(item, Directive):
            for title in (title for title in document.titles if title.ancestors[-1] is item):
                at = starts[title.line] + document.lines[title.line].rfind(title.token.content)
                yield Block(at, _masked(_shown_text(title.token)), False, is_for_trainer(item))
        elif item.token.type == "inline":
            is_running = before != "heading_open" and before not in _CELLS and "fragments" not in bodies
            # Search after the previous cell, which may have the same words.
            first, last = max(starts[item.line], end), starts[max(item.end, item.line + 1)]
            start, prose = _prose_between(text, first, last, item.token)
            end = start + len(prose)
            if prose.strip():
                yield Block(start, prose, is_running, is_for_trainer(item))
        before = "" if isinstance(item, Directive) else item.token.type


def _prose_between(text: str, first: int, last: int, token: Token) -> tuple[int, str]:
    """Return start and prose of a paragraph or cell between two positions of a text.

    Marks at the start of its lines, such as the > of a quotation, become blanks.
    """
    start, end, prose, shown = first, first, "", _shown_text(token)
    for line in token.content.split("\n"):
        position = text.find(line, end, last)
        if position < 0:
            break
        if prose:
            prose += "\n".ljust(position - end)
        else:
            start = position
        prose += shown[: len(line)]
        end, shown = position + len(line), shown[len(line) + 1 :]
    return start, _masked(prose)


def _masked(text: str) -> str:
    for pattern in MASKS:
        text = pattern.sub(lambda match: _SEEN.sub(" ", match[0]), text)
    return text


def _shown_text(token: Token) -> str:
    """Return the source of an inline token with a blank for each character that a page doesn't show.

    The result is as long as the source, so that positions are the same in both. The value of a fact or help line
    becomes a 0.
    """
    chars = [char if char.isspace() else " " for char in token.content]
    at = 0
    for child in token.children or ():
        at = _show(child, token.content, at, chars)
    return "".join(chars)


def _show(child: Token, source: str, at: int, chars: list[str]) -> int:
    """Put the text of a token, which is in the source from `at` on, in `chars`; return the end of the token."""
    written = child.markup if child.type == "text_special" else child.content
    start = max(source.find(written, at), at)
    end = start + len(written)
    if child.type in {"text", "text_special", "image"}:
        chars[start:end] = child.content[: len(written)].ljust(len(written), _FILLER)
    match child.type:
        case "text" | "text_special" | "html_inline":
            return end
        case "myst_role":
            _show_role(child, source, chars)
        case "code_inline":
            start = source.find(child.markup, at) + len(child.markup)
            return source.find(child.markup, start) + len(child.markup)
        case "footnote_ref":
            return source.find("]", at) + 1
    return child.meta["span"][2] if "span" in child.meta and child.nesting <= 0 else at


def _show_role(child: Token, source: str, chars: list[str]) -> None:
    name, target = str(child.meta["name"]), WITH_TARGET.fullmatch(child.content)
    start = len(source[: child.meta["span"][2]].rstrip("`")) - len(child.content)
    if name in {"fact", "helpline"}:
        chars[start] = "0"
    elif name in _SHOW_TEXT and (target or name not in {"doc", "ref"}):
        shown = target["shown"] if target else child.content
        chars[start : start + len(shown)] = shown


@dataclass(frozen=True)
class Sentence:
    """A sentence, its position in the text from 0, and its words. 3.500, 72-uur and o.a are one word each."""

    start: int
    text: str
    words: tuple[str, ...]


@lru_cache(maxsize=20_000)  # two rules need the same sentences, and the preview checks again after each edit
def sentences(text: str) -> tuple[Sentence, ...]:
    """Split a text into sentences, without parts that have no word, such as a line of dashes."""
    ends, result = [0], list[Sentence]()
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
            result.append(Sentence(start + len(part) - len(part.lstrip()), part.strip(), words))
    return tuple(result)
