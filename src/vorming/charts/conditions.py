"""The chart of conditions: what a law requires before somebody may work, and who is excluded."""

from vorming.charts import WORDS, Table, answer_word
from vorming.charts.drawing import BOLD, COLOURS, Drawing, Ink
from vorming.charts.models import MOST_BESIDE
from vorming.model.policies import Answer, Jurisdiction

BODY = Ink(12)


class Conditions(Drawing):
    """Show for each jurisdiction with conditions what the law requires, and who is excluded.

    The jurisdictions are columns on a page; on a phone, or when there are too many, they stand below each other.
    """

    @property
    def items(self) -> list[Jurisdiction]:
        return [item for item in self.policies.jurisdictions if item.conditions]

    @property
    def rows(self) -> dict[str, str]:
        """The labels in the chart of the attributes that the conditions explain, by attribute id."""
        if self.policies.charts.conditions:
            return self.policies.charts.conditions.rows
        explained = {condition.attribute for item in self.items for condition in item.conditions}
        return {item.id: item.short for item in self.policies.attributes if item.id in explained}

    def title(self) -> str:
        settings = self.policies.charts.conditions
        return settings.title if settings else self.phrase("title")

    def lead(self) -> str:
        return self.phrase("lead", count=len(self.items))

    def table(self) -> Table:
        rows = []
        for item in self.items:
            answers = ((item.attributes[id].value, _conditions(item, id)) for id in self.rows)
            rows.append((item.label, *(f"{answer_word(answer)}: {'; '.join(of)}" for answer, of in answers)))
        return Table((WORDS["jurisdiction"], *self.rows.values()), tuple(rows))

    def draw(self) -> None:
        canvas, x, y = self.canvas, 7.0, self.canvas.y + 8
        for answer in (Answer.YES, Answer.PARTLY, Answer.NO):
            canvas.answer_mark(x, y, answer, COLOURS.ink, 5)
            x = canvas.legend(x + 10, y, answer_word(answer))
        canvas.legend(x, y, WORDS["not_checked"])
        canvas.y += 26
        if canvas.narrow or len(self.items) > MOST_BESIDE:
            self.draw_below()
        else:
            self.draw_beside()

    def draw_beside(self) -> None:
        canvas, items, left = self.canvas, self.items, 98.0
        width = (canvas.width - left) / len(items)
        for i, item in enumerate(items):
            # The name of a model stands only above the first of its columns.
            if i == 0 or items[i - 1].model != item.model:
                canvas.text(left + i * width, canvas.y + 12, self.group(item), BOLD)
            gap = 12 if i + 1 < len(items) else 0
            self.head(left + i * width, canvas.y + 20, width - gap, item)
        canvas.y += 62
        for attribute, label in self.rows.items():
            canvas.rule(0, canvas.y, canvas.width, COLOURS.muted)
            ends = [canvas.paragraph(0, canvas.y + 10, label, left - 12, BOLD)]
            for i, item in enumerate(items):
                ends.append(self.cell(left + i * width, canvas.y + 10, width - 12, item, attribute))
            canvas.y = max(ends) + 10

    def draw_below(self) -> None:
        canvas = self.canvas
        for item in self.items:
            self.head(0, canvas.y, canvas.width, item)
            ink = Ink(12, self.look(item.model).on_light)
            canvas.text(canvas.width - 8, canvas.y + 20, self.group(item), ink, "right")
            canvas.y += 40
            for attribute, label in self.rows.items():
                below = canvas.paragraph(0, canvas.y, label, 100, Ink(12, bold=True))
                end = self.cell(112, canvas.y, canvas.width - 112, item, attribute)
                canvas.y = max(end, below) + 8
            canvas.y += 12

    def group(self, item: Jurisdiction) -> str:
        model = self.policies.model(item.model)
        return model.group or model.title

    def head(self, x: float, y: float, width: float, item: Jurisdiction) -> None:
        look = self.look(item.model)
        self.canvas.box(x, y, width, 30, facecolor=look.light)
        self.canvas.model_mark(x + 13, y + 15, look, 5.5, colour=look.on_light)
        self.canvas.text(x + 24, y + 20, item.label, Ink(12, look.on_light, bold=True))

    def cell(self, x: float, top: float, width: float, item: Jurisdiction, attribute: str) -> float:
        """Draw the mark of an answer and write its conditions; return where they end."""
        answer = item.attributes[attribute].value
        self.canvas.answer_mark(x + 7, top + 8, answer, self.look(item.model).light)
        for text in _conditions(item, attribute):
            top = self.canvas.paragraph(x + 22, top, text, width - 24, BODY) + 5
        return top


def _conditions(item: Jurisdiction, attribute: str) -> list[str]:
    """Return the conditions that explain an attribute; a star marks a condition that was not verified."""
    return [
        condition.text + ("" if condition.confidence == "verified" else WORDS["star"])
        for condition in item.conditions
        if condition.attribute == attribute
    ]
