"""What is to be checked again: what it says, its sources, where it stands, and which released packs hold it.

For `vorming due`, the desk, and the trainer's page of facts to check. The first two also list the contacts of places.
That an item still holds is recorded as its date of checking, and nothing else in the file: it is known by its id as a
page names it, or as “kind/id” where two kinds have the same one.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import Any

from pydantic import BaseModel

from vorming.check.contacts import KIND as CONTACT
from vorming.check.contacts import read_contacts
from vorming.check.known import WORDS
from vorming.course.kinds import DatedItem, dated_items, label
from vorming.course.usage import named_ids, usage
from vorming.model.base import Dated
from vorming.model.course import Course, Source
from vorming.model.facts import Contradiction
from vorming.model.faq import Contact, FaqEntry, HelpLine
from vorming.model.packs import ReleasedPack
from vorming.model.policies import Jurisdiction, Policies
from vorming.source.edit import FileText, edit_yaml, read_file, write_file
from vorming.source.load import Loaded
from vorming.source.pages import Page
from vorming.source.problems import Place, Problem, nearest
from vorming.text.markdown import Values, inline_text, resolve_roles, values_of
from vorming.text.numbers import format_date
from vorming.text.words import words

SAID, CHECKED = words("keeper").group("due"), words("keeper").group("checked")
SAYS: Mapping[type[BaseModel], Callable[[Any], str]] = {
    FaqEntry: lambda entry: f"{entry.question} {entry.short}",
    HelpLine: lambda line: ". ".join(filter(None, (line.name, line.phone, line.site, line.hours))),
    Contradiction: lambda found: found.wording,
    Jurisdiction: lambda item: f"{item.name}: {item.variant}. {item.law.name}",
    Policies: lambda found: ". ".join(model.title for model in found.models),
    Contact: lambda contact: ". ".join(
        filter(None, (contact.name, contact.phone, contact.hours, contact.note))
    ),
}
"""What a keeper holds against the sources, where that is not the words by which the item is known."""


@dataclass(frozen=True)
class Entry:
    """Something to check again: what it says, and all that is needed to decide whether it still holds.

    `sources` and `pages` are in the order of the course; a page counts where it draws the item itself, not as
    one of a list.
    """

    found: DatedItem
    place: Place
    says: str
    sources: tuple[Source, ...]
    pages: tuple[Page, ...]
    packs: tuple[tuple[date, ReleasedPack], ...]
    """The released packs that hold it, the newest first, with the day each went out."""

    @property
    def item(self) -> Dated:
        return self.found.item

    @property
    def key(self) -> str:
        """Its kind and its id: no two entries have the same one."""
        return f"{self.found.kind}/{self.found.id}"


@lru_cache(maxsize=2)
def all_entries(loaded: Loaded) -> tuple[Entry, ...]:
    """Return all of the course that is checked from time to time, what is due first at the top.

    Without the contacts of places, which are no part of the course, and without what is checked “never”.
    """
    course = loaded.parsed
    packs, used, entries = _released(course), usage(loaded), []
    for found in dated_items(course):
        if not found.item.recheck_on:
            continue
        id = found.id if found.loc else ""  # the comparison stands in no list, and is known without an id
        pages = set(used.get((found.kind, id), ()))
        if isinstance(found.item, Jurisdiction):
            pages |= set(used.get(("policies", ""), ()))  # each comparison draws all of them
        sources = named_ids(found.item, "source")
        entries.append(
            Entry(
                found,
                loaded.place(found.file, *found.loc),
                SAYS.get(type(found.item), label)(found.item),
                tuple(source for source in course.sources if source.id in sources),
                tuple(page for page in loaded.pages if page.name in pages),
                tuple(packs.get(f"{found.kind}/{id}", ())),
            )
        )
    return tuple(sorted(entries, key=_order))


def due_entries(loaded: Loaded, day: date) -> tuple[Entry, ...]:
    """Return what must be checked again on a day, the longest overdue first.

    The contacts of places are among it; those in a file with a fault are not.
    """
    # Contacts stand on no page and in no released pack.
    contacts = (
        Entry(found, source.place(*found.loc), SAYS[Contact](found.item), (), (), ())
        for found, source in read_contacts(loaded.root)[0]
    )
    due = (entry for entry in (*all_entries(loaded), *contacts) if entry.item.is_expired(day))
    return tuple(sorted(due, key=_order))


def _order(entry: Entry) -> tuple[date, str]:
    return entry.item.recheck_on or date.max, entry.key


def _released(course: Course) -> Mapping[str, list[tuple[date, ReleasedPack]]]:
    """Return the released packs that hold an item, by kind and id."""
    found: dict[str, list[tuple[date, ReleasedPack]]] = {}
    for release in reversed(course.released.releases):
        for item in release.items:
            packs = [release.packs[at - 1] for at in item.where]
            known = found.setdefault(item.key, [])
            known += [(release.released_on, p) for p in packs if (release.released_on, p) not in known]
    return found


def list_due(loaded: Loaded, day: date) -> tuple[str, list[Problem]]:
    """Say what must be checked again on a day, and what is wrong with the files of places, which it then leaves out."""
    entries = due_entries(loaded, day)
    values = values_of(loaded.parsed)
    key = "none" if not entries else "one" if len(entries) == 1 else "more"
    blocks = [SAID[key].format(date=format_date(day), count=len(entries))]
    blocks += ["\n  ".join(_lines(entry, values)) for entry in entries]
    if entries:
        blocks.append(SAID["end"].format(id=entries[0].found.id))
    return "\n\n".join(blocks), read_contacts(loaded.root)[1]


def _lines(entry: Entry, values: Values) -> Iterator[str]:
    found, item = entry.found, entry.item
    assert item.recheck_on is not None, "what is never due is no entry"
    yield SAID["head"].format(
        kind=WORDS[found.kind], id=found.id, place=entry.place,
        before=format_date(item.recheck_on), checked=format_date(item.checked_on),
    )  # fmt: skip
    yield inline_text(resolve_roles(entry.says, values))
    for source in entry.sources:
        yield SAID["source"].format(source=f"{source.title} {source.url}".rstrip())
    pages = "; ".join(page.title for page in entry.pages)
    used = SAID["used"].format(pages=pages) if pages else SAID["unused"]
    yield SAID["own"].format(path=entry.place.path) if found.kind == CONTACT else used
    for day, packs in groupby(entry.packs, lambda released: released[0]):
        names = "; ".join(f"{pack.name} {pack.number}" for _, pack in packs)
        yield SAID["packs"].format(date=format_date(day), packs=names)


class UnknownError(ValueError):
    """An id that names nothing with a date of checking, or more than one thing; its text says so in Dutch."""


def all_dated(loaded: Loaded) -> tuple[DatedItem, ...]:
    """Return all that has a date of checking: items of the course, then the contacts of places.

    Those in a file of a place with a fault are left out; `read_contacts` says what is wrong with it.
    """
    return (*dated_items(loaded.parsed), *(contact for contact, _ in read_contacts(loaded.root)[0]))


def find_dated(loaded: Loaded, id: str) -> list[DatedItem]:
    """Return the items of an id, or of “kind/id”: more than one where two kinds have the same id."""
    return [item for item in all_dated(loaded) if id in {item.id, f"{item.kind}/{item.id}"}]


def path_of(loaded: Loaded, item: DatedItem) -> str:
    """Return the path, below the course, of the file that holds an item.

    An item of the course names its source in `Loaded.sources`; a contact names its file itself.
    """
    source = loaded.sources.get(item.file)
    return source.path if source else item.file


def record_text(loaded: Loaded, path: str, items: Iterable[DatedItem], day: date) -> tuple[FileText, str]:
    """Return a data file as it is, and its text with a day as the date of checking of some items in it.

    `write_file` takes both. EditError where the date can't be written without touching more, OSError where the
    file can't be read.
    """
    old = read_file(loaded.root / path)
    return old, edit_yaml(old.text, {(*item.loc, "checked_on"): day for item in items})


def note_checked(loaded: Loaded, ids: Iterable[str], day: date) -> str:
    """Record that items still hold, and say so.

    Nothing is recorded when one of the ids names nothing or more than one thing (UnknownError), or when a file can't be
    edited (EditError). OSError when one can't be written.
    """
    by_file: dict[str, list[DatedItem]] = {}
    said = []
    for id in ids:
        items = find_dated(loaded, id)
        if not items:
            close = nearest(id, {item.id for item in all_dated(loaded)})
            raise UnknownError(CHECKED["unknown"].format(id=id, nearest=close))
        if len(items) > 1:
            choices = ", ".join(f"{item.kind}/{item.id}" for item in items)
            raise UnknownError(CHECKED["ambiguous"].format(id=id, choices=choices))
        item, path = items[0], path_of(loaded, items[0])
        by_file.setdefault(path, []).append(item)
        said.append(
            CHECKED["done"].format(kind=WORDS[item.kind], id=item.id, date=format_date(day), path=path)
        )
    # All texts before any file: what can't be edited then leaves every file as it was.
    for old, text in [record_text(loaded, path, found, day) for path, found in by_file.items()]:
        write_file(old, text)
    return "\n".join(said)
