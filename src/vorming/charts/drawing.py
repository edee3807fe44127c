"""The base class of the charts: it draws the figure, asks for its words and writes it as SVG.

The SVG holds real text and no date. matplotlib writes `style="…"`, which the content security policy of the site blocks,
so each property becomes an attribute.
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

from vorming.charts import Table
from vorming.charts.canvas import TOKENS, Canvas
from vorming.charts.phrases import WORDS, phrase
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
    """A chart, with an alternative text and a table for readers who cannot see it.

    A subclass states the conclusion, lists the data in a table and draws them. All three come from the same course, so
    that they cannot differ. Only a chart that has data can be drawn.
    """

    def __init__(self, course: Course, name: str, *, narrow: bool) -> None:
        self.course = course
        self.policies = course.policies
        self.name = name
        self.canvas = Canvas(narrow=narrow)

    @cached_property
    def figure(self) -> Figure:
        """The finished drawing, made at first use."""
        self.canvas.title(self.title())
        self.draw()
        return self.canvas.finish(self.source())

    def svg(self) -> str:
        """Return the drawing as an SVG document, the same bytes for the same data.

        `<title>` and `<desc>` are its accessible name and description. They are short, because the table beside a drawing has
        its data.
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
        # The style sheet of matplotlib, removed above, sets this.
        root.set("stroke-linejoin", "round")
        for element in root.iter():
            _style_to_attributes(element)
        root.set("role", "img")
        for tag, text in (("desc", self.lead()), ("title", self.title())):
            child = etree.Element(f"{SVG}{tag}")
            child.text = text
            root.insert(0, child)
        # matplotlib writes six decimals; a hundredth of a pixel is more than a screen shows.
        document = etree.tostring(root, encoding="unicode")
        return _LONG_NUMBER.sub(lambda number: f"{float(number[0]):.2f}", document) + "\n"

    @property
    def alt(self) -> str:
        """The alternative text; the table beside the drawing has the details."""
        return f"{self.title()}. {self.lead()} {WORDS['see_table']}"

    @abstractmethod
    def title(self) -> str:
        """Return the conclusion of the chart, in one sentence."""

    @abstractmethod
    def lead(self) -> str:
        """Return one sentence on what kind of drawing it is."""

    @abstractmethod
    def table(self) -> Table: ...

    @abstractmethod
    def draw(self) -> None:
        """Draw from `canvas.y` down, and set `canvas.y` to the end of the drawing."""

    def source(self) -> str:
        """Return the source of the comparison, with the day on which it was last checked."""
        return WORDS["source"].format(date=format_date(self.policies.last_checked))

    def phrase(self, key: str, **values: object) -> str:
        """Fill a text of this chart's group of words."""
        return phrase(type(self).__name__.lower(), key, **values)

    def look(self, model: str) -> ModelLook:
        """Return the mark and colours of a policy model, by its place in the list; they repeat if there are many."""
        return TOKENS.models[self.policies.order(model) % len(TOKENS.models)]


def _style_to_attributes(element: etree._Element) -> None:
    """Turn the declarations of a style into attributes, with the font families of the course."""
    for declaration in str(element.attrib.pop("style", "")).split(";"):
        name, _, value = (part.strip() for part in declaration.partition(":"))
        if name == "font-family":
            element.set(name, ", ".join(load_tokens().fonts.chart))
        elif name:
            element.set(name, value.removesuffix("px"))
    # matplotlib gives horizontal text a rotation of minus zero.
    if str(element.get("transform", "")).startswith("rotate(-0 "):
        del element.attrib["transform"]
