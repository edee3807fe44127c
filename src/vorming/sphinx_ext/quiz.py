"""Directives that ask questions, and how a quiz becomes HTML.

    {quiz} BANK          vorming_quiz(kind="quiz"); :questions: chooses from the bank
    {scenario} QUESTION  vorming_quiz(kind="scenario") with one question
    {self-test} MODULE   vorming_quiz(kind="self-test"), a fixed selection from the lessons' banks

A bank with `use: exam` makes no node at all: the checks report it, and nothing of it reaches a page.
"""

from docutils import nodes
from sphinx.writers.html5 import HTML5Translator

from vorming.nodes.course import quiz_node, vorming_quiz
from vorming.quiz.selection import view_self_test
from vorming.quiz.texts import html_texts, render_quiz
from vorming.quiz.view import QuizView, view_alone, view_quiz
from vorming.sphinx_ext.base import CourseDirective
from vorming.text.markdown import Values, values_of


class _QuizDirective(CourseDirective):
    """A directive that shows questions."""

    @property
    def values(self) -> Values:
        return values_of(self.course, links_numbers=True)

    def quiz(self, view: QuizView, kind: str) -> list[nodes.Node]:
        # The questions of an exam are on no page, whatever a page asks for.
        if not view.questions or view.use == "exam":
            return []
        at = self.place()
        return [quiz_node(view, kind, at.path, at.line)]


class QuizDirective(_QuizDirective):
    """The questions of a bank, or those that :questions: names, in that order.

    A bank for an exam makes nothing.
    """

    def run(self) -> list[nodes.Node]:
        banks, only = self.named(self.course.quizzes), self.options.get("questions", "").split()
        return self.quiz(view_quiz(banks[0], self.values, only), "quiz") if banks else []


class ScenarioDirective(_QuizDirective):
    """One scenario of a bank."""

    def run(self) -> list[nodes.Node]:
        bank = next((bank for bank in self.course.quizzes if self.named(bank.questions)), None)
        return self.quiz(view_alone(bank, self.arguments[0], self.values), "scenario") if bank else []


class SelfTestDirective(_QuizDirective):
    """The module's self-test: the same questions at every build."""

    def run(self) -> list[nodes.Node]:
        modules = self.named(self.course.modules)
        return self.quiz(view_self_test(self.course, modules[0], self.values), "self-test") if modules else []


def visit_quiz_html(self: HTML5Translator, node: vorming_quiz) -> None:
    """Render the whole quiz by its template; its children, which are for the search, are skipped."""
    self.body.append(render_quiz(html_texts(node.view), node["kind"]))
    raise nodes.SkipNode
