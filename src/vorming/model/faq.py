"""The frequently asked questions, the glossary, the help lines, and the contacts of one place.

A trainer keeps the contacts of a place in lokaal/PLACE.yml. They are printed on the papers of a day, and never shown
on the site.
"""

import re
from typing import Annotated

from pydantic import Field, StringConstraints

from vorming.model.base import (
    AudienceId,
    Blocks,
    Checked,
    Code,
    ContradictionId,
    Dated,
    FactId,
    Id,
    Interval,
    Item,
    Name,
    Plain,
    Ref,
    Sentences,
    SourceId,
    Text,
    Title,
    Words,
    kept_to,
)


class Topic(Item):
    """A heading of the FAQ."""

    id: Id
    title: Words


class FaqEntry(Checked):
    """A question with a short answer and a full one.

    Slides and search results show only the short answer, so it must be right by itself.
    """

    id: Id
    source_entry: Code = Field(description="The entry of the published FAQ it comes from: F01 … F19.")
    topic: Annotated[Id, Ref("topic")]
    question: Sentences
    short: Sentences = Field(description="The answer in one sentence.")
    answer: Blocks = Field(description="Markdown blocks; roles such as {fact} work.")
    audiences: tuple[AudienceId, ...] = Field(min_length=1)
    facts: tuple[FactId, ...] = ()
    contradictions: tuple[ContradictionId, ...] = ()
    search_words: tuple[Text, ...] = Field(
        default=(), description="Words that trainees use and the text doesn't."
    )


class Term(Item):
    """A word of the glossary."""

    id: Id
    term: Title
    forms: tuple[Words, ...] = Field(default=(), description="Plural and other forms that should find it.")
    abbreviation: Name | None = None
    definition: Sentences
    sources: tuple[SourceId, ...] = ()


SHORT_NUMBERS = frozenset(
    ["100", "101", "102", "103", "105", "106", "107", "110", "112", "1700", "1712", "1733", "1813", "116000", "116111", "116117"]
)  # fmt: skip
"""The Belgian and European short numbers. New ones must be added here."""
_PRINTED = re.compile(r"\+?[\d ./()-]+")
_BELGIAN = re.compile(r"0(?:4\d{8}|[1-9]\d{7})")
_ABROAD = re.compile(r"(?:\+|00)[1-9]\d{7,13}")


def is_phone_number(printed: str) -> bool:
    """Tell whether a text is one telephone number that can be dialled in Belgium.

    It is a short number, a full Belgian number (a mobile one has one more digit), or a number with the prefix of a
    country. Spaces, dots, slashes, dashes and brackets in it are skipped.
    """
    dialled = re.sub(r"[^\d+]", "", printed)
    is_full = _BELGIAN.fullmatch(dialled) or _ABROAD.fullmatch(dialled)
    return bool(_PRINTED.fullmatch(printed) and (is_full or dialled in SHORT_NUMBERS))


Phone = Annotated[Text, kept_to("phone-invalid", is_phone_number)]
_SITE = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/[\w./-]*)?", re.IGNORECASE)


class HelpLine(Checked):
    """A service that a reader can call or visit."""

    id: Id
    name: Title
    phone: Phone | None = Field(default=None, description="As printed: 1712, 03 201 16 90.")
    is_emergency: bool = False
    for_whom: Title
    description: Sentences
    hours: Words | None = Field(default=None, description="As the source gives it; leave out when not found.")
    anonymous: Words | None = None
    place: Name | None = None
    site: Annotated[Name, kept_to("site-invalid", _SITE.fullmatch)] | None = Field(
        default=None, description="The name of its site, without https://: awel.be."
    )
    topics: tuple[Id, ...] = Field(
        min_length=1, description="By which {helplines} chooses; quick_help of course.yml names some."
    )

    @property
    def dial(self) -> str:
        """The number for a `tel:` link: 02/201.16.90 gives 022011690; empty if there is no number."""
        return re.sub(r"[^\d+]", "", self.phone or "")


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


class Place(Item):
    """A place and its contacts."""

    place: ShortName = Field(description="Its name: Gent.")
    contacts: tuple[Contact, ...] = Field(min_length=1)
