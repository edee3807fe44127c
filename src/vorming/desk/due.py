"""The page of due items, grouped by source, each with the buttons “Klopt nog” and “Verander”.

After each answer the page goes to the next item, so that a keeper can work through a long list by keyboard.
"""

from collections.abc import Iterable, Mapping

from vorming.check.contacts import read_contacts
from vorming.course.kinds import label
from vorming.desk.page import Request, Response, not_found, refusal, render
from vorming.keeper.due import DatedEntry, all_entries, due_entries, find_dated, record_text
from vorming.model.course import Reference
from vorming.source.edit import EditError


def show_due(request: Request) -> Response:
    """List the due items by the source to compare them with, and the items that are due next."""
    loaded, today = request.desk.loaded, request.desk.today()
    due = due_entries(loaded, today)
    later = [entry for entry in all_entries(loaded) if entry not in due][:20]
    _, faults = read_contacts(loaded.root)
    return render(request, "due", due=len(due), groups=by_source(due), later=later, faults=faults)


def by_source(due: Iterable[DatedEntry]) -> Mapping[Reference | None, list[DatedEntry]]:
    """Group due entries by their first source, so that the keeper opens each source once.

    The sources are sorted by name. Sorted by date, an answer could move the rest of its source down the page. Entries
    without a source, such as the contact of a place, come last, under None.
    """
    groups: dict[Reference | None, list[DatedEntry]] = {}
    for entry in due:
        groups.setdefault(next(iter(entry.sources), None), []).append(entry)
    return dict(
        sorted(groups.items(), key=lambda group: (group[0] is None, group[0] and label(group[0]).casefold()))
    )


def due_keys(request: Request) -> list[str]:
    """Return the keys of the due entries, in the order of the page."""
    groups = by_source(due_entries(request.desk.loaded, request.desk.today())).values()
    return [entry.key for group in groups for entry in group]


def to_next(request: Request, order: list[str], key: str) -> Response:
    """Redirect to the list, at the entry after one that is no longer due, or before it if it was the last.

    `order` is the result of `due_keys` from before the answer, which includes `key`.
    """
    at, left = order.index(key), set(due_keys(request))
    # An answer may remove more than one entry, so look for the nearest one that is left.
    near = next((other for other in [*order[at:], *reversed(order[:at])] if other in left), "main")
    return Response(to=f"?gedaan={key}#{near.replace('/', '-')}")


def still_right(request: Request) -> Response:
    """Record that an item is still right today, and redirect to the next one.

    If the item was already checked, for example at another desk, writing the date again does no harm.
    """
    desk = request.desk
    item = next(iter(find_dated(desk.loaded, request.sent("key"))), None)
    if item is None:
        return not_found(request)
    key, order = item.key, due_keys(request)
    try:
        desk.save(*record_text(desk.loaded, item.source.path, [item], desk.today()), key)
    except (OSError, EditError) as error:
        request.notice = refusal(request, error)
        return show_due(request)
    return to_next(request, order, key) if key in order else Response(to=f"?gedaan={key}")
