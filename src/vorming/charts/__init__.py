"""The charts of a course: figure, table and words made from the same data.

`show` draws a chart for a wide page and for a phone; `draw_chart` makes one of the two. Both return
None when the course has nothing to show in that chart.
"""

from collections.abc import Mapping
from pkgutil import resolve_name
from typing import TYPE_CHECKING

from vorming.charts.shown import Shown
from vorming.model.course import Course

if TYPE_CHECKING:
    from vorming.charts.drawing import Drawing

CHARTS: Mapping[str, str] = {
    "matrix": "matrix:Matrix",
    "tijdlijn": "timeline:Timeline",
    "legalisering-decriminalisering": "conditions:Conditions",
    "drie-modellen": "models:Models",
    "tegelkaart": "tiles:Tiles",
}
"""The class that draws each chart of policies, by the name that pages use."""


def chart_names(course: Course) -> tuple[str, ...]:
    """Return the names of the charts of policies and of the charts of costs in course.yml."""
    return (*CHARTS, *(chart.name for chart in course.costs))


def has_data(course: Course, name: str) -> bool:
    """Tell whether the course has something to show in a chart; a check asks it too, which imports no matplotlib."""
    policies = course.policies
    match name:
        case "matrix":
            return bool(policies.jurisdictions and policies.attributes)
        case "tijdlijn":
            return any(item.law.steps for item in policies.jurisdictions)
        case "legalisering-decriminalisering":
            return any(item.conditions for item in policies.jurisdictions)
        case "drie-modellen":
            return bool(policies.models)
        case "tegelkaart":
            return bool(policies.jurisdictions)
    values = {fact.id: fact.value for fact in course.facts}
    bars = next(chart.bars for chart in course.costs if chart.name == name)
    return all(values.get(bar.fact) is not None for bar in bars)


def draw_chart(course: Course, name: str, *, narrow: bool = False) -> "Drawing | None":
    """Draw one chart.

    name: one of `chart_names(course)`.
    narrow: draw it for a phone of 390 CSS px instead of for the text column of a page.
    Returns None when the course has nothing to show in it.
    """
    # By name, so that matplotlib is imported only where a chart is drawn.
    kind = resolve_name(f"vorming.charts.{CHARTS.get(name, 'costs:Costs')}")
    chart: Drawing | None = kind(course, name, narrow=narrow) if has_data(course, name) else None
    return chart


def show(course: Course, name: str) -> Shown | None:
    """Draw a chart wide and narrow; return None when the course has nothing to show in it."""
    wide, narrow = (draw_chart(course, name, narrow=is_narrow) for is_narrow in (False, True))
    if wide is None or narrow is None:
        return None
    words, table = (wide.title(), wide.alt, wide.source()), wide.table()
    return Shown(name, *words, table.header, table.rows, wide.svg(), narrow.svg())
