"""A chart: its figure, its table, its title and its description."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from vorming.charts.phrases import WORDS
from vorming.text.tokens import Theme

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Table:
    """The data of a chart as text, for a reader who doesn't see it; the first column names the row."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, eq=False)
class Chart:
    """One drawing, with all that is needed to read it without eyes."""

    name: str
    title: str
    """The finding, in one sentence."""
    lead: str
    """What kind of drawing it is, in one sentence."""
    details: str
    """All that it shows, in words."""
    table: Table
    source: str
    """Where the data come from, and the day of the last check."""
    figure: "Figure"

    @property
    def description(self) -> str:
        """What the drawing shows, in a few sentences."""
        return f"{self.lead} {self.details}"

    @property
    def alt(self) -> str:
        """The alternative text; the table beside the drawing says the rest."""
        return f"{self.title}. {self.lead} {WORDS['see_table']}"

    def svg(self, theme: Theme = "light") -> str:
        """Return the drawing as SVG with real text, the same bytes for the same data."""
        # Imported here, for it takes matplotlib along, and a chart that was kept needs no drawing.
        from vorming.charts.svg import render_svg

        return render_svg(self.figure, theme, self.title, self.description)
