"""The page of a lesson -> sections, with the content of their slides and of the speaker's window.

Key points, lists, tables, figures, boxes and questions go on slides; paragraphs and notes go to the speaker's window.
Nothing here reads or writes files.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from docutils import nodes
from sphinx import addnodes
from sphinx_design.dropdown import dropdown_main
from sphinx_design.shared import PassthroughTextElement
from sphinx_design.tabs import sd_tab_label

from vorming.model.directives import OWN_DIRECTIVES, SlidePart
from vorming.nodes import (
    PAGE_SOURCES,
    ancestors,
    aside_of,
    has_class,
    part_of_title,
    sections_of,
    vorming_box,
    vorming_lines,
    vorming_no_slide,
    vorming_quiz,
    vorming_slide,
)

CITATION = "vorming-citation"
"""The class of a citation as plain text, which a note shows and a slide leaves out."""
MOST_COLUMNS = 5
"""The largest number of columns of a table on a slide; a wider one can't be read from the back row."""
LEAD_WORDS = 12
"""A list item that starts in bold and is longer than this shows only its bold start."""
STANDS_ALONE: frozenset[str] = frozenset({"figure", "question"})
"""The kinds of blocks that keep their slides even if the section has a `{slide}` block."""
_LISTS = (nodes.bullet_list, nodes.enumerated_list)
_SLIDE_PARTS = {record.box: record.slide for record in OWN_DIRECTIVES.values() if record.box}


@dataclass(frozen=True)
class Block:
    """A block on a slide; `question` is the id of a question.

    The kind and the `word` of a box are those of the box. Other kinds are list, table, figure, quote, question and own, for
    a `{slide}` block.
    """

    kind: str
    content: tuple[nodes.Node, ...] = ()
    title: tuple[nodes.Node, ...] = ()
    word: str = ""
    line: int = 0
    question: str = ""


@dataclass
class Section:
    """One heading of a page, with its content up to the next heading.

    `blocks` go on its slides; `notes` (boxes for the trainer), `moments` (difficult moments) and `book` (other text of the
    page) go to the speaker's window. `parent` is the title of the section around it.
    """

    title: str
    line: int
    parent: str = ""
    blocks: list[Block] = field(default_factory=list)
    notes: list[vorming_box] = field(default_factory=list)
    moments: list[vorming_box] = field(default_factory=list)
    book: list[nodes.Node] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    """The names of the blocks in it, by which the steps of the lesson refer to them."""
    is_skipped: bool = False

    @property
    def minutes(self) -> int:
        """The sum of the minutes in its notes; 0 if they have none."""
        return sum(int(note.get("minutes", 0)) for note in self.notes)


def read_outline(doctree: nodes.document) -> list[Section]:
    """Divide a page into one list of its sections and subsections; the first item has the content before them.

    doctree: the resolved page in the trainer's edition, with its slide nodes.
    """
    top = next(doctree.findall(nodes.section))
    sections = [_section(top, "")]
    for part in sections_of(top):
        main = _section(part, "")
        below = (child for child in part.findall(nodes.section) if child is not part)
        sections += [main, *(_section(child, main.title) for child in below)]
    return sections


def _section(part: nodes.section, parent: str) -> Section:
    """Read one section, without its subsections."""
    section = Section(" ".join(part.children[0].astext().split()), _line(part), parent)
    section.names.update(part["names"], part["ids"])
    for child in part.children:
        if isinstance(child, nodes.Element) and not isinstance(child, nodes.section):
            if not isinstance(child, nodes.title):
                _gather(child, section)
            for node in child.findall(nodes.Element):
                section.names.update(node["names"], node["ids"])
    if section.is_skipped:
        section.blocks = []
    elif slides := [block for block in section.blocks if block.kind == "own"]:
        section.blocks = slides + [block for block in section.blocks if block.kind in STANDS_ALONE]
    return section


def _gather(node: nodes.Node, section: Section) -> None:
    """Add one child of a section to its blocks, notes or book; other nodes are only for the page."""

    def show(kind: str, *content: nodes.Node, question: str = "") -> None:
        section.blocks.append(Block(kind, content, line=_line(node), question=question))

    match node:
        case vorming_no_slide():
            section.is_skipped = True
        case vorming_slide():
            show("own", *node.children)
        case vorming_quiz():
            # No slide may show the questions of an exam.
            if node.view.use != "exam":
                for question in node.view.questions:
                    show("question", question=question.id)
        case vorming_box():
            _gather_box(node, section)
        case nodes.Element() if has_class(node, PAGE_SOURCES, "chart-table"):
            pass
        case nodes.bullet_list() | nodes.enumerated_list() | nodes.definition_list():
            show("list", node)
            # The slide shortens the list; the speaker's window has it in full.
            section.book.append(node)
            _gather_items(node, section)
        case nodes.table() if not is_left_out(node):
            show("table", node)
        case nodes.figure() | nodes.image():
            show("figure", node)
        case nodes.block_quote():
            show("quote", node)
        case nodes.container() if has_class(node, "cell_output") and any(node.findall(nodes.image)):
            show("figure", node)  # drawn by a notebook
        case nodes.container() | nodes.compound():
            for child in node.children:
                _gather(child, section)
        # the title of code, of a card, of a tab
        case nodes.caption() | PassthroughTextElement() | sd_tab_label():
            name = nodes.strong("", "", *(child.deepcopy() for child in node.children))
            section.book.append(nodes.paragraph("", "", name))
        case nodes.paragraph() | nodes.table() | nodes.literal_block() | dropdown_main() | nodes.Admonition():
            section.book.append(node)


def is_left_out(node: nodes.Node) -> bool:
    """Tell whether a node is code or a table that is too wide for a slide."""
    is_wide = isinstance(node, nodes.table) and len(list(node.findall(nodes.colspec))) > MOST_COLUMNS
    return is_wide or isinstance(node, nodes.literal_block)


def _gather_items(items: nodes.Element, section: Section) -> None:
    """Add the blocks inside the items of a list, such as a table or a box, after the list.

    They don't go to the speaker's window, which already has the full list.
    """
    inside = replace(section, book=[])
    for item in items.children if isinstance(items, _LISTS) else ():
        for child in item.children[1:]:
            if isinstance(child, _LISTS):
                _gather_items(child, inside)
            else:
                _gather(child, inside)
    section.is_skipped = inside.is_skipped


def _gather_box(box: vorming_box, section: Section) -> None:
    """Add the part of a box that the table of directives chooses to the slide, and the whole box to the book."""
    part = _slide_part(box)
    if part in {"note", "moment"}:
        (section.notes if part == "note" else section.moments).append(box)
        return
    section.book.append(box)
    if not part:
        return
    content: Sequence[nodes.Node]
    if part in {"body", "lesson"}:
        body = [child for child in box.children[1:] if not has_class(child, "method", "minutes")]
        content = [child for child in body if not isinstance(child, (vorming_lines, vorming_box))]
    elif part == "names":  # the terms of a list of help lines
        # From a copy, because the box itself keeps its terms for the speaker's window.
        terms = [nodes.paragraph("", "", *term.children) for term in box.deepcopy().findall(nodes.term)]
        content = [nodes.bullet_list("", *(nodes.list_item("", term) for term in terms))]
    else:  # the first paragraph, or the first of a class
        paragraphs = [child for child in box.children[1:] if isinstance(child, nodes.paragraph)]
        content = [child for child in paragraphs if part in {"first", "title"} or has_class(child, part)][:1]
    name, word = (part_of_title(box, name) for name in ("box-name", "box-word"))
    section.blocks.append(Block(box["kind"], tuple(content), tuple(name.children), word.astext(), _line(box)))
    section.notes += [note for note in box.findall(vorming_box) if _slide_part(note) == "note"]


def _slide_part(box: vorming_box) -> SlidePart:
    """Return the part of a box that a slide shows, from the table of directives."""
    return _SLIDE_PARTS.get(box["kind"], "")


def boxes_with(*parts: SlidePart) -> frozenset[str]:
    """Return the kinds of boxes of which a slide shows one of `parts`."""
    return frozenset(kind for kind, part in _SLIDE_PARTS.items() if part in parts)


def _line(node: nodes.Node) -> int:
    """Return the line, from 1, of a node or of its nearest ancestor that has one."""
    return next((int(ancestor.line) for ancestor in ancestors(node) if ancestor.line), 1)


def name_citations(doctree: nodes.document, names: Mapping[str, str]) -> None:
    """Replace each citation by plain text, before Sphinx makes a link of it.

    names: the short name of each source, by key; a key without a name is shown itself.
    """
    for node in list(doctree.findall(addnodes.pending_xref)):
        if node.get("refdomain") == "cite":
            keys = [key.strip() for key in node["reftarget"].split(",")]
            text = "; ".join(names.get(key, key) for key in keys)
            node.replace_self(nodes.inline("", f"({text})", classes=[CITATION]))


def for_slide(content: Iterable[nodes.Node], kind: str = "") -> list[nodes.Node]:
    """Copy nodes for a slide, without citations, footnotes, links and ids.

    If `kind` is "list", each item keeps only its first paragraph and its nested lists. A long paragraph with a bold start
    keeps only that start.
    """
    holder = nodes.container("", *for_notes(content))
    for node in list(holder.findall(nodes.Element)):
        if has_class(node, CITATION):
            _remove_with_space(node)
    for item in list(holder.findall(nodes.list_item)) if kind == "list" else ():
        for child in list(item.children[1:]):
            if not isinstance(child, _LISTS):
                item.remove(child)
        paragraph = item.children[0] if item.children else None
        if isinstance(paragraph, nodes.Element) and word_count([paragraph]) > LEAD_WORDS:
            first = next((child for child in paragraph.children if child.astext()), None)
            if isinstance(first, nodes.strong):
                paragraph.children[:] = [nodes.strong("", first.astext().rstrip(" .:,;"))]
    return list(holder.children)


def for_notes(content: Iterable[nodes.Node]) -> list[nodes.Node]:
    """Copy nodes for the speaker's window, in full but without links, footnotes and ids.

    A box becomes a plain container, and so do an aside and a dropdown, which has the answers to an exercise. A trainer's note inside
    another box is left out, because it is already among the notes.
    """
    holder = nodes.container("", *(node.deepcopy() for node in content))
    for node in list(holder.findall(nodes.footnote_reference)):
        _remove_with_space(node)
    for reference in list(holder.findall(nodes.reference)):
        parent = reference.parent
        # The text of the link replaces the link.
        index = parent.index(reference)
        parent[index : index + 1] = reference.children
    for box in list(holder.findall(vorming_box)):
        if _slide_part(box) == "note":
            box.parent.remove(box)
        else:
            classes = ["box", f"box-{box['kind']}"]
            box.replace_self(nodes.container("", *box.children, classes=classes))
    for fold in list(holder.findall(dropdown_main)):
        title, body = fold.children
        for icon in list(title.findall(nodes.raw)):
            icon.parent.remove(icon)
        name = nodes.paragraph("", "", nodes.strong("", title.astext()))
        fold.replace_self(nodes.container("", name, *body.children, classes=["box"]))
    asides = [node for node in holder.findall(nodes.Element) if isinstance(node, nodes.Admonition)]
    for aside in asides:
        heading, below = aside_of(aside)
        name = nodes.paragraph("", "", nodes.strong("", "", *heading.children))
        aside.replace_self(nodes.container("", name, *below, classes=["box"]))
    for element in holder.findall(nodes.Element):
        # In a deck with all notes of a day, the ids of the page would not be unique.
        element["ids"] = []
        # A slide shows the wide drawing of a chart in light colours; the variants are only for web pages.
        element.attributes.pop("variants", None)
    return list(holder.children)


def _remove_with_space(node: nodes.Element) -> None:
    """Remove an inline node and the space before it."""
    parent = node.parent
    assert parent is not None, "it stands in the copy"
    index = parent.index(node)
    before = parent.children[index - 1] if index else None
    if isinstance(before, nodes.Text):
        parent.replace(before, nodes.Text(before.astext().rstrip()))
    parent.remove(node)


def word_count(content: Iterable[nodes.Node]) -> int:
    """Count the words in nodes."""
    return sum(len(node.astext().split()) for node in content)
