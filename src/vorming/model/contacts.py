"""lokaal/PLACE.yml: the contacts of one place, which a trainer has on own papers and no site ever shows."""

from pydantic import Field

from vorming.model.base import Dated, Id, Interval, Item, Text


class Contact(Dated):
    """A person or service to call in this place."""

    id: Id
    name: Text
    phone: Text | None = Field(default=None, description="As printed: 101, 09 248 00 31.")
    hours: Text | None = None
    note: Text | None = Field(default=None, description="For whom, or whom to ask for.")
    # Whom to ask for in a place changes sooner than the number of a help line.
    recheck_every: Interval = "6 months"


class Place(Item):
    """A place and its contacts."""

    place: Text = Field(description="Its name: Gent.")
    contacts: tuple[Contact, ...] = Field(min_length=1)
