"""Anki's text file: a card per question, with its id as guid, so that a new import renews the card.

The final test stays out: these are cards to practise with.
"""

from collections.abc import Iterable
from html import escape

from vorming.exports.bundle import Files
from vorming.exports.format import TYPES, Format
from vorming.exports.material import Material
from vorming.quiz.view import QuestionView
from vorming.text.markdown import inline_html
from vorming.text.numbers import format_number

HEADER = (
    "#separator:tab",
    "#html:true",
    "#guid column:1",
    "#notetype:Basic",
    "#deck column:4",
    "#tags column:5",
)


def write(material: Material) -> Files:
    """Make one file of cards, in a deck per lesson: a lesson of two modules keeps one deck."""
    organisation = material.course.organisation.name
    cards = [
        _row(question, f"{organisation}::{section.title}", section.id)
        for section in material.practice.sections
        for question in section.questions
    ]
    return {f"{material.module.id}-anki.txt": ("\n".join([*HEADER, *cards]) + "\n").encode()}


def _row(question: QuestionView, deck: str, bank: str) -> str:
    front, back = "<br>".join(_front(question)), "<br>".join(_back(question))
    return "\t".join([question.id, front.replace("\t", " "), back.replace("\t", " "), deck, bank])


def _front(question: QuestionView) -> Iterable[str]:
    yield f"<b>{inline_html(question.prompt)}</b>"
    if question.type != "truefalse":
        yield from (f"{option.letter}. {inline_html(option.text)}" for option in question.options)
    yield from (f"{item.letter}. {inline_html(item.text)}" for item in question.items)
    yield from (f"{inline_html(pair.left)} – ?" for pair in question.pairs)
    yield from (f"{choice.letter}. {inline_html(choice.text)}" for choice in question.choices)
    if question.numeric and question.numeric.unit:
        yield f"… {escape(question.numeric.unit)}"
    if question.reason:
        yield inline_html(question.reason.prompt)


def _back(question: QuestionView) -> Iterable[str]:
    right = [option for option in question.options if option.is_correct]
    right += [option for option in question.reason.options if option.is_correct] if question.reason else []
    yield from (f"<b>{inline_html(option.text)}</b>" for option in right)
    items = sorted(question.items, key=lambda item: item.position)
    yield from (f"{item.position}. {inline_html(item.text)}" for item in items)
    yield from (f"{inline_html(pair.left)} – <b>{inline_html(pair.right)}</b>" for pair in question.pairs)
    if question.numeric:
        yield f"<b>{format_number(question.numeric.answer)} {escape(question.numeric.unit)}</b>"
    if question.model_answer:
        yield inline_html(question.model_answer)
    yield from (inline_html(criterion) for criterion in question.criteria)
    yield from (
        f"{inline_html(pair.left)}: {inline_html(pair.feedback)}" for pair in question.pairs if pair.feedback
    )
    yield inline_html(question.explanation)


FORMAT = Format(
    write,
    types=TYPES - {"scenario", "poll"},
    keeps=frozenset(
        {
            "explanation",
            "unit",
            "decimals",
            "reason",
            "model-answer",
            "criteria",
            "pair-feedback",
            "part-points",
        }
    ),
    holds_exam=False,
)
