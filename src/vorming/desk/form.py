"""The form of an item: show it with its problems by field, preview the effects of a change, and save it.

A form is sent twice: first to see the effects of a change, then to save it. Both times the change is made in a copy
of the course and checked. The form also sends the values that it was made with, so that an edit by somebody else of
another field is kept.
"""

import json
from collections.abc import Iterable, Sequence
from itertools import groupby

from pydantic import TypeAdapter, ValidationError

from vorming.check.due import all_entries
from vorming.desk.fields import Field, FormValues, changed_values, filled_places, read_form, saved_loc
from vorming.desk.page import (
    WORDS,
    Request,
    Response,
    due_keys,
    in_words,
    not_found,
    part_label,
    refusal,
    render,
    to_next,
)
from vorming.desk.proposal import Proposal
from vorming.desk.state import EDITABLE, Entry
from vorming.model.base import Dated, Loc
from vorming.model.items import OpenPoint
from vorming.source.edit import Bare, EditError, FileText, New, edit_yaml, read_file
from vorming.source.files import dense_line
from vorming.source.load import Loaded
from vorming.source.problems import Place, Problem, has_errors
from vorming.text.words import words

BEFORE = TypeAdapter(dict[str, list[str]])
UNUSED = frozenset({"item-unused", "source-unused"})
WORD = "woord/"
"""The prefix of the value of a button that allows a word which is not in the dictionary."""


def _entry(request: Request) -> Entry | None:
    """Return the entry for an address: item/fact/prijs, item/contact/gent/caw or nieuw/fact."""
    kind, *rest = request.parts[1:] or ("",)
    if request.parts[0] == "nieuw":
        return None if rest else request.desk.new_entry(kind)
    return request.desk.entry(kind, "/".join(rest)) if kind in EDITABLE else None


def show_item(request: Request) -> Response:
    """Show the form of an existing or a new item."""
    entry = _entry(request)
    return not_found(request) if entry is None else _form(request, entry)


def _fields(request: Request, entry: Entry) -> tuple[Field, ...]:
    """Return the fields of a form, with enough parts of lists for the values that the keeper filled in."""
    return entry.form(name for name, words in request.form.items() if any(words))


def _version(request: Request, entry: Entry) -> str:
    """Return a digest of the file as it is now, to compare with the digest in the form."""
    try:
        return read_file(request.desk.root / entry.source.path).digest
    except OSError:
        return ""


def _form(
    request: Request,
    entry: Entry,
    faults: Sequence[tuple[str, Problem]] = (),
    message: str = "",
    proposal: Proposal | None = None,
) -> Response:
    """Show the form of an item with the values that the keeper filled in; `faults` are field names with a problem."""
    desk, fields = request.desk, _fields(request, entry)
    changed = _changed(request, fields)
    values = {f.name: changed.get(f.name, list(f.value)) for f in fields}
    before = _before(request)
    if entry.item is None and not request.form and "checked_on" in values:
        values["checked_on"] = [desk.today().isoformat()]
    known = next((due for due in all_entries(desk.loaded) if due.key == entry.key), None)
    opened = {*changed, *(name for name, _ in faults)}
    # A new item may lack a field that is folded away, such as its topic.
    if entry.item is None and "" in opened:
        opened |= set(values)
    # Fields that the item lacks and fields that seldom change are folded away below the form.
    extra = [f for f in fields if f.is_absent]
    folded = [f for f in fields if f.is_rare and not f.is_absent and (entry.item or not f.is_required)]
    return render(
        request,
        "item",
        status=422 if faults or message else 200,
        entry=entry,
        WORD=WORD,
        sections=_sections(f for f in fields if f not in folded and f not in extra),
        folds=[
            (summary, _names(inside), _sections(inside), any(f.name in opened for f in inside))
            for summary, inside in ((WORDS["add"], extra), (WORDS["rare"], folded))
        ],
        fields=fields,
        values=values,
        # The values that somebody else has meanwhile written in fields that the keeper changed too.
        theirs={
            f.name: f.value
            for f in fields
            if f.name in changed and [*f.value] != before.get(f.name, [*f.value])
        },
        before=json.dumps({f.name: f.value for f in fields}, ensure_ascii=False),
        version=_version(request, entry),
        faults=faults,
        message=message,
        proposal=proposal,
        known=known,
    )


def _names(fields: Iterable[Field]) -> str:
    """Return the labels of folded fields, so that a keeper can find them without unfolding."""
    return "; ".join(dict.fromkeys(part_label(field.loc[:1]) for field in fields))


def _sections(fields: Iterable[Field]) -> list[tuple[str, list[Field]]]:
    """Group fields by the part of the item that contains them, with its label, which is empty for the item itself."""
    return [(part_label(group), list(inside)) for group, inside in groupby(fields, lambda field: field.group)]


def _before(request: Request) -> FormValues:
    """Return the values that the form was made with."""
    try:
        return BEFORE.validate_json(request.sent("before"))
    except ValidationError:
        return {}


def _changed(request: Request, fields: tuple[Field, ...]) -> dict[str, list[str]]:
    """Return the values that the keeper changed, compared with those that the form was made with."""
    return changed_values(fields, request.form, _before(request))


def send_item(request: Request) -> Response:
    """Show the effects of a change, or save it if the keeper has seen them.

    A change is not saved if it causes an error that the course did not have before, or notes that an item was checked on
    a day to come. Other warnings are only shown.
    """
    entry = _entry(request)
    if entry is None:
        return not_found(request)
    if request.sent("version") != _version(request, entry):
        return _form(request, entry, message=WORDS["changed_meanwhile"])
    fields, desk = _fields(request, entry), request.desk
    edits = _edits(request, entry, fields)
    if not edits:
        return _form(request, entry, message=WORDS["nothing_changed"])
    order = due_keys(request)
    key = entry.key if entry.item else f"{entry.kind}/{request.sent('id')}"
    try:
        proposal = desk.propose(entry, edits)
        unknown = [p.values["value"] for p in proposal.problems if p.rule_id == "language-spelling"]
        if (do := request.sent("do")) in {f"{WORD}{word}" for word in unknown}:
            desk.save(*allow_word(desk.loaded, do.removeprefix(WORD)), do)
            proposal = desk.propose(entry, edits)
        changed = _changed(request, fields)
        # Nothing can use a new item yet.
        found = (p for p in proposal.problems if entry.item or p.rule_id not in UNUSED)
        named = ((_field_of(p, proposal, entry, fields, changed), p) for p in found)
        # A problem in the edited file gets the labels of the form, also if the place of its field is not known. A
        # problem elsewhere, such as on a page, keeps its words.
        path = proposal.source.path
        faults = [(name, in_words(p, fields) if name or p.place.path == path else p) for name, p in named]
        is_ahead = any(name == "checked_on" and p.rule_id == "date-future" for name, p in faults)
        if has_errors(proposal.problems) or is_ahead:
            return _form(request, entry, faults, WORDS["refused"])
        if do != "save":
            return _form(request, entry, faults, proposal=proposal)
        desk.save(proposal.old, proposal.text, key)
    except (OSError, EditError) as error:
        return _form(request, entry, message=refusal(request, error))
    if entry.key in order and entry.key not in due_keys(request):
        return to_next(request, order, entry.key)
    return Response(to=f"item/{key}?gedaan={key}" if entry.kind in EDITABLE else f"?gedaan={key}")


def _edits(request: Request, entry: Entry, fields: tuple[Field, ...]) -> dict[Loc, New]:
    """Return the edits of the form by place below the item, with today's date in fields that are set automatically."""
    edits, today = read_form(fields, _changed(request, fields)), Bare(request.desk.today().isoformat())
    if request.sent("today") and isinstance(entry.item, Dated):
        edits[("checked_on",)] = today
    if isinstance(entry.item, OpenPoint) and ("answer",) in edits and not entry.item.answered_on:
        edits.setdefault(("answered_on",), today)
    return edits


def _field_of(
    problem: Problem, proposal: Proposal, entry: Entry, fields: tuple[Field, ...], changed: FormValues
) -> str:
    """Return the name of the field that a problem is about; empty if it is about no field of this form."""
    if problem.rule_id == "text-dense":  # the file can't be read, so its fields have no places
        return next((name for name, texts in changed.items() if any(map(dense_line, texts))), "")
    if problem.place.path == proposal.source.path and entry.kind == "source":
        # Each field of a source has a line of its own, and the words on a missing field begin with its name.
        line = proposal.text.split("\n")[problem.place.line - 1]
        said = {line.partition("=")[0].strip(), str(problem.values.get("detail", "")).partition(" ")[0]}
        return next((field.name for field in fields if field.name in said), "id")
    places, filled = proposal.source.places, filled_places(fields, changed)
    # The item ends where the next one in its list starts.
    *around, index = entry.loc
    after = places.get((*around, int(index) + 1))
    start = proposal.source.place(*entry.loc)
    if problem.place.path != start.path or problem.place < start or (after and problem.place >= after):
        return ""

    def stands_at(loc: Loc) -> Place | None:
        return places.get((*entry.loc, *saved_loc(loc, filled)))

    # A missing field has no place; the problem names its key.
    named = (f for f in fields if f.label == problem.values.get("key"))
    if missing := next((f.name for f in named if stands_at(f.group) == problem.place), ""):
        return missing
    # A place within a text, such as that of a word, belongs to the last field that starts before it.
    before: list[tuple[Place, str]] = []
    for known in fields:
        for deep in range(1, len(known.loc) + 1):
            place = stands_at(known.loc[:deep])
            if place == problem.place:
                return known.name
            if place and place < problem.place:
                before.append((place, known.name))
    return max(before)[1] if before else ""


def allow_word(loaded: Loaded, word: str) -> tuple[FileText, str]:
    """Return language.yml as it is, and its text with a word added to the last group of `words`.

    If there is no such group, a first one is added. Raises EditError if the list can't be edited by place, and OSError
    if the file can't be read.
    """
    old = read_file(loaded.root / loaded.sources["language"].path)
    edit: dict[Loc, New] = {("words",): [{"reason": words("keeper")["own_words"], "words": [word]}]}
    if groups := loaded.parsed.language.words:
        edit = {("words", len(groups) - 1, "words"): [*groups[-1].words, word]}
    return old, edit_yaml(old.text, edit)
