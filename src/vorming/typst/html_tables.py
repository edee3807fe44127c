"""Tables that a notebook gives as HTML -> docutils tables, so that one writer sets them all."""

from docutils import nodes
from lxml import etree, html


def read_tables(markup: str) -> list[nodes.table]:
    """Return the tables in a piece of HTML, their cells as plain words."""
    if "<table" not in markup:
        return []
    found = []
    for element in html.fragment_fromstring(f"<div>{markup}</div>").iter("table"):
        head, body, columns = nodes.thead(), nodes.tbody(), 1
        for row in element.iter("tr"):
            cells = [cell for cell in row if cell.tag in {"td", "th"}]
            columns = max(columns, len(cells))
            words = (" ".join(cell.text_content().split()) for cell in cells)
            entries = [nodes.entry("", nodes.paragraph("", nodes.Text(said))) for said in words]
            # pandas writes a thead; a table by hand may have a first row of th alone.
            is_head = row.getparent().tag == "thead" or all(cell.tag == "th" for cell in cells)
            (head if is_head else body).append(nodes.row("", *entries))
        colspecs = (nodes.colspec(colwidth=1) for _ in range(columns))
        found.append(nodes.table("", nodes.tgroup("", *colspecs, head, body, cols=columns)))
    return found


def has_other_text(markup: str) -> bool:
    """Tell whether a piece of HTML says anything outside its tables."""
    if not markup.strip():
        return False
    found = html.fragment_fromstring(f"<div>{markup}</div>")
    etree.strip_elements(found, "script", "style", "table", etree.Comment, with_tail=False)
    return bool("".join(found.itertext()).strip())
