"""What every export starts from: a module's practice questions and its final test, ready to show."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from vorming.model.course import Course, Module
from vorming.quiz.view import QuestionView, QuizView, view_final_test, view_quiz
from vorming.source.pages import Page
from vorming.text.markdown import values_of
from vorming.text.words import words


@dataclass(frozen=True)
class QuestionSet:
    """The questions that go into one file, in sections by bank, numbered through."""

    id: str
    title: str
    use: str
    sections: tuple[QuizView, ...]

    @property
    def questions(self) -> tuple[QuestionView, ...]:
        return tuple(question for section in self.sections for question in section.questions)


@dataclass(frozen=True)
class Material:
    """A module with its two sets of questions, and the text of its pages."""

    course: Course
    module: Module
    practice: QuestionSet
    exam: QuestionSet
    pages: Mapping[str, Page] = field(default_factory=dict)

    @property
    def shared_banks(self) -> frozenset[str]:
        """The banks of lessons that another module has too."""
        elsewhere = {
            id for module in self.course.modules if module.id != self.module.id for id in module.lessons
        }
        return frozenset(
            page.lesson.quiz
            for page in self.course.lessons
            if page.lesson.quiz and page.lesson.id in elsewhere
        )

    @property
    def sets(self) -> tuple[QuestionSet, ...]:
        return tuple(found for found in (self.practice, self.exam) if found.questions)


def gather_material(course: Course, module: Module, pages: Mapping[str, Page] | None = None) -> Material:
    """Gather the banks of the module's lessons, in their order, and its final test."""
    exam = _question_set(module, "exam", (view_final_test(course, module),))
    return Material(
        course, module, _question_set(module, "practice", _banks(course, module)), exam, pages or {}
    )


def _banks(course: Course, module: Module) -> tuple[QuizView, ...]:
    values = values_of(course)
    bank_of = {page.lesson.id: page.lesson.quiz for page in course.lessons}
    ids = dict.fromkeys(bank_of.get(lesson) for lesson in module.lessons)
    banks = {quiz.id: quiz for quiz in course.quizzes if quiz.use == "practice"}
    return tuple(view_quiz(banks[id], values) for id in ids if id in banks)


def _question_set(module: Module, use: str, sections: tuple[QuizView, ...]) -> QuestionSet:
    said = words("exports")
    numbered: list[QuizView] = []
    count = 0
    for section in sections:
        questions = tuple(
            replace(question, number=count + i) for i, question in enumerate(section.questions, 1)
        )
        numbered.append(replace(section, questions=questions))
        count += len(questions)
    id, title = f"{module.id}-{said[f'{use}_file']}", f"{module.title} – {said[use]}"
    return QuestionSet(id, title, use, tuple(numbered))
