"""Directives that show parts of a lesson or a module: objectives, key points, programme, difficult moments, questions."""

from docutils import nodes

from vorming.course.planning import clock, written_plan
from vorming.model.course import LessonPage, Module, Programme
from vorming.nodes import MODULE_CHECKLIST, quiz_node
from vorming.quiz.selection import view_self_test
from vorming.quiz.view import QuizView, view_alone, view_quiz
from vorming.source.current import language
from vorming.source.typography import quoted
from vorming.sphinx_ext.base import CourseDirective
from vorming.text.markdown import Values, fact_label, values_of
from vorming.text.words import words


class LessonList(CourseDirective):
    """The objectives or the key points of the lesson, as the directive is named: a vorming_box [bullet_list]."""

    def run(self) -> list[nodes.Node]:
        (page,) = self.query_items()
        items = page.lesson.objectives if self.name == "objectives" else page.lesson.points
        return [self.box(self.name, "", self.bullets(item.text for item in items))]


class DifficultMoments(CourseDirective):
    """This lesson's cards, for the trainer: a vorming_box(kind="difficult-moment") each."""

    def run(self) -> list[nodes.Node]:
        labels = words("boxes").group("moment")
        boxes: list[nodes.Node] = []
        for moment in self.query_items():
            texts = [labels["short"].format(text=moment.short), labels["long"].format(text=moment.long)]
            for fact in map(self.course.fact, moment.facts):
                texts.append(labels["fact"].format(label=fact_label(fact), text=fact.statement))
            texts += [
                labels["boundary"].format(text=moment.boundary),
                labels["stop"].format(text=moment.stop),
            ]
            title, body = quoted(moment.says, language()), self.bullets(texts)
            box = self.box("difficult-moment", title, body, name=moment.id)
            box["moment"], box["first"] = moment.id, moment.first
            boxes.append(box)
        return boxes


class ModuleDirective(CourseDirective):
    """A module: [paragraphs, vorming_box(kind="objectives"), enumerated_list of lessons, bullet_list of sources].

    In the trainer's edition, two boxes follow: what to prepare and what to bring.
    """

    def run(self) -> list[nodes.Node]:
        return [node for module in self.named(self.course.modules) for node in self.parts(module)]

    def parts(self, module: Module) -> list[nodes.Node]:
        labels = words("boxes").group("module")
        outcomes = self.bullets(outcome.text for outcome in module.outcomes)
        content: list[nodes.Node] = [
            self.paragraph(labels["for_whom"].format(text=module.for_whom)),
            self.paragraph(labels["duration"].format(text=module.duration)),
            self.box("objectives", "", outcomes, name=f"module-{module.id}"),
            self.paragraph(labels["lessons"]),
        ]
        links = (lesson_link(self.course.lesson(id)) for id in module.lessons)
        items = (nodes.list_item("", self.paragraph(link)) for link in links)
        content.append(nodes.enumerated_list("", *items, enumtype="arabic", prefix="", suffix="."))
        if module.reading:
            sources = (self.cited_title(self.course.source(id)) for id in module.reading)
            content += [self.paragraph(labels["reading"]), self.bullets(sources)]
        for title, texts in ((labels["prepare"], module.prepare), (labels["bring"], module.bring)):
            if texts:
                box = self.box("trainer-note", title, self.bullets(texts))
                box["classes"].append(MODULE_CHECKLIST)
                content.append(box)
        return content


class ProgrammeDirective(CourseDirective):
    """The programmes of a module with clock times: a vorming_box(kind="programme") [table] for each."""

    def run(self) -> list[nodes.Node]:
        modules = self.named(self.course.modules)
        return [self.programme(module, programme) for module in modules for programme in module.programmes]

    def programme(self, module: Module, programme: Programme) -> nodes.Node:
        head, plan = words("boxes").group("programme"), written_plan(self.course, module, programme)
        rows = [[head["clock"], head["part"]]]
        for part in plan.parts:
            rows.append([clock(part.start), lesson_link(part.page) if part.page else part.title])
        rows.append([clock(plan.end), words("trainer")["end"]])
        table = self.markdown_table(rows)
        return self.box("programme", programme.title, *table, name=programme.id)


def lesson_link(page: LessonPage) -> str:
    """Return a Markdown link to the page of a lesson."""
    return f"{{doc}}`{page.title} </{page.page}>`"


class _Questions(CourseDirective):
    """A directive that asks questions: a vorming_quiz node with its own `kind`.

    For a bank with `use: exam` it makes no node, so that no question of an exam reaches a page; `vorming check` reports it.
    """

    @property
    def values(self) -> Values:
        return values_of(self.course, links_numbers=True)

    def quiz(self, view: QuizView, kind: str) -> list[nodes.Node]:
        if not view.questions or view.use == "exam":
            return []
        at = self.place()
        return [quiz_node(view, kind, at.path, at.line)]


class QuizDirective(_Questions):
    """The questions of a bank, or only those in the option `questions`, in that order."""

    def run(self) -> list[nodes.Node]:
        banks, only = self.query_items(), self.options.get("questions", "").split()
        return self.quiz(view_quiz(banks[0], self.values, only), "quiz") if banks else []


class ScenarioDirective(_Questions):
    """One scenario of a bank."""

    def run(self) -> list[nodes.Node]:
        bank = next((bank for bank in self.course.quizzes if self.named(bank.questions)), None)
        return self.quiz(view_alone(bank, self.arguments[0], self.values), "scenario") if bank else []


class SelfTestDirective(_Questions):
    """The self-test of a module, with the same questions in every build."""

    def run(self) -> list[nodes.Node]:
        modules = self.named(self.course.modules)
        return self.quiz(view_self_test(self.course, modules[0], self.values), "self-test") if modules else []
