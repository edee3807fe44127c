"""Wooclap's workbook for questions with choices. Wooclap also reads Moodle XML, for the other types."""

from vorming.exports.format import Files, Format
from vorming.exports.kahoot import Cell, live_answers, right_places, workbook_bytes
from vorming.exports.material import Material
from vorming.model.quiz import LETTERED


def write(material: Material) -> Files:
    """Make one workbook of the practice questions with choices, with as many columns as the most answers."""
    questions = material.practice.questions
    most = max((len(question.options) for question in questions), default=2)
    header = ("Type", "Title", "Correct", *(f"Choice {number}" for number in range(1, most + 1)))
    rows: list[tuple[Cell, ...]] = [header]
    for question in questions:
        rows.append(("MCQ", question.short_prompt, right_places(question), *live_answers(question)))
    return {f"{material.practice.id}-wooclap.xlsx": workbook_bytes("Wooclap", rows)}


FORMAT = Format(
    write,
    types=LETTERED | {"poll"},
    keeps=frozenset(),
    holds_exam=False,
    # A poll on a scale has no options.
    refuses=lambda question: None if question.options else "poll",
)
