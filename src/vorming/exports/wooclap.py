"""Wooclap's workbook for questions with choices. Wooclap also reads Moodle XML, for the other types."""

from collections.abc import Iterator, Mapping

from vorming.exports.bundle import Bundle, Note, changed, skipped
from vorming.exports.kahoot import live_answers, live_prompt
from vorming.exports.material import Material
from vorming.exports.workbook import Cell, workbook_bytes
from vorming.quiz.view import QuestionView
from vorming.text.words import words

CHOICES = frozenset({"single", "multiple", "truefalse", "poll"})
LEFT_OUT: Mapping[str, str] = {
    "scenario": "scenario",
    "open": "open",
    "order": "order",
    "match": "match",
    "numeric": "numeric",
}


def render(material: Material) -> Bundle:
    """Make one workbook of the practice questions with choices."""
    fitting = [question for question in material.practice.questions if refusal(question) is None]
    most = max((len(question.options) for question in fitting), default=2)
    header = ("Type", "Title", "Correct", *(f"Choice {number}" for number in range(1, most + 1)))
    rows: list[tuple[Cell, ...]] = [header, *(_row(question) for question in fitting)]
    notes = (note for question in material.practice.questions for note in _notes(question))
    name = f"{material.practice.id}-wooclap.xlsx"
    exam = skipped(words("exports")["exam"], "exam_left_out")
    return Bundle({name: workbook_bytes("Wooclap", rows)}, (*notes, exam))


def refusal(question: QuestionView) -> str | None:
    """Return why a question does not fit, or None when it does."""
    if question.type not in CHOICES:
        return LEFT_OUT[question.type]
    return None if question.options else "poll"


def _notes(question: QuestionView) -> Iterator[Note]:
    if reason := refusal(question):
        yield skipped(question.id, reason)
        return
    if question.reason:
        yield changed(question.id, "reason_dropped")
    if any(option.feedback for option in question.options):
        yield changed(question.id, "feedback_dropped")


def _row(question: QuestionView) -> tuple[Cell, ...]:
    right = ",".join(str(i) for i, option in enumerate(question.options, 1) if option.is_correct)
    return ("MCQ", live_prompt(question), right, *live_answers(question))
