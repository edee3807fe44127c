"""Which blocks stand together on paper: the trainer's notes beside their text, wide things over the margin."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from docutils import nodes

from vorming.sphinx_ext.course_nodes import MODULE_CHECKLIST, PAGE_SOURCES, vorming_box, vorming_lines
from vorming.sphinx_ext.quiz_nodes import vorming_quiz
from vorming.typst.tables import is_wide_table


@dataclass
class Row:
    """Blocks, the trainer's notes beside them, and the template's function that sets them apart."""

    main: list[nodes.Node] = field(default_factory=list)
    notes: list[nodes.Node] = field(default_factory=list)
    frame: str = ""


def make_rows(body: Iterable[nodes.Node]) -> Iterator[Row]:
    """Group blocks with the notes that follow them: a note belongs to the text since the last note."""
    row = Row()
    for child in body:
        if LEFT_OUT & set(_classes(child)):
            continue
        frame = _frame(child)
        if is_note(child):
            row.notes.append(child)
        elif row.main and not row.notes and frame == row.frame == "in-columns":
            row.main.append(child)
        else:
            if row.notes or row.frame or frame or _is_alone(child):
                yield row
                row = Row(frame=frame)
            row.main.append(child)
            row.notes += _notes_inside(child)
            if _is_alone(child):
                yield row
                row = Row()
    yield row


LEFT_OUT = {PAGE_SOURCES, MODULE_CHECKLIST}
"""Classes of what stands together elsewhere in the pack."""


def is_note(node: nodes.Node) -> bool:
    """Tell whether a block is a trainer's note, which stands in the margin."""
    return isinstance(node, vorming_box) and node["kind"] == "trainer-note"


def _frame(node: nodes.Node) -> str:
    """Return the template's function for a block that takes the margin too; empty for others."""
    if isinstance(node, vorming_box) and (node["kind"] == "difficult-moment" or is_long_list(node)):
        return "in-columns"
    is_wide = is_wide_table(node) if isinstance(node, nodes.table) else "wide" in _classes(node)
    return "wide" if is_wide else ""


def is_long_list(box: vorming_box) -> bool:
    """Tell whether a box holds the whole list of help lines, which stands in columns and without a tint."""
    return box["kind"] == "helplines" and sum(1 for _ in box.findall(nodes.term)) > LONG_LIST


LONG_LIST = 9


def _is_alone(node: nodes.Node) -> bool:
    return isinstance(node, (nodes.section, vorming_quiz))


def _classes(node: nodes.Node) -> list[str]:
    return list(node["classes"]) if isinstance(node, nodes.Element) else []


def _notes_inside(block: nodes.Node) -> list[nodes.Node]:
    """Return the notes inside a box; its own writer leaves them out, for they stand in the margin."""
    if isinstance(block, nodes.section):
        return []
    return [found for found in block.findall(vorming_box) if is_note(found)]


UNFIT = (nodes.table, nodes.image, nodes.literal_block, vorming_lines)
"""What a margin is too narrow for."""
MAIN_SIGNS, NOTE_SIGNS = 74, 34
"""About how many signs stand on a line of text, and of a note."""
NOTE_LEADING = 0.72
"""How high a line of a note is, in lines of text."""
ROOM = 6
"""How many lines longer than its text a note may be before it stands below it."""
WHOLE = 13
"""Up to so many lines a box stays on one page."""


def fits_beside(row: Row) -> bool:
    """Tell whether the notes are about as high as their text: an estimate, for asking Typst costs its time twice."""
    if row.frame or any(isinstance(inner, UNFIT) for note in row.notes for inner in note.findall()):
        return False
    return _lines(row.notes, NOTE_SIGNS) * NOTE_LEADING <= _lines(row.main, MAIN_SIGNS) + ROOM


def stays_whole(found: list[nodes.Node]) -> bool:
    """Tell whether a box of these blocks is short enough to stay on one page."""
    return _lines(found, MAIN_SIGNS) <= WHOLE


def _lines(found: list[nodes.Node], signs: int) -> float:
    """Estimate how many lines blocks take."""
    texts = (text for node in found for text in node.findall(nodes.TextElement) if not _is_inside_text(text))
    written = sum(lines["count"] * 1.6 for node in found for lines in node.findall(vorming_lines))
    return float(written + sum(-(-len(text.astext()) // signs) + 0.6 for text in texts))


def _is_inside_text(node: nodes.Node) -> bool:
    return isinstance(node.parent, nodes.TextElement)
