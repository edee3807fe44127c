"""The exercise, with the changes it asks for: what a trainer types, and what she mistypes."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import MINI
from tests.support.chart_reading import assert_readable
from tests.support.notebooks import charts, exercise, output_of, run
from vorming.charts import draw_chart, own_label
from vorming.charts.notebook import Mistake, add_jurisdiction, change_answer, open_course, show_chart
from vorming.model.course import Course
from vorming.source.load import load_course


def test_the_intended_change_shows_in_every_output(course: Course) -> None:
    policies = course.policies
    model, attribute = policies.models[-1], policies.attributes[0]
    place = next(each for each in policies.jurisdictions if each.attributes[attribute.id].value != "partly")
    answers = {attribute.id: "deels"}
    notebook = exercise(
        f"met_nieuw = add_jurisdiction(course, 'Maanland', {model.title.lower()!r}, {answers!r})\n"
        "show_chart(met_nieuw, 'tegelkaart')",
        f"show_table(met_nieuw, {list(answers)!r}, codes=['XX', {place.code!r}])",
        f"wat_als = change_answer(course, {place.code!r}, {attribute.id!r}, 'deels')\n"
        f"show_table(wat_als, [{attribute.id!r}], codes=[{place.code!r}])",
        imports="add_jurisdiction, change_answer, show_chart, show_table",
    )
    run("oefening", notebook)
    (tiles,) = charts(notebook)
    assert ("Maanland", model.title, "deze cursus") in tiles.rows
    assert "Maanland" in tiles.wide and "Maanland" in tiles.narrow
    compared = output_of(notebook, "cel-2")["text/markdown"]
    assert f"| Maanland\u00a0† | {model.title} | deels\\* |" in compared
    changed = f"| {own_label(place)} | {policies.model(place.model).title} | deels\\* |"
    assert changed not in compared
    assert changed in output_of(notebook, "cel-3")["text/markdown"]


def test_a_change_stays_in_the_notebook(course: Course) -> None:
    place, attribute = course.policies.jurisdictions[0], course.policies.attributes[0].id
    before = place.attributes[attribute].value
    answer, value = ("nee", "no") if before == "yes" else ("ja", "yes")
    changed = change_answer(course, place.code, attribute, answer)
    assert changed.policies.jurisdiction(place.code).attributes[attribute].value == value
    assert course.policies.jurisdiction(place.code).attributes[attribute].value == before
    title = course.policies.models[0].title
    assert (
        len(add_jurisdiction(course, "X", title, {}).policies.jurisdictions)
        == len(course.policies.jurisdictions) + 1
    )


def test_what_is_made_up_is_never_called_checked(course: Course) -> None:
    title, answers = course.policies.models[0].title, {course.policies.attributes[0].id: "ja"}
    made_up = add_jurisdiction(course, "X", title, answers).policies.jurisdiction("XX")
    assert {value.confidence for value in made_up.attributes.values()} == {"unverified", "unknown"}
    assert made_up.is_placed_by_us


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("name", ["matrix", "tegelkaart", "tijdlijn"])
def test_charts_stay_readable_with_an_invented_jurisdiction(course: Course, name: str, narrow: bool) -> None:
    title, answers = course.policies.models[-1].title, {course.policies.attributes[0].id: "nee"}
    changed = add_jurisdiction(course, "Land van de lange namen", title, answers)
    chart = draw_chart(changed, name, narrow=narrow)
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
def test_a_mistyped_word_gets_an_answer_in_dutch(mistake: Callable[[Course], object], answer: str) -> None:
    with pytest.raises(Mistake) as raised:
        mistake(load_course(MINI).parsed)
    assert str(raised.value).startswith(answer)
    assert raised.value._render_traceback_() == [str(raised.value)]


def test_a_notebook_outside_a_course_says_so(tmp_path: Path) -> None:
    with pytest.raises(Mistake, match="staat niet in een cursusmap"):
        open_course(tmp_path)
