"""Directives that ask questions: a bank, one scenario, a module's self-test; and how they look in HTML.

    {quiz} BANK          vorming_quiz(kind="quiz"); :questions: chooses from the bank
    {scenario} QUESTION  vorming_quiz(kind="scenario") with one question
    {self-test} MODULE   vorming_quiz(kind="self-test"), a fixed selection from the lessons' banks

A bank with `use: exam` makes no node at all: the checks report it, and nothing of it reaches a page.
"""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any, TypeVar

from docutils import nodes
from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.html5 import HTML5Translator

from vorming.model.quiz import Quiz
from vorming.nodes import quiz as q
from vorming.nodes.course import vorming_lines
from vorming.quiz.html import render_quiz
from vorming.quiz.view import (
    ItemView,
    NumberView,
    OptionView,
    PairView,
    QuestionView,
    QuizView,
    ReasonView,
    SceneView,
    WayView,
    WrongValueView,
    view_alone,
    view_quiz,
    view_self_test,
)
from vorming.sphinx_ext.base import CourseDirective
from vorming.text.markdown import Values, values_of

E = TypeVar("E", bound=nodes.Element)
Inline = Callable[[nodes.Element], str]


class _QuizDirective(CourseDirective):
    """A directive that shows questions."""

    def quiz(self, view: QuizView, kind: str) -> list[nodes.Node]:
        if not view.questions or view.use == "exam":
            return []
        at = self.place()
        node = q.quiz_node(view, kind, at.path, at.line)
        node["docname"] = self.env.docname
        return [node]

    @property
    def values(self) -> Values:
        return values_of(self.course, links_numbers=True)

    def banks(self) -> Iterator[Quiz]:
        return (quiz for quiz in self.course.quizzes if quiz.use == "practice")


class QuizDirective(_QuizDirective):
    """The questions of a bank, or those that :questions: names, in that order."""

    def run(self) -> list[nodes.Node]:
        bank = next((quiz for quiz in self.banks() if quiz.id == self.arguments[0]), None)
        if bank is None:
            return []
        only = self.options.get("questions", "").split()
        return self.quiz(view_quiz(bank, self.values, only), "quiz")


class ScenarioDirective(_QuizDirective):
    """One scenario of a bank."""

    def run(self) -> list[nodes.Node]:
        id = self.arguments[0]
        bank = next((quiz for quiz in self.banks() if any(found.id == id for found in quiz.questions)), None)
        return self.quiz(view_alone(bank, id, self.values), "scenario") if bank else []


class SelfTestDirective(_QuizDirective):
    """The module's self-test: the same questions at every build."""

    def run(self) -> list[nodes.Node]:
        modules = (module for module in self.course.modules if module.id == self.arguments[0])
        return [
            node
            for module in modules
            for node in self.quiz(view_self_test(self.course, module, self.values), "self-test")
        ]


class HideKeyFromSearch(SphinxPostTransform):
    """Leave the worksheet in an HTML page's tree and keep the whole quiz beside it, for the visitor.

    The search index reads the tree; an answer must not turn up there, nor a role, which its player reads alone.
    """

    default_priority = 900
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        for quiz in list(self.document.findall(q.vorming_quiz)):
            sheet = q.strip_key(quiz)
            for role in list(sheet.findall(q.vorming_role)):
                role.parent.remove(role)
            sheet["whole"] = quiz.deepcopy()
            quiz.replace_self(sheet)


def visit_quiz_html(self: HTML5Translator, node: q.vorming_quiz) -> None:
    """Render the whole quiz by its template; its children are not visited."""
    whole = node.get("whole", node)
    self.body.append(render_quiz(read_quiz(whole, lambda text: _inner_html(self, text)), whole["kind"]))
    raise nodes.SkipNode


def _inner_html(translator: HTML5Translator, node: nodes.Element) -> Markup:
    """Render what stands inside a text node, with the page's own translator."""
    start = len(translator.body)
    for child in node.children:
        child.walkabout(translator)
    rendered = "".join(translator.body[start:])
    del translator.body[start:]
    return Markup(rendered)


def add_assets(
    app: Sphinx, pagename: str, _: str, __: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Load the quiz's script and style on pages that have a quiz."""
    if doctree is not None and next(iter(doctree.findall(q.vorming_quiz)), None):
        app.add_css_file("quiz.css")
        app.add_js_file("quiz.js", loading_method="defer")


def read_quiz(quiz: q.vorming_quiz, inline: Inline) -> QuizView:
    """Read the tree of a quiz back, each text rendered by `inline`."""
    questions = tuple(_question(node, inline) for node in _children(quiz, q.vorming_question))
    return QuizView(quiz["bank"], quiz["title"], quiz["use"], questions)


def _question(node: q.vorming_question, inline: Inline) -> QuestionView:
    lists = {options["role"]: options for options in _children(node, q.vorming_options)}
    answers = lists.get("answer") or lists.get("poll")
    scale = _children(node, q.vorming_scale)
    return QuestionView(
        id=node["question_id"],
        type=node["type"],
        number=node["number"],
        points=node["points"],
        instruction=node["instruction"],
        prompt=_text(node, q.vorming_prompt, inline),
        explanation=_text(node, q.vorming_explanation, inline),
        hint=_text(node, q.vorming_hint, inline),
        options=_options(answers, inline) if answers is not None else (),
        reason=_reason(lists["reason"], inline) if "reason" in lists else None,
        items=_items(node, inline),
        pairs=_pairs(node, inline),
        choices=tuple(OptionView(c["letter"], inline(c)) for c in node.findall(q.vorming_choice)),
        numeric=_number(node, inline),
        scenes=tuple(_scene(scene, inline) for scene in _children(node, q.vorming_scene)),
        roles=_texts(node, q.vorming_role, inline),
        debrief=_texts(node, q.vorming_debrief, inline),
        scale=(scale[0]["low"], scale[0]["high"]) if scale else (),
        lines=sum(lines["count"] for lines in _children(node, vorming_lines)),
        model_answer=_text(node, q.vorming_model_answer, inline),
        criteria=_texts(node, q.vorming_criterion, inline),
    )


def _children(node: nodes.Element, kind: type[E]) -> Sequence[E]:
    return [child for child in node.children if isinstance(child, kind)]


def _texts(node: nodes.Element, kind: type[nodes.Element], inline: Inline) -> tuple[str, ...]:
    return tuple(inline(child) for child in _children(node, kind))


def _text(node: nodes.Element, kind: type[nodes.Element], inline: Inline) -> str:
    return next(iter(_texts(node, kind, inline)), "")


def _options(node: q.vorming_options, inline: Inline) -> tuple[OptionView, ...]:
    return tuple(
        OptionView(
            option["letter"],
            _text(option, q.vorming_option_text, inline),
            option.get("correct"),
            _text(option, q.vorming_feedback, inline),
        )
        for option in _children(node, q.vorming_option)
    )


def _reason(node: q.vorming_options, inline: Inline) -> ReasonView:
    return ReasonView(_text(node, q.vorming_reason_prompt, inline), _options(node, inline))


def _items(node: q.vorming_question, inline: Inline) -> tuple[ItemView, ...]:
    found = node.findall(q.vorming_item)
    return tuple(ItemView(item["letter"], inline(item), item["position"]) for item in found)


def _pairs(node: q.vorming_question, inline: Inline) -> tuple[PairView, ...]:
    rights = {choice["letter"]: inline(choice) for choice in node.findall(q.vorming_choice)}
    return tuple(
        PairView(
            _text(pair, q.vorming_option_text, inline),
            pair["letter"],
            rights[pair["letter"]],
            _text(pair, q.vorming_feedback, inline),
        )
        for pair in node.findall(q.vorming_pair)
    )


def _number(node: q.vorming_question, inline: Inline) -> NumberView | None:
    for number in _children(node, q.vorming_number):
        wrong = (
            WrongValueView(Decimal(w["exact"]), inline(w)) for w in _children(number, q.vorming_wrong_value)
        )
        return NumberView(Decimal(number["exact"]), Decimal(number["within"]), number["unit"], tuple(wrong))
    return None


def _scene(node: q.vorming_scene, inline: Inline) -> SceneView:
    ways = tuple(_way(way, inline) for way in _children(node, q.vorming_way))
    return SceneView(
        node["scene_id"], node["number"], _text(node, q.vorming_scene_text, inline), ways, node["end"]
    )


def _way(node: q.vorming_way, inline: Inline) -> WayView:
    text, feedback = (_text(node, kind, inline) for kind in (q.vorming_option_text, q.vorming_feedback))
    return WayView(node["letter"], text, node["next_id"], node["next_number"], node["score"], feedback)
