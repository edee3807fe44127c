"""Make frozen models of values with places.

Pydantic reports errors in English, at a path of keys and indexes. Here each error becomes the problem of a rule,
with a Dutch sentence, at a line and column of the file.
"""

import re
from collections.abc import Mapping
from functools import partial
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from vorming.model.base import ID, Loc
from vorming.model.walk import keys_at
from vorming.source.problems import Problem, nearest, phrases, problem, rules
from vorming.source.typography import typographic
from vorming.source.yaml import Source, Value

M = TypeVar("M", bound=BaseModel)

_DATE_ERRORS = {"date_from_datetime_parsing", "date_parsing", "date_type", "date_from_datetime_inexact"}
_CHOICE_ERRORS = {"enum", "literal_error", "union_tag_invalid"}


def parse_model(model: type[M], source: Source, spoken: str = "") -> tuple[M | None, list[Problem]]:
    """Make a model of a source; return None and all problems if it is not valid.

    The texts that outputs show get the quotation marks of the language `spoken`.
    """
    context = partial(typographic, spoken=spoken) if spoken else None
    try:
        return model.model_validate(source.value, context=context), []
    except ValidationError as error:
        details = error.errors(include_url=False)
    # A list with a wrong item is not also reported as too short.
    around = {detail["loc"][:length] for detail in details for length in range(len(detail["loc"]))}
    details = [detail for detail in details if detail["type"] != "too_short" or detail["loc"] not in around]
    return None, [_problem(model, source, detail) for detail in details]


def value_at(value: Value, loc: Loc) -> Value:
    """Return the part of a value at `loc`; None if there is none."""
    for part in loc:
        try:
            value = value[part]  # type: ignore[index]
        except (KeyError, IndexError, TypeError):
            return None
    return value


def _problem(model: type[BaseModel], source: Source, detail: ErrorDetails) -> Problem:
    loc: Loc = ()
    for part in detail["loc"]:  # skip the tags of unions, which pydantic puts in a location
        if (*loc, part) in source.places:
            loc = (*loc, part)
    # For an item of a list, name the key of the list.
    key = next((part for part in reversed(detail["loc"]) if isinstance(part, str)), source.path)
    place = source.place(*loc)
    context, value = detail.get("ctx", {}), _shown(detail["input"])
    match detail["type"]:
        case "missing":
            return problem(place, "key-missing", key=key)
        case "extra_forbidden":
            place = source.places.get((*loc, "~key"), place)
            allowed = keys_at(model, source.value, loc[:-1])
            hint = (
                nearest(key, allowed) if detail["input"] is not None else phrases("fragments")["after_comma"]
            )
            return problem(place, "key-unknown", key=key, nearest=hint)
        case "union_tag_not_found":
            return problem(place, "key-missing", key="type")
        case kind if kind in rules():
            return problem(place, kind, value=value)
        case kind if kind in _DATE_ERRORS:
            return problem(place, "date-invalid", value=value)
        case kind if kind in _CHOICE_ERRORS:
            known = re.findall(r"'([^']+)'", str(context.get("expected") or context.get("expected_tags")))
            chosen = str(context.get("tag", value))
            if detail["type"] == "union_tag_invalid":
                place, key = source.place(*loc, "type"), "type"
            return problem(place, "value-unknown", value=chosen, key=key, nearest=nearest(chosen, known))
        case "string_pattern_mismatch" if context["pattern"] == ID:
            return problem(place, "id-invalid", value=value)
        case "string_type" if isinstance(detail["input"], Mapping):
            # YAML read the words before a colon as a key.
            cause = phrases("yaml_causes")["colon"]
            return problem(place, "value-invalid", value=value, key=key, detail=cause)
        case kind:
            dutch = phrases("value_causes")
            cause = dutch.get(kind, dutch["other"]).format(**context)
            return problem(place, "value-invalid", value=value, key=key, detail=cause)


def _shown(value: object) -> str:
    if value is None:
        return phrases("fragments")["nothing"]
    if isinstance(value, str):
        return value if len(value) <= 60 else value[:57] + "…"
    return phrases("fragments")["list" if isinstance(value, list) else "keys"]
