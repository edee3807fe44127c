"""The models as a diagram: what each wants, by which means, and what follows, as the organisation says."""

from collections.abc import Mapping

from vorming.charts.canvas import BOLD, COLOURS, NOTE, Canvas, Ink, look_of, wrap
from vorming.charts.chart import Chart, Table
from vorming.charts.phrases import WORDS, fill, lower_first, phrase
from vorming.model.course import Course
from vorming.model.policies import Policies, PolicyModel
from vorming.text.numbers import enumerate_words, format_date

STEPS = ("intention", "means", "effect")
_MODELS = WORDS.group("models")
BODY = Ink(13)
GAP = 22.0
MOST_BESIDE = 4
"""With more models than this the columns get too narrow to read."""


def draw_models(course: Course, *, narrow: bool = False) -> Chart | None:
    """Draw a column per model (below one another on a phone), three steps down."""
    policies = course.policies
    if not policies.models:
        return None
    canvas = Canvas(narrow=narrow)
    own, who = policies.charts.models, course.organisation.speaks_as
    goals = enumerate_words(model.goal for model in policies.models)
    title = fill(own.title if own else _MODELS["title"], goals=goals)
    canvas.title(title)
    _draw(canvas, policies, _steps(who))
    said = own.source if own else phrase("models", "source", who=who)
    source = phrase("models", "checked", source=said, date=format_date(policies.checked_on))
    lead = phrase("models", "lead", who=who, count=len(policies.models))
    return Chart(
        "drie-modellen",
        title,
        lead,
        _details(policies, who),
        _table(policies, who),
        source,
        canvas.finish(source),
    )


def _steps(who: str) -> dict[str, str]:
    """Return each step of a model with what the diagram calls it."""
    return {step: phrase("models", step, who=who) for step in STEPS}


def _draw(canvas: Canvas, policies: Policies, steps: Mapping[str, str]) -> None:
    if canvas.narrow or len(policies.models) > MOST_BESIDE:
        _draw_below(canvas, policies, steps)
    else:
        _draw_beside(canvas, policies, steps)


def _draw_beside(canvas: Canvas, policies: Policies, steps: Mapping[str, str]) -> None:
    count = len(policies.models)
    width = (canvas.width - (count - 1) * 18) / count
    columns = [(i * (width + 18), model) for i, model in enumerate(policies.models)]
    for x, model in columns:
        _head(canvas, policies, x, canvas.y, width, model)
    canvas.y += 40
    for step, said in steps.items():
        for x, _ in columns:
            canvas.arrow(x + 8, canvas.y, canvas.y + GAP)
        canvas.text(19, canvas.y + 14, said, NOTE)
        canvas.y += GAP + 4
        tall = max(_height(model, step, width) for _, model in columns)
        for x, model in columns:
            _step(canvas, policies, x, canvas.y, width, tall, model, step)
        canvas.y += tall + 6


def _draw_below(canvas: Canvas, policies: Policies, steps: Mapping[str, str]) -> None:
    for model in policies.models:
        _head(canvas, policies, 0, canvas.y, canvas.width, model)
        canvas.y += 42
        for step, said in steps.items():
            canvas.y = canvas.paragraph(0, canvas.y, said, canvas.width, NOTE) + 3
            tall = _height(model, step, canvas.width)
            _step(canvas, policies, 0, canvas.y, canvas.width, tall, model, step)
            canvas.y += tall + 10
        canvas.y += 14


def _head(canvas: Canvas, policies: Policies, x: float, y: float, width: float, model: PolicyModel) -> None:
    look = look_of(policies, model.id)
    canvas.box(x, y, width, 34, facecolor=look.light)
    canvas.model_mark(x + 18, y + 17, look, 6.5, colour=look.on_light)
    canvas.text(x + 34, y + 22.5, model.title, Ink(15, look.on_light, bold=True))


def _step(
    canvas: Canvas,
    policies: Policies,
    x: float,
    y: float,
    width: float,
    tall: float,
    model: PolicyModel,
    step: str,
) -> None:
    canvas.box(x, y, width, tall, facecolor="none", edgecolor=COLOURS.line, linewidth=1)
    canvas.box(x, y, 4, tall, facecolor=look_of(policies, model.id).light)
    canvas.middle(x + 14, y + tall / 2, _text(model, step), width - 22, _ink(step))


def _ink(step: str) -> Ink:
    return BOLD if step == "intention" else BODY


def _height(model: PolicyModel, step: str, width: float) -> float:
    return len(wrap(_text(model, step), width - 22, _ink(step))) * BODY.step + 18


def _text(model: PolicyModel, step: str) -> str:
    return str(getattr(model, step))


def _details(policies: Policies, who: str) -> str:
    items = (
        phrase(
            "models", "item", model=m.title, who=who, **{step: lower_first(_text(m, step)) for step in STEPS}
        )
        for m in policies.models
    )
    return phrase("models", "details", items=" ".join(items))


def _table(policies: Policies, who: str) -> Table:
    header = (WORDS["model"], *_steps(who).values(), _MODELS["examples"])
    rows = [
        (model.title, *(_text(model, step) for step in STEPS), model.examples) for model in policies.models
    ]
    return Table(header, tuple(rows))
