"""Blackboard's tab-delimited text: one question a line, plain text, no feedback."""

from collections.abc import Callable, Iterable, Mapping

from vorming.exports.bundle import Bundle, Note, changed, skipped
from vorming.exports.material import Material, QuestionSet
from vorming.quiz.view import OptionView, QuestionView
from vorming.text.markdown import inline_text

LEFT_OUT: Mapping[str, str] = {"scenario": "scenario", "poll": "poll"}


def render(material: Material) -> Bundle:
    """Make one text file per set."""
    files = {f"{chosen.id}-blackboard.txt": _document(chosen).encode() for chosen in material.sets}
    questions = [question for chosen in material.sets for question in chosen.questions]
    return Bundle(files, tuple(note for question in questions for note in _notes(question)))


def _notes(question: QuestionView) -> Iterable[Note]:
    if question.type in LEFT_OUT:
        yield skipped(question.id, LEFT_OUT[question.type])
        return
    if question.reason:
        yield changed(question.id, "reason_split")
    if any(option.feedback for option in question.options):
        yield changed(question.id, "feedback_dropped")
    if question.type == "multiple":
        yield changed(question.id, "partial")
    if len(question.choices) > len(question.pairs):
        yield changed(question.id, "distractors")
    if question.numeric and question.numeric.unit:
        yield changed(question.id, "unit")
    if question.type == "open":
        yield changed(question.id, "open_no_points")


def _document(chosen: QuestionSet) -> str:
    """Join the lines; Blackboard refuses blank ones and a header."""
    return "".join(f"{line}\r\n" for question in chosen.questions for line in _lines(question))


def _lines(question: QuestionView) -> Iterable[str]:
    if question.type in ROWS:
        yield _line(ROWS[question.type](question))
    if question.reason:
        prompt = f"{question.prompt} – {question.reason.prompt}"
        yield _line(["MC", prompt, *_options(question.reason.options)])


def _line(cells: Iterable[str]) -> str:
    return "\t".join(" ".join(inline_text(cell).split()) for cell in cells)


def _options(options: Iterable[OptionView]) -> list[str]:
    return [
        cell for option in options for cell in (option.text, "correct" if option.is_correct else "incorrect")
    ]


def _numeric(question: QuestionView) -> list[str]:
    number = question.numeric
    assert number is not None
    prompt = f"{question.prompt} ({number.unit})" if number.unit else question.prompt
    return ["NUM", prompt, f"{number.answer:f}", f"{number.tolerance:f}"]


def _match(question: QuestionView) -> list[str]:
    return ["MAT", question.prompt, *(cell for pair in question.pairs for cell in (pair.left, pair.right))]


def _order(question: QuestionView) -> list[str]:
    items = sorted(question.items, key=lambda item: item.position)
    return ["ORD", question.prompt, *(item.text for item in items)]


ROWS: Mapping[str, Callable[[QuestionView], list[str]]] = {
    "single": lambda question: ["MC", question.prompt, *_options(question.options)],
    "multiple": lambda question: ["MA", question.prompt, *_options(question.options)],
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
