"""Which blocks stand together on paper: the trainer's notes beside their text, wide things over the margin."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from docutils import nodes

from vorming.model.directives import OWN_DIRECTIVES
from vorming.nodes.course import LEFT_OUT, around, has_class, vorming_box, vorming_lines, vorming_quiz
from vorming.quiz.texts import sheet_texts
from vorming.text.markdown import inline_text
from vorming.typst.context import Context
from vorming.typst.markup import Code, call
from vorming.typst.tables import is_wide_table

COLUMNS, WIDE = "in-columns", "wide"
"""The template's functions that set blocks over text and margin: in two columns, and in one."""
_PLACES = {record.box: record.paper for record in OWN_DIRECTIVES.values() if record.box}
LONG_LIST = 9
COLUMN_CHARS = 48
"""About how many characters stand on a line of a column."""
COLUMN_LEADING = 3.8
"""How high a line of a question is, in millimetres."""
LEAST_ROOM, MOST_ROOM = 42, 130
"""How much room columns ask for at least and at most, in millimetres."""
UNFIT = (nodes.table, nodes.image, nodes.literal_block, vorming_lines)
"""What a margin is too narrow for."""
MAIN_CHARS, NOTE_CHARS = 74, 34
"""About how many characters stand on a line of text, and of a note."""
NOTE_LEADING = 0.72
"""How high a line of a note is, in lines of text."""
OVERHANG = 4
"""How many lines longer than its text a note may be before it stands below it."""
WRITTEN = 1.6
"""How many lines of text a line to write on takes."""
BOX = 1.5
"""How many lines the edges of a box take."""
WHOLE = 13
"""Up to so many lines a box stays on one page."""


def write_rows(body: Iterable[nodes.Node], context: Context) -> str:
    """Write blocks row by row, the trainer's notes of a row in the margin where they fit."""
    written = []
    for row in _make_rows(body):
        main, notes = context.blocks(row.main), context.blocks(row.notes)
        if notes and row.fits_beside:
            written.append(call("beside", main, notes))
            continue
        if row.frame:
            first = row.main[0]
            named = {"room": Code(f"{_room_for(first)}mm")} if isinstance(first, vorming_quiz) else {}
            main = call(row.frame, main, **named)
        written += [main, notes]
    return "\n\n".join(filter(None, written))


@dataclass
class _Row:
    """Blocks, the trainer's notes beside them, and the template's function that sets them (empty: none)."""

    main: list[nodes.Node] = field(default_factory=list)
    notes: list[nodes.Node] = field(default_factory=list)
    frame: str = ""

    @property
    def fits_beside(self) -> bool:
        """Whether its notes may stand in the margin: about as high as their text, and narrow enough.

        An estimate, for asking Typst would set every page twice.
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
    """Group blocks with the notes that follow them: a note belongs to the text since the last note.

    A section is a row by itself, for its own blocks are grouped when it is written. Blocks in columns that follow
    each other are one row, and a note between them stays in their columns.
    """
    row = _Row()
    for child in body:
        if has_class(child, *LEFT_OUT):
            continue
        frame = _frame(child)
        # A note with a wide table in it takes the margin and the text: it is no longer beside anything.
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
    """Tell whether nothing that is seen on paper follows a block, to the end of its document."""
    for node in around(block):
        if node.parent and any(map(is_on_paper, node.parent.children[node.parent.index(node) + 1 :])):
            return False
    return True


def is_on_paper(node: nodes.Node) -> bool:
    """Tell whether a node is seen on paper where it stands; a footnote is, but elsewhere."""
    return not (isinstance(node, (nodes.Invisible, nodes.footnote)) or has_class(node, *LEFT_OUT))


def is_note(node: nodes.Node) -> bool:
    """Tell whether a block is a trainer's note, which stands in the margin."""
    return _place_of(node) == "margin"


def _place_of(node: nodes.Node) -> str:
    """Return where a box stands on paper, as the table of directives says."""
    return _PLACES.get(node["kind"], "") if isinstance(node, vorming_box) else ""


def _frame(node: nodes.Node) -> str:
    """Return the template's function for a block that takes the margin too; empty for others."""
    if isinstance(node, vorming_quiz) or is_long_list(node) or _place_of(node) == "columns":
        return COLUMNS
    # A table in a box is as wide as its box; one in a note needs more than the margin.
    tables = node.findall(nodes.table) if isinstance(node, nodes.table) or is_note(node) else ()
    return WIDE if has_class(node, "wide") or any(map(is_wide_table, tables)) else ""


def is_long_list(node: nodes.Node) -> bool:
    """Tell whether a block is a long list of help lines with their sources, which stands in columns and without a tint.

    A brief one is of one paragraph a line, and stands in a box, on a card as wide as the card.
    """
    if not isinstance(node, vorming_box) or node["kind"] != "helplines":
        return False
    lines = list(node.findall(nodes.definition))
    return len(lines) > LONG_LIST and any(len(line.children) > 1 for line in lines)


def _notes_inside(block: nodes.Node) -> list[nodes.Node]:
    """Return the notes inside a box; `blocks.write_box` leaves them out."""
    if isinstance(block, nodes.section) or is_note(block):
        return []
    return [found for found in block.findall(vorming_box) if is_note(found)]


def _room_for(quiz: vorming_quiz) -> int:
    """Estimate in millimetres how high the first question of a quiz is on the worksheet.

    The template asks for that room first, so that no title stands alone at the foot of a page. A scenario may
    break anywhere.
    """
    first = quiz.view.questions[0]
    if first.type == "scenario":
        return LEAST_ROOM
    lengths = [len(inline_text(text)) for text in sheet_texts(first) if text]
    lines = sum(_lines_of(length, COLUMN_CHARS) for length in lengths) + first.lines * WRITTEN
    return round(min(max(lines * COLUMN_LEADING, LEAST_ROOM), MOST_ROOM))


def stays_whole(found: list[nodes.Node], is_in_margin: bool) -> bool:
    """Tell whether a box of these blocks is short enough to stay on one page, by an estimate."""
    return _lines(found, NOTE_CHARS if is_in_margin else MAIN_CHARS) <= WHOLE


def _lines(found: list[nodes.Node], width: int) -> float:
    """Estimate how many lines blocks take, of so many characters each."""
    lines = 0.0
    for node in found:
        for inner in node.findall(nodes.Element):
            if isinstance(inner, vorming_box):
                lines += BOX
            elif isinstance(inner, vorming_lines):
                lines += inner["count"] * WRITTEN
            elif isinstance(inner, nodes.TextElement) and not isinstance(inner.parent, nodes.TextElement):
                # The lines of a cell are narrower; it takes a share of those of its row.
                groups = (each for each in around(inner) if isinstance(each, nodes.tgroup))
                columns = next((int(group["cols"]) for group in groups), 1)
                lines += _lines_of(len(inner.astext()) * columns, width) / columns
    return lines


def _lines_of(length: int, width: int) -> float:
    """Return how many lines a paragraph takes, the gap below it with it."""
    return -(-length // width) + 0.6
