"""The state of the desk: the course as it is on disk now, and the last change, to undo it.

Nothing else is kept between two requests, so that two desks, an editor and git may work on the same course.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

from pydantic import BaseModel

from vorming.check import check_loaded
from vorming.check.contacts import CONTACT, read_contacts
from vorming.check.references import known_ids
from vorming.course.kinds import KINDS, LISTED, item_id, label
from vorming.desk.fields import Field, form_of
from vorming.desk.proposal import Proposal, find_consequences, propose
from vorming.model.base import Loc
from vorming.model.course import Course
from vorming.source.bibliography import add_entry
from vorming.source.edit import FileText, New, edit_yaml, read_file, write_file
from vorming.source.load import Loaded, load_course
from vorming.source.parse import value_at
from vorming.source.problems import Place
from vorming.source.yaml import Source

EDITABLE = (*(name for name in LISTED if name not in {"chart", "module"}), CONTACT)
"""The kinds with a form. A module and a chart have none, since their parts are too complex for one."""
NEW_KINDS = ("fact", "helpline", "source")
"""The kinds of which the desk can make a new item."""


@dataclass(frozen=True)
class Entry:
    """An existing item with its place in its data file, or the place for a new item.

    `loc` is its place in `source`, such as ("facts", 3). Questions, modules and charts have entries for the search, but no form.
    """

    kind: str
    id: str
    model: type[BaseModel]
    item: BaseModel | None
    """None for a new item."""
    source: Source
    loc: Loc

    @property
    def key(self) -> str:
        """“kind/id”, or for a new item “nieuw/kind”."""
        return f"{self.kind}/{self.id}" if self.item else f"nieuw/{self.kind}"

    @property
    def address(self) -> str:
        return f"item/{self.key}" if self.item else self.key

    @property
    def place(self) -> Place:
        return self.source.place(*self.loc)

    def form(self, sent: Iterable[str] = ()) -> tuple[Field, ...]:
        """Return the fields of its form, from its model and its value in the file; see `form_of`."""
        value = value_at(self.source.value, self.loc) if self.item else {}
        return form_of(self.model, value, is_new=self.item is None, sent=sent)

    def write(self, edits: Mapping[Loc, New], text: str) -> str:
        """Return the text of its file after edits, which are by place below the item.

        A new item is added at the end of its list. Raises EditError if something else in the file would change.
        """
        if self.item is not None:
            order = [(*self.loc, *field.loc) for field in self.form()]
            return edit_yaml(text, {(*self.loc, *loc): new for loc, new in edits.items()}, order)
        fields = {str(loc[0]): new for loc, new in edits.items()}
        if self.kind == "source":
            texts = {key: str(fields[key]) for key in ("author", "title", "year", "url") if fields.get(key)}
            return add_entry(text, str(fields.get("id") or ""), texts)
        *above, index = self.loc
        # An empty list has no last item to write after, so replace it by a list with the new item.
        return edit_yaml(text, {self.loc: fields} if index else {tuple(above): [fields]})


@dataclass
class Desk:
    """The desk of one course, below `root`.

    `today` is called for each request, since a desk may stay open overnight.
    """

    root: Path
    today: Callable[[], date] = date.today
    last: tuple[FileText, FileText, str] | None = None
    """The file of the last change, before and after it, and the key of the changed item."""
    last_proposal: tuple[object, Proposal] | None = None
    """The last proposal, after a key of the course, item, edits and day that it was made for."""
    loaded: Loaded = field(init=False)

    def __post_init__(self) -> None:
        self.reload()

    def reload(self) -> None:
        """Read the files that have changed since the last request.

        If somebody else has written the file of the last change, that change can no longer be undone.
        """
        self.loaded = load_course(self.root)
        if self.last and not self.last[1].is_current:
            self.last = None

    @property
    def course(self) -> Course:
        return self.loaded.parsed

    def entries(self) -> Iterator[Entry]:
        """Yield an entry for each item of the data files, the contacts of places last."""
        for name in (*LISTED, "question"):
            for item in KINDS[name].items(self.course):
                yield Entry(name, item_id(item), type(item), item, *self.loaded.origin(item))
        for contact in read_contacts(self.loaded.root)[0]:
            yield Entry(CONTACT, contact.id, type(contact.item), contact.item, contact.source, contact.loc)

    def entry(self, kind: str, id: str) -> Entry | None:
        return next((entry for entry in self.entries() if (entry.kind, entry.id) == (kind, id)), None)

    def new_entry(self, kind: str) -> Entry | None:
        """Return the entry for a new item; None if the desk can't make one of this kind."""
        if kind not in NEW_KINDS:
            return None
        record = KINDS[kind]
        source = self.loaded.sources.get(record.origin.name or "references")
        count = len(tuple(record.items(self.course)))
        return Entry(kind, "", record.model, None, source, (record.origin.key, count)) if source else None

    def choices(self, field: Field) -> Mapping[str, str]:
        """Return the possible values of a field with their labels; nothing for a field of free text."""
        if not field.ref:
            return {choice: choice for choice in field.choices}
        items = KINDS[field.ref].items(self.course) if field.ref in KINDS else ()
        names = {item_id(item): label(item) for item in items}
        names = names or {id: id for id in known_ids(self.loaded)[field.ref]}
        return dict(sorted(names.items(), key=lambda named: named[1].casefold()))

    def propose(self, entry: Entry, edits: Mapping[Loc, New]) -> Proposal:
        """Return the proposal for edits of an item, which are by place below it.

        The last proposal is kept, since a keeper usually previews a change and then saves the same one. Raises
        EditError and OSError as `propose` does.
        """
        key = (self.loaded, entry.key, tuple(edits.items()), self.today())
        if self.last_proposal is None or self.last_proposal[0] != key:
            write = partial(entry.write, edits)
            self.last_proposal = (key, propose(self.loaded, entry.source.path, write, self.today()))
        return self.last_proposal[1]

    def prepare(self) -> None:
        """Check and digest the course while a keeper fills in a form, to have the results in the caches.

        The preview of a change compares with these results. The method may run at the same time as a request.
        """
        loaded = self.loaded
        check_loaded(loaded, self.today())
        find_consequences(loaded, loaded)

    def save(self, old: FileText, text: str, key: str) -> None:
        """Write a change of an item, and keep the old text for `undo`.

        Raises ChangedMeanwhileError if the file is no longer `old`, and OSError if it can't be written.
        """
        write_file(old, text)
        self.last = (old, read_file(old.path), key)
        self.reload()

    def undo(self) -> None:
        """Restore the file of the last change; earlier changes can't be undone.

        Raises ChangedMeanwhileError if somebody else has changed the file since.
        """
        assert self.last is not None, "the caller must know of a last change"
        before, after, _ = self.last
        write_file(after, before.text)
        self.last = None
        self.reload()
