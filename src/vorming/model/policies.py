"""Policy models, jurisdictions and their attributes (Östergren's three types)."""

from enum import StrEnum
from typing import Literal

from pydantic import Field

from vorming.model.base import Id, Item, Status, Text


class ModelId(StrEnum):
    """Östergren's three types."""

    REPRESSIVE = "repressive"
    RESTRICTIVE = "restrictive"
    INTEGRATIVE = "integrative"


class Answer(StrEnum):
    """The value of an attribute."""

    YES = "yes"
    NO = "no"
    PARTLY = "partly"
    UNKNOWN = "unknown"


Confidence = Literal["verified", "unverified", "unknown"]


class PolicyModel(Item):
    """One of the three types: what it wants and by which means."""

    id: ModelId
    title: Text
    intention: Text
    means: Text
    effect: Text = Field(description="What it means for reporting and care, volgens UTSOPI.")
    examples: Text
    status: Status
    sources: tuple[Id, ...] = Field(min_length=1)


class Attribute(Item):
    """A column of the comparison, as a question with yes, no, partly or unknown."""

    id: Id
    question: Text
    short: Text = Field(description="At most three words, for a chart.")


class Value(Item):
    """What holds for one attribute in one jurisdiction."""

    value: Answer
    confidence: Confidence
    source: Id | None = Field(default=None, description="A key of references.bib; none where unverified.")
    note: Text | None = None


class LawStep(Item):
    """A law, or a step of one, with the date it took effect."""

    label: Text
    date: Text = Field(description="2022-06-01, 2003-06 or 1995: as exact as the source.", pattern=r"^\d{4}(-\d\d(-\d\d)?)?$")
    confidence: Confidence
    source: Id | None = None


class Law(Item):
    """The law that makes the policy."""

    name: Text
    steps: tuple[LawStep, ...] = Field(default=(), description="Empty where no date is known.")
    confidence: Confidence
    source: Id | None = None
    note: Text | None = None


class Jurisdiction(Item):
    """A country or state with its own policy."""

    code: Text = Field(description="ISO 3166-1 or 3166-2; England and Wales: GB-EAW.")
    name: Text
    model: ModelId
    variant: Text
    is_in_faq: bool
    basis: Text = Field(description="On what the placement under this model rests.")
    law: Law
    attributes: dict[Id, Value]
    flags: tuple[Text, ...] = Field(default=(), description="What a trainer should know, in Dutch.")
    recheck: Text
    extra_sources: tuple[Id, ...] = ()


class Policies(Item):
    """policies.yml"""

    models: tuple[PolicyModel, ...]
    attributes: tuple[Attribute, ...]
    jurisdictions: tuple[Jurisdiction, ...]
