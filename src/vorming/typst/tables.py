"""Writers of tables: a header row that repeats, a first column that names the row."""

from collections.abc import Iterator
from dataclasses import dataclass

from docutils import nodes

from vorming.typst.context import Context
from vorming.typst.markup import Code, Content, Value, call, literal

NARROW_COLUMNS = 3
NARROW_SIGNS = 260
SHORT = 14
"""Up to so many signs a column is as wide as its text."""


@dataclass(frozen=True)
class Grid:
    """A table's parts: its title, the rows of its head and of its body."""

    title: nodes.title | None
    columns: int
    head: tuple[nodes.row, ...]
    body: tuple[nodes.row, ...]


def read_grid(table: nodes.table) -> Grid:
    """Return the parts of a table."""
    group = next(table.findall(nodes.tgroup))
    head = tuple(row for part in group.findall(nodes.thead) for row in part.findall(nodes.row))
    body = tuple(row for part in group.findall(nodes.tbody) for row in part.findall(nodes.row))
    title = next((child for child in table.children if isinstance(child, nodes.title)), None)
    return Grid(title, int(group["cols"]), head, body)


def is_wide_table(table: nodes.table) -> bool:
    """Tell whether a table needs the margin: many columns, or long rows."""
    grid = read_grid(table)
    longest = max((sum(len(entry.astext()) for entry in _entries(row)) for row in grid.body), default=0)
    return grid.columns > NARROW_COLUMNS or longest > NARROW_SIGNS


def write_table(node: nodes.table, context: Context) -> str:
    """Write a table; one without a header row is a problem, for nobody can hear what a cell means."""
    grid = read_grid(node)
    if not any(row.astext().strip() for row in grid.head):
        return context.report("table-no-header", node)
    cells = [cell for row in grid.body for cell in _cells(row, context)]
    head = [Content(cell) for row in grid.head for cell in _cells(row, context)]
    title = Content(context.inline(grid.title)) if grid.title else None
    table = call(
        "data-table",
        *cells,
        columns=[Code("1fr")] * grid.columns if node.get("blank") else widths(grid),
        head=head,
        numeric=numeric_columns(grid),
        title=title,
        whole=_is_short(grid),
        tight="chart-table" in (node.parent or node).get("classes", ()),
    )
    return context.anchors(node) + table


SHORT_TABLE = 16
"""Up to so many lines of text a table stays on one page."""
FEW_ROWS, LONG_ROWS = 4, 24
"""With few rows it does too, up to more lines: there is no good place to break it."""
COLUMN_SIGNS = 90
"""About how many signs stand on the line of a table, over all its columns."""


def _is_short(grid: Grid) -> bool:
    """Tell whether a table is too short to be worth breaking: an estimate."""
    longest = (max((len(entry.astext()) for entry in _entries(row)), default=0) for row in grid.body)
    lines = sum(-(-signs * grid.columns // COLUMN_SIGNS) for signs in longest)
    return lines <= (LONG_ROWS if len(grid.body) <= FEW_ROWS else SHORT_TABLE)


def _cells(row: nodes.row, context: Context) -> Iterator[str]:
    for entry in _entries(row):
        body = _blank(entry) if _is_empty(entry) else context.body(entry)
        spans = {"rowspan": entry.get("morerows", 0) + 1, "colspan": entry.get("morecols", 0) + 1}
        wide = {name: count for name, count in spans.items() if count > 1}
        yield (
            f"#table.cell({', '.join(f'{k}: {literal(v)}' for k, v in wide.items())})[{body}]"
            if wide
            else body
        )


def _is_empty(entry: nodes.entry) -> bool:
    return all(isinstance(inner, (nodes.entry, nodes.paragraph)) for inner in entry.findall())


def _blank(entry: nodes.entry) -> str:
    """Give an empty cell at the end of a row the height to write in by hand."""
    is_last = entry.parent is not None and entry is entry.parent.children[-1]
    return "#room-to-write" if is_last and isinstance(entry.parent.parent, nodes.tbody) else ""


def _entries(row: nodes.row) -> list[nodes.entry]:
    return [entry for entry in row.children if isinstance(entry, nodes.entry)]


def widths(grid: Grid) -> list[Value]:
    """Return the width of each column: short ones take what they need, the others share by what they hold.

    Beside a column to write in by hand, all take what they need.
    """
    texts: list[list[str]] = [[] for _ in range(grid.columns)]
    for row in (*grid.head, *grid.body):
        for column, entry in enumerate(_entries(row)[: grid.columns]):
            texts[column].append(entry.astext())
    longest = [max(map(len, column), default=0) for column in texts]
    if max(longest) <= SHORT:
        return [Code("auto") for _ in longest]
    blank = {column for column, found in enumerate(texts) if not any(found[len(grid.head) :])}
    return [
        Code("1fr" if column in blank else "auto")
        if most <= SHORT or blank
        else Code(f"{_weight(texts[column])}fr")
        for column, most in enumerate(longest)
    ]


def _weight(texts: list[str]) -> float:
    longest_word = max(len(word) for text in texts for word in text.split())
    by_length: float = max(map(len, texts)) ** LENGTH_SHARE
    return round(max(min(longest_word, 18) * WORD_SHARE, by_length), 1)


WORD_SHARE, LENGTH_SHARE = 0.75, 0.65
"""A column with much more text is wider, but not as much wider; a word is broken as little as can be."""


def numeric_columns(grid: Grid) -> list[int]:
    """Return the columns, from 0, in which every cell of the body starts with a digit."""
    found = []
    for column in range(1, grid.columns):
        cells = [_entries(row)[column].astext() for row in grid.body if len(_entries(row)) > column]
        if cells and all(text[:1].isdigit() and len(text) <= 14 for text in cells):
            found.append(column)
    return found


def blank_table(table: nodes.table) -> nodes.table:
    """Return a copy to fill in: the head and the first column stay, the other cells are empty."""
    found = table.deepcopy()
    for row in read_grid(found).body:
        for entry in _entries(row)[1:]:
            entry.children = []
    found["blank"] = True
    return found
