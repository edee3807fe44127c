"""Checks of question banks: the rules for each question, and the use of the banks in the course.

No page may show an exam, and no scored question may depend on a statement that is not sure.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from vorming.check.references import reference_among, repeats
from vorming.course.kinds import KIND_WORDS
from vorming.model import quiz as model
from vorming.model.base import Status
from vorming.model.course import Course
from vorming.model.quiz import MOST_OPTIONS
from vorming.model.walk import MarkedValue, walk
from vorming.quiz.selection import scored_practice
from vorming.quiz.view import SCORED_TYPES, reading_order, right_answer
from vorming.source.current import language
from vorming.source.load import Loaded
from vorming.source.markdown import read_markdown
from vorming.source.problems import Place, Problem, nearest, phrases, problem, read_dutch
from vorming.text.markdown import Values, inline_tokens, resolve_roles, values_of

LENGTH_CUE = 1.25
"""The greatest length of a right answer, relative to the longest wrong one (Haladyna: keep options equally long)."""
_TEXT_ROLES = frozenset({"fact", "helpline", "term"})
_CHOICES: Mapping[tuple[str, ...], str] = {
    ("options",): "option", ("options", "text"): "option", ("reason", "options", "text"): "option", ("items",): "item",
    ("pairs", "left"): "left", ("pairs", "right"): "right", ("distractors",): "right", ("scale",): "scale",
    ("options", "live"): "option", ("reason", "options", "live"): "option",
}  # fmt: skip
"""The texts among which one chooses, by their keys; texts with the same value must differ."""
LEAST_STATEMENTS = 3
"""The least number of statements to check: fewer may well be all true by chance."""
LEAST_CHOICES = 5
"""The least number of choices to check: in fewer, the right one may well be the longest by chance."""

MOST_KEPT = 115
"""The most scored questions in a package: SCORM 1.2 keeps 4096 characters, 20 to 50 for an answer, and the pages read."""


@dataclass(frozen=True)
class PlacedQuestion:
    """A question of a course, with the items that its roles may name."""

    loaded: Loaded
    question: model.Question
    values: Values

    def place(self, *loc: str | int) -> Place:
        """Return the place of a part of the question."""
        return self.loaded.place(self.question, *loc)

    def problem(self, rule_id: str, *loc: str | int, **values: object) -> Problem:
        """Make a problem about a part of the question."""
        return problem(self.place(*loc), rule_id, question=self.question.id, **values)


def check_quizzes(loaded: Loaded, course: Course) -> Iterator[Problem]:
    """Check that every question follows the rules of its type."""
    values, unsure = values_of(course), _unsure_ids(course)
    for question in course.questions:
        placed = PlacedQuestion(loaded, question, values)
        yield from _question_problems(placed)
        yield from _repeated(placed)
        for found in walk(type(question), question):
            yield from _value_problems(placed, found, unsure if question.type in SCORED_TYPES else set())


def _unsure_ids(course: Course) -> set[str]:
    """Return the ids of items on which no scored question may depend.

    These are unconfirmed facts and FAQ entries, attributed facts on a point on which sources still differ, and
    misconceptions that only such facts refute.
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


def check_banks(loaded: Loaded, course: Course) -> Iterator[Problem]:
    """Check that no page shows an exam, and that the questions and scenarios named on a page exist in their bank."""
    for _page, call in loaded.calls:
        for quiz in course.quizzes if call.name in {"quiz", "scenario"} else ():
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
                    yield problem(
                        call.place, "quiz-question-elsewhere", question=id, bank=quiz.id, nearest=hint
                    )


def check_uses(loaded: Loaded, course: Course) -> Iterator[Problem]:
    """Check that a final test is an exam, that the bank of a lesson is for practice, and that every exam is used."""
    named = []
    for module in course.modules:
        if module.final_test:
            named.append((module.final_test, "exam", loaded.place(module, "final_test")))
    for page in course.lessons:
        if page.lesson.quiz:
            named.append((page.lesson.quiz, "practice", loaded.place(page.lesson, "quiz")))
    uses: dict[str, str] = {quiz.id: quiz.use for quiz in course.quizzes}
    for id, wanted, place in named:
        if uses.get(id, wanted) != wanted:
            yield problem(place, "quiz-use", value=id, use=uses[id])
    final = {module.final_test for module in course.modules}
    for quiz in course.quizzes:
        if quiz.use == "exam" and quiz.id not in final:
            yield problem(loaded.place(quiz, "id"), "item-unused", kind=KIND_WORDS["quiz"], value=quiz.id)


def check_copies(loaded: Loaded, course: Course) -> Iterator[Problem]:
    """Check that an exam asks no question of practice, whose answer trainees have read."""
    practice = [quiz for quiz in course.quizzes if quiz.use != "exam"]
    asked = {_asked(question): question.id for quiz in practice for question in quiz.questions}
    for quiz in course.quizzes:
        for question in quiz.questions if quiz.use == "exam" else ():
            if id := asked.get(_asked(question)):
                place = loaded.place(question, "prompt")
                yield problem(place, "quiz-exam-copied", question=question.id, value=id)


def _asked(question: model.Question) -> frozenset[str]:
    """Return the prompt and the texts among which one chooses, without short forms and differences of space and case."""
    texts = [
        found.value
        for found in walk(type(question), question)
        if _keys(found) in _CHOICES and found.loc[-1] != "live"
    ]
    return frozenset(" ".join(text.casefold().split()) for text in (question.prompt, *texts))


def _keys(found: MarkedValue) -> tuple[str, ...]:
    """Return the keys that lead to a value, without its positions in lists."""
    return tuple(part for part in found.loc if isinstance(part, str))


def check_statements(loaded: Loaded, course: Course) -> Iterator[Problem]:
    """Check that the statements of a module are not all true or all false, which trainees would notice."""
    for module in course.modules:
        questions = chain.from_iterable(scored_practice(course, lesson) for lesson in module.lessons)
        answers = [question.answer for question in questions if isinstance(question, model.TrueFalse)]
        if len(answers) >= LEAST_STATEMENTS and len(set(answers)) == 1:
            place = loaded.place(module, "lessons")
            word = phrases("fragments")["true" if answers[0] else "false"]
            yield problem(place, "quiz-statements-one-sided", value=module.id, answer=word)


def check_kept(loaded: Loaded, course: Course) -> Iterator[Problem]:
    """Check that a platform has room for the answers to all scored questions of a module, and of its final test."""
    for module in course.modules:
        banks = {page.lesson.quiz for page in course.lessons if page.lesson.id in module.lessons}
        for key, ids in (("lessons", banks), ("final_test", {module.final_test})):
            questions = (q for quiz in course.quizzes if quiz.id in ids for q in quiz.questions)
            if (count := sum(q.type in SCORED_TYPES for q in questions)) > MOST_KEPT:
                place = loaded.place(module, key)
                yield problem(place, "quiz-not-kept", value=module.id, count=count, most=MOST_KEPT)


def check_lengths(loaded: Loaded, course: Course) -> Iterator[Problem]:
    """Check that the longest option in a bank is not the right one far more often than by chance."""
    for quiz in course.quizzes:
        choices = list(chain.from_iterable(map(_choices, quiz.questions)))
        longest = sum(max(right) > max(wrong) for right, wrong in choices)
        by_chance = sum(len(right) / len(right + wrong) for right, wrong in choices)
        if len(choices) >= LEAST_CHOICES and longest >= 2 * by_chance:
            place = loaded.place(quiz, "questions")
            yield problem(place, "quiz-longest-right", value=quiz.id, longest=longest, count=len(choices))


def _choices(question: model.Question) -> Iterator[tuple[list[int], list[int]]]:
    """Yield, for each choice in a question that has both, the lengths of its best and of its other options."""
    scored: list[list[tuple[int, str]]] = []
    if isinstance(question, model.Single):
        scored = [[(int(option.correct), option.text) for option in question.options]]
    elif isinstance(question, model.Scenario):
        scored = [[(way.score, way.text) for way in scene.choices] for scene in question.nodes.values()]
    for choice in scored:
        best = max((score for score, _text in choice), default=0)
        right = [len(text) for score, text in choice if score == best]
        wrong = [len(text) for score, text in choice if score < best]
        if right and wrong:
            yield right, wrong


def _question_problems(placed: PlacedQuestion) -> Iterator[Problem]:
    question = placed.question
    if question.type in SCORED_TYPES and not question.covers:
        yield placed.problem("quiz-covers-nothing")
    match question:
        case model.Single() | model.Multiple():
            yield from _option_problems(placed, question.options)
        case model.TrueFalse() if question.reason:
            yield from _option_problems(placed, question.reason.options, "reason")
        case model.Numeric():
            yield from _number_problems(placed, question)
        case model.Scenario():
            yield from _scenario_problems(placed, question)
        case model.Poll():
            count = len(question.options)
            if bool(count) == bool(question.scale):
                yield placed.problem("quiz-poll-form")
            elif count and not 2 <= count <= MOST_OPTIONS:
                yield placed.problem("quiz-options-count", "options", count=count, most=MOST_OPTIONS)


def _value_problems(placed: PlacedQuestion, found: MarkedValue, unsure: set[str]) -> Iterator[Problem]:
    """Yield the problems of a marked value of a question.

    A text may not give away the answer, and no value may name an id in `unsure`: an item that the question covers, a
    misconception, or a fact in a field or text.
    """
    text, loc = found.value, found.loc
    named = [text] if found.ref else []
    if found.reads:
        giveaways = read_dutch("assets/quiz/giveaways.yml")[language()]
        if position := re.search(rf"\b(?:{giveaways['position']})\b", text):
            yield placed.problem("quiz-position-word", *loc, words=position[0])
        verdict = re.match(rf"\W*({giveaways['verdict']})\b", text, re.IGNORECASE)
        if verdict and loc[-1] == "feedback":
            yield placed.problem("quiz-feedback-verdict", *loc, word=verdict[1])
        for role in read_markdown(text).roles:
            if role.name not in _TEXT_ROLES:
                yield placed.problem("quiz-role", *loc, role=role.name)
            elif role.name == "fact":
                named.append(role.argument)
    for id in named:
        if id in unsure:
            yield placed.problem("quiz-unconfirmed", *loc, value=id)


def _option_problems(
    placed: PlacedQuestion, options: tuple[model.Option, ...], *loc: str
) -> Iterator[Problem]:
    """Yield problems of options: too few, too many, equal ones, wrong ones without feedback, a right one far longer."""
    right = [len(option.text) for option in options if option.correct]
    wrong = [len(option.text) for option in options if not option.correct]
    kind = placed.question.type
    most = MOST_OPTIONS * 2 if kind == "multiple" else MOST_OPTIONS
    if not 2 <= len(options) <= most or max(len(right), len(wrong)) > MOST_OPTIONS:
        yield placed.problem("quiz-options-count", *loc, "options", count=len(options), most=MOST_OPTIONS)
    for i, option in enumerate(options):
        if not option.correct and not option.feedback:
            yield placed.problem("quiz-feedback-missing", *loc, "options", i, text=option.text)
    if kind == "multiple" and not (right and wrong):
        missing = phrases("fragments")["wrong" if right else "true"]
        yield placed.problem("quiz-multiple-one-sided", *loc, "options", missing=missing)
    if kind != "multiple" and len(right) != 1:
        yield placed.problem("quiz-one-right", *loc, "options", count=len(right))
    # Trainees who don't know the answer choose an option that is far longer than the others.
    longest = max(wrong, default=0)
    if kind == "single" and right and wrong and right[0] > max(LENGTH_CUE * longest, longest + 20):
        yield placed.problem("quiz-length-cue", "options", right=right[0], wrong=longest)


def _repeated(placed: PlacedQuestion) -> Iterator[Problem]:
    """Yield a problem for each text among which one chooses that reads the same as an earlier one.

    Texts are compared in lower case and without markup, which some learning platforms don't show.
    """
    normalised = []
    for found in walk(type(placed.question), placed.question):
        if choice := _CHOICES.get(_keys(found)):
            shown = "".join(
                token.content for token in inline_tokens(resolve_roles(found.value, placed.values))
            )
            normalised.append(((choice, " ".join(shown.split()).casefold()), found))
    for _shown, found, first in repeats(normalised):
        if found.loc[-1] == "live" and found.loc[:-1] == first.loc[:-1]:
            continue  # the short form of an option may be the option itself
        yield placed.problem("quiz-text-twice", *found.loc, text=found.value)


def _number_problems(placed: PlacedQuestion, question: model.Numeric) -> Iterator[Problem]:
    if (question.answer is None) == (question.answer_fact is None):
        yield placed.problem("quiz-numeric-answer")
        return
    fact = placed.values.facts.get(question.answer_fact or "")
    if fact and fact.value is None:
        yield placed.problem("quiz-fact-no-value", "answer_fact", fact=fact.id)
    answer = right_answer(question, placed.values)
    if answer is not None:
        values = [wrong.value for wrong in question.wrong]
        for i, value in enumerate(values):
            if abs(value - answer) <= question.tolerance:
                yield placed.problem("quiz-wrong-value-right", "wrong", i, "value", value=value)
            if value in values[:i]:
                yield placed.problem("quiz-text-twice", "wrong", i, "value", text=value)


def _scenario_problems(placed: PlacedQuestion, question: model.Scenario) -> Iterator[Problem]:
    """Yield problems of a scenario: choices that lead nowhere, scenes that can't be reached, paths that never end."""
    broken = [*reference_among(question.nodes, "scene", question.start, placed.place("start"))]
    for id, scene in question.nodes.items():
        for i, way in enumerate(scene.choices):
            place = placed.place("nodes", id, "choices", i, "next")
            broken += reference_among(question.nodes, "scene", way.next, place)
    yield from broken
    if broken:  # the checks below need choices that lead to a scene
        return
    reached = reading_order(question)
    ending = {id for id, scene in question.nodes.items() if scene.end}
    for _ in question.nodes:  # a path without loops has at most as many choices as there are scenes
        for id, scene in question.nodes.items():
            if any(way.next in ending for way in scene.choices):
                ending.add(id)
    for id, scene in question.nodes.items():
        if id not in reached:
            yield placed.problem("quiz-scene-unreachable", "nodes", id, scene=id)
        elif scene.end == bool(scene.choices) or len(scene.choices) == 1:
            yield placed.problem("quiz-scene-choices", "nodes", id, scene=id)
        elif id not in ending:
            yield placed.problem("quiz-scenario-endless", "nodes", id, scene=id)
