"""The input of exports: the practice questions and the final test of a module, ready to show."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import count

from vorming.model.course import Course, Module
from vorming.quiz.selection import view_final_test
from vorming.quiz.view import QuestionView, QuizView, view_quiz
from vorming.source.load import Loaded
from vorming.source.pages import Page
from vorming.text.markdown import values_of
from vorming.text.words import words


@dataclass(frozen=True)
class QuestionSet:
    """The questions of one file, in a section per bank; the file name starts with `id`.

    They are numbered from 1 through all sections, and keep their numbers where a format leaves others out.
    """

    id: str
    title: str
    use: str
    sections: tuple[QuizView, ...]

    @property
    def questions(self) -> tuple[QuestionView, ...]:
        return tuple(question for section in self.sections for question in section.questions)


@dataclass(frozen=True, eq=False)
class Material:
    """A module with its two sets of questions.

    The texts of questions are Markdown inlines with the facts filled in; each format renders them for its platform.
    """

    loaded: Loaded
    module: Module
    practice: QuestionSet
    exam: QuestionSet

    @property
    def course(self) -> Course:
        return self.loaded.parsed

    @property
    def pages(self) -> Mapping[str, Page]:
        """The pages of the book by name."""
        return {page.name: page for page in self.loaded.pages}

    @property
    def shared_banks(self) -> frozenset[str]:
        """The ids of the banks whose lesson is also in another module."""
        others = (module for module in self.course.modules if module.id != self.module.id)
        lessons = (self.course.lesson(id).lesson for module in others for id in module.lessons)
        return frozenset(lesson.quiz for lesson in lessons if lesson.quiz)

    @property
    def sets(self) -> tuple[QuestionSet, ...]:
        return tuple(questions for questions in (self.practice, self.exam) if questions.questions)


def material_of(loaded: Loaded, module_id: str) -> Material:
    """Return the input of the exports of a module; the course must have passed the checks.

    The practice set has the banks of the module's lessons, each once, in the order of the lessons.
    """
    course, module = loaded.parsed, loaded.parsed.module(module_id)
    values = values_of(course)
    # Lessons may share a bank, which then has the place of the first of these lessons.
    ids = dict.fromkeys(course.lesson(id).lesson.quiz for id in module.lessons)
    banks = {quiz.id: quiz for quiz in course.quizzes if quiz.use == "practice"}
    practice = _numbered(module, "practice", [view_quiz(banks[id], values) for id in ids if id in banks])
    exam = _numbered(module, "exam", [view_final_test(course, module)])
    return Material(loaded, module, practice, exam)


def _numbered(module: Module, use: str, sections: Iterable[QuizView]) -> QuestionSet:
    """Make a set of sections, with one numbering, from 1, through all of them."""
    labels = words("exports")
    numbered: list[QuizView] = []
    numbers = count(1)
    for section in sections:
        questions = tuple(replace(question, number=next(numbers)) for question in section.questions)
        numbered.append(replace(section, questions=questions))
    id, title = f"{module.id}-{labels[f'{use}_file']}", f"{module.title} – {labels[use]}"
    return QuestionSet(id, title, use, tuple(numbered))
