"""A chart as it travels: drawings for wide and narrow, its words and its table; also as JSON, out of a notebook."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from lxml import etree

from vorming.charts.chart import Chart
from vorming.charts.colours import recolour

VARIANTS = ("wide", "narrow", "dark", "narrow-dark")
"""The drawings of a chart; `wide` stands alone where a medium knows one."""


@dataclass(frozen=True)
class Shown:
    """All that a page needs to show a chart."""

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
        """The SVG of each variant."""
        light = (self.wide, self.narrow)
        return dict(zip(VARIANTS, (*light, *(recolour(svg, "dark") for svg in light)), strict=True))

    def to_json(self) -> str:
        """Write as one line of JSON."""
        return json.dumps(asdict(self), ensure_ascii=False)


def shown(wide: Chart, narrow: Chart) -> Shown:
    """Put the two drawings of a chart together."""
    return Shown(
        name=wide.name,
        title=wide.title,
        alt=wide.alt,
        source=wide.source,
        header=wide.table.header,
        rows=wide.table.rows,
        wide=wide.svg(),
        narrow=narrow.svg(),
    )


def from_json(text: str) -> Shown:
    """Read what `to_json` wrote."""
    values = json.loads(text)
    header, rows = tuple(values.pop("header")), tuple(tuple(row) for row in values.pop("rows"))
    return Shown(**values, header=header, rows=rows)


def svg_size(svg: str) -> tuple[int, int]:
    """Return width and height in CSS pixels."""
    root = etree.fromstring(svg.encode())
    return round(float(root.get("width", "0"))), round(float(root.get("height", "0")))
