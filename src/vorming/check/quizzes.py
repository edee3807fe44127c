"""Question banks in the course: each keeps its rules, no page shows an exam, no score rests on what is not sure.

The rules of one question stand in quiz_rules.py.
"""

from collections.abc import Iterator
from datetime import date

from vorming.check.known import banks
from vorming.check.quiz_rules import Asked, check_question
from vorming.model import quiz as model
from vorming.model.base import Status
from vorming.model.course import Course
from vorming.model.walk import walk
from vorming.quiz.view import SCORED_TYPES
from vorming.source.load import Loaded
from vorming.source.pages import Call
from vorming.source.problems import Problem, nearest, problem
from vorming.source.rules import causes
from vorming.source.yaml import Source
from vorming.text.markdown import ROLE, values_of

LEAST_STATEMENTS = 3
"""Fewer statements may well be all true by chance."""


def check_quizzes(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """Check that every question keeps its rules, and no page shows a test; see quiz_rules.py."""
    values = values_of(course)
    for quiz, source in banks(loaded, course):
        for number, question in enumerate(quiz.questions):
            yield from check_question(Asked(question, source, number, values))
        yield from _unconfirmed_problems(quiz, source, course)
    for page in loaded.pages:
        for call in page.calls:
            if call.name in {"quiz", "scenario"}:
                yield from _call_problems(course, call)


def _unconfirmed_problems(quiz: model.Quiz, source: Source, course: Course) -> Iterator[Problem]:
    """Yield each scored question of a bank that rests on something still to be confirmed.

    A question rests on what it covers, on the misconceptions behind its wrong answers, and on the facts in
    its fields and texts.
    """
    values, unsure = values_of(course), _unsure_ids(course)
    for number, question in enumerate(quiz.questions):
        if question.type in SCORED_TYPES:
            asked = Asked(question, source, number, values)
            named = [(found.loc, found.value) for found in walk(type(question), question) if found.ref]
            for loc, text in asked.texts():
                roles = ROLE.finditer(text)
                named += [(loc, role["text"]) for role in roles if role["name"] == "fact"]
            for loc, id in named:
                if id in unsure:
                    yield asked.problem("quiz-unconfirmed", *loc, value=id)


def _unsure_ids(course: Course) -> set[str]:
    """Return the ids on which no score may rest.

    A fact without confirmation, or somebody's word on a point that is open between sources; a FAQ entry
    without confirmation; a misconception that only such facts refute.
    """
    open_points = {point.id for point in course.contradictions if point.status == "open"}
    unsure = set()
    for fact in course.facts:
        is_disputed = fact.status is Status.ATTRIBUTED and not open_points.isdisjoint(fact.contradictions)
        if fact.status is Status.UNCONFIRMED or is_disputed:
            unsure.add(fact.id)
    refuted_by_unsure = {item.id for item in course.misconceptions if unsure.issuperset(item.facts)}
    entries = {entry.id for entry in course.faq if entry.status is Status.UNCONFIRMED}
    return unsure | refuted_by_unsure | entries


def _call_problems(course: Course, call: Call) -> Iterator[Problem]:
    """Find what is wrong with a page that asks for a bank, for some questions of it, or for one scenario."""
    for quiz in course.quizzes:
        questions = {question.id: question for question in quiz.questions}
        is_bank = call.name == "quiz" and quiz.id == call.argument
        is_scenario = call.name == "scenario" and call.argument in questions
        if quiz.use == "exam" and (is_bank or is_scenario):
            yield problem(call.place, "quiz-exam-on-page", value=quiz.id)
        if is_scenario and questions[call.argument].type != "scenario":
            yield problem(call.place, "quiz-not-scenario", question=call.argument)
        for id in call.option("questions").split() if is_bank else ():
            if id not in questions:
                hint = nearest(id, questions)
                yield problem(call.place, "quiz-question-elsewhere", question=id, bank=quiz.id, nearest=hint)


def check_uses(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """Check that a final test is an exam, which no page shows; the bank of a lesson is for practice."""
    named = []
    for i, module in enumerate(course.modules):
        if module.final_test:
            named.append((module.final_test, "exam", loaded.place("course", "modules", i, "final_test")))
    for page in course.lessons:
        if page.lesson.quiz and (front := loaded.page(page.page).front):
            named.append((page.lesson.quiz, "practice", front.place("lesson", "quiz")))
    uses: dict[str, str] = {quiz.id: quiz.use for quiz in course.quizzes}
    for id, wanted, place in named:
        if uses.get(id, wanted) != wanted:
            yield problem(place, "quiz-use", value=id, use=uses[id])


def check_statements(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """Check that the statements of a module are not all true or all false: one would learn that instead."""
    for i, module in enumerate(course.modules):
        own = {page.lesson.quiz for page in course.lessons if page.lesson.id in module.lessons}
        answers = []
        for quiz in course.quizzes:
            if quiz.id in own:
                answers += [item.answer for item in quiz.questions if isinstance(item, model.TrueFalse)]
        if len(answers) >= LEAST_STATEMENTS and len(set(answers)) == 1:
            place = loaded.place("course", "modules", i, "lessons")
            word = causes("said")["true" if answers[0] else "false"]
            yield problem(place, "quiz-statements-one-sided", value=module.id, answer=word)
