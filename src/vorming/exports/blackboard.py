"""Blackboard's tab-delimited text: one question per line, as plain text, without feedback.

The codes at the start of a line (MC, MA, TF, ORD, MAT, NUM, ESS) are those in Blackboard's help on uploading questions.
"""

from vorming.exports.format import Files, Format, full_prompt, split_reasons
from vorming.exports.material import Material
from vorming.quiz.view import QuestionView
from vorming.text.markdown import inline_text


def write(material: Material) -> Files:
    """Make one text file per set, without blank lines and headers, which Blackboard refuses."""
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
    """Return the code of a question and its answers, without its prompt."""
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


FORMAT = Format(
    write,
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
