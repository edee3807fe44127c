"""Which questions a module asks, in its self-test and its final test, and which question asks what."""

from itertools import chain, islice, zip_longest

from vorming.model.course import Course, Module
from vorming.model.faq import FaqEntry
from vorming.model.quiz import Question
from vorming.quiz.view import SCORED_TYPES, QuizView, shuffled, view_questions, view_quiz
from vorming.text.markdown import Values, values_of

SELF_TEST_SIZE = 10
"""How many questions a self-test draws."""


def covered_ids(course: Course) -> frozenset[str]:
    """Return the ids of all that questions cover: objectives, FAQ entries and facts.

    A poll does not count: an opinion shows nothing of what somebody knows.
    """
    asked = (question.covers for question in course.questions if question.type != "poll")
    return frozenset(chain.from_iterable(asked))


def is_covered(course: Course, entry: FaqEntry) -> bool:
    """Tell whether a question covers an FAQ entry, itself or by a fact of it."""
    return not covered_ids(course).isdisjoint({entry.id, *entry.facts})


def draw_self_test(course: Course, module: Module) -> tuple[Question, ...]:
    """Return the questions of a module's self-test.

    These are the ones that the module names, in its order. A module that names none gets `SELF_TEST_SIZE` scored
    practice questions from each lesson in turn, always the same: the order follows from the ids.
    """
    banks = [shuffled(scored_practice(course, id), f"{module.id}/{id}") for id in module.lessons]
    if module.self_test:
        asked = {question.id: question for question in chain.from_iterable(banks)}
        return tuple(asked[id] for id in module.self_test if id in asked)
    # One of each lesson in turn, until a lesson has no more.
    in_turn = chain.from_iterable(zip_longest(*banks))
    return tuple(islice(filter(None, in_turn), SELF_TEST_SIZE))


def view_self_test(
    course: Course, module: Module, values: Values, taught: frozenset[str] | None = None
) -> QuizView:
    """Make a module's self-test ready to show.

    `taught` limits it to the questions that cover one of those objectives, for a day that leaves steps out.
    """
    chosen = draw_self_test(course, module)
    if taught is not None:
        chosen = tuple(question for question in chosen if taught.intersection(question.covers))
    return QuizView(f"zelftest-{module.id}", "", "practice", view_questions(chosen, values))


def view_final_test(course: Course, module: Module) -> QuizView:
    """Make a module's final test ready to show, never for a web page.

    A module without a final test gets a quiz without id and questions.
    """
    if module.final_test is None:
        return QuizView("", "", "exam", ())
    return view_quiz(course.quiz(module.final_test), values_of(course))


def scored_practice(course: Course, lesson_id: str) -> tuple[Question, ...]:
    """Return the practice questions of a lesson that are scored."""
    bank_ids = {page.lesson.quiz for page in course.lessons if page.lesson.id == lesson_id}
    found: list[Question] = []
    for quiz in course.quizzes:
        if quiz.id in bank_ids and quiz.use == "practice":
            found += [question for question in quiz.questions if question.type in SCORED_TYPES]
    return tuple(found)
