"""What paper says of an item: a table of the fields that trainees read, without dates of checking.

The marks on the models (`model/walk.py`) say which texts somebody reads anywhere. This table says more:
which numbers, names and choices a pack prints beside those texts, and which texts it leaves to the screen.
A test holds the two against each other.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from vorming.course.kinds import item_id, kind_of, label
from vorming.language.prose import sentences
from vorming.model.course import LessonPage, Module, Source
from vorming.model.facts import Contradiction, Fact, OpenPoint
from vorming.model.faq import FaqEntry, HelpLine, Term
from vorming.model.policies import Jurisdiction, Policies
from vorming.model.quiz import QuestionBase
from vorming.packs.reading import digest, without_names
from vorming.source.yaml import scalars
from vorming.text.numbers import NO_BREAK_SPACE, format_date, format_value
from vorming.text.words import words

_CHECKED = {"status", "attributed_to", "sources"}
_TEXTS = {"__all__": {"text"}}
_UNPRINTED = frozenset({"misconception", "live", "score", "confidence", "correct", "feedback"})
"""Keys at any depth that no pack prints: the key of a quiz above all."""
_NAMES = frozenset({"status", "sources", "contradictions", "type", "source"})
"""Keys of names and choices, which are no sentences."""


@dataclass(frozen=True)
class Printed:
    """What packs print of one kind of item."""

    fields: Mapping[str, Any] | set[str]
    """As `include` of pydantic's `model_dump` takes them."""
    stated: frozenset[str] = frozenset()
    """Fields of which any change makes the printed text wrong; of others only numbers and denials do."""
    value: Callable[[Any], str] = lambda item: ""
    """What a reader would correct by hand."""


def _fact_value(fact: Fact) -> str:
    """Write a fact's date, or its number and after a slash that of another source."""
    if fact.date:
        return format_date(fact.date).replace(NO_BREAK_SPACE, " ")
    values = (fact.value, fact.other.value if fact.other else None)
    written = [format_value(value, fact.unit) for value in values if value is not None]
    return " / ".join(written).replace(NO_BREAK_SPACE, " ")


_PRINTED: Mapping[type[BaseModel], Printed] = {
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
    Source: Printed({"title", "author", "year", "url"}),
    Contradiction: Printed({"title", "wording", "status"}, stated=frozenset({"status"})),
    OpenPoint: Printed({"title", "question"}),
    Policies: Printed({"models", "attributes", "left_out", "caution"}),
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
}  # fmt: skip


@dataclass(frozen=True)
class Said:
    """An item as packs print it.

    `key` is its kind and id, such as fact/prijs-zorg. The digest `words` changes with any word. The digest
    `sense` changes when a number, a status or a denial does: then what stands on paper no longer holds, and
    isn't merely worded better by now.
    """

    key: str
    words: str
    sense: str
    value: str
    name: str
    sentences: tuple[str, ...] = ()


def read_said(item: BaseModel) -> Said | None:
    """Return what packs print of an item; none of a kind that they don't print, such as a misconception."""
    printed = next((_PRINTED[base] for base in type(item).__mro__ if base in _PRINTED), None)
    if printed is None:
        return None
    whole = item.model_dump(mode="json", include=printed.fields)
    dump = _printed(whole, str)
    text = json.dumps(_printed(whole, without_names), ensure_ascii=False, sort_keys=True)
    stated = {name: dump.get(name) for name in sorted(printed.stated & dump.keys())}
    # What makes a sentence false when it changes: its numbers, and each word that denies.
    numbers = sorted(re.findall(r"\d+(?:[.,:]\d+)*", text))
    denials = words("packs").group("changes")["denials"].split()
    denied = [word for word in re.findall(r"\w+", text.casefold()) if word in denials]
    said = [text for loc, text in scalars(dump) if _NAMES.isdisjoint(loc)]
    return Said(
        key=f"{kind_of(item)}/{item_id(item)}",
        words=digest(" ".join(text.split())),
        sense=digest(json.dumps([stated, numbers + denied], ensure_ascii=False, sort_keys=True)),
        value=printed.value(item),
        name=label(item),
        sentences=tuple(each.text for text in said for each in sentences(" ".join(text.split()))),
    )


def _printed(value: Any, written: Callable[[str], str]) -> Any:
    """Return a value without what no pack prints, each text as `written` gives it."""
    if isinstance(value, dict):
        return {key: _printed(value[key], written) for key in value if key not in _UNPRINTED}
    if isinstance(value, list):
        return [_printed(child, written) for child in value]
    return written(value) if isinstance(value, str) else value
