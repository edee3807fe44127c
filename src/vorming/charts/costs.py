"""What an abortion costs, with and without cover, as each source says it."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from vorming.charts.canvas import BOLD, COLOURS, NOTE, Canvas, Ink
from vorming.charts.chart import Chart, Table
from vorming.charts.phrases import WORDS, enumerate_words, phrase
from vorming.model.course import Course
from vorming.model.facts import Fact, Part
from vorming.text.numbers import format_date, format_value

SITUATIONS = WORDS.group("costs_situations")
"""The facts of this chart, and which situation each is about."""

SAME_SITUATION = ("abortus-met-mutualiteit", "abortus-zonder-dekking")
"""The facts whose other source speaks of the same situation; for the card there is no second source."""

TITLE = ("abortus-zonder-dekking", "abortus-met-dmh")
"""The facts whose amounts stand in the title, with whose word they are."""
UNIT = "euro"
_COSTS = WORDS.group("costs")


@dataclass(frozen=True)
class Bar:
    """An amount, whose word it is, and what it is the sum of."""

    situation: str
    who: str
    amount: Decimal
    parts: tuple[Part, ...] = ()


def draw_costs(course: Course, *, narrow: bool = False) -> Chart | None:
    """Draw the amounts as bars on one scale, the other source's beside the FAQ's."""
    facts = {fact.id: fact for fact in course.facts if fact.id in SITUATIONS and fact.value is not None}
    bars = list(bars_of(course))
    if len(facts) < len(SITUATIONS):
        return None
    canvas = Canvas(narrow=narrow)
    card, without = facts["abortus-met-dmh"].value, facts["abortus-zonder-dekking"].value
    assert card is not None and without is not None
    who = enumerate_words(dict.fromkeys(facts[id].attributed_to for id in TITLE))
    title = phrase(
        "costs", "title", who=who, without=format_value(without, UNIT), card=format_value(card, UNIT)
    )
    canvas.title(title)
    _draw(canvas, bars)
    day = format_date(max(fact.checked_on for fact in facts.values()))
    source = WORDS["sources"].format(names=enumerate_words(dict.fromkeys(bar.who for bar in bars)), date=day)
    lead = phrase("costs", "lead", count=len(bars))
    return Chart("kosten-abortus", title, lead, _details(bars), _table(bars), source, canvas.finish(source))


def bars_of(course: Course) -> Iterator[Bar]:
    """Yield for each situation the amount of the fact, and then what another source says of the same."""
    for id, situation in SITUATIONS.items():
        for fact in course.facts:
            if fact.id == id and fact.value is not None:
                yield Bar(situation, fact.attributed_to, fact.value, fact.parts)
                yield from _other(course, fact, situation)


def _other(course: Course, fact: Fact, situation: str) -> Iterator[Bar]:
    if fact.id in SAME_SITUATION and fact.other and fact.other.value is not None:
        source = course.source(fact.other.sources[0])
        yield Bar(situation, source.author or source.title, fact.other.value, fact.other.parts)


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
