"""The pages of the desk: `respond` answers a request with the view in VIEWS for its address.

The first page lists the due items, each with the buttons “Klopt nog” and “Verander”. After each answer it goes to the
next item, so that a keeper can work through a long list by keyboard. The form of an item is in form.py.
"""

from collections.abc import Callable, Mapping
from typing import Any

from vorming.check.contacts import read_contacts
from vorming.check.due import all_entries, due_entries, find_dated, record_text
from vorming.course.kinds import label
from vorming.desk.fields import FormValues
from vorming.desk.form import send_item, show_item
from vorming.desk.git import GitError, changed_files, commit, count_unsent, has_git, send
from vorming.desk.page import (
    WORDS,
    Request,
    Response,
    by_source,
    due_keys,
    not_found,
    refusal,
    render,
    to_next,
)
from vorming.desk.state import Desk
from vorming.packs.changes import changes_of_all
from vorming.source.edit import EditError

TYPED = str.maketrans("‘’“”", "''\"\"")
"""The straight quotation marks of a keyboard, for the curly ones that items get when they are read."""


def show_due(request: Request) -> Response:
    """List the due items by the source to compare them with, and the items that are due next."""
    loaded, today = request.desk.loaded, request.desk.today()
    due = due_entries(loaded, today)
    later = [entry for entry in all_entries(loaded) if entry not in due][:20]
    _, faults = read_contacts(loaded.root)
    return render(request, "due", due=len(due), groups=by_source(due), later=later, faults=faults)


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


def show_search(request: Request) -> Response:
    """List the items that contain all words of a search."""
    asked = request.sent("q")
    wanted, found = asked.casefold().translate(TYPED).split(), []
    for entry in request.desk.entries() if wanted else ():
        text = f"{entry.id} {entry.item.model_dump_json() if entry.item else ''}".casefold().translate(TYPED)
        if all(word in text for word in wanted):
            found.append(entry)
    return render(request, "search", asked=asked, found=found[:100], count=len(found))


def show_changes(request: Request, **values: Any) -> Response:
    """Show the changes since the last commit."""
    root = request.desk.root.resolve()
    if not has_git(root):
        return render(request, "changes", files=None)
    try:
        files = changed_files(root)
    except GitError as error:
        return render(request, "changes", files=None, **_refused(error))
    status = 422 if values else 200
    # The changes only have ids; keepers recognise items by their statement or title.
    labels = {entry.id: label(entry.item) for entry in request.desk.entries() if entry.item}
    sources = {source.id: label(source) for source in request.desk.course.sources}
    values |= {"files": files, "labels": labels, "sources": sources, "unsent": count_unsent(root)}
    return render(request, "changes", status, **values)


def _refused(error: GitError) -> dict[str, Any]:
    """Return in Dutch why git failed and what to do, with its own words."""
    said = str(error)
    reasons = WORDS.group("git")
    why = next((reason for part, reason in reasons.items() if part in said), WORDS["git_other"])
    return {"message": why, "git_said": said}


def keep_changes(request: Request) -> Response:
    """Commit the changes of the course with the keeper's message."""
    message, root = request.sent("message"), request.desk.root.resolve()
    if not message:
        return show_changes(request, missing=True)
    try:
        commit(root, message)
    except GitError as error:
        return show_changes(request, **_refused(error), asked=message)
    request.desk.last = None  # a committed change can only be undone in git
    return Response(to="wijzigingen?gedaan=bewaard")


def send_changes(request: Request) -> Response:
    """Push the commits to the repository from which the site is built."""
    try:
        send(request.desk.root.resolve())
    except GitError as error:
        return show_changes(request, **_refused(error))
    request.desk.last = None
    return Response(to="wijzigingen?gedaan=doorgestuurd")


def undo(request: Request) -> Response:
    """Undo the last change, and redirect to its item, which may be due again."""
    # An old page may offer to undo a change that is no longer the last one.
    last = request.desk.last
    if last is None or last[1].digest != request.sent("last"):
        request.notice = WORDS["undo_gone"]
        return show_due(request)
    try:
        request.desk.undo()
    except OSError as error:
        request.notice = refusal(request, error)
        return show_due(request)
    return Response(to=f"?gedaan=ongedaan#{last[2].replace('/', '-')}")


VIEWS: Mapping[tuple[str, str], Callable[[Request], Response]] = {
    ("GET", ""): show_due,
    ("POST", "klopt"): still_right,
    ("POST", "ongedaan"): undo,
    ("GET", "item"): show_item,
    ("POST", "item"): send_item,
    ("GET", "nieuw"): show_item,
    ("POST", "nieuw"): send_item,
    ("GET", "open"): lambda request: render(request, "points"),
    ("GET", "hulplijnen"): lambda request: render(request, "helplines"),
    ("GET", "zoek"): show_search,
    ("GET", "papier"): lambda request: render(request, "papers", reports=changes_of_all(request.desk.loaded)),
    ("GET", "wijzigingen"): show_changes,
    ("POST", "wijzigingen"): keep_changes,
    ("POST", "doorsturen"): send_changes,
}
"""The view for each method and first part of an address below the token."""


def respond(desk: Desk, method: str, base: str, address: str, form: FormValues) -> Response:
    """Answer a request; `base` is the start of its path, up to the token, and `address` the rest."""
    desk.reload()
    parts = tuple(address.strip("/").split("/"))
    request = Request(desk, parts, form, base)
    if desk.loaded.course is None:
        # No view works with a course that can't be read.
        return render(request, "broken", problems=desk.loaded.problems)
    # The change that was just made is named in the address, so that going back or reloading does not repeat it. An
    # older page may name a change that is no longer the last one.
    if "/" in (done := request.sent("gedaan")):
        request.notice = (
            WORDS["done"].format(what=request.name_of(done)) if desk.last and done == desk.last[2] else ""
        )
    else:
        request.notice = WORDS.group("did").get(done, "")
    view = VIEWS.get((method, parts[0]))
    # Only the address of an item has more than one part.
    is_address = len(parts) == 1 or view in {show_item, send_item}
    return view(request) if view and is_address else not_found(request)
