"""The comparison matrix: jurisdictions × attributes, grouped by model."""

from collections import Counter
from collections.abc import Sequence

from vorming.charts import WORDS, Table, answer_word, comparison_table, own_label
from vorming.charts.drawing import BOLD, COLOURS, NOTE, Drawing, Ink, wrap
from vorming.model.policies import Answer, Attribute, Jurisdiction

ROW, GROUP = 23.0, 34.0
NARROW_COLUMNS = 4
"""The number of columns per panel on a phone; the panels stand below one another."""


class Matrix(Drawing):
    """A table with a mark for each answer of each jurisdiction; the shape of the mark gives the answer.

    On a phone it is split into panels of a few attributes, below one another.
    """

    def title(self) -> str:
        settings = self.policies.charts.matrix
        return settings.title.format(**self.counts()) if settings else self.phrase("title", **self.size())

    def lead(self) -> str:
        return self.phrase("lead", **self.size())

    def table(self) -> Table:
        return comparison_table(self.policies, self.policies.attributes)

    def size(self) -> dict[str, int]:
        return {"total": len(self.policies.jurisdictions), "attributes": len(self.policies.attributes)}

    def counts(self) -> dict[str, object]:
        """Return the values of the placeholders that `charts.matrix` of policies.yml may use.

        `total` is the number of jurisdictions; `yes` and `partly` map an attribute to how often it has that answer.
        """
        counters = {Answer.YES: Counter[str](), Answer.PARTLY: Counter[str]()}
        for item in self.policies.jurisdictions:
            for id, value in item.attributes.items():
                if value.value in counters:
                    counters[value.value][id] += 1
        total = len(self.policies.jurisdictions)
        return {"yes": counters[Answer.YES], "partly": counters[Answer.PARTLY], "total": total}

    def draw(self) -> None:
        self.legend()
        attributes = self.policies.attributes
        size = NARROW_COLUMNS if self.canvas.narrow else len(attributes)
        for start in range(0, len(attributes), size):
            self.panel(attributes[start : start + size])

    def legend(self) -> None:
        canvas, x, y = self.canvas, 7.0, self.canvas.y + 10
        for answer in (Answer.YES, Answer.PARTLY, Answer.NO, Answer.UNKNOWN):
            canvas.answer_mark(x, y, answer, COLOURS.ink, 5)
            x = canvas.legend(x + 10, y, answer_word(answer))
        if canvas.narrow:
            x, y = 1.0, y + 20
            canvas.y += 20
        for key in ("not_checked", "own_place"):
            x = canvas.legend(x, y, WORDS[key])
        canvas.y += 30

    def panel(self, attributes: Sequence[Attribute]) -> None:
        """Draw all jurisdictions with some of the attributes."""
        canvas, heading = self.canvas, Ink(11)
        label_width = 92.0 if canvas.narrow else 132.0
        step = (canvas.width - label_width) / len(attributes)
        columns = [(label_width + (i + 0.5) * step, attribute) for i, attribute in enumerate(attributes)]
        for x, attribute in columns:
            canvas.paragraph(x, canvas.y, attribute.short, step - 2, heading, "center")
        # A heading gets two lines, because `short` is at most three words.
        canvas.y += 2 * heading.step + 4
        for model in self.policies.models:
            items = self.policies.of_model(model.id)
            if items:
                canvas.rule(0, canvas.y + 4, canvas.width, COLOURS.muted)
                canvas.model_mark(7, canvas.y + 19, self.look(model.id))
                canvas.text(20, canvas.y + 24, model.title, BOLD)
                canvas.y += GROUP
            for item in items:
                self.row(item, label_width - 4, columns)
        canvas.y += 16

    def row(self, item: Jurisdiction, width: float, columns: Sequence[tuple[float, Attribute]]) -> None:
        """Draw a name of at most `width` px and its answers; `columns` has the middle of each column in px."""
        canvas, name = self.canvas, Ink(12)
        label = own_label(item)
        # A long name takes more lines and makes the row higher.
        height = ROW + (len(wrap(label, width, name)) - 1) * name.step
        y = canvas.y + height / 2
        canvas.middle(0, y, label, width, name)
        for x, attribute in columns:
            value = item.attributes[attribute.id]
            canvas.answer_mark(x, y, value.value, self.look(item.model).light)
            if value.confidence == "unverified":
                canvas.text(x + 9, y + 2, WORDS["star"], NOTE)
        canvas.y += height
        canvas.rule(0, canvas.y, canvas.width, width=0.5)
