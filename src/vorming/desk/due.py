"""The page of what is due: by source, each thing with “Klopt nog” and “Verander”.

After each answer the keeper is led to the next, so that a list of fifty is a row of key presses.
"""

from collections.abc import Iterable, Mapping

from vorming.check.contacts import read_contacts
from vorming.course.kinds import label
from vorming.desk.page import Answer, Request, not_found, refused, render
from vorming.keeper.due import Entry, all_entries, due_entries, find_dated, path_of, record_text
from vorming.model.course import Source
from vorming.source.edit import EditError


def show_due(request: Request) -> Answer:
    """List what is due, by the source to hold it against, and what is next."""
    loaded, today = request.desk.loaded, request.desk.today()
    due = due_entries(loaded, today)
    later = [entry for entry in all_entries(loaded) if entry not in due][:20]
    _, faults = read_contacts(loaded.root)
    return render(request, "due", due=len(due), groups=by_source(due), later=later, faults=faults)


def by_source(due: Iterable[Entry]) -> Mapping[Source | None, list[Entry]]:
    """Group what is due by its first source, so that each source is opened once.

    The sources stand by their names: by what is due first, an answer would move what is left of its source down the page.
    What has no source, such as the contact of a place, stands last, under None.
    """
    found: dict[Source | None, list[Entry]] = {}
    for entry in due:
        found.setdefault(next(iter(entry.sources), None), []).append(entry)
    return dict(
        sorted(found.items(), key=lambda group: (group[0] is None, group[0] and label(group[0]).casefold()))
    )


def due_keys(request: Request) -> list[str]:
    """Return the keys of what is due, in the order of the page."""
    groups = by_source(due_entries(request.desk.loaded, request.desk.today())).values()
    return [entry.key for group in groups for entry in group]


def to_next(request: Request, order: list[str], key: str) -> Answer:
    """Lead to the list, at what stood after an item that is due no more; at the one before it after the last.

    `order` is what was due before, as `due_keys` gives it, with the item itself.
    """
    at, left = order.index(key), set(due_keys(request))
    # An answer may settle more than one entry, so look for the nearest that is still there.
    near = next((other for other in [*order[at:], *reversed(order[:at])] if other in left), "main")
    return Answer(to=f"?gedaan={key}#{near.replace('/', '-')}")


def still_right(request: Request) -> Answer:
    """Note that an item still holds on this day, and go on to the next.

    It may be checked already, by another desk say: then the day is written once more, which does no harm.
    """
    desk = request.desk
    found = next(iter(find_dated(desk.loaded, request.sent("key"))), None)
    if found is None:
        return not_found(request)
    key, order = f"{found.kind}/{found.id}", due_keys(request)
    try:
        desk.save(*record_text(desk.loaded, path_of(desk.loaded, found), [found], desk.today()), key)
    except (OSError, EditError) as error:
        request.said = refused(request, error)
        return show_due(request)
    return to_next(request, order, key) if key in order else Answer(to=f"?gedaan={key}")
