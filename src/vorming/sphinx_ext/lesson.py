"""Directives that draw from the lesson and its module: objectives, key points, programme, moments."""

from collections.abc import Iterator

from docutils import nodes

from vorming.course.planning import Part, clock, written_plan
from vorming.model.course import DifficultMoment, LessonPage, Module, Programme
from vorming.nodes.course import MODULE_CHECKLIST
from vorming.source.problems import problem
from vorming.sphinx_ext.base import CourseDirective, report, table_row
from vorming.text.markdown import fact_label
from vorming.text.words import words


class LessonDirective(CourseDirective):
    """A directive that needs the lesson of its own page."""

    def lesson(self) -> LessonPage | None:
        found = next((page for page in self.course.lessons if page.page == self.env.docname), None)
        if found is None:
            report(problem(self.place(), "lesson-missing", value=self.name))
        return found


class Objectives(LessonDirective):
    """What the reader learns: vorming_box(kind="objectives") [bullet_list]."""

    def run(self) -> list[nodes.Node]:
        page = self.lesson()
        texts = [objective.text for objective in page.lesson.objectives] if page else []
        return [self.box("objectives", "", self.bullets(texts))] if texts else []


class KeyPoints(LessonDirective):
    """The key points: vorming_box(kind="key-points") [bullet_list]."""

    def run(self) -> list[nodes.Node]:
        page = self.lesson()
        return [self.box("key-points", "", self.bullets(page.lesson.key_points))] if page else []


class DifficultMoments(LessonDirective):
    """This lesson's cards, for the trainer: a vorming_box(kind="difficult-moment") each."""

    def run(self) -> list[nodes.Node]:
        page = self.lesson()
        return [self.card(m) for m in self.course.difficult_moments if page and m.lesson == page.lesson.id]

    def card(self, moment: DifficultMoment) -> nodes.Node:
        facts, said = (self.course.fact(id) for id in moment.facts), words("boxes").group("moment")
        texts = [
            said["short"].format(text=moment.short),
            said["long"].format(text=moment.long),
            *(said["fact"].format(label=fact_label(fact), text=fact.statement) for fact in facts),
            said["boundary"].format(text=moment.boundary),
            said["stop"].format(text=moment.stop),
        ]
        return self.box(
            "difficult-moment", f"“{moment.says}”", self.bullets(texts), trainer=True, name=moment.id
        )


class ModuleDirective(CourseDirective):
    """For whom a module is, its outcomes, its lessons, what to read on; for the trainer what to prepare."""

    def run(self) -> list[nodes.Node]:
        return [
            node
            for module in self.course.modules
            if module.id == self.arguments[0]
            for node in self.parts(module)
        ]

    def parts(self, module: Module) -> Iterator[nodes.Node]:
        said = words("boxes").group("module")
        yield self.paragraph(said["for_whom"].format(text=module.for_whom))
        yield self.paragraph(said["duration"].format(text=module.duration))
        yield self.box(
            "objectives",
            "",
            self.bullets(outcome.text for outcome in module.outcomes),
            name=f"module-{module.id}",
        )
        yield self.paragraph(said["lessons"])
        links = (lesson_link(self.course.lesson(id)) for id in module.lessons)
        items = (nodes.list_item("", self.paragraph(link)) for link in links)
        yield nodes.enumerated_list("", *items, enumtype="arabic", prefix="", suffix=".")
        if module.reading:
            yield self.paragraph(said["reading"])
            yield self.bullets(f"{self.course.source(id).title} {{cite}}`{id}`" for id in module.reading)
        for title, texts in ((said["prepare"], module.prepare), (said["bring"], module.bring)):
            if texts:
                box = self.box("trainer-note", title, self.bullets(texts), trainer=True)
                box["classes"].append(MODULE_CHECKLIST)
                yield box


class ProgrammeDirective(CourseDirective):
    """The programmes of a module with clock times: vorming_box(kind="programme") [table] each."""

    def run(self) -> list[nodes.Node]:
        chosen = (module for module in self.course.modules if module.id == self.arguments[0])
        return [self.programme(module, programme) for module in chosen for programme in module.programmes]

    def programme(self, module: Module, programme: Programme) -> nodes.Node:
        head = words("boxes").group("programme")
        plan = written_plan(self.course, module, programme)
        rows = [table_row(clock(part.start), self.title(part)) for part in plan.parts]
        end = table_row(clock(plan.end), words("trainer")["end"])
        table = self.markdown("\n".join([table_row(head["clock"], head["part"]), "|---|---|", *rows, end]))
        return self.box("programme", programme.title, *table, name=programme.id)

    def title(self, part: Part) -> str:
        return lesson_link(part.page) if part.page else part.title


def lesson_link(page: LessonPage) -> str:
    """Write the Markdown link to a lesson."""
    return f"{{doc}}`{page.title} </{page.page}>`"
