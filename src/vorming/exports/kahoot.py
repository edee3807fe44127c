"""Kahoot's own spreadsheet: at most 120 signs a question, 75 an answer, four answers, fixed seconds.

The `live` texts of a question are used where there are some. The final test stays out.
"""

from collections.abc import Iterator, Mapping

from vorming.exports.bundle import Bundle, Note, changed, skipped
from vorming.exports.material import Material
from vorming.exports.workbook import Cell, workbook_bytes
from vorming.quiz.view import QuestionView
from vorming.text.markdown import inline_text
from vorming.text.words import words

MOST_QUESTION, MOST_ANSWER, MOST_ANSWERS = 120, 75, 4
SECONDS = (5, 10, 20, 30, 60, 90, 120, 240)
HEADER = (
    "",
    "Question - max 120 characters",
    *(f"Answer {number} - max 75 characters" for number in range(1, MOST_ANSWERS + 1)),
    "Time limit (sec) – 5, 10, 20, 30, 60, 90, 120, or 240 secs",
    "Correct answer(s) - choose at least one",
)
HEADER_ROW = 8
"""The template has its header on the eighth row; the importer looks for it there."""
CHOICES = frozenset({"single", "multiple", "truefalse"})
LEFT_OUT: Mapping[str, str] = {
    "scenario": "scenario",
    "poll": "poll",
    "open": "open",
    "order": "order",
    "match": "match",
    "numeric": "numeric",
}


def render(material: Material) -> Bundle:
    """Make one workbook of the practice questions that fit."""
    fitting = [question for question in material.practice.questions if refusal(question) is None]
    top: list[tuple[Cell, ...]] = [
        (),
        ("", "Quiz template"),
        ("", material.practice.title),
        *[()] * (HEADER_ROW - 4),
    ]
    rows = [*top, HEADER, *(_row(number, question) for number, question in enumerate(fitting, 1))]
    notes = (note for question in material.practice.questions for note in _notes(question))
    name = f"{material.practice.id}-kahoot.xlsx"
    exam = skipped(words("exports")["exam"], "exam_left_out")
    return Bundle({name: workbook_bytes("Quiz", rows)}, (*notes, exam))


def refusal(question: QuestionView) -> str | None:
    """Return why a question does not fit, or None when it does."""
    if question.type not in CHOICES:
        return LEFT_OUT[question.type]
    if len(question.options) > MOST_ANSWERS:
        return "too_many_options"
    is_long = len(live_prompt(question)) > MOST_QUESTION or any(
        len(text) > MOST_ANSWER for text in live_answers(question)
    )
    return "too_long" if is_long else None


def live_prompt(question: QuestionView) -> str:
    """Return the short form of a question, or the question itself."""
    return inline_text(question.live_prompt or question.prompt)


def live_answers(question: QuestionView) -> list[str]:
    """Return the short forms of the answers, or the answers themselves."""
    return [inline_text(option.live or option.text) for option in question.options]


def _notes(question: QuestionView) -> Iterator[Note]:
    if reason := refusal(question):
        yield skipped(question.id, reason)
        return
    if question.reason:
        yield changed(question.id, "reason_dropped")
    if any(option.feedback for option in question.options):
        yield changed(question.id, "feedback_dropped")
    if question.seconds not in SECONDS:
        yield changed(question.id, "seconds")


def _row(number: int, question: QuestionView) -> tuple[Cell, ...]:
    answers = live_answers(question)
    answers += [""] * (MOST_ANSWERS - len(answers))
    right = ",".join(str(i) for i, option in enumerate(question.options, 1) if option.is_correct)
    seconds = next((allowed for allowed in SECONDS if allowed >= question.seconds), SECONDS[-1])
    return (number, live_prompt(question), *answers, seconds, right)
