"""How own nodes look in HTML and in plain text; other ways out bring their own writer."""

from functools import cache
from importlib.resources import files
from typing import Any

from docutils import nodes
from sphinx.writers.html5 import HTML5Translator
from sphinx.writers.text import TextTranslator

from vorming.nodes.course import vorming_box, vorming_lines, vorming_value


def _aria(**values: str) -> dict[str, Any]:
    return {f"aria-{name}": value for name, value in values.items()}


@cache
def icon_html(kind: str) -> str:
    """Return the small drawing of a kind of box; its word says the same, so it is hidden from readers by ear."""
    drawing = (files("vorming") / f"assets/look/icons/{kind}.svg").read_text("utf-8").strip()
    return drawing.replace("<svg ", '<svg class="box-icon" aria-hidden="true" focusable="false" ', 1)


def visit_box_html(self: HTML5Translator, node: vorming_box) -> None:
    """Open a group that its title names, so that a screen reader says which box it is."""
    title = f"{node['ids'][0]}-title"
    node.children[0]["ids"] = [title]  # type: ignore[index]
    self.body.append(self.starttag(node, "div", CLASS="box", role="group", **_aria(labelledby=title)))
    self.body.append(icon_html(node["kind"]))


def depart_box_html(self: HTML5Translator, _: vorming_box) -> None:
    self.body.append("</div>\n")


def visit_value_html(self: HTML5Translator, node: vorming_value) -> None:
    self.body.append(self.starttag(node, "span", "", CLASS="fact-value"))


def depart_value_html(self: HTML5Translator, _: vorming_value) -> None:
    self.body.append("</span>")


def visit_lines_html(self: HTML5Translator, node: vorming_lines) -> None:
    self.body.append(
        self.starttag(node, "div", CLASS=f"writing-lines lines-{node['count']}", **_aria(hidden="true"))
    )


def depart_lines_html(self: HTML5Translator, _: vorming_lines) -> None:
    self.body.append("</div>\n")


def visit_box_text(self: TextTranslator, _: vorming_box) -> None:
    self.new_state(2)


def depart_box_text(self: TextTranslator, _: vorming_box) -> None:
    self.end_state()


def visit_lines_text(self: TextTranslator, node: vorming_lines) -> None:
    self.add_text("\n".join("_" * 40 for _ in range(node["count"])))
    raise nodes.SkipNode


def visit_nothing(self: Any, node: nodes.Element) -> None:
    """Let the children speak for themselves."""


def skip(self: Any, node: nodes.Element) -> None:
    raise nodes.SkipNode
