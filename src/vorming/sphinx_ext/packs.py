"""The directive of the page “Klopt mijn pakket nog?”: the packs of today, and what changed since each other one."""

from collections.abc import Iterable

from docutils import nodes

from vorming.packs.changes import Changes, all_changes
from vorming.packs.content import PackContent, read_contents
from vorming.packs.say import SAID, report_changes
from vorming.packs.table import pack_title
from vorming.sphinx_ext.base import CourseDirective
from vorming.text.numbers import format_date


class PackChanges(CourseDirective):
    """A table of the numbers of today, then [rubric, paragraphs, bullet lists] per older number."""

    def run(self) -> list[nodes.Node]:
        changes = all_changes(self.loaded, self.course.released)
        released = {found.number: found for found in changes}
        older = [found for found in changes if not found.is_same]
        return [self.table(read_contents(self.loaded), released), *self.older(older)]

    def table(self, contents: Iterable[PackContent], released: dict[str, Changes]) -> nodes.table:
        heads = [SAID["column_pack"], SAID["column_number"], SAID["column_released"]]
        rows = [
            [pack_title(content.pack), content.number, _released(released.get(content.number))]
            for content in contents
        ]
        group = nodes.tgroup("", *(nodes.colspec(colwidth=100 // len(heads)) for _ in heads), cols=len(heads))
        group += nodes.thead("", self.row(heads))
        group += nodes.tbody("", *map(self.row, rows))
        return nodes.table("", group)

    def row(self, texts: Iterable[str]) -> nodes.row:
        return nodes.row("", *(nodes.entry("", self.plain(text)) for text in texts))

    def older(self, found: list[Changes]) -> list[nodes.Node]:
        title = nodes.rubric("", SAID["older"])
        if not found:
            return [title, self.plain(SAID["older_none"])]
        return [title, *(nodes.container("", *self.pack(changes)) for changes in found)]

    def pack(self, changes: Changes) -> list[nodes.Node]:
        report = report_changes(self.loaded, changes)
        head = nodes.rubric("", report.title, ids=[f"pakket-{changes.number.lower()}"])
        body: list[nodes.Node] = [head, self.plain(" ".join(report.lead))]
        for title, lines in report.lists:
            items = (nodes.list_item("", *self.said(line)) for line in lines)
            body += [self.paragraph(f"**{title}**"), nodes.bullet_list("", *items, bullet="-")]
        return [*body, self.plain(" ".join(report.end))] if report.end else body

    def said(self, line: str) -> list[nodes.Node]:
        """Return a line, which may hold the Markdown of the item it speaks of."""
        return [self.paragraph(line)]

    def plain(self, text: str) -> nodes.paragraph:
        found = nodes.paragraph("", text)
        self.set_source_info(found)
        return found


def _released(changes: Changes | None) -> str:
    return format_date(changes.released_on) if changes and changes.released_on else SAID["not_yet"]
