"""Tab-delimited text: Anki's cards, and Blackboard's questions, one a line."""

from typing import Any

from vorming.exports.format import PARTS, TYPES, Files, Format, Material, full_prompt, split_reasons
from vorming.quiz.texts import html_texts
from vorming.quiz.view import QuestionView
from vorming.text.markdown import inline_text
from vorming.text.templates import templates

ANKI_HEADER = (
    "#separator:tab",
    "#html:true",
    "#guid column:1",
    "#notetype:Basic",
    "#deck column:4",
    "#tags column:5",
)
"""The file headers of Anki 2.1.54 and later (Anki manual, "Text Files")."""


def write_anki(material: Material) -> Files:
    """Make one file with a card per question: guid, front, back, deck, tag.

    The guid is the id of the question, so that a new import updates the card. The final test is left out, because the cards are
    for practice. A deck has the name of the lesson instead of the module, so that a lesson in two modules has one deck.
    """
    organisation = material.course.organisation.name
    sides: Any = templates().get_template("exports/anki.html.jinja").module
    rows = list(ANKI_HEADER)
    for section in material.practice.sections:
        for question in map(html_texts, section.questions):
            # A card must be one line, and a tab would begin the next column.
            both = (sides.front(question), sides.back(question))
            texts = ["<br>".join(side.splitlines()).replace("\t", " ") for side in both]
            rows.append("\t".join([question.id, *texts, f"{organisation}::{section.title}", section.id]))
    return {f"{material.module.id}-anki.txt": ("\n".join(rows) + "\n").encode()}


def write_blackboard(material: Material) -> Files:
    """Make one file per set, as plain text without feedback, and without blank lines and headers, which Blackboard refuses."""
    files = {}
    for chosen in material.sets:
        lines = []
        for question in split_reasons(chosen.questions):
            code, *answers = row_of(question)
            cells = map(inline_text, (code, full_prompt(question), *answers))
            # A tab or a line break in a text would begin another cell or question.
            lines.append("\t".join(" ".join(cell.split()) for cell in cells) + "\r\n")
        files[f"{chosen.id}-blackboard.txt"] = "".join(lines).encode()
    return files


def row_of(question: QuestionView) -> list[str]:
    """Return the code of a question and its answers, without its prompt.

    The codes (MC, MA, TF, ORD, MAT, NUM, ESS) are those in Blackboard's help on uploading questions.
    """
    number, pairs = question.numeric, question.pairs
    match question.type:
        case "truefalse":
            return ["TF", "true" if question.options[0].is_correct else "false"]
        case "order":
            return ["ORD", *(item.text for item in question.right_order)]
        case "match":
            return ["MAT", *(text for pair in pairs for text in (pair.left, pair.right))]
        case "numeric" if number:
            return ["NUM", f"{number.answer:f}", f"{number.tolerance:f}"]
        case "open":
            return ["ESS", question.model_answer]
    row = ["MA" if question.type == "multiple" else "MC"]
    for option in question.options:
        row += [option.text, "correct" if option.is_correct else "incorrect"]
    return row


ANKI = Format(
    write_anki,
    types=TYPES - {"scenario", "poll"},
    keeps=PARTS - {"hint", "option-feedback", "wrong-values", "distractors", "roles", "debrief"},
    holds_exam=False,
)
BLACKBOARD = Format(
    write_blackboard,
    types=frozenset({"single", "multiple", "truefalse", "order", "match", "numeric", "open"}),
    keeps=frozenset({"decimals", "model-answer"}),
    changes={
        "reason": "reason_split",
        "part-points": "partial",
        "unit": "unit",
        "open": "open_no_points",
        "order": "order_ultra",
    },
)
