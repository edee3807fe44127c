"""What the desk works on: the course as it is on disk now, and the last change, to undo it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pydantic import BaseModel

from vorming.check.known import known_ids
from vorming.course.kinds import KINDS, LISTED, item_id
from vorming.keeper.fields import Field, form_of
from vorming.keeper.proposal import Proposal, propose
from vorming.model.base import Loc
from vorming.model.course import Course
from vorming.source.edit import ChangedMeanwhileError, FileText, New, read_file, write_file
from vorming.source.load import Loaded, load_course
from vorming.source.parse import value_at
from vorming.source.problems import Place

EDITABLE = tuple(name for name in LISTED if name != "module")
"""The kinds with a form; a module is a plan of days, and is written in its file."""


@dataclass(frozen=True)
class Entry:
    """An item with its place in its data file."""

    kind: str
    id: str
    item: BaseModel
    loc: Loc
    place: Place

    @property
    def key(self) -> str:
        return f"{self.kind}/{self.id}"

    @property
    def is_editable(self) -> bool:
        return self.kind in EDITABLE


@dataclass
class Desk:
    """The desk of one course; `today` is asked at each look, for a desk may stay open overnight."""

    root: Path
    today: Callable[[], date] = date.today
    last: tuple[FileText, FileText] | None = None
    """The file of the last change as it was before and after it."""
    looked: tuple[object, Proposal] | None = None
    """The last proposal, with what was asked."""
    loaded: Loaded = field(init=False)

    def __post_init__(self) -> None:
        self.look()

    def look(self) -> Loaded:
        """Read the course again where a file has changed."""
        self.loaded = load_course(self.root)
        return self.loaded

    @property
    def course(self) -> Course:
        assert self.loaded.course is not None, "the desk shows its problems first"
        return self.loaded.course

    def entries(self) -> Iterator[Entry]:
        """Yield all items that have a place in a file."""
        for name in LISTED:
            kind = KINDS[name]
            for i, item in enumerate(kind.items(self.course)):
                loc = (kind.key, i)
                yield Entry(name, item_id(item), item, loc, self.loaded.place(kind.file, *loc))
        for quiz in self.course.quizzes:
            source = next(
                s
                for n, s in self.loaded.sources.items()
                if n.startswith("quizzes/") and _id(s.value) == quiz.id
            )
            for i, question in enumerate(quiz.questions):
                yield Entry("question", question.id, question, ("questions", i), source.place("questions", i))

    def entry(self, kind: str, id: str) -> Entry | None:
        return next((found for found in self.entries() if (found.kind, found.id) == (kind, id)), None)

    def file(self, kind: str) -> str:
        """Return the path of the data file of a kind."""
        return self.loaded.sources[KINDS[kind].file].path

    def form(self, entry: Entry) -> tuple[Field, ...]:
        source = self.loaded.sources[KINDS[entry.kind].file]
        return form_of(type(entry.item), value_at(source.value, entry.loc))

    def choices(self, field: Field) -> Mapping[str, str]:
        """Return what a field may hold, each with how a person knows it."""
        if not field.ref:
            return {choice: choice for choice in field.choices}
        items = KINDS[field.ref].items(self.course) if field.ref in KINDS else ()
        names = {item_id(item): label(item) for item in items}
        return names or {id: id for id in sorted(known_ids(self.loaded)[field.ref])}

    def propose(self, entry: Entry, edits: Mapping[Loc, New]) -> Proposal:
        """Return what edits of an item do; looked at once for the keeper and for saving."""
        asked = (self.loaded, entry.key, tuple(edits.items()), self.today())
        if self.looked is None or self.looked[0] != asked:
            found = propose(self.loaded, self.file(entry.kind), edits, self.today())
            self.looked = (asked, found)
        return self.looked[1]

    def save(self, old: FileText, text: str) -> None:
        """Write a change, and keep what undoes it; OSError when it can't be written."""
        write_file(old, text)
        self.last = (old, read_file(old.path))
        self.look()

    def undo(self) -> None:
        """Put the file of the last change back; ChangedMeanwhileError when somebody else changed it since."""
        if self.last is None:
            return
        before, after = self.last
        if after.path.read_bytes() != after.data:
            raise ChangedMeanwhileError(None, "", str(after.path))
        write_file(after, before.text)
        self.last = None
        self.look()


def _id(value: object) -> object:
    return value.get("id") if isinstance(value, dict) else None


LABELS = ("statement", "question", "title", "term", "name", "says", "prompt")


def label(item: BaseModel) -> str:
    """Return the words by which a person knows an item."""
    return next((str(getattr(item, name)) for name in LABELS if getattr(item, name, None)), item_id(item))
