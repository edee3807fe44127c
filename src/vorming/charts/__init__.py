"""The charts of the course: pure functions from the course to a figure, its table and its words.

`draw_chart(course, name, narrow=…)` draws one; None says that there is nothing to show.
"""

from collections.abc import Mapping
from importlib import import_module
from typing import Any, Protocol

from vorming.charts.chart import Chart, Table
from vorming.charts.shown import Shown, shown
from vorming.model.course import Course

__all__ = ["CHARTS", "Chart", "Shown", "Table", "chart_names", "draw_chart", "show"]


class Draw(Protocol):
    """A chart of a course, perhaps with its settings; `narrow` draws it for a phone of 390 px."""

    def __call__(self, *data: Any, narrow: bool = False) -> Chart | None: ...


def _drawer(module: str, function: str) -> Draw:
    """Return a chart that imports its drawing, and matplotlib with it, when it is drawn."""

    def draw(*data: Any, narrow: bool = False) -> Chart | None:
        drawing: Draw = getattr(import_module(f"vorming.charts.{module}"), function)
        return drawing(*data, narrow=narrow)

    return draw


CHARTS: Mapping[str, Draw] = {
    "matrix": _drawer("matrix", "draw_matrix"),
    "tijdlijn": _drawer("timeline", "draw_timeline"),
    "legalisering-decriminalisering": _drawer("conditions", "draw_conditions"),
    "drie-modellen": _drawer("models", "draw_models"),
    "tegelkaart": _drawer("tiles", "draw_tiles"),
}
"""The charts of policies by the name that pages use; those of costs stand in course.yml."""


def chart_names(course: Course) -> tuple[str, ...]:
    """Return the names of all charts of a course."""
    return (*CHARTS, *(chart.name for chart in course.costs))


def draw_chart(course: Course, name: str, *, narrow: bool = False) -> Chart | None:
    """Draw a chart by its name; None when there is nothing to show."""
    for chart in course.costs:
        if chart.name == name:
            return _drawer("costs", "draw_costs")(course, chart, narrow=narrow)
    return CHARTS[name](course, narrow=narrow)


def show(course: Course, name: str) -> Shown | None:
    """Draw a chart wide and narrow; None when there is nothing to show."""
    wide, narrow = (draw_chart(course, name, narrow=is_narrow) for is_narrow in (False, True))
    return shown(wide, narrow) if wide and narrow else None
