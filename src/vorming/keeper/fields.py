"""The form of an item, made from what its model says of its fields; what is sent, as edits of its data file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from vorming.model.base import Loc, Reads, Ref
from vorming.model.walk import fields_of
from vorming.source.edit import New, Plain
from vorming.source.yaml import Value

IDS = frozenset({"id", "code"})
"""What other items know an item by: asked once, when it is made."""
RARE = frozenset(
    {
        "topic", "dossier", "contradictions", "source_entry", "audiences", "facts", "search_words", "faq_entries",
        "forms", "is_emergency", "topics", "lesson", "unused_reason", "region", "column", "row",
        "is_placed_by_us", "adopted", "date", "extra_sources", "checked_on", "answered_on", "recheck_every",
    }
)  # fmt: skip
"""What seldom changes: it would stand between a price and its sentence."""

Control = Literal["text", "long", "number", "date", "choice", "yes_no", "lines", "refs"]


@dataclass(frozen=True)
class Field:
    """One control of a form: its place below the item, what it holds now, and what it may hold.

    A field that names items of a kind (`ref`) has no `choices`: which items there are, the course says.
    """

    loc: Loc
    control: Control
    value: tuple[str, ...]
    """Its text; of a list each text."""
    choices: tuple[str, ...] = ()
    ref: str = ""
    """The kind of item that it names."""
    is_required: bool = False

    @property
    def name(self) -> str:
        """Its name in the form."""
        return ".".join(map(str, self.loc))

    @property
    def label(self) -> str:
        """The key of its label: its own name, without the numbers of lists."""
        return next(part for part in reversed(self.loc) if isinstance(part, str))

    @property
    def group(self) -> Loc:
        """The part of the item that it belongs to, such as ("parts", 1); empty for the item itself."""
        return self.loc[:-1]

    @property
    def is_rare(self) -> bool:
        return self.loc[0] in RARE

    @property
    def is_list(self) -> bool:
        return self.control in {"lines", "refs"}


def form_of(model: type[BaseModel], value: Value, *, is_new: bool = False) -> tuple[Field, ...]:
    """Return the fields of a form: those of the model itself first, then those that it shares with others.

    `value` is the item as YAML gives it. A new item is asked its id too. Of a part that an item lacks, such as
    what another source says, there are no fields: that is written in the file.
    """
    found = [f for f in _fields(model, value, (), is_required=True) if is_new or f.label not in IDS]
    shared = set[Any]().union(*(getattr(base, "model_fields", ()) for base in model.__mro__[1:]))
    heads = list(dict.fromkeys(field.loc[0] for field in found))
    # What a part says itself comes before the parts of it.
    found.sort(key=lambda field: (field.loc[0] in shared, heads.index(field.loc[0]), len(field.loc)))
    return tuple(found)


def _fields(
    kind: Any, value: Any, loc: Loc, *, is_required: bool, ref: str = "", is_running: bool = False
) -> Iterator[Field]:
    """Yield the controls of a type: one of a text or a list of texts, those of its fields of a model."""
    origin, inside = get_origin(kind), get_args(kind)
    if origin is Annotated:
        marks = inside[1:]
        ref = next((mark.kind for mark in marks if isinstance(mark, Ref)), ref)
        is_running = is_running or any(isinstance(mark, Reads) and mark.is_running for mark in marks)
        yield from _fields(inside[0], value, loc, is_required=is_required, ref=ref, is_running=is_running)
    elif origin in {Union, UnionType}:
        bare = next(part for part in inside if part is not type(None))
        yield from _fields(bare, value, loc, is_required=is_required, ref=ref, is_running=is_running)
    elif origin is tuple:
        yield from _list(inside[0], value, loc, is_required=is_required)
    elif origin in {dict, Mapping}:
        for key, child in (value or {}).items():
            yield from _fields(inside[1], child, (*loc, key), is_required=True)
    elif not (isinstance(kind, type) and issubclass(kind, BaseModel)):
        control, choices = _control(kind, ref, is_running=is_running)
        held = ("",) if value is None else (str(value),)
        yield Field(loc, control, held, choices, ref, is_required)
    elif not loc or isinstance(value, dict):
        for name, hint in fields_of(kind).items():
            if name != "type":
                needed = kind.model_fields[name].is_required()
                yield from _fields(hint, (value or {}).get(name), (*loc, name), is_required=needed)


def _list(kind: Any, value: Any, loc: Loc, *, is_required: bool) -> Iterator[Field]:
    bare, ref = kind, ""
    while get_origin(bare) is Annotated:
        bare, *marks = get_args(bare)
        ref = next((mark.kind for mark in marks if isinstance(mark, Ref)), ref)
    if isinstance(bare, type) and issubclass(bare, BaseModel):
        for i, child in enumerate(value or ()):
            yield from _fields(bare, child, (*loc, i), is_required=True)
    else:
        yield Field(loc, "refs" if ref else "lines", tuple(map(str, value or ())), (), ref, is_required)


def _control(kind: Any, ref: str, *, is_running: bool) -> tuple[Control, tuple[str, ...]]:
    if ref:
        return "choice", ()
    if get_origin(kind) is Literal:
        return "choice", tuple(map(str, get_args(kind)))
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return "choice", tuple(member.value for member in kind)
    by_type: Mapping[Any, Control] = {bool: "yes_no", int: "number", Decimal: "number", date: "date"}
    control = by_type.get(kind, "long" if is_running else "text")
    return control, ("true", "false") if control == "yes_no" else ()


Words = Mapping[str, list[str]]
"""What the controls of a form hold, by their names."""


def changed_words(fields: tuple[Field, ...], sent: Words, before: Words) -> dict[str, list[str]]:
    """Return what a keeper changed in a form, by the names of fields, whatever happened to the file meanwhile.

    `before` is what the form held when it was made.
    """
    return {
        field.name: sent[field.name]
        for field in fields
        if field.name in sent
        and _sent(field, sent[field.name]) != _sent(field, before.get(field.name, list(field.value)))
    }


def read_form(fields: tuple[Field, ...], changed: Words) -> dict[Loc, New]:
    """Return what a form changes, by place below the item; what it doesn't name stays.

    `changed` is what `changed_words` returns. A field that says again what the file says by now is no change.
    """
    edits: dict[Loc, New] = {}
    for field in fields:
        if field.name in changed:
            words = _sent(field, changed[field.name])
            if words != tuple(text.strip() for text in field.value if text.strip()):
                edits[field.loc] = _new(field, words)
    return edits


def _sent(field: Field, words: list[str]) -> tuple[str, ...]:
    """Return what was sent for a field without what a browser adds: its line ends, empty lines, twice the same."""
    lines = [line.replace("\r\n", "\n") for line in words]
    if field.control == "lines":
        lines = "\n".join(lines).split("\n")
    cleaned = tuple(line.strip() for line in lines if line.strip())
    return tuple(dict.fromkeys(cleaned)) if field.control == "refs" else cleaned


def _new(field: Field, words: tuple[str, ...]) -> New:
    """Return what the data file gets: plain where YAML reads more than text, None where nothing is left."""
    if not words:
        return None
    if field.is_list:
        return list(words)
    text = words[0]
    if field.control in {"choice", "yes_no", "date"} and not field.ref:
        return Plain(text)
    if field.control == "number":
        return Plain(text.replace(",", "."))
    return f"{text}\n" if field.value[0].endswith("\n") else text
