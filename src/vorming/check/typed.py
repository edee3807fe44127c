"""Numbers once: a telephone number, or a fact's value or date, that is typed where a role would follow its item."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache

from vorming.course.kinds import KINDS, LISTED
from vorming.course.usage import named_ids, usage
from vorming.language.passages import read_passages
from vorming.model.course import Course
from vorming.model.facts import Contradiction, Fact
from vorming.source.load import Loaded
from vorming.source.problems import Problem, problem
from vorming.text.markdown import ROLE
from vorming.text.numbers import amounts, format_date, written_dates

_OWN = ("facts", "helplines", "language", "packs")
"""Data files whose numbers are their own."""


def check_typed(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """Check that no text types a number that a role would keep up to date."""
    own = {loaded.sources[name].path for name in _OWN if name in loaded.sources}
    phones = {}
    for line in course.helplines:
        if line.phone:
            # However its digits are grouped, and not inside of a longer number.
            digits = r"[ ./-]?".join(re.sub(r"\D", "", line.phone))
            phones[line.id] = re.compile(rf"(?<![\d.,/+-]){digits}(?!\d|[.,/-]\d)")
    for passage in read_passages(loaded):
        if passage.path in own or not re.search(r"\d", passage.text):
            continue
        for id, pattern in phones.items():
            for found in pattern.finditer(passage.text):
                role = f"{{helpline}}`{id}`"
                yield problem(passage.at(found.start()), "number-typed", value=found[0], role=role)
        for fact in _facts_beside(loaded).get(passage.unit, ()):
            for found in _values_in(passage.text, fact):
                role = f"{{fact}}`{fact.id}`"
                yield problem(passage.at(found.start()), "number-typed", value=found[0], role=role)


def _values_in(text: str, fact: Fact) -> Iterator[re.Match[str]]:
    """Find the date or the value of a fact; in digits, for a number that is written as a word is part of its sentence."""
    if fact.date:
        written = format_date(fact.date).split()
        yield from (found for found in written_dates(text) if found[0].split() == written)
        return
    for found in re.finditer(rf"(?<![\d.,])\d[\d.,]*\s+{re.escape(fact.unit or '')}\b", text):
        if fact.value in amounts(found[0], fact.unit):
            yield found


@lru_cache(maxsize=2)
def _facts_beside(loaded: Loaded) -> Mapping[str, tuple[Fact, ...]]:
    """Return by unit of text, a page or an item, the facts with a value that it draws or names.

    The same number in a text that has nothing to do with the fact is a coincidence.
    """
    course = loaded.course
    assert course is not None
    facts = {fact.id: fact for fact in course.facts if fact.date or (fact.value is not None and fact.unit)}
    found: dict[str, tuple[Fact, ...]] = {}
    paths = {page.name: page.path for page in loaded.pages}
    for id, fact in facts.items():
        for name in dict.fromkeys(usage(loaded).get(("fact", id), ())):
            found[paths[name]] = (*found.get(paths[name], ()), fact)
    for name in LISTED:
        kind = KINDS[name]
        for i, item in enumerate(kind.items(course)):
            roles = ROLE.finditer(item.model_dump_json())
            named = named_ids(item, "fact") | {role["text"] for role in roles if role["name"] == "fact"}
            if isinstance(item, Contradiction):
                named |= {fact.id for fact in course.facts if item.id in fact.contradictions}
            unit = f"{loaded.sources[kind.file].path}#{(kind.key, i)}"
            found[unit] = tuple(fact for id, fact in facts.items() if id in named)
    return found
