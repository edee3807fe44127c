"""Find the marked values below a model, such as ids of other items and texts that people read.

Usage, the language rules and the checks of references all use this module, so that a new field needs only its marks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from vorming.model.base import ForTrainer, Loc, Plain, Reads, Ref

Mark = Ref | Reads | ForTrainer | Plain


@dataclass(frozen=True)
class MarkedValue:
    """A marked value below a model, with its location there.

    `marks` has the marks of its own field first, followed by those of the enclosing fields from the inside out.
    """

    loc: Loc
    value: Any
    marks: tuple[Mark, ...]

    @property
    def ref(self) -> Ref | None:
        return next((mark for mark in self.marks if isinstance(mark, Ref)), None)

    @property
    def reads(self) -> Reads | None:
        return next((mark for mark in self.marks if isinstance(mark, Reads)), None)

    @property
    def is_plain(self) -> bool:
        return any(isinstance(mark, Plain) for mark in self.marks)

    @property
    def is_for_trainer(self) -> bool:
        return any(isinstance(mark, ForTrainer) for mark in self.marks)


def walk(kind: Any, value: Any) -> list[MarkedValue]:
    """Return each marked value below a model, in the order of the value.

    `value` is an instance of the model `kind`, or the value from YAML that such an instance was made of.
    """
    found: list[MarkedValue] = []
    _add(found, type_of(kind), value, (), ())
    return found


class FieldType:
    """The type of a field, taken apart: the type without annotations, and its marks, the outermost first.

    It is made once per field, since taking apart or hashing a type of `typing` costs more than walking over a value.
    """

    def __init__(self, kind: Any) -> None:
        self.marks: tuple[Mark, ...] = ()
        while get_origin(kind) is Annotated:
            kind, *others = get_args(kind)
            self.marks = (*(mark for mark in others if isinstance(mark, Mark)), *self.marks)
        self.kind = kind
        self.is_model = isinstance(kind, type) and issubclass(kind, BaseModel)
        self.is_union = get_origin(kind) in {Union, UnionType}
        self.inside = tuple(FieldType(each) for each in get_args(kind) if each is not ...)


def _add(found: list[MarkedValue], kind: FieldType, value: Any, loc: Loc, marks: tuple[Mark, ...]) -> None:
    """Add the marked values at and below `loc`; `marks` are those of the enclosing fields."""
    marks = (*kind.marks, *marks)
    if kind.is_union:
        if member := _member(kind.inside, value):
            _add(found, member, value, loc, marks)
    elif isinstance(value, list | tuple):
        # tuple[X, ...] has one type for all items, tuple[X, Y] has a type for each.
        for i, child in enumerate(value):
            _add(found, kind.inside[i if len(kind.inside) > 1 else 0], child, (*loc, i), marks)
    elif kind.is_model:
        fields = _types_of(kind.kind)
        # In the order of the file, since an abbreviation must be explained where it comes first.
        for name, child in dict(value).items() if isinstance(value, BaseModel | Mapping) else ():
            if name in fields:
                _add(found, fields[name], child, (*loc, name), marks)
    elif isinstance(value, Mapping):
        for name, child in value.items():
            _add(found, kind.inside[1], child, (*loc, name), marks)
    elif marks and value is not None:
        found.append(MarkedValue(loc, value, marks))


type_of = cache(FieldType)


@cache
def _types_of(model: type[BaseModel]) -> Mapping[str, FieldType]:
    return {name: FieldType(hint) for name, hint in fields_of(model).items()}


def _member(members: tuple[FieldType, ...], value: Any) -> FieldType | None:
    """Return the member of a union to which a value belongs.

    A model belongs to its class. If the union has several models, a mapping belongs to the model with its `type`.
    Otherwise a mapping belongs to the model, and another value to the member that is no model and not None.
    """
    if isinstance(value, BaseModel):
        return type_of(type(value))
    models = [member for member in members if member.is_model]
    if len(models) > 1:
        type_ = value.get("type") if isinstance(value, Mapping) else None
        return next((m for m in models if type_ in get_args(m.kind.model_fields["type"].annotation)), None)
    others = [member for member in members if member.kind is not type(None)]
    alike = models if isinstance(value, Mapping) else [m for m in others if not m.is_model]
    return next(iter(alike or others), None)


def keys_at(model: type[BaseModel], value: Any, loc: Loc) -> tuple[str, ...]:
    """Return the keys that a model allows at `loc` of `value`, the value from YAML that it is made of.

    Return no keys if there is no model at `loc`.
    """
    kind: FieldType | None = type_of(model)
    for part in loc:
        if kind and kind.is_model:
            kind = _types_of(kind.kind).get(str(part))
        elif kind:  # the last type of a mapping is that of its values
            kind = next(iter(kind.inside[-1:] if isinstance(part, str) else kind.inside), None)
        value = value[part]
        kind = _member(kind.inside, value) if kind and kind.is_union else kind
    return tuple(kind.kind.model_fields) if kind and kind.is_model else ()


def trainer_fields(model: type[BaseModel]) -> frozenset[str]:
    """Return the names of the fields of a model that are for the trainer only."""
    return frozenset(name for name, kind in _types_of(model).items() if _is_for_trainer(kind))


def _is_for_trainer(kind: FieldType) -> bool:
    """Tell whether a field has the mark, or a member of its union has it, as in `TrainerSentences | None`."""
    has_mark = any(isinstance(mark, ForTrainer) for mark in kind.marks)
    return has_mark or (kind.is_union and any(map(_is_for_trainer, kind.inside)))


def fields_of(model: type[BaseModel]) -> Mapping[str, Any]:
    """Return the type of each field of a model, with its marks."""
    hints = get_type_hints(model, include_extras=True)
    return {name: hints[name] for name in model.model_fields}
