"""The pages of the desk: what a request gets, as HTML."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from vorming.build.failures import describe_failure
from vorming.check.known import WORDS as KIND_WORDS
from vorming.desk.state import EDITABLE, Desk, Entry, label
from vorming.keeper.checked import find_dated, record_text
from vorming.keeper.due import all_entries, due_entries
from vorming.keeper.fields import Field, changed_words, read_form
from vorming.keeper.git import GitError, changed_files, commit, has_git
from vorming.keeper.proposal import Proposal
from vorming.model.base import Dated, Loc
from vorming.model.facts import OpenPoint
from vorming.packs.changes import Kind, all_changes
from vorming.packs.say import report_changes, write_pages
from vorming.source.edit import ChangedMeanwhileError, EditError, New, Plain
from vorming.source.problems import Place, Problem
from vorming.source.yaml import Source
from vorming.text.markdown import inline_html, inline_text, resolve_roles, values_of
from vorming.text.numbers import format_date
from vorming.text.templates import templates
from vorming.text.words import words

Form = Mapping[str, list[str]]
WORDS = words("desk")


@dataclass(frozen=True)
class Answer:
    """What a request gets: a page, or the address of another one below the token."""

    html: str = ""
    to: str | None = None
    status: int = 200


@dataclass
class Request:
    """A request: the desk, the parts of its address, and what a form sent."""

    desk: Desk
    parts: tuple[str, ...] = ()
    form: Form = field(default_factory=dict)
    base: str = "/"
    """What every address on a page starts with."""
    said: str = ""
    """A sentence about what was just done."""

    def sent(self, name: str) -> str:
        return next(iter(self.form.get(name, ())), "").replace("\r\n", "\n").strip()

    def text(self, markdown: str) -> Markup:
        return Markup(inline_html(resolve_roles(markdown, values_of(self.desk.course))))


def render(request: Request, template: str, status: int = 200, **values: Any) -> Answer:
    """Render a page of the desk with its frame."""
    desk = request.desk
    frame = {
        "words": WORDS, "request": request, "kinds": KIND_WORDS, "date": format_date, "label": label,
        "plain": lambda text: inline_text(resolve_roles(text, values_of(desk.course))), "write_pages": write_pages,
        "today": desk.today(), "can_undo": desk.last is not None, "said": request.said, "editable": EDITABLE,
    }  # fmt: skip
    html = templates().get_template(f"desk/{template}.html.jinja").render(**frame, **values)
    return Answer(html, status=status)


def show_problems(request: Request) -> Answer:
    """Say what keeps the course from being read: nothing can be done here before that is mended."""
    return render(request, "broken", problems=request.desk.loaded.problems)


def show_due(request: Request) -> Answer:
    """List what is due, and what is next."""
    loaded, today = request.desk.loaded, request.desk.today()
    due = due_entries(loaded, today)
    later = [entry for entry in all_entries(loaded) if entry not in due][:20]
    return render(request, "due", due=due, later=later)


def still_right(request: Request) -> Answer:
    """Note that an item still holds."""
    desk = request.desk
    found = find_dated(desk.loaded, request.sent("key"))
    if found is None:
        return not_found(request)
    order = [entry.key for entry in due_entries(desk.loaded, desk.today())]
    try:
        old, text = record_text(desk.loaded, desk.loaded.sources[found.file].path, [found], desk.today())
        desk.save(old, text)
    except (OSError, EditError) as error:
        request.said = _refused(request, error)
        return show_due(request)
    key = f"{found.kind}/{found.id}"
    place = order.index(key) if key in order else 0
    rest = [other for other in order if other != key]
    anchor = rest[min(place, len(rest) - 1)].replace("/", "-") if rest else "main"
    return Answer(to=f"?gedaan={key}#{anchor}")


def _refused(request: Request, error: Exception) -> str:
    """Say why nothing was saved."""
    if isinstance(error, ChangedMeanwhileError):
        return WORDS["changed_meanwhile"]
    if isinstance(error, EditError):
        return WORDS["cannot_edit"]
    return f"{WORDS['not_saved']} {describe_failure(error, request.desk.root.resolve())}"


def show_item(request: Request) -> Answer:
    """Show the form of an item."""
    entry = _entry(request)
    return not_found(request) if entry is None else _form(request, entry)


def _entry(request: Request) -> Entry | None:
    kind, id = request.parts
    return request.desk.entry(kind, id) if kind in EDITABLE else None


def _version(request: Request, entry: Entry) -> str:
    """Return a digest of the file as the form was made from it."""
    data = (request.desk.root / request.desk.file(entry.kind)).read_bytes()
    return hashlib.sha256(data).hexdigest()


def _form(
    request: Request,
    entry: Entry,
    problems: Sequence[Problem] = (),
    at: Mapping[str, list[Problem]] | None = None,
    message: str = "",
    proposal: Proposal | None = None,
) -> Answer:
    fields = request.desk.form(entry)
    changed = _changed(request, fields)
    values = {f.name: changed.get(f.name, list(f.value)) for f in fields}
    known = next((found for found in all_entries(request.desk.loaded) if found.key == entry.key), None)
    return render(
        request,
        "item",
        status=422 if problems or message else 200,
        entry=entry,
        fields=fields,
        values=values,
        before=json.dumps({f.name: f.value for f in fields}, ensure_ascii=False),
        choices={f.name: request.desk.choices(f) for f in fields},
        version=_version(request, entry),
        problems=problems,
        at=at or {},
        message=message,
        proposal=proposal,
        known=known,
        is_due=known is not None and known.item.is_expired(request.desk.today()),
        is_dated=isinstance(entry.item, Dated),
        is_point=isinstance(entry.item, OpenPoint),
    )


def _changed(request: Request, fields: tuple[Field, ...]) -> dict[str, list[str]]:
    """Return what the keeper changed since the form was made, which says what it held."""
    try:
        before = json.loads(request.sent("before") or "{}")
    except ValueError:
        before = {}
    is_ours = isinstance(before, dict) and all(
        isinstance(words, list) and all(isinstance(word, str) for word in words) for words in before.values()
    )
    return changed_words(fields, request.form, before if is_ours else {})


def send_item(request: Request) -> Answer:
    """Show what a change does, or save it when the keeper has seen that."""
    entry = _entry(request)
    if entry is None:
        return not_found(request)
    if request.sent("version") != _version(request, entry):
        return _form(request, entry, message=WORDS["changed_meanwhile"])
    fields, desk = request.desk.form(entry), request.desk
    edits = _edits(request, entry, fields)
    if not edits:
        return _form(request, entry, message=WORDS["nothing_changed"])
    try:
        proposal = desk.propose(entry, edits)
        if proposal.errors:
            return _form(request, entry, *_placed(proposal, entry, fields), WORDS["refused"])
        if request.sent("do") != "save":
            return _form(request, entry, *_placed(proposal, entry, fields), proposal=proposal)
        desk.save(proposal.old, proposal.text)
    except (OSError, EditError) as error:
        return _form(request, entry, message=_refused(request, error))
    return Answer(to=f"item/{entry.key}?gedaan={entry.key}")


def _edits(request: Request, entry: Entry, fields: tuple[Field, ...]) -> dict[Loc, New]:
    edits = {(*entry.loc, *loc): new for loc, new in read_form(fields, _changed(request, fields)).items()}
    if request.sent("today") and isinstance(entry.item, Dated):
        edits[(*entry.loc, "checked_on")] = Plain(request.desk.today().isoformat())
    if isinstance(entry.item, OpenPoint) and (*entry.loc, "answer") in edits and not entry.item.answered_on:
        edits.setdefault((*entry.loc, "answered_on"), Plain(request.desk.today().isoformat()))
    return edits


def _placed(
    proposal: Proposal, entry: Entry, fields: tuple[Field, ...]
) -> tuple[tuple[Problem, ...], dict[str, list[Problem]]]:
    """Return the problems, and by the name of a field those that stand there."""
    found: dict[str, list[Problem]] = {}
    for problem in proposal.problems:
        if name := _field_of(problem, proposal, entry, fields):
            found.setdefault(name, []).append(problem)
    return proposal.problems, found


def _field_of(problem: Problem, proposal: Proposal, entry: Entry, fields: tuple[Field, ...]) -> str:
    """Return the name of the field that a problem is about; empty when it is none of this form."""
    source = next(source for source in proposal.after.sources.values() if source.path == proposal.path)
    *around, index = entry.loc
    after = source.places.get((*around, int(index) + 1))
    if problem.place < source.place(*entry.loc) or (after and problem.place >= after):
        return ""
    if missing := [f.name for f in fields if f"“{f.label}”" in problem.message and f.name == f.label]:
        return missing[0]
    places = [(place, f.name) for f in fields for place in _places(source, entry, f)]
    exact = [name for place, name in places if place == problem.place]
    before = [(place, name) for place, name in places if place <= problem.place]
    return exact[0] if exact else max(before)[1] if before else ""


def _places(source: Source, entry: Entry, field: Field) -> Iterator[Place]:
    """Yield where a field stands, and what it is a part of."""
    for deep in range(1, len(field.loc) + 1):
        if place := source.places.get((*entry.loc, *field.loc[:deep])):
            yield place


def show_points(request: Request) -> Answer:
    """List what is still to be answered or confirmed."""
    entries = [entry for entry in request.desk.entries() if isinstance(entry.item, OpenPoint)]
    differ = [
        entry
        for entry in request.desk.entries()
        if entry.kind == "contradiction" and getattr(entry.item, "status", "") == "open"
    ]
    answered = [entry for entry in entries if getattr(entry.item, "answer", None)]
    still = [entry for entry in entries if entry not in answered]
    return render(request, "points", points=still, answered=answered, differ=differ)


def show_helplines(request: Request) -> Answer:
    """List the help lines."""
    return render(request, "helplines", lines=[e for e in request.desk.entries() if e.kind == "helpline"])


def show_search(request: Request) -> Answer:
    """List the items that hold all words of a search."""
    asked = request.sent("q")
    wanted = asked.casefold().split()
    found = (
        [e for e in request.desk.entries() if all(word in _searched(e) for word in wanted)] if wanted else []
    )
    return render(request, "search", asked=asked, found=found[:100], count=len(found))


def _searched(entry: Entry) -> str:
    return f"{entry.id} {entry.item.model_dump_json()}".casefold()


def show_papers(request: Request) -> Answer:
    """Say of each released pack what has changed since it went out."""
    loaded = request.desk.loaded
    found = all_changes(loaded, request.desk.course.released)
    return render(
        request,
        "papers",
        reports=[(changes.of(Kind.WRONG), report_changes(loaded, changes)) for changes in found],
    )


def show_changes(request: Request) -> Answer:
    """Show what differs from the last commit."""
    root = request.desk.root.resolve()
    if not has_git(root):
        return render(request, "changes", files=None)
    try:
        return render(request, "changes", files=changed_files(root))
    except GitError as error:
        return render(request, "changes", files=None, message=str(error))


def keep_changes(request: Request) -> Answer:
    """Commit the changes of the course with the keeper's message."""
    message, root = request.sent("message"), request.desk.root.resolve()
    if not has_git(root):
        return show_changes(request)
    if not message:
        return render(request, "changes", 422, files=changed_files(root), missing=True)
    try:
        commit(root, message)
    except GitError as error:
        return render(request, "changes", 422, files=changed_files(root), message=str(error), asked=message)
    request.desk.last = None
    return Answer(to="wijzigingen?gedaan=bewaard")


def undo(request: Request) -> Answer:
    """Take the last change back."""
    try:
        request.desk.undo()
    except OSError as error:
        request.said = _refused(request, error)
        return show_due(request)
    return Answer(to="?gedaan=ongedaan")


def not_found(request: Request) -> Answer:
    """Say that there is no such page."""
    return render(request, "missing", 404)


View = Callable[[Request], Answer]

VIEWS: Mapping[tuple[str, str], View] = {
    ("GET", ""): show_due,
    ("POST", "klopt"): still_right,
    ("POST", "ongedaan"): undo,
    ("GET", "item"): show_item,
    ("POST", "item"): send_item,
    ("GET", "open"): show_points,
    ("GET", "hulplijnen"): show_helplines,
    ("GET", "zoek"): show_search,
    ("GET", "papier"): show_papers,
    ("GET", "wijzigingen"): show_changes,
    ("POST", "wijzigingen"): keep_changes,
}
"""What answers each method and first part of an address below the token."""


def answer(desk: Desk, method: str, base: str, address: str, form: Form) -> Answer:
    """Answer a request; `base` ends with the token, `address` is what comes after it."""
    desk.look()
    name, *rest = address.strip("/").split("/") if address.strip("/") else [""]
    request = Request(desk, tuple(rest), form, base)
    if desk.loaded.course is None:
        return show_problems(request)
    request.said = _done(request)
    view = VIEWS.get((method, name))
    is_whole = len(rest) == (2 if name == "item" else 0)
    return view(request) if view and is_whole else not_found(request)


def _done(request: Request) -> str:
    """Say what was just done: an address tells it, so that going back or again does nothing twice."""
    done = request.sent("gedaan")
    if not done:
        return ""
    kind, _, id = done.partition("/")
    if id:
        return WORDS["done"].format(kind=KIND_WORDS.get(kind, kind), id=id)
    return WORDS.group("did").get(done, "")
