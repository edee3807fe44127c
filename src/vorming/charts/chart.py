"""A chart: its figure, its table, its title and its description, made together so that they can't differ."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vorming.charts.phrases import WORDS
from vorming.text.tokens import Theme

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Table:
    """The numbers and words of a chart, for who doesn't see it; the first column names the row."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, eq=False)
class Chart:
    """One drawing of some rows, with all that is needed to read it without eyes."""

    name: str
    title: str
    """The finding, in one sentence."""
    lead: str
    """What kind of drawing it is, in one sentence."""
    details: str
    """All that it shows, in words."""
    table: Table
    source: str
    """Where it comes from and up to which day it holds."""
    figure: "Figure"

    @property
    def description(self) -> str:
        """What is to be seen, in a few Dutch sentences."""
        return f"{self.lead} {self.details}"

    @property
    def alt(self) -> str:
        """The text that stands in for the drawing; its table stands beside it and says the rest."""
        return f"{self.title}. {self.lead} {WORDS['see_table']}"

    def svg(self, theme: Theme = "light") -> str:
        """Return the drawing as SVG with real text, the same bytes for the same data."""
        from vorming.charts.svg import render_svg

        return render_svg(self.figure, theme, self.title, self.description)
