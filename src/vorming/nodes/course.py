"""Our docutils nodes, and where in the course a node comes from.

They say what something is, not how it looks: each output has a writer for them. Their names are in lower case, as those
of docutils: a translator finds the visitor of a node by the name of its class.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from docutils import nodes

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
"""Classes of what stands together elsewhere in a pack."""

LANGUAGE = "language-"
"""How the class of an element in another language starts; docutils writes it in HTML as `lang`."""
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
    """A box with a word: a paragraph of class box-title, then its body.

    Attributes: kind (assets/boxes has the word of each), edition="trainer" where trainees don't read it; on cards to cut
    out group: how many people share a set; on a difficult moment moment: its id; on a trainer's note minutes, part,
    programmes and first, as its options give them.
    """


class vorming_contact(nodes.Inline, nodes.Element):
    """Inline: who to call in the town of a day, on its papers alone. Attribute: contact (its id)."""


class vorming_lines(nodes.General, nodes.Element):
    """Lines to write on, on paper only. Attribute: count."""


class vorming_slide(nodes.General, nodes.Element):
    """What is on the section's slide instead of the section; never on a page."""


class vorming_no_slide(nodes.General, nodes.Element):
    """Says that its section makes no slide; never on a page."""


class vorming_picture(nodes.General, nodes.Element):
    """On web pages alone: the variants of a chart, as image nodes with `variant`. Attribute: alt."""


class vorming_fold(nodes.General, nodes.Element):
    """On web pages alone: what opens at a click. Attribute: summary.

    Made of a container with the attribute `fold`, which everywhere else shows its children.
    """


class vorming_tools(nodes.General, nodes.Element):
    """On web pages alone: by what a comparison can be filtered. Attributes: models, attributes."""


def has_class(node: nodes.Node, *names: str) -> bool:
    """Tell whether a node has one of some classes; text has none."""
    return isinstance(node, nodes.Element) and not set(names).isdisjoint(node.get("classes", ()))


def sections_of(node: nodes.Element) -> list[nodes.section]:
    """Return the sections just below a page's document or a section."""
    return [child for child in node.children if isinstance(child, nodes.section)]


def part_of_title(box: vorming_box, name: str) -> nodes.inline:
    """Return the part of the title of a box with a class: `box-word` or `box-name`; an empty one where it has none."""
    title = box.children[0]
    assert isinstance(title, nodes.Element)
    return next((node for node in title.findall(nodes.inline) if has_class(node, name)), nodes.inline())


def language_of(node: nodes.Element) -> str:
    """Return the language that a node is marked with; empty where it has no mark."""
    found = (name.removeprefix(LANGUAGE) for name in node["classes"] if name.startswith(LANGUAGE))
    return next(found, "")


def number_columns(table: nodes.Element) -> list[int]:
    """Return the indexes of columns of numbers, which are right-aligned; the first column names its row."""
    texts: dict[int, list[str]] = {}
    for row in table.findall(nodes.row):
        for column, entry in enumerate(row.children):
            if column and isinstance(row.parent, nodes.tbody):
                texts.setdefault(column, []).append(entry.astext().strip())
    return [column for column, found in texts.items() if all(map(_NUMBER.fullmatch, found))]


def around(node: nodes.Node) -> Iterator[nodes.Node]:
    """Yield a node and those around it, the innermost first."""
    while node is not None:
        yield node
        node = node.parent


def place_of(node: nodes.Node, root: Path, page: str) -> Place:
    """Return where a node comes from: its own place, or that of the nearest node around it with one.

    root: the folder of the course. page: the name of the page, without suffix.
    The path of the result is relative to `root`, the line counts from 1; in a notebook it is the line
    of the file, not of the cell.
    """
    for each in around(node):
        if getattr(each, "source", None) and getattr(each, "line", None):
            return place_at_line(str(each.source), int(each.line or 1), root)
    return Place(f"{page}.md")


def place_at_line(source: str, line: int, root: Path) -> Place:
    """Return the place of a line as Sphinx counts it; in a notebook that is not its line in the file."""
    path = path_below(source, root)
    if path.endswith(".ipynb") and line >= CELL:
        return place_in_notebook(root, path, line // CELL, line % CELL)
    return Place(path, line)


class vorming_quiz(nodes.General, nodes.Element):
    """A bank, a selection from it, or a test. Attributes: view, kind ("quiz", "self-test", "scenario").

    Below it stand, for the search, the texts that the worksheet shows: no answer, nor what only one player of a
    role-play reads. Translators find the texts in the models (model/walk.py), not here.
    """

    @property
    def view(self) -> QuizView:
        """The whole quiz, with its key; `strip_key` gives what trainees may read."""
        view: QuizView = self["view"]
        return view


def quiz_node(quiz: QuizView, kind: str = "quiz", source: str = "", line: int = 0) -> vorming_quiz:
    """Make the node of a quiz; `source` and `line` are the place of its directive, from 1."""
    node = vorming_quiz(view=quiz, kind=kind)
    # Sphinx's index of the search reads the text of a page, and knows nothing of views.
    for question in quiz.questions:
        node += [nodes.Text(inline_text(text)) for text in sheet_texts(question)]
    node.source, node.line = source, line
    return node


def inline_nodes(markdown: str) -> list[nodes.Node]:
    """Parse Markdown inlines into docutils nodes."""
    # A stack: what comes next goes into the last node.
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
