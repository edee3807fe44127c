"""What every directive of the course shares: the course, Markdown from YAML, boxes."""

import re
from collections.abc import Iterable
from pathlib import Path

from docutils import nodes
from docutils.statemachine import StringList
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective, SphinxRole

from vorming.model.base import Checked
from vorming.model.course import Course
from vorming.model.facts import Fact
from vorming.nodes.course import vorming_box
from vorming.source.load import Loaded
from vorming.source.problems import Place, Problem
from vorming.sphinx_ext.freshness import domain_of
from vorming.sphinx_ext.notebook_faults import CELL, place_in_notebook
from vorming.text.numbers import format_date, unbroken
from vorming.text.words import box_word, words

logger = logging.getLogger(__name__)

_PLAIN = re.compile(r"[^\W\d_](?:[^\W_]|[ ,.;:()!?%€/–’‘“”-])*(?<! )")
"""One line that means itself in Markdown, as most sentences do: parsing them took a tenth of the reading."""

_BAR = "\\|"


def report(found: Problem) -> None:
    """Log a problem as Sphinx does: with its place, type `vorming` and the rule as subtype."""
    log = logger.error if found.is_error else logger.warning
    location = f"{found.place.path}:{found.place.line}"
    log(
        f"{found.message} {found.hint} [{found.rule_id}]",
        type="vorming",
        subtype=found.rule_id,
        location=location,
    )


def place_of(node: nodes.Node, root: Path, page: str) -> Place:
    """Return where a node of a page comes from, or the nearest node around it that knows."""
    around: nodes.Node | None = node
    while around is not None and not (getattr(around, "source", None) and getattr(around, "line", None)):
        around = around.parent
    if around is None:
        return Place(f"{page}.md")
    path = Path(str(around.source))
    shown = path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
    line = int(around.line or 1)
    if shown.endswith(".ipynb") and line >= CELL:
        return place_in_notebook(root, shown, line // CELL, line % CELL)
    return Place(shown, line)


def recheck_class(item: Checked) -> str:
    """Name the class by which a page's script knows that a check is past its day; other media ignore it."""
    return f"recheck-{item.recheck_on}"


def table_row(*cells: str) -> str:
    """Write a row of a Markdown table; a bar inside a cell is text."""
    return f"| {' | '.join(cell.replace('|', _BAR) for cell in cells)} |"


def cite(sources: Iterable[str]) -> str:
    """Write a citation of some sources; empty where there are none."""
    keys = ",".join(sources)
    return f"{{cite}}`{keys}`" if keys else ""


class CourseMixin:
    """Access to the course for directives and roles."""

    @property
    def loaded(self) -> Loaded:
        return domain_of(self.env).loaded  # type: ignore[attr-defined]

    @property
    def course(self) -> Course:
        course = self.loaded.course
        assert course is not None, "builder-inited stops a build without a course"
        return course


class CourseRole(CourseMixin, SphinxRole):
    """A role that looks an item up."""


class CourseDirective(CourseMixin, SphinxDirective):
    """A directive that looks an item up and emits neutral nodes."""

    def place(self) -> Place:
        source, line = self.get_source_info()
        path, root = Path(source), Path(self.env.srcdir)
        return Place(path.relative_to(root).as_posix() if path.is_relative_to(root) else source, line)

    def markdown(self, text: str, place: Place | None = None) -> list[nodes.Node]:
        """Parse Markdown blocks that came from `place` (a YAML file, or this directive)."""
        holder = nodes.Element()
        at = place or self.place()
        lines = StringList(text.splitlines(), source=at.path)
        self.state.nested_parse(lines, at.line if place else self.content_offset, holder)
        for node in holder.findall(nodes.Element):  # MyST takes the page for the file of its lines
            node.source, node.line = at.path, node.line if place else at.line
        return list(holder.children)

    def inline(self, text: str, place: Place | None = None) -> list[nodes.Node]:
        """Parse one paragraph of Markdown and return what stands inside it."""
        text = unbroken(text)
        if _PLAIN.fullmatch(text):
            return [nodes.Text(text)]
        blocks = self.markdown(text, place)
        return [
            child
            for block in blocks
            for child in (block.children if isinstance(block, nodes.paragraph) else [block])
        ]

    def paragraph(self, text: str, *classes: str, place: Place | None = None) -> nodes.paragraph:
        found = nodes.paragraph("", "", *self.inline(text, place), classes=list(classes))
        at = place or self.place()
        found.source, found.line = at.path, at.line
        return found

    def bullets(self, texts: Iterable[str], place: Place | None = None) -> nodes.bullet_list:
        return self.placed_bullets((text, place) for text in texts)

    def placed_bullets(self, texts: Iterable[tuple[str, Place | None]]) -> nodes.bullet_list:
        """Make a list of texts, each of which comes from a place of its own."""
        items = (nodes.list_item("", self.paragraph(text, place=place)) for text, place in texts)
        return nodes.bullet_list("", *items, bullet="-")

    def box(
        self,
        kind: str,
        title: str = "",
        *body: nodes.Node,
        trainer: bool = False,
        name: str = "",
        word: str = "",
    ) -> vorming_box:
        """Make a box: its word (the kind's own unless one is given), its title (Markdown), its body."""
        heading = nodes.paragraph(classes=["box-title"])
        heading += nodes.inline("", word or box_word(kind), classes=["box-word"])
        if title:
            heading += [nodes.Text(" "), nodes.inline("", "", *self.inline(title), classes=["box-name"])]
        found = vorming_box("", heading, *body, kind=kind, classes=[f"box-{kind}"])
        found["ids"] = [f"{kind}-{name or self.env.new_serialno(f'vorming-{kind}') + 1}"]
        if trainer:
            found["edition"] = "trainer"
        self.set_source_info(found)
        return found

    def provenance(self, item: Checked) -> nodes.paragraph:
        """Say whose word it is, from which sources, and when it was checked."""
        said = words("facts").group("provenance")[item.status]
        text = said.format(
            who=item.attributed_to,
            date=format_date(item.checked_on),
            sources=cite(item.sources),
        )
        if isinstance(item, Fact) and item.as_of:
            text += words("facts")["stand"].format(as_of=item.as_of)
        found = self.paragraph(text, "provenance", f"status-{item.status}")
        if item.recheck_on:
            found += nodes.inline(classes=[recheck_class(item)])
        return found
