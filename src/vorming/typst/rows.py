"""Which blocks stand together on paper: the trainer's notes beside their text, wide things over the margin."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from docutils import nodes

from vorming.model.directives import OWN_DIRECTIVES
from vorming.nodes.course import (
    MODULE_CHECKLIST,
    PAGE_SOURCES,
    SCREEN_ONLY,
    vorming_box,
    vorming_lines,
)
from vorming.nodes.quiz import vorming_quiz
from vorming.quiz.view import sheet_texts
from vorming.text.markdown import inline_text
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
        if LEFT_OUT & set(classes_of(child)):
            continue
        frame = _frame(child)
        if row.main and not row.notes and _goes_on(row, child, frame):
            row.main.append(child)
        elif is_note(child) and not frame:
            row.notes.append(child)
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


def _goes_on(row: Row, child: nodes.Node, frame: str) -> bool:
    """Tell whether a block, or a note, goes on in the columns that the row before it started."""
    return row.frame == COLUMNS and (frame == COLUMNS or (is_note(child) and not frame))


COLUMNS, WIDE = "in-columns", "wide"
"""The frames: two columns, and one, over text and margin."""


LEFT_OUT = {PAGE_SOURCES, MODULE_CHECKLIST, SCREEN_ONLY}
"""Classes of what stands together elsewhere in the pack, or helps on a screen alone."""


def ends_page(block: nodes.Element) -> bool:
    """Tell whether nothing that is seen on paper follows a block on its page."""
    while (parent := block.parent) is not None:
        if any(map(is_on_paper, parent.children[parent.index(block) + 1 :])):
            return False
        block = parent
    return True


def is_on_paper(node: nodes.Node) -> bool:
    """Tell whether a node is seen on paper where it stands."""
    return not (isinstance(node, OFF_FLOW) or LEFT_OUT & set(classes_of(node)))


OFF_FLOW = (nodes.Invisible, nodes.footnote)
"""What is not seen, or stands at the foot of a page."""


def is_note(node: nodes.Node) -> bool:
    """Tell whether a block is a trainer's note, which stands in the margin."""
    return _place_of(node) == "margin"


_PLACES = {record.box: record.paper for record in OWN_DIRECTIVES.values() if record.box}


def _place_of(node: nodes.Node) -> str:
    """Return where a box stands on paper, as the table of directives says."""
    return _PLACES.get(node["kind"], "") if isinstance(node, vorming_box) else ""


def _frame(node: nodes.Node) -> str:
    """Return the template's function for a block that takes the margin too; empty for others."""
    if isinstance(node, vorming_quiz) or is_long_list(node) or _place_of(node) == "columns":
        return COLUMNS
    is_wide = "wide" in classes_of(node) or any(map(is_wide_table, _tables_over_margin(node)))
    return WIDE if is_wide else ""


def _tables_over_margin(node: nodes.Node) -> Iterable[nodes.table]:
    """Return the tables that may take the margin: one that stands by itself, and those in a note."""
    if isinstance(node, nodes.table):
        return [node]
    return node.findall(nodes.table) if is_note(node) else ()


def is_long_list(box: nodes.Node) -> bool:
    """Tell whether a box holds the whole list of help lines, which stands in columns and without a tint."""
    is_list = isinstance(box, vorming_box) and box["kind"] == "helplines"
    return is_list and sum(1 for _ in box.findall(nodes.term)) > LONG_LIST


LONG_LIST = 9


def _is_alone(node: nodes.Node) -> bool:
    return isinstance(node, nodes.section)


def classes_of(node: nodes.Node) -> list[str]:
    """Return the classes of a node; text has none."""
    return list(node["classes"]) if isinstance(node, nodes.Element) else []


def _notes_inside(block: nodes.Node) -> list[nodes.Node]:
    """Return the notes inside a box; its own writer leaves them out, for they stand in the margin."""
    if isinstance(block, nodes.section) or is_note(block):
        return []
    return [found for found in block.findall(vorming_box) if is_note(found)]


COLUMN_SIGNS = 48
"""About how many signs stand on a line of a column."""
COLUMN_LEADING = 3.8
"""How high a line of a question is, in millimetres."""
ROOM_ASKED = range(42, 130)
"""How much room columns ask for at least and at most, in millimetres."""


def room_for(quiz: vorming_quiz) -> int:
    """Estimate in millimetres the room that the first question takes, without its key: no title stands alone."""
    first = quiz.view.questions[0]
    texts = [len(inline_text(text)) for text in sheet_texts(first) if text]
    lines = sum(-(-length // COLUMN_SIGNS) + 0.6 for length in texts) + first.lines * WRITTEN
    asked = 0 if first.type == "scenario" else lines * COLUMN_LEADING
    return round(min(max(asked, ROOM_ASKED.start), ROOM_ASKED.stop))


UNFIT = (nodes.table, nodes.image, nodes.literal_block, vorming_lines)
"""What a margin is too narrow for."""
MAIN_SIGNS, NOTE_SIGNS = 74, 34
"""About how many signs stand on a line of text, and of a note."""
NOTE_LEADING = 0.72
"""How high a line of a note is, in lines of text."""
ROOM = 4
"""How many lines longer than its text a note may be before it stands below it."""
WRITTEN = 1.6
"""How many lines of text a line to write on takes."""
BOX = 1.5
"""How many lines the edges of a box take."""
WHOLE = 13
"""Up to so many lines a box stays on one page."""


def fits_beside(row: Row) -> bool:
    """Tell whether the notes are about as high as their text: an estimate, for asking Typst costs its time twice."""
    if row.frame or not row.main or _is_unfit(row.notes):
        return False
    inside = [note for block in row.main for note in _notes_inside(block)]
    main = _lines(row.main, MAIN_SIGNS) - _lines(inside, MAIN_SIGNS)
    return _lines(row.notes, NOTE_SIGNS) * NOTE_LEADING <= main + ROOM


def _is_unfit(notes: Iterable[nodes.Node]) -> bool:
    return any(isinstance(inner, UNFIT) for note in notes for inner in note.findall())


def stays_whole(found: list[nodes.Node], is_in_margin: bool) -> bool:
    """Tell whether a box of these blocks is short enough to stay on one page."""
    return _lines(found, NOTE_SIGNS if is_in_margin else MAIN_SIGNS) <= WHOLE


def _lines(found: list[nodes.Node], signs: int) -> float:
    """Estimate how many lines blocks take."""
    texts = (text for node in found for text in node.findall(nodes.TextElement) if not _is_inside_text(text))
    written = sum(lines["count"] * WRITTEN for node in found for lines in node.findall(vorming_lines))
    boxes = sum(BOX for node in found for box in node.findall(vorming_box))
    return float(boxes + written + sum(_height(text, signs) for text in texts))


def _height(text: nodes.Element, signs: int) -> float:
    """Estimate the lines of a paragraph; in a table, with narrower ones, its share of those of its row."""
    columns = _columns_around(text)
    return (-(-len(text.astext()) * columns // signs) + 0.6) / columns


def _columns_around(node: nodes.Element) -> int:
    while node.parent is not None and not isinstance(node, nodes.tgroup):
        node = node.parent
    return int(node["cols"]) if isinstance(node, nodes.tgroup) else 1


def _is_inside_text(node: nodes.Node) -> bool:
    return isinstance(node.parent, nodes.TextElement)
