"""The chart of costs: what something costs in several situations, according to each source."""

from dataclasses import dataclass
from decimal import Decimal

from vorming.charts import Table, phrase
from vorming.charts.drawing import BOLD, COLOURS, NOTE, Drawing, Ink
from vorming.model.base import Status, find_item
from vorming.model.course import CostChart
from vorming.model.items import Part
from vorming.text.markdown import enumerate_authors, resolve_roles, values_of
from vorming.text.numbers import enumerate_words, format_date, format_value

UNIT = "euro"


@dataclass(frozen=True)
class Bar:
    """An amount in euro; `who` is the source that states it, and `parts` add up to it."""

    situation: str
    who: str
    amount: Decimal
    parts: tuple[Part, ...] = ()

    @property
    def parts_text(self) -> str:
        return " + ".join(f"{format_value(part.value, UNIT)} ({part.label})" for part in self.parts)


class Costs(Drawing):
    """The amounts of a chart in course.yml as bars on one scale.

    Below the amount of a fact comes the amount that another source states for the same situation.
    """

    @property
    def asked(self) -> CostChart:
        return find_item(self.course.costs, self.name)

    @property
    def bars(self) -> list[Bar]:
        bars = []
        for bar in self.asked.bars:
            fact = self.course.fact(bar.fact)
            assert fact.value is not None, "a chart of costs draws facts with a value"
            bars.append(Bar(bar.situation, fact.attributed_to, fact.value, fact.parts))
            if bar.compares and fact.other and fact.other.value is not None:
                source = self.course.source(fact.other.sources[0])
                who = enumerate_authors(source.author) or source.title
                bars.append(Bar(bar.situation, who, fact.other.value, fact.other.parts))
        return bars

    def title(self) -> str:
        return resolve_roles(self.asked.title, values_of(self.course))

    def lead(self) -> str:
        return self.phrase("lead", count=len(self.bars))

    def table(self) -> Table:
        header = tuple(self.phrase(key) for key in ("situation", "who", "amount", "parts"))
        rows = [(bar.situation, bar.who, format_value(bar.amount, UNIT), bar.parts_text) for bar in self.bars]
        return Table(header, tuple(rows))

    def source(self) -> str:
        facts = [self.course.fact(bar.fact) for bar in self.asked.bars]
        least_sure = max((fact.status for fact in facts), key=list(Status).index)
        names = enumerate_words(dict.fromkeys(bar.who for bar in self.bars))
        date = format_date(max(fact.checked_on for fact in facts))
        return phrase("sources", least_sure, names=names, date=date)

    def draw(self) -> None:
        canvas, bars, situation = self.canvas, self.bars, ""
        # The amount is written after its bar, so the longest bar leaves space for it.
        scale = (canvas.width - (84 if canvas.narrow else 100)) / float(max(bar.amount for bar in bars))
        for bar in bars:
            if bar.situation != situation:
                situation = bar.situation
                canvas.y += 8
                canvas.rule(0, canvas.y, canvas.width)
                canvas.text(0, canvas.y + 20, situation, BOLD)
                canvas.y += 28
            self.bar(bar, scale)
        canvas.y += 4

    def bar(self, bar: Bar, scale: float) -> None:
        """Draw one bar, `scale` px per euro, with its parts beside each other and their words below."""
        canvas, height = self.canvas, 22.0
        canvas.text(0, canvas.y + 12, self.phrase("says", who=bar.who), NOTE)
        canvas.y += 18
        x = 0.0
        for i, part in enumerate(bar.parts or (Part(label=bar.situation, value=bar.amount),)):
            width = float(part.value) * scale
            # Hatched, because two colours may print as the same grey.
            look = {"facecolor": "none", "hatch": "////"} if i else {"facecolor": COLOURS.focus}
            canvas.box(x, canvas.y, width, height, edgecolor=COLOURS.focus, linewidth=1.5, **look)
            x += width
        canvas.text(x + 8, canvas.y + 16, format_value(bar.amount, UNIT), Ink(14, bold=True))
        canvas.y += height
        x = 0.0
        for part in bar.parts:
            width = float(part.value) * scale
            text = f"{format_value(part.value, UNIT)} {part.label}"
            canvas.paragraph(x + 2, canvas.y + 3, text, max(width - 6, 100), NOTE)
            x += width
        canvas.y += (38 if canvas.narrow else 24) if bar.parts else 8
