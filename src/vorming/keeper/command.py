"""What `vorming due` and `vorming checked` do, and say in a terminal."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

from vorming.check.known import WORDS
from vorming.keeper.checked import AmbiguousError, all_dated, find_dated, path_of, record_checks
from vorming.keeper.contacts import KIND as CONTACT
from vorming.keeper.contacts import read_contacts
from vorming.keeper.due import Entry, due_entries
from vorming.source.load import Loaded
from vorming.source.problems import Problem, nearest
from vorming.text.markdown import Values, inline_text, resolve_roles, values_of
from vorming.text.numbers import format_date
from vorming.text.words import words

SAID = words("keeper").group("due")
CHECKED = words("keeper").group("checked")


class UnknownError(ValueError):
    """An id that names nothing with a date of checking, or more than one thing; its text says so in Dutch."""


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


def note_checked(loaded: Loaded, ids: Iterable[str], day: date) -> str:
    """Record that items still hold, and say so; nothing is recorded when one of the ids is unknown (UnknownError).

    OSError when a file can't be written.
    """
    found = []
    for id in ids:
        try:
            item = find_dated(loaded, id)
        except AmbiguousError as error:
            raise UnknownError(CHECKED["ambiguous"].format(id=id, choices=error)) from None
        if item is None:
            close = nearest(id, {item.id for item in all_dated(loaded)})
            raise UnknownError(CHECKED["unknown"].format(id=id, nearest=close))
        found.append(item)
    record_checks(loaded, found, day)
    return "\n".join(
        CHECKED["done"].format(
            kind=WORDS[item.kind], id=item.id, date=format_date(day), path=path_of(loaded, item)
        )
        for item in found
    )
