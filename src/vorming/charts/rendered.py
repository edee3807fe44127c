"""A chart as pages show it: its drawings in light and dark, its words and its table. Notebooks output it as JSON.

Nothing here imports matplotlib, because a page whose charts were kept from an earlier build doesn't need it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree
from pydantic import BaseModel

from vorming.text.tokens import base_tokens


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
    light, dark = tokens.colours.light.model_dump(), tokens.colours.dark.model_dump()
    pairs = {light[name]: dark[name] for name in ("ink", "muted", "line", "surface", "focus", "accent")}
    for look in tokens.models:
        pairs |= {look.light: look.dark, look.on_light: look.on_dark}
    # In one pass, because the dark colour of one name may be the light colour of another.
    return re.sub(r"#[0-9a-f]{6}\b", lambda colour: pairs.get(colour[0], colour[0]), svg)


def svg_size(svg: str) -> tuple[int, int]:
    """Return width and height in CSS pixels."""
    root = etree.fromstring(svg.encode())
    return round(float(root.get("width", "0"))), round(float(root.get("height", "0")))
