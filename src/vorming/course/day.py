"""What follows from the plan of a day: which outcomes it reaches, which facts its trainer has to check."""

from vorming.course.planning import Plan
from vorming.course.usage import drawn
from vorming.model.base import Status
from vorming.model.contacts import Contact
from vorming.model.course import Course
from vorming.model.facts import Fact
from vorming.source.load import Loaded

Contacts = tuple[Contact, ...]

PRACTISED = frozenset({"case", "exercise"})
"""The blocks in which a group shows that it can do something."""


def outcomes_of(loaded: Loaded, plan: Plan) -> tuple[str, ...]:
    """Return the outcomes of a module that a day reaches.

    A day reaches an outcome when one of its objectives is taught by a step and shown: in a question of the
    day or of its final test, or in an exercise or case that a step with that objective uses.
    """
    taught, shown = set[str](), _asked(loaded.parsed, plan)
    for item in plan.steps:
        taught.update(item.step.objectives)
        calls = loaded.page(item.page.page).calls
        names = {call.option("name") for call in calls if call.name in PRACTISED}
        if names.intersection(item.step.uses):
            shown.update(item.step.objectives)
    reached = taught & shown
    return tuple(outcome.text for outcome in plan.module.outcomes if reached.intersection(outcome.objectives))


def _asked(course: Course, plan: Plan) -> set[str]:
    """Return what the questions of a day cover, those of its final test included."""
    asked = set[str]().union(*(step.questions for step in plan.steps))
    covered = set[str]()
    for quiz in course.quizzes:
        is_test = plan.has_test and quiz.id == plan.module.final_test
        for question in quiz.questions:
            if is_test or question.id in asked:
                covered.update(question.covers)
    return covered


def volatile_facts(loaded: Loaded, plan: Plan) -> list[Fact]:
    """Return every fact of a day that must be checked again before it is said, in the order of the day.

    These are the facts on the pages of its lessons and on its take-away card that are unconfirmed, or are
    checked at least every half year.
    """
    names = [page.page for page in plan.lessons]
    if plan.module.take_away:
        names.append(plan.module.take_away)
    found: dict[str, Fact] = {}
    for name in names:
        for item in drawn(loaded, loaded.page(name)):
            if isinstance(item, Fact) and (
                item.recheck_every in {"3 months", "6 months"} or item.status is Status.UNCONFIRMED
            ):
                found[item.id] = item
    return list(found.values())
