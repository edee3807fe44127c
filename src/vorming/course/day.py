"""Derive from the plan of a day its outcomes, its difficult moments, and the contacts to fill in on its papers."""

from collections.abc import Mapping

from vorming.course.planning import Plan
from vorming.model.course import Course, DifficultMoment
from vorming.model.directives import PRACTICE
from vorming.model.local import Contact
from vorming.source.load import Loaded

Contacts = tuple[Contact, ...]
SlideRanges = Mapping[int, tuple[int, int]]
"""The first and last slide of each step, by the minute of the day at which it starts."""


def outcomes_of(loaded: Loaded, plan: Plan) -> tuple[str, ...]:
    """Return the outcomes of a module that a day reaches.

    A day reaches an outcome if one of the outcome's objectives is taught by a step and also shown: in a question of
    the day or of its final test, or in an exercise or case that a step with that objective uses.
    """
    questions = {id for item in plan.steps for id in item.questions}
    final_test = plan.module.final_test if plan.has_test else None
    shown = set[str]()
    for quiz in loaded.parsed.quizzes:
        for question in quiz.questions:
            if question.id in questions or quiz.id == final_test:
                shown.update(question.covers)
    for item in plan.steps:
        calls = loaded.page(item.page.page).calls
        names = {call.option("name") for call in calls if call.name in PRACTICE}
        if names.intersection(item.step.uses):
            shown.update(item.step.objectives)
    reached = plan.objectives & shown
    return tuple(outcome.text for outcome in plan.module.outcomes if reached.intersection(outcome.objectives))


def moments_of(course: Course, plan: Plan) -> list[DifficultMoment]:
    """Return the difficult moments of a day.

    First come those of its module with `every_day`, then those of its lessons, in the order of the day. A moment that
    another of them replaces is left out.
    """
    order = {page.lesson.id: number for number, page in enumerate(plan.lessons)}
    often = [m for m in course.difficult_moments if m.every_day and m.lesson in plan.module.lessons]
    others = (m for m in course.difficult_moments if not m.every_day and m.lesson in order)
    moments = [*often, *sorted(others, key=lambda moment: order[moment.lesson])]
    replaced = {moment.replaces for moment in moments}
    return [moment for moment in moments if moment.id not in replaced]


def rows_to_fill(course: Course, plan: Plan) -> tuple[str, ...]:
    """Return the local contacts that a group fills in on its papers: those of its module, else those of the course."""
    return plan.module.local_contacts or course.settings.local_contacts
