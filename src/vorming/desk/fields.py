"""Make the form of an item from the fields of its model, and turn a sent form into edits of the data file."""

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
from vorming.source.edit import Bare, New
from vorming.source.yaml import Value

IDS = frozenset({"id", "code"})
"""The fields by which other items refer to an item. The form only asks for them for a new item."""
RARE = frozenset(
    {
        "topic", "dossier", "contradictions", "source_entry", "audiences", "facts", "search_words", "faq_entries",
        "forms", "is_emergency", "topics", "lesson", "unused_reason", "region", "is_placed_by_us", "date",
        "extra_sources", "checked_on", "answered_on", "recheck_every",
    }
)  # fmt: skip
"""Fields that seldom change. The form folds them away."""
ASKED = frozenset({"answer"})
"""Fields that a form is usually opened for. The form never folds them away."""

Control = Literal["text", "long", "number", "date", "choice", "yes_no", "lines", "refs"]


@dataclass(frozen=True)
class Field:
    """One control of a form: its place below the item, its current value, and its possible values.

    `choices` is empty for a field that names items of a kind (`ref`), since these depend on the course.
    """

    loc: Loc
    control: Control = "text"
    value: tuple[str, ...] = ("",)
    """Its text, or the texts of a list."""
    choices: tuple[str, ...] = ()
    ref: str = ""
    """The kind of the items that it names."""
    is_required: bool = False
    is_absent: bool = False
    """Whether the item lacks it, or lacks the part that contains it. The form shows it apart, to be added."""
    has_blocks: bool = False
    """Whether its text may be more than one paragraph."""

    @property
    def name(self) -> str:
        """Its name in the form, which is unique."""
        return ".".join(map(str, self.loc))

    @property
    def label(self) -> str:
        """The key of its label: the last name in its place, without the indexes of lists."""
        return next(part for part in reversed(self.loc) if isinstance(part, str))

    @property
    def group(self) -> Loc:
        """The part of the item that contains it, such as ("parts", 1); empty for the item itself."""
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
    """Return the fields of a form: those of the model itself first, then those of its base classes.

    `value` is the item as read from YAML. Only a new item has fields for its id. A part that the item lacks, such as
    the statement of another source, has empty fields, and each list has the empty fields of one more part. `sent` are
    the names of fields that the keeper filled in, for which a list gets more parts.
    """
    filled = {name.rsplit(".", n)[0] for name in sent for n in range(name.count(".") + 1)}
    controls = _fields(type_of(model), value or {}, Field(()), filled)
    fields = [field for field in controls if is_new or field.label not in IDS]
    bases = [getattr(base, "model_fields", {}) for base in model.__mro__]
    heads = list(dict.fromkeys(field.loc[0] for field in fields))

    # A field that more of the model's bases have, such as a date of checking, comes later. The fields of a part come
    # before those of the parts in it.
    def order(field: Field) -> tuple[int, int, int]:
        head = field.loc[0]
        return sum(head in base for base in bases), heads.index(head), len(field.loc)

    return tuple(sorted(fields, key=order))


def _fields(kind: FieldType, value: Any, like: Field, filled: Container[str]) -> Iterator[Field]:
    """Yield the controls of a type: one for a text or a list of texts, one or more for each field of a model.

    `like` is a field with the place and with the properties of the enclosing types. `filled` are the names of the
    fields that are filled in, and of the parts that contain them.
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
        items = tuple(value or ())
        first = next(_fields(kind.inside[0], None, like, filled))
        if first.loc == like.loc:  # a list of texts is one control
            control = "refs" if first.ref else "lines"
            yield replace(first, control=control, value=tuple(map(str, items)), choices=())
            return
        # A list of parts has the fields of each part, and of one more part to fill in.
        name, count = like.name, len(items)
        while f"{name}.{count}" in filled:
            count += 1
        for i, child in enumerate([*items, *[None] * (count + 1 - len(items))]):
            yield from _fields(kind.inside[0], child, Field((*like.loc, i)), filled)
    elif origin in {dict, Mapping}:
        for key, child in (value or {}).items():
            yield from _fields(kind.inside[1], child, Field((*like.loc, key)), filled)
    elif kind.is_model:
        for name, hint in fields_of(kind.kind).items():
            info, loc = kind.kind.model_fields[name], (*like.loc, name)
            if not isinstance(value, dict):  # the item lacks this part
                yield from _fields(type_of(hint), None, Field(loc, is_absent=True), filled)
                continue
            child = value.get(name)
            default = str(info.default).lower() if isinstance(info.default, str | bool) else ""
            is_lacking = bool(value) and not like.loc and child is None and not default and name not in ASKED
            field = Field(loc, value=(default,), is_required=info.is_required(), is_absent=is_lacking)
            yield from _fields(type_of(hint), child, field, filled)
    else:
        control, choices = _control(kind.kind, like)
        texts = like.value if value is None else (str(value),)
        yield replace(like, control=control, value=texts, choices=choices)


_LINE_BREAK = re.compile(r"(?<=\S)[ \t]*\n[ \t]*(?=\S)")


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


FormValues = Mapping[str, list[str]]
"""The texts in the controls of a form, by their names."""


def changed_values(fields: tuple[Field, ...], sent: FormValues, before: FormValues) -> dict[str, list[str]]:
    """Return the values that a keeper changed in a form, by the names of the fields.

    `before` are the values of the form when it was made, since the file may have changed since then.
    """
    return {
        field.name: sent[field.name]
        for field in fields
        if field.name in sent
        and _cleaned(field, sent[field.name]) != _cleaned(field, before.get(field.name, list(field.value)))
    }


def read_form(fields: tuple[Field, ...], changed: FormValues) -> dict[Loc, New]:
    """Return the edits that a form makes, by place below the item.

    `changed` is the result of `changed_values`. A value that is already in the file gives no edit. A part that the
    item lacks is added as a whole if a field of it is filled in, and a part is removed as a whole if all its fields
    are empty.
    """
    filled, present = filled_places(fields, changed), _with_parents(f.loc for f in fields if not f.is_absent)
    new = {f.loc: _new(f, _values(f, changed)) for f in fields if f.loc in filled}
    edits: dict[Loc, New] = {}
    for field in fields:
        if _values(field, changed) != _values(field, {}):
            # Write or remove the outermost part that is new or empty as a whole. An edit of only its fields would need
            # a mapping that doesn't exist, or would leave an empty one.
            around = (field.loc[:n] for n in range(1, len(field.loc)))
            place = next((loc for loc in around if not (loc in filled and loc in present)), field.loc)
            edits[place] = _tree(place, new) if place in filled else None
    return edits


def filled_places(fields: Iterable[Field], changed: FormValues) -> set[Loc]:
    """Return the places of the fields that are filled in, and of the parts that contain them."""
    return _with_parents(field.loc for field in fields if _values(field, changed))


def saved_loc(loc: Loc, filled: Container[Loc]) -> Loc:
    """Return a place as it is after saving the form, when empty items of lists are removed and indexes have changed."""
    return tuple(
        sum((*loc[:n], i) in filled for i in range(part)) if isinstance(part, int) else part
        for n, part in enumerate(loc)
    )


def _with_parents(locs: Iterable[Loc]) -> set[Loc]:
    return {loc[:n] for loc in locs for n in range(len(loc) + 1)}


def _tree(loc: Loc, new: Mapping[Loc, New]) -> New:
    """Return the new value at a place, made of the values at and below it."""
    if loc in new:
        return new[loc]
    below = dict.fromkeys(place[: len(loc) + 1] for place in new if place[: len(loc)] == loc)
    parts = {place[-1]: _tree(place, new) for place in below}
    is_list = any(isinstance(part, int) for part in parts)
    return list(parts.values()) if is_list else {str(key): part for key, part in parts.items()}


def _values(field: Field, changed: FormValues) -> tuple[str, ...]:
    return _cleaned(field, changed.get(field.name, list(field.value)))


def _cleaned(field: Field, values: list[str]) -> tuple[str, ...]:
    """Return the texts that were sent for a field, without a browser's line ends, empty lines and repeated items.

    The lines of a pasted paragraph are joined, unless the field may have blocks or already has several lines.
    """
    lines = [line.replace("\r\n", "\n") for line in values]
    if field.control == "lines":
        lines = "\n".join(lines).split("\n")
    elif not field.has_blocks and "\n" not in "".join(field.value).strip():
        lines = [_LINE_BREAK.sub(" ", line) for line in lines]
    cleaned = tuple(line.strip() for line in lines if line.strip())
    return tuple(dict.fromkeys(cleaned)) if field.control == "refs" else cleaned


def _new(field: Field, values: tuple[str, ...]) -> New:
    """Return the value for the data file: `Bare`, without quotes, if it is no text."""
    if field.is_list:
        return list(values)
    text = values[0]
    if field.control in {"choice", "yes_no", "date"} and not field.ref:
        return Bare(text)
    if field.control == "number":
        return Bare(text.replace(",", "."))
    return f"{text}\n" if field.value[0].endswith("\n") else text
