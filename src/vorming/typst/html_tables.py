"""Tables that a notebook gives as HTML -> docutils tables, so that one writer sets them all."""

from docutils import nodes
from lxml import etree, html

SILENT = ("script", "style")


def read_tables(markup: str) -> list[nodes.table]:
    """Return the tables in a piece of HTML."""
    found = html.fragment_fromstring(f"<div>{markup}</div>") if "<table" in markup else None
    return [_table(table) for table in found.iter("table")] if found is not None else []


def has_other_text(markup: str) -> bool:
    """Tell whether a piece of HTML says anything outside its tables."""
    if not markup.strip():
        return False
    found = html.fragment_fromstring(f"<div>{markup}</div>")
    etree.strip_elements(found, *SILENT, "table", etree.Comment, with_tail=False)
    return bool("".join(found.itertext()).strip())


def _table(element: html.HtmlElement) -> nodes.table:
    rows = list(element.iter("tr"))
    head = [row for row in rows if _is_head(row)]
    body = [row for row in rows if not _is_head(row)]
    columns = max((len(list(_cells(row))) for row in rows), default=1)
    group = nodes.tgroup("", *(nodes.colspec(colwidth=1) for _ in range(columns)), cols=columns)
    if head:
        group += nodes.thead("", *(_row(row) for row in head))
    group += nodes.tbody("", *(_row(row) for row in body))
    return nodes.table("", group)


def _is_head(row: html.HtmlElement) -> bool:
    parent = row.getparent()
    cells = list(_cells(row))
    return (parent is not None and parent.tag == "thead") or all(cell.tag == "th" for cell in cells)


def _cells(row: html.HtmlElement) -> list[html.HtmlElement]:
    return [cell for cell in row if cell.tag in {"td", "th"}]


def _row(row: html.HtmlElement) -> nodes.row:
    entries = (nodes.entry("", nodes.paragraph("", nodes.Text(_words(cell)))) for cell in _cells(row))
    return nodes.row("", *entries)


def _words(cell: html.HtmlElement) -> str:
    return " ".join(cell.text_content().split())
