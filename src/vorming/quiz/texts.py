"""Versions of a quiz: its texts as HTML, without the key, or as a list of the texts on a worksheet; cards of a group.

The pages of the book and SCORM share one template. It expects a QuizView whose texts are HTML (see `html_texts`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import TypeVar

from markupsafe import Markup

from vorming.model.quiz import CARDS, LETTERED, Scenario
from vorming.quiz.view import NumberView, OptionView, PairView, QuestionView, QuizView, letters, map_texts
from vorming.text.markdown import inline_html
from vorming.text.templates import fill, script
from vorming.text.words import with_capital, words

V = TypeVar("V")
PATTERNS = ("plain", "stripes", "dots", "checks")
"""The background pattern of each answer card, so that cards differ from afar, in grey and for colour-blind readers."""


def strip_key(question: QuestionView) -> QuestionView:
    """Return a question without its answers, feedback and explanation, as the worksheet shows it.

    Emptied fields keep their type: a text becomes "", a number 0, and `is_correct` None.
    """
    reason, numeric = question.reason, question.numeric
    scenes = []
    for scene in question.scenes:
        ways = tuple(replace(way, score=0, feedback="") for way in scene.ways)
        scenes.append(replace(scene, ways=ways))
    return replace(
        question,
        explanation="",
        options=_unmarked(question.options),
        reason=replace(reason, options=_unmarked(reason.options)) if reason else None,
        items=tuple(replace(item, position=0) for item in question.items),
        # `choices` still has the right texts, but not which left text each belongs to.
        pairs=tuple(PairView(pair.left, "", "") for pair in question.pairs),
        numeric=NumberView(Decimal(0), Decimal(0), numeric.unit, ()) if numeric else None,
        scenes=tuple(scenes),
        model_answer="",
        criteria=(),
    )


def _unmarked(options: Iterable[OptionView]) -> tuple[OptionView, ...]:
    return tuple(replace(option, is_correct=None, feedback="") for option in options)


def sheet_texts(question: QuestionView) -> Iterator[str]:
    """Yield the texts on the worksheet of a question, in order.

    The roles of a scenario are not among them: each player reads only their own role, on a card.
    """
    yield question.prompt
    yield question.hint
    yield from (option.text for option in question.options)
    if question.reason:
        yield question.reason.prompt
        yield from (option.text for option in question.reason.options)
    yield from (item.text for item in question.items)
    yield from (pair.left for pair in question.pairs)
    yield from (choice.text for choice in question.choices)
    for scene in question.scenes:
        yield scene.text
        yield from (way.text for way in scene.ways)
    yield from question.debrief


def render_quiz(quiz: QuizView, kind: str = "quiz") -> str:
    """Render a quiz whose texts are already HTML (see `html_texts`).

    `kind` is “quiz”, “scenario” or “self-test”; it is the end of the class of the element around all questions.
    """
    return fill("quiz/quiz.html.jinja", quiz=quiz, kind=kind, words=words("quiz"))


def quiz_script() -> bytes:
    """Return the script that checks answers, with its words, for pages outside the site.

    The pages of the site get these words from the script of the site.
    """
    return script("QUIZ_WORDS", words("quiz").group("script"), "quiz/static/quiz.js")


def html_texts(view: V) -> V:
    """Return a view with every Markdown text rendered as HTML."""
    return map_texts(view, lambda text: Markup(inline_html(text)))


def answer_cards() -> tuple[tuple[str, str], ...]:
    """Return the letter and the pattern of each card of one set for a group without phones, A to D."""
    return tuple(zip(letters(), PATTERNS, strict=False))


def tallied(questions: Iterable[QuestionView]) -> tuple[QuestionView, ...]:
    """Return the questions that a group can answer by holding up a card: those with no more answers than cards."""
    types = LETTERED | {"poll"}
    return tuple(
        question for question in questions if question.type in types and len(question.options) <= CARDS
    )


def role_cards(scenario: Scenario) -> tuple[tuple[str, str], ...]:
    """Return for each role of a scenario its name, and what only its player knows; the text is “Name: what”."""
    parts = (role.partition(": ") for role in scenario.roles)
    return tuple((name, with_capital(said)) for name, _, said in parts)
