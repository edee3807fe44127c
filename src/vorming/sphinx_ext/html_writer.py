"""How pages become HTML: our own nodes, and others where the writers of Sphinx and MyST will not do.

The policy of the site forbids inline styles, and a phone shows a table as cards.
"""

import re
from functools import cache
from html import escape
from typing import Any

from docutils import nodes
from myst_parser.parsers import docutils_
from sphinx.writers.html5 import HTML5Translator

from vorming.nodes.course import PAGE_SOURCES, vorming_box, vorming_lines
from vorming.sphinx_ext.charts import MOST_COLUMNS
from vorming.text.templates import asset
from vorming.text.words import words

_NUMBER = re.compile(
    r"[€+−-]?\s*\d[\d\s.,\u00a0\u202f]*(?:\s?(?:%|euro|jaar|uur|min\.?|minuten|dagen|weken))?"
)
"""A cell of a column of numbers, perhaps with a unit."""
_STYLE = re.compile(r' style="(?P<rules>[^"]*)"')
_BREAK = re.compile(r"<(?P<name>w?br)\s*/>")
_WIDTH = re.compile(r"width:\s*(?P<width>\d+)(?:px)?\s*;?")


class SiteTranslator(HTML5Translator):
    """Sphinx's HTML without inline styles, and with what a phone needs to show a table as cards.

    That is, each cell has the title of its column in `data-label`; `data-number` marks a column of numbers.
    """

    def visit_table(self, node: nodes.Element) -> None:
        head = next(iter(node.findall(nodes.thead)), None)
        titles = head.next_node(nodes.row) if head is not None else None
        self._titles = [entry.astext() for entry in titles.children] if titles is not None else []
        self._numbers = _number_columns(node)
        is_wide = len(list(node.findall(nodes.colspec))) > MOST_COLUMNS and "turned" not in node["classes"]
        if is_wide:
            # It scrolls in this element, also by keyboard.
            label = escape(words("site")["wide_table"])
            attributes = f' role="region" aria-label="{label}" tabindex="0"'
            self.body.append(f'<div class="table-wrap is-wide"{attributes}>\n')
        else:
            self.body.append('<div class="table-wrap">\n')
        super().visit_table(node)

    def depart_table(self, node: nodes.Element) -> None:
        super().depart_table(node)
        self.body.append("</div>\n")

    def depart_colspec(self, node: nodes.Element) -> None:
        """Write no widths of columns: they would be inline styles."""

    def visit_entry(self, node: nodes.entry) -> None:
        # Sphinx has just written the opening tag of the cell; it goes on where the tag ends.
        super().visit_entry(node)
        column = node.parent.index(node)
        number = ' data-number=""' if column in self._numbers and node.astext() else ""
        if self.body[-1].startswith("<td"):
            label = self._titles[column] if column < len(self._titles) else ""
            self.body[-1] = f'<td data-label="{escape(label)}"{number}{self.body[-1][3:]}'
        elif self.body[-1].startswith("<th") and not node.astext():
            # An empty corner is no heading.
            self.body[-1] = f"<td{self.body[-1][3:]}"
            self.context[-1] = "</td>\n"
        elif self.body[-1].startswith("<th"):
            scope = "col" if isinstance(node.parent.parent, nodes.thead) else "row"
            self.body[-1] = f'<th scope="{scope}"{number}{self.body[-1][3:]}'

    def visit_citation(self, node: nodes.Element) -> None:
        """Write the sources as a plain list: the roles that docutils gives them are deprecated."""
        if not isinstance(node.previous_sibling(), nodes.citation):
            self.body.append('<ul class="citation-list">\n')
        self.body.append(self.starttag(node, "li", CLASS="citation"))

    def depart_citation(self, node: nodes.Element) -> None:
        self.body.append("</li>\n")
        if not isinstance(node.next_node(descend=False, siblings=True), nodes.citation):
            self.body.append("</ul>\n")

    def depart_bullet_list(self, node: nodes.bullet_list) -> None:
        super().depart_bullet_list(node)
        if PAGE_SOURCES in node["classes"]:
            self.body.append("</details>\n")

    def visit_label(self, node: nodes.label) -> None:
        """Leave out a source's label: its text starts with the same name and year."""
        if isinstance(node.parent, nodes.citation):
            raise nodes.SkipNode
        super().visit_label(node)

    def add_fignumber(self, node: nodes.Element) -> None:
        """Leave figures without numbers; Sphinx would warn of one on a slide, which has no id."""

    def visit_raw(self, node: nodes.raw) -> None:
        """Write a line break as HTML has it: MyST makes raw XHTML of a hard one."""
        if found := _BREAK.fullmatch(node.astext().strip()):
            self.body.append(f"<{found['name']}>\n")
            raise nodes.SkipNode
        super().visit_raw(node)

    def visit_image(self, node: nodes.Element) -> None:
        super().visit_image(node)
        tag = self.body[-1]
        if style := _STYLE.search(tag):
            # Its width becomes an attribute; the policy forbids the rest.
            width = _WIDTH.search(style["rules"])
            tag = tag.replace(style[0], f' width="{width["width"]}"' if width else "", 1)
        self.body[-1] = tag.replace("<img ", '<img loading="lazy" decoding="async" ')


def _number_columns(table: nodes.Element) -> set[int]:
    """Return the indexes of columns of numbers, which are right-aligned; the first column names its row."""
    texts: dict[int, list[str]] = {}
    for body in table.findall(nodes.tbody):
        for row in body.findall(nodes.row):
            for column, entry in enumerate(row.children):
                if column and (text := entry.astext().strip()):
                    texts.setdefault(column, []).append(text)
    return {column for column, found in texts.items() if all(map(_NUMBER.fullmatch, found))}


@cache
def _icon(kind: str) -> str:
    """Return the drawing of a kind of box; a screen reader skips it, for the box has a word too."""
    drawing = asset(f"look/icons/{kind}.svg").decode().strip()
    return drawing.replace("<svg ", '<svg class="box-icon" aria-hidden="true" focusable="false" ', 1)


def visit_box_html(self: HTML5Translator, node: vorming_box) -> None:
    """Open a group that its title names, so that a screen reader says which box it is."""
    title = f"{node['ids'][0]}-title"
    node.children[0]["ids"] = [title]  # type: ignore[index]
    named: dict[str, Any] = {"aria-labelledby": title}
    self.body.append(self.starttag(node, "div", CLASS="box", role="group", **named))
    self.body.append(_icon(node["kind"]))


def close_div(self: HTML5Translator, _: nodes.Element) -> None:
    self.body.append("</div>\n")


def close_details(self: HTML5Translator, _: nodes.Element) -> None:
    self.body.append("</details>\n")


def visit_lines_html(self: HTML5Translator, node: vorming_lines) -> None:
    hidden: dict[str, Any] = {"aria-hidden": "true"}
    self.body.append(self.starttag(node, "div", CLASS=f"writing-lines lines-{node['count']}", **hidden))


def visit_hidden_code_html(self: HTML5Translator, node: Any) -> None:
    word = escape(node["prompt_show"])
    self.body.append(f'<details class="hidden-code"><summary>{word}</summary>\n')


def visit_rubric_html(self: HTML5Translator, node: nodes.rubric) -> None:
    """Fold the sources of a page, which on a phone may be as long as its text."""
    if PAGE_SOURCES not in node["classes"]:
        docutils_.visit_rubric_html(self, node)  # type: ignore[no-untyped-call]
        return
    # The end of the list that follows closes it.
    self.body.append(f'<details class="fold {PAGE_SOURCES}"><summary>{escape(node.astext())}</summary>\n')
    raise nodes.SkipNode


def skip(self: Any, node: nodes.Element) -> None:
    raise nodes.SkipNode
