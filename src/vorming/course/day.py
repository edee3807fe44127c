"""What a day teaches, and which facts it says: derived from its plan."""

from collections.abc import Iterator

from vorming.course.planning import Plan
from vorming.course.usage import drawn
from vorming.model.base import Interval, Status
from vorming.model.contacts import Contact
from vorming.model.course import Course, Outcome
from vorming.model.facts import Fact
from vorming.source.load import Loaded
from vorming.source.pages import Page

Contacts = tuple[Contact, ...]

PRACTISED = frozenset({"case", "exercise"})
"""The blocks in which a group shows that it can do something."""


def outcomes_of(loaded: Loaded, plan: Plan) -> tuple[Outcome, ...]:
    """Return the outcomes of a module that a day reaches.

    A day reaches an outcome when one of its objectives is taught by a step and asked: by a question of the
    day, by its final test, or by an exercise or case that a step uses.
    """
    course = loaded.course
    assert course is not None
    taught = {id for step in plan.steps for id in step.step.objectives}
    reached = taught & (_asked(course, plan) | set(_practised(loaded, plan)))
    return tuple(outcome for outcome in plan.module.outcomes if reached.intersection(outcome.objectives))


def _asked(course: Course, plan: Plan) -> set[str]:
    """Return what the questions of a day cover, those of its final test with them."""
    asked = {id for step in plan.steps for id in step.questions}
    has_test = any(part.kind == "test" for part in plan.parts)
    return {
        id
        for quiz in course.quizzes
        for question in quiz.questions
        if question.id in asked or (has_test and quiz.id == plan.module.final_test)
        for id in question.covers
    }


def _practised(loaded: Loaded, plan: Plan) -> Iterator[str]:
    """Yield the objectives of steps that use a case or an exercise."""
    for taught in plan.steps:
        page = loaded.page(taught.page.page)
        names = {call.option("name") for call in page.calls if call.name in PRACTISED}
        if names.intersection(taught.step.uses):
            yield from taught.step.objectives


def pages_of(loaded: Loaded, plan: Plan) -> list[Page]:
    """Return the pages that a day puts before people: its lessons and its card."""
    names = [
        *(page.page for page in plan.lessons),
        *([plan.module.take_away] if plan.module.take_away else []),
    ]
    return [loaded.page(name) for name in names]


def volatile_facts(loaded: Loaded, plan: Plan) -> list[Fact]:
    """Return every fact of a day that changes soon or is not sure, in the order of the day."""
    found = {
        item.id: item
        for page in pages_of(loaded, plan)
        for item in drawn(loaded, page)
        if isinstance(item, Fact) and is_volatile(item)
    }
    return list(found.values())


def is_volatile(fact: Fact) -> bool:
    """Tell what must be checked again before it is said."""
    soon = fact.recheck_every in {Interval.QUARTER, Interval.HALF_YEAR}
    return soon or fact.status is Status.UNCONFIRMED
