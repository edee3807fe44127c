"""The charts of the course: pure functions from the course to a figure, its table and its words.

`CHARTS[name](course, narrow=…)` draws one; None says that there is nothing to show.
"""

from collections.abc import Mapping
from typing import Protocol

from vorming.charts.chart import Chart, Table
from vorming.charts.conditions import draw_conditions
from vorming.charts.costs import draw_costs
from vorming.charts.matrix import draw_matrix
from vorming.charts.models import draw_models
from vorming.charts.shown import Shown, shown
from vorming.charts.tiles import draw_tiles
from vorming.charts.timeline import draw_timeline
from vorming.model.course import Course

__all__ = ["CHARTS", "Chart", "Shown", "Table", "show"]


class Draw(Protocol):
    """A chart: `narrow` draws it for a phone of 390 px."""

    def __call__(self, course: Course, *, narrow: bool = False) -> Chart | None: ...


CHARTS: Mapping[str, Draw] = {
    "matrix": draw_matrix,
    "tijdlijn": draw_timeline,
    "legalisering-decriminalisering": draw_conditions,
    "drie-modellen": draw_models,
    "tegelkaart": draw_tiles,
    "kosten-abortus": draw_costs,
}
"""Every chart by the name that pages use."""


def show(course: Course, name: str) -> Shown | None:
    """Draw a chart wide and narrow; None when there is nothing to show."""
    wide, narrow = (CHARTS[name](course, narrow=is_narrow) for is_narrow in (False, True))
    return shown(wide, narrow) if wide and narrow else None
