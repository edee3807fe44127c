"""How our nodes become HTML, and some of others that Sphinx or MyST would write otherwise."""

from functools import cache
from html import escape
from typing import Any

from docutils import nodes
from myst_parser.parsers import docutils_
from sphinx.writers.html5 import HTML5Translator

from vorming.nodes.course import PAGE_SOURCES, vorming_box, vorming_lines, vorming_value
from vorming.text.templates import asset


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


def visit_value_html(self: HTML5Translator, node: vorming_value) -> None:
    self.body.append(self.starttag(node, "span", "", CLASS="fact-value"))


def depart_value_html(self: HTML5Translator, _: vorming_value) -> None:
    self.body.append("</span>")


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
