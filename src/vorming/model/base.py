"""The base of all items of the course: frozen models, types for texts and ids, a status and dates of checking.

Fields are annotated with the marks `Ref`, `Reads`, `Plain` and `ForTrainer`, by which `vorming.model.walk` finds
values.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal, LiteralString, TypeVar

from dateutil.relativedelta import relativedelta
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, GetCoreSchemaHandler, StringConstraints
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

ID = r"^[a-z0-9]+(-[a-z0-9]+)*$"
Code = Annotated[str, StringConstraints(pattern=r"^[A-Z][0-9A-Z-]*$", max_length=12)]
"""A label of the dossier: F01, K3, M12, B14."""
KEY = r"^[^\s,{}()\"#%'=~\\]{1,200}$"
Key = Annotated[str, StringConstraints(pattern=KEY)]
"""A key of references.bib, without the characters that end a key in BibTeX or start a comment there."""
Day = Annotated[date, Field(ge=date(1990, 1, 1), le=date(2100, 1, 1))]
"""A day on which somebody worked on the course; other years are typing errors."""


def _refuse_thousands(number: Decimal) -> Decimal:
    """Refuse 1.000, which some people write for a thousand; 1.0000 and 1234.567 are accepted."""
    if number.as_tuple().exponent == -3 and 1 <= abs(number) < 1000:
        raise PydanticCustomError(
            "thousands", "", {"whole": f"{number}".replace(".", ""), "exact": f"{number}0"}
        )
    return number


def kept_to(rule_id: LiteralString, is_right: Callable[[str], object]) -> AfterValidator:
    """Return the validator of a text by which another value is a problem of a rule."""

    def check(text: str) -> str:
        if not is_right(text):
            raise PydanticCustomError(rule_id, "")
        return text

    return AfterValidator(check)


def is_free(name: str) -> bool:
    """Tell whether Windows leaves a name to files and folders: it keeps aux, with any ending, for a device."""
    return not re.match(r"(?:con|prn|aux|nul|(?:com|lpt)\d) *(?:\.|$)", name, re.IGNORECASE)


Id = Annotated[str, StringConstraints(pattern=ID, max_length=80), kept_to("id-invalid", is_free)]
Number = Annotated[Decimal, Field(max_digits=15, decimal_places=6), AfterValidator(_refuse_thousands)]
"""A price, a count or a share; the limits keep it readable."""
Hex = Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")]
"""A colour: #9e1b32."""
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""Markdown inlines, or Markdown blocks if the field is marked so."""
Loc = tuple[str | int, ...]
"""The keys and indexes that lead from a value to a part of it: ("facts", 3, "sources", 0)."""


@dataclass(frozen=True)
class Ref:
    """Mark a text as the id of another item of the course.

    `kind` is the kind of that item: "fact", "quiz", "page". The checks refuse an id that doesn't exist, and
    `vorming.course.usage` follows it to find the items that a page uses, where the kind `is_transitive`.
    """

    kind: str


class Shown:
    """The base of the marks of texts that outputs show.

    The context of validation is a function that sets the quotation marks of the course's language in such a text.
    """

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_after_validator_function(
            lambda text, info: info.context(text) if info.context else text, handler(source)
        )


@dataclass(frozen=True)
class Reads(Shown):
    """Mark a text as one that people read, to which the language rules apply.

    It is running text (sentences) or a few words, such as a title. Quoted text is spoken by a participant and may
    have words that the course itself avoids.
    """

    is_running: bool = True
    is_quoted: bool = False
    has_blocks: bool = False
    """Whether it may be more than one paragraph."""


@dataclass(frozen=True)
class Plain(Shown):
    """Mark a text that outputs show as it is, without reading Markdown or roles in it."""


@dataclass(frozen=True)
class ForTrainer:
    """Mark a field, with everything below it, that no output for trainees may show."""


Sentences = Annotated[Text, Reads()]
Blocks = Annotated[Text, Reads(has_blocks=True)]
Words = Annotated[Text, Reads(is_running=False)]
Title = Annotated[Text, Reads(is_running=False), Plain()]
Name = Annotated[Text, Plain()]
TrainerSentences = Annotated[Text, Reads(), ForTrainer()]
Saying = Annotated[Text, Reads(is_quoted=True)]
"""The words of a participant: spelt correctly, but in that person's own vocabulary."""
SourceId = Annotated[Key, Ref("source")]
FactId = Annotated[Id, Ref("fact")]
ContradictionId = Annotated[Code, Ref("contradiction")]
MisconceptionId = Annotated[Code, Ref("misconception")]
AudienceId = Annotated[Id, Ref("audience")]
"""The id of a profession for which there is a module."""
LessonId = Annotated[Id, Ref("lesson")]
MomentId = Annotated[Id, Ref("moment")]
PageName = Annotated[Text, Ref("page")]
"""The path of a page from the course folder, without its ending: book/politie/index."""
QuizId = Annotated[Id, Ref("quiz")]

LanguageCode = Literal["nl", "fr", "en"]
"""A language in which a course can be written."""


M = TypeVar("M", bound=BaseModel)


def find_item(items: Iterable[M], id: str) -> M:
    """Return the item with an id.

    Raises KeyError if there is none.
    """
    for item in items:
        if getattr(item, "id", None) == id:
            return item
    raise KeyError(id)


class Item(BaseModel):
    """A part of the course, which is frozen and has no unknown keys.

    A misspelt key is thus an error at its own line instead of a value that is silently lost.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)


class Status(StrEnum):
    """How sure a statement is, from the surest down: read in a source, said by somebody, or still to be confirmed."""

    VERIFIED = "verified"
    ATTRIBUTED = "attributed"
    UNCONFIRMED = "unconfirmed"


Interval = Literal["3 months", "6 months", "1 year", "never"]
"""How often a statement must be checked again."""
_MONTHS: Mapping[Interval, int] = {"3 months": 3, "6 months": 6, "1 year": 12}


class Dated(Item):
    """An item that must be compared with its sources from time to time."""

    checked_on: Day
    recheck_every: Interval = "1 year"

    @property
    def recheck_on(self) -> date | None:
        """The first day on which a new check is due; None if the item never needs one."""
        months = _MONTHS.get(self.recheck_every)
        return self.checked_on + relativedelta(months=months) if months else None

    def is_expired(self, today: date) -> bool:
        return self.recheck_on is not None and self.recheck_on <= today


class Checked(Dated):
    """A dated item that also has a status and sources.

    If the file has no `attributed_to`, loading sets it to the organisation.
    """

    status: Status
    attributed_to: Text = Field(
        default="", description="Whose word it is, where status is attributed; else the organisation's."
    )
    sources: tuple[SourceId, ...] = Field(min_length=1, description="Keys of references.bib.")
