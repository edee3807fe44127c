"""Policy models, jurisdictions and their attributes (Östergren's three types)."""

from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import Field

from vorming.model.base import (
    Dated,
    Id,
    Item,
    Sentences,
    SourceId,
    Status,
    Text,
    TrainerSentences,
    Words,
)


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
    title: Words
    goal: Words = Field(
        description="The intention as a verb, for a title: doen verdwijnen, beperken, een plaats geven."
    )
    intention: Sentences
    means: Sentences
    effect: Sentences = Field(description="What it means for reporting and care, volgens UTSOPI.")
    examples: Words
    status: Status
    sources: tuple[SourceId, ...] = Field(min_length=1)


class Attribute(Item):
    """A column of the comparison, as a question with yes, no, partly or unknown."""

    id: Id
    question: Sentences
    short: Sentences = Field(description="At most three words, for a chart.")


class Value(Item):
    """What holds for one attribute in one jurisdiction."""

    value: Answer
    confidence: Confidence
    source: SourceId | None = Field(
        default=None, description="A key of references.bib; none where unverified."
    )
    note: Sentences | None = None


class LawStep(Item):
    """A law, or a step of one, with the date it took effect."""

    label: Words
    date: Text = Field(
        description="2022-06-01, 2003-06 or 1995: as exact as the source.", pattern=r"^\d{4}(-\d\d(-\d\d)?)?$"
    )
    confidence: Confidence
    source: SourceId | None = None


class Law(Item):
    """The law that makes the policy."""

    name: Text
    adopted: tuple[int, ...] = Field(default=(), description="Years in which it was passed, where known.")
    steps: tuple[LawStep, ...] = Field(default=(), description="Empty where no date is known.")
    confidence: Confidence
    source: SourceId | None = None
    note: Sentences | None = None


class Region(StrEnum):
    """Where a jurisdiction stands on the tile map."""

    EUROPE = "europe"
    NORTH_AMERICA = "north-america"
    OCEANIA = "oceania"
    MIDDLE_EAST = "middle-east"
    ELSEWHERE = "elsewhere"


class Tile(Item):
    """A place on the tile map of a region, counted from the top left."""

    column: int = Field(ge=0, le=5)
    row: int = Field(ge=0, le=5)


class Condition(Item):
    """What somebody must have or do before she may work, in a few words; it explains one attribute."""

    attribute: Id
    text: Sentences = Field(description="At most sixty signs: it stands in a chart.", max_length=64)
    confidence: Confidence
    source: SourceId | None = None


class Jurisdiction(Dated):
    """A country or state with its own policy."""

    code: Text = Field(description="ISO 3166-1 or 3166-2; England and Wales: GB-EAW.")
    name: Text
    short: Sentences | None = Field(
        default=None, description="The name in a chart, where the full one is too long."
    )
    region: Region = Region.ELSEWHERE
    tile: Tile | None = Field(default=None, description="Its place on the tile map; none: in the row below.")
    model: ModelId
    variant: Words
    is_in_faq: bool
    is_placed_by_us: bool = Field(
        default=False, description="The place under this model is ours, not UTSOPI's."
    )
    basis: Words = Field(description="On what the placement under this model rests.")
    law: Law
    attributes: dict[Id, Value]
    conditions: tuple[Condition, ...] = Field(
        default=(), description="For the chart of legalisation and decriminalisation."
    )
    flags: tuple[TrainerSentences, ...] = Field(
        default=(), description="What a trainer should know, in Dutch."
    )
    extra_sources: tuple[SourceId, ...] = ()

    @property
    def label(self) -> str:
        """The name as charts write it."""
        return self.short or self.name


class Policies(Dated):
    """policies.yml; its own date is that of the three models."""

    left_out: Sentences = Field(description="Which places are missing, and why.")
    caution: Sentences = Field(description="What to know of the sources.")
    models: tuple[PolicyModel, ...]
    attributes: tuple[Attribute, ...]
    jurisdictions: tuple[Jurisdiction, ...]
    source_kinds: dict[Id, Text] = Field(default={}, description="What a source is: overheid, pers, ngo …")

    @property
    def last_checked(self) -> date:
        """The day up to which the whole comparison holds."""
        return max(item.checked_on for item in (self, *self.jurisdictions))

    def model(self, id: ModelId) -> PolicyModel:
        return next(model for model in self.models if model.id == id)

    def of_model(self, id: ModelId) -> tuple[Jurisdiction, ...]:
        return tuple(item for item in self.jurisdictions if item.model == id)

    def jurisdiction(self, code: str) -> Jurisdiction:
        return next(item for item in self.jurisdictions if item.code == code)
