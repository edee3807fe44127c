"""Writers of tables: a header row that repeats, a first column that names the row."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from docutils import nodes

from vorming.nodes.course import number_columns, vorming_contact
from vorming.typst.context import Context
from vorming.typst.markup import Code, Content, Value, call

NARROW_COLUMNS, NARROW_CHARS = 3, 260
"""Up to so many columns, and characters in a row, a table is no wider than the text."""
SHORT = 14
"""Up to so many characters a column is as wide as its text."""
SHORT_TABLE = 16
"""Up to so many lines of text a table stays on one page."""
FEW_ROWS, LONG_ROWS = 4, 24
"""With few rows it does too, up to more lines: there is no good place to break it."""
COLUMN_CHARS = 90
"""About how many characters stand on the line of a table, over all its columns."""
WORD_SHARE, LENGTH_SHARE = 0.75, 0.65
"""A column with much more text is wider, but not as much wider; a word is broken as little as can be."""
LONG_WORD = 18
"""A longer word may be broken."""


@dataclass(frozen=True)
class Grid:
    """A table's parts: its title, the number of columns, and the cells of its head and its body by row."""

    title: nodes.title | None
    columns: int
    head: list[list[nodes.entry]]
    body: list[list[nodes.entry]]

    @property
    def lengths(self) -> Iterator[list[int]]:
        """How many characters the cells of its body hold, row by row."""
        for row in self.body:
            yield [len(entry.astext()) for entry in row]


def _read_grid(table: nodes.table) -> Grid:
    """Return the parts of a table, which docutils nests: table, tgroup, thead and tbody, row, entry."""
    group = next(table.findall(nodes.tgroup))
    title = next((child for child in table.children if isinstance(child, nodes.title)), None)
    grid = Grid(title, int(group["cols"]), [], [])
    for row in group.findall(nodes.row):
        part = grid.head if isinstance(row.parent, nodes.thead) else grid.body
        part.append([entry for entry in row.children if isinstance(entry, nodes.entry)])
    return grid


def is_wide_table(table: nodes.table) -> bool:
    """Tell whether a table needs the margin: many columns, or long rows."""
    grid = _read_grid(table)
    longest = max(map(sum, grid.lengths), default=0)
    return grid.columns > NARROW_COLUMNS or longest > NARROW_CHARS


def write_table(node: nodes.table, context: Context) -> str:
    """Write a table: a header row that repeats on each page, and what the template sets it by.

    One without a header row is a problem: nobody could hear what a cell means (PDF/UA-1, 7.5).
    """
    grid = _read_grid(node)
    if not any(entry.astext().strip() for entry in chain(*grid.head)):
        return context.report("table-no-header", node)
    lines = sum(-(-max(row, default=0) * grid.columns // COLUMN_CHARS) for row in grid.lengths)
    # Typst counts the cells into rows itself.
    table = call(
        "data-table",
        *[_cell(entry, context) for entry in chain(*grid.body)],
        columns=[Code("1fr")] * grid.columns if node.get("blank") else _widths(grid),
        head=[Content(_cell(entry, context)) for entry in chain(*grid.head)],
        numeric=number_columns(node),
        title=Content(context.inline(grid.title)) if grid.title else None,
        whole=lines <= (LONG_ROWS if len(grid.body) <= FEW_ROWS else SHORT_TABLE),
        tight="chart-table" in (node.parent or node).get("classes", ()),
    )
    return context.anchors(node) + table


def _cell(entry: nodes.entry, context: Context) -> str:
    row = entry.parent
    empty = (nodes.entry, nodes.paragraph, vorming_contact, nodes.Text)
    is_empty = not entry.astext().strip() and all(isinstance(inner, empty) for inner in entry.findall())
    body = "" if is_empty else context.body(entry)
    # At the end of a row an empty cell is a place to write in by hand: it needs a height.
    if is_empty and entry is row.children[-1] and isinstance(row.parent, nodes.tbody):
        contacts: list[str] = [node["contact"] for node in entry.findall(vorming_contact)]
        body = call("contacts-or-room", contacts=contacts) if contacts else "#room-to-write"
    counts = {"rowspan": entry.get("morerows", 0) + 1, "colspan": entry.get("morecols", 0) + 1}
    spans = {name: count for name, count in counts.items() if count > 1}
    return call("table.cell", body, **spans) if spans else body


def _widths(grid: Grid) -> list[Value]:
    """Return the width of each column: short ones take what they need, the others share by what they hold.

    Beside a column to write in by hand, all take what they need.
    """
    texts: list[list[str]] = [[] for _ in range(grid.columns)]
    for row in (*grid.head, *grid.body):
        for column, entry in enumerate(row[: grid.columns]):
            texts[column].append(entry.astext())
    longest = [max(map(len, column), default=0) for column in texts]
    if max(longest) <= SHORT:
        return [Code("auto") for _ in longest]
    blank = {column for column, found in enumerate(texts) if not any(found[len(grid.head) :])}
    found: list[Value] = []
    for column, most in enumerate(longest):
        if most <= SHORT or blank:
            found.append(Code("1fr" if column in blank else "auto"))
            continue
        longest_word = max(map(len, " ".join(texts[column]).split()))
        weight = max(min(longest_word, LONG_WORD) * WORD_SHARE, most**LENGTH_SHARE)
        found.append(Code(f"{round(weight, 1)}fr"))
    return found


def blank_table(table: nodes.table) -> nodes.table:
    """Return a copy to fill in: the head and the first column stay, the other cells are empty."""
    found = table.deepcopy()
    for row in _read_grid(found).body:
        for entry in row[1:]:
            entry.children = []
    # Its columns share the width: what they held says nothing of what will be written there.
    found["blank"] = True
    return found
