"""Records that items still hold: their date of checking, and nothing else in the file.

An id is known as a page names it; where two kinds have the same one, as “kind/id”.
"""

from collections.abc import Iterable
from datetime import date

from click import UsageError

from vorming.check.contacts import read_contacts
from vorming.check.known import WORDS
from vorming.course.kinds import DatedItem, dated_items
from vorming.source.edit import FileText, edit_yaml, read_file, write_file
from vorming.source.load import Loaded
from vorming.source.problems import nearest
from vorming.text.numbers import format_date
from vorming.text.words import words

SAID = words("keeper").group("checked")


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

    Nothing is recorded when one of the ids names nothing or more than one thing (UsageError), or a file can't be edited (EditError). OSError
    when one can't be written.
    """
    by_file: dict[str, list[DatedItem]] = {}
    said = []
    for id in ids:
        items = find_dated(loaded, id)
        if not items:
            close = nearest(id, {item.id for item in all_dated(loaded)})
            raise UsageError(SAID["unknown"].format(id=id, nearest=close))
        if len(items) > 1:
            choices = ", ".join(f"{item.kind}/{item.id}" for item in items)
            raise UsageError(SAID["ambiguous"].format(id=id, choices=choices))
        item, path = items[0], path_of(loaded, items[0])
        by_file.setdefault(path, []).append(item)
        said.append(SAID["done"].format(kind=WORDS[item.kind], id=item.id, date=format_date(day), path=path))
    # All texts before any file: what can't be edited then leaves every file as it was.
    for old, text in [record_text(loaded, path, found, day) for path, found in by_file.items()]:
        write_file(old, text)
    return "\n".join(said)
