"""The charts of the course: pure functions from the course to a figure, its table and its words.

`CHARTS[name](course, narrow=…)` draws one; None says that there is nothing to show.
"""

from collections.abc import Mapping
from importlib import import_module
from typing import Protocol

from vorming.charts.chart import Chart, Table
from vorming.charts.shown import Shown, shown
from vorming.model.course import Course

__all__ = ["CHARTS", "Chart", "Shown", "Table", "show"]


class Draw(Protocol):
    """A chart: `narrow` draws it for a phone of 390 px."""

    def __call__(self, course: Course, *, narrow: bool = False) -> Chart | None: ...


def _drawer(module: str, function: str) -> Draw:
    """Return a chart that imports its drawing, and matplotlib with it, when it is drawn."""

    def draw(course: Course, *, narrow: bool = False) -> Chart | None:
        drawing: Draw = getattr(import_module(f"vorming.charts.{module}"), function)
        return drawing(course, narrow=narrow)

    return draw


CHARTS: Mapping[str, Draw] = {
    "matrix": _drawer("matrix", "draw_matrix"),
    "tijdlijn": _drawer("timeline", "draw_timeline"),
    "legalisering-decriminalisering": _drawer("conditions", "draw_conditions"),
    "drie-modellen": _drawer("models", "draw_models"),
    "tegelkaart": _drawer("tiles", "draw_tiles"),
    "kosten-abortus": _drawer("costs", "draw_costs"),
}
"""Every chart by the name that pages use."""


def show(course: Course, name: str) -> Shown | None:
    """Draw a chart wide and narrow; None when there is nothing to show."""
    wide, narrow = (CHARTS[name](course, narrow=is_narrow) for is_narrow in (False, True))
    return shown(wide, narrow) if wide and narrow else None
