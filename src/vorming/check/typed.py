"""Numbers once: a telephone number or a fact's value that is typed where a role would follow its item."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache

from pydantic import BaseModel

from vorming.course.kinds import KINDS, LISTED, item_id
from vorming.course.usage import named_ids, usage
from vorming.language.passages import Passage, read_passages
from vorming.model.course import Course
from vorming.model.facts import Contradiction, Fact
from vorming.source.load import Loaded
from vorming.source.problems import Problem, problem
from vorming.text.markdown import ROLE
from vorming.text.numbers import amounts

_OWN = ("facts", "helplines", "language", "packs")
"""Data files that say numbers of their own."""


def check_typed(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """No text types a number that a role would keep up to date."""
    own = {loaded.sources[name].path for name in _OWN if name in loaded.sources}
    beside = _facts_beside(loaded)
    phones = {line.id: _phone(line.phone) for line in course.helplines if line.phone}
    for passage in read_passages(loaded):
        if passage.path not in own and any(sign.isdigit() for sign in passage.text):
            yield from _phones_in(passage, phones)
            yield from _values_in(passage, beside.get(passage.unit, ()))


def _phone(number: str) -> re.Pattern[str]:
    """Match a number however its digits are grouped, and not inside of a longer one."""
    digits = r"[ ./-]?".join(re.sub(r"\D", "", number))
    return re.compile(rf"(?<![\d.,/+-]){digits}(?!\d|[.,/-]\d)")


def _phones_in(passage: Passage, phones: Mapping[str, re.Pattern[str]]) -> Iterator[Problem]:
    for id, pattern in phones.items():
        for found in pattern.finditer(passage.text):
            place = passage.at(found.start())
            yield problem(place, "number-typed", value=found[0], role=f"{{helpline}}`{id}`")


def _values_in(passage: Passage, facts: tuple[Fact, ...]) -> Iterator[Problem]:
    """Find values in digits: a number that is written as a word is part of its sentence."""
    for fact in facts:
        for found in re.finditer(rf"(?<![\d.,])\d[\d.,]*\s+{re.escape(fact.unit or '')}\b", passage.text):
            if fact.value in amounts(found[0], fact.unit):
                place = passage.at(found.start())
                yield problem(place, "number-typed", value=found[0], role=f"{{fact}}`{fact.id}`")


@lru_cache(maxsize=2)
def _facts_beside(loaded: Loaded) -> Mapping[str, tuple[Fact, ...]]:
    """Return by unit of text, a page or an item, the facts that stand beside it."""
    course = loaded.course
    assert course is not None
    facts = {fact.id: fact for fact in course.facts if fact.value is not None and fact.unit}
    found: dict[str, tuple[Fact, ...]] = {}
    paths = {page.name: page.path for page in loaded.pages}
    for id, fact in facts.items():
        for name in dict.fromkeys(usage(loaded).get(("fact", id), ())):
            found[paths[name]] = (*found.get(paths[name], ()), fact)
    for name in LISTED:
        kind = KINDS[name]
        for i, item in enumerate(kind.items(course)):
            unit = f"{loaded.sources[kind.file].path}#{(kind.key, i)}"
            named = _named(item, course)
            found[unit] = tuple(fact for id, fact in facts.items() if id in named)
    return found


def _named(item: BaseModel, course: Course) -> set[str]:
    """Return the facts that an item names, in a field or in a text; of a contradiction also those that name it."""
    said = {match["text"] for match in ROLE.finditer(item.model_dump_json()) if match["name"] == "fact"}
    about = {
        fact.id
        for fact in course.facts
        if isinstance(item, Contradiction) and item_id(item) in fact.contradictions
    }
    return named_ids(item, "fact") | said | about
