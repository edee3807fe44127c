"""The base of the charts: the order in which a canvas is filled, the words around the drawing, and the drawing as SVG.

Any page may show the SVG: real text, no clock, and no `style="…"`, as matplotlib writes its looks and the content
security policy of the site refuses; here each property becomes an attribute of its own.
"""

import re
from abc import ABC, abstractmethod
from functools import cached_property
from io import BytesIO
from typing import Any

import matplotlib
from lxml import etree
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from vorming.charts.canvas import TOKENS, Canvas
from vorming.charts.phrases import WORDS, phrase
from vorming.charts.shown import Table
from vorming.model.course import Course
from vorming.text.numbers import format_date
from vorming.text.tokens import ModelLook, load_tokens

SVG = "{http://www.w3.org/2000/svg}"
SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "none",  # text stays text
    "svg.hashsalt": "vorming",  # ids follow from what is drawn, not from chance
    "hatch.linewidth": 1.0,
}

_LONG_NUMBER = re.compile(r"\b\d+\.\d{3,}\b")


class Drawing(ABC):
    """A chart, with all that is needed to read it without eyes.

    A subclass says in words what the data show, lists them in a table and draws them. It takes all
    three from the same course, so that they cannot differ. Only a chart that has data can be drawn.
    """

    def __init__(self, course: Course, name: str, *, narrow: bool) -> None:
        self.course = course
        self.policies = course.policies
        self.name = name
        self.canvas = Canvas(narrow=narrow)

    @cached_property
    def figure(self) -> Figure:
        """The finished drawing, made when it is first asked for."""
        self.canvas.title(self.title())
        self.draw()
        return self.canvas.finish(self.source())

    def svg(self) -> str:
        """Return the drawing as an SVG document, the same bytes for the same data.

        Title and description become `<title>` and `<desc>`, its accessible name and description.
        """
        buffer = BytesIO()
        with matplotlib.rc_context(SETTINGS):
            canvas: Any = FigureCanvasSVG(self.figure)
            canvas.print_svg(buffer, metadata={"Date": None, "Creator": None})
        parser = etree.XMLParser(remove_comments=True, remove_blank_text=True)
        root = etree.fromstring(buffer.getvalue(), parser)
        etree.strip_elements(root, f"{SVG}metadata", f"{SVG}style", with_tail=False)
        for side in ("width", "height"):
            # The figure has 72 dots per inch, so that a point of matplotlib is a CSS pixel of ours.
            root.set(side, str(root.get(side)).removesuffix("pt"))
        # What the dropped style sheet of matplotlib said.
        root.set("stroke-linejoin", "round")
        for element in root.iter():
            _style_to_attributes(element)
        root.set("role", "img")
        for tag, text in (("desc", self.description), ("title", self.title())):
            named = etree.Element(f"{SVG}{tag}")
            named.text = text
            root.insert(0, named)
        # matplotlib writes six decimals; a hundredth of a pixel is more than a screen shows.
        written = etree.tostring(root, encoding="unicode")
        return _LONG_NUMBER.sub(lambda found: f"{float(found[0]):.2f}", written) + "\n"

    @property
    def description(self) -> str:
        """What the drawing shows, in a few sentences."""
        return f"{self.lead()} {self.details()}"

    @property
    def alt(self) -> str:
        """The alternative text; the table beside the drawing says the rest."""
        return f"{self.title()}. {self.lead()} {WORDS['see_table']}"

    @abstractmethod
    def title(self) -> str:
        """Say the finding in one sentence."""

    @abstractmethod
    def lead(self) -> str:
        """Say in one sentence what kind of drawing it is."""

    @abstractmethod
    def details(self) -> str:
        """Say all that it shows."""

    @abstractmethod
    def table(self) -> Table: ...

    @abstractmethod
    def draw(self) -> None:
        """Draw from `canvas.y` down, and leave it at the end of the drawing."""

    def source(self) -> str:
        """Say where the comparison comes from, and on which day it was last checked."""
        return WORDS["source"].format(date=format_date(self.policies.last_checked))

    def phrase(self, key: str, **values: object) -> str:
        """Fill a text of this chart's group of words."""
        return phrase(type(self).__name__.lower(), key, **values)

    def look(self, model: str) -> ModelLook:
        """Return mark and colours of a policy model: by its place in the list, for there may be any number."""
        return TOKENS.models[self.policies.order(model) % len(TOKENS.models)]


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
