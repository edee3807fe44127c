"""A lesson's page -> sections: what stands on the slide, what the trainer says, what the book says.

Pure: doctree in, dataclasses out. Key points, lists, tables, figures, boxes and questions go on the
slide; paragraphs and notes go to the speaker's window.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from docutils import nodes
from sphinx import addnodes

from vorming.model.directives import OWN_DIRECTIVES, SlidePart
from vorming.nodes.course import (
    PAGE_SOURCES,
    vorming_box,
    vorming_lines,
    vorming_no_slide,
    vorming_picture,
    vorming_slide,
)
from vorming.nodes.quiz import vorming_quiz

BlockKind = Literal[
    "list", "text", "table", "figure", "quote", "own", "objectives", "key-points", "content-note",
    "fact", "faq", "contradiction", "case", "exercise", "helplines", "question",
]  # fmt: skip

CITATION = "vorming-citation"
"""The class of a citation in plain words: a note shows it, a slide leaves it out."""
MOST_COLUMNS = 5
"""A wider table is for the page, not for the room."""
LEAD_WORDS = 12
"""A list item that starts in bold and is longer than this shows only its bold start."""


@dataclass(frozen=True)
class Block:
    """Something that stands on a slide; `word` is that of its box, `question` the id of a question."""

    kind: BlockKind
    content: tuple[nodes.Node, ...] = ()
    title: tuple[nodes.Node, ...] = ()
    word: str = ""
    line: int = 0
    question: str = ""


@dataclass(frozen=True)
class Section:
    """One heading of a page; `minutes` is 0 when its notes don't say how long it takes."""

    title: str
    line: int
    parent: str = ""
    blocks: tuple[Block, ...] = ()
    notes: tuple[vorming_box, ...] = ()
    moments: tuple[vorming_box, ...] = ()
    book: tuple[nodes.Node, ...] = ()
    names: frozenset[str] = frozenset()
    """The names of the blocks in it, by which the steps of the lesson use them."""
    is_skipped: bool = False
    has_own_slide: bool = False

    @property
    def minutes(self) -> int:
        return sum(int(note.get("minutes", 0)) for note in self.notes)

    @property
    def untimed_note(self) -> vorming_box | None:
        """The first note an author wrote, when no note of this section says how long it takes."""
        written = [note for note in self.notes if "minutes" in note]
        return written[0] if written and not self.minutes else None


@dataclass(frozen=True)
class Outline:
    """A page: its title, what stands before the first heading, and its sections in order."""

    title: str
    intro: Section
    sections: tuple[Section, ...]


@dataclass
class _Gathered:
    """What a walk over one section finds."""

    blocks: list[Block] = field(default_factory=list)
    notes: list[vorming_box] = field(default_factory=list)
    moments: list[vorming_box] = field(default_factory=list)
    book: list[nodes.Node] = field(default_factory=list)
    own: list[Block] = field(default_factory=list)
    subsections: list[nodes.section] = field(default_factory=list)
    is_skipped: bool = False


def read_outline(doctree: nodes.document) -> Outline:
    """Divide a resolved page, in the trainer's edition with its slide nodes, into sections."""
    top = next(doctree.findall(nodes.section))
    intro = _section(top, "")
    parts = [child for child in top.children if isinstance(child, nodes.section)]
    sections = tuple(found for part in parts for found in _with_subsections(part))
    return Outline(title_of(top), intro, sections)


def title_of(section: nodes.section) -> str:
    """Return the words of a section's heading."""
    title = next(iter(section.findall(nodes.title)), None)
    return " ".join(title.astext().split()) if title else ""


def _with_subsections(part: nodes.section) -> Iterator[Section]:
    """Yield a section, and each part of it with a heading and slide content of its own."""
    main = _section(part, "")
    children = [_section(child, main.title) for child in part.children if isinstance(child, nodes.section)]
    yield main
    yield from children


def _section(part: nodes.section, parent: str) -> Section:
    found = _Gathered()
    for child in part.children:
        if not isinstance(child, nodes.section | nodes.title):
            _gather(child, found)
    blocks = [block for block in found.blocks if not found.own or block.kind in STANDS_ALONE]
    return Section(
        title=title_of(part),
        line=_line(part),
        parent=parent,
        blocks=(*found.own, *blocks) if not found.is_skipped else (),
        notes=tuple(found.notes),
        moments=tuple(found.moments),
        book=tuple(found.book),
        names=names_in(part),
        is_skipped=found.is_skipped,
        has_own_slide=bool(found.own),
    )


def names_in(section: nodes.section) -> frozenset[str]:
    """Return the names and labels in a section, without those in a section below it."""
    own = (child for child in section.children if not isinstance(child, nodes.section))
    found = [
        node for child in own if isinstance(child, nodes.Element) for node in child.findall(nodes.Element)
    ]
    return frozenset(name for node in found for name in (*node["names"], *node["ids"]))


STANDS_ALONE: frozenset[BlockKind] = frozenset({"figure", "question"})
"""What keeps its slide when the section has a slide of its own for the rest."""


def _gather(node: nodes.Node, found: _Gathered) -> None:
    """Put one child of a section where it belongs."""
    match node:
        case vorming_no_slide():
            found.is_skipped = True
        case vorming_slide():
            found.own.append(Block("own", tuple(node.children), line=_line(node)))
        case vorming_quiz():
            found.blocks += _questions(node)
        case vorming_box():
            _gather_box(node, found)
        case nodes.Element() if _is_for_the_page(node):
            pass
        case nodes.Element() if kind := _block_kind(node):
            found.blocks.append(Block(kind, (node,), line=_line(node)))
            if kind == "list":
                found.book.append(node)
        case nodes.container() | nodes.compound():
            for child in node.children:
                _gather(child, found)
        case nodes.paragraph() | nodes.table() | nodes.literal_block():
            found.book.append(node)
        case _:
            pass


def _questions(quiz: vorming_quiz) -> list[Block]:
    """Make a block of each question; an exam never comes on a screen."""
    if quiz.view.use == "exam" or quiz["kind"] == "exam":
        return []
    return [Block("question", line=_line(quiz), question=question.id) for question in quiz.view.questions]


def _gather_box(box: vorming_box, found: _Gathered) -> None:
    part = slide_part(box)
    if part == "note":
        found.notes.append(box)
        return
    if part == "moment":
        found.moments.append(box)
        return
    found.book.append(box)
    if part:
        content = PICKED[part](box)
        word = "".join(node.astext() for node in _heading(box, "box-word"))
        found.blocks.append(Block(box["kind"], tuple(content), _heading(box, "box-name"), word, _line(box)))
        found.notes += [note for note in box.findall(vorming_box) if slide_part(note) == "note"]


def _heading(box: vorming_box, name: str) -> tuple[nodes.Node, ...]:
    """Return what stands in the heading of a box under a class: its word, its name."""
    heading = box.children[0]
    assert isinstance(heading, nodes.Element)
    found = [node for node in heading.findall(nodes.inline) if name in node["classes"]]
    return tuple(found[0].children) if found else ()


def _body(box: vorming_box) -> list[nodes.Node]:
    """Return a box without its title, its lines to write on and what only trainers read."""
    return [
        child
        for child in box.children[1:]
        if not isinstance(child, vorming_lines | vorming_box) and not _has_class(child, "method", "minutes")
    ]


def _first(name: str = "") -> Callable[[vorming_box], Sequence[nodes.Node]]:
    def pick(box: vorming_box) -> Sequence[nodes.Node]:
        body = [child for child in box.children[1:] if isinstance(child, nodes.paragraph)]
        return [child for child in body if not name or _has_class(child, name)][:1]

    return pick


def _names(box: vorming_box) -> list[nodes.Node]:
    """List the names and numbers of help lines, without their descriptions."""
    items = (
        nodes.list_item("", nodes.paragraph("", "", *term.children))
        for term in box.deepcopy().findall(nodes.term)
    )
    return [nodes.bullet_list("", *items)]


PICKED: Mapping[SlidePart, Callable[[vorming_box], Sequence[nodes.Node]]] = {
    "body": _body,
    "first": _first(),
    "short-answer": _first("short-answer"),
    "to-confirm": _first("to-confirm"),
    "names": _names,
}
"""The parts of a box that may stand on a slide; the whole box stays in the speaker's window."""

_PARTS = {record.box: record.slide for record in OWN_DIRECTIVES.values() if record.box}


def slide_part(box: vorming_box) -> SlidePart:
    """Return what of a box stands on a slide, as the table of directives says."""
    return _PARTS.get(box["kind"], "")


def _block_kind(node: nodes.Element) -> BlockKind | None:
    match node:
        case nodes.table():
            return "table" if _columns(node) <= MOST_COLUMNS else None
        case nodes.figure() | nodes.image():
            return "figure"
        case nodes.bullet_list() | nodes.enumerated_list() | nodes.definition_list():
            return "list"
        case nodes.block_quote():
            return "quote"
        case _:
            return "figure" if _is_drawn(node) else None


def _is_drawn(node: nodes.Element) -> bool:
    """Tell the output of a notebook's cell that holds an image."""
    return _has_class(node, "cell_output") and any(node.findall(nodes.image))


def _columns(table: nodes.table) -> int:
    return sum(1 for _ in table.findall(nodes.colspec))


def _is_for_the_page(node: nodes.Element) -> bool:
    """Tell what only a reader needs: the sources of a page, the table that stands in for a chart."""
    return isinstance(node, nodes.rubric) or _has_class(node, PAGE_SOURCES, "chart-table")


def _has_class(node: nodes.Node, *names: str) -> bool:
    return isinstance(node, nodes.Element) and bool(set(names) & set(node.get("classes", ())))


def _line(node: nodes.Node) -> int:
    """Return the line on which a node stands, or the nearest known one around it."""
    while node is not None:
        if node.line:
            return int(node.line)
        node = node.parent
    return 1


def plain_charts(doctree: nodes.document) -> None:
    """Leave of each chart the wide drawing in light colours."""
    for image in doctree.findall(nodes.image):
        image.attributes.pop("variants", None)


def name_citations(doctree: nodes.document, names: Mapping[str, str]) -> None:
    """Put plain words in place of each citation, before Sphinx would make a link of it."""
    for node in list(doctree.findall(addnodes.pending_xref)):
        if node.get("refdomain") == "cite":
            keys = [key.strip() for key in node["reftarget"].split(",")]
            said = "; ".join(names.get(key, key) for key in keys)
            node.replace_self(nodes.inline("", f"({said})", classes=[CITATION]))


def for_the_room(found: Sequence[nodes.Node], kind: BlockKind = "text") -> list[nodes.Node]:
    """Copy nodes for a slide: without citations, footnotes, links, ids; a list of the text shortened."""
    holder = nodes.container("", *for_reading(found))
    for node in list(holder.findall(nodes.Element)):
        if _has_class(node, CITATION):
            _remove_with_space(node)
    for item in list(holder.findall(nodes.list_item)) if kind == "list" else ():
        _shorten(item)
    return list(holder.children)


def for_reading(found: Sequence[nodes.Node]) -> list[nodes.Node]:
    """Copy nodes for a note: whole, but without what leads away from the window."""
    holder = nodes.container("", *(node.deepcopy() for node in found))
    for node in list(holder.findall(nodes.footnote_reference)):
        _remove_with_space(node)
    for reference in list(holder.findall(nodes.reference)):
        parent = reference.parent
        index = parent.index(reference)
        parent[index : index + 1] = reference.children
    for box in list(holder.findall(vorming_box)):
        _open_box(box)
    for picture in list(holder.findall(vorming_picture)):
        picture.replace_self(picture.plain())
    for element in holder.findall(nodes.Element):
        element["ids"] = []
    return list(holder.children)


def _open_box(box: vorming_box) -> None:
    """Put a plain container in place of a box; a trainer's note inside it is shown as a note already."""
    if slide_part(box) == "note":
        box.parent.remove(box)
    else:
        box.replace_self(nodes.container("", *box.children, classes=["box", f"box-{box['kind']}"]))


def _remove_with_space(node: nodes.Element) -> None:
    """Remove an inline node and the space before it."""
    parent = node.parent
    if parent is None:
        return
    index = parent.index(node)
    before = parent.children[index - 1] if index else None
    if isinstance(before, nodes.Text):
        parent.replace(before, nodes.Text(before.astext().rstrip()))
    parent.remove(node)


def _shorten(item: nodes.list_item) -> None:
    """Leave of an item its first paragraph, and of a long one with a bold start only that start."""
    for child in list(item.children[1:]):
        item.remove(child)
    paragraph = item.children[0] if item.children else None
    if isinstance(paragraph, nodes.Element) and word_count([item]) > LEAD_WORDS:
        first = next((child for child in paragraph.children if child.astext()), None)
        if isinstance(first, nodes.strong):
            paragraph.children[:] = [nodes.strong("", first.astext().rstrip(" .:,;"))]


def word_count(found: Sequence[nodes.Node]) -> int:
    """Count the words that stand in nodes."""
    return sum(len(node.astext().split()) for node in found)
