"""What something costs in several situations, as each source says it."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from vorming.charts.canvas import BOLD, COLOURS, NOTE, Canvas, Ink
from vorming.charts.chart import Chart, Table
from vorming.charts.phrases import WORDS, phrase
from vorming.model.course import CostBar, CostChart, Course
from vorming.model.facts import Fact, Part
from vorming.text.markdown import resolve_roles, values_of
from vorming.text.numbers import enumerate_words, format_date, format_value

UNIT = "euro"
_COSTS = WORDS.group("costs")


@dataclass(frozen=True)
class Bar:
    """An amount, whose word it is, and what it is the sum of."""

    situation: str
    who: str
    amount: Decimal
    parts: tuple[Part, ...] = ()


def draw_costs(course: Course, chart: CostChart, *, narrow: bool = False) -> Chart | None:
    """Draw the amounts as bars on one scale, the other source's beside the fact's own."""
    facts = {fact.id: fact for fact in course.facts if fact.value is not None}
    if not facts.keys() >= {bar.fact for bar in chart.bars}:
        return None
    shown = [facts[bar.fact] for bar in chart.bars]
    bars = [bar for asked, fact in zip(chart.bars, shown, strict=True) for bar in _bars(course, asked, fact)]
    canvas = Canvas(narrow=narrow)
    title = resolve_roles(chart.title, values_of(course))
    canvas.title(title)
    _draw(canvas, bars)
    day = format_date(max(fact.checked_on for fact in shown))
    source = WORDS["sources"].format(names=enumerate_words(dict.fromkeys(bar.who for bar in bars)), date=day)
    lead = phrase("costs", "lead", count=len(bars))
    return Chart(chart.name, title, lead, _details(bars), _table(bars), source, canvas.finish(source))


def _bars(course: Course, asked: CostBar, fact: Fact) -> Iterator[Bar]:
    """Yield the amount of a fact, and then what another source says of the same situation."""
    assert fact.value is not None, "a chart of costs draws facts with a value"
    yield Bar(asked.situation, fact.attributed_to, fact.value, fact.parts)
    if asked.compares and fact.other and fact.other.value is not None:
        source = course.source(fact.other.sources[0])
        yield Bar(asked.situation, source.author or source.title, fact.other.value, fact.other.parts)


def _draw(canvas: Canvas, bars: list[Bar]) -> None:
    scale = (canvas.width - (84 if canvas.narrow else 100)) / float(max(bar.amount for bar in bars))
    situation = ""
    for bar in bars:
        if bar.situation != situation:
            situation = bar.situation
            canvas.y += 8
            canvas.rule(0, canvas.y, canvas.width)
            canvas.text(0, canvas.y + 20, situation, BOLD)
            canvas.y += 28
        _bar(canvas, bar, scale)
    canvas.y += 4


def _bar(canvas: Canvas, bar: Bar, scale: float) -> None:
    canvas.text(0, canvas.y + 12, phrase("costs", "says", who=bar.who), NOTE)
    canvas.y += 18
    x, tall = 0.0, 22.0
    for i, part in enumerate(bar.parts or (Part(label=bar.situation, value=bar.amount),)):
        width = float(part.value) * scale
        look = {"facecolor": "none", "hatch": "////"} if i else {"facecolor": COLOURS.focus}
        canvas.box(x, canvas.y, width, tall, edgecolor=COLOURS.focus, linewidth=1.5, **look)
        x += width
    canvas.text(x + 8, canvas.y + 16, format_value(bar.amount, UNIT), Ink(14, bold=True))
    canvas.y += tall
    x = 0.0
    for part in bar.parts:
        width = float(part.value) * scale
        text = f"{format_value(part.value, UNIT)} {part.label}"
        canvas.paragraph(x + 2, canvas.y + 3, text, max(width - 6, 100), NOTE)
        x += width
    canvas.y += (38 if canvas.narrow else 24) if bar.parts else 8


def _parts(bar: Bar) -> str:
    return " + ".join(f"{format_value(part.value, UNIT)} ({part.label})" for part in bar.parts)


def _details(bars: list[Bar]) -> str:
    items = (
        phrase(
            "costs",
            "item_parts" if bar.parts else "item",
            situation=bar.situation,
            who=bar.who,
            amount=format_value(bar.amount, UNIT),
            parts=_parts(bar),
        )
        for bar in bars
    )
    return phrase("costs", "details", count=len(bars), items=" ".join(items))


def _table(bars: list[Bar]) -> Table:
    header = (_COSTS["situation"], _COSTS["who"], _COSTS["amount"], _COSTS["parts"])
    return Table(
        header, tuple((bar.situation, bar.who, format_value(bar.amount, UNIT), _parts(bar)) for bar in bars)
    )
