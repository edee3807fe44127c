"""The timeline: when laws took effect, by model, as exactly as the source says and no more."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from vorming.charts.canvas import BOLD, COLOURS, NOTE, TOKENS, Canvas, Ink, look_of, text_width
from vorming.charts.chart import Chart, Table
from vorming.charts.phrases import (
    WORDS,
    fill,
    format_step,
    lower_first,
    own_label,
    phrase,
    policies_source,
)
from vorming.model.course import Course
from vorming.model.policies import Jurisdiction, LawStep, Policies, PolicyModel
from vorming.text.numbers import enumerate_words

_ROUND = 2
"""The look whose mark is a circle: the legend shows it, in no model's colour."""
_LINE = WORDS.group("timeline")


@dataclass(frozen=True)
class Span:
    """The time in which a law took effect, in years: a point, or a whole year where no more is known."""

    start: float
    end: float

    @property
    def is_point(self) -> bool:
        return self.start == self.end


def draw_timeline(course: Course, *, narrow: bool = False) -> Chart | None:
    """Draw each dated step of each law on one scale of years."""
    policies = course.policies
    dated = [item for item in policies.jurisdictions if item.law.steps]
    if not dated:
        return None
    canvas = Canvas(narrow=narrow)
    title = _title(policies)
    canvas.title(title)
    _Lines(canvas, policies).draw()
    source = policies_source(policies)
    lead = phrase("timeline", "lead", first=first_year(policies), last=policies.last_checked.year)
    return Chart("tijdlijn", title, lead, _details(policies), _table(policies), source, canvas.finish(source))


class _Lines:
    """The rows on a scale of years."""

    def __init__(self, canvas: Canvas, policies: Policies) -> None:
        self.canvas = canvas
        self.policies = policies
        self.left = 8.0 if canvas.narrow else 146.0
        self.right = canvas.width - 8
        self.first = first_year(policies) - 1
        self.last = policies.last_checked.year + 1

    def x(self, year: float) -> float:
        return self.left + (year - self.first) / (self.last - self.first) * (self.right - self.left)

    def draw(self) -> None:
        self.legend()
        self.scale()
        for model in self.policies.models:
            items = _by_date(self.policies.of_model(model.id))
            if items:
                self.heading(model)
            for item in items:
                self.row(item)
        self.undated()

    def legend(self) -> None:
        """Show once what a full mark, a hollow mark and a bar mean."""
        canvas, x, y = self.canvas, 7.0, self.canvas.y + 8
        mark = TOKENS.models[_ROUND]
        for hollow, key in ((False, "exact"), (True, "hollow")):
            canvas.model_mark(x, y, mark, 5, colour=COLOURS.ink, hollow=hollow)
            x = canvas.legend(x + 10, y, _LINE[key])
        if canvas.narrow:
            x, y = 7.0, y + 18
            canvas.y += 18
        canvas.box(x - 6, y - 5, 16, 10, facecolor="none", edgecolor=COLOURS.ink, linewidth=1.5)
        canvas.legend(x + 16, y, _LINE["span"])
        canvas.text(0, y + 22, WORDS["own_place"], NOTE)
        canvas.y += 44

    def scale(self) -> None:
        for year in range(-(-self.first // 5) * 5, self.last + 1, 5):
            self.canvas.text(self.x(year), self.canvas.y + 12, str(year), NOTE, "center")
        self.canvas.y += 18

    def heading(self, model: PolicyModel) -> None:
        canvas = self.canvas
        canvas.rule(0, canvas.y + 2, canvas.width, COLOURS.muted)
        canvas.model_mark(7, canvas.y + 18, look_of(self.policies, model.id))
        canvas.text(20, canvas.y + 23, model.title, BOLD)
        canvas.y += 32

    def row(self, item: Jurisdiction) -> None:
        """Draw the name, the marks on their track and the dates beside them."""
        canvas, steps = self.canvas, item.law.steps
        spans = [span_of(step) for step in steps]
        y = canvas.y + (27 if canvas.narrow else 12)
        canvas.text(0, canvas.y + (13 if canvas.narrow else 16), own_label(item), Ink(12))
        start, end = self.x(spans[0].start) - 9, self.x(spans[-1].end) + 9
        if canvas.narrow:
            tall = self.dates_above(steps)
        else:
            tall, (start, end) = 24.0, self.dates_beside(steps, start, end, y)
        canvas.rule(self.left, y, start, width=0.75)
        canvas.rule(end, y, self.right, width=0.75)
        if len(spans) > 1:
            canvas.rule(
                self.x(spans[0].start), y, self.x(spans[-1].end), look_of(self.policies, item.model).light, 2
            )
        for step, span in zip(steps, spans, strict=True):
            self.mark(item.model, step, span, y)
        canvas.y += tall

    def dates_above(self, steps: Sequence[LawStep]) -> float:
        """Write the dates of a narrow row; return how tall the row is."""
        canvas, dates = self.canvas, format_steps(steps)
        if len(steps) == 1:
            canvas.text(canvas.width, canvas.y + 13, dates, NOTE, "right")
            return 38
        return canvas.paragraph(0, canvas.y + 36, dates, canvas.width, NOTE) - canvas.y + 6

    def dates_beside(
        self, steps: Sequence[LawStep], start: float, end: float, y: float
    ) -> tuple[float, float]:
        """Write the dates right of the marks, or left where there is no room; return the gap this leaves in the track."""
        dates = format_steps(steps)
        wide = text_width(dates, NOTE) + 6
        if end + wide < self.canvas.width:
            self.canvas.text(end + 2, y + 4, dates, NOTE)
            return start, min(end + wide, self.right)
        self.canvas.text(start - 2, y + 4, dates, NOTE, "right")
        return start - wide, min(end, self.right)

    def mark(self, model: str, step: LawStep, span: Span, y: float) -> None:
        look = look_of(self.policies, model)
        hollow = step.confidence != "verified"
        if span.is_point:
            self.canvas.model_mark(self.x(span.start), y, look, 6, hollow=hollow)
        else:
            width = self.x(span.end) - self.x(span.start)
            face = "none" if hollow else look.light
            self.canvas.box(
                self.x(span.start), y - 5, width, 10, facecolor=face, edgecolor=look.light, linewidth=1.5
            )

    def undated(self) -> None:
        names = undated(self.policies)
        if names:
            self.canvas.y += 8
            self.canvas.text(0, self.canvas.y + 12, _LINE["undated_heading"], Ink(12, bold=True))
            self.canvas.y = self.canvas.paragraph(
                0, self.canvas.y + 18, enumerate_words(names), self.canvas.width, Ink(12)
            )


def span_of(step: LawStep) -> Span:
    """Return when a step took effect: a day or a month is a point, a year alone is the whole year."""
    year, *rest = (int(part) for part in step.date.split("-"))
    if not rest:
        return Span(year, year + 1)
    day = rest[1] if len(rest) > 1 else 15
    point = year + (rest[0] - 1 + (day - 1) / 31) / 12
    return Span(point, point)


def first_year(policies: Policies) -> int:
    """Return the year of the earliest step."""
    return min(int(step.date[:4]) for item in policies.jurisdictions for step in item.law.steps)


def undated(policies: Policies) -> tuple[str, ...]:
    """Return the names of those whose law has no date in the sources."""
    return tuple(item.label for item in policies.jurisdictions if not item.law.steps)


def format_steps(steps: Sequence[LawStep]) -> str:
    """Write the dates; of more than one step also what it was."""
    if len(steps) == 1:
        return format_step(steps[0].date) + _star(steps[0])
    return enumerate_words(
        f"{format_step(step.date)}{_star(step)} ({lower_first(step.label)})" for step in steps
    )


def _by_date(items: Iterable[Jurisdiction]) -> list[Jurisdiction]:
    return sorted((item for item in items if item.law.steps), key=lambda item: span_of(item.law.steps[0]).end)


def _star(step: LawStep) -> str:
    return "" if step.confidence == "verified" else WORDS["star"]


def _title(policies: Policies) -> str:
    said = policies.charts.timeline
    dated = _by_date(policies.of_model(said.model)) if said else []
    own = next((j for j in dated if said and j.code == said.own), None)
    if said is None or own is None:
        count = sum(bool(item.law.steps) for item in policies.jurisdictions)
        return phrase("timeline", "title_plain", first=first_year(policies), count=count)
    years = enumerate_words(step.date[:4] for step in own.law.steps)
    first = dated[0]
    return fill(said.title, first=first.law.steps[0].date[:4], place=first.label, own=own.label, steps=years)


def _details(policies: Policies) -> str:
    groups = []
    for model in policies.models:
        items = _by_date(policies.of_model(model.id))
        if items:
            named = enumerate_words(f"{item.label} {format_steps(item.law.steps)}" for item in items)
            groups.append(phrase("timeline", "group", model=model.title, items=named))
    names = undated(policies)
    rest = phrase("timeline", "undated", names=enumerate_words(names)) if names else ""
    return phrase("timeline", "details", groups=" ".join(groups), undated=rest)


def _table(policies: Policies) -> Table:
    header = (WORDS["jurisdiction"], WORDS["model"], _LINE["date"], _LINE["step"])
    rows = [
        (own_label(item), model.title, format_step(step.date) + _star(step), step.label)
        for model in policies.models
        for item in _by_date(policies.of_model(model.id))
        for step in item.law.steps
    ]
    rows += [
        (own_label(item), policies.model(item.model).title, WORDS.group("confidence")["unknown"], "")
        for item in policies.jurisdictions
        if not item.law.steps
    ]
    return Table(header, tuple(rows))
