"""Views of questions: answers have letters, orders are shuffled and facts are filled in.

Pages, packs, slides and exports all start from these views, so that a question reads the same everywhere.
Views are frozen. Their texts are Markdown inlines with the roles resolved; `map_texts` can render them.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from decimal import Decimal
from functools import cache
from hashlib import sha256
from itertools import count
from typing import Annotated, Any, TypeVar, assert_never, get_args, get_type_hints

from vorming.model import quiz as model
from vorming.text.markdown import Values, inline_text, resolve_roles
from vorming.text.numbers import format_value
from vorming.text.words import words

SCORED_TYPES = frozenset({"single", "multiple", "truefalse", "order", "match", "numeric"})
"""The types of question with right answers; a scenario has better and worse ways instead."""

Markdown = Annotated[str, "markdown"]
"""A text for readers; `map_texts` changes the fields of this type."""


@dataclass(frozen=True)
class OptionView:
    """An answer to choose.

    `is_correct` is None in a poll, which has no right answer, and on a worksheet. `live` is a shorter text for platforms
    that limit the length.
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
    """An item to put in order, with its letter on the page; `position` is its place in the right order, from 1."""

    letter: str
    text: Markdown
    position: int


@dataclass(frozen=True)
class PairView:
    """A left text and the right text that belongs to it; `letter` is the letter of that right text in `choices`."""

    left: Markdown
    letter: str
    right: Markdown
    feedback: Markdown = ""


@dataclass(frozen=True)
class WrongValueView:
    """A common wrong answer, and the feedback on it."""

    value: Decimal
    feedback: Markdown


@dataclass(frozen=True)
class NumberView:
    """The number that is the answer, and by how much a typed number may differ."""

    answer: Decimal
    tolerance: Decimal
    unit: str
    wrong: tuple[WrongValueView, ...]

    @property
    def written(self) -> str:
        """The number with its unit, as a reader sees it."""
        return format_value(self.answer, self.unit)


@dataclass(frozen=True)
class WayView:
    """A choice in a scene, its score, and the scene to which it leads."""

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
    """A question of any type; the fields of other types are empty.

    With one class for all types, templates and writers only test whether a field is empty. `number` is the place of the
    question in the quiz, from 1, or ALONE; `seconds` is how long a platform waits for live answers.
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
        """The words above the question: “Vraag 3”, or “Situatie” if it has no number."""
        labels = words("quiz")
        return f"{labels['question']} {self.number}" if self.number != ALONE else labels["situation"]

    @property
    def short_prompt(self) -> str:
        """The short form of the question, or else the question itself, as plain text."""
        return inline_text(self.live_prompt or self.prompt)

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
    def short_answer(self) -> str:
        """The right answer, as letters or a number; empty for a type without right answers."""
        if self.numeric:
            return self.numeric.written
        if self.items:
            return " – ".join(item.letter for item in self.right_order)
        if self.pairs:
            return " ".join(f"{n}{pair.letter}" for n, pair in enumerate(self.pairs, 1))
        right = " ".join(self.right_letters)
        if self.reason:
            reasons = (option.letter for option in self.reason.options if option.is_correct)
            right += f", {words('quiz')['why_short'].lower()} {' '.join(reasons)}"
        return right

    @property
    def steps(self) -> tuple[str, ...]:
        """The steps of a poll on a scale; empty for other questions. `scale` has the words at both ends."""
        return ("1", "2", "3", "4", "5") if self.scale else ()

    @property
    def all_options(self) -> tuple[OptionView, ...]:
        """The answers to choose from, then those of the reason of a true/false question."""
        return (*self.options, *(self.reason.options if self.reason else ()))

    @property
    def counted(self) -> tuple[str, ...]:
        """The answers for which a trainer counts hands: letters, or the steps of a scale."""
        return self.steps or tuple(option.letter for option in self.options)


@dataclass(frozen=True)
class QuizView:
    """A bank or a test, ready to show."""

    id: str
    title: str
    use: str
    questions: tuple[QuestionView, ...]


T = TypeVar("T")
V = TypeVar("V")


def map_texts(view: V, change: Callable[[str], str]) -> V:
    """Return a view with every text for readers changed, such as Markdown into HTML.

    view: any view of this module, or a tuple of views. change: called with one text at a time.
    """
    # The types of the fields decide, so that a new field of a view needs no line here.
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


@cache  # resolving the hints of a class takes longer than mapping a view
def _text_fields(view: type) -> frozenset[str]:
    hints = get_type_hints(view, include_extras=True)
    return frozenset(name for name, kind in hints.items() if Markdown in (kind, *get_args(kind)))


def view_quiz(quiz: model.Quiz, values: Values, only: Iterable[str] = ()) -> QuizView:
    """Make a bank ready to show, or only the questions with the ids in `only`, in that order.

    The questions are numbered from 1 in the order in which they are shown. Raises KeyError if an id is not in the bank;
    `vorming check` reports such an id with its place.
    """
    by_id = {question.id: question for question in quiz.questions}
    chosen = [by_id[id] for id in only] or list(quiz.questions)
    return QuizView(quiz.id, quiz.title, quiz.use, view_questions(chosen, values))


def view_questions(questions: Iterable[model.Question], values: Values) -> tuple[QuestionView, ...]:
    """Make questions ready to show, numbered from 1 in the given order."""
    return tuple(view_question(question, number, values) for number, question in enumerate(questions, 1))


def view_alone(bank: model.Quiz, id: str, values: Values) -> QuizView:
    """Make one question of a bank ready to show outside a quiz, without a number."""
    view = view_quiz(bank, values, [id])
    return replace(view, questions=(replace(view.questions[0], number=ALONE),))


def shuffled(items: Sequence[T], seed: str) -> tuple[T, ...]:
    """Return `items` in a shuffled order that is always the same for a `seed`.

    The order depends only on the seed and the number of items. Because their texts don't count, correcting a typing
    error does not move the answers to other letters.
    """
    # `random.shuffle` may give another order in another version of Python.
    ranks = sorted(range(len(items)), key=lambda i: sha256(f"{seed}/{i}".encode()).digest())
    return tuple(items[i] for i in ranks)


def shuffled_away(items: Sequence[T], seed: str) -> tuple[T, ...]:
    """Return `items` shuffled as by `shuffled`, but never in their own order, which is the right answer."""
    if len(items) < 2:
        return tuple(items)  # there is no other order
    original = tuple(range(len(items)))
    orders = (shuffled(original, f"{seed}#{attempt}") for attempt in count())
    other = next(order for order in orders if order != original)
    return tuple(items[i] for i in other)


def letters() -> tuple[str, ...]:
    """Return the letters of the answers, A to T."""
    return tuple(words("quiz")["letters"].split())


def right_answer(question: model.Numeric, values: Values) -> Decimal | None:
    """Return the right number, from the question or from the fact that it names."""
    fact = values.facts.get(question.answer_fact) if question.answer_fact else None
    return fact.value if fact else question.answer


def view_question(question: model.Question, number: int, values: Values) -> QuestionView:
    """Make one question ready to show.

    number: its place in the quiz, from 1. values: the values for the roles in its texts.
    The question's id is the seed of every shuffle, so that all outputs show the same order. Raises ValueError for a
    numeric question without an answer; `vorming check` reports it with its place.
    """
    view = QuestionView(
        id=question.id,
        type=question.type,
        number=number,
        points=question.points,
        instruction=words("quiz").group("instructions")[question.type],
        prompt=question.prompt,
        explanation=question.explanation,
        hint=question.hint or "",
        covers=question.covers,
    )
    if question.live:
        view = replace(view, live_prompt=question.live.prompt, seconds=question.live.seconds)
    return map_texts(_with_answers(view, question, values), lambda text: resolve_roles(text, values))


def _with_answers(view: QuestionView, question: model.Question, values: Values) -> QuestionView:
    """Add the fields of the question's type; the roles in their texts are not resolved yet."""
    match question:
        case model.Single() | model.Multiple():
            return replace(view, options=_options(shuffled(question.options, question.id)))
        case model.TrueFalse():
            # True always comes first, so that the order does not give away the answer.
            labels, feedback, is_true = words("quiz"), question.feedback, question.answer
            options = (
                OptionView("A", labels["true"], is_true, "" if is_true else feedback),
                OptionView("B", labels["false"], not is_true, feedback if is_true else ""),
            )
            if question.reason is None:
                return replace(view, options=options)
            reasons = _options(shuffled(question.reason.options, f"{question.id}/reason"))
            return replace(
                view, options=options, reason=ReasonView(question.reason.prompt or labels["why"], reasons)
            )
        case model.Order():
            numbered = shuffled_away(tuple(enumerate(question.items, 1)), question.id)
            lettered = zip(letters(), numbered, strict=False)
            return replace(view, items=tuple(ItemView(letter, item, at) for letter, (at, item) in lettered))
        case model.Match():
            rights = (*(pair.right for pair in question.pairs), *question.distractors)
            choices = shuffled_away(rights, question.id)
            letter_of = dict(zip(choices, letters(), strict=False))
            pairs = tuple(
                PairView(pair.left, letter_of[pair.right], pair.right, pair.feedback or "")
                for pair in question.pairs
            )
            return replace(view, pairs=pairs, choices=_plain_options(choices))
        case model.Numeric():
            answer = right_answer(question, values)
            if answer is None:
                raise ValueError(f"{question.id} has no answer")
            fact = values.facts.get(question.answer_fact or "")
            unit = question.unit or (fact.unit if fact else None) or ""
            wrong = tuple(WrongValueView(item.value, item.feedback) for item in question.wrong)
            return replace(view, numeric=NumberView(answer, question.tolerance, unit, wrong))
        case model.Scenario():
            return replace(view, scenes=_scenes(question), roles=question.roles, debrief=question.debrief)
        case model.Poll():
            return replace(view, options=_plain_options(question.options), scale=question.scale or ())
        case model.Open():
            return replace(
                view, lines=question.lines, model_answer=question.model_answer, criteria=question.criteria
            )
        case _:
            assert_never(question)


def _options(options: Iterable[model.Option]) -> tuple[OptionView, ...]:
    return tuple(
        OptionView(letter, option.text, option.correct, option.feedback or "", option.live or "")
        for letter, option in zip(letters(), options, strict=False)
    )


def _plain_options(texts: Iterable[str]) -> tuple[OptionView, ...]:
    """Return options without `is_correct`: the answers of a poll, or the right-hand texts of a match question."""
    return tuple(OptionView(letter, text) for letter, text in zip(letters(), texts, strict=False))


def _scenes(question: model.Scenario) -> tuple[SceneView, ...]:
    scenes = []
    number_of = {id: number for number, id in enumerate(reading_order(question), 1)}
    for id, number in number_of.items():
        scene = question.nodes[id]
        ways = tuple(
            WayView(letter, way.text, way.next, number_of[way.next], way.score, way.feedback)
            for letter, way in zip(letters(), _shuffled_choices(question, id), strict=False)
        )
        scenes.append(SceneView(id, number, scene.text, ways, scene.end))
    return tuple(scenes)


def _shuffled_choices(question: model.Scenario, id: str) -> tuple[model.Choice, ...]:
    """Return the choices of a scene in the order shown; shuffled, because authors tend to write the best one first."""
    return shuffled(question.nodes[id].choices, f"{question.id}/{id}")


def reading_order(question: model.Scenario) -> tuple[str, ...]:
    """Return the ids of the scenes that can be reached from the start, breadth first.

    Choices are followed in the order in which they are shown, so that the numbers of the scenes give away no more about
    the best choice than the letters do.
    """
    # `vorming check` also calls this for a scenario with ids that don't exist.
    reached = [question.start] if question.start in question.nodes else []
    for id in reached:  # the loop appends to the list
        for way in _shuffled_choices(question, id):
            if way.next in question.nodes and way.next not in reached:
                reached.append(way.next)
    return tuple(reached)
