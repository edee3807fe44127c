"""A chart as pages show it: its drawings in light and dark, words and table; also as JSON, out of a notebook.

Nothing here imports matplotlib: a page whose charts were kept from an earlier build draws none.
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


class Shown(BaseModel, frozen=True):
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
        return light | {"dark": _darkened(self.wide), "narrow-dark": _darkened(self.narrow)}


def _darkened(svg: str) -> str:
    """Exchange each light colour for the dark one of the same name."""
    tokens = base_tokens()
    light, dark = tokens.colours.light.model_dump(), tokens.colours.dark.model_dump()
    pairs = {light[name]: dark[name] for name in ("ink", "muted", "line", "surface", "focus", "accent")}
    for look in tokens.models:
        pairs |= {look.light: look.dark, look.on_light: look.on_dark}
    # In one pass, for the dark colour of one name may be the light one of another.
    return re.sub(r"#[0-9a-f]{6}\b", lambda found: pairs.get(found[0], found[0]), svg)


def svg_size(svg: str) -> tuple[int, int]:
    """Return width and height in CSS pixels."""
    root = etree.fromstring(svg.encode())
    return round(float(root.get("width", "0"))), round(float(root.get("height", "0")))
