"""Write a figure as SVG that any page may show: real text, no style attributes, no clock.

matplotlib writes its looks as `style="…"`, which the content security policy of the site refuses;
here each property becomes an attribute of its own.
"""

import re
from io import BytesIO
from typing import Any

import matplotlib
from lxml import etree
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from vorming.text.tokens import load_tokens

SVG = "{http://www.w3.org/2000/svg}"
SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "none",  # text stays text
    "svg.hashsalt": "vorming",  # ids follow from what is drawn, not from chance
    "hatch.linewidth": 1.0,
}

_LONG_NUMBER = re.compile(r"\b\d+\.\d{3,}\b")


def render_svg(figure: Figure, title: str, description: str) -> str:
    """Write the figure as an SVG document, the same bytes for the same figure.

    title, description: become `<title>` and `<desc>`, its accessible name and description.
    """
    buffer = BytesIO()
    with matplotlib.rc_context(SETTINGS):
        canvas: Any = FigureCanvasSVG(figure)
        canvas.print_svg(buffer, metadata={"Date": None, "Creator": None})
    root = etree.fromstring(buffer.getvalue(), etree.XMLParser(remove_comments=True, remove_blank_text=True))
    etree.strip_elements(root, f"{SVG}metadata", f"{SVG}style", with_tail=False)
    for side in ("width", "height"):
        # The figure has 72 dots per inch, so that a point of matplotlib is a CSS pixel of ours.
        root.set(side, str(root.get(side)).removesuffix("pt"))
    root.set("stroke-linejoin", "round")
    for element in root.iter():
        _style_to_attributes(element)
    root.set("role", "img")
    for tag, text in (("desc", description), ("title", title)):
        named = etree.Element(f"{SVG}{tag}")
        named.text = text
        root.insert(0, named)
    text = _LONG_NUMBER.sub(lambda found: f"{float(found[0]):.2f}", etree.tostring(root, encoding="unicode"))
    return text + "\n"


def _style_to_attributes(element: etree._Element) -> None:
    """Turn the declarations of a style into attributes, with our own font families."""
    for declaration in str(element.attrib.pop("style", "")).split(";"):
        name, _, value = (part.strip() for part in declaration.partition(":"))
        if name == "font-family":
            element.set(name, ", ".join(load_tokens().fonts.chart))
        elif name:
            element.set(name, value.removesuffix("px"))
    # matplotlib gives level text a rotation of minus zero.
    if str(element.get("transform", "")).startswith("rotate(-0 "):
        del element.attrib["transform"]
