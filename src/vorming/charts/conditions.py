"""Legalisation and decriminalisation: what is asked before somebody may work, and who stays out."""

from vorming.charts.canvas import BOLD, COLOURS, Canvas, Ink, look_of, wrap
from vorming.charts.chart import Chart, Table
from vorming.charts.phrases import WORDS, answer_word, phrase, policies_source
from vorming.model.course import Course
from vorming.model.policies import Answer, Condition, Jurisdiction, Policies

BODY = Ink(12)


def draw_conditions(course: Course, *, narrow: bool = False) -> Chart | None:
    """Draw for each jurisdiction with conditions what holds for the worker, the workplace, and who is left out."""
    policies = course.policies
    items = [item for item in policies.jurisdictions if item.conditions]
    if not items:
        return None
    canvas = Canvas(narrow=narrow)
    own = policies.charts.conditions
    title = own.title if own else phrase("conditions", "title")
    canvas.title(title)
    _legend(canvas)
    _draw_below(canvas, policies, items) if narrow else _draw_beside(canvas, policies, items)
    source = policies_source(policies)
    lead = phrase("conditions", "lead", count=len(items))
    return Chart(
        "legalisering-decriminalisering",
        title,
        lead,
        _details(policies, items),
        _table(policies, items),
        source,
        canvas.finish(source),
    )


def _legend(canvas: Canvas) -> None:
    x, y = 7.0, canvas.y + 8
    for answer in (Answer.YES, Answer.PARTLY, Answer.NO):
        canvas.answer_mark(x, y, answer, COLOURS.ink, 5)
        x = canvas.legend(x + 10, y, answer_word(answer))
    canvas.legend(x, y, WORDS["not_checked"])
    canvas.y += 26


def rows_of(policies: Policies) -> dict[str, str]:
    """Return the attributes that the conditions explain, and how the chart calls them."""
    if policies.charts.conditions:
        return policies.charts.conditions.rows
    explained = {c.attribute for item in policies.jurisdictions for c in item.conditions}
    return {attribute.id: attribute.short for attribute in policies.attributes if attribute.id in explained}


def _group(policies: Policies, item: Jurisdiction) -> str:
    model = policies.model(item.model)
    return model.group or model.title


def _draw_beside(canvas: Canvas, policies: Policies, items: list[Jurisdiction]) -> None:
    first = 98.0
    width = (canvas.width - first) / len(items)
    for i, item in enumerate(items):
        if i == 0 or items[i - 1].model != item.model:
            canvas.text(first + i * width, canvas.y + 12, _group(policies, item), BOLD)
        _head(
            canvas,
            policies,
            first + i * width,
            canvas.y + 20,
            width - (12 if i + 1 < len(items) else 0),
            item,
        )
    canvas.y += 62
    for attribute, label in rows_of(policies).items():
        canvas.rule(0, canvas.y, canvas.width, COLOURS.muted)
        canvas.paragraph(0, canvas.y + 10, label, first - 12, BOLD)
        ends = [
            _cell(canvas, policies, first + i * width, canvas.y + 10, width - 12, item, attribute)
            for i, item in enumerate(items)
        ]
        canvas.y = max(ends) + 10


def _draw_below(canvas: Canvas, policies: Policies, items: list[Jurisdiction]) -> None:
    for item in items:
        _head(canvas, policies, 0, canvas.y, canvas.width, item)
        canvas.text(
            canvas.width - 8,
            canvas.y + 20,
            _group(policies, item),
            Ink(12, look_of(policies, item.model).on_light),
            "right",
        )
        canvas.y += 40
        for attribute, label in rows_of(policies).items():
            canvas.paragraph(0, canvas.y, label, 100, Ink(12, bold=True))
            end = _cell(canvas, policies, 112, canvas.y, canvas.width - 112, item, attribute)
            canvas.y = max(end, canvas.y + 2 * BODY.step) + 8
        canvas.y += 12


def _head(canvas: Canvas, policies: Policies, x: float, y: float, width: float, item: Jurisdiction) -> None:
    look = look_of(policies, item.model)
    canvas.box(x, y, width, 30, facecolor=look.light)
    canvas.model_mark(x + 13, y + 15, look, 5.5, colour=look.on_light)
    canvas.text(x + 24, y + 20, item.label, Ink(12, look.on_light, bold=True))


def _cell(
    canvas: Canvas, policies: Policies, x: float, top: float, width: float, item: Jurisdiction, attribute: str
) -> float:
    """Write the mark of the value and its conditions; return where they end."""
    value = item.attributes.get(attribute)
    if value is not None:
        canvas.answer_mark(x + 7, top + 8, value.value, look_of(policies, item.model).light)
    for condition in conditions_of(item, attribute):
        for line in wrap(_text(condition), width - 24, BODY):
            canvas.text(x + 22, top + BODY.size, line, BODY)
            top += BODY.step
        top += 5
    return top


def conditions_of(item: Jurisdiction, attribute: str) -> list[Condition]:
    """Return the conditions that explain an attribute."""
    return [condition for condition in item.conditions if condition.attribute == attribute]


def _text(condition: Condition) -> str:
    return condition.text + ("" if condition.confidence == "verified" else WORDS["star"])


def _answer(item: Jurisdiction, attribute: str) -> str:
    value = item.attributes.get(attribute)
    texts = "; ".join(_text(condition) for condition in conditions_of(item, attribute))
    return f"{answer_word(value.value)}: {texts}" if value else texts


def _details(policies: Policies, items: list[Jurisdiction]) -> str:
    lines = (
        phrase(
            "conditions",
            "item",
            name=item.label,
            variant=item.variant,
            answers=". ".join(
                f"{label} {_answer(item, attribute)}" for attribute, label in rows_of(policies).items()
            ),
        )
        for item in items
    )
    return phrase("conditions", "details", items=" ".join(lines))


def _table(policies: Policies, items: list[Jurisdiction]) -> Table:
    rows = rows_of(policies)
    header = (WORDS["jurisdiction"], *rows.values())
    return Table(
        header, tuple((item.label, *(_answer(item, attribute) for attribute in rows)) for item in items)
    )
