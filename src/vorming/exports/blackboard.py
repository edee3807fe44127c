"""Blackboard's tab-delimited text: one question a line, plain text, no feedback."""

from collections.abc import Callable, Iterable, Mapping

from vorming.exports.bundle import Files
from vorming.exports.format import Format, asked, reason_asked
from vorming.exports.material import Material, QuestionSet
from vorming.quiz.view import OptionView, QuestionView
from vorming.text.markdown import inline_text


def write(material: Material) -> Files:
    """Make one text file per set."""
    return {f"{chosen.id}-blackboard.txt": _document(chosen).encode() for chosen in material.sets}


def _document(chosen: QuestionSet) -> str:
    """Join the lines; Blackboard refuses blank ones and a header."""
    return "".join(f"{line}\r\n" for question in chosen.questions for line in _lines(question))


def _lines(question: QuestionView) -> Iterable[str]:
    yield _line(ROWS[question.type](question))
    if question.reason:
        yield _line(["MC", reason_asked(question), *_options(question.reason.options)])


def _line(cells: Iterable[str]) -> str:
    return "\t".join(" ".join(inline_text(cell).split()) for cell in cells)


def _options(options: Iterable[OptionView]) -> list[str]:
    return [
        cell for option in options for cell in (option.text, "correct" if option.is_correct else "incorrect")
    ]


def _numeric(question: QuestionView) -> list[str]:
    number = question.numeric
    assert number is not None
    return ["NUM", asked(question), f"{number.answer:f}", f"{number.tolerance:f}"]


def _match(question: QuestionView) -> list[str]:
    return ["MAT", question.prompt, *(cell for pair in question.pairs for cell in (pair.left, pair.right))]


def _order(question: QuestionView) -> list[str]:
    items = sorted(question.items, key=lambda item: item.position)
    return ["ORD", question.prompt, *(item.text for item in items)]


ROWS: Mapping[str, Callable[[QuestionView], list[str]]] = {
    "single": lambda question: ["MC", question.prompt, *_options(question.options)],
    "multiple": lambda question: ["MA", asked(question), *_options(question.options)],
    "truefalse": lambda question: [
        "TF",
        question.prompt,
        "true" if question.options[0].is_correct else "false",
    ],
    "order": _order,
    "match": _match,
    "numeric": _numeric,
    "open": lambda question: ["ESS", question.prompt, question.model_answer],
}

FORMAT = Format(
    write,
    types=frozenset(ROWS),
    keeps=frozenset({"decimals", "model-answer"}),
    changes={
        "reason": "reason_split",
        "part-points": "partial",
        "unit": "unit",
        "open": "open_no_points",
        "order": "order_ultra",
    },
)
