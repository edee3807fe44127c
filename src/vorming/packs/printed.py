"""What paper says of an item: a table of fields, for everyone and for the trainer alone, without dates of checking.

`words` changes with any word. `sense` changes when a number, a status or a "niet" does: then what
stands on paper no longer holds, and isn't merely worded better by now.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import BaseModel

from vorming.course.editions import Edition, is_shown
from vorming.course.kinds import item_id, kind_of
from vorming.model.course import DifficultMoment, LessonPage, Module, Source
from vorming.model.facts import Contradiction, Fact, OpenPoint
from vorming.model.faq import FaqEntry, HelpLine, Term
from vorming.model.policies import Jurisdiction, Policies
from vorming.model.quiz import QuestionBase
from vorming.packs.digests import digest
from vorming.packs.reading import split_sentences, without_names
from vorming.text.markdown import ROLE
from vorming.text.numbers import NO_BREAK_SPACE, format_value

Fields = Mapping[str, Any] | set[str]
"""Fields as pydantic's model_dump takes them in `include`."""


@dataclass(frozen=True)
class Printed:
    """The fields that a kind of item prints: all readers see `shown`, the trainer `for_trainer` too."""

    shown: Fields = frozenset()  # type: ignore[assignment]
    for_trainer: Fields = frozenset()  # type: ignore[assignment]
    stated: frozenset[str] = frozenset()
    """Fields of which any change makes the printed text wrong; of others only numbers and negations do."""
    name: str = "title"
    """The field by which a reader knows the item."""
    value: Callable[[Any], str] = lambda item: ""


def _fact_value(fact: Fact) -> str:
    """Write a fact's number, and that of another source."""
    values = (fact.value, fact.other.value if fact.other else None)
    written = (
        format_value(value, fact.unit).replace(NO_BREAK_SPACE, " ") for value in values if value is not None
    )
    return " / ".join(written)


_CHECKED = {"status", "attributed_to", "sources"}
_TEXTS = {"__all__": {"text"}}

PRINTED: Mapping[type[BaseModel], Printed] = {
    Fact: Printed(
        {"statement", "value", "unit", "parts", "as_of", "other", *_CHECKED},
        stated=frozenset({"value", "unit", "parts", "status"}),
        name="statement",
        value=_fact_value,
    ),
    FaqEntry: Printed(
        {"question", "short", "answer", "contradictions", *_CHECKED},
        stated=frozenset({"status"}),
        name="question",
    ),
    HelpLine: Printed(
        {"name", "phone", "site", "for_whom", "description", "hours", "anonymous", "place", *_CHECKED},
        stated=frozenset({"phone", "site", "hours", "anonymous", "place"}),
        name="name",
        value=lambda line: line.phone or "",
    ),
    Term: Printed({"term", "abbreviation", "definition", "sources"}, name="term"),
    Source: Printed({"title", "author", "year", "url"}),
    Contradiction: Printed(
        {"title", "wording", "status"},
        {"faq_says", "other_says", "sources", "advice", "question"},
        stated=frozenset({"status"}),
    ),
    OpenPoint: Printed({"title", "question"}),
    Policies: Printed({"models", "attributes", "left_out", "caution"}, name="caution"),
    Jurisdiction: Printed(
        {"name", "model", "variant", "basis", "is_placed_by_us", "law", "attributes", "conditions"},
        {"flags"},
        stated=frozenset({"model", "law"}),
        name="name",
    ),
    DifficultMoment: Printed(for_trainer={"says", "short", "long", "boundary", "stop"}, name="says"),
    Module: Printed(
        {
            "title": True, "for_whom": True, "duration": True, "outcomes": {"__all__": {"text"}},
            "lessons": True, "programmes": True, "reading": True,
        },
        {"prepare", "bring"},
    ),
    LessonPage: Printed(
        {"title": True, "lesson": {"minutes": True, "objectives": _TEXTS, "key_points": True}},
        {"lesson": {"run"}},
    ),
    QuestionBase: Printed(
        {
            "type": True, "prompt": True, "hint": True, "items": True, "distractors": True, "unit": True,
            "start": True, "debrief": True, "scale": True, "lines": True,
            "options": True, "reason": True, "pairs": {"__all__": {"left", "right"}},
            "nodes": True,
        },
        {
            "explanation": True, "roles": True, "answer": True, "answer_fact": True, "tolerance": True, "feedback": True,
            "options": True, "reason": True, "pairs": True, "wrong": True, "model_answer": True,
            "criteria": True, "nodes": True,
        },
        stated=frozenset({"answer", "answer_fact", "tolerance"}),
        name="prompt",
    ),
}  # fmt: skip
"""What each kind prints."""

UNPRINTED = frozenset({"misconception", "live", "score", "covers", "points", "confidence"})
"""Keys at any depth that no paper shows."""
FOR_TRAINERS = frozenset({"correct", "feedback"})
"""Keys at any depth that only the key of a quiz shows."""
FOR_TRAINER = "/trainer"
"""How the key of an item's part for the trainer ends."""


@dataclass(frozen=True)
class Said:
    """An item, or its part for the trainer, as paper says it."""

    key: str
    words: str
    sense: str
    value: str
    name: str
    sentences: tuple[str, ...] = ()
    """All that it says, sentence by sentence."""


def read_said(item: BaseModel, edition: Edition) -> Iterator[Said]:
    """Yield what an edition prints of an item: a part for everyone, and one for the trainer alone."""
    printed = _printed(type(item))
    if printed is None:
        return
    for part, dump in _parts(item, printed, edition):
        yield _said(item, printed, f"{kind_of(item)}/{item_id(item)}{part}", dump, bool(part))


def read_printed_values(question: QuestionBase, edition: Edition) -> set[tuple[str, str]]:
    """Return kind and id of what an edition prints the value of in a question: in its texts, or as the answer."""
    parts = [dump for _, dump in _parts(question, PRINTED[QuestionBase], edition)]
    roles = ROLE.finditer(json.dumps(parts, ensure_ascii=False))
    answers = {("fact", dump["answer_fact"]) for dump in parts if dump.get("answer_fact")}
    return answers | {(role["name"], role["text"]) for role in roles}


def _parts(item: BaseModel, printed: Printed, edition: Edition) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield what an edition prints of an item as values, each part with the end of its key."""
    for part, fields, audience, hidden in (
        ("", printed.shown, None, UNPRINTED | FOR_TRAINERS),
        (FOR_TRAINER, printed.for_trainer, Edition.TRAINER, UNPRINTED),
    ):
        if fields and is_shown(audience, edition):
            yield part, _without(item.model_dump(mode="json", include=fields), hidden)


def _said(item: BaseModel, printed: Printed, key: str, dump: dict[str, Any], is_for_trainer: bool) -> Said:
    text = without_names(json.dumps(dump, ensure_ascii=False, sort_keys=True))
    stated = {name: dump.get(name) for name in sorted(printed.stated & dump.keys())}
    sense = json.dumps([stated, claims(text)], ensure_ascii=False, sort_keys=True)
    name = str(getattr(item, printed.name))
    value = "" if is_for_trainer else printed.value(item)
    return Said(key, digest(" ".join(text.split())), digest(sense), value, name, tuple(_sentences_of(dump)))


def _sentences_of(value: Any) -> Iterator[str]:
    match value:
        case dict():
            for key, child in value.items():
                yield from () if key in _KEYS else _sentences_of(child)
        case list():
            for child in value:
                yield from _sentences_of(child)
        case str():
            yield from split_sentences(value)


_KEYS = frozenset({"status", "sources", "contradictions", "type", "source", "confidence"})
"""Fields that hold names or choices in the place of sentences."""


@cache
def _printed(kind: type[BaseModel]) -> Printed | None:
    return next((PRINTED[base] for base in kind.__mro__ if base in PRINTED), None)


def _without(value: Any, keys: frozenset[str]) -> Any:
    match value:
        case dict():
            return {key: _without(child, keys) for key, child in value.items() if key not in keys}
        case list():
            return [_without(child, keys) for child in value]
        case _:
            return value


_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_DENIAL = re.compile(r"\b(?:niet|geen|nooit|niemand|nergens|niets|zonder)\b", re.IGNORECASE)


def claims(text: str) -> list[str]:
    """Return the numbers of a text, and each word that denies: what makes a sentence false when it changes."""
    return sorted(_NUMBER.findall(text)) + [word.casefold() for word in _DENIAL.findall(text)]
