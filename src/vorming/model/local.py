"""The files that trainers keep beside the course: the contacts of a place, and the log of a session.

lokaal/PLACE.yml has the contacts, which are printed on the papers of a day and never shown on the site.
sessions/DATE-MODULE.yml has only totals and questions. No field asks for a name, so that no log contains personal
data.
"""

from datetime import date
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from vorming.model.base import Dated, FactId, Id, Interval, Item, LessonId, Plain, Ref, Sentences, Text
from vorming.model.items import Phone

ShortName = Annotated[Text, StringConstraints(max_length=160), Plain()]
"""A text that is short enough for a card of one page."""


class Contact(Dated):
    """A person or service to call in this place."""

    id: Id
    name: ShortName
    phone: Phone | None = Field(default=None, description="As printed: 101, 09 248 00 31.")
    hours: ShortName | None = None
    note: ShortName | None = Field(default=None, description="For whom, or whom to ask for.")
    # A contact person changes sooner than the number of a help line.
    recheck_every: Interval = "6 months"

    @property
    def details(self) -> tuple[str, ...]:
        """Its hours and note, as far as it has them."""
        return tuple(filter(None, (self.hours, self.note)))


class LocalContacts(Item):
    """A place and its contacts."""

    place: ShortName = Field(description="Its name: Gent.")
    contacts: tuple[Contact, ...] = Field(min_length=1)


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
