"""Find the items that must be checked again, with their text, sources, pages, and the released packs that have them.

`vorming due`, the desk and the trainer's page of facts to check use these functions. The first two also list the
contacts of places. If an item is still right, only its date of checking is changed in its file. An item is named by
its id, or by “kind/id” if two kinds use the same id.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import Any

from pydantic import BaseModel

from vorming.check.contacts import CONTACT, read_contacts
from vorming.course.kinds import KIND_WORDS, DatedItem, dated_items, label
from vorming.course.usage import named_ids, usage
from vorming.model.course import Course, Reference
from vorming.model.items import Contradiction, FaqEntry, HelpLine
from vorming.model.local import Contact
from vorming.model.packs import ReleasedPack
from vorming.model.policies import Jurisdiction, Policies
from vorming.source.edit import Bare, FileText, edit_yaml, read_file, write_file
from vorming.source.load import Loaded
from vorming.source.pages import Page
from vorming.source.problems import Problem, nearest
from vorming.text.markdown import Values, inline_text, resolve_roles, values_of
from vorming.text.numbers import format_date
from vorming.text.words import words

WORDS, CHECKED = words("keeper").group("due"), words("keeper").group("checked")
TEXTS: Mapping[type[BaseModel], Callable[[Any], str]] = {
    FaqEntry: lambda entry: f"{entry.question} {entry.short}",
    HelpLine: lambda line: ". ".join(filter(None, (line.name, line.phone, line.site, line.hours))),
    Contradiction: lambda found: found.wording,
    Jurisdiction: lambda item: f"{item.name}: {item.variant}. {item.law.name}",
    Policies: lambda found: ". ".join(model.title for model in found.models),
    Contact: lambda contact: ". ".join(
        filter(None, (contact.name, contact.phone, contact.hours, contact.note))
    ),
}
"""The text of an item that a keeper compares with its sources, by model; for other models, the label of the item."""


@dataclass(frozen=True)
class DatedEntry(DatedItem):
    """An item to check again, with everything that is needed to decide whether it is still right.

    `sources` and `pages` are in the order of the course. `pages` draw the item itself, not only a list that has it.
    """

    text: str
    sources: tuple[Reference, ...] = ()
    pages: tuple[Page, ...] = ()
    packs: tuple[tuple[date, ReleasedPack], ...] = ()
    """The released packs that contain it, with their release dates, the newest first."""


@lru_cache(maxsize=2)
def all_entries(loaded: Loaded) -> tuple[DatedEntry, ...]:
    """Return all items of the course that must be checked from time to time, in the order in which they are due.

    Contacts of places are left out, since they are no part of the course. Items that are checked “never” are too.
    """
    course = loaded.parsed
    packs, used, entries = _released(course), usage(loaded), []
    for dated in dated_items(loaded):
        if not dated.item.recheck_on:
            continue
        # The policies as a whole are in no list, and `usage` has no id for them.
        id = dated.id if dated.loc else ""
        pages = set(used.get((dated.kind, id), ()))
        if isinstance(dated.item, Jurisdiction):
            pages |= set(used.get(("policies", ""), ()))  # which draw all jurisdictions
        sources = named_ids(dated.item, "source")
        entries.append(
            DatedEntry(
                **vars(dated),
                text=TEXTS.get(type(dated.item), label)(dated.item),
                sources=tuple(source for source in course.sources if source.id in sources),
                pages=tuple(page for page in loaded.pages if page.name in pages),
                packs=tuple(packs.get(f"{dated.kind}/{id}", ())),
            )
        )
    return tuple(sorted(entries, key=_order))


def due_entries(loaded: Loaded, day: date) -> tuple[DatedEntry, ...]:
    """Return the items that must be checked again on a day, the longest overdue first.

    The contacts of places are included, except those in a file with a fault.
    """
    # Contacts are on no page and in no released pack.
    contacts = (
        DatedEntry(**vars(contact), text=TEXTS[Contact](contact.item))
        for contact in read_contacts(loaded.root)[0]
    )
    due = (entry for entry in (*all_entries(loaded), *contacts) if entry.item.is_expired(day))
    return tuple(sorted(due, key=_order))


def _order(entry: DatedEntry) -> tuple[date, str]:
    return entry.item.recheck_on or date.max, entry.key


def _released(course: Course) -> Mapping[str, list[tuple[date, ReleasedPack]]]:
    """Return for each item, by “kind/id”, the released packs that contain it."""
    packs_of: dict[str, list[tuple[date, ReleasedPack]]] = {}
    for release in reversed(course.released.releases):
        for text in release.texts:
            packs = [release.packs[at - 1] for at in text.where]
            known = packs_of.setdefault(text.key, [])
            known += [(release.released_on, p) for p in packs if (release.released_on, p) not in known]
    return packs_of


def list_due(loaded: Loaded, day: date) -> tuple[str, list[Problem]]:
    """Return a text with the items that must be checked again on a day, and the problems in the files of places.

    The text leaves out the contacts in a file with a problem.
    """
    entries = due_entries(loaded, day)
    values = values_of(loaded.parsed)
    key = "none" if not entries else "one" if len(entries) == 1 else "more"
    blocks = [WORDS[key].format(date=format_date(day), count=len(entries))]
    blocks += ["\n  ".join(_lines(entry, values)) for entry in entries]
    if entries:
        blocks.append(WORDS["end"].format(id=entries[0].id))
    return "\n\n".join(blocks), read_contacts(loaded.root)[1]


def _lines(entry: DatedEntry, values: Values) -> Iterator[str]:
    item = entry.item
    assert item.recheck_on is not None, "an item that is never due has no entry"
    yield WORDS["head"].format(
        kind=KIND_WORDS[entry.kind], id=entry.id, place=entry.place,
        before=format_date(item.recheck_on), checked=format_date(item.checked_on),
    )  # fmt: skip
    yield inline_text(resolve_roles(entry.text, values))
    for source in entry.sources:
        yield WORDS["source"].format(source=f"{source.title} {source.url}".rstrip())
    if not entry.sources:
        yield WORDS["no_source"]
    pages = "; ".join(page.title for page in entry.pages)
    used = WORDS["used"].format(pages=pages) if pages else WORDS["unused"]
    yield WORDS["own"].format(path=entry.place.path) if entry.kind == CONTACT else used
    for day, packs in groupby(entry.packs, lambda released: released[0]):
        names = "; ".join(f"{pack.name} {pack.number}" for _, pack in packs)
        yield WORDS["packs"].format(date=format_date(day), packs=names)


class UnknownError(ValueError):
    """Raised for an id that names no item with a date of checking, or several; its message is in Dutch."""


def all_dated(loaded: Loaded) -> tuple[DatedItem, ...]:
    """Return all items with a date of checking: those of the course, then the contacts of places.

    Contacts in a file with a fault are left out; `read_contacts` returns its problems.
    """
    return (*dated_items(loaded), *read_contacts(loaded.root)[0])


def find_dated(loaded: Loaded, id: str) -> list[DatedItem]:
    """Return the items with an id, or with “kind/id”; there are several if two kinds use the same id."""
    return [item for item in all_dated(loaded) if id in {item.id, item.key}]


def record_text(loaded: Loaded, path: str, items: Iterable[DatedItem], day: date) -> tuple[FileText, str]:
    """Return a data file as it is, and its text with a new date of checking for some of its items.

    Both are arguments of `write_file`. Raises EditError if the date can't be written without changing something else,
    and OSError if the file can't be read.
    """
    old = read_file(loaded.root / path)
    return old, edit_yaml(old.text, {(*item.loc, "checked_on"): Bare(day) for item in items})


def note_checked(loaded: Loaded, ids: Iterable[str], day: date) -> str:
    """Write a day as the date of checking of items; return a message for each item.

    Raises UnknownError if an id names no item or several, or EditError if a file can't be edited; no file is then
    changed. Raises OSError if a file can't be written.
    """
    by_file: dict[str, list[DatedItem]] = {}
    messages = []
    for id in ids:
        items = find_dated(loaded, id)
        if not items:
            close = nearest(id, {item.id for item in all_dated(loaded)})
            raise UnknownError(CHECKED["unknown"].format(id=id, nearest=close))
        if len(items) > 1:
            choices = ", ".join(item.key for item in items)
            raise UnknownError(CHECKED["ambiguous"].format(id=id, choices=choices))
        item, path = items[0], items[0].source.path
        by_file.setdefault(path, []).append(item)
        messages.append(
            CHECKED["done"].format(kind=KIND_WORDS[item.kind], id=item.id, date=format_date(day), path=path)
        )
    # Edit all texts before writing any file, so that an EditError leaves every file as it was.
    for old, text in [record_text(loaded, path, items, day) for path, items in by_file.items()]:
        write_file(old, text)
    return "\n".join(messages)
