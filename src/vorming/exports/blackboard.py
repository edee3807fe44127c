"""Blackboard's tab-delimited text: one question a line, plain text, no feedback.

The codes that begin a line (MC, MA, TF, ORD, MAT, NUM, ESS) are those of Blackboard's help on uploading questions.
"""

from collections.abc import Iterable, Iterator

from vorming.exports.format import Files, Format, asked, reason_asked
from vorming.exports.material import Material
from vorming.quiz.view import OptionView, QuestionView
from vorming.text.markdown import inline_text


def write(material: Material) -> Files:
    """Make one text file per set; Blackboard refuses blank lines and a header."""
    files = {}
    for chosen in material.sets:
        lines = []
        for question in chosen.questions:
            for cells in _rows(question):
                # A tab or a line break in a text would begin another cell or question.
                lines.append("\t".join(" ".join(inline_text(cell).split()) for cell in cells) + "\r\n")
        files[f"{chosen.id}-blackboard.txt"] = "".join(lines).encode()
    return files


def _rows(question: QuestionView) -> Iterator[list[str]]:
    """Yield the cells of a question, and of its reason as a question of its own."""
    match question.type:
        case "single":
            yield ["MC", question.prompt, *_options(question.options)]
        case "multiple":
            yield ["MA", asked(question), *_options(question.options)]
        case "truefalse":
            yield ["TF", question.prompt, "true" if question.options[0].is_correct else "false"]
        case "order":
            yield ["ORD", question.prompt, *(item.text for item in question.right_order)]
        case "match":
            row = ["MAT", question.prompt]
            for pair in question.pairs:
                row += [pair.left, pair.right]
            yield row
        case "numeric":
            assert question.numeric is not None
            yield ["NUM", asked(question), f"{question.numeric.answer:f}", f"{question.numeric.tolerance:f}"]
        case "open":
            yield ["ESS", question.prompt, question.model_answer]
    if question.reason:
        yield ["MC", reason_asked(question), *_options(question.reason.options)]


def _options(options: Iterable[OptionView]) -> Iterator[str]:
    for option in options:
        yield option.text
        yield "correct" if option.is_correct else "incorrect"


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
