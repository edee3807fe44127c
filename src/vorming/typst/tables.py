"""The writer of tables, with a header row that repeats on each page, and tables to fill in."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from docutils import nodes

from vorming.nodes import number_columns, vorming_contact
from vorming.typst.context import Context
from vorming.typst.markup import Code, Content, Value, call

NARROW_COLUMNS, NARROW_CHARS = 3, 260
"""The largest number of columns, and of characters in a row, of a table that is as wide as the text."""
SHORT = 14
"""The largest number of characters in a column that is as wide as its text."""
SHORT_TABLE = 16
"""The largest number of lines of a table that stays on one page."""
FEW_ROWS, LONG_ROWS = 4, 24
"""A table of at most `FEW_ROWS` rows stays on one page up to `LONG_ROWS` lines: it has no good place to break."""
COLUMN_CHARS = 90
"""The average number of characters on a line of a table, over all its columns."""
WORD_SHARE, LENGTH_SHARE = 0.75, 0.65
"""The factor for the longest word, and the exponent for the length of the text, in the width of a column."""
LONG_WORD = 18
"""The length up to which words are kept whole, in characters."""


@dataclass(frozen=True)
class Grid:
    """The parts of a table: its title, the number of columns, and the rows of its head and of its body."""

    title: nodes.title | None
    columns: int
    head: list[list[nodes.entry]]
    body: list[list[nodes.entry]]

    @property
    def lengths(self) -> Iterator[list[int]]:
        """The number of characters in each cell of the body, row by row."""
        for row in self.body:
            yield [len(entry.astext()) for entry in row]


def _read_grid(table: nodes.table) -> Grid:
    """Return the parts of a docutils table, which are nested: table, tgroup, thead and tbody, row, entry."""
    group = next(table.findall(nodes.tgroup))
    title = next((child for child in table.children if isinstance(child, nodes.title)), None)
    grid = Grid(title, int(group["cols"]), [], [])
    for row in group.findall(nodes.row):
        part = grid.head if isinstance(row.parent, nodes.thead) else grid.body
        part.append([entry for entry in row.children if isinstance(entry, nodes.entry)])
    return grid


def is_wide_table(table: nodes.table) -> bool:
    """Tell whether a table extends into the margin, because it has many columns or long rows."""
    grid = _read_grid(table)
    longest = max(map(sum, grid.lengths), default=0)
    return grid.columns > NARROW_COLUMNS or longest > NARROW_CHARS


def write_table(node: nodes.table, context: Context) -> str:
    """Write a table, with a header row that repeats on each page.

    Report a table without a header row: a screen reader could not announce the header of a cell (PDF/UA-1, 7.5).
    """
    grid = _read_grid(node)
    if not any(entry.astext().strip() for entry in chain(*grid.head)):
        return context.report("table-no-header", node)
    is_small_form = node.get("blank") and len(grid.body) <= FEW_ROWS and grid.columns >= NARROW_COLUMNS
    room = "#room-to-fill" if is_small_form else "#room-to-write"
    lines = sum(-(-max(row, default=0) * grid.columns // COLUMN_CHARS) for row in grid.lengths)
    # Typst divides the cells into rows itself.
    table = call(
        "data-table",
        *[_cell(entry, context, room) for entry in chain(*grid.body)],
        columns=[Code("1fr")] * grid.columns if node.get("blank") else _widths(grid),
        head=[Content(_cell(entry, context, room)) for entry in chain(*grid.head)],
        numeric=number_columns(node),
        title=Content(context.inline(grid.title)) if grid.title else None,
        whole=lines <= (LONG_ROWS if len(grid.body) <= FEW_ROWS else SHORT_TABLE),
        tight="chart-table" in (node.parent or node).get("classes", ()),
    )
    return context.anchors(node) + table


def _cell(entry: nodes.entry, context: Context, room: str) -> str:
    row = entry.parent
    empty = (nodes.entry, nodes.paragraph, vorming_contact, nodes.Text)
    is_empty = not entry.astext().strip() and all(isinstance(inner, empty) for inner in entry.findall())
    body = "" if is_empty else context.body(entry)
    # An empty cell at the end of a row is a place to write by hand, so it needs a height.
    if is_empty and entry is row.children[-1] and isinstance(row.parent, nodes.tbody):
        contacts: list[str] = [node["contact"] for node in entry.findall(vorming_contact)]
        body = call("contacts-or-room", contacts=contacts) if contacts else room
    counts = {"rowspan": entry.get("morerows", 0) + 1, "colspan": entry.get("morecols", 0) + 1}
    spans = {name: count for name, count in counts.items() if count > 1}
    return call("table.cell", body, **spans) if spans else body


def _widths(grid: Grid) -> list[Value]:
    """Return the width of each column.

    Short columns are as wide as their text; the others share the rest in proportion to their text. If a column is empty, to
    write in by hand, all other columns are as wide as their text.
    """
    texts: list[list[str]] = [[] for _ in range(grid.columns)]
    for row in (*grid.head, *grid.body):
        for column, entry in enumerate(row[: grid.columns]):
            texts[column].append(entry.astext())
    longest = [max(map(len, column), default=0) for column in texts]
    if max(longest) <= SHORT:
        return [Code("auto") for _ in longest]
    blank = {column for column, cells in enumerate(texts) if not any(cells[len(grid.head) :])}
    widths: list[Value] = []
    for column, most in enumerate(longest):
        if most <= SHORT or blank:
            widths.append(Code("1fr" if column in blank else "auto"))
            continue
        longest_word = max(map(len, " ".join(texts[column]).split()))
        weight = max(min(longest_word, LONG_WORD) * WORD_SHARE, most**LENGTH_SHARE)
        widths.append(Code(f"{round(weight, 1)}fr"))
    return widths


def blank_table(table: nodes.table) -> nodes.table:
    """Return a copy of a table to fill in, with only the head and the first column."""
    copy = table.deepcopy()
    for row in _read_grid(copy).body:
        for entry in row[1:]:
            entry.children = []
    # All columns get the same width, because their former text says nothing about what people will write.
    copy["blank"] = True
    return copy
