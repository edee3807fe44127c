"""The timeline: when laws took effect, by model, with the precision of the source."""

from collections.abc import Sequence
from dataclasses import dataclass

from vorming.charts import WORDS, Table, format_step, own_label
from vorming.charts.drawing import BOLD, COLOURS, NOTE, TOKENS, Drawing, Ink, text_width
from vorming.model.policies import Jurisdiction, LawStep
from vorming.text.numbers import enumerate_words
from vorming.text.words import decapitalised

_LINE = WORDS.group("timeline")


def span_of(step: LawStep) -> tuple[float, float]:
    """Return the start and the end, in years, of the time in which a step took effect.

    A date with a day is a point. A month is a point too, at its fifteenth day. A year alone is the whole year.
    """
    year, *rest = (int(part) for part in step.date.split("-"))
    if not rest:
        return year, year + 1
    day = rest[1] if len(rest) > 1 else 15
    point = year + (rest[0] - 1 + (day - 1) / 31) / 12
    return point, point


class Timeline(Drawing):
    """Each dated step of each law on one scale of years, a row per jurisdiction.

    A step of which only the year is known is a bar over that year. Jurisdictions without a date are named
    at the end.
    """

    def title(self) -> str:
        settings = self.policies.charts.timeline
        dated = self.dated(settings.model) if settings else []
        for place in dated:
            if settings and place.code == settings.own:
                first, years = dated[0], enumerate_words(step.date[:4] for step in place.law.steps)
                start = first.law.steps[0].date[:4]
                return settings.title.format(first=start, place=first.label, own=place.label, steps=years)
        count = sum(bool(item.law.steps) for item in self.policies.jurisdictions)
        return self.phrase("title_plain", first=self.first_year(), count=count)

    def lead(self) -> str:
        return self.phrase("lead", first=self.first_year(), last=self.policies.last_checked.year)

    def table(self) -> Table:
        rows = []
        for model in self.policies.models:
            for item in self.dated(model.id):
                for step in item.law.steps:
                    rows.append((own_label(item), model.title, _date_text(step), step.label))
        unknown = WORDS.group("confidence")["unknown"]
        for item in self.policies.jurisdictions:
            if not item.law.steps:
                rows.append((own_label(item), self.policies.model(item.model).title, unknown, ""))
        return Table((WORDS["jurisdiction"], WORDS["model"], _LINE["date"], _LINE["step"]), tuple(rows))

    def first_year(self) -> int:
        """Return the year of the earliest step."""
        return min(int(step.date[:4]) for item in self.policies.jurisdictions for step in item.law.steps)

    def dated(self, model: str) -> list[Jurisdiction]:
        """Return the jurisdictions of a model whose law has a date, in the order of their first step."""
        items = [item for item in self.policies.of_model(model) if item.law.steps]
        return sorted(items, key=lambda item: span_of(item.law.steps[0])[1])

    def draw(self) -> None:
        self.legend()
        canvas = self.canvas
        first, last = self.first_year() - 1, self.policies.last_checked.year + 1
        # At each end, 16 px leave room for half the label of a year.
        scale = _Scale(first, last, 16.0 if canvas.narrow else 146.0, canvas.width - 16)
        for year in range(-(-first // 5) * 5, last + 1, 5):
            canvas.text(scale.x(year), canvas.y + 12, str(year), NOTE, "center")
        canvas.y += 18
        for model in self.policies.models:
            items = self.dated(model.id)
            if items:
                canvas.rule(0, canvas.y + 2, canvas.width, COLOURS.muted)
                canvas.model_mark(7, canvas.y + 18, self.look(model.id))
                canvas.text(20, canvas.y + 23, model.title, BOLD)
                canvas.y += 32
            for item in items:
                self.row(item, scale)
        names = [item.label for item in self.policies.jurisdictions if not item.law.steps]
        if names:
            canvas.y += 8
            canvas.text(0, canvas.y + 12, _LINE["undated_heading"], Ink(12, bold=True))
            canvas.y = canvas.paragraph(0, canvas.y + 18, enumerate_words(names), canvas.width, Ink(12))

    def legend(self) -> None:
        """Explain a full mark, a hollow mark and a bar."""
        canvas, x, y = self.canvas, 7.0, self.canvas.y + 8
        mark = TOKENS.models[2]  # a circle, drawn here in the colour of text
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

    def row(self, item: Jurisdiction, scale: "_Scale") -> None:
        """Draw the name, the marks on their line and the dates beside or above them."""
        canvas, steps = self.canvas, item.law.steps
        spans, width = [span_of(step) for step in steps], text_width(_steps_text(steps), NOTE) + 6
        first, last = scale.x(spans[0][0]), scale.x(spans[-1][1])
        # The line of the row has a gap for the marks, of 6 px on each side, and for the dates.
        start, end = first - 9, last + 9
        fits_right, fits_left = end + width < canvas.width, start - width > scale.left
        is_above = canvas.narrow or not (fits_right or fits_left)
        y = canvas.y + (27 if is_above else 12)
        canvas.text(0, canvas.y + (13 if is_above else 16), own_label(item), Ink(12))
        height = self.dates_above(steps) if is_above else 24.0
        if not is_above and fits_right:
            canvas.text(end + 2, y + 4, _steps_text(steps), NOTE)
            end = min(end + width, scale.right)
        elif not is_above:
            canvas.text(start - 2, y + 4, _steps_text(steps), NOTE, "right")
            start, end = start - width, min(end, scale.right)
        canvas.rule(scale.left, y, start, width=0.75)
        canvas.rule(end, y, scale.right, width=0.75)
        look = self.look(item.model)
        if len(spans) > 1:
            canvas.rule(first, y, last, look.light, 2)
        for step, (began, ended) in zip(steps, spans, strict=True):
            hollow, x = step.confidence != "verified", scale.x(began)
            if began == ended:
                canvas.model_mark(x, y, look, 6, hollow=hollow)
            else:
                face, width = "none" if hollow else look.light, scale.x(ended) - x
                canvas.box(x, y - 5, width, 10, facecolor=face, edgecolor=look.light, linewidth=1.5)
        canvas.y += height

    def dates_above(self, steps: Sequence[LawStep]) -> float:
        """Write the dates of a row that has no space beside its marks; return the height of the row."""
        canvas, dates = self.canvas, _steps_text(steps)
        if len(steps) == 1:
            canvas.text(canvas.width, canvas.y + 13, dates, NOTE, "right")
            return 38
        return canvas.paragraph(0, canvas.y + 36, dates, canvas.width, NOTE) - canvas.y + 6


@dataclass(frozen=True)
class _Scale:
    """The scale of years: `first` is at `left` px, `last` at `right` px."""

    first: int
    last: int
    left: float
    right: float

    def x(self, year: float) -> float:
        return self.left + (year - self.first) / (self.last - self.first) * (self.right - self.left)


def _date_text(step: LawStep) -> str:
    return format_step(step.date) + ("" if step.confidence == "verified" else WORDS["star"])


def _steps_text(steps: Sequence[LawStep]) -> str:
    """Return the dates of the steps, each with its label if there is more than one."""
    if len(steps) == 1:
        return _date_text(steps[0])
    return enumerate_words(f"{_date_text(step)} ({decapitalised(step.label)})" for step in steps)
