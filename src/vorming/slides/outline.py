"""A lesson's page -> sections: what is on the slide, what the trainer says, what the book says.

Doctree in, dataclasses out; nothing is read or written. Key points, lists, tables, figures, boxes and questions go on
the slide; paragraphs and notes go to the speaker's window.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from docutils import nodes
from sphinx import addnodes

from vorming.model.directives import OWN_DIRECTIVES, SlidePart
from vorming.nodes.course import (
    PAGE_SOURCES,
    around,
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
"""The class of a citation in plain words: a note shows it, a slide leaves it out."""
MOST_COLUMNS = 5
"""A wider table stays on the page: nobody can read it from the back row."""
LEAD_WORDS = 12
"""A list item that starts in bold and is longer than this shows only its bold start."""
STANDS_ALONE: frozenset[str] = frozenset({"figure", "question"})
"""What keeps its slide when the section has a slide of its own for the rest."""
_LISTS = (nodes.bullet_list, nodes.enumerated_list)
_SLIDE_PARTS = {record.box: record.slide for record in OWN_DIRECTIVES.values() if record.box}


@dataclass(frozen=True)
class Block:
    """Something on a slide; `question` is the id of a question.

    Its kind is that of its box, whose `word` it then has too; otherwise list, table, figure, quote, own or question.
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

    `blocks` go on its slides. `notes` are the boxes for the trainer, `moments` the difficult moments, `book` what a trainer
    reads in the speaker's window instead. `parent` is the title of the section around it. A walk over the page fills it.
    """

    title: str
    line: int
    parent: str = ""
    blocks: list[Block] = field(default_factory=list)
    notes: list[vorming_box] = field(default_factory=list)
    moments: list[vorming_box] = field(default_factory=list)
    book: list[nodes.Node] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    """The names of the blocks in it, by which the steps of the lesson use them."""
    is_skipped: bool = False

    @property
    def minutes(self) -> int:
        """How long it takes; 0 when its notes don't say."""
        return sum(int(note.get("minutes", 0)) for note in self.notes)


def read_outline(doctree: nodes.document) -> list[Section]:
    """Divide a page into its sections, those of the second and the third level alike; what stands before them is the first.

    The doctree is that of the trainer's edition, resolved, with its slide nodes still in it.
    """
    top = next(doctree.findall(nodes.section))
    found = [_section(top, "")]
    for part in sections_of(top):
        main = _section(part, "")
        found += [main, *(_section(child, main.title) for child in sections_of(part))]
    return found


def _section(part: nodes.section, parent: str) -> Section:
    """Read one section, without those below it."""
    found = Section(" ".join(part.children[0].astext().split()), _line(part), parent)
    found.names.update(part["names"], part["ids"])
    for child in part.children:
        if isinstance(child, nodes.Element) and not isinstance(child, nodes.section):
            if not isinstance(child, nodes.title):
                _gather(child, found)
            for node in child.findall(nodes.Element):
                found.names.update(node["names"], node["ids"])
    if found.is_skipped:
        found.blocks = []
    elif own := [block for block in found.blocks if block.kind == "own"]:
        found.blocks = own + [block for block in found.blocks if block.kind in STANDS_ALONE]
    return found


def _gather(node: nodes.Node, found: Section) -> None:
    """Put one child of a section where it belongs; what has no place here is for the page alone."""

    def show(kind: str, *content: nodes.Node, question: str = "") -> None:
        found.blocks.append(Block(kind, content, line=_line(node), question=question))

    match node:
        case vorming_no_slide():
            found.is_skipped = True
        case vorming_slide():
            show("own", *node.children)
        case vorming_quiz():
            # An exam never comes on a screen.
            if node.view.use != "exam":
                for question in node.view.questions:
                    show("question", question=question.id)
        case vorming_box():
            _gather_box(node, found)
        case nodes.Element() if has_class(node, PAGE_SOURCES, "chart-table"):
            pass
        case nodes.bullet_list() | nodes.enumerated_list() | nodes.definition_list():
            show("list", node)
            # On the slide in short, in the window whole.
            found.book.append(node)
            _gather_items(node, found)
        case nodes.table() if len(list(node.findall(nodes.colspec))) <= MOST_COLUMNS:
            show("table", node)
        case nodes.figure() | nodes.image():
            show("figure", node)
        case nodes.block_quote():
            show("quote", node)
        case nodes.container() if has_class(node, "cell_output") and any(node.findall(nodes.image)):
            show("figure", node)  # drawn by a notebook
        case nodes.container() | nodes.compound():
            for child in node.children:
                _gather(child, found)
        case nodes.paragraph() | nodes.table() | nodes.literal_block():
            found.book.append(node)


def _gather_items(items: nodes.Element, found: Section) -> None:
    """Put what the items of a list hold besides text, such as a table or a box, behind the list.

    Nothing of it goes to the speaker's window, which has the list whole.
    """
    inside = replace(found, book=[])
    for item in items.children if isinstance(items, _LISTS) else ():
        for child in item.children[1:]:
            if isinstance(child, _LISTS):
                _gather_items(child, inside)
            else:
                _gather(child, inside)
    found.is_skipped = inside.is_skipped


def _gather_box(box: vorming_box, found: Section) -> None:
    """Put a box where the table of directives says: its part on the slide, the whole of it in the speaker's window."""
    part = _slide_part(box)
    if part in {"note", "moment"}:
        (found.notes if part == "note" else found.moments).append(box)
        return
    found.book.append(box)
    if not part:
        return
    content: Sequence[nodes.Node]
    if part == "body":
        body = [child for child in box.children[1:] if not has_class(child, "method", "minutes")]
        content = [child for child in body if not isinstance(child, (vorming_lines, vorming_box))]
    elif part == "names":  # the terms of a list of help lines
        # Of a copy: the box itself keeps its terms for the speaker's window.
        terms = [nodes.paragraph("", "", *term.children) for term in box.deepcopy().findall(nodes.term)]
        content = [nodes.bullet_list("", *(nodes.list_item("", term) for term in terms))]
    else:  # the first paragraph, or the first of a class
        paragraphs = [child for child in box.children[1:] if isinstance(child, nodes.paragraph)]
        content = [child for child in paragraphs if part == "first" or has_class(child, part)][:1]
    name, word = (part_of_title(box, name) for name in ("box-name", "box-word"))
    found.blocks.append(Block(box["kind"], tuple(content), tuple(name.children), word.astext(), _line(box)))
    found.notes += [note for note in box.findall(vorming_box) if _slide_part(note) == "note"]


def _slide_part(box: vorming_box) -> SlidePart:
    """Return what of a box is shown on a slide, as the table of directives says."""
    return _SLIDE_PARTS.get(box["kind"], "")


def _line(node: nodes.Node) -> int:
    """Return the line of a node, from 1, or the nearest known one around it."""
    return next((int(each.line) for each in around(node) if each.line), 1)


def plain_charts(doctree: nodes.document) -> None:
    """Leave of each chart the wide drawing in light colours: web pages alone have its variants."""
    for image in doctree.findall(nodes.image):
        image.attributes.pop("variants", None)


def name_citations(doctree: nodes.document, names: Mapping[str, str]) -> None:
    """Put plain words in place of each citation, before Sphinx would make a link of it.

    `names` gives the short name of a source by its key; a key without one stays as it is.
    """
    for node in list(doctree.findall(addnodes.pending_xref)):
        if node.get("refdomain") == "cite":
            keys = [key.strip() for key in node["reftarget"].split(",")]
            said = "; ".join(names.get(key, key) for key in keys)
            node.replace_self(nodes.inline("", f"({said})", classes=[CITATION]))


def for_slide(found: Iterable[nodes.Node], kind: str = "") -> list[nodes.Node]:
    """Copy nodes for a slide: without citations, footnotes, links, ids; a list of the text shortened.

    Of each item of such a list stay the first paragraph and a list below it, and of a long one with a bold start only
    that start.
    """
    holder = nodes.container("", *for_notes(found))
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


def for_notes(found: Iterable[nodes.Node]) -> list[nodes.Node]:
    """Copy nodes for the speaker's window: whole, but without what leads away from it.

    A box becomes a plain container; a trainer's note inside another box is left out, for it is shown as a note already.
    """
    holder = nodes.container("", *(node.deepcopy() for node in found))
    for node in list(holder.findall(nodes.footnote_reference)):
        _remove_with_space(node)
    for reference in list(holder.findall(nodes.reference)):
        parent = reference.parent
        # The words of the link stay in its place.
        index = parent.index(reference)
        parent[index : index + 1] = reference.children
    for box in list(holder.findall(vorming_box)):
        if _slide_part(box) == "note":
            box.parent.remove(box)
        else:
            classes = ["box", f"box-{box['kind']}"]
            box.replace_self(nodes.container("", *box.children, classes=classes))
    for element in holder.findall(nodes.Element):
        # Ids are of the page: in a deck with all notes of a day some would be there twice.
        element["ids"] = []
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


def word_count(found: Iterable[nodes.Node]) -> int:
    """Count the words in nodes."""
    return sum(len(node.astext().split()) for node in found)
