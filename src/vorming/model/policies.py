"""policies.yml: jurisdictions compared by model, attribute and law, and the words of the charts about them."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from vorming.model.base import (
    Code,
    Dated,
    Id,
    Item,
    Reads,
    Ref,
    Sentences,
    SourceId,
    Status,
    Text,
    TrainerSentences,
    Words,
    find_item,
)

ModelId = Annotated[Id, Ref("policy-model")]
AttributeId = Annotated[Id, Ref("attribute")]


class Answer(StrEnum):
    """The value of an attribute."""

    YES = "yes"
    NO = "no"
    PARTLY = "partly"
    UNKNOWN = "unknown"


Confidence = Literal["verified", "unverified", "unknown"]


class PolicyModel(Item):
    """A type of policy: its aim and its means.

    Its index in the list determines its mark and colour, which are the same in every output.
    """

    id: Id
    title: Words
    goal: Words = Field(
        description="The intention as a verb, for a title: doen verdwijnen, beperken, een plaats geven."
    )
    intention: Sentences
    means: Sentences
    effect: Sentences = Field(description="What it means for reporting and care, as the organisation says.")
    examples: Words
    group: Words | None = Field(
        default=None, description="What the chart of conditions calls it; else its title."
    )
    status: Status
    sources: tuple[SourceId, ...] = Field(min_length=1)


class Attribute(Item):
    """A column of the comparison, as a question with yes, no, partly or unknown."""

    id: Id
    question: Sentences
    short: Sentences = Field(description="At most three words, for a chart.")


class Value(Item):
    """The answer to the question of an attribute in one jurisdiction, with its source."""

    value: Answer
    confidence: Confidence
    source: SourceId | None = Field(
        default=None, description="A key of references.bib; none where unverified."
    )
    note: Sentences | None = None


def _refuse_no_day(text: str) -> str:
    # For a year or a month, validate its first day.
    try:
        date.fromisoformat(text + "-01-01"[len(text) - 4 :])
    except ValueError:
        raise PydanticCustomError("date_parsing", "no day of a calendar") from None
    return text


class LawStep(Item):
    """A law or a part of one, with the date on which it took effect."""

    label: Words
    date: Annotated[Text, AfterValidator(_refuse_no_day)] = Field(
        description="2022-06-01, 2003-06 or 1995: as exact as the source.", pattern=r"^\d{4}(-\d\d(-\d\d)?)?$"
    )
    confidence: Confidence
    source: SourceId | None = None


class Law(Item):
    """The law on which the policy is based."""

    name: Text
    adopted: tuple[int, ...] = Field(default=(), description="Years in which it was passed, where known.")
    steps: tuple[LawStep, ...] = Field(default=(), description="Empty where no date is known.")
    confidence: Confidence
    source: SourceId | None = None
    note: Sentences | None = None


class Region(StrEnum):
    """The group of tiles on the map in which a jurisdiction is drawn."""

    EUROPE = "europe"
    NORTH_AMERICA = "north-america"
    OCEANIA = "oceania"
    MIDDLE_EAST = "middle-east"
    ELSEWHERE = "elsewhere"


class Tile(Item):
    """A place on the tile map of a region, counted from 0 at the top left."""

    column: int = Field(ge=0, le=3)
    row: int = Field(ge=0, le=5)


class Condition(Item):
    """A requirement for being allowed to work, in a few words, which explains the answer to an attribute."""

    attribute: AttributeId
    text: Annotated[Text, StringConstraints(max_length=64), Reads()] = Field(
        description="At most 64 characters, for a chart."
    )
    confidence: Confidence
    source: SourceId | None = None


class Jurisdiction(Dated):
    """A country or state with its own policy."""

    code: Code = Field(description="ISO 3166-1 or 3166-2; England and Wales: GB-EAW.")
    name: Text
    short: Sentences | None = Field(
        default=None, description="The name in a chart, where the full one is too long."
    )
    region: Region = Region.ELSEWHERE
    tile: Tile | None = Field(default=None, description="Its place on the tile map; none: in the row below.")
    model: ModelId
    variant: Words
    is_placed_by_us: bool = Field(
        default=False, description="The place under this model is ours, not the organisation's."
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
    def id(self) -> str:
        """The code, which serves as its id."""
        return self.code

    @property
    def label(self) -> str:
        """The name for charts: the short one if there is one."""
        return self.short or self.name


class MatrixWords(Item):
    """The title of the matrix.

    It may have counts of answers: {total}, {yes[attribute]} and {partly[attribute]}, with the id of an attribute.
    """

    title: Text


class TimelineWords(Item):
    """The title of the timeline.

    It may have {first} and {place}, where and when a model began, and {own} and {steps}, the readers' own jurisdiction
    and its steps.
    """

    title: Text = Field(description="With {first}, {place}, {own} and {steps}.")
    model: ModelId
    own: Text = Field(description="The code of the jurisdiction the readers live in.")


class TilesWords(Item):
    """The title of the tile map, which is about the places in a region that have a model."""

    title: Text = Field(description="With {count}, {total} and {names}.")
    model: ModelId
    region: Region


class ConditionsWords(Item):
    """The title of the chart of conditions, and its labels for the attributes that the conditions explain."""

    title: Text
    rows: dict[Id, Text] = Field(min_length=1)


class ModelsWords(Item):
    """The title and the source of the diagram of the models."""

    title: Text = Field(description="With {goals}.")
    source: Text = Field(description="Where goals, means and effects come from.")


class ChartWords(Item):
    """The words of the charts for this comparison, with {placeholders} for counts and names.

    A chart without an entry has the general words of the tool.
    """

    matrix: MatrixWords | None = None
    timeline: TimelineWords | None = None
    tiles: TilesWords | None = None
    conditions: ConditionsWords | None = None
    models: ModelsWords | None = None


class Policies(Dated):
    """The whole file; its date of checking is that of the models.

    Look-ups raise KeyError if the id is unknown, since the checks refuse a course with such an id.
    """

    caution: Sentences = Field(description="What to know of the sources.")
    models: tuple[PolicyModel, ...]
    attributes: tuple[Attribute, ...]
    jurisdictions: tuple[Jurisdiction, ...]
    charts: ChartWords = ChartWords()
    source_kinds: dict[Id, Text] = Field(default={}, description="What a source is: overheid, pers, ngo …")

    @property
    def last_checked(self) -> date:
        """The latest day on which a part of the comparison was checked."""
        return max(item.checked_on for item in (self, *self.jurisdictions))

    def order(self, id: str) -> int:
        """Return the index of a model in the list."""
        return self.models.index(self.model(id))

    def model(self, id: str) -> PolicyModel:
        return find_item(self.models, id)

    def of_model(self, id: str) -> tuple[Jurisdiction, ...]:
        return tuple(item for item in self.jurisdictions if item.model == id)

    def jurisdiction(self, code: str) -> Jurisdiction:
        return find_item(self.jurisdictions, code)


NO_POLICIES = Policies(checked_on=date(1990, 1, 1), caution="–", models=(), attributes=(), jurisdictions=())
"""The policies of a course without policies.yml. The date is never shown, since there is nothing to compare."""
