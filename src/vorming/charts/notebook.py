"""The functions for notebooks of the course: open the course, show a chart or a table, try a change.

A notebook has no data of its own. Each output has two forms: HTML for JupyterLab, and Markdown with the directives of
this course, so that a page, a pack and a slide show the same.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from IPython.display import display

from vorming.charts import WORDS, Table, answer_word, comparison_table, render_cached, render_chart
from vorming.course.charts import chart_names, has_data
from vorming.model.course import Course
from vorming.model.policies import Answer, Jurisdiction, Law, Value
from vorming.source.load import load_course
from vorming.source.problems import nearest
from vorming.text.templates import fill

_NOTEBOOK = WORDS.group("notebook")
_UNKNOWN = Value(value=Answer.UNKNOWN, confidence="unknown")


class Mistake(ValueError):
    """A mistake that the reader of a notebook can correct; IPython shows its message without a traceback."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


def open_course(folder: Path | None = None) -> Course:
    """Open the course that a notebook belongs to.

    folder: a folder inside the course; by default the working directory of the notebook.
    Raises Mistake if the folder is not inside a course, or if the course has errors.
    """
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
    """Show a chart with its alternative text and its table.

    Raises Mistake for an unknown name, with the nearest known name, and for a chart without data.
    """
    _check_known([name], chart_names(course), "chart")
    if not has_data(course, name):
        raise Mistake(WORDS["empty"])
    root = _course_folder(Path.cwd())
    # Drawings are kept only if a build has made the folder; a notebook should not create it.
    chart = (
        render_cached(course, name, root)
        if root and (root / "_build").is_dir()
        else render_chart(course, name)
    )
    html = fill("charts/notebook-chart.html.jinja", chart=chart, summary=WORDS["table"])
    _display(html, f"```{{chart-data}}\n{chart.model_dump_json()}\n```\n")


def show_table(course: Course, attributes: Sequence[str], codes: Sequence[str] = ()) -> None:
    """Show the answers for some attributes.

    attributes: ids of the columns. codes: the jurisdictions to show; empty for all of them.
    Raises Mistake for an unknown id or code, with the nearest known one.
    """
    policies = course.policies
    _check_known(attributes, [item.id for item in policies.attributes], "attribute")
    _check_known(codes, [item.code for item in policies.jurisdictions], "jurisdiction")
    columns = [item for item in policies.attributes if item.id in attributes]
    _display_table(comparison_table(policies, columns, codes))


def count_answers(course: Course, attribute: str) -> None:
    """Show for each model how often an attribute is yes, partly, no or unknown.

    Raises Mistake for an unknown attribute, with the nearest known one.
    """
    policies = course.policies
    _check_known([attribute], [item.id for item in policies.attributes], "attribute")
    answers = (Answer.YES, Answer.PARTLY, Answer.NO, Answer.UNKNOWN)
    rows = []
    for model in policies.models:
        values = [item.attributes[attribute].value for item in policies.of_model(model.id)]
        rows.append((model.title, *(str(values.count(answer)) for answer in answers)))
    _display_table(Table((WORDS["model"], *map(answer_word, answers)), tuple(rows)))


def change_answer(course: Course, code: str, attribute: str, answer: str) -> Course:
    """Return a copy of the course with one answer changed and marked as not verified.

    code: the code of the jurisdiction. answer: a word in the language of the course, such as ja, nee, deels, onbekend.
    Raises Mistake for an unknown code, attribute or answer, with the nearest known one.
    """
    _check_known([code], [item.code for item in course.policies.jurisdictions], "jurisdiction")
    old = course.policies.jurisdiction(code)
    _check_known([attribute], old.attributes, "attribute")
    new = old.model_copy(update={"attributes": {**old.attributes, attribute: _value(answer)}})
    return _with(course, [new if item.code == code else item for item in course.policies.jurisdictions])


def add_jurisdiction(course: Course, name: str, model: str, answers: Mapping[str, str]) -> Course:
    """Return a copy of the course with an invented jurisdiction.

    model: the title of its model. answers: by attribute id; an attribute without an answer is unknown.
    Raises Mistake for an unknown model, attribute or answer, with the nearest known one.
    """
    models = {item.title.lower(): item.id for item in course.policies.models}
    _check_known([model.lower()], models, "model")
    attributes = [item.id for item in course.policies.attributes]
    _check_known(answers, attributes, "attribute")
    # ISO 3166 leaves XX free for private use, so no country has it.
    new = Jurisdiction(
        code="XX",
        name=name,
        model=models[model.lower()],
        variant=_NOTEBOOK["invented"],
        is_placed_by_us=True,
        basis=_NOTEBOOK["invented"],
        law=Law(name=_NOTEBOOK["invented"], confidence="unverified"),
        attributes={id: _value(answers[id]) if id in answers else _UNKNOWN for id in attributes},
        checked_on=course.policies.checked_on,
        recheck_every="never",
    )
    return _with(course, [*course.policies.jurisdictions, new])


def _value(answer: str) -> Value:
    answers = {answer_word(value): value for value in Answer}
    _check_known([answer.lower()], answers, "answer")
    value = answers[answer.lower()]
    return _UNKNOWN if value is Answer.UNKNOWN else Value(value=value, confidence="unverified")


def _with(course: Course, items: Sequence[Jurisdiction]) -> Course:
    policies = course.policies.model_copy(update={"jurisdictions": tuple(items)})
    return course.model_copy(update={"policies": policies})


def _check_known(words: Iterable[str], known: Collection[str], kind: str) -> None:
    """Raise Mistake for the first word that is not in `known`, with the nearest known one."""
    for word in words:
        if word not in known:
            details = {"kind": _NOTEBOOK[kind], "word": word, "nearest": nearest(word, known)}
            raise Mistake(_NOTEBOOK["unknown"].format(**details))


def _display_table(table: Table) -> None:
    html = fill("charts/notebook-table.html.jinja", header=table.header, rows=table.rows)
    lines = []
    for row in (table.header, ["---"] * len(table.header), *table.rows):
        # Escaped: the star that marks an unverified answer is not emphasis.
        cells = [cell.replace("\\", "\\\\").replace("|", "\\|").replace("*", "\\*") for cell in row]
        lines.append(f"| {' | '.join(cells)} |\n")
    _display(html, "".join(lines))


def _display(html: str, markdown: str) -> None:
    untyped: Any = display
    untyped({"text/html": html, "text/markdown": markdown}, raw=True)
