"""A question made ready: letters, orders that never change and never give the answer, facts filled in."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from tests.support.quiz_book import bank, course, question, view
from vorming.model.quiz import TrueFalse
from vorming.quiz.selection import draw_self_test, is_covered, view_self_test
from vorming.quiz.texts import answer_cards, html_texts, render_quiz, tallied
from vorming.quiz.view import reading_order, shuffled, shuffled_away, view_question
from vorming.source.current import use_course
from vorming.text.markdown import values_of


@given(st.lists(st.text(max_size=3), max_size=8), st.text(max_size=5))
def test_shuffle_keeps_every_item_and_is_always_the_same(items: list[str], seed: str) -> None:
    assert sorted(shuffled(items, seed)) == sorted(items)
    assert shuffled(items, seed) == shuffled(items, seed)


@given(st.lists(st.integers(), min_size=2, max_size=8, unique=True), st.text(max_size=5))
def test_order_to_solve_is_never_the_right_one(items: list[int], seed: str) -> None:
    assert shuffled_away(items, seed) != tuple(items)
    assert sorted(shuffled_away(items, seed)) == sorted(items)


@pytest.mark.parametrize("end", ["1", "a", "number", "reden", "reden-a", "text", "unit", "weg"])
def test_no_control_has_the_id_or_the_name_of_another_question(end: str) -> None:
    questions = bank().questions
    others = tuple(replace(question, id=f"{question.id}-{end}") for question in questions)
    page = html.fromstring(render_quiz(html_texts(replace(bank(), questions=questions + others))))
    found: Any = page.xpath
    assert max(Counter(found("//@id")).values()) == 1
    groups = {name: set(found(f"//input[@name='{name}']/ancestor::fieldset")) for name in found("//@name")}
    assert {len(fieldsets) for fieldsets in groups.values()} == {1}


def test_letters_go_with_the_shown_order_and_every_option_is_there() -> None:
    options = view("t-multiple").options
    assert [option.letter for option in options] == ["A", "B", "C", "D", "E"]
    assert {option.text for option in options if option.is_correct} == {"Medische zorg", "Een gesprek"}


def test_true_false_always_says_true_first() -> None:
    assert [(o.letter, o.text, o.is_correct) for o in view("t-reason").options] == [
        ("A", "Juist", False),
        ("B", "Niet juist", True),
    ]


@pytest.mark.parametrize(("language", "why"), [("nl", "Waarom?"), ("en", "Why?")])
def test_a_reason_without_a_prompt_asks_why_in_the_language_of_the_course(language: str, why: str) -> None:
    asked = question("t-reason")
    assert isinstance(asked, TrueFalse) and asked.reason
    bare = asked.model_copy(update={"reason": asked.reason.model_copy(update={"prompt": None})})
    values = values_of(course())
    use_course(language)
    try:
        reason = view_question(bare, 1, values).reason
    finally:
        use_course()
    assert reason and reason.prompt == why


def test_match_points_from_each_left_side_to_its_letter() -> None:
    question = view("t-match")
    text_of = {choice.letter: choice.text for choice in question.choices}
    assert [text_of[pair.letter] for pair in question.pairs] == [pair.right for pair in question.pairs]
    assert len(question.choices) == 4


def test_number_takes_value_and_unit_from_its_fact_and_texts_too() -> None:
    number = view("t-numeric").numeric
    assert number and (number.answer, number.unit) == (Decimal(1550), "euro")
    assert view("t-numeric").explanation == "Volgens UTSOPI is het 1550\u00a0euro."


def test_scenes_are_numbered_in_the_order_a_reader_meets_them() -> None:
    scenes = view("t-scenario").scenes
    assert [(scene.number, scene.id) for scene in scenes] == [
        (1, "balie"),
        (2, "gesprek"),
        (3, "weg"),
        (4, "goed"),
    ]
    assert [way.next_number for way in scenes[0].ways] == [2, 3]
    assert [scene.id for scene in scenes if scene.is_end] == ["weg", "goed"]


def test_the_best_way_of_a_scenario_has_no_place_of_its_own() -> None:
    facts, scenario = values_of(course()), question("t-scenario")
    # The shuffle hangs on the id.
    asked = [scenario.model_copy(update={"id": f"{scenario.id}-{n}"}) for n in range(100)]
    scenes = [scene.ways for q in asked for scene in view_question(q, 1, facts).scenes if len(scene.ways) > 1]
    first = [ways[0].score == max(way.score for way in ways) for ways in scenes]
    by_chance = sum(1 / len(ways) for ways in scenes)
    assert 0.7 * by_chance <= sum(first) <= 1.3 * by_chance


def test_reading_order_leaves_out_what_nothing_leads_to() -> None:
    question = next(q for q in course().quiz("alle-types").questions if q.type == "scenario")
    assert set(reading_order(question)) == set(question.nodes)


def test_self_test_holds_scored_practice_questions_and_no_exam() -> None:
    drawn = view_self_test(course(), course().module("proef"), values_of(course()))
    assert drawn == view_self_test(course(), course().module("proef"), values_of(course()))
    assert {question.id for question in drawn.questions} == {
        "t-single", "t-multiple", "t-truefalse", "t-reason", "t-order", "t-match", "t-numeric",
    }  # fmt: skip
    assert [question.number for question in drawn.questions] == list(range(1, 8))


def test_self_test_of_a_module_that_names_none_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(draw_self_test(course(), course().module("proef"))) > 3
    monkeypatch.setattr("vorming.quiz.selection.SELF_TEST_SIZE", 3)
    assert len(draw_self_test(course(), course().module("proef"))) == 3


def test_a_module_that_names_its_self_test_gets_those_questions_in_that_order() -> None:
    module = course().module("proef").model_copy(update={"self_test": ("t-order", "t-single")})
    assert [question.id for question in draw_self_test(course(), module)] == ["t-order", "t-single"]


def test_cards_have_a_letter_and_a_pattern_each_of_their_own() -> None:
    cards = answer_cards()
    assert [letter for letter, _ in cards] == ["A", "B", "C", "D"]
    assert len({pattern for _, pattern in cards}) == 4


def test_tally_sheet_has_a_box_per_answer() -> None:
    rows = {question.number: question for question in tallied(bank().questions)}
    assert rows[1].short_prompt == "Kan een melding anoniem?"
    assert rows[1].counted == ("A", "B", "C")
    assert rows[9].counted == ("1", "2", "3", "4", "5") and rows[9].right_letters == ()
    # Number 2 has more answers than there are cards to hold up.
    assert len(bank().questions[1].options) > len(answer_cards()) and sorted(rows) == [1, 3, 4, 8, 9]


def test_faq_entry_counts_as_asked_by_itself_or_by_a_fact() -> None:
    (entry,) = course().faq
    assert is_covered(course(), entry)
    assert is_covered(course().model_copy(update={"quizzes": course().quizzes[1:]}), entry)
    assert not is_covered(course().model_copy(update={"quizzes": ()}), entry)
