"""Directives that ask questions, and how a quiz becomes HTML.

    {quiz} BANK          vorming_quiz(kind="quiz"); :questions: chooses from the bank
    {scenario} QUESTION  vorming_quiz(kind="scenario") with one question
    {self-test} MODULE   vorming_quiz(kind="self-test"), a fixed selection from the lessons' banks
    {coverage} MODULE    vorming_box(kind="trainer-note"): which question asks which objective

A bank with `use: exam` makes no node at all: the checks report it, and nothing of it reaches a page.
"""

from docutils import nodes
from sphinx.writers.html5 import HTML5Translator

from vorming.model.course import Module
from vorming.nodes.course import SCREEN_ONLY
from vorming.nodes.quiz import quiz_node, vorming_quiz
from vorming.quiz.selection import coverage_rows, never_asked, view_self_test
from vorming.quiz.texts import html_texts, render_quiz
from vorming.quiz.view import QuizView, view_alone, view_quiz
from vorming.sphinx_ext.base import CourseDirective
from vorming.text.markdown import Values, values_of
from vorming.text.words import words


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


class Coverage(CourseDirective):
    """A module's objectives and questions: vorming_box(kind="trainer-note", edition="trainer") [table per lesson]."""

    def run(self) -> list[nodes.Node]:
        return [self.matrix(module) for module in self.named(self.course.modules)]

    def matrix(self, module: Module) -> nodes.Node:
        said, before = words("quiz").group("coverage"), ""
        rows = [[said[head] for head in ("lesson", "objective", "practice", "exam")]]
        for row in coverage_rows(self.course, module):
            cells = [", ".join(ids) or said["none"] for ids in (row.practice, row.exam)]
            # The name of a lesson is written once, with ditto marks below it.
            rows.append(["″" if row.lesson == before else row.lesson, row.objective, *cells])
            before = row.lesson
        body = [self.paragraph(said["intro"]), *self.markdown_table(rows)]
        if missing := never_asked(self.course, module):
            body += [self.paragraph(said["never_asked"]), self.bullets(entry.question for entry in missing)]
        box = self.box("trainer-note", said["title"], *body, name=f"dekking-{module.id}")
        box["classes"].append(SCREEN_ONLY)
        return box


def visit_quiz_html(self: HTML5Translator, node: vorming_quiz) -> None:
    """Render the whole quiz by its template; its children, which are for the search, are skipped."""
    self.body.append(render_quiz(html_texts(node.view, is_typographic=True), node["kind"]))
    raise nodes.SkipNode
