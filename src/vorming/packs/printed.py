"""What trainees read on paper: the text of pages and the fields of items, without names and dates of checking.

A page is read in sections from heading to heading, without the names of items and pages. The numbers of packs are computed
from these texts, so that a pack keeps its number if an item, a page or a file is renamed.

The marks on the models (`model/walk.py`) show which fields of items are texts for readers of any output. A table here adds
the numbers, names and choices that a pack prints, and omits the texts that only screens show. A test compares the two.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from hashlib import sha256
from itertools import chain
from typing import Any

from pydantic import BaseModel

from vorming.check.text_rules import SCHEME
from vorming.course.kinds import item_id, kind_of, label
from vorming.language.prose import sentences
from vorming.model.base import Ref
from vorming.model.course import CostChart, DifficultMoment, LessonPage, Module, Reference
from vorming.model.directives import DIRECTIVES, OWN_DIRECTIVES, OWN_ROLES
from vorming.model.items import Contradiction, Fact, FaqEntry, HelpLine, Misconception, OpenPoint, Term
from vorming.model.policies import Jurisdiction, Policies
from vorming.model.quiz import QuestionBase, Quiz
from vorming.model.walk import trainer_fields
from vorming.source.markdown import Line, Span, read_line, read_lines
from vorming.source.pages import Page
from vorming.source.yaml import scalars
from vorming.text.numbers import NO_BREAK_SPACE, format_date, format_value
from vorming.text.words import words

_HEADING = re.compile(r"^## (?P<title>.+?)\s*$")
_HIDDEN = {name for name, record in DIRECTIVES.items() if record.is_for_slides or record.is_for_trainer}
# The label of the block below, (name)=, or an option, :key: value.
_NAMING_LINE = re.compile(r"\s*(?:\([\w-]+\)=|:(?P<option>[\w-]+):.*)")

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
    named = _NAMING_LINE.fullmatch(line.text)
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


_CHECKED = {"status", "attributed_to", "sources"}
_TEXTS = {"__all__": {"text"}}
_UNPRINTED = frozenset({"misconception", "live", "score", "confidence", "correct", "feedback"})
"""The keys, at any depth, of fields that no pack prints, such as the answers of a quiz."""
_NAMES = frozenset(
    {"status", "sources", "contradictions", "type", "source", "id", "kind", "lessons", "questions", "start"}
)
"""The keys of names and choices, which are not sentences."""


@dataclass(frozen=True)
class Printed:
    """The fields that packs print of one kind of item."""

    fields: Mapping[str, Any] | set[str] | None = None
    """The fields, in the form of `include` of pydantic's `model_dump`.

    None means all fields except the id, the dates and those for the trainer.
    """
    stated: frozenset[str] = frozenset()
    """Fields in which any change makes the printed text wrong; in other fields only numbers and denials do."""
    value: Callable[[Any], str] = lambda item: ""
    """Returns the value that a reader would correct by hand, such as a price."""


def _fact_value(fact: Fact) -> str:
    """Return the date of a fact, or its value and, after a slash, the value of another source."""
    if fact.date:
        return format_date(fact.date).replace(NO_BREAK_SPACE, " ")
    values = (fact.value, fact.other.value if fact.other else None)
    texts = [format_value(value, fact.unit) for value in values if value is not None]
    return " / ".join(texts).replace(NO_BREAK_SPACE, " ")


_PRINTED: Mapping[type[BaseModel], Printed | None] = {
    Fact: Printed(
        {"statement", "value", "unit", "parts", "as_of", "other", *_CHECKED},
        stated=frozenset({"value", "unit", "parts", "status"}),
        value=_fact_value,
    ),
    FaqEntry: Printed(
        {"question", "short", "answer", "contradictions", *_CHECKED},
        stated=frozenset({"status"}),
    ),
    HelpLine: Printed(
        {"name", "phone", "site", "for_whom", "description", "hours", "anonymous", "place", *_CHECKED},
        stated=frozenset({"phone", "site", "hours", "anonymous", "place"}),
        value=lambda line: line.phone or "",
    ),
    Term: Printed({"term", "abbreviation", "definition", "sources"}),
    Reference: Printed({"title", "author", "year", "url"}),
    Contradiction: Printed({"title", "wording", "status"}, stated=frozenset({"status"})),
    OpenPoint: Printed({"title", "question"}),
    Policies: Printed({"models", "attributes", "caution", "charts"}),
    CostChart: Printed({"title": True, "bars": {"__all__": {"situation", "compares"}}}),
    Jurisdiction: Printed(
        {"name", "model", "variant", "basis", "is_placed_by_us", "law", "attributes", "conditions"},
        stated=frozenset({"model", "law"}),
    ),
    Module: Printed(
        {
            "title": True, "for_whom": True, "duration": True, "outcomes": _TEXTS,
            "lessons": True, "programmes": True, "reading": True,
        },
    ),
    LessonPage: Printed(
        {"title": True, "lesson": {"minutes": True, "objectives": _TEXTS, "key_points": _TEXTS}},
    ),
    QuestionBase: Printed(
        {
            "type": True, "prompt": True, "hint": True, "items": True, "distractors": True, "unit": True,
            "start": True, "debrief": True, "scale": True, "lines": True,
            "options": True, "reason": True, "pairs": {"__all__": {"left", "right"}}, "nodes": True,
        },
    ),
    # A bank is printed as its questions. Packs print nothing of the other two.
    **dict.fromkeys([Quiz, Misconception, DifficultMoment]),
}  # fmt: skip
"""The printed fields by model. Of a model that is missing here, all fields for trainees count, so that no change goes unnoticed."""


PAGE = "page"
"""The kind of a section of a page, in its key."""


@dataclass(frozen=True)
class PrintedText:
    """The printed form of an item, or of a section of a page.

    `key` is its kind and id, such as fact/prijs-zorg, or the result of `section_key`. The digest `words` changes with any
    word. The digest `sense` changes only with a number, a status or a denial, which makes the printed text wrong instead of
    only worded differently; a section has none.
    """

    key: str
    words: str
    sense: str = ""
    value: str = ""
    name: str = ""
    sentences: tuple[str, ...] = ()


def section_key(page: str, heading: str) -> str:
    """Return the key of a section, of the name of its page and its heading."""
    return f"{PAGE}/{page}#{heading}"


def read_printed(item: BaseModel) -> PrintedText | None:
    """Return the printed form of an item, or None for a kind that packs don't print, such as a misconception."""
    printed = next((_PRINTED[base] for base in type(item).__mro__ if base in _PRINTED), Printed())
    if printed is None:
        return None
    unprinted = {"id", "checked_on", "recheck_every", *trainer_fields(type(item))}
    whole = item.model_dump(mode="json", include=printed.fields, exclude=unprinted)
    dump = _printed(whole, str)
    text = json.dumps(_printed(whole, without_names), ensure_ascii=False, sort_keys=True)
    stated = {name: dump.get(name) for name in sorted(printed.stated & dump.keys())}
    # A change of a number, or of a word of denial, makes a printed sentence false.
    numbers = sorted(re.findall(r"\d+(?:[.,:]\d+)*", text))
    denials = words("packs").group("changes")["denials"].split()
    denied = [word for word in re.findall(r"\w+", text.casefold()) if word in denials]
    texts = [text for loc, text in scalars(dump) if _NAMES.isdisjoint(loc) and loc[-1] != "lesson"]
    return PrintedText(
        key=f"{kind_of(item)}/{item_id(item)}",
        words=digest(" ".join(text.split())),
        sense=digest(json.dumps([stated, numbers + denied], ensure_ascii=False, sort_keys=True)),
        value=printed.value(item),
        name=label(item),
        sentences=tuple(sentence.text for text in texts for sentence in sentences(" ".join(text.split()))),
    )


def _printed(value: Any, change: Callable[[str], str]) -> Any:
    """Return a value without the keys that no pack prints, and with each text changed by `change`."""
    if isinstance(value, dict):
        return {key: _printed(value[key], change) for key in value if key not in _UNPRINTED}
    if isinstance(value, list):
        return [_printed(child, change) for child in value]
    return change(value) if isinstance(value, str) else value
