"""The base class of the charts, which asks for their words and writes them as SVG, and the canvas on which they draw.

The canvas is a matplotlib figure in CSS pixels from the top left, with text that wraps. Widths are measured in DejaVu Sans,
which comes with matplotlib. It is wider than the fonts of a browser, so text that fits here fits there too. Each line of text is
a separate artist, so that it stays centred in any font.

The SVG holds real text and no date. matplotlib writes `style="…"`, which the content security policy of the site blocks,
so each property becomes an attribute.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from io import BytesIO
from typing import Any, Literal

import matplotlib
from lxml import etree
from matplotlib.artist import Artist
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Polygon, Rectangle
from matplotlib.textpath import text_to_path

from vorming.charts import WORDS, Table, phrase
from vorming.model.course import Course
from vorming.model.policies import Answer
from vorming.text.numbers import format_date
from vorming.text.tokens import ModelLook, base_tokens, load_tokens

Align = Literal["left", "center", "right"]
Fill = Literal["full", "none", "left"]

TOKENS = base_tokens()
COLOURS = TOKENS.colours["light"]
SIZES = TOKENS.sizes
TEXT = SIZES["chart_text_px"]

SVG = "{http://www.w3.org/2000/svg}"
SETTINGS: dict[Any, Any] = {
    "svg.fonttype": "none",  # text stays text
    "svg.hashsalt": "vorming",  # ids follow from what is drawn, not from chance
    "hatch.linewidth": 1.0,
}

_LONG_NUMBER = re.compile(r"\b\d+\.\d{3,}\b")


@dataclass(frozen=True)
class Ink:
    """Size in px, colour and weight of a text."""

    size: float = TEXT
    colour: str = COLOURS.ink
    bold: bool = False

    @property
    def step(self) -> float:
        """The distance between two baselines, in px."""
        return self.size * 1.35


PLAIN = Ink()
BOLD = Ink(bold=True)
NOTE = Ink(SIZES["chart_small_px"], COLOURS.muted)
HEAD = Ink(17, bold=True)


class Canvas:
    """A figure that is being drawn.

    `y` is the top of the next element. Drawing code moves it down, and `finish` cuts the figure there. Later elements
    cover earlier ones.
    """

    def __init__(self, *, narrow: bool) -> None:
        self.narrow = narrow
        # A pixel is kept free on each side, so that no outline is cut.
        self.width = SIZES["chart_narrow_px" if narrow else "chart_wide_px"] - 2
        self.y = 0.0
        self.figure = Figure(dpi=72)  # a point is a pixel then
        self.figure.patch.set_visible(False)
        self.axes = self.figure.add_axes((0, 0, 1, 1))
        self.axes.set_axis_off()

    def title(self, text: str) -> None:
        """Write the title over the whole width, in lines of about equal length."""
        for line in balance(text, self.width, HEAD):
            self.text(0, self.y + HEAD.size, line, HEAD)
            self.y += HEAD.step
        self.y += 8

    def finish(self, source: str) -> Figure:
        """Write the source at the bottom, and cut the figure to the height in use."""
        height = self.paragraph(0, self.y + 10, source, self.width, NOTE) + 4
        self.figure.set_size_inches((self.width + 2) / 72, height / 72)
        self.axes.set_xlim(-1, self.width + 1)
        # matplotlib counts y from the bottom; reversed limits count from the top.
        self.axes.set_ylim(height, 0)
        return self.figure

    def text(self, x: float, y: float, text: str, ink: Ink = PLAIN, align: Align = "left") -> None:
        """Write one line with its baseline at y."""
        line = self.axes.text(x, y, text, ha=align, va="baseline", color=ink.colour, zorder=self._above())
        line.set_fontproperties(FontProperties(size=ink.size, weight="bold" if ink.bold else "normal"))

    def paragraph(
        self, x: float, top: float, text: str, width: float, ink: Ink = PLAIN, align: Align = "left"
    ) -> float:
        """Write wrapped lines below `top`; return where they end.

        x: the left edge, the middle or the right edge of the lines, depending on `align`.
        width: the maximum width of a line, in px.
        """
        for line in wrap(text, width, ink):
            self.text(x, top + ink.size, line, ink, align)
            top += ink.step
        return top

    def middle(
        self, x: float, y: float, text: str, width: float, ink: Ink = PLAIN, align: Align = "left"
    ) -> None:
        """Write wrapped lines, vertically centred on y."""
        lines = wrap(text, width, ink)
        top = y - len(lines) * ink.step / 2 + (ink.step - ink.size) / 2
        for i, line in enumerate(lines):
            self.text(x, top + i * ink.step + ink.size * 0.86, line, ink, align)

    def legend(self, x: float, y: float, text: str) -> float:
        """Write one word of a legend beside its mark; return the x at which the next mark may begin."""
        self.text(x, y + 4, text, NOTE)
        return x + text_width(text, NOTE) + 20

    def rule(self, x: float, y: float, x_end: float, colour: str = COLOURS.line, width: float = 1) -> None:
        """Draw a horizontal line."""
        self._add(Line2D([x, x_end], [y, y], color=colour, linewidth=width))

    def box(self, x: float, y: float, width: float, height: float, **look: object) -> None:
        """Draw a rectangle with its top left corner at (x, y)."""
        self._add(Rectangle((x, y), width, height, **{"linewidth": 0, **look}))  # type: ignore[arg-type]

    def arrow(self, x: float, y: float, y_end: float) -> None:
        """Draw a short arrow down."""
        self._add(Line2D([x, x], [y, y_end - 4], color=COLOURS.muted, linewidth=1.5))
        head = [(x - 5, y_end - 6), (x + 5, y_end - 6), (x, y_end)]
        self._add(Polygon(head, facecolor=COLOURS.muted, edgecolor="none"))

    def model_mark(
        self,
        x: float,
        y: float,
        look: ModelLook,
        radius: float = 6,
        *,
        colour: str = "",
        hollow: bool = False,
    ) -> None:
        """Draw the mark of a model around (x, y), in its own colour unless another one is given."""
        marker, scale = _MARKERS[look.shape]
        self._mark(x, y, marker, radius * scale, colour or look.light, "none" if hollow else "full")

    def answer_mark(self, x: float, y: float, answer: Answer, colour: str, radius: float = 6) -> None:
        """Draw yes (filled), no (empty), partly (half) or unknown (a question mark)."""
        look = TOKENS.answers[answer]
        if look.shape == "question":
            self.text(x, y + TEXT * 0.36, look.mark, Ink(TEXT, COLOURS.muted, bold=True), "center")
        else:
            self._mark(x, y, "o", radius, colour, _FILLS[look.shape])

    def _mark(self, x: float, y: float, marker: str, radius: float, colour: str, fill: Fill) -> None:
        mark = Line2D([x], [y], linestyle="none", marker=marker, markersize=2 * radius, fillstyle=fill)
        mark.set_color(colour)
        mark.set_markeredgewidth(1.5)
        mark.set_markerfacecoloralt("none")
        self._add(mark)

    def _add(self, artist: Artist) -> None:
        # A mark at the edge may stick out of the axes.
        artist.set_clip_on(False)
        artist.set_zorder(self._above())
        self.axes.add_artist(artist)

    def _above(self) -> int:
        """Return a z-order above everything drawn so far."""
        return len(self.axes.get_children())


_MARKERS: Mapping[str, tuple[str, float]] = {
    "square": ("s", 0.9),
    "triangle": ("^", 1.05),
    "circle": ("o", 1),
    "diamond": ("D", 0.85),
    "pentagon": ("p", 1.05),
    "star": ("*", 1.2),
}
"""The matplotlib marker for each shape of a model's mark, and its size relative to a circle."""

_FILLS: Mapping[str, Fill] = {"filled": "full", "empty": "none", "half": "left"}
_WORDS = re.compile(r"[^ -]*(?:-+| +)|[^ -]+$")
_MEASURED = 100
"""The font size, in px, at which characters are measured."""


def text_width(text: str, ink: Ink) -> float:
    """Return the width of a line in px. Kerning is left out: it only makes a line shorter."""
    return sum(_advance(character, ink.bold) for character in text) * ink.size / _MEASURED


@cache
def _advance(character: str, bold: bool) -> float:
    font = FontProperties(size=_MEASURED, weight="bold" if bold else "normal")
    measure = text_to_path.get_text_width_height_descent
    # Measured between bars, because matplotlib measures outlines and a space has none.
    return float(measure(f"|{character}|", font, False)[0] - measure("||", font, False)[0])


def wrap(text: str, width: float, ink: Ink = PLAIN) -> list[str]:
    """Break a text into lines at spaces and after hyphens.

    width: the maximum width of a line, in px. A wider word gets a line of its own and sticks out.
    """
    lines = [""]
    for word in _WORDS.findall(text):
        if lines[-1] and text_width((lines[-1] + word).rstrip(), ink) > width:
            lines.append("")
        lines[-1] += word
    return [line.rstrip(" ") for line in lines]


def balance(text: str, width: float, ink: Ink) -> list[str]:
    """Break a text into as few lines as possible, all of about equal length.

    Otherwise a long title could end in a line of one word.
    """
    lines = wrap(text, width, ink)
    while width > 40 and len(narrower := wrap(text, width - 8, ink)) == len(lines):
        width, lines = width - 8, narrower
    return lines


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
            element.set(name, ", ".join(load_tokens().fonts["chart"]))
        elif name:
            element.set(name, value.removesuffix("px"))
    # matplotlib gives horizontal text a rotation of minus zero.
    if str(element.get("transform", "")).startswith("rotate(-0 "):
        del element.attrib["transform"]
