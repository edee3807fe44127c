"""The docutils nodes of this package, and the place in the course that a node comes from.

A node has no look of its own; each output writes it in its own way. The class names are in lower case, as in docutils,
because a translator finds the visitor of a node by the name of its class.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from docutils import nodes
from sphinx.locale import admonitionlabels

from vorming.quiz.texts import sheet_texts
from vorming.quiz.view import QuizView
from vorming.source.files import path_below
from vorming.source.pages import CELL, place_in_notebook
from vorming.source.problems import Place
from vorming.text.markdown import inline_text, inline_tokens

PAGE_SOURCES = "page-sources"
"""The class of the list of sources of a page, which makes no slide; a pack has them all at its end."""

MODULE_CHECKLIST = "module-checklist"
"""The class of the module page's notes on what to arrange and bring; a pack has a checklist of its own."""
LEFT_OUT = {PAGE_SOURCES, MODULE_CHECKLIST}
"""Classes of nodes that a pack leaves out of its pages, because it collects them elsewhere."""

LANGUAGE = "language-"
"""The prefix of the class of an element in another language; docutils writes such a class as `lang` in HTML."""
BREAK = "<br />"
"""The text of the raw node that MyST makes of a hard break."""
WAY_OUT = "way-out"
"""The class of the line below a warning that leads to the help lines."""

_NUMBER = re.compile(r"[^\w\s]?\s?\d.{,13}")
"""A cell of a column of numbers, perhaps with a sign and a unit; longer text that starts with a digit is a sentence."""

INLINE_NODES: dict[str, type[nodes.TextElement]] = {
    "em_open": nodes.emphasis,
    "strong_open": nodes.strong,
    "link_open": nodes.reference,
}


class vorming_box(nodes.General, nodes.Element):
    """A box: a paragraph of class box-title, then its body.

    Attributes: `kind` (its label is in assets/boxes); `edition="trainer"` if trainees may not read it; `group` on cards to
    cut out (the number of people that share a set); `moment` on a difficult moment (its id); `minutes`, `part`,
    `programmes` and `first` on a trainer's note (the options of its directive).
    """


class vorming_contact(nodes.Inline, nodes.Element):
    """A contact of the town where a day is given; only the papers of that day fill it in. Attribute: contact (its id)."""


class vorming_lines(nodes.General, nodes.Element):
    """Lines to write on, on paper only. Attribute: count."""


class vorming_slide(nodes.General, nodes.Element):
    """The content of a section's slide, in place of the section itself; never on a page."""


class vorming_no_slide(nodes.General, nodes.Element):
    """A mark that its section has no slide; never on a page."""


class vorming_fold(nodes.General, nodes.Element):
    """Content that opens at a click, on web pages only. Attribute: summary.

    It replaces a container with the attribute `fold`; the other outputs keep the container and show its children.
    """


def has_class(node: nodes.Node, *names: str) -> bool:
    """Tell whether a node has at least one of the classes `names`; a text node has no classes."""
    return isinstance(node, nodes.Element) and not set(names).isdisjoint(node.get("classes", ()))


def sections_of(node: nodes.Element) -> list[nodes.section]:
    """Return the direct subsections of a document or a section."""
    return [child for child in node.children if isinstance(child, nodes.section)]


def part_of_title(box: vorming_box, name: str) -> nodes.inline:
    """Return the part of a box's title with the class `name` (`box-word` or `box-name`), or an empty node."""
    title = box.children[0]
    assert isinstance(title, nodes.Element)
    return next((node for node in title.findall(nodes.inline) if has_class(node, name)), nodes.inline())


def language_of(node: nodes.Element) -> str:
    """Return the language code in the classes of a node, or an empty text."""
    languages = (name.removeprefix(LANGUAGE) for name in node["classes"] if name.startswith(LANGUAGE))
    return next(languages, "")


def number_columns(table: nodes.Element) -> list[int]:
    """Return the indexes of the columns that hold only numbers, to align them right.

    The first column is never among them: it names the rows.
    """
    texts: dict[int, list[str]] = {}
    for row in table.findall(nodes.row):
        for column, entry in enumerate(row.children):
            if column and isinstance(row.parent, nodes.tbody):
                texts.setdefault(column, []).append(entry.astext().strip())
    return [column for column, cells in texts.items() if all(map(_NUMBER.fullmatch, cells))]


def ancestors(node: nodes.Node) -> Iterator[nodes.Node]:
    """Yield a node and its ancestors, the node itself first."""
    while node is not None:
        yield node
        node = node.parent


def place_of(node: nodes.Node, root: Path, page: str) -> Place:
    """Return the place in the source of a node, or of its nearest ancestor that has one.

    root: the folder of the course. page: the name of the page, without suffix.
    The path of the result is relative to `root`, and lines count from 1. In a notebook the line is that of the file, not
    of the cell.
    """
    for ancestor in ancestors(node):
        if getattr(ancestor, "source", None) and getattr(ancestor, "line", None):
            return place_at_line(str(ancestor.source), int(ancestor.line or 1), root)
    return Place(f"{page}.md")


def place_at_line(source: str, line: int, root: Path) -> Place:
    """Return the place of a line that Sphinx reports.

    For a notebook, MyST-NB counts lines per cell; the result has the line in the file.
    """
    path = path_below(source, root)
    if path.endswith(".ipynb") and line >= CELL:
        return place_in_notebook(root, path, line // CELL, line % CELL)
    return Place(path, line)


def aside_of(node: nodes.Element) -> tuple[nodes.Element, list[nodes.Node]]:
    """Return the title and the body of an admonition; without a title, it has the label of its kind."""
    match node.children:
        case [nodes.title() as title, *body]:
            return title, body
    return nodes.title("", str(admonitionlabels[type(node).__name__])), node.children


class vorming_quiz(nodes.General, nodes.Element):
    """A bank, a selection from it, or a test. Attributes: view, kind ("quiz", "self-test", "scenario").

    Its children are the texts of the worksheet, for the search index: without answers, and without the roles of a
    role-play, which only one player reads. Writers use `view`.
    """

    @property
    def view(self) -> QuizView:
        """The whole quiz, with its key; `strip_key` makes the version of a question for trainees."""
        view: QuizView = self["view"]
        return view


def quiz_node(quiz: QuizView, kind: str = "quiz", source: str = "", line: int = 0) -> vorming_quiz:
    """Make the node of a quiz; `source` and `line` (from 1) are the place of its directive."""
    node = vorming_quiz(view=quiz, kind=kind)
    # Sphinx's search index reads only the text nodes of a page.
    for question in quiz.questions:
        node += [nodes.Text(inline_text(text)) for text in sheet_texts(question)]
    node.source, node.line = source, line
    return node


def inline_nodes(markdown: str) -> list[nodes.Node]:
    """Parse Markdown inlines into docutils nodes."""
    # A stack: a new node becomes a child of the last one.
    open_nodes: list[nodes.Element] = [nodes.inline()]
    for token in inline_tokens(markdown):
        if token.type in INLINE_NODES:
            child = INLINE_NODES[token.type]()
            if token.type == "link_open":
                child["refuri"] = str(token.attrs["href"])
            open_nodes[-1] += child
            open_nodes.append(child)
        elif token.nesting == -1:
            open_nodes.pop()
        elif token.type == "code_inline":
            open_nodes[-1] += nodes.literal("", token.content)
        else:
            is_break = token.type in {"softbreak", "hardbreak"}
            open_nodes[-1] += nodes.Text(" " if is_break else token.content)
    return list(open_nodes[0].children)
