"""The directive that shows a trainer which question asks what."""

from collections.abc import Iterator

from docutils import nodes

from vorming.model.course import Module
from vorming.nodes.course import SCREEN_ONLY
from vorming.quiz.coverage import CoverageRow, coverage_rows, never_asked
from vorming.sphinx_ext.base import CourseDirective, table_row
from vorming.text.words import words


class Coverage(CourseDirective):
    """A module's objectives and questions: vorming_box(kind="trainer-note", edition="trainer") [table per lesson]."""

    def run(self) -> list[nodes.Node]:
        chosen = (module for module in self.course.modules if module.id == self.arguments[0])
        return [self.matrix(module) for module in chosen]

    def matrix(self, module: Module) -> nodes.Node:
        said = words("quiz").group("coverage")
        table = self.markdown("\n".join(self.lines(coverage_rows(self.course, module))))
        body = [self.paragraph(said["intro"]), *table]
        if missing := never_asked(self.course, module):
            body += [self.paragraph(said["never_asked"]), self.bullets(entry.question for entry in missing)]
        box = self.box("trainer-note", said["title"], *body, trainer=True, name=f"dekking-{module.id}")
        box["classes"].append(SCREEN_ONLY)
        return box

    def lines(self, rows: tuple[CoverageRow, ...]) -> Iterator[str]:
        """Write the table; a lesson's name stands once."""
        said = words("quiz").group("coverage")
        yield table_row(*(said[head] for head in ("lesson", "objective", "practice", "exam")))
        yield "|---|---|---|---|"
        before = ""
        for row in rows:
            cells = [", ".join(ids) or said["none"] for ids in (row.practice, row.exam)]
            lesson = row.lesson if row.lesson != before else "″"
            yield table_row(lesson, row.objective, *cells)
            before = row.lesson
