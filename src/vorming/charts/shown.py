"""A chart as pages show it: its drawings, words and table; also as JSON, out of a notebook.

Nothing here imports matplotlib: a page whose charts were kept from an earlier build draws none.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from lxml import etree

from vorming.charts.colours import recolour


@dataclass(frozen=True)
class Shown:
    """All that a page needs to show a chart; `wide` and `narrow` are the light drawings as SVG.

    A notebook puts it out as JSON in a {chart-data} directive, so that its page shows the same.
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
        """The SVG of each variant; where a medium knows only one drawing, it takes `wide`."""
        light = {"wide": self.wide, "narrow": self.narrow}
        return light | {"dark": recolour(self.wide, "dark"), "narrow-dark": recolour(self.narrow, "dark")}

    def to_json(self) -> str:
        """Write as one line of JSON."""
        return json.dumps(asdict(self), ensure_ascii=False)


def from_json(text: str) -> Shown:
    """Read what `to_json` wrote."""
    # JSON has no tuples, and a frozen chart has nothing else.
    values = json.loads(text)
    header, rows = tuple(values.pop("header")), tuple(tuple(row) for row in values.pop("rows"))
    return Shown(**values, header=header, rows=rows)


def svg_size(svg: str) -> tuple[int, int]:
    """Return width and height in CSS pixels."""
    root = etree.fromstring(svg.encode())
    return round(float(root.get("width", "0"))), round(float(root.get("height", "0")))
