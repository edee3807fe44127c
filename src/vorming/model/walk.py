"""One walk over what the models say of their fields: which hold ids, which hold texts that somebody reads."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from vorming.model.base import ForTrainer, Reads, Ref

type_Loc = tuple[str | int, ...]


@dataclass(frozen=True)
class Found:
    """A value below a model, with the marks of its field and of those around it."""

    loc: type_Loc
    """The keys and indexes that lead to it, as `Source.place` takes them."""
    value: Any
    marks: tuple[Ref | Reads | ForTrainer, ...]

    @property
    def ref(self) -> Ref | None:
        return next((mark for mark in self.marks if isinstance(mark, Ref)), None)

    @property
    def reads(self) -> Reads | None:
        return next((mark for mark in self.marks if isinstance(mark, Reads)), None)

    @property
    def is_for_trainer(self) -> bool:
        return any(isinstance(mark, ForTrainer) for mark in self.marks)


def walk(kind: Any, value: Any) -> Iterator[Found]:
    """Yield each marked value of a model: `value` is a model, or what YAML gave for one of that kind."""
    return _walk(kind, value, (), ())


def _walk(kind: Any, value: Any, loc: type_Loc, marks: tuple[Any, ...]) -> Iterator[Found]:
    origin, inside = get_origin(kind), get_args(kind)
    if origin is Annotated:
        own = tuple(mark for mark in inside[1:] if isinstance(mark, Ref | Reads | ForTrainer))
        yield from _walk(inside[0], value, loc, (*own, *marks))
    elif origin in {Union, UnionType}:
        if member := _member(inside, value):
            yield from _walk(member, value, loc, marks)
    elif isinstance(value, list | tuple):
        for i, child in enumerate(value):
            yield from _walk(inside[0 if inside[-1] is Ellipsis else i], child, (*loc, i), marks)
    elif isinstance(kind, type) and issubclass(kind, BaseModel):
        for name, child in _items(value):
            if name in fields_of(kind):
                yield from _walk(fields_of(kind)[name], child, (*loc, name), marks)
    elif isinstance(value, Mapping):
        for name, child in value.items():
            yield from _walk(inside[1], child, (*loc, name), marks)
    elif marks and value is not None:
        yield Found(loc, value, marks)


def _items(value: Any) -> Iterator[tuple[str, Any]]:
    """Yield the fields of a model, or the keys of a mapping; nothing of what has another shape."""
    if isinstance(value, BaseModel):
        yield from ((name, getattr(value, name)) for name in type(value).model_fields)
    elif isinstance(value, Mapping):
        yield from value.items()


def _member(members: tuple[Any, ...], value: Any) -> Any:
    """Return the member of a union that a value belongs to: of models by their class, or by their key `type`."""
    models = [m for m in members if isinstance(m, type) and issubclass(m, BaseModel)]
    if isinstance(value, BaseModel):
        return type(value)
    if len(models) > 1:
        type_ = value.get("type") if isinstance(value, Mapping) else None
        return next((m for m in models if type_ in get_args(m.model_fields["type"].annotation)), None)
    return next((member for member in members if member is not type(None)), None)


@cache
def fields_of(model: type[BaseModel]) -> Mapping[str, Any]:
    """Return the type of each field of a model, with its marks."""
    """Return the types of a model's fields, with their marks."""
    hints = get_type_hints(model, include_extras=True)
    return {name: hints[name] for name in model.model_fields}
