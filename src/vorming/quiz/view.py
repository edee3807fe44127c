"""A question made ready to show: letters given, orders shuffled, facts filled in.

Page, packs, slides and exports all start from these views, so that a question reads the same everywhere.
Views are frozen; their texts are Markdown inlines with the roles resolved, until `map_texts` renders them.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from hashlib import sha256
from itertools import count
from typing import Annotated, TypeVar, assert_never

from vorming.model import quiz as model
from vorming.text.markdown import Values, resolve_roles
from vorming.text.words import words

SCORED_TYPES = frozenset({"single", "multiple", "truefalse", "order", "match", "numeric"})
"""The types of question with right answers; a scenario has better and worse ways instead."""

Markdown = Annotated[str, "markdown"]
"""A text for readers; `map_texts` finds the fields of the views by this type."""


@dataclass(frozen=True)
class OptionView:
    """An answer to choose.

    `is_correct` is None in a poll, where nothing is right or wrong, and on a worksheet. `live` is the short
    text for platforms with a limit of length.
    """

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
    """An item to put in order, with the letter by which it is shown; `position` is its right place, from 1."""

    letter: str
    text: Markdown
    position: int


@dataclass(frozen=True)
class PairView:
    """A left text with the right text that belongs to it, and that text's letter among the choices."""

    left: Markdown
    letter: str
    right: Markdown
    feedback: Markdown = ""


@dataclass(frozen=True)
class WrongValueView:
    """A wrong number that people give, and what to tell them."""

    value: Decimal
    feedback: Markdown


@dataclass(frozen=True)
class NumberView:
    """The number asked for, and by how much a typed one may differ."""

    answer: Decimal
    tolerance: Decimal
    unit: str
    wrong: tuple[WrongValueView, ...]


@dataclass(frozen=True)
class WayView:
    """A choice in a scene, what it is worth, and the scene to which it leads."""

    letter: str
    text: Markdown
    next_id: str
    next_number: int
    score: int
    feedback: Markdown


@dataclass(frozen=True)
class SceneView:
    """A step of a scenario; `number` counts from 1 in the order of `reading_order`."""

    id: str
    number: int
    text: Markdown
    ways: tuple[WayView, ...]
    is_end: bool


ALONE = 0
"""The number of a question that is shown outside a quiz."""


@dataclass(frozen=True)
class QuestionView:
    """One question of any type; fields that its type does not have are empty.

    One class instead of one per type keeps templates and writers to plain tests for emptiness. `number` is
    its place in the quiz from 1, or ALONE; `seconds` is how long a platform waits for live answers.
    """

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
        """The words above the question: “Vraag 3”, or “Situatie” where it has no number."""
        said = words("quiz")
        return f"{said['question']} {self.number}" if self.number != ALONE else said["situation"]

    @property
    def is_scored(self) -> bool:
        return self.type in SCORED_TYPES

    @property
    def right_letters(self) -> tuple[str, ...]:
        return tuple(option.letter for option in self.options if option.is_correct)

    @property
    def right_order(self) -> tuple[ItemView, ...]:
        """The items to put in order, in the right order."""
        return tuple(sorted(self.items, key=lambda item: item.position))

    @property
    def all_options(self) -> tuple[OptionView, ...]:
        """The answers to choose from, those of the reason of a true/false question last."""
        return (*self.options, *(self.reason.options if self.reason else ()))

    @property
    def counted(self) -> tuple[str, ...]:
        """What hands go up for: the letters of its answers, or the steps of its scale."""
        return ("1", "2", "3", "4", "5") if self.scale else tuple(option.letter for option in self.options)


@dataclass(frozen=True)
class QuizView:
    """A bank or a test, ready to show."""

    id: str
    title: str
    use: str
    questions: tuple[QuestionView, ...]


T = TypeVar("T")


def view_quiz(quiz: model.Quiz, values: Values, only: Iterable[str] = ()) -> QuizView:
    """Make a bank ready to show, or only the questions with the ids in `only`, in that order.

    The questions are numbered from 1 as they are shown. An id of another bank is a KeyError; the checks
    report it with its place.
    """
    by_id = {question.id: question for question in quiz.questions}
    chosen = [by_id[id] for id in only] or list(quiz.questions)
    return QuizView(quiz.id, quiz.title, quiz.use, view_questions(chosen, values))


def view_questions(questions: Iterable[model.Question], values: Values) -> tuple[QuestionView, ...]:
    """Make questions ready to show, numbered from 1 as they come."""
    return tuple(view_question(question, number, values) for number, question in enumerate(questions, 1))


def view_alone(bank: model.Quiz, id: str, values: Values) -> QuizView:
    """Make one question of a bank ready to show outside a quiz, without a number."""
    view = view_quiz(bank, values, [id])
    return replace(view, questions=(replace(view.questions[0], number=ALONE),))


def shuffled(items: Sequence[T], seed: str) -> tuple[T, ...]:
    """Return `items` in the order that belongs to `seed`: it looks like chance and is always the same.

    It depends on the seed and the number of items alone, never on their texts: mending a typing error leaves
    the letters of the answers where they were.
    """
    # Not by `random`, whose shuffle may change with a version of Python.
    ranks = sorted(range(len(items)), key=lambda i: sha256(f"{seed}/{i}".encode()).digest())
    return tuple(items[i] for i in ranks)


def shuffled_away(items: Sequence[T], seed: str) -> tuple[T, ...]:
    """Return `items` in an order that belongs to `seed` and is never the given one, which is the answer."""
    if len(items) < 2:
        return tuple(items)  # there is no other order
    given = tuple(range(len(items)))
    orders = (shuffled(given, f"{seed}#{attempt}") for attempt in count())
    other = next(order for order in orders if order != given)
    return tuple(items[i] for i in other)


def letters() -> tuple[str, ...]:
    """Return the letters of the answers, A to T."""
    return tuple(words("quiz")["letters"].split())


def right_answer(question: model.Numeric, values: Values) -> Decimal | None:
    """Return the number asked for, from the question or from the fact it names."""
    fact = values.facts.get(question.answer_fact) if question.answer_fact else None
    return fact.value if fact else question.answer


def view_question(question: model.Question, number: int, values: Values) -> QuestionView:
    """Make one question ready to show.

    `number` is what it is called in its quiz, from 1; `values` are what the roles in its texts stand for.
    Every shuffle follows from the question's id, so that all outputs show one order. A numeric question
    without an answer is a ValueError; the checks report it with its place.
    """

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
    match question:
        case model.Single() | model.Multiple():
            return replace(view, options=_options(shuffled(question.options, question.id), fill))
        case model.TrueFalse():
            # True comes first whatever the answer is, so that the order tells nothing.
            said, feedback, is_true = words("quiz"), fill(question.feedback), question.answer
            options = (
                OptionView("A", said["true"], is_true, "" if is_true else feedback),
                OptionView("B", said["false"], not is_true, feedback if is_true else ""),
            )
            if question.reason is None:
                return replace(view, options=options)
            reasons = _options(shuffled(question.reason.options, f"{question.id}/reason"), fill)
            reason = ReasonView(fill(question.reason.prompt) or said["why"], reasons)
            return replace(view, options=options, reason=reason)
        case model.Order():
            shown = shuffled_away(tuple(enumerate(question.items, 1)), question.id)
            lettered = zip(letters(), shown, strict=False)
            return replace(
                view, items=tuple(ItemView(letter, fill(item), at) for letter, (at, item) in lettered)
            )
        case model.Match():
            rights = shuffled_away(
                (*(pair.right for pair in question.pairs), *question.distractors), question.id
            )
            letter_of = dict(zip(rights, letters(), strict=False))
            pairs = tuple(
                PairView(fill(pair.left), letter_of[pair.right], fill(pair.right), fill(pair.feedback))
                for pair in question.pairs
            )
            return replace(view, pairs=pairs, choices=_plain_options(rights, fill))
        case model.Numeric():
            answer = right_answer(question, values)
            if answer is None:
                raise ValueError(f"{question.id} has no answer")
            fact = values.facts.get(question.answer_fact or "")
            unit = question.unit or (fact.unit if fact else None) or ""
            wrong = tuple(WrongValueView(item.value, fill(item.feedback)) for item in question.wrong)
            return replace(view, numeric=NumberView(answer, question.tolerance, unit, wrong))
        case model.Scenario():
            roles, debrief = tuple(map(fill, question.roles)), tuple(map(fill, question.debrief))
            return replace(view, scenes=_scenes(question, fill), roles=roles, debrief=debrief)
        case model.Poll():
            scale = tuple(map(fill, question.scale or ()))
            return replace(view, options=_plain_options(question.options, fill), scale=scale)
        case model.Open():
            own, criteria = fill(question.model_answer), tuple(map(fill, question.criteria))
            return replace(view, lines=question.lines, model_answer=own, criteria=criteria)
        case _:
            assert_never(question)


Fill = Callable[[str | None], str]
"""Resolves the roles in a text; None becomes the empty text."""


def _options(options: Iterable[model.Option], fill: Fill) -> tuple[OptionView, ...]:
    return tuple(
        OptionView(letter, fill(option.text), option.correct, fill(option.feedback), fill(option.live))
        for letter, option in zip(letters(), options, strict=False)
    )


def _plain_options(texts: Iterable[str], fill: Fill) -> tuple[OptionView, ...]:
    """Return options that are neither right nor wrong: answers of a poll, right sides of a match."""
    return tuple(OptionView(letter, fill(text)) for letter, text in zip(letters(), texts, strict=False))


def _scenes(question: model.Scenario, fill: Fill) -> tuple[SceneView, ...]:
    scenes = []
    number_of = {id: number for number, id in enumerate(reading_order(question), 1)}
    for id, number in number_of.items():
        scene = question.nodes[id]
        ways = tuple(
            WayView(letter, fill(way.text), way.next, number_of[way.next], way.score, fill(way.feedback))
            for letter, way in zip(letters(), _shuffled_choices(question, id), strict=False)
        )
        scenes.append(SceneView(id, number, fill(scene.text), ways, scene.end))
    return tuple(scenes)


def _shuffled_choices(question: model.Scenario, id: str) -> tuple[model.Choice, ...]:
    """Return the choices of a scene as shown: authors tend to write the best one first."""
    return shuffled(question.nodes[id].choices, f"{question.id}/{id}")


def reading_order(question: model.Scenario) -> tuple[str, ...]:
    """Return the ids of the scenes that can be reached from the start, breadth first.

    Choices are followed in the order in which they are shown, so that the numbers of scenes tell no more
    about the best way than the letters of the choices do.
    """
    # The check asks too, of a scenario whose ids may lead nowhere.
    found = [question.start] if question.start in question.nodes else []
    for id in found:  # grows under way
        for way in _shuffled_choices(question, id):
            if way.next in question.nodes and way.next not in found:
                found.append(way.next)
    return tuple(found)
