"""The scoring rule: the table of cases that every platform is held against covers each type."""

from tests.support.quiz_book import question, scoring_cases
from vorming.exports.format import tick_values


def test_every_scored_type_has_a_full_a_partial_or_no_score_in_the_table() -> None:
    by_type: dict[str, set[float]] = {}
    for case in scoring_cases():
        by_type.setdefault(question(case.question).type, set()).add(float(case.fraction))
    assert all({0, 1} <= values for name, values in by_type.items() if name != "match")
    assert {name for name, values in by_type.items() if values - {0, 1}} == {"multiple", "match", "truefalse"}


def test_all_right_ticks_together_are_worth_one_and_all_ticks_nothing() -> None:
    marks = [True, False, True, False, False]
    right, wrong = tick_values(marks)
    assert right * marks.count(True) == 1
    assert sum(right if mark else wrong for mark in marks) == 0
