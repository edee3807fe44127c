"""Checks of the comparison of policies: real country codes, a source for every value, no laws from the future."""

from collections.abc import Iterator
from datetime import date
from functools import cache, partial

import pycountry

from vorming.check.known import reference, repeats
from vorming.course.charts import CHARTS
from vorming.model.base import Loc
from vorming.model.course import Course
from vorming.model.policies import Condition, Law, LawStep, Value
from vorming.source.load import Loaded
from vorming.source.problems import Problem, nearest, problem


def check_jurisdictions(loaded: Loaded, course: Course) -> Iterator[Problem]:
    """Check the code and the attributes of every jurisdiction, and that verified values have a source."""
    kinds = course.policies.source_kinds
    attributes = [attribute.id for attribute in course.policies.attributes]
    for i, item in enumerate(course.policies.jurisdictions):
        place = partial(loaded.place, "policies", "jurisdictions", i)
        if item.code not in _country_codes():
            hint = nearest(item.code, _country_codes())
            yield problem(place("code"), "country-unknown", value=item.code, nearest=hint)
        named: list[tuple[Loc, str, Value | Condition | LawStep | Law]] = [
            *((("attributes", key), key, value) for key, value in item.attributes.items()),
            *((("conditions", k), each.attribute, each) for k, each in enumerate(item.conditions)),
            *((("law", "steps", k), step.label, step) for k, step in enumerate(item.law.steps)),
            (("law",), item.law.name, item.law),
        ]
        for loc, key, value in named:
            is_verified = value.confidence == "verified"
            if is_verified != (value.source is not None):
                rule = "policy-source-missing" if is_verified else "policy-source-unread"
                yield problem(place(*loc), rule, value=item.name, key=key)
            if value.source and kinds and value.source not in kinds:
                yield problem(place(*loc, "source"), "source-kind-missing", value=value.source)
            if isinstance(value, Value) and (value.value == "unknown") != (value.confidence == "unknown"):
                yield problem(place(*loc), "policy-half-unknown", value=item.name, key=key)
        for key in item.attributes:
            yield from reference(loaded, "attribute", key, place("attributes", key))
        for key in attributes:
            if key not in item.attributes:
                yield problem(place("attributes"), "attribute-missing", value=item.name, key=key)


def check_laws(loaded: Loaded, course: Course, today: date) -> Iterator[Problem]:
    """Check that the steps of a law are in order, and none is in the future."""
    for i, item in enumerate(course.policies.jurisdictions):
        for k, step in enumerate(item.law.steps):
            place = loaded.place("policies", "jurisdictions", i, "law", "steps", k, "date")
            if step.date > today.isoformat():
                yield problem(place, "date-future", value=step.date)
            if k and step.date < item.law.steps[k - 1].date:
                yield problem(place, "law-steps-order", value=item.name)


def check_tiles(loaded: Loaded, course: Course) -> Iterator[Problem]:
    """Check that no two jurisdictions have the same tile of the map, since one would hide the other."""
    tiles = []
    for i, item in enumerate(course.policies.jurisdictions):
        if item.tile:
            tiles.append(((item.region, item.tile.column, item.tile.row), (i, item.name)))
    for _tile, (i, name), (_i, first) in repeats(tiles):
        place = loaded.place("policies", "jurisdictions", i, "tile")
        yield problem(place, "tile-taken", value=name, first=first)


def check_chart_words(loaded: Loaded, course: Course) -> Iterator[Problem]:
    """Check that charts have a value for every {placeholder} in their words, and that the attribute of a row exists."""
    place = partial(loaded.place, "policies", "charts")
    counts = {attribute.id: 0 for attribute in course.policies.attributes}
    for chart in (chart for chart in CHARTS.values() if chart.placeholders):
        known = {name: counts if name in {"yes", "partly"} else None for name in chart.placeholders}
        for key in ("title", "details"):
            text = getattr(getattr(course.policies.charts, chart.words), key, None) or ""
            # Format the text as the chart does, which can raise any of these exceptions.
            try:
                text.format(**known)
            except (AttributeError, IndexError, KeyError, TypeError, ValueError):
                placeholders = ", ".join(f"{{{name}}}" for name in chart.placeholders)
                yield problem(place(chart.words, key), "chart-words", placeholders=placeholders)
    conditions = course.policies.charts.conditions
    for key in conditions.rows if conditions else ():
        yield from reference(loaded, "attribute", key, place("conditions", "rows", key, "~key"))


@cache
def _country_codes() -> frozenset[str]:
    """Return the codes of ISO 3166-1 and 3166-2, and GB-EAW for England and Wales."""
    countries = {country.alpha_2 for country in pycountry.countries}
    return frozenset(countries | {division.code for division in pycountry.subdivisions} | {"GB-EAW"})
