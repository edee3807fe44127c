"""What the notebooks of the course call: open the course, show a chart or a table, try a change.

A notebook holds no data of its own. What it shows comes out twice: as HTML for JupyterLab and as
the Markdown of this book, so that a page, a pack and a slide show the same.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from IPython.display import display

from vorming.charts import Shown, chart_names, show
from vorming.charts.kept import show_kept
from vorming.charts.phrases import WORDS, answer_word, own_label
from vorming.model.course import Course
from vorming.model.policies import Answer, Jurisdiction, Law, Value
from vorming.source.load import load_course
from vorming.source.problems import nearest
from vorming.text.templates import templates

_NOTEBOOK = WORDS.group("notebook")


class Mistake(ValueError):
    """Something the reader of a notebook can mend: it is told in a sentence, not in a traceback."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


def open_course(folder: Path | None = None) -> Course:
    """Open the course that this notebook stands in."""
    root = _course_folder(folder or Path.cwd())
    if root is None:
        raise Mistake(_NOTEBOOK["no_course"])
    course = load_course(root).course
    if course is None:
        raise Mistake(_NOTEBOOK["bad_course"])
    return course


def _course_folder(inside: Path) -> Path | None:
    start = inside.resolve()
    return next((place for place in (start, *start.parents) if (place / "_toc.yml").is_file()), None)


def show_chart(course: Course, name: str) -> None:
    """Show a chart with its alternative text and its table."""
    _known(name, chart_names(course), "chart")
    root = _course_folder(Path.cwd())
    # Beside a build, a drawing of the same data is not drawn again.
    chart = show_kept(course, name, root) if root and (root / "_build").is_dir() else show(course, name)
    if chart is None:
        raise Mistake(WORDS["empty"])
    _display(_chart_html(chart), f"```{{chart-data}}\n{chart.to_json()}\n```\n")


def show_table(course: Course, attributes: Sequence[str], codes: Sequence[str] = ()) -> None:
    """Show a table of attributes; of all jurisdictions where none is named."""
    policies = course.policies
    for attribute in attributes:
        _known(attribute, [found.id for found in policies.attributes], "attribute")
    for code in codes:
        _known(code, [found.code for found in policies.jurisdictions], "jurisdiction")
    columns = [found for found in policies.attributes if found.id in attributes]
    header = [WORDS["jurisdiction"], WORDS["model"], *(column.short for column in columns)]
    items = [
        item for m in policies.models for item in policies.of_model(m.id) if not codes or item.code in codes
    ]
    rows = [
        [own_label(item), policies.model(item.model).title, *(_cell(item, c.id) for c in columns)]
        for item in items
    ]
    _display(_render("charts/notebook-table.html.jinja", header=header, rows=rows), _pipe_table(header, rows))


def count_answers(course: Course, attribute: str) -> None:
    """Show for each model how often an attribute is yes, partly, no or unknown."""
    policies = course.policies
    _known(attribute, [found.id for found in policies.attributes], "attribute")
    answers = (Answer.YES, Answer.PARTLY, Answer.NO, Answer.UNKNOWN)
    header = [WORDS["model"], *(answer_word(answer) for answer in answers)]
    rows = [
        [model.title, *(str(_count(policies.of_model(model.id), attribute, answer)) for answer in answers)]
        for model in policies.models
    ]
    _display(_render("charts/notebook-table.html.jinja", header=header, rows=rows), _pipe_table(header, rows))


def change_answer(course: Course, code: str, attribute: str, answer: str) -> Course:
    """Return the course with one answer (ja, nee, deels, onbekend) changed, as not checked: wat als …?"""
    _known(code, [item.code for item in course.policies.jurisdictions], "jurisdiction")
    old = course.policies.jurisdiction(code)
    _known(attribute, old.attributes, "attribute")
    values = {**old.attributes, attribute: _value(answer)}
    new = old.model_copy(update={"attributes": values})
    return _with(course, [new if item.code == code else item for item in course.policies.jurisdictions])


def add_jurisdiction(course: Course, name: str, model: str, answers: Mapping[str, str]) -> Course:
    """Return the course with an invented jurisdiction; what is not answered is unknown."""
    models = {found.title.lower(): found.id for found in course.policies.models}
    _known(model.lower(), models, "model")
    attributes = [found.id for found in course.policies.attributes]
    for attribute in answers:
        _known(attribute, attributes, "attribute")
    values = {id: _value(answers[id]) if id in answers else _UNKNOWN for id in attributes}
    new = Jurisdiction(
        code="XX",
        name=name,
        model=models[model.lower()],
        variant=_NOTEBOOK["invented"],
        is_in_faq=False,
        is_placed_by_us=True,
        basis=_NOTEBOOK["invented"],
        law=Law(name=_NOTEBOOK["invented"], confidence="unverified"),
        attributes=values,
        checked_on=course.policies.checked_on,
        recheck_every="never",
    )
    return _with(course, [*course.policies.jurisdictions, new])


_UNKNOWN = Value(value=Answer.UNKNOWN, confidence="unknown")


def _value(answer: str) -> Value:
    answers = {answer_word(found): found for found in Answer}
    _known(answer.lower(), answers, "answer")
    found = answers[answer.lower()]
    return _UNKNOWN if found is Answer.UNKNOWN else Value(value=found, confidence="unverified")


def _with(course: Course, items: Sequence[Jurisdiction]) -> Course:
    policies = course.policies.model_copy(update={"jurisdictions": tuple(items)})
    return course.model_copy(update={"policies": policies})


def _known(word: str, known: Any, kind: str) -> None:
    """Refuse a word that isn't known, and offer the nearest."""
    if word not in known:
        raise Mistake(
            _NOTEBOOK["unknown"].format(kind=_NOTEBOOK[kind], word=word, nearest=nearest(word, known))
        )


def _count(items: Sequence[Jurisdiction], attribute: str, answer: Answer) -> int:
    return sum(item.attributes[attribute].value is answer for item in items)


def _cell(item: Jurisdiction, attribute: str) -> str:
    value = item.attributes[attribute]
    return answer_word(value.value) + (WORDS["star"] if value.confidence == "unverified" else "")


def _pipe_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Write a Markdown table; a star is text there, not emphasis."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(_escape(cell) for cell in line)} |" for line in lines) + "\n"


def _escape(cell: str) -> str:
    return cell.replace("\\", "\\\\").replace("|", "\\|").replace("*", "\\*")


def _chart_html(chart: Shown) -> str:
    return _render("charts/notebook-chart.html.jinja", chart=chart, summary=WORDS["table"])


def _display(html: str, markdown: str) -> None:
    untyped: Any = display
    untyped({"text/html": html, "text/markdown": markdown}, raw=True)


def _render(template: str, **values: object) -> str:
    return templates().get_template(template).render(**values)
