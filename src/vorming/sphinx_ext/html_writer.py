"""How pages become HTML where Sphinx's own writer does not do: tables, pictures, formulas, hidden code."""

import re
from html import escape
from itertools import zip_longest
from typing import Any

from docutils import nodes
from docutils.utils.math.latex2mathml import tex2mathml
from myst_nb.sphinx_ import HideCodeCellNode
from myst_parser.parsers.docutils_ import depart_rubric_html, visit_rubric_html
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

from vorming.nodes.course import PAGE_SOURCES
from vorming.sphinx_ext.charts import MOST_COLUMNS
from vorming.text.words import words

_NUMBER = re.compile(
    r"[€+−-]?\s*\d[\d\s.,\u00a0\u202f]*(?:\s?(?:%|euro|jaar|uur|min\.?|minuten|dagen|weken))?"
)
_STYLE = re.compile(r' style="(?P<rules>[^"]*)"')
_WIDTH = re.compile(r"width:\s*(?P<width>\d+)(?:px)?\s*;?")


class SiteTranslator(HTML5Translator):
    """Sphinx's HTML without inline styles, and with what a phone needs to show a table as cards."""

    def visit_table(self, node: nodes.Element) -> None:
        self._labels, self._numbers = _column_titles(node), _number_columns(node)
        self.body.append(_wrap(node))
        super().visit_table(node)

    def depart_table(self, node: nodes.Element) -> None:
        super().depart_table(node)
        self.body.append("</div>\n")

    def depart_colspec(self, node: nodes.Element) -> None:
        """Leave the widths of columns to the browser: they would be inline styles."""

    def visit_entry(self, node: nodes.entry) -> None:
        super().visit_entry(node)
        column = node.parent.index(node)
        number = ' data-number=""' if column in self._numbers and node.astext() else ""
        if self.body[-1].startswith("<td"):
            label = self._labels[column] if column < len(self._labels) else ""
            self.body[-1] = f'<td data-label="{escape(label)}"{number}{self.body[-1][3:]}'
        elif self.body[-1].startswith("<th") and not node.astext():
            # An empty corner is no heading.
            self.body[-1] = f"<td{self.body[-1][3:]}"
            self.context[-1] = "</td>\n"
        elif self.body[-1].startswith("<th"):
            self.body[-1] = f'<th scope="{_scope(node)}"{number}{self.body[-1][3:]}'

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

    def visit_image(self, node: nodes.Element) -> None:
        super().visit_image(node)
        self.body[-1] = without_style(self.body[-1]).replace("<img ", '<img loading="lazy" decoding="async" ')


def _wrap(table: nodes.Element) -> str:
    """Open the element around a table; one that is wider than the text scrolls in it, also by keyboard."""
    if len(list(table.findall(nodes.colspec))) <= MOST_COLUMNS or "turned" in table["classes"]:
        return '<div class="table-wrap">\n'
    label = escape(words("site")["wide_table"])
    return f'<div class="table-wrap is-wide" role="region" aria-label="{label}" tabindex="0">\n'


def _column_titles(table: nodes.Element) -> list[str]:
    head = next(iter(table.findall(nodes.thead)), None)
    row = next(iter(head.findall(nodes.row)), None) if head is not None else None
    return [entry.astext() for entry in row.children] if row is not None else []


def _number_columns(table: nodes.Element) -> set[int]:
    """Return the columns of numbers, which stand right with their title; the first column names its row."""
    rows = [row.children for body in table.findall(nodes.tbody) for row in body.findall(nodes.row)]
    columns = enumerate(zip_longest(*rows, fillvalue=nodes.entry()))
    texts = {
        column: [text for cell in cells if (text := cell.astext().strip())]
        for column, cells in columns
        if column
    }
    return {column for column, found in texts.items() if found and all(map(_NUMBER.fullmatch, found))}


def _scope(entry: nodes.Element) -> str:
    return "col" if isinstance(entry.parent.parent, nodes.thead) else "row"


def without_style(tag: str) -> str:
    """Turn an inline style's width into an attribute and drop the rest: the policy forbids it."""
    match = _STYLE.search(tag)
    if match is None:
        return tag
    width = _WIDTH.search(match["rules"])
    attribute = f' width="{width["width"]}"' if width else ""
    return tag.replace(match[0], attribute, 1)


def visit_math(self: HTML5Translator, node: nodes.math) -> None:
    """Write a formula as MathML, which browsers show by themselves."""
    self.body.append(str(tex2mathml(node.astext())))
    raise nodes.SkipNode


def visit_math_block(self: HTML5Translator, node: nodes.math_block) -> None:
    """Write a displayed formula as MathML."""
    self.body.append(f'<div class="math">{tex2mathml(node.astext(), as_block=True)}</div>\n')
    raise nodes.SkipNode


def visit_hidden_code(self: HTML5Translator, node: Any) -> None:
    """Open the fold around a hidden code cell, with Dutch words."""
    word = escape(node["prompt_show"])
    self.body.append(f'<details class="hidden-code"><summary>{word}</summary>\n')


def depart_hidden_code(self: HTML5Translator, node: Any) -> None:
    """Close the fold around a hidden code cell."""
    self.body.append("</details>\n")


def visit_rubric(self: HTML5Translator, node: nodes.rubric) -> None:
    """Fold the sources of a page, which on a phone may be as long as its text: their title opens them."""
    if PAGE_SOURCES not in node["classes"]:
        visit_rubric_html(self, node)  # type: ignore[no-untyped-call]
        return
    self.body.append(f'<details class="fold {PAGE_SOURCES}"><summary>{escape(node.astext())}</summary>\n')
    raise nodes.SkipNode


def register(app: Sphinx) -> None:
    """Let the site be written by all of the above."""
    app.set_translator("html", SiteTranslator)
    app.add_html_math_renderer("vorming", (visit_math, None), (visit_math_block, None))
    # MyST writes rubrics with a function of its own, which goes before a method of the translator.
    app.add_node(nodes.rubric, override=True, html=(visit_rubric, depart_rubric_html))
    app.add_node(HideCodeCellNode, override=True, html=(visit_hidden_code, depart_hidden_code))
