"""The base of the charts: the order in which a canvas is filled, and the words around the drawing."""

from abc import ABC, abstractmethod

from vorming.charts.canvas import TOKENS, Canvas
from vorming.charts.chart import Chart, Table
from vorming.charts.phrases import WORDS, phrase
from vorming.model.course import Course
from vorming.text.numbers import format_date
from vorming.text.tokens import ModelLook


class Drawing(ABC):
    """A chart in the making.

    A subclass says in words what the data show, lists them in a table and draws them. It takes all
    three from the same course, so that they cannot differ.
    """

    words = ""
    """The group of words of this chart in assets/charts."""

    def __init__(self, course: Course, name: str, *, narrow: bool) -> None:
        self.course = course
        self.policies = course.policies
        self.name = name
        self.canvas = Canvas(narrow=narrow)

    def chart(self) -> Chart | None:
        """Draw the chart; return None when the course has no data for it."""
        if not self.has_data():
            return None
        title, source = self.title(), self.source()
        self.canvas.title(title)
        self.draw()
        figure = self.canvas.finish(source)
        return Chart(self.name, title, self.lead(), self.details(), self.table(), source, figure)

    @abstractmethod
    def has_data(self) -> bool: ...

    @abstractmethod
    def title(self) -> str: ...

    @abstractmethod
    def lead(self) -> str: ...

    @abstractmethod
    def details(self) -> str: ...

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
