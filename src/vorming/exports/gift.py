"""GIFT, Moodle's text format. In a true/false question the feedback for the wrong answer comes first."""

import re
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

from vorming.exports.bundle import Bundle, Note, changed, skipped
from vorming.exports.material import Material, QuestionSet
from vorming.exports.moodle import category_path, percent
from vorming.quiz.scoring import tick_values
from vorming.quiz.view import OptionView, QuestionView
from vorming.text.markdown import inline_html, inline_text

_SPECIAL = re.compile(r"([~=#{}:\\])")
LEFT_OUT: Mapping[str, str] = {"scenario": "scenario", "poll": "poll", "order": "order"}


def render(material: Material) -> Bundle:
    """Make one text file per set."""
    files = {f"{chosen.id}-gift.txt": _document(chosen).encode() for chosen in material.sets}
    questions = [question for chosen in material.sets for question in chosen.questions]
    return Bundle(files, tuple(note for question in questions for note in _notes(question)))


def _notes(question: QuestionView) -> Iterable[Note]:
    if question.type in LEFT_OUT:
        yield skipped(question.id, LEFT_OUT[question.type])
    if question.type == "open":
        yield changed(question.id, "open_no_points")
    if question.reason:
        yield changed(question.id, "reason_split")
    if any(pair.feedback for pair in question.pairs):
        yield changed(question.id, "pair_feedback")


def _document(chosen: QuestionSet) -> str:
    blocks: list[str] = []
    for section in chosen.sections:
        blocks.append(f"$CATEGORY: {category_path([chosen.title, section.title])}")
        blocks += [block for question in section.questions for block in _blocks(question)]
    return "\n\n".join(blocks) + "\n"


def _blocks(question: QuestionView) -> Iterable[str]:
    if question.type in BODIES:
        yield _block(question.id, question.prompt, BODIES[question.type](question), question)
    if question.reason:
        prompt = f"{question.prompt} – {question.reason.prompt}"
        yield _block(
            f"{question.id}-reden", prompt, _choices(question.reason.options, is_single=True), question
        )


def _block(id: str, prompt: str, lines: list[str], question: QuestionView) -> str:
    pairs = [f"{pair.left}: {pair.feedback}" for pair in question.pairs if pair.feedback]
    general = _escaped(
        " ".join(text for text in [question.model_answer, question.explanation, *pairs] if text)
    )
    body = "\n".join(f"\t{line}" for line in [*lines, *([f"####{general}"] if general else [])])
    opening = "#" if question.type == "numeric" else ""
    return f"// [id:{id}]\n::{id}::[html]{_escaped(prompt)} {{{opening}\n{body}\n}}"


def _escaped(markdown: str) -> str:
    return _SPECIAL.sub(r"\\\1", inline_html(markdown))


def _with_feedback(answer: str, feedback: str) -> str:
    return f"{answer}#{_escaped(feedback)}" if feedback else answer


def _choices(options: tuple[OptionView, ...], *, is_single: bool) -> list[str]:
    flags = [bool(option.is_correct) for option in options]
    right, wrong = (Fraction(1), Fraction(0)) if is_single else tick_values(flags)
    return [
        _with_feedback(
            f"{_mark(is_right, right if is_right else wrong, is_single)}{_escaped(option.text)}",
            option.feedback,
        )
        for option, is_right in zip(options, flags, strict=True)
    ]


def _mark(is_right: bool, value: Fraction, is_single: bool) -> str:
    if is_single:
        return "=" if is_right else "~"
    return f"~%{percent(value)}%"


def _true_false(question: QuestionView) -> list[str]:
    says_true = bool(question.options[0].is_correct)
    wrong = question.options[1 if says_true else 0].feedback
    return [f"{'TRUE' if says_true else 'FALSE'}#{_escaped(wrong)}"]


def _match(question: QuestionView) -> list[str]:
    paired = {pair.letter for pair in question.pairs}
    extra = [choice.text for choice in question.choices if choice.letter not in paired]
    lines = [f"={_escaped(pair.left)} -> {_plain(pair.right)}" for pair in question.pairs]
    return lines + [f"= -> {_plain(text)}" for text in extra]


def _plain(markdown: str) -> str:
    return _SPECIAL.sub(r"\\\1", inline_text(markdown))


def _numeric(question: QuestionView) -> list[str]:
    number = question.numeric
    assert number is not None
    wrong = [_with_feedback(f"=%0%{item.value:f}:0", item.feedback) for item in number.wrong]
    return [f"={number.answer:f}:{number.tolerance:f}", *wrong]


BODIES: Mapping[str, Callable[[QuestionView], list[str]]] = {
    "single": lambda question: _choices(question.options, is_single=True),
    "multiple": lambda question: _choices(question.options, is_single=False),
    "truefalse": _true_false,
    "match": _match,
    "numeric": _numeric,
    "open": lambda _: [],
}
