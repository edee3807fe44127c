"""The kinds of item of a course, with their model, their field in the course and their data file.

Checks, usage, the keeper and the desk refer to an item by kind and id, such as ("fact", "prijs-zorg").
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from pydantic import BaseModel

from vorming.model.base import Dated, Loc
from vorming.model.course import (
    ORIGINS,
    CostChart,
    Course,
    DifficultMoment,
    InFile,
    LessonPage,
    Module,
    Reference,
)
from vorming.model.items import Contradiction, Fact, FaqEntry, HelpLine, Misconception, OpenPoint, Term
from vorming.model.policies import Jurisdiction
from vorming.model.quiz import QuestionBase, Quiz
from vorming.source.load import Loaded
from vorming.source.problems import Place
from vorming.source.yaml import Source
from vorming.text.markdown import enumerate_authors
from vorming.text.words import words


@dataclass(frozen=True)
class Kind:
    """A kind of item."""

    model: type[BaseModel]
    field: str
    """The field of `Course` that has its items, or a list within a field: "policies.jurisdictions"."""
    must_be_used: bool = False
    """Whether the check warns about an item that no page uses, except in a list of all."""
    is_transitive: bool = False
    """Whether a page that uses an item also uses the items of this kind that it names by a `Ref`."""

    def items(self, course: Course) -> Iterable[BaseModel]:
        items: Iterable[BaseModel] = attrgetter(self.field)(course)
        return items

    @property
    def origin(self) -> InFile:
        """The data file with its items and the key of their list there; both "" if they are in no list of a file."""
        field, _, key = self.field.partition(".")
        file = ORIGINS.get(field, InFile(""))
        return InFile(file.name, key or file.key)


KINDS: Mapping[str, Kind] = {
    "fact": Kind(Fact, "facts", must_be_used=True, is_transitive=True),
    "faq": Kind(FaqEntry, "faq", must_be_used=True),
    "contradiction": Kind(Contradiction, "contradictions", must_be_used=True, is_transitive=True),
    "term": Kind(Term, "terms"),
    "helpline": Kind(HelpLine, "helplines"),
    "misconception": Kind(Misconception, "misconceptions"),
    "moment": Kind(DifficultMoment, "difficult_moments"),
    "open-point": Kind(OpenPoint, "open_points"),
    "module": Kind(Module, "modules"),
    "jurisdiction": Kind(Jurisdiction, "policies.jurisdictions"),
    "chart": Kind(CostChart, "costs"),
    "source": Kind(Reference, "sources", is_transitive=True),
    "lesson": Kind(LessonPage, "lessons"),
    "quiz": Kind(Quiz, "quizzes"),
    "question": Kind(QuestionBase, "questions"),
}

KIND_WORDS = words("keeper").group("kinds")
"""The Dutch word for each kind of item."""
LISTED = tuple(name for name, kind in KINDS.items() if kind.origin.name)
"""The kinds whose items are in a list of a data file."""
POLICIES = "policies"
"""Kind and id of the contents of policies.yml outside its jurisdictions, which have one date of checking."""


def kind_of(item: BaseModel) -> str:
    """Return the kind of an item.

    For a model outside KINDS, such as the policies as a whole, this is the name of its class in lower case.
    """
    names = (name for name, kind in KINDS.items() if isinstance(item, kind.model))
    return next(names, type(item).__name__.lower())


def item_id(item: BaseModel) -> str:
    """Return the id of an item; "" for a model without one, such as the policies as a whole."""
    return str(getattr(item, "id", ""))


LABELS = ("statement", "title", "question", "term", "name", "says", "prompt", "caution")
"""The fields that can serve as the label of an item; the first one that an item has is used."""


def label(item: BaseModel) -> str:
    """Return a label by which people recognise an item.

    The label of a source starts with its authors, since many sources have the same title.
    """
    if isinstance(item, Reference) and item.author:
        return f"{enumerate_authors(item.author)}: {item.title}"
    return next((str(getattr(item, name)) for name in LABELS if getattr(item, name, None)), item_id(item))


def items_named(course: Course, kind: str, ids: Iterable[str]) -> list[BaseModel]:
    """Return the items of a kind that have one of the ids, in the order of the course."""
    wanted = set(ids)
    return [item for item in KINDS[kind].items(course) if getattr(item, "id", "") in wanted]


def items_by_name(course: Course) -> dict[tuple[str, str], BaseModel]:
    """Return the items of a course by kind and id."""
    return {(name, item_id(item)): item for name, kind in KINDS.items() for item in kind.items(course)}


@dataclass(frozen=True)
class DatedItem:
    """An item with a date of checking, its key `checked_on`, and its place in a source."""

    kind: str
    id: str
    item: Dated
    source: Source
    loc: Loc

    @property
    def key(self) -> str:
        """“kind/id”, which is unique among all items."""
        return f"{self.kind}/{self.id}"

    @property
    def place(self) -> Place:
        return self.source.place(*self.loc)


def dated_items(loaded: Loaded) -> Iterator[DatedItem]:
    """Yield every item with a date of checking, kind by kind, in the order of the data files.

    The policies as a whole come last, if the course has any policy model.
    """
    course = loaded.parsed
    for name in LISTED:
        for item in KINDS[name].items(course):
            if isinstance(item, Dated):
                yield DatedItem(name, item_id(item), item, *loaded.origin(item))
    if course.policies.models:
        yield DatedItem(POLICIES, POLICIES, course.policies, *loaded.origin(course.policies))


def facts_date(course: Course) -> date:
    """Return the latest day on which any item was checked, which pages show as the date of the facts."""
    # The earliest day would not change until the last of hundreds of items was checked again.
    items = (item for name in LISTED for item in KINDS[name].items(course) if isinstance(item, Dated))
    dated = (*items, course.policies) if course.policies.models else items
    return max(filter(None, [course.settings.written_on, *(item.checked_on for item in dated)]))
