"""A question made ready to show: letters given, orders shuffled, facts filled in.

The page, the packs, the slides and the exports all start here, so that a question reads the same
everywhere. Texts are still Markdown inlines.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from decimal import Decimal
from functools import cache
from itertools import islice
from typing import Annotated, Any, TypeVar, assert_never, get_args, get_type_hints

from vorming.model import quiz as model
from vorming.model.course import Course, Module
from vorming.quiz.shuffle import shuffled, shuffled_away
from vorming.text.markdown import Values, resolve_roles, values_of
from vorming.text.words import words

SCORED_TYPES = frozenset({"single", "multiple", "truefalse", "order", "match", "numeric"})
SELF_TEST_SIZE = 10

Markdown = Annotated[str, "markdown"]
"""A reader's text; `map_texts` finds the fields of the views by this type."""


@dataclass(frozen=True)
class OptionView:
    """An answer to choose; `is_correct` is None in a poll, where nothing is right or wrong."""

    letter: str
    text: Markdown
    is_correct: bool | None = None
    feedback: Markdown = ""
    live: Markdown = ""


@dataclass(frozen=True)
class ReasonView:
    """The second step of a true/false question."""

    prompt: Markdown
    options: tuple[OptionView, ...]


@dataclass(frozen=True)
class ItemView:
    """An item to put in order, in the order it is shown; `position` is its right place, from 1."""

    letter: str
    text: Markdown
    position: int


@dataclass(frozen=True)
class PairView:
    """A left text and the letter of the choice that belongs to it."""

    left: Markdown
    letter: str
    right: Markdown
    feedback: Markdown = ""


@dataclass(frozen=True)
class WrongValueView:
    """A wrong number people give."""

    value: Decimal
    feedback: Markdown


@dataclass(frozen=True)
class NumberView:
    """What is asked of a typed number."""

    answer: Decimal
    tolerance: Decimal
    unit: str
    wrong: tuple[WrongValueView, ...]


@dataclass(frozen=True)
class WayView:
    """A choice in a scene and the scene it leads to."""

    letter: str
    text: Markdown
    next_id: str
    next_number: int
    score: int
    feedback: Markdown


@dataclass(frozen=True)
class SceneView:
    """A step of a scenario, numbered from 1 in the order a reader meets them."""

    id: str
    number: int
    text: Markdown
    ways: tuple[WayView, ...]
    is_end: bool


ALONE = 0
"""The number of a scenario that stands by itself on its page, beside the questions of the quiz."""


@dataclass(frozen=True)
class QuestionView:
    """One question of any type; what its type does not have is empty."""

    id: str
    type: str
    number: int
    points: int
    instruction: str
    prompt: Markdown
    explanation: Markdown
    hint: Markdown = ""
    live_prompt: Markdown = ""
    seconds: int = 30
    covers: tuple[str, ...] = ()
    options: tuple[OptionView, ...] = ()
    reason: ReasonView | None = None
    items: tuple[ItemView, ...] = ()
    pairs: tuple[PairView, ...] = ()
    choices: tuple[OptionView, ...] = ()
    numeric: NumberView | None = None
    scenes: tuple[SceneView, ...] = ()
    roles: tuple[Markdown, ...] = ()
    debrief: tuple[Markdown, ...] = ()
    scale: tuple[Markdown, ...] = ()
    lines: int = 0
    model_answer: Markdown = ""
    criteria: tuple[Markdown, ...] = ()

    @property
    def label(self) -> str:
        """What stands before the question: its number, or what it is where it stands alone."""
        said = words("quiz")
        return f"{said['question']} {self.number}" if self.number != ALONE else said["situation"]

    @property
    def is_scored(self) -> bool:
        return self.type in SCORED_TYPES

    @property
    def right_letters(self) -> tuple[str, ...]:
        return tuple(option.letter for option in self.options if option.is_correct)


@dataclass(frozen=True)
class QuizView:
    """A bank or a test, ready to show."""

    id: str
    title: str
    use: str
    questions: tuple[QuestionView, ...]


V = TypeVar("V")


def map_texts(view: V, change: Callable[[str], str]) -> V:
    """Return a view with every reader's text changed, such as Markdown into HTML."""
    if isinstance(view, tuple):
        return tuple(map_texts(child, change) for child in view)  # type: ignore[return-value]
    if not is_dataclass(view) or isinstance(view, type):
        return view
    changed: dict[str, Any] = {}
    for field in fields(view):
        value = getattr(view, field.name)
        if field.name not in _text_fields(type(view)):
            changed[field.name] = map_texts(value, change)
        else:
            changed[field.name] = tuple(map(change, value)) if isinstance(value, tuple) else change(value)
    return replace(view, **changed)


@cache
def _text_fields(view: type) -> frozenset[str]:
    hints = get_type_hints(view, include_extras=True)
    return frozenset(name for name, kind in hints.items() if Markdown in (kind, *get_args(kind)))


def strip_key(quiz: QuizView) -> QuizView:
    """Return a quiz without anything that tells an answer: the worksheet."""
    return replace(quiz, questions=tuple(map(_without_key, quiz.questions)))


def _without_key(question: QuestionView) -> QuestionView:
    """Empty what tells the answer; in place of a number stands nought."""
    reason, numeric = question.reason, question.numeric
    return replace(
        question,
        explanation="",
        options=_unmarked(question.options),
        reason=replace(reason, options=_unmarked(reason.options)) if reason else None,
        items=tuple(replace(item, position=0) for item in question.items),
        pairs=tuple(PairView(pair.left, "", "") for pair in question.pairs),
        numeric=NumberView(Decimal(0), Decimal(0), numeric.unit, ()) if numeric else None,
        scenes=tuple(replace(scene, ways=tuple(map(_unscored, scene.ways))) for scene in question.scenes),
        model_answer="",
        criteria=(),
    )


def _unmarked(options: Iterable[OptionView]) -> tuple[OptionView, ...]:
    return tuple(replace(option, is_correct=None, feedback="") for option in options)


def _unscored(way: WayView) -> WayView:
    return replace(way, score=0, feedback="")


def sheet_texts(question: QuestionView) -> Iterator[str]:
    """Yield what stands on the worksheet of a question, but for roles, which their players read alone."""
    yield question.prompt
    yield question.hint
    yield from (option.text for option in question.options)
    if question.reason:
        yield question.reason.prompt
        yield from (option.text for option in question.reason.options)
    yield from (item.text for item in question.items)
    yield from (pair.left for pair in question.pairs)
    yield from (choice.text for choice in question.choices)
    for scene in question.scenes:
        yield scene.text
        yield from (way.text for way in scene.ways)
    yield from question.debrief


Fill = Callable[[str | None], str]
"""Fills the facts into a text; nothing becomes the empty text."""


def view_quiz(quiz: model.Quiz, values: Values, only: Iterable[str] = ()) -> QuizView:
    """Make a bank ready to show, or only the questions with the given ids, in that order."""
    by_id = {question.id: question for question in quiz.questions}
    chosen = [by_id[id] for id in only] or list(quiz.questions)
    return QuizView(quiz.id, quiz.title, quiz.use, view_questions(chosen, values))


def view_questions(questions: Iterable[model.Question], values: Values) -> tuple[QuestionView, ...]:
    """Make questions ready to show, numbered from 1."""
    return tuple(view_question(question, number, values) for number, question in enumerate(questions, 1))


def view_alone(bank: model.Quiz, id: str, values: Values) -> QuizView:
    """Make one question ready to stand by itself, without a number."""
    view = view_quiz(bank, values, [id])
    return replace(view, questions=tuple(replace(question, number=ALONE) for question in view.questions))


def draw_self_test(course: Course, module: Module, size: int = SELF_TEST_SIZE) -> tuple[model.Question, ...]:
    """Return the questions a module names as its self-test, else draw always the same from each lesson in turn."""
    banks = [shuffled(scored_practice(course, id), f"{module.id}/{id}") for id in module.lessons]
    if module.self_test:
        asked = {question.id: question for bank in banks for question in bank}
        return tuple(asked[id] for id in module.self_test if id in asked)
    rounds = (bank[n] for n in range(size) for bank in banks if n < len(bank))
    return tuple(islice(rounds, size))


def view_self_test(
    course: Course, module: Module, values: Values, taught: frozenset[str] | None = None
) -> QuizView:
    """Make the module's self-test ready to show: all of it, or what covers one of the objectives `taught`."""
    chosen = draw_self_test(course, module)
    if taught is not None:
        chosen = tuple(question for question in chosen if taught.intersection(question.covers))
    return QuizView(f"zelftest-{module.id}", "", "practice", view_questions(chosen, values))


def view_final_test(course: Course, module: Module) -> QuizView:
    """Make the module's final test ready to show, never for a web page; without questions where it has none."""
    if module.final_test is None:
        return QuizView("", "", "exam", ())
    return view_quiz(course.quiz(module.final_test), values_of(course))


def scored_practice(course: Course, lesson_id: str) -> tuple[model.Question, ...]:
    """Return the practice questions of a lesson that are scored."""
    bank_ids = {page.lesson.quiz for page in course.lessons if page.lesson.id == lesson_id}
    banks = [quiz for quiz in course.quizzes if quiz.id in bank_ids and quiz.use == "practice"]
    return tuple(question for bank in banks for question in bank.questions if question.type in SCORED_TYPES)


def view_question(question: model.Question, number: int, values: Values) -> QuestionView:
    """Make one question ready to show."""

    def fill(text: str | None) -> str:
        return resolve_roles(text or "", values)

    view = QuestionView(
        id=question.id,
        type=question.type,
        number=number,
        points=question.points,
        instruction=words("quiz").group("instructions")[question.type],
        prompt=fill(question.prompt),
        explanation=fill(question.explanation),
        hint=fill(question.hint),
        live_prompt=fill(question.live.prompt if question.live else None),
        seconds=question.live.seconds if question.live else 30,
        covers=question.covers,
    )
    return _with_body(view, question, fill, values)


def _with_body(view: QuestionView, question: model.Question, fill: Fill, values: Values) -> QuestionView:
    match question:
        case model.Single() | model.Multiple():
            return replace(view, options=_options(shuffled(question.options, question.id), fill))
        case model.TrueFalse():
            return replace(view, options=_true_false(question, fill), reason=_reason(question, fill))
        case model.Order():
            return replace(view, items=_items(question, fill))
        case model.Match():
            return replace(view, pairs=_pairs(question, fill), choices=_choices(question, fill))
        case model.Numeric():
            return replace(view, numeric=_number(question, fill, values))
        case model.Scenario():
            roles, debrief = _all(question.roles, fill), _all(question.debrief, fill)
            return replace(view, scenes=_scenes(question, fill), roles=roles, debrief=debrief)
        case model.Poll():
            scale = _all(question.scale or (), fill)
            return replace(view, options=_poll_options(question, fill), scale=scale)
        case model.Open():
            criteria = _all(question.criteria, fill)
            return replace(
                view, lines=question.lines, model_answer=fill(question.model_answer), criteria=criteria
            )
        case _:
            assert_never(question)


def letters() -> tuple[str, ...]:
    """Return the letters of the answers, A to T."""
    return tuple(words("quiz")["letters"].split())


def right_answer(question: model.Numeric, values: Values) -> Decimal | None:
    """Return the number asked for, from the question or from the fact it names."""
    fact = values.facts.get(question.answer_fact) if question.answer_fact else None
    return fact.value if fact else question.answer


def _all(texts: Iterable[str], fill: Fill) -> tuple[str, ...]:
    return tuple(fill(text) for text in texts)


def _options(options: Iterable[model.Option], fill: Fill) -> tuple[OptionView, ...]:
    return tuple(
        OptionView(letter, fill(option.text), option.correct, fill(option.feedback), fill(option.live))
        for letter, option in zip(letters(), options, strict=False)
    )


def _poll_options(question: model.Poll, fill: Fill) -> tuple[OptionView, ...]:
    options = zip(letters(), question.options, strict=False)
    return tuple(OptionView(letter, fill(text)) for letter, text in options)


def _true_false(question: model.TrueFalse, fill: Fill) -> tuple[OptionView, ...]:
    said = words("quiz")
    feedback = fill(question.feedback)
    return tuple(
        OptionView(letter, said[key], is_correct, "" if is_correct else feedback)
        for letter, key, is_correct in (("A", "true", question.answer), ("B", "false", not question.answer))
    )


def _reason(question: model.TrueFalse, fill: Fill) -> ReasonView | None:
    if question.reason is None:
        return None
    options = shuffled(question.reason.options, f"{question.id}/reason")
    return ReasonView(fill(question.reason.prompt), _options(options, fill))


def _items(question: model.Order, fill: Fill) -> tuple[ItemView, ...]:
    shown = shuffled_away(tuple(enumerate(question.items, 1)), question.id)
    return tuple(
        ItemView(letter, fill(item), position)
        for letter, (position, item) in zip(letters(), shown, strict=False)
    )


def _choices(question: model.Match, fill: Fill) -> tuple[OptionView, ...]:
    rights = (*(pair.right for pair in question.pairs), *question.distractors)
    shown = shuffled_away(rights, question.id)
    return tuple(OptionView(letter, fill(text)) for letter, text in zip(letters(), shown, strict=False))


def _pairs(question: model.Match, fill: Fill) -> tuple[PairView, ...]:
    letter_of = {choice.text: choice.letter for choice in _choices(question, fill)}
    return tuple(
        PairView(fill(pair.left), letter_of[fill(pair.right)], fill(pair.right), fill(pair.feedback))
        for pair in question.pairs
    )


def _number(question: model.Numeric, fill: Fill, values: Values) -> NumberView:
    answer = right_answer(question, values)
    if answer is None:
        raise ValueError(f"{question.id} has no answer; check_quiz says so before anything is shown")
    fact = values.facts.get(question.answer_fact or "")
    unit = question.unit or (fact.unit if fact else None) or ""
    wrong = tuple(WrongValueView(item.value, fill(item.feedback)) for item in question.wrong)
    return NumberView(answer, question.tolerance, unit, wrong)


def _scenes(question: model.Scenario, fill: Fill) -> tuple[SceneView, ...]:
    number_of = {id: number for number, id in enumerate(reading_order(question), 1)}
    return tuple(
        SceneView(id, number, fill(scene.text), _ways(question, id, number_of, fill), scene.end)
        for id, number in number_of.items()
        for scene in [question.nodes[id]]
    )


def _ways(question: model.Scenario, id: str, number_of: Mapping[str, int], fill: Fill) -> tuple[WayView, ...]:
    return tuple(
        WayView(letter, fill(way.text), way.next, number_of[way.next], way.score, fill(way.feedback))
        for letter, way in zip(letters(), _shuffled_choices(question, id), strict=False)
    )


def _shuffled_choices(question: model.Scenario, id: str) -> tuple[model.Choice, ...]:
    """Return the choices of a scene as shown: who writes a bank puts the best one first."""
    return shuffled(question.nodes[id].choices, f"{question.id}/{id}")


def reading_order(question: model.Scenario) -> tuple[str, ...]:
    """Return the scenes that can be reached from the start, nearest first: their numbers tell no more than the letters."""
    found = {question.start: None} if question.start in question.nodes else {}
    queue = list(found)
    for id in queue:
        nexts = (way.next for way in _shuffled_choices(question, id))
        new = dict.fromkeys(
            next_id for next_id in nexts if next_id in question.nodes and next_id not in found
        )
        found.update(new)
        queue += new
    return tuple(found)
