"""Which question asks what: the matrix of a module's objectives, lessons and questions."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from vorming.model.course import Course, Module
from vorming.model.faq import FaqEntry
from vorming.model.quiz import Question


@dataclass(frozen=True)
class CoverageRow:
    """An objective with the questions that cover it, in the banks of lessons and in the final test.

    The ids of questions lack the name of their bank, which the rows of a lesson have in common.
    """

    lesson: str
    objective: str
    practice: tuple[str, ...]
    exam: tuple[str, ...]


def coverage_rows(course: Course, module: Module) -> tuple[CoverageRow, ...]:
    """Return a row per objective, lesson by lesson; a lesson that does not exist has none."""
    rows = []
    lessons = {page.lesson.id: page for page in course.lessons}
    exam = course.final_test(module)
    for page in (lessons[id] for id in module.lessons if id in lessons):
        for objective in page.lesson.objectives:
            asked: list[str] = []
            for quiz in course.quizzes:
                if quiz.use == "practice":
                    asked += _covering(quiz.questions, objective.id, quiz.id)
            tested = _covering(exam, objective.id, module.final_test or "")
            rows.append(CoverageRow(page.title, objective.text, tuple(asked), tuple(tested)))
    return tuple(rows)


def _covering(questions: Iterable[Question], objective: str, bank: str) -> list[str]:
    """Return the questions that cover an objective, without the name of their bank."""
    return [
        question.id.removeprefix(f"{bank}-")
        for question in questions
        if question.type != "poll" and objective in question.covers
    ]


def covered_ids(course: Course) -> frozenset[str]:
    """Return the ids of all that questions cover: objectives, FAQ entries and facts.

    A poll does not count: an opinion shows nothing of what somebody knows.
    """
    asked = (question.covers for question in course.questions if question.type != "poll")
    return frozenset(chain.from_iterable(asked))


def is_covered(course: Course, entry: FaqEntry) -> bool:
    """Tell whether a question covers an FAQ entry, itself or by a fact of it."""
    return not covered_ids(course).isdisjoint({entry.id, *entry.facts})


def never_asked(course: Course, module: Module) -> tuple[FaqEntry, ...]:
    """Return the FAQ entries for the module's audience that no question covers, itself or by a fact."""
    entries = (entry for entry in course.faq if module.audience in entry.audiences)
    return tuple(entry for entry in entries if not is_covered(course, entry))
