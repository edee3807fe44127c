"""The ids that exist in a course, the problem of an unknown id, and other helpers shared by several checks."""

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain
from typing import TypeVar

from vorming.course.charts import chart_names
from vorming.course.kinds import KINDS, item_id
from vorming.model.course import Course
from vorming.model.directives import FOREIGN_LANGUAGES
from vorming.source.load import Loaded
from vorming.source.pages import Call, Page
from vorming.source.problems import Place, Problem, nearest, problem
from vorming.text.words import words

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

KIND_WORDS = words("keeper").group("kinds")
"""The Dutch word for each kind of item."""


@lru_cache(maxsize=2)
def known_ids(loaded: Loaded) -> Mapping[str, frozenset[str]]:
    """Return all ids by kind: the kinds in KINDS, and others such as topics.

    For terms these are all spellings, in lower case.
    """
    course = loaded.parsed
    known = {name: frozenset(map(item_id, kind.items(course))) for name, kind in KINDS.items()}
    objectives = frozenset(chain.from_iterable(page.lesson.objective_ids for page in course.lessons))
    return {
        **known,
        "term": frozenset(chain.from_iterable(term.names for term in course.terms)),
        "policy-model": frozenset(model.id for model in course.policies.models),
        "attribute": frozenset(attribute.id for attribute in course.policies.attributes),
        "chart": frozenset(chart_names(course)),
        "language": FOREIGN_LANGUAGES,
        "objective": objectives,
        "covered": objectives | known["fact"] | known["faq"],
        "programme": frozenset(programme.id for module in course.modules for programme in module.programmes),
        "topic": frozenset(topic.id for topic in course.topics),
        "fact-topic": frozenset(fact.topic for fact in course.facts if fact.topic),
        "helpline-topic": frozenset(chain.from_iterable(line.topics for line in course.helplines)),
        "source-entry": frozenset({*course.source_entries, *(entry.source_entry for entry in course.faq)}),
        "audience": frozenset(module.audience for module in course.modules),
    }


def reference(loaded: Loaded, kind: str, value: str, place: Place) -> Iterator[Problem]:
    """Yield a problem at `place` if no item of `kind` has the id `value`."""
    yield from reference_among(known_ids(loaded)[kind], kind, value, place)


def reference_among(known: Collection[str], kind: str, value: str, place: Place) -> Iterator[Problem]:
    """Yield a problem at `place` if `value` is not one of the `known` ids; its hint names the nearest known id."""
    if value not in known:
        hint = nearest(value, known)
        yield problem(place, "reference-unknown", kind=KIND_WORDS[kind], value=value, nearest=hint)


def repeats(pairs: Iterable[tuple[K, V]]) -> Iterator[tuple[K, V, V]]:
    """Yield each key that occurs again, with its value and the value of its first occurrence."""
    first: dict[K, V] = {}
    for key, value in pairs:
        if key in first:
            yield key, value, first[key]
        first.setdefault(key, value)


def question_ids(course: Course, bank: str | None) -> list[str]:
    """Return the ids of the questions of a bank; none if there is no such bank."""
    return [question.id for quiz in course.quizzes if quiz.id == bank for question in quiz.questions]


def calls_on_pages(loaded: Loaded) -> Iterator[tuple[Page, Call]]:
    """Yield each directive and role with its page, in reading order."""
    for page in loaded.pages:
        for call in page.calls:
            yield page, call
