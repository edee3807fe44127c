"""The notebooks in git are clean, and each does what it says when it is executed afresh."""

import re
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest
from lxml import html

from tests.support.notebooks import (
    NOTEBOOKS,
    canonical,
    charts,
    executed,
    exercise,
    output_of,
    outputs,
    read,
    run,
)
from vorming.charts import show
from vorming.course.charts import chart_names
from vorming.model.course import Course

EACH = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
EXERCISE = ["opdracht"]
"""The tag of code that its reader changes."""


def is_exercise(path: Path) -> bool:
    return any(cell.metadata.get("tags") == EXERCISE for cell in read(path).cells)


def _cells(path: Path, kind: str) -> list[str]:
    return [cell.source for cell in read(path).cells if cell.cell_type == kind]


@EACH
def test_notebook_is_valid_normalised_and_written_canonically(path: Path) -> None:
    notebook = read(path)
    nbformat.validate(notebook)
    changes, normal = nbformat.validator.normalize(notebook)
    assert changes == 0 and normal == notebook
    assert path.read_text(encoding="utf-8") == canonical(notebook)


@EACH
def test_notebook_holds_no_outputs_counts_or_doubled_ids(path: Path) -> None:
    cells = read(path).cells
    assert all(
        cell.outputs == [] and cell.execution_count is None for cell in cells if cell.cell_type == "code"
    )
    assert len({cell.id for cell in cells}) == len(cells)
    assert read(path).metadata == {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }


@EACH
def test_notebook_has_a_title_objectives_and_a_closing_question(path: Path) -> None:
    first, *_, last = _cells(path, "markdown")
    assert first.startswith("# ") and "**Wat je leert**" in first
    assert 2 <= first.count("\n- Je ") <= 4
    assert last.startswith("## Om over na te denken") and last.rstrip().endswith("?")


@EACH
def test_code_is_short_and_hidden_from_readers_unless_it_is_the_exercise(path: Path) -> None:
    code = [cell for cell in read(path).cells if cell.cell_type == "code"]
    shown = [cell for cell in code if cell.metadata.tags != ["hide-input"]]
    # What opens the course stays hidden: all else of an exercise is there to be changed.
    assert [cell.metadata.tags for cell in shown] == [EXERCISE] * (len(code) - 1 if shown else 0)
    for cell in code:
        assert len(cell.source.splitlines()) <= 10
        assert "import matplotlib" not in cell.source and "open(" not in cell.source


@EACH
def test_two_code_cells_never_follow_each_other_without_text(path: Path) -> None:
    kinds = [cell.cell_type for cell in read(path).cells]
    assert ("code", "code") not in list(pairwise(kinds))


@EACH
def test_numbers_in_the_text_come_from_facts(path: Path) -> None:
    for text in _cells(path, "markdown"):
        prose = re.sub(r"```\{.*?```|\{fact\}`[^`]+`", "", text, flags=re.DOTALL)
        assert not re.search(r"\d", prose), prose


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
        assert shown.xpath(".//table//th[@scope='col']") and shown.xpath(".//table//th[@scope='row']")
        for figure in shown.xpath(".//figure"):
            assert figure.get("role") == "img" and len(figure.get("aria-label")) > 60


@EACH
def test_unchanged_charts_are_those_of_the_course(path: Path, course: Course) -> None:
    if is_exercise(path):
        return
    for chart in charts(executed(path)):
        assert chart == show(course, chart.name)


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
