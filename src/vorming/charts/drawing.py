"""The base of the charts: the order in which a canvas is filled, and the words around the drawing."""

from abc import ABC, abstractmethod
from functools import cached_property

from matplotlib.figure import Figure

from vorming.charts.canvas import TOKENS, Canvas
from vorming.charts.phrases import WORDS, phrase
from vorming.charts.shown import Table
from vorming.charts.svg import render_svg
from vorming.model.course import Course
from vorming.text.numbers import format_date
from vorming.text.tokens import ModelLook


class Drawing(ABC):
    """A chart, with all that is needed to read it without eyes.

    A subclass says in words what the data show, lists them in a table and draws them. It takes all
    three from the same course, so that they cannot differ. Only a chart that has data can be drawn.
    """

    words = ""
    """The group of words of this chart in assets/charts."""

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
        """Return the drawing as SVG with real text, the same bytes for the same data."""
        return render_svg(self.figure, self.title(), self.description)

    @property
    def description(self) -> str:
        """What the drawing shows, in a few sentences."""
        return f"{self.lead()} {self.details()}"

    @property
    def alt(self) -> str:
        """The alternative text; the table beside the drawing says the rest."""
        return f"{self.title()}. {self.lead()} {WORDS['see_table']}"

    @abstractmethod
    def has_data(self) -> bool: ...

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
        return phrase(self.words, key, **values)

    def look(self, model: str) -> ModelLook:
        """Return mark and colours of a policy model: by its place in the list, for there may be any number."""
        return TOKENS.models[self.policies.order(model) % len(TOKENS.models)]
