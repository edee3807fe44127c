"""sessions/DATE-MODULE.yml: what a trainer notes after a session.

There are totals and questions only: no field asks for a name, so that no file is personal data.
"""

from datetime import date
from typing import Annotated

from pydantic import Field

from vorming.model.base import Id, Item, Text


class RanLong(Item):
    """A step that took longer than planned."""

    lesson: Id
    step: Text
    minutes: int = Field(ge=1, le=120, description="How much longer.")


class Challenged(Item):
    """A fact that somebody in the group doubted, with what was said."""

    fact: Id
    said: Text


class Hands(Item):
    """How many hands went up for each answer of a question, from A on."""

    question: Id
    counts: tuple[Annotated[int, Field(ge=0, le=200)], ...] = Field(min_length=2, max_length=20)


class Session(Item):
    """One session of one module."""

    module: Id
    day: Text | None = Field(default=None, description="The programme, or the folder of an own day.")
    date: date
    group: int | None = Field(default=None, ge=1, le=200)
    minutes: int | None = Field(default=None, ge=1, le=600)
    ran_long: tuple[RanLong, ...] = ()
    questions: tuple[Text, ...] = ()
    challenged: tuple[Challenged, ...] = ()
    hands: tuple[Hands, ...] = ()
    remark: Text | None = None


class SessionFile(Item):
    """The file as a whole, as the form of the trainer's site saves it."""

    session: Session
