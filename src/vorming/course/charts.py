"""The charts of a course: those of policies, with one record each, and the charts of costs in course.yml."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from vorming.model.base import find_item
from vorming.model.course import Course
from vorming.model.policies import Jurisdiction, Policies


@dataclass(frozen=True)
class Chart:
    """A chart of policies."""

    words: str
    """The key of its words in assets/charts and policies.yml, and the name of the module and class that draw it."""
    has_data: Callable[[Policies], object]
    placeholders: tuple[str, ...] = ()
    """The {placeholders} that its words in policies.yml may have; "yes" and "partly" are counts by attribute."""
    shows: Callable[[Jurisdiction], object] | None = None
    """Whether it shows a jurisdiction; None if it shows all. Its page lists only the sources of those it shows."""


CHARTS: Mapping[str, Chart] = {
    "matrix": Chart("matrix", lambda all: all.jurisdictions and all.attributes, ("total", "yes", "partly")),
    "tijdlijn": Chart(
        "timeline", lambda all: any(item.law.steps for item in all.jurisdictions), ("first", "place", "own", "steps")
    ),
    "legalisering-decriminalisering": Chart(
        "conditions", lambda all: any(item.conditions for item in all.jurisdictions), shows=lambda item: item.conditions
    ),
    "drie-modellen": Chart("models", lambda all: all.models, ("goals",)),
    "tegelkaart": Chart("tiles", lambda all: all.jurisdictions, ("count", "total", "names")),
}  # fmt: skip
"""The charts of policies by the names that pages use."""


def chart_names(course: Course) -> tuple[str, ...]:
    """Return the names of all charts."""
    return (*CHARTS, *(chart.name for chart in course.costs))


def has_data(course: Course, name: str) -> bool:
    """Tell whether the course has the data for a chart."""
    if name in CHARTS:
        return bool(CHARTS[name].has_data(course.policies))
    values = {fact.id: fact.value for fact in course.facts}
    bars = find_item(course.costs, name).bars
    return all(values.get(bar.fact) is not None for bar in bars)
