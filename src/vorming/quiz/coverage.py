"""Which question asks what: the matrix of a module's objectives, lessons and questions."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from vorming.model.course import Course, LessonPage, Module
from vorming.model.faq import FaqEntry
from vorming.model.quiz import Question


@dataclass(frozen=True)
class CoverageRow:
    """An objective with the questions that cover it, in the banks of lessons and in the final test."""

    lesson: str
    objective: str
    practice: tuple[str, ...]
    exam: tuple[str, ...]

    @property
    def is_asked(self) -> bool:
        return bool(self.practice or self.exam)


def coverage_rows(course: Course, module: Module) -> tuple[CoverageRow, ...]:
    """Return a row per objective, lesson by lesson."""
    lessons = {page.lesson.id: page for page in course.lessons}
    pages = (lessons[id] for id in module.lessons if id in lessons)
    return tuple(row for page in pages for row in _rows(course, module, page))


def _rows(course: Course, module: Module, page: LessonPage) -> Iterator[CoverageRow]:
    practice = {quiz.id: quiz.questions for quiz in course.quizzes if quiz.use == "practice"}
    exam = course.final_test(module)
    for objective in page.lesson.objectives:
        asked = [
            id for bank, questions in practice.items() for id in _covering(questions, objective.id, bank)
        ]
        tested = _covering(exam, objective.id, module.final_test or "")
        yield CoverageRow(page.title, objective.text, tuple(asked), tuple(tested))


def _covering(questions: Iterable[Question], objective: str, bank: str) -> list[str]:
    """Return the questions that cover an objective, without the name of their bank."""
    return [
        question.id.removeprefix(f"{bank}-")
        for question in questions
        if question.type != "poll" and objective in question.covers
    ]


def covered_ids(course: Course) -> frozenset[str]:
    """Return what the course's questions cover: objectives, FAQ entries and facts. A poll shows nothing of what is known."""
    questions = (question for quiz in course.quizzes for question in quiz.questions)
    return frozenset(id for question in questions if question.type != "poll" for id in question.covers)


def is_covered(course: Course, entry: FaqEntry) -> bool:
    """Tell whether a question covers an FAQ entry, itself or by a fact of it."""
    return not covered_ids(course).isdisjoint({entry.id, *entry.facts})


def never_asked(course: Course, module: Module) -> tuple[FaqEntry, ...]:
    """Return the FAQ entries for the module's audience that no question covers, itself or by a fact."""
    entries = (entry for entry in course.faq if module.audience in entry.audiences)
    return tuple(entry for entry in entries if not is_covered(course, entry))
