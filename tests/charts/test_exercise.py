"""The exercise, with the changes it asks for: what a trainer types, and what she mistypes."""

from pathlib import Path

import pytest

from tests.support.chart_reading import assert_readable
from tests.support.notebooks import FOLDER, charts, output_of, read, run
from vorming.charts import draw_chart
from vorming.charts.notebook import Mistake, add_jurisdiction, change_answer, open_course, show_chart
from vorming.model.course import Course


def _changed(**replacements: str):  # type: ignore[no-untyped-def]
    """Run the exercise with some of its text replaced."""
    notebook = read(FOLDER / "oefening.ipynb")
    for cell in notebook.cells:
        for old, new in replacements.items():
            cell.source = cell.source.replace(old, new)
    return run("oefening", notebook)


def test_the_intended_change_shows_in_every_output() -> None:
    notebook = _changed(Verzonnenland="Maanland", integratief="restrictief")
    (tiles,) = charts(notebook)
    assert ("Maanland", "Restrictief", "deze cursus") in tiles.rows
    assert "Maanland" in tiles.wide and "Maanland" in tiles.narrow
    compared = output_of(notebook, "vergelijk-nieuw")["text/markdown"]
    assert "| Maanland\u00a0† | Restrictief | nee\\* | nee\\* | ja\\* | deels\\* |" in compared
    what_if = output_of(notebook, "verander-antwoord")["text/markdown"]
    assert "| België | Integratief | ja\\* | deels |" in what_if


def test_a_change_stays_in_the_notebook(course: Course) -> None:
    changed = change_answer(course, "BE", "registratie-nodig", "ja")
    assert changed.policies.jurisdiction("BE").attributes["registratie-nodig"].value == "yes"
    assert course.policies.jurisdiction("BE").attributes["registratie-nodig"].value == "no"
    assert (
        len(add_jurisdiction(course, "X", "repressief", {}).policies.jurisdictions)
        == len(course.policies.jurisdictions) + 1
    )


def test_what_is_made_up_is_never_called_checked(course: Course) -> None:
    made_up = add_jurisdiction(course, "X", "repressief", {"klant-strafbaar": "ja"}).policies.jurisdiction(
        "XX"
    )
    assert {value.confidence for value in made_up.attributes.values()} == {"unverified", "unknown"}
    assert made_up.is_placed_by_us


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("name", ["matrix", "tegelkaart", "tijdlijn"])
def test_charts_stay_readable_with_an_invented_jurisdiction(course: Course, name: str, narrow: bool) -> None:
    changed = add_jurisdiction(course, "Land van de lange namen", "integratief", {"klant-strafbaar": "nee"})
    chart = draw_chart(changed, name, narrow=narrow)
    assert chart is not None
    assert_readable(chart)


@pytest.mark.parametrize(
    ("mistake", "answer"),
    [
        (
            lambda c: add_jurisdiction(c, "X", "integratif", {}),
            "Het model “integratif” bestaat niet. Bedoel je “integratief”?",
        ),
        (
            lambda c: add_jurisdiction(c, "X", "repressief", {"klant": "ja"}),
            "Het kenmerk “klant” bestaat niet.",
        ),
        (
            lambda c: change_answer(c, "BE", "klant-strafbaar", "jaa"),
            "Het antwoord “jaa” bestaat niet. Bedoel je “ja”?",
        ),
        (lambda c: change_answer(c, "BX", "klant-strafbaar", "ja"), "Het rechtsgebied “BX” bestaat niet."),
        (lambda c: show_chart(c, "matrx"), "De grafiek “matrx” bestaat niet. Bedoel je “matrix”?"),
    ],
)
def test_a_mistyped_word_gets_an_answer_in_dutch(course: Course, mistake, answer: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(Mistake) as raised:
        mistake(course)
    assert str(raised.value).startswith(answer)
    assert raised.value._render_traceback_() == [str(raised.value)]


def test_a_notebook_outside_a_course_says_so(tmp_path: Path) -> None:
    with pytest.raises(Mistake, match="staat niet in een cursusmap"):
        open_course(tmp_path)
