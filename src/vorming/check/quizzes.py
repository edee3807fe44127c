"""Every bank keeps its rules, and no page shows a test."""

from collections.abc import Iterator
from datetime import date

from vorming.check.known import banks
from vorming.check.quiz_rules import (
    all_true_or_all_false,
    check_quiz,
    check_quiz_call,
    check_unconfirmed,
)
from vorming.model.course import Course
from vorming.source.load import Loaded
from vorming.source.problems import Place, Problem, problem
from vorming.text.markdown import values_of


def check_quizzes(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """Every bank keeps its rules, and no page shows a test; see quiz_rules.py."""
    values = values_of(course)
    for quiz, source in banks(loaded, course):
        yield from check_quiz(quiz, source, values)
        yield from check_unconfirmed(quiz, source, course)
    for page in loaded.pages:
        for call in page.calls:
            yield from check_quiz_call(course, call)


def check_uses(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """A final test is an exam, which no page shows; the bank of a lesson is for practice."""
    uses = {quiz.id: quiz.use for quiz in course.quizzes}
    for id, wanted, place in _named_banks(loaded, course):
        if uses.get(id, wanted) != wanted:
            yield problem(place, "quiz-use", value=id, use=uses[id])


def _named_banks(loaded: Loaded, course: Course) -> Iterator[tuple[str, str, Place]]:
    for i, module in enumerate(course.modules):
        if module.final_test:
            yield module.final_test, "exam", loaded.place("course", "modules", i, "final_test")
    for page in course.lessons:
        if page.lesson.quiz and (front := loaded.page(page.page).front):
            yield page.lesson.quiz, "practice", front.place("lesson", "quiz")


def check_statements(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """The statements of a module are not all true or all false: one would learn that instead."""
    for i, module in enumerate(course.modules):
        own = {course.lesson(id).lesson.quiz for id in module.lessons if _has_lesson(course, id)}
        answer = all_true_or_all_false(quiz for quiz in course.quizzes if quiz.id in own)
        if answer is not None:
            place = loaded.place("course", "modules", i, "lessons")
            word = "juist" if answer else "niet juist"
            yield problem(place, "quiz-statements-one-sided", value=module.id, answer=word)


def _has_lesson(course: Course, id: str) -> bool:
    return any(page.lesson.id == id for page in course.lessons)
