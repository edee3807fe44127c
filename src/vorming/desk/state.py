"""What the desk works on: the course as it is on disk now, and the last change, to undo it.

Nothing else is kept between two requests, so two desks, an editor and git may work on the same course.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

from pydantic import BaseModel

from vorming.check import check_loaded
from vorming.check.contacts import KIND as CONTACT
from vorming.check.contacts import read_contacts
from vorming.check.known import banks, known_ids
from vorming.course.kinds import KINDS, LISTED, item_id, label
from vorming.keeper.fields import Field, form_of
from vorming.keeper.proposal import Proposal, find_consequences, propose
from vorming.model.base import Loc
from vorming.model.course import Course
from vorming.source.bibliography import add_entry
from vorming.source.edit import FileText, New, edit_yaml, read_file, write_file
from vorming.source.load import Loaded, load_course
from vorming.source.parse import value_at
from vorming.source.problems import Place
from vorming.source.yaml import Source

EDITABLE = (*(name for name in LISTED if name != "module"), CONTACT)
"""The kinds with a form; a module is a plan of days, and is written in its file."""
NEW_KINDS = ("fact", "helpline", "source")
"""The kinds of which the desk can make a new one."""


@dataclass(frozen=True)
class Entry:
    """An item with its place in its data file, or the place where a new one comes.

    `loc` leads to it in `source`, such as ("facts", 3). Questions and modules are entries to be found, without a form.
    """

    kind: str
    id: str
    model: type[BaseModel]
    item: BaseModel | None
    """None for one that is still to be made."""
    source: Source
    loc: Loc

    @property
    def key(self) -> str:
        """Its kind and id; “nieuw/” and its kind when it is still to be made."""
        return f"{self.kind}/{self.id}" if self.item else f"nieuw/{self.kind}"

    @property
    def address(self) -> str:
        return f"item/{self.key}" if self.item else self.key

    @property
    def place(self) -> Place:
        return self.source.place(*self.loc)

    def form(self, sent: Iterable[str] = ()) -> tuple[Field, ...]:
        """Return the fields of its form, from its model and what the file holds; see `form_of`."""
        value = value_at(self.source.value, self.loc) if self.item else {}
        return form_of(self.model, value, is_new=self.item is None, sent=sent)

    def write(self, edits: Mapping[Loc, New], text: str) -> str:
        """Return the text of its file with edits, by place below the item.

        A new item comes at the end of its list. EditError where that can't be without touching more.
        """
        if self.item is not None:
            order = [(*self.loc, *field.loc) for field in self.form()]
            return edit_yaml(text, {(*self.loc, *loc): new for loc, new in edits.items()}, order)
        fields = {str(loc[0]): new for loc, new in edits.items()}
        if self.kind == "source":
            said = {key: str(fields[key]) for key in ("author", "title", "year", "url") if fields.get(key)}
            return add_entry(text, str(fields.get("id") or ""), said)
        *above, index = self.loc
        # An empty list has no item to write behind: it is written anew, with its first one.
        return edit_yaml(text, {self.loc: fields} if index else {tuple(above): [fields]})


@dataclass
class Desk:
    """The desk of one course, below `root`.

    `today` is asked at each look, as a desk may stay open overnight.
    """

    root: Path
    today: Callable[[], date] = date.today
    last: tuple[FileText, FileText, str] | None = None
    """The file of the last change as it was before and after it, and the key of the item that changed."""
    looked: tuple[object, Proposal] | None = None
    """The last proposal, with what was asked."""
    loaded: Loaded = field(init=False)

    def __post_init__(self) -> None:
        self.look()

    def look(self) -> None:
        """Read the course again where a file has changed; a change to a file that somebody else wrote since can't be undone."""
        self.loaded = load_course(self.root)
        if self.last and not self.last[1].is_current:
            self.last = None

    @property
    def course(self) -> Course:
        return self.loaded.parsed

    def entries(self) -> Iterator[Entry]:
        """Yield all items that have a place in a file, the contacts of places last."""
        for name in LISTED:
            kind = KINDS[name]
            source = self.loaded.sources[kind.file]
            for i, item in enumerate(kind.items(self.course)):
                yield Entry(name, item_id(item), kind.model, item, source, (kind.key, i))
        for quiz, source in banks(self.loaded, self.course):
            for i, question in enumerate(quiz.questions):
                yield Entry("question", question.id, type(question), question, source, ("questions", i))
        for found, source in read_contacts(self.loaded.root)[0]:
            yield Entry(CONTACT, found.id, type(found.item), found.item, source, found.loc)

    def entry(self, kind: str, id: str) -> Entry | None:
        return next((found for found in self.entries() if (found.kind, found.id) == (kind, id)), None)

    def new_entry(self, kind: str) -> Entry | None:
        """Return the place of a new item; None where the desk makes none of a kind."""
        if kind not in NEW_KINDS:
            return None
        record = KINDS[kind]
        source = self.loaded.sources.get(record.file or "references")
        count = len(tuple(record.items(self.course)))
        return Entry(kind, "", record.model, None, source, (record.key, count)) if source else None

    def choices(self, field: Field) -> Mapping[str, str]:
        """Return what a field may hold, each with how a person knows it; nothing for one of free text."""
        if not field.ref:
            return {choice: choice for choice in field.choices}
        items = KINDS[field.ref].items(self.course) if field.ref in KINDS else ()
        names = {item_id(item): label(item) for item in items}
        names = names or {id: id for id in known_ids(self.loaded)[field.ref]}
        return dict(sorted(names.items(), key=lambda named: named[1].casefold()))

    def propose(self, entry: Entry, edits: Mapping[Loc, New]) -> Proposal:
        """Return what edits of an item do, by place below it.

        The last one is kept: a keeper looks at what a change does, and then saves that same change. EditError and
        OSError as `propose` raises them.
        """
        asked = (self.loaded, entry.key, tuple(edits.items()), self.today())
        if self.looked is None or self.looked[0] != asked:
            write = partial(entry.write, edits)
            self.looked = (asked, propose(self.loaded, entry.source.path, write, self.today()))
        return self.looked[1]

    def prepare(self) -> None:
        """Check and digest the course as it is, while a keeper fills in a form.

        A look at a change compares with that, and then finds it in the caches. It may run beside any request.
        """
        loaded = self.loaded
        check_loaded(loaded, self.today())
        find_consequences(loaded, loaded)

    def save(self, old: FileText, text: str, key: str) -> None:
        """Write a change of an item, and keep what undoes it.

        ChangedMeanwhileError when the file is no longer `old`, OSError when it can't be written.
        """
        write_file(old, text)
        self.last = (old, read_file(old.path), key)
        self.look()

    def undo(self) -> None:
        """Put the file of the last change back, once: what was before that stays.

        ChangedMeanwhileError when somebody else changed the file since.
        """
        if self.last is None:
            return
        before, after, _ = self.last
        write_file(after, before.text)
        self.last = None
        self.look()
