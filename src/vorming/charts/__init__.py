"""The charts of a course: figure, table and words made from the same data.

`render_chart` draws a chart for a wide page and for a phone, `render_cached` keeps the result for all pages and
notebooks, and `draw_chart` makes one of the two drawings. A chart must have data to draw (see `has_data` in
`course/charts.py`). Nothing here imports matplotlib, because a page whose charts were kept from an earlier build doesn't
need it.
"""

import re
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from pkgutil import resolve_name
from typing import TYPE_CHECKING

from lxml import etree
from pydantic import BaseModel

from vorming.course.charts import CHARTS
from vorming.model.course import Course
from vorming.model.policies import Answer, Attribute, Jurisdiction, Policies, Value
from vorming.source.files import write_whole
from vorming.source.fingerprint import package_digest
from vorming.text.numbers import NO_BREAK_SPACE, month_name
from vorming.text.tokens import base_tokens
from vorming.text.words import words

if TYPE_CHECKING:
    from vorming.charts.drawing import Drawing

WORDS = words("charts")
FOLDER = "_build/charts"
"""Where drawings are kept between builds."""


@dataclass(frozen=True)
class Table:
    """The data of a chart as text, for a reader who doesn't see it; the first column names the row."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class RenderedChart(BaseModel, frozen=True):
    """The data that a page needs to show a chart; `wide` and `narrow` are the light drawings as SVG.

    A notebook outputs them as JSON in a {chart-data} directive, so that its page shows the same chart.
    """

    name: str
    title: str
    alt: str
    source: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    wide: str
    narrow: str

    @property
    def drawings(self) -> Mapping[str, str]:
        """The SVG of each variant; an output that shows only one drawing takes `wide`."""
        light = {"wide": self.wide, "narrow": self.narrow}
        return light | {"dark": _darkened(self.wide), "narrow-dark": _darkened(self.narrow)}


def _darkened(svg: str) -> str:
    """Replace each light colour by the dark colour of the same name."""
    tokens = base_tokens()
    light, dark = (tokens.colours[theme].model_dump() for theme in ("light", "dark"))
    pairs = {light[name]: dark[name] for name in ("ink", "muted", "line", "surface", "focus", "accent")}
    for look in tokens.models:
        pairs |= {look.light: look.dark, look.on_light: look.on_dark}
    # In one pass, because the dark colour of one name may be the light colour of another.
    return re.sub(r"#[0-9a-f]{6}\b", lambda colour: pairs.get(colour[0], colour[0]), svg)


def svg_size(svg: str) -> tuple[int, int]:
    """Return width and height in CSS pixels."""
    root = etree.fromstring(svg.encode())
    return round(float(root.get("width", "0"))), round(float(root.get("height", "0")))


def draw_chart(course: Course, name: str, *, narrow: bool = False) -> "Drawing":
    """Draw one chart.

    name: one of `chart_names(course)`.
    narrow: draw it for a phone of 390 CSS px instead of for the text column of a page.
    """
    # The class is resolved by name, because its module imports matplotlib.
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


def phrase(group: str, key: str, **values: object) -> str:
    """Fill a text from a group of words; each chart has a group."""
    return WORDS.group(group)[key].format(**values)


def answer_word(answer: Answer) -> str:
    """Return the word of an answer, such as "ja" or "onbekend"."""
    return WORDS.group("answers")[answer.value]


def own_label(item: Jurisdiction) -> str:
    """Return the name, with a dagger if its model was chosen by the course and not by the organisation."""
    return f"{item.label}{NO_BREAK_SPACE}{WORDS['dagger']}" if item.is_placed_by_us else item.label


def format_step(date: str) -> str:
    """Return a date such as 2022-06-01, 2003-06 or 1995 in the language of the course, with the same precision."""
    year, *rest = date.split("-")
    words = [str(int(rest[1]))] if len(rest) > 1 else []
    words += [month_name(int(rest[0]))] if rest else []
    return NO_BREAK_SPACE.join([*words, year])


def compared(policies: Policies, codes: Collection[str] = ()) -> list[Jurisdiction]:
    """Return the jurisdictions in the order of their models.

    codes: the jurisdictions to return; empty for all of them.
    """
    jurisdictions = (item for model in policies.models for item in policies.of_model(model.id))
    return [item for item in jurisdictions if not codes or item.code in codes]


def answer_text(value: Value) -> str:
    """Return the word of an answer, with a star if it was not verified."""
    return answer_word(value.value) + (WORDS["star"] if value.confidence == "unverified" else "")


def comparison_table(
    policies: Policies, attributes: Collection[Attribute], codes: Collection[str] = ()
) -> Table:
    """Return a table with the name, model and answers of each jurisdiction.

    attributes: the columns after the first two, in their order.
    codes: the jurisdictions to show; empty for all of them.
    """
    rows = []
    for item in compared(policies, codes):
        answers = [answer_text(item.attributes[attribute.id]) for attribute in attributes]
        rows.append((own_label(item), policies.model(item.model).title, *answers))
    header = (WORDS["jurisdiction"], WORDS["model"], *(attribute.short for attribute in attributes))
    return Table(header, tuple(rows))
