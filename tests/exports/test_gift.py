"""GIFT, read by a parser of its grammar."""

from pathlib import Path
from typing import Any

import pytest

from tests.support.clients import package, run_node
from tests.support.quiz_book import REAL_MODULES, material, real_material
from vorming.exports import gift
from vorming.exports.gift import _document
from vorming.exports.material import QuestionSet
from vorming.quiz.view import OptionView, QuestionView, QuizView

PARSE = """const text = require("fs").readFileSync(process.argv[1], "utf8");
console.log(JSON.stringify(require("gift-pegjs").parse(text)));"""


def parse(text: str, folder: Path) -> list[dict[str, Any]]:
    package("gift-pegjs")
    path = folder / "vragen.txt"
    path.write_text(text, encoding="utf-8")
    found = run_node(PARSE, str(path))
    assert isinstance(found, list)
    return found


@pytest.fixture
def questions(tmp_path: Path) -> dict[str, dict[str, Any]]:
    text = gift.render(material()).files["proef-oefenen-gift.txt"].decode()
    return {found["id"]: found for found in parse(text, tmp_path) if found.get("id")}


def test_every_question_that_gift_can_hold_is_there_with_its_type(
    questions: dict[str, dict[str, Any]],
) -> None:
    assert {id: found["type"] for id, found in questions.items()} == {
        "t-single": "MC",
        "t-multiple": "MC",
        "t-truefalse": "TF",
        "t-reason": "TF",
        "t-reason-reden": "MC",
        "t-match": "Matching",
        "t-numeric": "Numerical",
        "t-open": "Essay",
    }


@pytest.mark.parametrize("module", REAL_MODULES)
def test_every_question_of_the_course_is_read(tmp_path: Path, module: str) -> None:
    given = real_material(module)
    bundle = gift.render(given)
    for chosen in given.sets:
        found = parse(bundle.files[f"{chosen.id}-gift.txt"].decode(), tmp_path)
        read = {one["id"] for one in found if one.get("id")}
        wanted = {question.id for question in chosen.questions if question.type not in gift.LEFT_OUT}
        assert read - {f"{id}-reden" for id in wanted} == wanted


def test_right_answers_and_weights_are_the_model_s(questions: dict[str, dict[str, Any]]) -> None:
    right = [c["text"]["text"] for c in questions["t-single"]["choices"] if c["isCorrect"]]
    assert right == ["Ja, dat kan."]
    assert (
        sorted(choice["weight"] for choice in questions["t-multiple"]["choices"])
        == [-33.33333] * 3 + [50] * 2
    )
    assert questions["t-numeric"]["choices"][0]["text"] == {"type": "range", "number": 1550, "range": 5}
    assert questions["t-numeric"]["choices"][1]["weight"] == 0
    assert [pair["subanswer"] for pair in questions["t-match"]["matchPairs"]][3] == "Alleen met een advocaat"


def test_feedback_of_true_false_stands_where_moodle_reads_the_one_for_the_wrong_answer(
    questions: dict[str, dict[str, Any]],
) -> None:
    # The first of two is shown to who answers wrongly; this parser calls it by the right answer.
    assert questions["t-truefalse"]["isTrue"] and questions["t-truefalse"]["trueFeedback"]["text"].startswith(
        "Je betaalt"
    )
    assert not questions["t-reason"]["isTrue"]
    assert questions["t-reason"]["falseFeedback"] is None


def test_signs_of_the_grammar_inside_a_text_stay_text(tmp_path: Path) -> None:
    nasty = "Kost het {5} = 5 ~ 6 # 7: a\\b & <b>?"
    options = (OptionView("A", nasty, True), OptionView("B", "Nee -> ja %50%", False, nasty))
    view = QuestionView("lastig", "single", 1, 1, "Kies.", nasty, nasty, options=options)
    chosen = QuestionSet("x", "Titel: a/b", "practice", (QuizView("b", "Bank", "practice", (view,)),))
    category, found = parse(_document(chosen), tmp_path)
    shown = nasty.replace("&", "&amp;").replace("<b>", "&lt;b&gt;")
    assert category["type"] == "Category"
    assert found["stem"]["text"] == shown
    assert found["choices"][0]["text"]["text"] == shown
    assert found["choices"][1]["feedback"]["text"] == shown
    assert found["globalFeedback"]["text"] == shown
