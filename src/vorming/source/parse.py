"""Values with places -> frozen models, collecting every problem in Dutch."""

import re
import types
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from vorming.source.problems import Problem, nearest, problem
from vorming.source.yaml import Source, Value, type_Loc

M = TypeVar("M", bound=BaseModel)

_DETAILS: Mapping[str, str] = {
    "too_short": "te weinig",
    "too_long": "te veel",
    "string_too_short": "leeg",
    "string_too_long": "te lang",
    "string_type": "hier hoort tekst",
    "tuple_type": "hier hoort een lijst, met een streepje per regel",
    "dict_type": "hier horen sleutels met een waarde",
    "model_type": "hier horen sleutels met een waarde",
    "model_attributes_type": "hier horen sleutels met een waarde",
    "int_parsing": "hier hoort een geheel getal",
    "decimal_parsing": "hier hoort een getal met een punt: 4.50",
    "bool_parsing": "hier hoort true of false",
    "url_parsing": "hier hoort een adres met https://",
    "time_parsing": 'hier hoort een uur: "13:30"',
    "greater_than_equal": "te klein",
    "less_than_equal": "te groot",
}
_DATE_ERRORS = {"date_from_datetime_parsing", "date_parsing", "date_type", "date_from_datetime_inexact"}
_CHOICE_ERRORS = {"enum", "literal_error", "union_tag_invalid"}


def parse_model(model: type[M], source: Source, *loc: str | int) -> tuple[M | None, list[Problem]]:
    """Make a `model` of the part of `source` at `loc`, or say all that keeps it from being one."""
    try:
        return model.model_validate(value_at(source.value, loc)), []
    except ValidationError as error:
        return None, [
            _problem(model, source, loc, detail) for detail in _own(error.errors(include_url=False))
        ]


def _own(details: list[ErrorDetails]) -> Iterator[ErrorDetails]:
    """Yield the errors that are no mere consequence: a list with a wrong item isn't too short as well."""
    places = [tuple(detail["loc"]) for detail in details]
    for detail in details:
        loc = tuple(detail["loc"])
        if detail["type"] != "too_short" or not any(
            len(p) > len(loc) and p[: len(loc)] == loc for p in places
        ):
            yield detail


def value_at(value: Value, loc: type_Loc) -> Value:
    """Follow `loc` into a value; None where it leads nowhere."""
    for part in loc:
        try:
            value = value[part]  # type: ignore[index]
        except (KeyError, IndexError, TypeError):
            return None
    return value


def _problem(model: type[BaseModel], source: Source, base: type_Loc, detail: ErrorDetails) -> Problem:
    kind, full = detail["type"], tuple(detail["loc"])
    loc = (*base, *_known(source, base, full))
    key = next((part for part in reversed(full) if isinstance(part, str)), source.path)
    place = source.place(*loc)
    match kind:
        case "missing":
            return problem(place, "key-missing", key=key)
        case "extra_forbidden":
            place = source.places.get((*loc, "~key"), place)
            return problem(place, "key-unknown", key=key, nearest=nearest(key, _keys(model, full[:-1])))
        case "union_tag_not_found":
            return problem(place, "key-missing", key="type")
        case _:
            return _value_problem(source, place, key, detail)


def _value_problem(source: Source, place: Any, key: str, detail: ErrorDetails) -> Problem:
    kind, value = detail["type"], _shown(detail["input"])
    if kind in _DATE_ERRORS:
        return problem(place, "date-invalid", value=value)
    if kind in _CHOICE_ERRORS:
        context = detail.get("ctx", {})
        known = re.findall(r"'([^']+)'", str(context.get("expected") or context.get("expected_tags")))
        tag = str(context.get("tag", value))
        return problem(place, "value-unknown", value=tag, key=key, nearest=nearest(tag, known))
    if kind == "string_pattern_mismatch" and re.fullmatch(r"[\w .’'-]*", value):
        return problem(place, "id-invalid", value=value)
    said = detail["msg"] if kind == "own" else _detail(detail)
    return problem(place, "value-invalid", value=value, key=key, detail=said)


def _detail(detail: ErrorDetails) -> str:
    """Say what is wrong with a value; of a list also how many it has and may have."""
    said, context = _DETAILS.get(detail["type"], "verkeerde vorm"), detail.get("ctx", {})
    if detail["type"] == "too_short":
        return f"{said}: {context['actual_length']}, en minstens {context['min_length']}"
    if detail["type"] == "too_long":
        return f"{said}: {context['actual_length']}, en hoogstens {context['max_length']}"
    return said


def _shown(value: object) -> str:
    if value is None:
        return "niets"
    if isinstance(value, str):
        return value if len(value) <= 60 else value[:57] + "…"
    return "een lijst" if isinstance(value, list) else "een blok sleutels"


def _known(source: Source, base: type_Loc, loc: Sequence[str | int]) -> type_Loc:
    """Drop the parts of a pydantic location that aren't in the file, such as union tags."""
    known: type_Loc = ()
    for part in loc:
        if (*base, *known, part) in source.places:
            known = (*known, part)
    return known


def _keys(annotation: Any, loc: Sequence[str | int]) -> Sequence[str]:
    """Return the keys allowed at `loc` below a type."""
    annotation = _bare(annotation)
    if not loc:
        return tuple(annotation.model_fields) if _is_model(annotation) else ()
    if _is_model(annotation):
        field = annotation.model_fields.get(str(loc[0]))
        return _keys(field.annotation, loc[1:]) if field else ()
    members = [_bare(member) for member in get_args(annotation) if member is not type(None)]
    if get_origin(annotation) in (Union, types.UnionType):
        tagged = [m for m in members if _tag(m) == loc[0]]
        return _keys(tagged[0], loc[1:]) if tagged else _keys(members[0], loc)
    return _keys(members[-1] if get_origin(annotation) is dict else members[0], loc[1:]) if members else ()


def _bare(annotation: Any) -> Any:
    return get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _tag(annotation: Any) -> str | None:
    field = annotation.model_fields.get("type") if _is_model(annotation) else None
    return get_args(field.annotation)[0] if field else None
