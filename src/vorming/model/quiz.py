"""Quizzes: nine types of question, in one bank per lesson.

The models define the fields of each type. `vorming.quiz.view` prepares a question for display, and each export
states which types its format supports.
"""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from vorming.model.base import FactId, Id, Item, MisconceptionId, Number, Ref, Sentences, Title, Words

MOST_OPTIONS = 10
"""The most options of a choice; a multiple choice may have as many right and as many wrong ones, lettered A to T."""


class Live(Item):
    """The short form of a question, for a vote in the room and for platforms with a limit on length."""

    prompt: Sentences
    seconds: int = Field(default=30, ge=5, le=240)


class QuestionBase(Item):
    """The fields of every type of question; `points` count in exams and on learning platforms."""

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
    """The second step of a true/false question, which asks for the reason."""

    prompt: Sentences | None = Field(default=None, description="Else “why” in the language of the course.")
    options: tuple[Option, ...]


class TrueFalse(QuestionBase):
    """Say whether the prompt is true, and also why if there is a `reason`."""

    type: Literal["truefalse"]
    answer: bool
    feedback: Sentences = Field(description="Feedback to who chose wrongly.")
    misconception: MisconceptionId | None = Field(
        default=None, description="The misconception of who answers wrongly."
    )
    reason: Reason | None = None


class Order(QuestionBase):
    """Put items in order.

    The file has them in the right order; all outputs shuffle them in the same way.
    """

    type: Literal["order"]
    items: tuple[Words, ...] = Field(min_length=3, max_length=8)


class Pair(Item):
    """Two texts that belong together."""

    left: Words
    right: Words
    feedback: Sentences | None = None


class Match(QuestionBase):
    """Choose for each text on the left the matching one, among the right sides of all pairs and the distractors."""

    type: Literal["match"]
    pairs: tuple[Pair, ...] = Field(min_length=2, max_length=MOST_OPTIONS)
    distractors: tuple[Words, ...] = Field(default=(), max_length=MOST_OPTIONS)


class WrongValue(Item):
    """A wrong number that people often give, with its feedback."""

    value: Number
    feedback: Sentences
    misconception: MisconceptionId | None = None


class Numeric(QuestionBase):
    """Type a number, which is right within the tolerance.

    The answer is written here, or is the value of a fact and then changes with that fact.
    """

    type: Literal["numeric"]
    answer: Number | None = None
    answer_fact: FactId | None = Field(default=None, description="The fact whose value is the answer.")
    tolerance: Number = Field(default=Decimal(0), ge=0)
    unit: Title | None = None
    wrong: tuple[WrongValue, ...] = ()


class Choice(Item):
    """A choice of the player in a scene, which leads to the scene `next`."""

    text: Sentences
    next: Id
    score: int = Field(default=0, ge=-1, le=2)
    feedback: Sentences
    misconception: MisconceptionId | None = None


class Scene(Item):
    """A step of a scenario, which either has choices or ends the scenario."""

    text: Sentences
    choices: tuple[Choice, ...] = ()
    end: bool = False


class Scenario(QuestionBase):
    """A made-up situation in which each choice leads to a next scene.

    `nodes` are the scenes by name. Play begins at `start`, and the scores of the choices add up.
    """

    type: Literal["scenario"]
    start: Id
    # A mapping, since several choices may lead to the same scene.
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
REASON_END = "-reden"
"""The end of the id of a reason, on platforms where it is a question of its own."""
CARDS = 4
"""The number of answer cards to hold up, A to D."""


def is_voted_on(question: Question) -> bool:
    """Tell whether a group answers by holding up cards, which it can if there are no more answers than cards."""
    return question.type in LETTERED and len(getattr(question, "options", ())) <= CARDS


class Quiz(Item):
    """quizzes/<id>.yml: the bank of one lesson, or a final test."""

    id: Id
    title: Title
    use: Literal["practice", "exam"]
    questions: tuple[Question, ...] = Field(min_length=1)
