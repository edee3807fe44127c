"""The charts of a course: figure, table and words made from the same data.

`render_chart` draws a chart for a wide page and for a phone, `render_cached` keeps the result for all pages and
notebooks, and `draw_chart` makes one of the two drawings. A chart must have data to draw (see `has_data` in
`course/charts.py`).
"""

from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from pkgutil import resolve_name
from typing import TYPE_CHECKING

from vorming.charts.rendered import RenderedChart
from vorming.course.charts import CHARTS
from vorming.model.course import Course
from vorming.source.files import write_whole
from vorming.source.fingerprint import package_digest

if TYPE_CHECKING:
    from vorming.charts.drawing import Drawing

FOLDER = "_build/charts"
"""Where drawings are kept between builds."""


def draw_chart(course: Course, name: str, *, narrow: bool = False) -> "Drawing":
    """Draw one chart.

    name: one of `chart_names(course)`.
    narrow: draw it for a phone of 390 CSS px instead of for the text column of a page.
    """
    # The class is resolved by name, so that matplotlib is imported only when a chart is drawn.
    words = CHARTS[name].words if name in CHARTS else "costs"
    kind = resolve_name(f"vorming.charts.{words}:{words.capitalize()}")
    chart: Drawing = kind(course, name, narrow=narrow)
    return chart


def render_chart(course: Course, name: str) -> RenderedChart:
    """Draw a chart wide and narrow."""
    wide, narrow = (draw_chart(course, name, narrow=is_narrow) for is_narrow in (False, True))
    words = {"title": wide.title(), "alt": wide.alt, "source": wide.source()}
    return RenderedChart(name=name, **words, **vars(wide.table()), wide=wide.svg(), narrow=narrow.svg())


def render_cached(course: Course, name: str, root: Path) -> RenderedChart:
    """Return a chart that was drawn earlier from the same data, or draw it and keep it below `root`.

    The file name has a digest of all data that a chart can show and of the code of this package.
    """
    items = (course.organisation, course.policies, *course.costs, *course.facts, *course.sources)
    data = "\n".join([package_digest(), *(item.model_dump_json() for item in items)])
    digest = sha256(data.encode()).hexdigest()[:16]
    path = root / FOLDER / f"{name}-{digest}.json"
    # Without a test of `path.exists()`: a process with other data may remove the file after it.
    with suppress(FileNotFoundError):
        return RenderedChart.model_validate_json(path.read_bytes())
    chart = render_chart(course, name)
    write_whole(path, chart.model_dump_json().encode())
    # Nothing uses drawings of earlier data any more.
    for old in set(path.parent.glob(f"{name}-{'?' * len(digest)}.json")) - {path}:
        old.unlink(missing_ok=True)
    return chart
