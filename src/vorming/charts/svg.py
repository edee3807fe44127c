"""A figure -> SVG that any page may show: real text, no style attributes, light or dark, no clock.

matplotlib writes its looks as `style="…"`, which a strict content policy refuses; here each
becomes an attribute of its own. The dark drawing is the light one with other colours.
"""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import matplotlib
from lxml import etree
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from vorming.charts.colours import recolour
from vorming.text.tokens import Theme, load_tokens

SVG = "{http://www.w3.org/2000/svg}"
SETTINGS: dict[Any, Any] = {"svg.fonttype": "none", "svg.hashsalt": "vorming", "hatch.linewidth": 1.0}

_LONG_NUMBER = re.compile(r"\b\d+\.\d{3,}\b")


def render_svg(figure: Figure, theme: Theme, title: str, description: str) -> str:
    """Write the figure as an SVG document in the colours of a theme."""
    buffer = BytesIO()
    with matplotlib.rc_context(SETTINGS):
        canvas: Any = FigureCanvasSVG(figure)
        canvas.print_svg(buffer, metadata={"Date": None, "Creator": None})
    root = etree.fromstring(buffer.getvalue(), etree.XMLParser(remove_comments=True, remove_blank_text=True))
    _bare(root)
    for element in root.iter():
        _unstyle(element)
    _name(root, title, description)
    text = _LONG_NUMBER.sub(lambda found: f"{float(found[0]):.2f}", etree.tostring(root, encoding="unicode"))
    return recolour(text, theme) + "\n"


def _bare(root: etree._Element) -> None:
    """Drop the metadata and the style sheet, and measure in CSS pixels."""
    for element in [*root.iter(f"{SVG}metadata"), *root.iter(f"{SVG}style")]:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    for side in ("width", "height"):
        root.set(side, str(root.get(side)).removesuffix("pt"))
    root.set("stroke-linejoin", "round")


def _unstyle(element: etree._Element) -> None:
    style = element.attrib.pop("style", "")
    for name, value in _attributes(str(style)):
        element.set(name, value)
    if str(element.get("transform", "")).startswith("rotate(-0 "):
        del element.attrib["transform"]


def _attributes(style: str) -> Iterator[tuple[str, str]]:
    """Split a style into attributes, with our own font families."""
    for declaration in filter(None, (part.strip() for part in style.split(";"))):
        name, _, value = (part.strip() for part in declaration.partition(":"))
        yield (
            name,
            ", ".join(load_tokens().fonts.chart) if name == "font-family" else value.removesuffix("px"),
        )


def _name(root: etree._Element, title: str, description: str) -> None:
    root.set("role", "img")
    for tag, text in (("desc", description), ("title", title)):
        element = etree.Element(f"{SVG}{tag}")
        element.text = text
        root.insert(0, element)
