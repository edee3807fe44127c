"""The three models as a diagram: what each wants, by which means, and what follows, volgens UTSOPI."""

from vorming.charts.canvas import BOLD, COLOURS, NOTE, TOKENS, Canvas, Ink, wrap
from vorming.charts.chart import Chart, Table
from vorming.charts.phrases import WORDS, enumerate_words, lower_first, phrase
from vorming.model.course import Course
from vorming.model.policies import Policies, PolicyModel
from vorming.text.numbers import format_date

STEPS = ("intention", "means", "effect")
_MODELS = WORDS.group("models")
BODY = Ink(13)
GAP = 22.0


def draw_models(course: Course, *, narrow: bool = False) -> Chart | None:
    """Draw a column per model (below one another on a phone), three steps down."""
    policies = course.policies
    if not policies.models:
        return None
    canvas = Canvas(narrow=narrow)
    title = phrase("models", "title", goals=enumerate_words(model.goal for model in policies.models))
    canvas.title(title)
    _draw_below(canvas, policies) if narrow else _draw_beside(canvas, policies)
    source = phrase("models", "source", date=format_date(policies.checked_on))
    lead = phrase("models", "lead")
    return Chart(
        "drie-modellen", title, lead, _details(policies), _table(policies), source, canvas.finish(source)
    )


def _draw_beside(canvas: Canvas, policies: Policies) -> None:
    width = (canvas.width - 2 * 18) / 3
    columns = [(i * (width + 18), model) for i, model in enumerate(policies.models)]
    for x, model in columns:
        _head(canvas, x, canvas.y, width, model)
    canvas.y += 40
    for step in STEPS:
        for x, _ in columns:
            canvas.arrow(x + 8, canvas.y, canvas.y + GAP)
        canvas.text(19, canvas.y + 14, _MODELS[step], NOTE)
        canvas.y += GAP + 4
        tall = max(_height(model, step, width) for _, model in columns)
        for x, model in columns:
            _step(canvas, x, canvas.y, width, tall, model, step)
        canvas.y += tall + 6


def _draw_below(canvas: Canvas, policies: Policies) -> None:
    for model in policies.models:
        _head(canvas, 0, canvas.y, canvas.width, model)
        canvas.y += 42
        for step in STEPS:
            canvas.y = canvas.paragraph(0, canvas.y, _MODELS[step], canvas.width, NOTE) + 3
            tall = _height(model, step, canvas.width)
            _step(canvas, 0, canvas.y, canvas.width, tall, model, step)
            canvas.y += tall + 10
        canvas.y += 14


def _head(canvas: Canvas, x: float, y: float, width: float, model: PolicyModel) -> None:
    look = TOKENS.models[model.id]
    canvas.box(x, y, width, 34, facecolor=look.light)
    canvas.model_mark(x + 18, y + 17, model.id, 6.5, colour=look.on_light)
    canvas.text(x + 34, y + 22.5, model.title, Ink(15, look.on_light, bold=True))


def _step(
    canvas: Canvas, x: float, y: float, width: float, tall: float, model: PolicyModel, step: str
) -> None:
    canvas.box(x, y, width, tall, facecolor="none", edgecolor=COLOURS.line, linewidth=1)
    canvas.box(x, y, 4, tall, facecolor=TOKENS.models[model.id].light)
    canvas.middle(x + 14, y + tall / 2, _text(model, step), width - 22, _ink(step))


def _ink(step: str) -> Ink:
    return BOLD if step == "intention" else BODY


def _height(model: PolicyModel, step: str, width: float) -> float:
    return len(wrap(_text(model, step), width - 22, _ink(step))) * BODY.step + 18


def _text(model: PolicyModel, step: str) -> str:
    return str(getattr(model, step))


def _details(policies: Policies) -> str:
    items = (
        phrase("models", "item", model=m.title, **{step: lower_first(_text(m, step)) for step in STEPS})
        for m in policies.models
    )
    return phrase("models", "details", items=" ".join(items))


def _table(policies: Policies) -> Table:
    header = (WORDS["model"], *(_MODELS[step] for step in (*STEPS, "examples")))
    rows = [
        (model.title, *(_text(model, step) for step in STEPS), model.examples) for model in policies.models
    ]
    return Table(header, tuple(rows))
