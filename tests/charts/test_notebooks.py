"""The notebooks in git are clean, and each does what it says when it is executed afresh."""

import re
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest
from lxml import html

from tests.support.notebooks import NOTEBOOKS, canonical, charts, executed, output_of, outputs, read, run
from vorming.charts import chart_names, show
from vorming.model.course import Course

EACH = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
NAMES = {"beleidsmodellen", "tijdlijn", "kosten-en-rechten", "oefening"}


def _cells(path: Path, kind: str) -> list[str]:
    return [cell.source for cell in read(path).cells if cell.cell_type == kind]


def test_the_four_notebooks_are_there() -> None:
    assert {path.stem for path in NOTEBOOKS} == NAMES


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
    for cell in read(path).cells:
        if cell.cell_type == "code":
            is_exercise = path.stem == "oefening" and cell.id != "openen"
            assert cell.metadata.tags == (["opdracht"] if is_exercise else ["hide-input"])
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
    if path.stem == "oefening":
        return
    for chart in charts(executed(path)):
        assert chart == show(course, chart.name)


def test_the_notebooks_together_show_every_chart(course: Course) -> None:
    shown = {chart.name for path in NOTEBOOKS for chart in charts(executed(path))}
    assert shown == set(chart_names(course))


def test_counted_answers_are_those_of_the_data(course: Course) -> None:
    text = output_of(executed(_path("beleidsmodellen")), "tel-klant-strafbaar")["text/markdown"]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines()]
    assert rows[0] == ["Model", "ja", "deels", "nee", "onbekend"]
    for model, row in zip(course.policies.models, rows[2:], strict=True):
        values = [
            item.attributes["klant-strafbaar"].value.value for item in course.policies.of_model(model.id)
        ]
        assert row == [model.title, *(str(values.count(name)) for name in ("yes", "partly", "no", "unknown"))]


def _path(stem: str) -> Path:
    return next(path for path in NOTEBOOKS if path.stem == stem)


def test_a_broken_notebook_is_named_with_its_cell_and_line() -> None:
    notebook = read(_path("tijdlijn"))
    cell = next(cell for cell in notebook.cells if cell.id == "toon-tijdlijn")
    cell.source = "naam = 1\nnaam.bestaat_niet"
    with pytest.raises(
        AssertionError, match=r"notebooks/tijdlijn\.ipynb, cel “toon-tijdlijn”, regel 2: AttributeError"
    ):
        run("tijdlijn", notebook)


def test_a_notebook_that_asks_the_network_fails() -> None:
    notebook = read(_path("tijdlijn"))
    notebook.cells[1].source = "import urllib.request\nurllib.request.urlopen('http://127.0.0.1:9/')"
    with pytest.raises(AssertionError, match="vraagt niets aan het netwerk"):
        run("tijdlijn", notebook)
