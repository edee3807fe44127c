"""The charts of a course: figure, table and words made from the same data.

`show` draws a chart for a wide page and for a phone; `show_kept` does so once for all pages and notebooks, and
`draw_chart` makes one of the two. They want a chart that has something to show: `has_data` tells.
"""

from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from pkgutil import resolve_name
from typing import TYPE_CHECKING

from vorming.charts.shown import Shown
from vorming.model.course import Course
from vorming.source.files import write_whole
from vorming.source.fingerprint import package_digest

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
FOLDER = "_build/charts"
"""Where drawings are kept between builds."""


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


def draw_chart(course: Course, name: str, *, narrow: bool = False) -> "Drawing":
    """Draw one chart.

    name: one of `chart_names(course)`.
    narrow: draw it for a phone of 390 CSS px instead of for the text column of a page.
    """
    # By name, so that matplotlib is imported only where a chart is drawn.
    kind = resolve_name(f"vorming.charts.{CHARTS.get(name, 'costs:Costs')}")
    chart: Drawing = kind(course, name, narrow=narrow)
    return chart


def show(course: Course, name: str) -> Shown:
    """Draw a chart wide and narrow."""
    wide, narrow = (draw_chart(course, name, narrow=is_narrow) for is_narrow in (False, True))
    words = {"title": wide.title(), "alt": wide.alt, "source": wide.source()}
    return Shown(name=name, **words, **vars(wide.table()), wide=wide.svg(), narrow=narrow.svg())


def show_kept(course: Course, name: str, root: Path) -> Shown:
    """Return a chart as it was drawn before from the same data, or draw it and keep it below `root`.

    The name of the file has a digest of all that a chart can show and of the package that draws it.
    """
    items = (course.organisation, course.policies, *course.costs, *course.facts, *course.sources)
    data = "\n".join([package_digest(), *(item.model_dump_json() for item in items)])
    digest = sha256(data.encode()).hexdigest()[:16]
    path = root / FOLDER / f"{name}-{digest}.json"
    # Not `path.exists()` first: a process with other data may remove the file in between.
    with suppress(FileNotFoundError):
        return Shown.model_validate_json(path.read_bytes())
    chart = show(course, name)
    write_whole(path, chart.model_dump_json().encode())
    # Drawings of earlier data are of no use any more.
    for old in set(path.parent.glob(f"{name}-{'?' * len(digest)}.json")) - {path}:
        old.unlink(missing_ok=True)
    return chart
