"""Facts, points on which sources differ, points to confirm, and the misconceptions that facts refute."""

from datetime import date
from typing import Literal

from pydantic import Field

from vorming.model.base import (
    AudienceId,
    Checked,
    Code,
    ContradictionId,
    Dated,
    Day,
    FactId,
    Id,
    Item,
    LessonId,
    Number,
    Saying,
    Sentences,
    SourceId,
    Title,
    TrainerSentences,
    Words,
)


class Part(Item):
    """One part of a sum, such as 221 of 550."""

    label: Words
    value: Number


class OtherSource(Item):
    """The statement of another source on the same point."""

    statement: Sentences
    value: Number | None = None
    parts: tuple[Part, ...] = ()
    sources: tuple[SourceId, ...] = Field(min_length=1)


class Fact(Checked):
    """A statement that may change or needs a source, written once and used everywhere.

    Its value is a number of `unit`, used by `{fact}` and charts. The check compares it with the amounts in the
    statement.
    """

    id: Id
    topic: Id | None = Field(default=None, description="Under which heading the ledger shows it.")
    dossier: Code | None = Field(default=None, description="Its label in the dossier, such as H6.")
    statement: Sentences = Field(description="One or two Dutch sentences that need no context.")
    value: Number | None = Field(default=None, description="The number, where the fact is one.")
    unit: Title | None = Field(default=None, description="euro, jaar, procent, weken …")
    parts: tuple[Part, ...] = ()
    date: Day | None = Field(
        default=None, description="The day, where the fact is one: since when a law holds."
    )
    as_of: Words | None = Field(default=None, description="The date or age of the source, as text.")
    other: OtherSource | None = None
    contradictions: tuple[ContradictionId, ...] = ()


class Contradiction(Dated):
    """A point on which the FAQ and another source differ.

    Trainees read only its wording; both statements are for the trainer.
    """

    id: Code
    title: Words
    faq_says: TrainerSentences
    faq_entries: tuple[Code, ...] = Field(default=(), description="F01 … F19; empty where the FAQ is silent.")
    other_says: TrainerSentences
    sources: tuple[SourceId, ...] = ()
    wording: Sentences = Field(description="The careful sentence a trainee reads.")
    advice: TrainerSentences = Field(description="What the trainer should know and say.")
    question: Sentences = Field(description="What the organisation is asked to confirm.")
    status: Literal["open", "settled"] = Field(
        default="open", description="settled: sources confirm the careful wording; open: they do not yet."
    )


class OpenPoint(Item):
    """Something else that the organisation should confirm or supply.

    Once it has an answer it is closed, and pages no longer show it.
    """

    id: Id
    title: Words
    question: Sentences
    facts: tuple[FactId, ...] = ()
    answer: TrainerSentences | None = Field(default=None, description="What was answered, and by whom.")
    answered_on: date | None = None

    @property
    def is_open(self) -> bool:
        return self.answer is None


class Misconception(Item):
    """A wrong belief, which makes a good wrong answer in a quiz.

    Each is either used as a wrong option of a question, or has a reason why it is not.
    """

    id: Code
    statement: Saying
    audiences: tuple[AudienceId, ...] = Field(min_length=1)
    facts: tuple[FactId, ...] = Field(min_length=1, description="The facts that refute it.")
    lesson: LessonId = Field(description="The lesson that answers it.")
    unused_reason: TrainerSentences | None = Field(
        default=None, description="Why no quiz uses it as a wrong option."
    )
