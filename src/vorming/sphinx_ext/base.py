"""The base of the directives and roles: access to the course, places, Markdown from YAML, tables and boxes."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.util.parsing import nested_parse_to_nodes

from vorming.course.usage import query_of
from vorming.model.base import Checked
from vorming.model.course import Course, Reference
from vorming.model.directives import TRAINER_BOXES
from vorming.model.items import Fact
from vorming.nodes import place_at_line, place_of, vorming_box
from vorming.source.load import Loaded
from vorming.source.pages import Call, Page
from vorming.source.problems import Place, Problem, problem
from vorming.sphinx_ext.freshness import loaded_of
from vorming.text.numbers import format_date, unbroken
from vorming.text.words import box_word, words

logger = logging.getLogger(__name__)

Cell = str | Sequence[nodes.Node]
"""The content of a table cell: plain text, or inline nodes."""


def report(problem: Problem) -> None:
    """Log a problem with Sphinx, with its place, type `vorming` and the rule as subtype.

    `build/sphinx.py` parses the log, and every warning in it stops a build.
    """
    log = logger.error if problem.is_error else logger.warning
    location = str(problem.place)
    text = f"{problem.message} [{problem.rule_id}]\n    {problem.hint}"
    log(text, type="vorming", subtype=problem.rule_id, location=location)


def report_at(app: Sphinx, node: nodes.Node, rule_id: str, **values: object) -> None:
    """Report a problem of the rule `rule_id` at a node of the page that is being read."""
    report(problem(place_of(node, Path(app.srcdir), app.env.docname), rule_id, **values))


def recheck_class(item: Checked) -> str:
    """Return a class name with the date by which an item must be checked again.

    A build reads no clock, so a script of the site (js/recheck.js) compares the date with today. Other outputs ignore
    the class.
    """
    return f"recheck-{item.recheck_on}"


def make_table(rows: Sequence[Sequence[Cell]], *, names_rows: bool = True) -> nodes.table:
    """Make table[tgroup[thead, tbody]].

    rows: the first row has the titles of the columns. names_rows: whether the first column has the titles of the rows.
    """
    table_rows = []
    for row in rows:
        contents = ([nodes.Text(cell)] if isinstance(cell, str) else cell for cell in row)
        paragraphs = ([nodes.paragraph("", "", *content)] if content else [] for content in contents)
        table_rows.append(nodes.row("", *(nodes.entry("", *content) for content in paragraphs)))
    columns = [nodes.colspec(colwidth=100 // len(rows[0])) for _ in rows[0]]
    if names_rows:
        columns[0]["stub"] = 1
    head, body = nodes.thead("", table_rows[0]), nodes.tbody("", *table_rows[1:])
    return nodes.table("", nodes.tgroup("", *columns, head, body, cols=len(columns)))


def cite(sources: Iterable[str]) -> str:
    """Return a {cite} role with the keys of some sources, or an empty text if there are none."""
    keys = ",".join(sources)
    return f"{{cite}}`{keys}`" if keys else ""


class CourseMixin:
    """Access to the course for directives and roles."""

    env: BuildEnvironment

    @property
    def loaded(self) -> Loaded:
        return loaded_of(self.env.app)

    @property
    def course(self) -> Course:
        return self.loaded.parsed

    def place(self) -> Place:
        """Return the place of the directive or role itself."""
        source, line = self.get_source_info()  # type: ignore[attr-defined]
        return place_at_line(source, line, Path(self.env.srcdir))


class CourseDirective(CourseMixin, SphinxDirective):
    """A directive that shows an item of the course, or its own body, as nodes that every output can write.

    `vorming check` reports unknown items before any directive runs, so a directive that finds no item returns no nodes and
    reports nothing.
    """

    def named(self, items: Iterable[Any]) -> list[Any]:
        """Return the items whose id is the argument of the directive: one, or none if the id is unknown."""
        return [item for item in items if item.id == self.arguments[0]]

    def query_items(self) -> list[Any]:
        """Return the items to show, chosen by the function that the record of the directive names in `items`."""
        argument, query = next(iter(self.arguments), ""), query_of(self.name)
        call = Call(self.name, argument, self.place(), tuple(self.options.items()))
        return list(query(self.course, Page(self.env.docname, ""), call)) if query else []

    def markdown(self, text: str, place: Place | None = None) -> list[nodes.Node]:
        """Parse Markdown blocks.

        place: the origin of the text, such as a line of a YAML file, for warnings; by default the directive itself.
        """
        at = place or self.place()
        # MyST counts lines from that of the directive. In YAML, a text of several lines starts on the line below its key.
        offset = at.line - self.lineno - ("\n" not in text) if place else self.content_offset
        blocks = nested_parse_to_nodes(self.state, text, offset=offset, allow_section_headings=False)
        for block in blocks:
            for node in block.findall(nodes.Element):
                # MyST gives every node the file of the page.
                node.source, node.line = at.path, node.line if place else at.line
        return blocks

    def markdown_table(self, rows: Sequence[Sequence[str]]) -> list[nodes.Node]:
        """Parse a table whose cells have Markdown; the first row has the titles."""
        # A bar inside a cell would start another cell.
        lines = ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
        return self.markdown("\n".join([lines[0], "|---" * len(rows[0]) + "|", *lines[1:]]))

    def inline(self, text: str, place: Place | None = None) -> list[nodes.Node]:
        """Parse one paragraph of Markdown and return its inline nodes; `place` as in `markdown`."""
        inlines: list[nodes.Node] = []
        for block in self.markdown(unbroken(text), place):
            inlines += block.children if isinstance(block, nodes.paragraph) else [block]
        return inlines

    def paragraph(self, text: str, *classes: str, place: Place | None = None) -> nodes.paragraph:
        """Parse one paragraph of Markdown into a paragraph node; `place` as in `markdown`."""
        paragraph = nodes.paragraph("", "", *self.inline(text, place), classes=list(classes))
        at = place or self.place()
        paragraph.source, paragraph.line = at.path, at.line
        return paragraph

    def cited_title(self, source: Reference) -> nodes.paragraph:
        """Make a paragraph with the title of a source, as plain text, and a citation of it."""
        paragraph = self.paragraph(cite([source.id]))
        paragraph.insert(0, nodes.Text(f"{unbroken(source.title)} "))
        return paragraph

    def bullets(self, texts: Iterable[str | nodes.paragraph]) -> nodes.bullet_list:
        """Make a list with an item per text; a text is Markdown or a paragraph node."""
        paragraphs = (self.paragraph(text) if isinstance(text, str) else text for text in texts)
        items = (nodes.list_item("", paragraph) for paragraph in paragraphs)
        return nodes.bullet_list("", *items, bullet="-")

    def box(
        self, kind: str, title: str = "", *body: nodes.Node, name: str = "", word: str = ""
    ) -> vorming_box:
        """Make a box.

        kind: decides the look and whether only the trainer's edition shows it.
        title: Markdown inlines; may be empty.
        name: the second part of the id of the box, after its kind; by default a serial number.
        word: the label in front of the title; by default that of the kind.
        """
        heading = nodes.paragraph(classes=["box-title"])
        heading += nodes.inline("", word or box_word(kind), classes=["box-word"])
        if title:
            # Not `markdown`, which would read “1. Aan de balie” as a list.
            content, _ = self.parse_inline(unbroken(title))
            heading += [nodes.Text(" "), nodes.inline("", "", *content, classes=["box-name"])]
        box = vorming_box("", heading, *body, kind=kind, classes=[f"box-{kind}"])
        # The id has the kind, because the id of an item is unique only among items of its kind.
        box["ids"] = [f"{kind}-{name or self.env.new_serialno(f'vorming-{kind}') + 1}"]
        if kind in TRAINER_BOXES:
            box["edition"] = "trainer"
        self.set_source_info(box)
        return box

    def provenance(self, item: Checked) -> nodes.paragraph:
        """Make the paragraph that names the status of an item, its sources and the date on which it was checked."""
        sentence, date = words("facts").group("provenance")[item.status], format_date(item.checked_on)
        text = sentence.format(who=item.attributed_to, date=date, sources=cite(item.sources))
        if isinstance(item, Fact) and item.as_of:
            text += words("facts")["stand"].format(as_of=item.as_of)
        paragraph = self.paragraph(text, "provenance", f"status-{item.status}")
        if item.recheck_on:
            paragraph += nodes.inline(classes=[recheck_class(item)])
        return paragraph
