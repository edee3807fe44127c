"""Wooclap's workbook for questions with choices. Wooclap also reads Moodle XML, for the other types."""

from vorming.exports.bundle import Files
from vorming.exports.format import CHOICES, Format
from vorming.exports.kahoot import live_answers, live_prompt
from vorming.exports.material import Material
from vorming.exports.workbook import Cell, workbook_bytes
from vorming.quiz.view import QuestionView


def write(material: Material) -> Files:
    """Make one workbook of the practice questions with choices."""
    questions = material.practice.questions
    most = max((len(question.options) for question in questions), default=2)
    header = ("Type", "Title", "Correct", *(f"Choice {number}" for number in range(1, most + 1)))
    rows: list[tuple[Cell, ...]] = [header, *(_row(question) for question in questions)]
    return {f"{material.practice.id}-wooclap.xlsx": workbook_bytes("Wooclap", rows)}


def refusal(question: QuestionView) -> str | None:
    """Refuse a poll on a scale, which has no answers to choose from."""
    return None if question.options else "poll"


def _row(question: QuestionView) -> tuple[Cell, ...]:
    right = ",".join(str(i) for i, option in enumerate(question.options, 1) if option.is_correct)
    return ("MCQ", live_prompt(question), right, *live_answers(question))


FORMAT = Format(write, types=CHOICES | {"poll"}, keeps=frozenset(), holds_exam=False, refuses=refusal)
