"""What the directives and roles of the course share: the course, places, Markdown from YAML, boxes."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.util.parsing import nested_parse_to_nodes

from vorming.course.usage import draw_of
from vorming.model.base import Checked
from vorming.model.course import Course, Source
from vorming.model.directives import TRAINER_BOXES
from vorming.model.facts import Fact
from vorming.nodes.course import place_at_line, place_of, vorming_box
from vorming.source.load import Loaded
from vorming.source.pages import Call, Page
from vorming.source.problems import Place, Problem, problem
from vorming.sphinx_ext.freshness import loaded_of
from vorming.text.numbers import format_date, unbroken
from vorming.text.words import box_word, words

logger = logging.getLogger(__name__)

Cell = str | Sequence[nodes.Node]
"""Of a table: plain text, or inline nodes."""


def report(found: Problem) -> None:
    """Log a problem as Sphinx does: with its place, type `vorming` and the rule as subtype.

    `build/sphinx_warnings.py` reads the log back, and every line of it stops a build.
    """
    log = logger.error if found.is_error else logger.warning
    location = str(found.place)
    text = f"{found.message} [{found.rule_id}]\n    {found.hint}"
    log(text, type="vorming", subtype=found.rule_id, location=location)


def report_at(app: Sphinx, node: nodes.Node, rule_id: str, **values: object) -> None:
    """Report the problem of a rule at a node of the page that is being read."""
    report(problem(place_of(node, Path(app.srcdir), app.env.docname), rule_id, **values))


def recheck_class(item: Checked) -> str:
    """Name the class that carries the date by which an item must be checked again.

    The build reads no clock, so the site's script (js/recheck.js) compares it with the date of the reader;
    other outputs ignore it.
    """
    return f"recheck-{item.recheck_on}"


def make_table(rows: Sequence[Sequence[Cell]], *, names_rows: bool = True) -> nodes.table:
    """Make table[tgroup[thead, tbody]]; the first row has the titles, and the first column may name each row."""
    made = []
    for row in rows:
        contents = ([nodes.Text(cell)] if isinstance(cell, str) else cell for cell in row)
        paragraphs = ([nodes.paragraph("", "", *content)] if content else [] for content in contents)
        made.append(nodes.row("", *(nodes.entry("", *content) for content in paragraphs)))
    columns = [nodes.colspec(colwidth=100 // len(rows[0])) for _ in rows[0]]
    if names_rows:
        columns[0]["stub"] = 1
    head, body = nodes.thead("", made[0]), nodes.tbody("", *made[1:])
    return nodes.table("", nodes.tgroup("", *columns, head, body, cols=len(columns)))


def cite(sources: Iterable[str]) -> str:
    """Write a {cite} role with the keys of some sources; empty where there are none."""
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
    """A directive that makes nodes that every output can write, of an item it looks up or of its body.

    The check stops a build that names an unknown item before any directive runs, so a directive that
    finds nothing returns nothing and reports nothing.
    """

    def named(self, items: Iterable[Any]) -> list[Any]:
        """Return the items whose id is the argument of the directive.

        One, or none where the check was left out: then the directive makes nothing.
        """
        return [item for item in items if item.id == self.arguments[0]]

    def drawn(self) -> list[Any]:
        """Return the items that the directive draws, as its record in the table says."""
        argument, draw = next(iter(self.arguments), ""), draw_of(self.name)
        call = Call(self.name, argument, self.place(), tuple(self.options.items()))
        return list(draw(self.course, Page(self.env.docname, ""), call)) if draw else []

    def markdown(self, text: str, place: Place | None = None) -> list[nodes.Node]:
        """Parse Markdown blocks.

        place: where the text comes from, such as a line of a YAML file, for warnings; the directive
        itself when left out.
        """
        at = place or self.place()
        # MyST counts from the line of the directive; in YAML, a text of more lines starts on the one below its key.
        offset = at.line - self.lineno - ("\n" not in text) if place else self.content_offset
        found = nested_parse_to_nodes(self.state, text, offset=offset, allow_section_headings=False)
        for block in found:
            for node in block.findall(nodes.Element):
                # MyST gives every node the file of the page.
                node.source, node.line = at.path, node.line if place else at.line
        return found

    def markdown_table(self, rows: Sequence[Sequence[str]]) -> list[nodes.Node]:
        """Parse a table whose cells have Markdown; the first row has the titles."""
        # A bar inside a cell is text.
        lines = ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
        return self.markdown("\n".join([lines[0], "|---" * len(rows[0]) + "|", *lines[1:]]))

    def inline(self, text: str, place: Place | None = None) -> list[nodes.Node]:
        """Parse one paragraph of Markdown and return its inline nodes; `place` as in `markdown`."""
        found: list[nodes.Node] = []
        for block in self.markdown(unbroken(text), place):
            found += block.children if isinstance(block, nodes.paragraph) else [block]
        return found

    def paragraph(self, text: str, *classes: str, place: Place | None = None) -> nodes.paragraph:
        """Make a paragraph of one paragraph of Markdown; `place` as in `markdown`."""
        found = nodes.paragraph("", "", *self.inline(text, place), classes=list(classes))
        at = place or self.place()
        found.source, found.line = at.path, at.line
        return found

    def cited_title(self, source: Source) -> nodes.paragraph:
        """Make a paragraph of the title of a source, which has no Markdown, and a citation of it."""
        found = self.paragraph(cite([source.id]))
        found.insert(0, nodes.Text(f"{unbroken(source.title)} "))
        return found

    def bullets(self, texts: Iterable[str | nodes.paragraph]) -> nodes.bullet_list:
        """Make a list with an item per text: a paragraph, or one of Markdown."""
        made = (self.paragraph(text) if isinstance(text, str) else text for text in texts)
        items = (nodes.list_item("", paragraph) for paragraph in made)
        return nodes.bullet_list("", *items, bullet="-")

    def box(
        self, kind: str, title: str = "", *body: nodes.Node, name: str = "", word: str = ""
    ) -> vorming_box:
        """Make a box.

        kind: decides the look, whether only the trainer's edition has it, and the word in front of the title unless
        `word` is given.
        title: Markdown inlines; may be empty.
        name: makes the id of the box with its kind; a serial number when left out.
        """
        heading = nodes.paragraph(classes=["box-title"])
        heading += nodes.inline("", word or box_word(kind), classes=["box-word"])
        if title:
            said, _ = self.parse_inline(unbroken(title))  # “1. Aan de balie” is no list here
            heading += [nodes.Text(" "), nodes.inline("", "", *said, classes=["box-name"])]
        found = vorming_box("", heading, *body, kind=kind, classes=[f"box-{kind}"])
        # With the kind, for the id of an item is unique only among items of its kind.
        found["ids"] = [f"{kind}-{name or self.env.new_serialno(f'vorming-{kind}') + 1}"]
        if kind in TRAINER_BOXES:
            found["edition"] = "trainer"
        self.set_source_info(found)
        return found

    def provenance(self, item: Checked) -> nodes.paragraph:
        """Say whose word an item is, from which sources, and when it was checked."""
        said, date = words("facts").group("provenance")[item.status], format_date(item.checked_on)
        text = said.format(who=item.attributed_to, date=date, sources=cite(item.sources))
        if isinstance(item, Fact) and item.as_of:
            text += words("facts")["stand"].format(as_of=item.as_of)
        found = self.paragraph(text, "provenance", f"status-{item.status}")
        if item.recheck_on:
            found += nodes.inline(classes=[recheck_class(item)])
        return found
