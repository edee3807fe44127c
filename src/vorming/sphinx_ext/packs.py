"""The directive that shows the packs of today, and what changed since each pack that was given out."""

from collections.abc import Iterable

from docutils import nodes

from vorming.packs.changes import Changes, all_changes
from vorming.packs.content import read_contents
from vorming.packs.say import SAID, report_changes
from vorming.packs.table import pack_title
from vorming.sphinx_ext.base import CourseDirective
from vorming.text.numbers import format_date


class PackChanges(CourseDirective):
    """A table of the numbers of today, then [rubric, paragraphs, bullet lists] per older number."""

    def run(self) -> list[nodes.Node]:
        changes = all_changes(self.loaded)
        shown: list[nodes.Node] = [self.table(changes), nodes.rubric("", SAID["older"])]
        older = [found for found in changes if not found.is_same]
        if not older:
            shown.append(self.plain(SAID["older_none"]))
        return [*shown, *(nodes.container("", *self.pack(found)) for found in older)]

    def table(self, changes: Iterable[Changes]) -> nodes.table:
        released = {found.number: found.released_on for found in changes}
        heads = [SAID["column_pack"], SAID["column_number"], SAID["column_released"]]
        group = nodes.tgroup("", *(nodes.colspec(colwidth=100 // len(heads)) for _ in heads), cols=len(heads))
        body = nodes.tbody()
        for content in read_contents(self.loaded):
            day = released.get(content.number)
            shown = format_date(day) if day else SAID["not_yet"]
            body += self.row([pack_title(content.pack), content.number, shown])
        group += [nodes.thead("", self.row(heads)), body]
        return nodes.table("", group)

    def row(self, texts: Iterable[str]) -> nodes.row:
        return nodes.row("", *(nodes.entry("", self.plain(text)) for text in texts))

    def pack(self, changes: Changes) -> list[nodes.Node]:
        report = report_changes(self.loaded, changes)
        head = nodes.rubric("", report.title, ids=[f"pakket-{changes.number.lower()}"])
        body: list[nodes.Node] = [head, self.plain(" ".join(report.lead))]
        for title, lines in report.lists:
            # Not plain: a line may have the Markdown of the item it tells of.
            body += [self.paragraph(f"**{title}**"), self.bullets(lines)]
        return [*body, self.plain(" ".join(report.end))] if report.end else body

    def plain(self, text: str) -> nodes.paragraph:
        """Make a paragraph of text that has no Markdown."""
        found = nodes.paragraph("", text)
        self.set_source_info(found)
        return found
