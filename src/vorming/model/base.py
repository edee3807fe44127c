"""What every item of the course shares: frozen models, typed texts and ids, a status and dates of checking.

Fields carry the marks `Ref`, `Reads` and `ForTrainer`, by which `vorming.model.walk` finds values.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from operator import attrgetter
from typing import Annotated, Literal, TypeVar

from dateutil.relativedelta import relativedelta
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

ID = r"^[a-z0-9]+(-[a-z0-9]+)*$"
Id = Annotated[str, StringConstraints(pattern=ID, max_length=80)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Z][0-9A-Z-]*$", max_length=12)]
"""A label of the dossier: F01, K3, M12, B14."""
Key = Annotated[str, StringConstraints(pattern=r"^[^\s,{}()\"#%'=~\\]+$", max_length=200)]
"""A key of references.bib, without the characters that end a key in BibTeX or start a comment there."""
Day = Annotated[date, Field(ge=date(1990, 1, 1), le=date(2100, 1, 1))]
"""A day on which somebody of the course did something; other years are slips of the pen."""


def _refuse_thousands(number: Decimal) -> Decimal:
    """Refuse 1.000, by which some people mean a thousand; 1.0000 is one."""
    if number.as_tuple().exponent == -3 and abs(number) >= 1:
        raise PydanticCustomError(
            "thousands", "", {"whole": f"{number}".replace(".", ""), "exact": f"{number}0"}
        )
    return number


Number = Annotated[Decimal, Field(max_digits=15, decimal_places=6), AfterValidator(_refuse_thousands)]
"""A price, a count or a part: no longer than somebody can read."""
Hex = Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")]
"""A colour: #9e1b32."""
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""Markdown inlines, or Markdown blocks where the field says so."""
Loc = tuple[str | int, ...]
"""The keys and indexes that lead from a value to a part of it: ("facts", 3, "sources", 0)."""


@dataclass(frozen=True)
class Ref:
    """Mark a text as the id of another item of the course.

    `kind` says in which list of the course that item is: "fact", "quiz", "page". The checks refuse an id
    that is not in it, and usage follows it to find what a page draws in.
    """

    kind: str


@dataclass(frozen=True)
class Reads:
    """Mark a text as one that people read, which the language rules measure.

    It is running text (sentences) or a few words, such as a title. Quoted text is what a participant says,
    in which words are allowed that the course itself avoids.
    """

    is_running: bool = True
    is_quoted: bool = False
    has_blocks: bool = False
    """Whether it may be more than one paragraph."""


@dataclass(frozen=True)
class Plain:
    """Mark a text that outputs show as it is written: Markdown and roles would show as such."""


@dataclass(frozen=True)
class ForTrainer:
    """Mark a field, with all below it, as one that no output for trainees may show."""


Sentences = Annotated[Text, Reads()]
Blocks = Annotated[Text, Reads(has_blocks=True)]
Words = Annotated[Text, Reads(is_running=False)]
Title = Annotated[Text, Reads(is_running=False), Plain()]
Name = Annotated[Text, Plain()]
TrainerSentences = Annotated[Text, Reads(), ForTrainer()]
Saying = Annotated[Text, Reads(is_quoted=True)]
"""What a participant says or believes: spelt well, but in that person's words."""
SourceId = Annotated[Key, Ref("source")]
FactId = Annotated[Id, Ref("fact")]
ContradictionId = Annotated[Code, Ref("contradiction")]
MisconceptionId = Annotated[Code, Ref("misconception")]
AudienceId = Annotated[Id, Ref("audience")]
"""A profession for which there is a module."""
LessonId = Annotated[Id, Ref("lesson")]
PageName = Annotated[Text, Ref("page")]
"""The path of a page from the course folder, without its ending: book/politie/index."""
QuizId = Annotated[Id, Ref("quiz")]

LanguageCode = Literal["nl", "fr", "en"]
"""A language in which the tool speaks to readers."""


M = TypeVar("M", bound=BaseModel)


def find_item(items: Iterable[M], id: str, name: str = "id") -> M:
    """Return the item with an id, which is its attribute `name`; raise KeyError where there is none."""
    id_of = attrgetter(name)
    for item in items:
        if id_of(item) == id:
            return item
    raise KeyError(id)


class Item(BaseModel):
    """A part of the course: never changed after parsing, and without unknown keys.

    A misspelt key is thus an error at its own line instead of a value that silently gets lost.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)


class Status(StrEnum):
    """How sure a statement is, from the surest down: read in a source, somebody's word, or still to be confirmed."""

    VERIFIED = "verified"
    ATTRIBUTED = "attributed"
    UNCONFIRMED = "unconfirmed"


Interval = Literal["3 months", "6 months", "1 year", "never"]
"""How often a statement must be checked again."""
_MONTHS: Mapping[Interval, int] = {"3 months": 3, "6 months": 6, "1 year": 12}


class Dated(Item):
    """An item that is compared with its sources on a day, and again when that is long ago."""

    checked_on: Day
    recheck_every: Interval = "1 year"

    @property
    def recheck_on(self) -> date | None:
        """The first day on which a new check is due; None for what doesn't change."""
        months = _MONTHS.get(self.recheck_every)
        return self.checked_on + relativedelta(months=months) if months else None

    def is_expired(self, today: date) -> bool:
        return self.recheck_on is not None and self.recheck_on <= today


class Checked(Dated):
    """An item with a status and sources too.

    Where the file names no one, loading fills `attributed_to` with the organisation.
    """

    status: Status
    attributed_to: Text = Field(
        default="", description="Whose word it is, where status is attributed; else the organisation's."
    )
    sources: tuple[SourceId, ...] = Field(min_length=1, description="Keys of references.bib.")
