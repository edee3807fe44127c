"""The items of the data files: facts, points on which sources differ, misconceptions, FAQ, glossary and help lines."""

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from vorming.model.base import (
    AudienceId,
    Blocks,
    Checked,
    Code,
    ContradictionId,
    Dated,
    Day,
    FactId,
    Id,
    Item,
    LessonId,
    Name,
    Number,
    Ref,
    Saying,
    Sentences,
    SourceId,
    Text,
    Title,
    TrainerSentences,
    Words,
    kept_to,
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

    @property
    def names(self) -> set[str]:
        """Every spelling by which a role may name it, in lower case.

        These are its id, the term itself, its abbreviation and its other forms, with apostrophes of either kind.
        """
        names = {
            name.casefold() for name in (self.id, self.term, self.abbreviation or self.term, *self.forms)
        }
        return names | {name.replace("’", "'") for name in names}


SHORT_NUMBERS = frozenset(
    ["100", "101", "102", "103", "105", "106", "107", "110", "112", "1700", "1712", "1733", "1813", "116000", "116111", "116117"]
)  # fmt: skip
"""The Belgian and European short numbers. A course names others, such as new ones, in its settings."""
_PRINTED = re.compile(r"\+?[\d ./()-]+")
_SHORT = re.compile(r"[1-9]\d{1,3}|116\d{3}")
_BELGIAN = re.compile(r"0(?:4\d{8}|[1-9]\d{7})")
_ABROAD = re.compile(r"(?:\+|00)[1-9]\d{7,13}")
_OF_ANY_COUNTRY = re.compile(r"\+?\d{2,15}")


def is_phone_number(printed: str, country: str = "BE") -> bool:
    """Tell whether a text is one telephone number that can be dialled in a country.

    In Belgium it is a short number (known or not), a full number (a mobile one has one more digit), or a number with the
    prefix of a country; the forms of other countries are not known. Spaces, dots, slashes, dashes and brackets in it are
    skipped. With the (0) of +32 (0)2, no phone would reach it.
    """
    dialled = re.sub(r"[^\d+]", "", printed)
    forms = (_BELGIAN, _ABROAD, _SHORT) if country == "BE" else (_OF_ANY_COUNTRY,)
    can_be_dialled = any(form.fullmatch(dialled) for form in forms)
    return bool(_PRINTED.fullmatch(printed) and "(0)" not in printed and can_be_dialled)


def is_unknown_short(dial: str) -> bool:
    """Tell whether a dialled number is a short one that is not among SHORT_NUMBERS."""
    return bool(_SHORT.fullmatch(dial)) and dial not in SHORT_NUMBERS


Phone = Annotated[Text, kept_to("phone-invalid", lambda printed: is_phone_number(printed, ""))]
"""A number of any country; the checks know in which country the course is given."""
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
    topics: tuple[Annotated[Id, Ref("helpline-topic")], ...] = Field(
        min_length=1, description="By which {helplines} chooses; quick_help of course.yml names some."
    )

    @property
    def dial(self) -> str:
        """The number for a `tel:` link: 02/201.16.90 gives 022011690; empty if there is no number."""
        return re.sub(r"[^\d+]", "", self.phone or "")
