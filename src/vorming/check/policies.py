"""Checks of the comparison of policies: a source for every value, no laws from the future."""

from collections.abc import Iterator
from datetime import date
from functools import partial

from vorming.check.references import reference, repeats
from vorming.course.charts import CHARTS
from vorming.model.course import Course
from vorming.model.policies import Condition, Law, LawStep, Value
from vorming.source.load import Loaded
from vorming.source.problems import Problem, problem


def check_jurisdictions(loaded: Loaded, course: Course) -> Iterator[Problem]:
    """Check the attributes of every jurisdiction, and that verified values have a source."""
    kinds = course.policies.source_kinds
    attributes = [attribute.id for attribute in course.policies.attributes]
    for item in course.policies.jurisdictions:
        place = partial(loaded.place, item)
        named: list[tuple[str, Value | Condition | LawStep | Law]] = [
            *item.attributes.items(),
            *((condition.attribute, condition) for condition in item.conditions),
            *((step.label, step) for step in item.law.steps),
            (item.law.name, item.law),
        ]
        for key, value in named:
            is_verified = value.confidence == "verified"
            if is_verified != (value.source is not None):
                rule = "policy-source-missing" if is_verified else "policy-source-unread"
                yield problem(loaded.place(value), rule, value=item.name, key=key)
            if value.source and kinds and value.source not in kinds:
                yield problem(loaded.place(value, "source"), "source-kind-missing", value=value.source)
            if isinstance(value, Value) and (value.value == "unknown") != (value.confidence == "unknown"):
                yield problem(loaded.place(value), "policy-half-unknown", value=item.name, key=key)
        for key in item.attributes:
            yield from reference(loaded, "attribute", key, place("attributes", key))
        for key in attributes:
            if key not in item.attributes:
                yield problem(place("attributes"), "attribute-missing", value=item.name, key=key)


def check_laws(loaded: Loaded, course: Course, today: date) -> Iterator[Problem]:
    """Check that the steps of a law are in order, and none is in the future."""
    for item in course.policies.jurisdictions:
        for i, step in enumerate(item.law.steps):
            place = loaded.place(step, "date")
            if step.date > today.isoformat():
                yield problem(place, "date-future", value=step.date)
            if i and step.date < item.law.steps[i - 1].date:
                yield problem(place, "law-steps-order", value=item.name)


def check_tiles(loaded: Loaded, course: Course) -> Iterator[Problem]:
    """Check that no two jurisdictions have the same tile of the map, since one would hide the other."""
    tiles = []
    for item in course.policies.jurisdictions:
        if item.tile:
            tiles.append(((item.region, item.tile), item))
    for _tile, item, first in repeats(tiles):
        yield problem(loaded.place(item, "tile"), "tile-taken", value=item.name, first=first.name)


def check_chart_words(loaded: Loaded, course: Course) -> Iterator[Problem]:
    """Check that charts have a value for every {placeholder} in their words, and that the attribute of a row exists."""
    place = partial(loaded.place, course.policies.charts)
    counts = {attribute.id: 0 for attribute in course.policies.attributes}
    for chart in CHARTS.values():
        own = getattr(course.policies.charts, chart.words, None)
        if not (own and chart.placeholders):
            continue
        known = {name: counts if name in {"yes", "partly"} else None for name in chart.placeholders}
        # Format the title as the chart does, which can raise any of these exceptions.
        try:
            own.title.format(**known)
        except (AttributeError, IndexError, KeyError, TypeError, ValueError):
            placeholders = ", ".join(f"{{{name}}}" for name in chart.placeholders)
            yield problem(place(chart.words, "title"), "chart-words", placeholders=placeholders)
    conditions = course.policies.charts.conditions
    for key in conditions.rows if conditions else ():
        yield from reference(loaded, "attribute", key, place("conditions", "rows", key, "~key"))
