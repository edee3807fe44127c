"""The form of an item, made from what its model says of its fields; what is sent, as edits of its data file."""

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from vorming.model.base import Loc, Reads, Ref
from vorming.model.walk import FieldType, fields_of, type_of
from vorming.source.edit import New, Plain
from vorming.source.yaml import Value

IDS = frozenset({"id", "code"})
"""What other items know an item by: asked once, when it is made."""
RARE = frozenset(
    {
        "topic", "dossier", "contradictions", "source_entry", "audiences", "facts", "search_words", "faq_entries",
        "forms", "is_emergency", "topics", "lesson", "unused_reason", "region", "is_placed_by_us", "date",
        "extra_sources", "checked_on", "answered_on", "recheck_every",
    }
)  # fmt: skip
"""What seldom changes: it would stand between a price and its sentence."""
ASKED = frozenset({"answer"})
"""What a form is opened to fill in: it never stands apart."""

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
    is_absent: bool = False
    """Whether the item lacks it, or the part that it belongs to: it stands apart, to be added."""
    has_blocks: bool = False
    """Whether its text may be more than one paragraph."""

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


def form_of(
    model: type[BaseModel], value: Value, *, is_new: bool = False, sent: Iterable[str] = ()
) -> tuple[Field, ...]:
    """Return the fields of a form: those of the model itself first, then those that it shares with ever more others.

    `value` is the item as YAML gives it. A new item is asked its id too. A part that the item lacks, such as what
    another source says, has empty fields, and so has one part more of each list. `sent` names fields that the
    keeper filled in: a list grows with them.
    """
    filled = {name.rsplit(".", n)[0] for name in sent for n in range(name.count(".") + 1)}
    found = [f for f in _fields(type_of(model), value or {}, _START, filled) if is_new or f.label not in IDS]
    bases = [getattr(base, "model_fields", {}) for base in model.__mro__]
    heads = list(dict.fromkeys(field.loc[0] for field in found))

    # A field that more of the model's bases have, such as a date of checking, comes later. What a part says
    # itself comes before the parts of it.
    def order(field: Field) -> tuple[int, int, int]:
        head = field.loc[0]
        return sum(head in base for base in bases), heads.index(head), len(field.loc)

    return tuple(sorted(found, key=order))


def _fields(kind: FieldType, value: Any, like: Field, filled: Container[str]) -> Iterator[Field]:
    """Yield the controls of a type: one of a text or a list of texts, those of its fields of a model.

    `like` holds the place, and what the types and parts around it say of it; `filled` the names of what is filled
    in, and of the parts around that.
    """
    for mark in kind.marks:
        match mark:
            case Ref():
                like = replace(like, ref=mark.kind)
            case Reads():
                control: Control = "long" if mark.is_running else like.control
                like = replace(like, control=control, has_blocks=mark.has_blocks)
    origin = get_origin(kind.kind)
    if kind.is_union:
        bare = next(part for part in kind.inside if part.kind is not type(None))
        yield from _fields(bare, value, like, filled)
    elif origin is tuple:
        held = tuple(value or ())
        first = next(_fields(kind.inside[0], None, like, filled))
        if first.loc == like.loc:  # a list of texts is one control
            control = "refs" if first.ref else "lines"
            yield replace(first, control=control, value=tuple(map(str, held)), choices=())
            return
        # A list of parts has fields for each of them, and for one more to fill in.
        name, count = like.name, len(held)
        while f"{name}.{count}" in filled:
            count += 1
        for i, child in enumerate([*held, *[None] * (count + 1 - len(held))]):
            yield from _fields(kind.inside[0], child, replace(_START, loc=(*like.loc, i)), filled)
    elif origin in {dict, Mapping}:
        for key, child in (value or {}).items():
            yield from _fields(kind.inside[1], child, replace(_START, loc=(*like.loc, key)), filled)
    elif kind.is_model:
        is_blank = not isinstance(value, dict)
        for name, hint in fields_of(kind.kind).items():
            info = kind.kind.model_fields[name]
            child = None if is_blank else value.get(name)
            is_said = isinstance(info.default, str | bool) and not is_blank
            default = str(info.default).lower() if is_said else ""
            is_lacking = bool(value) and not like.loc and child is None and not default and name not in ASKED
            needed = info.is_required() and not is_blank
            part = Field((*like.loc, name), "text", (default,), (), "", needed, is_blank or is_lacking)
            yield from _fields(type_of(hint), child, part, filled)
    else:
        control, choices = _control(kind.kind, like)
        held = like.value if value is None else (str(value),)
        yield replace(like, control=control, value=held, choices=choices)


_LINE_BREAK = re.compile(r"(?<=\S)[ \t]*\n[ \t]*(?=\S)")
_START = Field((), "text", ("",))
"""Where the fields of a form begin."""


def _control(kind: Any, like: Field) -> tuple[Control, tuple[str, ...]]:
    if like.ref:
        return "choice", ()
    if get_origin(kind) is Literal:
        return "choice", tuple(map(str, get_args(kind)))
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return "choice", tuple(member.value for member in kind)
    by_type: Mapping[Any, Control] = {bool: "yes_no", int: "number", Decimal: "number", date: "date"}
    control = by_type.get(kind, like.control)
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

    `changed` is what `changed_words` returns. A field that says again what the file says by now is no change. A
    part of which a field is filled in comes as a whole, and one of which none is filled in any more goes as a whole.
    """
    filled, there = filled_places(fields, changed), _around(f.loc for f in fields if not f.is_absent)
    new = {f.loc: _new(f, _words(f, changed)) for f in fields if f.loc in filled}
    edits: dict[Loc, New] = {}
    for field in fields:
        if _words(field, changed) != _words(field, {}):
            # The outermost part that is new or empty is written or taken away as a whole: its fields alone would
            # come in a mapping that isn't there, or leave an empty one.
            around = (field.loc[:n] for n in range(1, len(field.loc)))
            place = next((loc for loc in around if not (loc in filled and loc in there)), field.loc)
            edits[place] = _tree(place, new) if place in filled else None
    return edits


def filled_places(fields: Iterable[Field], changed: Words) -> set[Loc]:
    """Return the places of a form that hold something, with the parts around them."""
    return _around(field.loc for field in fields if _words(field, changed))


def settled(loc: Loc, filled: Container[Loc]) -> Loc:
    """Return where a place stands once a form is saved: the items of a list before it that hold nothing are gone."""
    return tuple(
        sum((*loc[:n], i) in filled for i in range(part)) if isinstance(part, int) else part
        for n, part in enumerate(loc)
    )


def _around(locs: Iterable[Loc]) -> set[Loc]:
    return {loc[:n] for loc in locs for n in range(len(loc) + 1)}


def _tree(loc: Loc, new: Mapping[Loc, New]) -> New:
    """Return what a data file gets at a place: a value itself, or all there is below it."""
    if loc in new:
        return new[loc]
    below = dict.fromkeys(found[: len(loc) + 1] for found in new if found[: len(loc)] == loc)
    parts = {place[-1]: _tree(place, new) for place in below}
    is_list = any(isinstance(part, int) for part in parts)
    return list(parts.values()) if is_list else {str(key): part for key, part in parts.items()}


def _words(field: Field, changed: Words) -> tuple[str, ...]:
    return _sent(field, changed.get(field.name, list(field.value)))


def _sent(field: Field, words: list[str]) -> tuple[str, ...]:
    """Return what was sent for a field without what a browser adds: its line ends, empty lines, twice the same.

    A paragraph that is pasted brings the lines of its page: it comes as one line where the field holds no more.
    """
    lines = [line.replace("\r\n", "\n") for line in words]
    if field.control == "lines":
        lines = "\n".join(lines).split("\n")
    elif not field.has_blocks and "\n" not in "".join(field.value).strip():
        lines = [_LINE_BREAK.sub(" ", line) for line in lines]
    cleaned = tuple(line.strip() for line in lines if line.strip())
    return tuple(dict.fromkeys(cleaned)) if field.control == "refs" else cleaned


def _new(field: Field, words: tuple[str, ...]) -> New:
    """Return what the data file gets: plain where YAML reads more than text."""
    if field.is_list:
        return list(words)
    text = words[0]
    if field.control in {"choice", "yes_no", "date"} and not field.ref:
        return Plain(text)
    if field.control == "number":
        return Plain(text.replace(",", "."))
    return f"{text}\n" if field.value[0].endswith("\n") else text
