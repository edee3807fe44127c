"""What follows from the plan of a day: which outcomes it reaches, and whom its papers leave room for."""

from collections.abc import Mapping

from vorming.course.planning import Plan
from vorming.model.course import Course, DifficultMoment
from vorming.model.directives import PRACTICE
from vorming.model.faq import Contact
from vorming.source.load import Loaded

Contacts = tuple[Contact, ...]
SlideRanges = Mapping[int, tuple[int, int]]
"""For the minute of the day at which a step starts, its first and last slide."""


def outcomes_of(loaded: Loaded, plan: Plan) -> tuple[str, ...]:
    """Return the outcomes of a module that a day reaches.

    A day reaches an outcome when one of its objectives is taught by a step and shown: in a question of the
    day or of its final test, or in an exercise or case that a step with that objective uses.
    """
    asked = {id for item in plan.steps for id in item.questions}
    final_test = plan.module.final_test if plan.has_test else None
    shown = set[str]()
    for quiz in loaded.parsed.quizzes:
        for question in quiz.questions:
            if question.id in asked or quiz.id == final_test:
                shown.update(question.covers)
    for item in plan.steps:
        calls = loaded.page(item.page.page).calls
        names = {call.option("name") for call in calls if call.name in PRACTICE}
        if names.intersection(item.step.uses):
            shown.update(item.step.objectives)
    reached = plan.objectives & shown
    return tuple(outcome.text for outcome in plan.module.outcomes if reached.intersection(outcome.objectives))


def moments_of(course: Course, plan: Plan) -> list[DifficultMoment]:
    """Return the difficult moments of a day: first those of every day of its module, then those of its lessons in its order."""
    order = {page.lesson.id: number for number, page in enumerate(plan.lessons)}
    often = [m for m in course.difficult_moments if m.every_day and m.lesson in plan.module.lessons]
    others = (m for m in course.difficult_moments if not m.every_day and m.lesson in order)
    return [*often, *sorted(others, key=lambda moment: order[moment.lesson])]


def rows_to_fill(course: Course, plan: Plan) -> tuple[str, ...]:
    """Return whom a group finds in its own town, as the rows that its papers leave open: its module's, or the course's."""
    return plan.module.local_contacts or course.settings.local_contacts
