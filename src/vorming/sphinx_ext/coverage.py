"""The directive that shows a trainer which question asks which objective."""

from docutils import nodes

from vorming.model.course import Module
from vorming.nodes.course import SCREEN_ONLY
from vorming.quiz.coverage import coverage_rows, never_asked
from vorming.sphinx_ext.base import CourseDirective, table_row
from vorming.text.words import words


class Coverage(CourseDirective):
    """A module's objectives and questions: vorming_box(kind="trainer-note", edition="trainer") [table per lesson]."""

    def run(self) -> list[nodes.Node]:
        return [self.matrix(module) for module in self.named(self.course.modules)]

    def matrix(self, module: Module) -> nodes.Node:
        said, before = words("quiz").group("coverage"), ""
        lines = [table_row(*(said[head] for head in ("lesson", "objective", "practice", "exam")))]
        lines.append("|---|---|---|---|")
        for row in coverage_rows(self.course, module):
            cells = [", ".join(ids) or said["none"] for ids in (row.practice, row.exam)]
            # The name of a lesson is written once, with ditto marks below it.
            lines.append(table_row("″" if row.lesson == before else row.lesson, row.objective, *cells))
            before = row.lesson
        table = self.markdown("\n".join(lines))
        body = [self.paragraph(said["intro"]), *table]
        if missing := never_asked(self.course, module):
            body += [self.paragraph(said["never_asked"]), self.bullets(entry.question for entry in missing)]
        box = self.box("trainer-note", said["title"], *body, trainer=True, name=f"dekking-{module.id}")
        box["classes"].append(SCREEN_ONLY)
        return box
