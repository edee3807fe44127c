"""sessions/DATE-MODULE.yml: the log that a trainer writes after a session.

It has only totals and questions. No field asks for a name, so that no log contains personal data.
"""

from datetime import date
from typing import Annotated, Any

from pydantic import Field

from vorming.model.base import FactId, Id, Item, LessonId, Ref, Sentences, Text

LIMITS = {"group": (1, 200), "minutes": (1, 600), "ran_long": (1, 120), "hands": (0, 200)}
"""The minimum and maximum of each number, which the form of the trainer's site uses too."""


def _within(name: str) -> Any:
    low, high = LIMITS[name]
    return Field(ge=low, le=high)


class RanLong(Item):
    """A step that took longer than planned."""

    lesson: LessonId
    step: Text
    minutes: Annotated[int, _within("ran_long")] = Field(description="How much longer.")


class Challenged(Item):
    """A fact that somebody in the group doubted, with their remark."""

    fact: FactId
    said: Sentences


class Hands(Item):
    """The number of hands for each answer to a question, from A on."""

    question: Annotated[Id, Ref("question")]
    counts: tuple[Annotated[int, _within("hands")], ...] = Field(min_length=2, max_length=20)


class Session(Item):
    """One session of one module."""

    module: Annotated[Id, Ref("module")]
    day: Text | None = Field(default=None, description="The programme, or the folder of an own day.")
    date: date
    group: Annotated[int, _within("group")] | None = None
    minutes: Annotated[int, _within("minutes")] | None = None
    ran_long: tuple[RanLong, ...] = ()
    questions: tuple[Sentences, ...] = ()
    challenged: tuple[Challenged, ...] = ()
    hands: tuple[Hands, ...] = ()
    remark: Sentences | None = None


class SessionFile(Item):
    """The whole file, as the form of the trainer's site saves it."""

    session: Session
