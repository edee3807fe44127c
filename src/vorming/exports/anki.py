"""Anki's text file: a card per question, with its id as guid, so that a new import renews the card.

The final test stays out: these are cards to practise with.
"""

from collections.abc import Iterable, Mapping
from html import escape

from vorming.exports.bundle import Bundle, Note, changed, skipped
from vorming.exports.material import Material
from vorming.quiz.view import QuestionView
from vorming.text.markdown import inline_html
from vorming.text.numbers import format_number
from vorming.text.words import words

LEFT_OUT: Mapping[str, str] = {"scenario": "scenario", "poll": "poll"}
HEADER = ("#separator:tab", "#html:true", "#guid column:1", "#notetype:Basic", "#tags column:4")


def render(material: Material) -> Bundle:
    """Make one file of cards."""
    said = words("exports")
    cards = [
        _row(question, section.id)
        for section in material.practice.sections
        for question in section.questions
        if question.type not in LEFT_OUT
    ]
    deck = f"#deck:{material.course.settings.organisation}::{material.module.title}"
    lines = [*HEADER, deck, *cards]
    notes = [note for question in material.practice.questions for note in _notes(question)]
    notes.append(skipped(said["exam"], "exam_left_out"))
    return Bundle({f"{material.module.id}-anki.txt": ("\n".join(lines) + "\n").encode()}, tuple(notes))


def _notes(question: QuestionView) -> Iterable[Note]:
    if question.type in LEFT_OUT:
        yield skipped(question.id, LEFT_OUT[question.type])
    elif any(option.feedback for option in question.options):
        yield changed(question.id, "feedback_dropped")


def _row(question: QuestionView, bank: str) -> str:
    front, back = "<br>".join(_front(question)), "<br>".join(_back(question))
    return "\t".join([question.id, front.replace("\t", " "), back.replace("\t", " "), bank])


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
    yield inline_html(question.explanation)
