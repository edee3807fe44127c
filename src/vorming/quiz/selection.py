"""The questions of a module's self-test and final test, and the items that questions cover."""

from itertools import chain, islice, zip_longest

from vorming.model.course import Course, Module
from vorming.model.items import FaqEntry
from vorming.model.quiz import Question
from vorming.quiz.view import SCORED_TYPES, QuizView, shuffled, view_questions, view_quiz
from vorming.text.markdown import Values, values_of

SELF_TEST_SIZE = 10
"""The number of questions in a self-test that the module doesn't list itself."""


def covered_ids(course: Course) -> frozenset[str]:
    """Return the ids of all objectives, FAQ entries and facts that questions cover.

    Polls do not count: an opinion does not show what somebody knows.
    """
    covers = (question.covers for question in course.questions if question.type != "poll")
    return frozenset(chain.from_iterable(covers))


def is_covered(course: Course, entry: FaqEntry) -> bool:
    """Tell whether a question covers an FAQ entry or one of its facts."""
    return not covered_ids(course).isdisjoint({entry.id, *entry.facts})


def draw_self_test(course: Course, module: Module) -> tuple[Question, ...]:
    """Return the questions of a module's self-test.

    These are the questions that the module lists, in that order. A module without a list gets `SELF_TEST_SIZE` scored
    practice questions, taken from each lesson in turn. The choice follows from the ids, so it is always the same.
    """
    banks = [shuffled(scored_practice(course, id), f"{module.id}/{id}") for id in module.lessons]
    if module.self_test:
        by_id = {question.id: question for question in chain.from_iterable(banks)}
        return tuple(by_id[id] for id in module.self_test if id in by_id)
    # `zip_longest` gives None for a lesson that has no questions left.
    in_turn = chain.from_iterable(zip_longest(*banks))
    return tuple(islice(filter(None, in_turn), SELF_TEST_SIZE))


def view_self_test(
    course: Course, module: Module, values: Values, taught: frozenset[str] | None = None
) -> QuizView:
    """Make a module's self-test ready to show.

    taught: objectives, of which a question must cover at least one, for a day that leaves steps out; None for all.
    """
    chosen = draw_self_test(course, module)
    if taught is not None:
        chosen = tuple(question for question in chosen if taught.intersection(question.covers))
    return QuizView(f"zelftest-{module.id}", "", "practice", view_questions(chosen, values))


def view_final_test(course: Course, module: Module) -> QuizView:
    """Make a module's final test ready to show; no web page may show it.

    For a module without a final test, return a quiz without id and questions.
    """
    if module.final_test is None:
        return QuizView("", "", "exam", ())
    return view_quiz(course.quiz(module.final_test), values_of(course))


def scored_practice(course: Course, lesson_id: str) -> tuple[Question, ...]:
    """Return the practice questions of a lesson that are scored."""
    bank_ids = {page.lesson.quiz for page in course.lessons if page.lesson.id == lesson_id}
    banks = (quiz for quiz in course.quizzes if quiz.id in bank_ids and quiz.use == "practice")
    return tuple(question for bank in banks for question in bank.questions if question.type in SCORED_TYPES)
