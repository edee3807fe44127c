"""The scoring rule: one table of cases, and how a typed number is read."""

from decimal import Decimal

import pytest

from tests.support.quiz_book import Case, course, question, scoring_cases
from vorming.quiz.scoring import part_count, read_number, score
from vorming.text.markdown import values_of


@pytest.mark.parametrize("case", scoring_cases(), ids=str)
def test_response_is_worth_what_the_table_says(case: Case) -> None:
    found = score(question(case.question), case.response, values_of(course()))
    assert found == case.parts
    assert len(found) == part_count(question(case.question))


def test_every_scored_type_has_a_full_a_partial_or_no_score_in_the_table() -> None:
    by_type: dict[str, set[float]] = {}
    for case in scoring_cases():
        by_type.setdefault(question(case.question).type, set()).add(float(case.fraction))
    assert all({0, 1} <= values for name, values in by_type.items() if name != "match")
    assert {name for name, values in by_type.items() if values - {0, 1}} == {"multiple", "match", "truefalse"}


@pytest.mark.parametrize("id", ["t-poll", "t-scale", "t-open", "t-scenario"])
def test_what_asks_for_an_opinion_or_a_story_is_never_scored(id: str) -> None:
    assert score(question(id), ("iets",), {}) == ()
    assert part_count(question(id)) == 0


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("550", "550"), ("550,0", "550"), ("1 550", "1550"), ("1.550", "1550"), ("1\u202f550,50", "1550.5"),
        ("1.550,5", "1550.5"), ("4.5", "4.5"), ("4,5", "4.5"), ("-3", "-3"), ("−3", "-3"), ("12.345.678", "12345678"),
    ],
)  # fmt: skip
def test_number_is_read_as_dutch_readers_type_it(typed: str, number: str) -> None:
    assert read_number(typed) == Decimal(number)


@pytest.mark.parametrize("typed", ["", "vijf", "5 euro", "1,2,3", "1..5", "--5", "1e3"])
def test_what_is_no_number_is_none(typed: str) -> None:
    assert read_number(typed) is None
