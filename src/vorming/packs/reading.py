"""The text of a page on paper for trainees: in sections from heading to heading, without the names of items and pages.

The numbers of packs are computed from this text, so that a pack keeps its number if an item, a page or a file is renamed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256
from itertools import chain

from vorming.check.text_rules import SCHEME
from vorming.language.prose import sentences
from vorming.model.base import Ref
from vorming.model.directives import DIRECTIVES, OWN_DIRECTIVES, OWN_ROLES
from vorming.source.markdown import Line, Span, read_line, read_lines
from vorming.source.pages import Page

_HEADING = re.compile(r"^## (?P<title>.+?)\s*$")
_HIDDEN = {name for name, record in DIRECTIVES.items() if record.is_for_slides or record.is_for_trainer}
# The label of the block below, (name)=, or an option, :key: value.
_NAMES = re.compile(r"\s*(?:\([\w-]+\)=|:(?P<option>[\w-]+):.*)")

# Roles start with a brace, and links with a bracket.
_MAY_NAME = re.compile(r"[{\[<]")

_SHOWN_BY_ID = {"cite", "doc", "ref"}
"""Roles that show another text than their argument, which is a name."""
_SHOWN_BY_ID.update(name for name, role in OWN_ROLES.items() if isinstance(role.argument.kind, Ref))
_NAMING = {"name"}
"""Options whose value is the name of items, or of the block itself."""
for _record in OWN_DIRECTIVES.values():
    _NAMING.update(name for name, option in _record.options.items() if isinstance(option.kind, Ref))


@dataclass(frozen=True)
class Section:
    """The text from one heading to the next.

    `lines` are pairs of a line number in the page's file, from 1, and the line. Before the first heading, the title is
    empty.
    """

    title: str
    lines: tuple[tuple[int, Line], ...]

    @cached_property
    def text(self) -> str:
        """The text, which doesn't depend on line breaks or on the names of items and pages."""
        return " ".join(" ".join(line_as_read(line) for _, line in self.lines).split())

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """The sentences as in the source, including names of items and pages."""
        text = " ".join(line.text for _, line in self.lines if line_as_read(line))
        return tuple(sentence.text for sentence in sentences(" ".join(text.split())))

    @property
    def line_numbers(self) -> range:
        return range(self.lines[0][0], self.lines[-1][0] + 1)


@lru_cache(maxsize=512)
def read_sections(page: Page) -> tuple[Section, ...]:
    """Return the sections of a page with any text for trainees, in order.

    Only headings of the second level start a section; deeper headings are part of its text.
    """
    title, sections = "", []
    lines: list[tuple[int, Line]] = []
    for number, line in shown_lines(page):
        if not line.is_code and (match := _HEADING.match(line.text)):
            sections.append(Section(title, tuple(lines)))
            title, lines = match["title"], []
        lines.append((number, line))
    sections.append(Section(title, tuple(lines)))
    return tuple(section for section in sections if section.text)


def shown_lines(page: Page) -> Iterator[tuple[int, Line]]:
    """Yield each line that trainees read on paper, with its number in the page's file.

    Text for trainers or for slides is left out, as are footnotes to which only such text refers, and comments.
    """
    visible = [
        piece for piece in page.document.texts if _HIDDEN.isdisjoint(outer.name for outer in piece.ancestors)
    ]
    children = chain.from_iterable(piece.token.children or () for piece in visible)
    used = {child.meta["label"] for child in children if child.type == "footnote_ref"}
    hidden = set[int]()
    for piece in visible:
        note = piece.token.meta.get("label") if piece.token.type == "footnote_reference_open" else None
        if piece.token.type == "myst_line_comment" or (note and note not in used):
            hidden.update(range(piece.line, piece.end))
    for line in read_lines(*page.texts):
        if _HIDDEN.isdisjoint(line.ancestors) and line.number not in hidden:
            yield page.first_line + line.number, line


def digest(text: str) -> str:
    """Return a digest of a text, of eight hexadecimal digits, as in the register."""
    return sha256(text.encode()).hexdigest()[:8]


def line_as_read(line: Line) -> str:
    """Return a line of a page without the names of items, blocks and pages."""
    named = _NAMES.fullmatch(line.text)
    if named and (named["option"] is None or named["option"] in _NAMING):
        return ""
    record = OWN_DIRECTIVES.get(line.opens.name) if line.opens else None
    if record and record.argument and isinstance(record.argument.kind, Ref):
        return line.text.partition("}")[0] + "}"
    return without_names(line.text)


def without_names(text: str) -> str:
    """Return a text without the names in its roles and in its links to other pages.

    A role with its own text, such as {term}`shown <id>`, is replaced by that text. A role that shows the text of an item is
    replaced by the name of the role.
    """
    if not _MAY_NAME.search(text):  # most lines, which need not be parsed
        return text
    document = read_line(text)
    return document.replace(edit for span in document.spans for edit in _without_name(span))


def _without_name(span: Span) -> Iterator[tuple[int, int, str]]:
    if span.token.type == "myst_role":
        text, has_target, _ = span.argument.rpartition("<")
        if has_target:
            yield span.start, span.end, text.strip()
        elif span.name in _SHOWN_BY_ID:
            yield span.start, span.end, "{" + span.name + "}"
    elif not SCHEME.match(str(span.token.attrs.get("href", ""))):
        yield span.words_end, span.end, "]"


def sentence_digest(sentence: str) -> str:
    """Return a digest of a sentence; five hexadecimal digits are enough to distinguish the sentences of one item."""
    return digest(without_names(sentence))[:5]
