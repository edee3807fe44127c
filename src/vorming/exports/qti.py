"""QTI: version 2.1 for any platform, and version 1.2 in Canvas's own variant.

The names and order of elements in 2.1 follow the IMS QTI 2.1 information model (assessmentItem, assessmentTest), in a Content
Package with the profile "QTIv2.1 Package". Canvas imports feedback only from QTI 1.2; there the names are those of the IMS QTI
1.2 ASI binding, and the kinds of questions and `assessment_meta.xml` are those of Canvas.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from vorming.exports.format import (
    PARTS,
    Files,
    Format,
    QuestionSet,
    fill_xml,
    full_prompt,
    split_reasons,
    tick_values,
    total_points,
    zipped,
)
from vorming.quiz.view import OptionView, QuestionView
from vorming.source.current import language
from vorming.text.words import words

CANVAS_KINDS = {
    "single": "multiple_choice_question",
    "multiple": "multiple_answers_question",
    "truefalse": "true_false_question",
    "match": "matching_question",
    "numeric": "numerical_question",
    "open": "essay_question",
    "scenario": "text_only_question",
}
"""The kind of question in Canvas for each type."""


def package(chosen: QuestionSet) -> Files:
    """Return the files of one package in QTI 2.1 by name: manifest, test, and an item per question."""
    names = ("imsmanifest", "test")
    files = {f"{name}.xml": fill_xml(f"exports/qti/{name}.xml.jinja", chosen=chosen) for name in names}
    return files | {f"items/{question.id}.xml": item(question) for question in chosen.questions}


def item(question: QuestionView) -> bytes:
    """Write the item of a question."""
    choices = list(choices_of(question))
    return fill_xml(
        "exports/qti/item.xml.jinja",
        question=question,
        choices=choices,
        score_map=score_map_of(question),
        parts=max(len(choices), 1) if question.is_scored else 0,
        language=language(),
        words=words("quiz"),
    )


def choices_of(question: QuestionView) -> Iterator[tuple[str, str, Sequence[OptionView]]]:
    """Yield the name of the response, the prompt and the options of each choice in an item."""
    options = question.options
    # QTI has no scales, so the five steps become choices, the first and the last with their words.
    if question.scale:
        first, *between, last = question.counted
        texts = (f"{first} – {question.scale[0]}", *between, f"{last} – {question.scale[1]}")
        options = tuple(OptionView(f"S{step}", text) for step, text in enumerate(texts, 1))
    if options:
        yield "RESPONSE", full_prompt(question), options
    if question.reason:
        reasons = [replace(option, letter=f"R{option.letter}") for option in question.reason.options]
        yield "RESPONSE2", question.reason.prompt, reasons


def score_map_of(question: QuestionView) -> dict[str, float]:
    """Return the score of each value of a response, for questions of which parts of an answer count."""
    if question.type == "multiple":
        right, wrong = tick_values(bool(option.is_correct) for option in question.options)
        return {option.letter: float(right if option.is_correct else wrong) for option in question.options}
    part = 1 / max(len(question.pairs), 1)
    return {f"L{number} {pair.letter}": part for number, pair in enumerate(question.pairs, 1)}


def canvas_package(chosen: QuestionSet) -> Files:
    """Return the files of one package for Canvas: the questions as an assessment, and the settings of the test in Canvas."""
    values = {
        "chosen": chosen,
        "questions": split_reasons(chosen.questions),
        "points": sum(map(total_points, chosen.questions)),
        "kinds": CANVAS_KINDS,
    }
    return {
        "imsmanifest.xml": fill_xml("exports/canvas/imsmanifest.xml.jinja", **values),
        f"{chosen.id}/{chosen.id}.xml": fill_xml("exports/canvas/assessment.xml.jinja", **values),
        f"{chosen.id}/assessment_meta.xml": fill_xml("exports/canvas/assessment_meta.xml.jinja", **values),
    }


QTI = Format(
    zipped("qti21", package),
    keeps=PARTS - {"hint", "roles", "debrief"},
    changes={
        "open": "open_no_points",
        "scenario": "scenario_text",
        "pair-feedback": "pair_feedback",
        "decimals": "comma",
    },
)
CANVAS = Format(
    zipped("canvas", canvas_package),
    types=frozenset(CANVAS_KINDS),
    keeps=PARTS - {"hint", "wrong-values", "roles", "debrief"},
    changes={
        "open": "open_no_points",
        "scenario": "scenario_text",
        "reason": "reason_split",
        "part-points": "partial",
        "pair-feedback": "pair_feedback",
        "unit": "unit",
    },
)
