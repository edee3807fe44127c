"""The comparison of policies: real codes, every value with its source, no law from the future."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache, partial

import pycountry

from vorming.charts import chart_names, has_data
from vorming.check.known import reference, repeats
from vorming.model.base import Loc
from vorming.model.course import Course
from vorming.model.policies import Condition, Policies, Value
from vorming.source.load import Loaded
from vorming.source.problems import Place, Problem, nearest, problem


def check_jurisdictions(loaded: Loaded, course: Course, today: date) -> Iterator[Problem]:
    """Check that every jurisdiction has a real code, every attribute once, known sources, no law from the future."""
    attributes = [attribute.id for attribute in course.policies.attributes]
    for i, item in enumerate(course.policies.jurisdictions):
        place = partial(loaded.place, "policies", "jurisdictions", i)
        if item.code not in _country_codes():
            hint = nearest(item.code, _country_codes())
            yield problem(place("code"), "country-unknown", value=item.code, nearest=hint)
        named: list[tuple[Place, str, Value | Condition]] = [
            *((place("attributes", key), key, value) for key, value in item.attributes.items()),
            *((place("conditions", k), c.attribute, c) for k, c in enumerate(item.conditions)),
        ]
        for at, key, value in named:
            yield from reference(loaded, "attribute", key, at)
            if value.confidence == "verified" and value.source is None:
                yield problem(at, "policy-source-missing", value=item.name, key=key)
        for key in attributes:
            if key not in item.attributes:
                yield problem(place("attributes"), "attribute-missing", value=item.name, key=key)
        for k, step in enumerate(item.law.steps):
            if step.date > today.isoformat():
                yield problem(place("law", "steps", k, "date"), "date-future", value=step.date)


def check_tiles(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """Check that no two jurisdictions share a tile of the map: one would hide the other."""
    tiles = []
    for i, item in enumerate(course.policies.jurisdictions):
        if item.tile:
            tiles.append(((item.region, item.tile.column, item.tile.row), (i, item.name)))
    for _tile, (i, name), (_i, first) in repeats(tiles):
        place = loaded.place("policies", "jurisdictions", i, "tile")
        yield problem(place, "tile-taken", value=name, first=first)


def check_charts(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """Check that every chart on a page has something to show."""
    for page in loaded.pages:
        for call in page.calls:
            name = call.argument
            if call.name == "chart" and name in chart_names(course) and not has_data(course, name):
                yield problem(call.place, "chart-empty", value=name)


def check_chart_words(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """Check that what the words of a chart leave to be filled in, the chart knows; a row is of a known attribute."""
    for loc, text, known in _chart_texts(course.policies):
        # Formatting is what the chart will do, and raises all of these for a text that it can't fill in.
        try:
            text.format(**known)
        except (AttributeError, IndexError, KeyError, TypeError, ValueError):
            holes = ", ".join(f"{{{name}}}" for name in known)
            yield problem(loaded.place("policies", "charts", *loc), "chart-words", holes=holes)
    rows = course.policies.charts.conditions.rows if course.policies.charts.conditions else {}
    for key in rows:
        place = loaded.place("policies", "charts", "conditions", "rows", key, "~key")
        yield from reference(loaded, "attribute", key, place)


def _chart_texts(policies: Policies) -> Iterator[tuple[Loc, str, Mapping[str, object]]]:
    """Yield each text of a chart that may have {holes}: its place, and values by the names of its holes."""
    said = policies.charts
    counts = {attribute.id: 0 for attribute in policies.attributes}
    if said.matrix:
        known = {"total": 0, "yes": counts, "partly": counts}
        yield ("matrix", "title"), said.matrix.title, known
        yield ("matrix", "details"), said.matrix.details or "", known
    if said.timeline:
        yield ("timeline", "title"), said.timeline.title, dict.fromkeys(("first", "place", "own", "steps"))
    if said.tiles:
        yield ("tiles", "title"), said.tiles.title, dict.fromkeys(("count", "total", "names"))
    if said.models:
        yield ("models", "title"), said.models.title, dict.fromkeys(("goals",))


@cache
def _country_codes() -> frozenset[str]:
    """Return the codes of ISO 3166-1 and -2, and GB-EAW, which the standard has for England and Wales."""
    countries = {country.alpha_2 for country in pycountry.countries}
    return frozenset(countries | {division.code for division in pycountry.subdivisions} | {"GB-EAW"})
