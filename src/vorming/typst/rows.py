"""Rows of blocks on paper: the trainer's notes stand beside their text, wide blocks extend into the margin."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from docutils import nodes

from vorming.model.directives import OWN_DIRECTIVES
from vorming.nodes import LEFT_OUT, ancestors, has_class, vorming_box, vorming_lines, vorming_quiz
from vorming.quiz.texts import sheet_texts
from vorming.text.markdown import inline_text
from vorming.typst.context import Context
from vorming.typst.markup import Code, call
from vorming.typst.tables import is_wide_table

COLUMNS, WIDE = "in-columns", "wide"
"""The functions of the templates that set blocks across text and margin, in two columns or in one."""
_PLACES = {record.box: record.paper for record in OWN_DIRECTIVES.values() if record.box}
LONG_LIST = 9
COLUMN_CHARS = 48
"""The average number of characters on a line of a column."""
COLUMN_LEADING = 3.8
"""The height of a line of a question, in millimetres."""
LEAST_ROOM, MOST_ROOM = 42, 130
"""The smallest and the largest room that columns reserve, in millimetres."""
UNFIT = (nodes.table, nodes.image, nodes.literal_block, vorming_lines)
"""The nodes for which the margin is too narrow."""
MAIN_CHARS, NOTE_CHARS = 74, 34
"""The average number of characters on a line of text, and of a note."""
NOTE_LEADING = 0.72
"""The height of a line of a note, in lines of text."""
OVERHANG = 4
"""The number of lines by which a note in the margin may be longer than its text; a longer note stands below it."""
WRITTEN = 1.6
"""The height of a line to write on, in lines of text."""
BOX = 1.5
"""The height of the edges of a box, in lines."""
WHOLE = 13
"""The largest number of lines of a box that stays on one page."""


def write_rows(body: Iterable[nodes.Node], context: Context) -> str:
    """Write blocks row by row, with the trainer's notes of a row in the margin if they fit."""
    markups = []
    for row in _make_rows(body):
        main, notes = context.blocks(row.main), context.blocks(row.notes)
        if notes and row.fits_beside:
            markups.append(call("beside", main, notes))
            continue
        if row.frame:
            first = row.main[0]
            arguments = {"room": Code(f"{_room_for(first)}mm")} if isinstance(first, vorming_quiz) else {}
            main = call(row.frame, main, **arguments)
        markups += [main, notes]
    return "\n\n".join(filter(None, markups))


@dataclass
class _Row:
    """Blocks, the trainer's notes beside them, and the function of the templates that sets them (empty: none)."""

    main: list[nodes.Node] = field(default_factory=list)
    notes: list[nodes.Node] = field(default_factory=list)
    frame: str = ""

    @property
    def fits_beside(self) -> bool:
        """Whether the notes fit in the margin: not much higher than their text, and narrow enough.

        This is an estimate, because measuring in Typst would mean setting every page twice.
        """
        if self.frame or not self.main:
            return False
        for note in self.notes:
            if any(isinstance(inner, UNFIT) for inner in note.findall()):
                return False
        main = _lines(self.main, MAIN_CHARS)
        for block in self.main:
            main -= _lines(_notes_inside(block), MAIN_CHARS)
        return _lines(self.notes, NOTE_CHARS) * NOTE_LEADING <= main + OVERHANG


def _make_rows(body: Iterable[nodes.Node]) -> Iterator[_Row]:
    """Group blocks with the notes that follow them; a note belongs to the text since the previous note.

    A section is a row by itself, because its blocks are grouped when it is written. Consecutive blocks in columns are one
    row, and a note between them stays in their columns.
    """
    row = _Row()
    for child in body:
        if has_class(child, *LEFT_OUT):
            continue
        frame = _frame(child)
        # A note with a wide table takes the width of text and margin, so it cannot stand beside text.
        is_plain_note = is_note(child) and not frame
        is_in_columns = row.frame == COLUMNS and bool(row.main) and not row.notes
        if is_in_columns and (frame == COLUMNS or is_plain_note):
            row.main.append(child)
        elif is_plain_note:
            row.notes.append(child)
        else:
            is_section = isinstance(child, nodes.section)
            if row.notes or row.frame or frame or is_section:
                yield row
                row = _Row(frame=frame)
            row.main.append(child)
            row.notes += _notes_inside(child)
            if is_section:
                yield row
                row = _Row()
    yield row


def ends_page(block: nodes.Element) -> bool:
    """Tell whether nothing visible on paper follows a block in its document."""
    for node in ancestors(block):
        if node.parent and any(map(is_on_paper, node.parent.children[node.parent.index(node) + 1 :])):
            return False
    return True


def is_on_paper(node: nodes.Node) -> bool:
    """Tell whether a node is visible at its place on paper; a footnote is not, because it stands at its reference."""
    return not (isinstance(node, (nodes.Invisible, nodes.footnote)) or has_class(node, *LEFT_OUT))


def is_note(node: nodes.Node) -> bool:
    """Tell whether a block is a trainer's note, which stands in the margin."""
    return _place_of(node) == "margin"


def _place_of(node: nodes.Node) -> str:
    """Return the place of a box on paper, from the table of directives."""
    return _PLACES.get(node["kind"], "") if isinstance(node, vorming_box) else ""


def _frame(node: nodes.Node) -> str:
    """Return the function of the templates for a block that extends into the margin; empty for other blocks."""
    if isinstance(node, vorming_quiz) or is_long_list(node) or _place_of(node) == "columns":
        return COLUMNS
    # A table in a box is as wide as its box, but a table in a note needs more than the margin.
    tables = node.findall(nodes.table) if isinstance(node, nodes.table) or is_note(node) else ()
    return WIDE if has_class(node, "wide") or any(map(is_wide_table, tables)) else ""


def is_long_list(node: nodes.Node) -> bool:
    """Tell whether a block is a long list of help lines with sources, which is set in columns and without a tint.

    A list with one paragraph per help line, made with the option `brief`, is set as a box.
    """
    if not isinstance(node, vorming_box) or node["kind"] != "helplines":
        return False
    lines = list(node.findall(nodes.definition))
    return len(lines) > LONG_LIST and any(len(line.children) > 1 for line in lines)


def _notes_inside(block: nodes.Node) -> list[nodes.Node]:
    """Return the notes inside a box; `blocks.write_box` leaves them out."""
    if isinstance(block, nodes.section) or is_note(block):
        return []
    return [box for box in block.findall(vorming_box) if is_note(box)]


def _room_for(quiz: vorming_quiz) -> int:
    """Estimate the height, in millimetres, of the first question of a quiz on the worksheet.

    The template reserves that room, so that no title stands alone at the bottom of a page. A scenario may break anywhere,
    so it needs the least room.
    """
    first = quiz.view.questions[0]
    if first.type == "scenario":
        return LEAST_ROOM
    lengths = [len(inline_text(text)) for text in sheet_texts(first) if text]
    lines = sum(_lines_of(length, COLUMN_CHARS) for length in lengths) + first.lines * WRITTEN
    return round(min(max(lines * COLUMN_LEADING, LEAST_ROOM), MOST_ROOM))


def stays_whole(blocks: list[nodes.Node], is_in_margin: bool) -> bool:
    """Estimate whether a box with these blocks is short enough to stay on one page."""
    return _lines(blocks, NOTE_CHARS if is_in_margin else MAIN_CHARS) <= WHOLE


def _lines(blocks: list[nodes.Node], width: int) -> float:
    """Estimate the height of blocks in lines, with `width` characters on a line."""
    lines = 0.0
    for node in blocks:
        for inner in node.findall(nodes.Element):
            if isinstance(inner, vorming_box):
                lines += BOX
            elif isinstance(inner, vorming_lines):
                lines += inner["count"] * WRITTEN
            elif isinstance(inner, nodes.TextElement) and not isinstance(inner.parent, nodes.TextElement):
                # The lines of a cell are narrower, and the cells of a row stand side by side.
                groups = (ancestor for ancestor in ancestors(inner) if isinstance(ancestor, nodes.tgroup))
                columns = next((int(group["cols"]) for group in groups), 1)
                lines += _lines_of(len(inner.astext()) * columns, width) / columns
    return lines


def _lines_of(length: int, width: int) -> float:
    """Return the height of a paragraph in lines, including the gap below it."""
    return -(-length // width) + 0.6
