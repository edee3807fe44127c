"""What an answer is worth: the one rule that the page, SCORM, QTI and the LMS exports all follow.

A response is a tuple of texts: the chosen options; for true/false “true” or “false” and maybe the reason;
for an order the items as put; for a match the right side chosen at each left side, in order ("" for none);
for a number what was typed.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from vorming.model import quiz as model
from vorming.quiz.view import right_answer
from vorming.text.markdown import Values

Response = tuple[str, ...]
NOTHING = Fraction(0)
ALL = Fraction(1)

_SPACES = re.compile(r"[\s\u00a0\u2009\u202f]+")
_GROUPED = re.compile(r"[+-]?\d{1,3}(\.\d{3})+(,\d+)?")
_PLAIN = re.compile(r"[+-]?\d+([.,]\d+)?")


def score(question: model.Question, response: Response, values: Values) -> tuple[Fraction, ...]:
    """Return what each part of a response is worth, from 0 to 1; nothing at all where nothing is scored."""
    if isinstance(question, model.Numeric):
        return (_numeric(question, response, values),)
    scorer = SCORERS.get(type(question))
    return scorer(question, response) if scorer else ()


def part_count(question: model.Question) -> int:
    """Return how many parts of a question are scored apart: two for true/false with a reason."""
    if isinstance(question, model.TrueFalse):
        return 2 if question.reason else 1
    return 1 if type(question) in SCORERS or isinstance(question, model.Numeric) else 0


def tick_values(are_correct: Iterable[bool]) -> tuple[Fraction, Fraction]:
    """Return what a right and a wrong tick are worth where several answers are right."""
    ticks = tuple(are_correct)
    return Fraction(1, ticks.count(True)), -Fraction(1, ticks.count(False))


def read_number(text: str) -> Decimal | None:
    """Read what a person typed (550 · 550,0 · 1 550 · 1.550 · 4.5), or None when it is no number."""
    typed = _SPACES.sub("", text).replace("−", "-")
    if _GROUPED.fullmatch(typed):
        return Decimal(typed.replace(".", "").replace(",", "."))
    return Decimal(typed.replace(",", ".")) if _PLAIN.fullmatch(typed) else None


def is_within(typed: Decimal, answer: Decimal, tolerance: Decimal) -> bool:
    """Say whether a number is near enough to the answer."""
    return abs(typed - answer) <= tolerance


def _choice(options: Iterable[model.Option], chosen: str) -> Fraction:
    return ALL if any(option.correct and option.text == chosen for option in options) else NOTHING


def _single(question: model.Single, response: Response) -> tuple[Fraction, ...]:
    return (_choice(question.options, response[0]),)


def _multiple(question: model.Multiple, response: Response) -> tuple[Fraction, ...]:
    right, wrong = tick_values(option.correct for option in question.options)
    total = sum(right if option.correct else wrong for option in question.options if option.text in response)
    return (max(NOTHING, Fraction(total)),)


def _true_false(question: model.TrueFalse, response: Response) -> tuple[Fraction, ...]:
    said = ALL if (response[0] == "true") is question.answer else NOTHING
    if question.reason is None:
        return (said,)
    return said, _choice(question.reason.options, response[1]) if len(response) > 1 else NOTHING


def _order(question: model.Order, response: Response) -> tuple[Fraction, ...]:
    return (ALL if response == question.items else NOTHING,)


def _match(question: model.Match, response: Response) -> tuple[Fraction, ...]:
    right = sum(pair.right == chosen for pair, chosen in zip(question.pairs, response, strict=True))
    return (Fraction(right, len(question.pairs)),)


def _numeric(question: model.Numeric, response: Response, values: Values) -> Fraction:
    typed, answer = read_number(response[0]), right_answer(question, values)
    is_right = typed is not None and answer is not None and is_within(typed, answer, question.tolerance)
    return ALL if is_right else NOTHING


SCORERS: Mapping[type[model.QuestionBase], Callable[..., tuple[Fraction, ...]]] = {
    model.Single: _single,
    model.Multiple: _multiple,
    model.TrueFalse: _true_false,
    model.Order: _order,
    model.Match: _match,
}
