"""The rules of question banks: what is wrong in a bank, on a page that shows one, and what is never asked."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from vorming.model import quiz as model
from vorming.model.base import Status
from vorming.model.course import Course
from vorming.model.facts import Fact
from vorming.model.walk import walk
from vorming.quiz.scoring import is_within
from vorming.quiz.view import SCORED_TYPES, reading_order, right_answer
from vorming.source.pages import Call
from vorming.source.problems import Place, Problem, nearest, problem
from vorming.source.yaml import Source
from vorming.text.markdown import ROLE, Values, has_blocks, values_of

MOST_OPTIONS = 10
ORDER_SIZE = range(3, 9)
LENGTH_CUE = 1.25
"""How many times as long as the longest wrong answer a right one may be (Haladyna: keep options equally long)."""
FEWEST_STATEMENTS = 3
_VERDICT = re.compile(r"\W*(juist|niet juist|onjuist|fout|correct|goed)\b", re.IGNORECASE)
_POSITION = re.compile(
    r"\b(?i:(alle|al|geen)( van)?( de)? (boven|onder|voor)(staande|genoemde))|\b(?i:antwoord|optie|keuze) [A-F]\b"
)
_TEXT_ROLES = frozenset({"fact", "helpline", "term"})


@dataclass(frozen=True)
class Asked:
    """A question with where it stands, and what its roles stand for."""

    question: model.Question
    source: Source
    number: int
    values: Values

    def place(self, *loc: str | int) -> Place:
        """Return the place of a part of the question."""
        return self.source.place("questions", self.number, *loc)

    def problem(self, rule_id: str, *loc: str | int, **values: object) -> Problem:
        """Make a problem about a part of the question."""
        return problem(self.place(*loc), rule_id, question=self.question.id, **values)


def check_quiz(quiz: model.Quiz, source: Source, values: Values) -> Iterator[Problem]:
    """Yield what is wrong with the questions of one bank."""
    for number, question in enumerate(quiz.questions):
        asked = Asked(question, source, number, values)
        for rule in (*EVERY_QUESTION, *BY_TYPE.get(question.type, ())):
            yield from rule(asked)


def check_texts(asked: Asked) -> Iterator[Problem]:
    """Every text is Markdown inlines, with known roles and no word about positions."""
    for loc, text in texts(asked):
        if has_blocks(text):
            yield asked.problem("quiz-text-blocks", *loc)
        if found := _POSITION.search(text):
            yield asked.problem("quiz-position-word", *loc, words=found[0])
        for role in ROLE.finditer(text):
            yield from _role_problems(asked, loc, role["name"], role["text"])


def _role_problems(asked: Asked, loc: tuple[str | int, ...], name: str, target: str) -> Iterator[Problem]:
    if name not in _TEXT_ROLES:
        yield asked.problem("quiz-role", *loc, role=name)
    elif name == "fact" and target not in asked.values.facts:
        hint = nearest(target, asked.values.facts)
        yield asked.problem("reference-unknown", *loc, kind="feit", value=target, nearest=hint)
    elif name == "helpline" and target not in asked.values.helplines:
        hint = nearest(target, asked.values.helplines)
        yield asked.problem("reference-unknown", *loc, kind="hulplijn", value=target, nearest=hint)
    elif name == "helpline" and not asked.values.helplines[target].phone:
        yield problem(asked.place(*loc), "helpline-no-number", value=target)


def texts(asked: Asked) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield each text of the question as written, with its place in the question."""
    for found in walk(type(asked.question), _value(asked)):
        if found.reads:
            yield found.loc, found.value


def _value(asked: Asked) -> object:
    whole = asked.source.value
    questions = whole.get("questions") if isinstance(whole, dict) else None
    return questions[asked.number] if isinstance(questions, list) else None


def check_feedback(asked: Asked) -> Iterator[Problem]:
    """No feedback starts with the verdict: the page says it."""
    for loc, text in texts(asked):
        if loc[-1] == "feedback" and (found := _VERDICT.match(text)):
            yield asked.problem("quiz-feedback-verdict", *loc, word=found[1])


def check_covers(asked: Asked) -> Iterator[Problem]:
    """A scored question covers something."""
    if asked.question.type in SCORED_TYPES and not asked.question.covers:
        yield asked.problem("quiz-covers-nothing")


def check_options(asked: Asked) -> Iterator[Problem]:
    """A choice has enough options, each different, each wrong one with feedback."""
    yield from _option_problems(asked, _options(asked), ())


def check_reason(asked: Asked) -> Iterator[Problem]:
    """The reasons of a true/false question are a single choice of their own."""
    question = asked.question
    if isinstance(question, model.TrueFalse) and question.reason:
        yield from _option_problems(asked, question.reason.options, ("reason",))
        yield from _one_right(asked, question.reason.options, ("reason",))


def check_one_right(asked: Asked) -> Iterator[Problem]:
    """A single choice has exactly one right answer."""
    yield from _one_right(asked, _options(asked), ())


def check_length(asked: Asked) -> Iterator[Problem]:
    """The right answer is not the longest by far, which a trainee who knows nothing would choose."""
    right = [len(option.text) for option in _options(asked) if option.correct]
    wrong = [len(option.text) for option in _options(asked) if not option.correct]
    if right and wrong and right[0] > max(LENGTH_CUE * max(wrong), max(wrong) + 20):
        yield asked.problem("quiz-length-cue", "options", right=right[0], wrong=max(wrong))


def check_right_and_wrong(asked: Asked) -> Iterator[Problem]:
    """A multiple choice has at least one right and one wrong answer."""
    marks = {option.correct for option in _options(asked)}
    if marks != {True, False}:
        missing = "juist" if True not in marks else "fout"
        yield asked.problem("quiz-multiple-one-sided", "options", missing=missing)


def _options(asked: Asked) -> tuple[model.Option, ...]:
    question = asked.question
    return question.options if isinstance(question, model.Single | model.Multiple) else ()


def _option_problems(
    asked: Asked, options: tuple[model.Option, ...], loc: tuple[str, ...]
) -> Iterator[Problem]:
    most = MOST_OPTIONS * 2 if asked.question.type == "multiple" else MOST_OPTIONS
    counts = Counter(option.correct for option in options)
    if not 2 <= len(options) <= most or max(counts.values()) > MOST_OPTIONS:
        yield asked.problem("quiz-options-count", *loc, "options", count=len(options), most=MOST_OPTIONS)
    yield from _repeated(asked, (option.text for option in options), (*loc, "options"), "text")
    for i, option in enumerate(options):
        if not option.correct and not option.feedback:
            yield asked.problem("quiz-feedback-missing", *loc, "options", i, text=option.text)


def _one_right(asked: Asked, options: tuple[model.Option, ...], loc: tuple[str, ...]) -> Iterator[Problem]:
    count = sum(option.correct for option in options)
    if count != 1:
        yield asked.problem("quiz-one-right", *loc, "options", count=count)


def _repeated(asked: Asked, found: Iterable[str], loc: tuple[str, ...], key: str = "") -> Iterator[Problem]:
    seen: set[str] = set()
    for i, text in enumerate(found):
        name = " ".join(text.split()).casefold()
        if name in seen:
            yield asked.problem("quiz-text-twice", *loc, i, *([key] if key else []), text=text)
        seen.add(name)


def check_order(asked: Asked) -> Iterator[Problem]:
    """An order has three to eight items, each different."""
    items = asked.question.items if isinstance(asked.question, model.Order) else ()
    if len(items) not in ORDER_SIZE:
        yield asked.problem("quiz-order-size", "items", count=len(items))
    yield from _repeated(asked, items, ("items",))


def check_match(asked: Asked) -> Iterator[Problem]:
    """A match has two to ten pairs; no left and no right side stands there twice."""
    question = asked.question
    if not isinstance(question, model.Match):
        return
    if not 2 <= len(question.pairs) <= MOST_OPTIONS or len(question.distractors) > MOST_OPTIONS:
        yield asked.problem("quiz-match-size", "pairs", count=len(question.pairs), most=MOST_OPTIONS)
    yield from _repeated(asked, (pair.left for pair in question.pairs), ("pairs",), "left")
    yield from _repeated(asked, (pair.right for pair in question.pairs), ("pairs",), "right")
    rights = {pair.right for pair in question.pairs}
    for i, text in enumerate(question.distractors):
        if text in rights or text in question.distractors[:i]:
            yield asked.problem("quiz-text-twice", "distractors", i, text=text)


def check_numeric(asked: Asked) -> Iterator[Problem]:
    """A number is given once, in the question or by a fact with a value; wrong values really are wrong."""
    question = asked.question
    if not isinstance(question, model.Numeric):
        return
    if (question.answer is None) == (question.answer_fact is None):
        yield asked.problem("quiz-numeric-answer")
        return
    yield from _answer_fact(asked, question)
    answer = right_answer(question, asked.values)
    if question.tolerance < 0:
        yield asked.problem("quiz-tolerance", "tolerance", tolerance=question.tolerance)
    elif answer is not None:
        yield from _wrong_values(asked, question, answer)


def _answer_fact(asked: Asked, question: model.Numeric) -> Iterator[Problem]:
    id = question.answer_fact
    if id is None:
        return
    if id in asked.values.facts and asked.values.facts[id].value is None:
        yield asked.problem("quiz-fact-no-value", "answer_fact", fact=id)


def _wrong_values(asked: Asked, question: model.Numeric, answer: Decimal) -> Iterator[Problem]:
    for i, wrong in enumerate(question.wrong):
        if is_within(wrong.value, answer, question.tolerance):
            yield asked.problem("quiz-wrong-value-right", "wrong", i, "value", value=wrong.value)
        if wrong.value in {earlier.value for earlier in question.wrong[:i]}:
            yield asked.problem("quiz-text-twice", "wrong", i, "value", text=wrong.value)


def check_scenario(asked: Asked) -> Iterator[Problem]:
    """Every choice leads to a scene, every scene can be reached, every path comes to an end."""
    question = asked.question
    if not isinstance(question, model.Scenario):
        return
    broken = list(_ways(asked, question))
    yield from broken
    if broken:
        return
    reached = reading_order(question)
    ending = _ending(question)
    for id, scene in question.nodes.items():
        if id not in reached:
            yield asked.problem("quiz-scene-unreachable", "nodes", id, scene=id)
        elif scene.end == bool(scene.choices) or len(scene.choices) == 1:
            yield asked.problem("quiz-scene-choices", "nodes", id, scene=id)
        elif id not in ending:
            yield asked.problem("quiz-scenario-endless", "nodes", id, scene=id)


def _ways(asked: Asked, question: model.Scenario) -> Iterator[Problem]:
    hint = nearest(question.start, question.nodes)
    if question.start not in question.nodes:
        yield asked.problem("reference-unknown", "start", kind="scène", value=question.start, nearest=hint)
    for id, scene in question.nodes.items():
        for i, way in enumerate(scene.choices):
            if way.next not in question.nodes:
                loc, hint = ("nodes", id, "choices", i, "next"), nearest(way.next, question.nodes)
                yield asked.problem("reference-unknown", *loc, kind="scène", value=way.next, nearest=hint)


def _ending(question: model.Scenario) -> frozenset[str]:
    """Return the scenes from which an end can be reached."""
    ending = {id for id, scene in question.nodes.items() if scene.end}
    for _ in question.nodes:
        ending |= {
            id for id, scene in question.nodes.items() if any(way.next in ending for way in scene.choices)
        }
    return frozenset(ending)


def check_poll(asked: Asked) -> Iterator[Problem]:
    """A poll has either options or a scale."""
    question = asked.question
    if not isinstance(question, model.Poll):
        return
    if bool(question.options) == bool(question.scale):
        yield asked.problem("quiz-poll-form")
    elif question.options and not 2 <= len(question.options) <= MOST_OPTIONS:
        yield asked.problem("quiz-options-count", "options", count=len(question.options), most=MOST_OPTIONS)
    yield from _repeated(asked, question.options, ("options",))


Check = Callable[[Asked], Iterator[Problem]]
EVERY_QUESTION: tuple[Check, ...] = (check_texts, check_feedback, check_covers)
BY_TYPE: Mapping[str, tuple[Check, ...]] = {
    "single": (check_options, check_one_right, check_length),
    "multiple": (check_options, check_right_and_wrong),
    "truefalse": (check_reason,),
    "order": (check_order,),
    "match": (check_match,),
    "numeric": (check_numeric,),
    "scenario": (check_scenario,),
    "poll": (check_poll,),
}


def all_true_or_all_false(quizzes: Iterable[model.Quiz]) -> bool | None:
    """Return the one answer of all statements, where there are three or more; None where both occur."""
    answers = [q.answer for quiz in quizzes for q in quiz.questions if isinstance(q, model.TrueFalse)]
    return answers[0] if len(answers) >= FEWEST_STATEMENTS and len(set(answers)) == 1 else None


def check_unconfirmed(quiz: model.Quiz, source: Source, course: Course) -> Iterator[Problem]:
    """Yield each scored question that rests on something still to be confirmed."""
    values, unsure = values_of(course), unsure_ids(course)
    for number, question in enumerate(quiz.questions):
        asked = Asked(question, source, number, values)
        if question.type in SCORED_TYPES:
            for loc, id in _rests_on(asked):
                if id in unsure:
                    yield asked.problem("quiz-unconfirmed", *loc, value=id)


def unsure_ids(course: Course) -> frozenset[str]:
    """Return the ids on which no score may rest.

    A fact without confirmation, or somebody's word on a point that is open between sources; a FAQ entry
    without confirmation; a misconception that only such facts refute.
    """
    open_points = {point.id for point in course.contradictions if point.status == "open"}
    facts = {fact.id for fact in course.facts if _is_unsure(fact, open_points)}
    entries = {entry.id for entry in course.faq if entry.status is Status.UNCONFIRMED}
    return frozenset(facts | entries | {m.id for m in course.misconceptions if facts.issuperset(m.facts)})


def _is_unsure(fact: Fact, open_points: Collection[str]) -> bool:
    is_open = not set(open_points).isdisjoint(fact.contradictions)
    return fact.status is Status.UNCONFIRMED or (fact.status is Status.ATTRIBUTED and is_open)


def _rests_on(asked: Asked) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for found in walk(type(asked.question), asked.question):
        if found.ref:
            yield found.loc, found.value
    for loc, text in texts(asked):
        for role in ROLE.finditer(text):
            if role["name"] == "fact":
                yield loc, role["text"]


def check_quiz_call(course: Course, call: Call) -> Iterator[Problem]:
    """Yield what is wrong with a page that asks for a bank, or for one scenario of it."""
    if call.name == "quiz":
        yield from _bank_problems(course, call)
    elif call.name == "scenario":
        yield from _scenario_problems(course, call)


def _scenario_problems(course: Course, call: Call) -> Iterator[Problem]:
    for quiz in course.quizzes:
        for question in quiz.questions:
            if question.id == call.argument:
                yield from _exam_problems(quiz, call)
                if question.type != "scenario":
                    yield problem(call.place, "quiz-not-scenario", question=question.id)


def _bank_problems(course: Course, call: Call) -> Iterator[Problem]:
    for quiz in (quiz for quiz in course.quizzes if quiz.id == call.argument):
        yield from _exam_problems(quiz, call)
        known = [question.id for question in quiz.questions]
        for id in call.option("questions").split():
            if id not in known:
                hint = nearest(id, known)
                yield problem(call.place, "quiz-question-elsewhere", question=id, bank=quiz.id, nearest=hint)


def _exam_problems(quiz: model.Quiz, call: Call) -> Iterator[Problem]:
    if quiz.use == "exam":
        yield problem(call.place, "quiz-exam-on-page", value=quiz.id)
