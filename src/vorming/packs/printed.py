"""The printed form of items: a table of the fields that trainees read on paper, without dates of checking.

The marks on the models (`model/walk.py`) show which fields are texts for readers of any output. This table adds the numbers,
names and choices that a pack prints, and omits the texts that only screens show. A test compares the two.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from vorming.course.kinds import item_id, kind_of, label
from vorming.language.prose import sentences
from vorming.model.course import CostChart, DifficultMoment, LessonPage, Module, Reference
from vorming.model.items import Contradiction, Fact, FaqEntry, HelpLine, Misconception, OpenPoint, Term
from vorming.model.policies import Jurisdiction, Policies
from vorming.model.quiz import QuestionBase, Quiz
from vorming.model.walk import trainer_fields
from vorming.packs.reading import digest, without_names
from vorming.source.yaml import scalars
from vorming.text.numbers import NO_BREAK_SPACE, format_date, format_value
from vorming.text.words import words

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
