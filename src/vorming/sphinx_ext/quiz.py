"""Directives that ask questions: a bank, one scenario, a module's self-test; and how they look in HTML.

    {quiz} BANK          vorming_quiz(kind="quiz"); :questions: chooses from the bank
    {scenario} QUESTION  vorming_quiz(kind="scenario") with one question
    {self-test} MODULE   vorming_quiz(kind="self-test"), a fixed selection from the lessons' banks

A bank with `use: exam` makes no node at all: the checks report it, and nothing of it reaches a page.
"""

from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from vorming.model.quiz import Quiz
from vorming.nodes.quiz import quiz_node, vorming_quiz
from vorming.quiz.html import html_texts, render_quiz
from vorming.quiz.view import QuizView, view_alone, view_quiz, view_self_test
from vorming.sphinx_ext.base import CourseDirective
from vorming.text.markdown import Values, values_of


class _QuizDirective(CourseDirective):
    """A directive that shows questions."""

    def quiz(self, view: QuizView, kind: str) -> list[nodes.Node]:
        if not view.questions or view.use == "exam":
            return []
        at = self.place()
        return [quiz_node(view, kind, at.path, at.line)]

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


def visit_quiz_html(self: HTML5Translator, node: vorming_quiz) -> None:
    """Render the whole quiz by its template; its texts for the search are not visited."""
    self.body.append(render_quiz(html_texts(node.view, is_typographic=True), node["kind"]))
    raise nodes.SkipNode


def add_assets(
    app: Sphinx, pagename: str, _: str, __: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Load the quiz's script and style on pages that have a quiz."""
    if doctree is not None and next(iter(doctree.findall(vorming_quiz)), None):
        app.add_css_file("quiz.css")
        app.add_js_file("quiz.js", loading_method="defer")
