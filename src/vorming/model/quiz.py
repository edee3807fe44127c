"""Quizzes: nine types of question, in one bank per lesson.

The models say what each type needs; `vorming.quiz.view` makes a question ready to show, and the exports
say which types their format can carry.
"""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from vorming.model.base import FactId, Id, Item, MisconceptionId, Number, Ref, Sentences, Title, Words


class Live(Item):
    """The short form of a question, for a vote in the room and for platforms with a limit on length."""

    prompt: Sentences
    seconds: int = Field(default=30, ge=5, le=240)


class QuestionBase(Item):
    """What every type of question has; `points` count in exams and in platforms."""

    id: Id = Field(description="Unique in the course and never reused: results of an LMS hang on it.")
    prompt: Sentences
    hint: Sentences | None = None
    explanation: Sentences = Field(description="Why the right answer is right; shown after answering.")
    covers: tuple[Annotated[str, Ref("covered")], ...] = Field(
        default=(), description="Ids of objectives, FAQ entries or facts."
    )
    points: int = Field(default=1, ge=1, le=10)
    live: Live | None = None


class Option(Item):
    """One answer to choose; `live` is its short form."""

    text: Sentences
    correct: bool = False
    feedback: Sentences | None = Field(
        default=None, description="Never starts with Juist or Fout: the page says it."
    )
    live: Words | None = None
    misconception: MisconceptionId | None = Field(
        default=None, description="The misconception it stands for: M12."
    )


class Single(QuestionBase):
    """Choose one answer."""

    type: Literal["single"]
    options: tuple[Option, ...]


class Multiple(QuestionBase):
    """Choose all right answers."""

    type: Literal["multiple"]
    options: tuple[Option, ...]


class Reason(Item):
    """The second step of a true/false question: why."""

    prompt: Sentences | None = Field(default=None, description="Else “why” in the language of the course.")
    options: tuple[Option, ...]


class TrueFalse(QuestionBase):
    """Say whether the prompt is true, and where there is a reason also why."""

    type: Literal["truefalse"]
    answer: bool
    feedback: Sentences = Field(description="Feedback to who chose wrongly.")
    misconception: MisconceptionId | None = Field(
        default=None, description="The misconception of who answers wrongly."
    )
    reason: Reason | None = None


class Order(QuestionBase):
    """Put items in order.

    The file has them in the right order; each output shuffles them in the same way.
    """

    type: Literal["order"]
    items: tuple[Words, ...]


class Pair(Item):
    """Two texts that belong together."""

    left: Words
    right: Words
    feedback: Sentences | None = None


class Match(QuestionBase):
    """Choose for each text on the left the right one, among those of all pairs and the distractors."""

    type: Literal["match"]
    pairs: tuple[Pair, ...]
    distractors: tuple[Words, ...] = ()


class WrongValue(Item):
    """A wrong number that people give, with what to tell them."""

    value: Number
    feedback: Sentences
    misconception: MisconceptionId | None = None


class Numeric(QuestionBase):
    """Type a number, which is right within the tolerance.

    The answer is written here, or is the value of a fact, so that it changes with the fact.
    """

    type: Literal["numeric"]
    answer: Number | None = None
    answer_fact: FactId | None = Field(default=None, description="The fact whose value is the answer.")
    tolerance: Number = Decimal(0)
    unit: Title | None = None
    wrong: tuple[WrongValue, ...] = ()


class Choice(Item):
    """What a player may do in a scene: it leads to the scene `next`."""

    text: Sentences
    next: Id
    score: int = Field(default=0, ge=-1, le=2)
    feedback: Sentences
    misconception: MisconceptionId | None = None


class Scene(Item):
    """A step of a scenario: it has choices, or is an end."""

    text: Sentences
    choices: tuple[Choice, ...] = ()
    end: bool = False


class Scenario(QuestionBase):
    """A made-up situation in which each choice leads to a next scene.

    `nodes` are the scenes by name; play begins at `start` and the scores of the choices add up.
    """

    type: Literal["scenario"]
    start: Id
    # A mapping, as several choices may lead to one scene.
    nodes: dict[Id, Scene]
    roles: tuple[Words, ...] = Field(default=(), description="Who is played, for the role-play cards.")
    debrief: tuple[Words, ...] = Field(default=(), description="Questions for the talk afterwards.")


class Poll(QuestionBase):
    """Ask for an opinion; nothing is right or wrong."""

    type: Literal["poll"]
    options: tuple[Words, ...] = ()
    scale: tuple[Words, Words] | None = Field(default=None, description="The two ends of a scale of five.")


class Open(QuestionBase):
    """Ask for a text of one's own."""

    type: Literal["open"]
    # Lines to write on, on paper.
    lines: int = Field(default=5, ge=1, le=30)
    model_answer: Sentences
    criteria: tuple[Words, ...] = ()


Question = Annotated[
    Single | Multiple | TrueFalse | Order | Match | Numeric | Scenario | Poll | Open,
    Field(discriminator="type"),
]

LETTERED = frozenset({"single", "multiple", "truefalse"})
"""The types of question whose answer is a letter."""
CARDS = 4
"""How many cards to hold up there are, A to D."""


def is_voted_on(question: Question) -> bool:
    """Tell whether a group answers with a card to hold up; with more answers than cards, each ticks on paper."""
    return question.type in LETTERED and len(getattr(question, "options", ())) <= CARDS


class Quiz(Item):
    """quizzes/<id>.yml: the bank of one lesson, or a final test."""

    id: Id
    title: Title
    use: Literal["practice", "exam"]
    questions: tuple[Question, ...] = Field(min_length=1)
