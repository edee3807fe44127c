"""Every bank keeps its rules, and no page shows a test."""

from collections.abc import Iterator
from datetime import date

from vorming.check.known import bank_file
from vorming.check.quiz_rules import check_quiz, check_quiz_call, check_shown_once, check_unconfirmed
from vorming.load import Loaded
from vorming.model.course import Course
from vorming.problems import Problem
from vorming.quiz_view import facts_by_id


def check_quizzes(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """Every bank keeps its rules, and no page shows a test; see quiz_rules.py."""
    facts = facts_by_id(course)
    for quiz in course.quizzes:
        source = loaded.sources[f"quizzes/{bank_file(loaded, quiz.id)}"]
        yield from check_quiz(quiz, source, facts)
        yield from check_unconfirmed(quiz, source, course)
    for page in loaded.pages:
        yield from check_shown_once(course, page.calls)
        for call in page.calls:
            yield from check_quiz_call(course, call)
