"""Directives that ask questions: each makes a vorming_quiz node with its own `kind`.

For a bank with `use: exam` they make no node, so that no question of an exam reaches a page; `vorming check` reports it.
"""

from docutils import nodes

from vorming.nodes.course import quiz_node
from vorming.quiz.selection import view_self_test
from vorming.quiz.view import QuizView, view_alone, view_quiz
from vorming.sphinx_ext.base import CourseDirective
from vorming.text.markdown import Values, values_of


class _QuizDirective(CourseDirective):
    @property
    def values(self) -> Values:
        return values_of(self.course, links_numbers=True)

    def quiz(self, view: QuizView, kind: str) -> list[nodes.Node]:
        if not view.questions or view.use == "exam":
            return []
        at = self.place()
        return [quiz_node(view, kind, at.path, at.line)]


class QuizDirective(_QuizDirective):
    """The questions of a bank, or only those in the option `questions`, in that order."""

    def run(self) -> list[nodes.Node]:
        banks, only = self.query_items(), self.options.get("questions", "").split()
        return self.quiz(view_quiz(banks[0], self.values, only), "quiz") if banks else []


class ScenarioDirective(_QuizDirective):
    """One scenario of a bank."""

    def run(self) -> list[nodes.Node]:
        bank = next((bank for bank in self.course.quizzes if self.named(bank.questions)), None)
        return self.quiz(view_alone(bank, self.arguments[0], self.values), "scenario") if bank else []


class SelfTestDirective(_QuizDirective):
    """The self-test of a module, with the same questions in every build."""

    def run(self) -> list[nodes.Node]:
        modules = self.named(self.course.modules)
        return self.quiz(view_self_test(self.course, modules[0], self.values), "self-test") if modules else []
