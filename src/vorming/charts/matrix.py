"""The comparison matrix: jurisdictions × attributes, grouped by model."""

from collections import Counter
from collections.abc import Sequence

from vorming.charts.canvas import BOLD, COLOURS, NOTE, Canvas, Ink, look_of, wrap
from vorming.charts.chart import Chart, Table
from vorming.charts.phrases import WORDS, answer_word, fill, own_label, phrase, policies_source
from vorming.model.course import Course
from vorming.model.policies import Answer, Attribute, Jurisdiction, Policies, PolicyModel

LEGEND = (Answer.YES, Answer.PARTLY, Answer.NO, Answer.UNKNOWN)
ROW, GROUP = 23.0, 34.0


def draw_matrix(course: Course, *, narrow: bool = False) -> Chart | None:
    """Draw every value of every jurisdiction, told apart by mark."""
    policies = course.policies
    if not policies.jurisdictions or not policies.attributes:
        return None
    canvas = Canvas(narrow=narrow)
    title = _title(policies)
    canvas.title(title)
    _legend(canvas)
    for attributes in _panels(policies.attributes, 4 if narrow else len(policies.attributes)):
        _panel(canvas, policies, attributes)
    source = policies_source(policies)
    lead = phrase("matrix", "lead", total=len(policies.jurisdictions), attributes=len(policies.attributes))
    return Chart("matrix", title, lead, _details(policies), _table(policies), source, canvas.finish(source))


def _panels(attributes: Sequence[Attribute], size: int) -> list[Sequence[Attribute]]:
    return [attributes[i : i + size] for i in range(0, len(attributes), size)]


def _legend(canvas: Canvas) -> None:
    x, y = 7.0, canvas.y + 10
    for answer in LEGEND:
        canvas.answer_mark(x, y, answer, COLOURS.ink, 5)
        x = canvas.legend(x + 10, y, answer_word(answer))
    if canvas.narrow:
        x, y = 1.0, y + 20
        canvas.y += 20
    for key in ("not_checked", "own_place"):
        x = canvas.legend(x, y, WORDS[key])
    canvas.y += 30


def _panel(canvas: Canvas, policies: Policies, attributes: Sequence[Attribute]) -> None:
    first = 92.0 if canvas.narrow else 132.0
    step = (canvas.width - first) / len(attributes)
    centres = [first + (i + 0.5) * step for i in range(len(attributes))]
    heading = Ink(11)
    for x, attribute in zip(centres, attributes, strict=True):
        canvas.paragraph(x, canvas.y, attribute.short, step - 2, heading, "center")
    canvas.y += 2 * heading.step + 4
    for model in policies.models:
        items = policies.of_model(model.id)
        if items:
            _heading(canvas, policies, model)
        for item in items:
            _row(canvas, policies, item, first, centres, attributes)
    canvas.y += 16


def _heading(canvas: Canvas, policies: Policies, model: PolicyModel) -> None:
    canvas.rule(0, canvas.y + 4, canvas.width, COLOURS.muted)
    canvas.model_mark(7, canvas.y + 19, look_of(policies, model.id))
    canvas.text(20, canvas.y + 24, model.title, BOLD)
    canvas.y += GROUP


def _row(
    canvas: Canvas,
    policies: Policies,
    item: Jurisdiction,
    first: float,
    centres: Sequence[float],
    attributes: Sequence[Attribute],
) -> None:
    name = Ink(12)
    tall = ROW + (len(wrap(own_label(item), first - 4, name)) - 1) * name.step
    y = canvas.y + tall / 2
    canvas.middle(0, y, own_label(item), first - 4, name)
    for x, attribute in zip(centres, attributes, strict=True):
        value = item.attributes.get(attribute.id)
        if value is None:
            continue
        canvas.answer_mark(x, y, value.value, look_of(policies, item.model).light)
        if value.confidence == "unverified":
            canvas.text(x + 9, y + 2, WORDS["star"], NOTE)
    canvas.y += tall
    canvas.rule(0, canvas.y, canvas.width, width=0.5)


def matrix_counts(policies: Policies) -> dict[str, object]:
    """Return what the words of the matrix may name: how often each attribute is yes or partly, of how many."""
    return {
        "yes": _counts(policies, Answer.YES),
        "partly": _counts(policies, Answer.PARTLY),
        "total": len(policies.jurisdictions),
    }


def _counts(policies: Policies, answer: Answer) -> dict[str, int]:
    given = [
        id
        for item in policies.jurisdictions
        for id, value in item.attributes.items()
        if value.value is answer
    ]
    return {attribute.id: given.count(attribute.id) for attribute in policies.attributes}


def _title(policies: Policies) -> str:
    own = policies.charts.matrix
    if own:
        return fill(own.title, **matrix_counts(policies))
    return phrase("matrix", "title", total=len(policies.jurisdictions), attributes=len(policies.attributes))


def _details(policies: Policies) -> str:
    values = [value for item in policies.jurisdictions for value in item.attributes.values()]
    sure = Counter(value.confidence for value in values)
    groups = (
        phrase("matrix", "group", model=m.title, count=len(policies.of_model(m.id))) for m in policies.models
    )
    own = policies.charts.matrix
    return phrase(
        "matrix",
        "details",
        groups=" ".join(groups),
        own=fill(own.details, **matrix_counts(policies)) if own and own.details else "",
        values=len(values),
        unverified=sure["unverified"],
        unknown=sure["unknown"],
    )


def _table(policies: Policies) -> Table:
    header = (WORDS["jurisdiction"], WORDS["model"], *(attribute.short for attribute in policies.attributes))
    rows = [
        (own_label(item), model.title, *(_cell(item, attribute) for attribute in policies.attributes))
        for model in policies.models
        for item in policies.of_model(model.id)
    ]
    return Table(header, tuple(rows))


def _cell(item: Jurisdiction, attribute: Attribute) -> str:
    value = item.attributes.get(attribute.id)
    if value is None:
        return ""
    return answer_word(value.value) + (WORDS["star"] if value.confidence == "unverified" else "")
