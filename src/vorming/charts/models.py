"""The diagram of models: the intention, the means and the effect of each, according to the organisation."""

from vorming.charts import WORDS, Table
from vorming.charts.drawing import BOLD, COLOURS, NOTE, Drawing, Ink, wrap
from vorming.model.policies import PolicyModel
from vorming.text.numbers import enumerate_words, format_date

STEPS = ("intention", "means", "effect")
"""The fields of a policy model that the diagram shows, from top to bottom."""
MOST_BESIDE = 4
"""The largest number of columns that are still wide enough to read."""
BODY = Ink(13)
GAP = 22.0


class Models(Drawing):
    """A column of three steps for each model; on a phone, or with many models, the models stand below one another."""

    @property
    def who(self) -> str:
        return self.course.organisation.speaks_as

    @property
    def steps(self) -> dict[str, str]:
        """The labels of the steps, by field name."""
        return {step: self.phrase(step, who=self.who) for step in STEPS}

    def title(self) -> str:
        settings = self.policies.charts.models
        goals = enumerate_words(model.goal for model in self.policies.models)
        return settings.title.format(goals=goals) if settings else self.phrase("title", goals=goals)

    def lead(self) -> str:
        return self.phrase("lead", who=self.who, count=len(self.policies.models))

    def table(self) -> Table:
        rows = []
        for model in self.policies.models:
            texts = [_text(model, step) for step in STEPS]
            rows.append((model.title, *texts, model.examples))
        header = (WORDS["model"], *self.steps.values(), self.phrase("examples"))
        return Table(header, tuple(rows))

    def source(self) -> str:
        settings = self.policies.charts.models
        source = settings.source if settings else self.phrase("source", who=self.who)
        return self.phrase("checked", source=source, date=format_date(self.policies.checked_on))

    def draw(self) -> None:
        if self.canvas.narrow or len(self.policies.models) > MOST_BESIDE:
            self.draw_below()
        else:
            self.draw_beside()

    def draw_beside(self) -> None:
        canvas, models = self.canvas, self.policies.models
        width = (canvas.width - (len(models) - 1) * 18) / len(models)
        columns = [(i * (width + 18), model) for i, model in enumerate(models)]
        for x, model in columns:
            self.head(x, width, model)
        canvas.y += 40
        for step, label in self.steps.items():
            for x, _ in columns:
                canvas.arrow(x + 8, canvas.y, canvas.y + GAP)
            canvas.text(19, canvas.y + 14, label, NOTE)
            canvas.y += GAP + 4
            height = max(_height(model, step, width) for model in models)
            for x, model in columns:
                self.step(x, width, height, model, step)
            canvas.y += height + 6

    def draw_below(self) -> None:
        canvas = self.canvas
        for model in self.policies.models:
            self.head(0, canvas.width, model)
            canvas.y += 42
            for step, label in self.steps.items():
                canvas.y = canvas.paragraph(0, canvas.y, label, canvas.width, NOTE) + 3
                height = _height(model, step, canvas.width)
                self.step(0, canvas.width, height, model, step)
                canvas.y += height + 10
            canvas.y += 14

    def head(self, x: float, width: float, model: PolicyModel) -> None:
        canvas, y, look = self.canvas, self.canvas.y, self.look(model.id)
        canvas.box(x, y, width, 34, facecolor=look.light)
        canvas.model_mark(x + 18, y + 17, look, 6.5, colour=look.on_light)
        canvas.text(x + 34, y + 22.5, model.title, Ink(15, look.on_light, bold=True))

    def step(self, x: float, width: float, height: float, model: PolicyModel, step: str) -> None:
        canvas, y = self.canvas, self.canvas.y
        canvas.box(x, y, width, height, facecolor="none", edgecolor=COLOURS.line, linewidth=1)
        # A strip in the colour of the model.
        canvas.box(x, y, 4, height, facecolor=self.look(model.id).light)
        canvas.middle(x + 14, y + height / 2, _text(model, step), width - 22, _ink(step))


def _ink(step: str) -> Ink:
    return BOLD if step == "intention" else BODY


def _height(model: PolicyModel, step: str, width: float) -> float:
    return len(wrap(_text(model, step), width - 22, _ink(step))) * BODY.step + 18


def _text(model: PolicyModel, step: str) -> str:
    return str(getattr(model, step))
