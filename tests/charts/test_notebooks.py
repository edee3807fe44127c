"""Each notebook does what it says when it is executed afresh."""

from pathlib import Path

import nbformat
import pytest
from lxml import html

from tests.support.notebooks import (
    NOTEBOOKS,
    charts,
    executed,
    exercise,
    output_of,
    outputs,
    read,
    run,
)
from vorming.charts import render_chart
from vorming.course.charts import chart_names
from vorming.model.course import Course

EACH = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
EXERCISE = ["opdracht"]
"""The tag of code that its reader changes."""


def is_exercise(path: Path) -> bool:
    return any(cell.metadata.get("tags") == EXERCISE for cell in read(path).cells)


@EACH
def test_notebook_is_valid(path: Path) -> None:
    nbformat.validate(read(path))


@EACH
def test_notebook_runs_afresh_without_a_warning_or_a_network(path: Path) -> None:
    found = outputs(executed(path))
    assert found and all(output.output_type == "display_data" for output in found)


@EACH
def test_every_chart_has_an_alternative_text_and_its_table(path: Path) -> None:
    for chart in charts(executed(path)):
        assert len(chart.alt) > 60 and chart.title in chart.alt
        assert chart.rows and all(len(row) == len(chart.header) for row in chart.rows)
        assert chart.title in chart.wide and chart.title in chart.narrow


@EACH
def test_what_jupyterlab_shows_is_named_and_has_header_cells(path: Path) -> None:
    for output in outputs(executed(path)):
        shown = html.fromstring(f"<div>{output.data['text/html']}</div>")
        assert all(shown.find(f".//table//th[@scope='{scope}']") is not None for scope in ("col", "row"))
        for figure in shown.iterfind(".//figure"):
            assert figure.get("role") == "img" and len(figure.get("aria-label", "")) > 60


@EACH
def test_unchanged_charts_are_those_of_the_course(path: Path, course: Course) -> None:
    if is_exercise(path):
        return
    for chart in charts(executed(path)):
        assert chart == render_chart(course, chart.name)


def test_the_notebooks_show_charts_of_the_course(course: Course) -> None:
    shown = {chart.name for path in NOTEBOOKS for chart in charts(executed(path))}
    assert shown and shown <= set(chart_names(course))


def test_counted_answers_are_those_of_the_data(course: Course) -> None:
    attribute = course.policies.attributes[0].id
    asked = exercise(f"count_answers(course, {attribute!r})", imports="count_answers")
    text = output_of(run("telling", asked), "cel-1")["text/markdown"]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines()]
    assert rows[0] == ["Model", "ja", "deels", "nee", "onbekend"]
    for model, row in zip(course.policies.models, rows[2:], strict=True):
        values = [item.attributes[attribute].value.value for item in course.policies.of_model(model.id)]
        assert row == [model.title, *(str(values.count(name)) for name in ("yes", "partly", "no", "unknown"))]


def test_a_broken_notebook_is_named_with_its_cell_and_line() -> None:
    broken = exercise("naam = 1\nnaam.bestaat_niet")
    with pytest.raises(AssertionError, match=r"notebooks/kapot\.ipynb, cel “cel-1”, regel 2: AttributeError"):
        run("kapot", broken)


def test_a_notebook_that_asks_the_network_fails() -> None:
    asking = exercise("import urllib.request\nurllib.request.urlopen('http://127.0.0.1:9/')")
    with pytest.raises(AssertionError, match="vraagt niets aan het netwerk"):
        run("vraagt", asking)
