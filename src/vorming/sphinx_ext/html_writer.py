"""The HTML translator: it writes the nodes of this package, and replaces some writers of Sphinx and MyST.

The content security policy of the site forbids inline styles, and phones show a table as cards.
"""

import posixpath
from html import escape
from typing import Any
from urllib.parse import quote

from docutils import nodes
from sphinx.writers.html5 import HTML5Translator

from vorming import nodes as own
from vorming.charts import WORDS
from vorming.quiz.texts import html_texts, render_quiz
from vorming.sphinx_ext.charts import FILTERED_FROM, MOST_COLUMNS
from vorming.text.templates import asset, fill
from vorming.text.words import words


class SiteTranslator(HTML5Translator):
    """Sphinx's HTML translator, without inline styles and with extra attributes for tables.

    Each cell but the first of a row has the title of its column in `data-label`, so that a phone can show a table as
    cards. `data-number` marks the cells of a column of numbers.
    """

    def starttag(
        self, node: nodes.Element, tagname: str, suffix: str = "\n", empty: bool = False, **attributes: Any
    ) -> str:
        """Return a start tag, with other attributes on pictures and links than those of docutils and Sphinx."""
        if tagname == "img":
            # The policy forbids the style; the width is also an attribute.
            attributes.pop("style", None)
            width = {"width": node["width"].removesuffix("px")} if "width" in node else {}
            attributes |= {"loading": "lazy", "decoding": "async", **width}
        elif attributes.get("class") == "reference internal" and not node["classes"]:
            # No style uses these classes, and a long page has them a hundred times.
            del attributes["class"]
        return str(super().starttag(node, tagname, suffix, empty, **attributes))

    def visit_table(self, node: nodes.Element) -> None:
        if node.get("count", 0) >= FILTERED_FROM:
            # The filters of a comparison, which stay hidden without JavaScript.
            labels = {"words": WORDS.group("comparison"), "answers": list(WORDS.group("answers").items())}
            models = [{"class": f"model-{number}", "title": title} for number, title in node["models"]]
            filters = {**labels, "models": models, "attributes": node["attributes"]}
            self.body.append(fill("charts/comparison.html.jinja", **filters))
        rows = [row for head in node.findall(nodes.thead) for row in head.children]
        titles = [entry.astext() for entry in rows[0].children] if rows else []
        # A phone shows a table of two columns as a table.
        self._titles = titles if len(titles) > 2 or "comparison" in node["classes"] else []
        self._numbers = own.number_columns(node)
        is_wide = len(list(node.findall(nodes.colspec))) > MOST_COLUMNS and "turned" not in node["classes"]
        wrap = '<div class="table-wrap">\n'
        if is_wide:
            # The table scrolls inside this element; `tabindex` makes that possible by keyboard.
            label = escape(words("site")["wide_table"])
            wrap = f'<div class="table-wrap is-wide" role="region" aria-label="{label}" tabindex="0">\n'
        self.body.append(wrap)
        super().visit_table(node)

    def depart_table(self, node: nodes.Element) -> None:
        super().depart_table(node)
        self.body.append("</div>\n")

    def visit_row(self, node: Any) -> None:
        """Write a row without the classes of Sphinx for odd and even rows, which no style uses."""
        super(HTML5Translator, self).visit_row(node)

    def depart_colspec(self, node: nodes.Element) -> None:
        """Write no column widths, because they would be inline styles."""

    def visit_entry(self, node: nodes.entry) -> None:
        """Write a cell; an empty one, such as in the corner, is not a heading."""
        row: Any = node.parent
        text = node.astext()
        column, is_head = row.index(node), isinstance(row.parent, nodes.thead)
        classes = ["head"] * is_head + ["stub"] * bool(row.parent.parent.stubs[row.column])
        row.column += 1 + node.get("morecols", 0)
        spans = {"rowspan": "morerows", "colspan": "morecols"}
        attributes = {name: node[more] + 1 for name, more in spans.items() if more in node}
        if classes and text:
            attributes["scope"] = "col" if is_head else "row"
        elif not classes and 0 < column < len(self._titles):
            attributes["data-label"] = self._titles[column]
        if column in self._numbers and text:
            attributes["data-number"] = ""
        tag = "th" if "scope" in attributes else "td"
        self.body.append(self.starttag(node, tag, "", classes=classes, **attributes))
        self.context.append(f"</{tag}>\n")

    def visit_inline(self, node: nodes.inline) -> None:
        # The list of sources has no links back to citations, so the ids of up to a hundred citations are useless.
        if "bibtex-citation" in node["classes"]:
            node["ids"] = []
        # The browser draws its own arrow in a summary.
        if "sd-summary-state-marker" in node["classes"]:
            raise nodes.SkipNode
        super().visit_inline(node)

    def visit_citation(self, node: nodes.Element) -> None:
        """Write the sources as a plain list, because docutils gives them deprecated ARIA roles."""
        if not isinstance(node.previous_sibling(), nodes.citation):
            self.body.append('<ul class="citation-list">\n')
        self.body.append(self.starttag(node, "li", CLASS="citation"))

    def depart_citation(self, node: nodes.Element) -> None:
        self.body.append("</li>\n")
        if not isinstance(node.next_node(descend=False, siblings=True), nodes.citation):
            self.body.append("</ul>\n")

    def visit_label(self, node: nodes.label) -> None:
        """Leave out the label of a source, because its text starts with the same name and year."""
        if isinstance(node.parent, nodes.citation):
            raise nodes.SkipNode
        super().visit_label(node)

    def add_fignumber(self, node: nodes.Element) -> None:
        """Leave figures without numbers; Sphinx would warn about a figure on a slide, which has no id."""

    def visit_raw(self, node: nodes.raw) -> None:
        """Write a line break as HTML instead of the XHTML that MyST makes of a hard break."""
        if node.astext().strip() == own.BREAK:
            self.body.append("<br>\n")
            raise nodes.SkipNode
        super().visit_raw(node)

    def visit_vorming_box(self, node: own.vorming_box) -> None:
        """Write a group labelled by its title, so that a screen reader announces the box."""
        title = f"{node['ids'][0]}-title"
        node.children[0]["ids"] = [title]  # type: ignore[index]
        label: dict[str, Any] = {"aria-labelledby": title}
        self.body.append(self.starttag(node, "div", CLASS="box", role="group", **label))
        # A screen reader skips the icon, because the title has a label. The style sheet draws its lines.
        _, _, lines = asset(f"look/icons/{node['kind']}.svg").decode().partition(">")
        self.body.append(f'<svg class="box-icon" viewBox="0 0 16 16" aria-hidden="true">{lines.strip()}')

    def visit_vorming_lines(self, node: nodes.Element) -> None:
        hidden: dict[str, Any] = {"aria-hidden": "true"}
        self.body.append(self.starttag(node, "div", CLASS=f"writing-lines lines-{node['count']}", **hidden))

    def depart_vorming_box(self, _: nodes.Element) -> None:
        self.body.append("</div>\n")

    depart_vorming_lines = depart_vorming_box

    def visit_vorming_fold(self, node: own.vorming_fold) -> None:
        self.body.append(self.starttag(node, "details"))
        self.body.append(f"<summary>{self.encode(node['summary'])}</summary>\n")

    def depart_vorming_fold(self, _: nodes.Element) -> None:
        self.body.append("</details>\n")

    def visit_vorming_quiz(self, node: own.vorming_quiz) -> None:
        """Render the quiz with its template; its children are only for the search index."""
        self.body.append(render_quiz(html_texts(node.view), node["kind"]))
        raise nodes.SkipNode

    def visit_image(self, node: nodes.Element) -> None:
        """Write a chart with its variants, of which the builder copies the files as it does that of any picture."""
        if "variants" not in node:
            super().visit_image(node)
            return
        builder: Any = self.builder
        files = {}
        for variant, (uri, width, height) in node["variants"].items():
            builder.images[uri] = name = builder.env.images[uri][1]
            src = posixpath.join(builder.imgpath, quote(name))
            files[variant] = {"src": src, "width": width, "height": height}
        themes = [("light", files["wide"], files["narrow"]), ("dark", files["dark"], files["narrow-dark"])]
        self.body.append(fill("charts/picture.html.jinja", themes=themes, alt=node["alt"]))
        raise nodes.SkipNode

    def visit_vorming_contact(self, _: nodes.Element) -> None:
        raise nodes.SkipNode

    visit_vorming_slide = visit_vorming_no_slide = visit_vorming_contact
