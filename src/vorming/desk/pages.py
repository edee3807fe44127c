"""The pages of the desk: what a request gets, as HTML.

`answer` is the way in; VIEWS says which function answers which address.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from markupsafe import Markup
from pydantic import BaseModel

from vorming.build.failures import describe_failure
from vorming.check.known import WORDS as KIND_WORDS
from vorming.desk.state import EDITABLE, Desk, Entry, label
from vorming.keeper.checked import find_dated, path_of, record_text
from vorming.keeper.contacts import KIND as CONTACT
from vorming.keeper.contacts import read_contacts
from vorming.keeper.due import Entry as DueEntry
from vorming.keeper.due import all_entries, due_entries
from vorming.keeper.fields import Field, changed_words, read_form
from vorming.keeper.git import GitError, changed_files, commit, count_unsent, has_git
from vorming.keeper.proposal import Proposal
from vorming.keeper.spelling import allow_word, word_of
from vorming.model.base import Dated, Loc
from vorming.model.course import Source
from vorming.model.facts import Contradiction, Fact, OpenPoint
from vorming.model.faq import HelpLine
from vorming.packs.changes import all_changes
from vorming.packs.say import report_changes, write_pages
from vorming.packs.table import all_packs, pack_title
from vorming.source.edit import ChangedMeanwhileError, EditError, New, Plain
from vorming.source.problems import Place, Problem
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

    def plain(self, markdown: str) -> str:
        return inline_text(resolve_roles(markdown, values_of(self.desk.course)))


def render(request: Request, template: str, status: int = 200, **values: Any) -> Answer:
    """Render a page of the desk with its frame."""
    desk = request.desk
    frame = {
        "words": WORDS, "request": request, "kinds": KIND_WORDS, "date": format_date, "label": label,
        "write_pages": write_pages, "in_words": in_words, "part": part_label, "shown": shown_value, "word_of": word_of, "WORD": WORD,
        "titles": {pack.name: pack_title(pack) for pack in all_packs(desk.course)} if desk.loaded.course else {},
        "today": desk.today(), "can_undo": desk.last is not None, "said": request.said, "editable": EDITABLE,
    }  # fmt: skip
    html = templates().get_template(f"desk/{template}.html.jinja").render(**frame, **values)
    return Answer(html, status=status)


_KEY = re.compile(r"“(?P<quoted>[a-z_]+):?”|(?<![\w“-])(?P<bare>[a-z_]+)(?![\w”-])")


def in_words(text: str, fields: Iterable[Field]) -> str:
    """Return what a problem says, with the names of fields as the form writes them: statement is “Wat er staat”."""
    keys, labels = {str(part) for field in fields for part in field.loc}, WORDS.group("fields")

    def label_of(found: re.Match[str]) -> str:
        key = found["quoted"] or found["bare"]
        return f"“{labels[key]}”" if key in keys and key in labels else found[0]

    return _KEY.sub(label_of, text)


def part_label(loc: Loc) -> str:
    """Name a part of an item: ("other", "parts", 0) is “Wat een andere bron zegt, deel 1”."""
    names, said = {**WORDS.group("fields"), **WORDS.group("groups")}, list[str]()
    for part in loc:
        if isinstance(part, int):
            said[-1] += f" {part + 1}"
        else:
            said.append(names.get(part, part.replace("-", " ")))
    name = ", ".join(said)
    return name[:1].upper() + name[1:]


def shown_value(text: str) -> str:
    """Return a value of a data file as the desk shows it: a date and a choice in words."""
    try:
        return format_date(date.fromisoformat(text))
    except ValueError:
        return WORDS.group("choices").get(text, text)


def show_problems(request: Request) -> Answer:
    """Say what keeps the course from being read: nothing can be done here before that is mended."""
    return render(request, "broken", problems=request.desk.loaded.problems)


def show_due(request: Request) -> Answer:
    """List what is due, by the source to hold it against, and what is next."""
    loaded, today = request.desk.loaded, request.desk.today()
    due = due_entries(loaded, today)
    later = [entry for entry in all_entries(loaded) if entry not in due][:20]
    _, faults = read_contacts(loaded.root)
    return render(request, "due", due=len(due), groups=by_source(due), later=later, faults=faults)


def by_source(due: Iterable[DueEntry]) -> Mapping[Source | None, list[DueEntry]]:
    """Group what is due by its first source, so that each is opened once; the longest overdue first."""
    found: dict[Source | None, list[DueEntry]] = {}
    for entry in due:
        found.setdefault(next(iter(entry.sources), None), []).append(entry)
    return found


WORD = "woord/"
"""How a button says that a word which no dictionary has is right."""


def _due_keys(request: Request) -> list[str]:
    """Return the keys of what is due, in the order of the page."""
    groups = by_source(due_entries(request.desk.loaded, request.desk.today())).values()
    return [entry.key for group in groups for entry in group]


def _to_next(request: Request, order: list[str], key: str) -> Answer:
    """Lead to the list, at what stood after an item that is due no more; at the one before it after the last."""
    at, left = order.index(key), set(_due_keys(request))
    near = next((other for other in [*order[at:], *reversed(order[:at])] if other in left), "main")
    return Answer(to=f"?gedaan={key}#{near.replace('/', '-')}")


def still_right(request: Request) -> Answer:
    """Note that an item still holds."""
    desk = request.desk
    found = find_dated(desk.loaded, request.sent("key"))
    if found is None:
        return not_found(request)
    key, order = f"{found.kind}/{found.id}", _due_keys(request)
    try:
        desk.save(*record_text(desk.loaded, path_of(desk.loaded, found), [found], desk.today()))
    except (OSError, EditError) as error:
        request.said = _refused(request, error)
        return show_due(request)
    return _to_next(request, order, key) if key in order else Answer(to=f"?gedaan={key}")


def _refused(request: Request, error: Exception) -> str:
    """Say why nothing was saved."""
    if isinstance(error, ChangedMeanwhileError):
        return WORDS["changed_meanwhile"]
    if isinstance(error, EditError):
        return WORDS["cannot_edit"]
    return f"{WORDS['not_saved']} {describe_failure(error, request.desk.root.resolve())}"


def _entry(request: Request) -> Entry | None:
    """Return the item that an address names: item/fact/prijs, item/contact/gent/caw or nieuw/fact."""
    kind, *rest = request.parts[1:] or ("",)
    if request.parts[0] == "nieuw":
        return None if rest else request.desk.new_entry(kind)
    return request.desk.entry(kind, "/".join(rest)) if kind in EDITABLE else None


def show_item(request: Request) -> Answer:
    """Show the form of an item."""
    entry = _entry(request)
    return not_found(request) if entry is None else _form(request, entry)


def _version(request: Request, entry: Entry) -> str:
    """Return a digest of the file as the form was made from it."""
    try:
        data = (request.desk.root / entry.source.path).read_bytes()
    except OSError:
        data = b""
    return hashlib.sha256(data).hexdigest()


def _form(
    request: Request,
    entry: Entry,
    faults: Sequence[tuple[str, Problem]] = (),
    message: str = "",
    proposal: Proposal | None = None,
) -> Answer:
    """Show the form of an item with what the keeper filled in; `faults` are problems with the name of their field."""
    desk, fields = request.desk, entry.form()
    changed = _changed(request, fields)
    values = {f.name: changed.get(f.name, list(f.value)) for f in fields}
    if entry.item is None and not request.form and "checked_on" in values:
        values["checked_on"] = [desk.today().isoformat()]
    known = next((found for found in all_entries(desk.loaded) if found.key == entry.key), None)
    at: dict[str, list[Problem]] = {}
    for name, fault in faults:
        at.setdefault(name, []).append(fault)
    is_new = entry.item is None
    folded = [f for f in fields if f.is_rare and not at.get(f.name) and not (is_new and f.is_required)]
    return render(
        request,
        "item",
        status=422 if faults or message else 200,
        entry=entry,
        sections=_sections(f for f in fields if f not in folded),
        folded=_sections(folded),
        fields=fields,
        values=values,
        before=json.dumps({f.name: f.value for f in fields}, ensure_ascii=False),
        choices={f.name: desk.choices(f) for f in fields},
        version=_version(request, entry),
        faults=faults,
        at=at,
        message=message,
        proposal=proposal,
        known=known,
        is_due=known is not None and known.item.is_expired(desk.today()),
        is_dated=isinstance(entry.item, Dated),
        is_point=isinstance(entry.item, OpenPoint),
        facts=[fact for fact in desk.course.facts if fact.id in getattr(entry.item, "facts", ())],
        code=_role(entry.item) if known and not known.pages else "",
        heading=label(entry.item) if entry.item else WORDS.group("new")[entry.kind],
    )


def _role(item: BaseModel | None) -> str:
    """Return what somebody types on a page to have an item there; empty where the desk can't say."""
    match item:
        case Fact():
            has_value = item.value is not None or item.date
            return f"{{fact}}`{item.id}`" if has_value else f"```{{fact-box}} {item.id}\n```"
        case HelpLine(phone=str()):
            return f"{{helpline}}`{item.id}`"
        case _:
            return ""


def _sections(fields: Iterable[Field]) -> list[tuple[str, list[Field]]]:
    """Put the fields of a part of an item together, below its name; those of the item itself have none."""
    return [(part_label(group), list(found)) for group, found in groupby(fields, lambda field: field.group)]


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
    fields, desk = entry.form(), request.desk
    edits = _edits(request, entry, fields)
    if not edits:
        return _form(request, entry, message=WORDS["nothing_changed"])
    order = _due_keys(request)
    try:
        if (do := request.sent("do")).startswith(WORD):
            desk.save(*allow_word(desk.loaded, do.removeprefix(WORD)))
        proposal = desk.propose(entry, edits)
        faults = [(_field_of(found, proposal, entry, fields), found) for found in proposal.problems]
        if proposal.errors:
            return _form(request, entry, faults, WORDS["refused"])
        if do != "save":
            return _form(request, entry, faults, proposal=proposal)
        desk.save(proposal.old, proposal.text)
    except (OSError, EditError) as error:
        return _form(request, entry, message=_refused(request, error))
    if entry.key in order and entry.key not in _due_keys(request):
        return _to_next(request, order, entry.key)
    key = entry.key if entry.item else f"{entry.kind}/{request.sent('id')}"
    return Answer(to=f"item/{key}?gedaan={key}" if entry.kind in EDITABLE else f"?gedaan={key}")


def _edits(request: Request, entry: Entry, fields: tuple[Field, ...]) -> dict[Loc, New]:
    """Return what the form changes, by place below the item, with the day where the keeper need not fill it in."""
    edits, today = read_form(fields, _changed(request, fields)), Plain(request.desk.today().isoformat())
    if request.sent("today") and isinstance(entry.item, Dated):
        edits[("checked_on",)] = today
    if isinstance(entry.item, OpenPoint) and ("answer",) in edits and not entry.item.answered_on:
        edits.setdefault(("answered_on",), today)
    return edits


def _field_of(problem: Problem, proposal: Proposal, entry: Entry, fields: tuple[Field, ...]) -> str:
    """Return the name of the field that a problem is about; empty when it is none of this form."""
    places = proposal.source.places
    *around, index = entry.loc
    after = places.get((*around, int(index) + 1))
    start = proposal.source.place(*entry.loc)
    if problem.place.path != start.path or problem.place < start or (after and problem.place >= after):
        return ""
    # What is missing stands nowhere: the sentence names it.
    if missing := [f.name for f in fields if f"“{f.label}”" in problem.message and f.name == f.label]:
        return missing[0]
    before: list[tuple[Place, str]] = []
    for known in fields:
        for deep in range(1, len(known.loc) + 1):
            place = places.get((*entry.loc, *known.loc[:deep]))
            if place == problem.place:
                return known.name
            if place and place < problem.place:
                before.append((place, known.name))
    return max(before)[1] if before else ""


def show_points(request: Request) -> Answer:
    """List what is still to be answered or confirmed, and what was answered."""
    points, differ, answered = list[Entry](), list[Entry](), list[Entry]()
    for entry in request.desk.entries():
        match entry.item:
            case OpenPoint(is_open=True):
                points.append(entry)
            case OpenPoint():
                answered.append(entry)
            case Contradiction(status="open"):
                differ.append(entry)
    return render(request, "points", points=points, answered=answered, differ=differ)


def show_helplines(request: Request) -> Answer:
    """List the help lines, and the contacts of places below them."""
    entries = list(request.desk.entries())
    lines = [entry for entry in entries if entry.kind == "helpline"]
    return render(request, "helplines", lines=lines, contacts=[e for e in entries if e.kind == CONTACT])


def show_search(request: Request) -> Answer:
    """List the items that hold all words of a search."""
    asked = request.sent("q")
    wanted, found = asked.casefold().split(), []
    for entry in request.desk.entries() if wanted else ():
        text = f"{entry.id} {entry.item.model_dump_json() if entry.item else ''}".casefold()
        if all(word in text for word in wanted):
            found.append(entry)
    return render(request, "search", asked=asked, found=found[:100], count=len(found))


def show_papers(request: Request) -> Answer:
    """Say of each released pack what has changed since it went out."""
    loaded = request.desk.loaded
    changes = all_changes(loaded, request.desk.course.released)
    return render(request, "papers", reports=[report_changes(loaded, found) for found in changes])


def show_changes(request: Request, **values: Any) -> Answer:
    """Show what differs from the last commit."""
    root = request.desk.root.resolve()
    if not has_git(root):
        return render(request, "changes", files=None)
    try:
        files = changed_files(root)
    except GitError as error:
        return render(request, "changes", files=None, message=str(error))
    labels = {entry.id: label(entry.item) for entry in request.desk.entries() if entry.item}
    status = 422 if values else 200
    return render(request, "changes", status, files=files, labels=labels, unsent=count_unsent(root), **values)


def keep_changes(request: Request) -> Answer:
    """Commit the changes of the course with the keeper's message."""
    message, root = request.sent("message"), request.desk.root.resolve()
    if not has_git(root):
        return show_changes(request)
    if not message:
        return show_changes(request, missing=True)
    try:
        commit(root, message)
    except GitError as error:
        return show_changes(request, message=str(error), asked=message)
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
    ("GET", "nieuw"): show_item,
    ("POST", "nieuw"): send_item,
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
    parts = tuple(address.strip("/").split("/"))
    request = Request(desk, parts, form, base)
    if desk.loaded.course is None:
        return show_problems(request)
    request.said = _done(request)
    view = VIEWS.get((method, parts[0]))
    return (
        view(request) if view and (len(parts) == 1 or view in {show_item, send_item}) else not_found(request)
    )


def _done(request: Request) -> str:
    """Say what was just done: an address tells it, so that going back or again does nothing twice."""
    done = request.sent("gedaan")
    kind, _, id = done.partition("/")
    if id:
        return WORDS["done"].format(kind=KIND_WORDS.get(kind, kind), id=id)
    return WORDS.group("did").get(done, "") if done else ""
