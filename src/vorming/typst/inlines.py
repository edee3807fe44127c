"""Writers of what stands in running text: emphasis, links, footnotes, values, and HTML with its tables."""

import re

from docutils import nodes
from lxml import etree, html

from vorming.nodes.course import WAY_OUT, has_class
from vorming.typst.context import Context, Writer
from vorming.typst.markup import call, literal, text

PAGE_SCHEME = "page:"
"""How the builder writes a link to another page: `page:book/les/eerste#kop`."""
STYLES = {"box-word": "box-word", "box-name": "box-name", "bibtex-citation": "citation"}
"""Classes of an inline that paper shows, and the template's function for each."""
INLINE_TAGS = {
    "abbr": "text()",
    "kbd": "box(stroke: 0.5pt, inset: (x: 0.2em), outset: (y: 0.2em), radius: 0.15em)",
    "mark": "highlight",
    "small": "text(size: 0.85em)",
    "sub": "sub",
    "sup": "super",
}
"""The HTML that a page may have within a line, which the check found in pairs, and Typst's function for each."""
_LONG = re.compile(r"\S{40,}")
_INLINE_TAG = re.compile(rf"<(?P<end>/?)(?P<name>{'|'.join(INLINE_TAGS)})\b.*>", re.DOTALL)


def write_through(node: nodes.Element, context: Context) -> str:
    """Write the children alone: the node itself has no look on paper."""
    return context.anchors(node) + context.inline(node)


def wrapped_in(function: str) -> Writer:
    """Return a writer that hands what stands inside a node to a function of Typst or of the templates."""
    return lambda node, context: call(function, context.inline(node))


def write_abbreviation(node: nodes.abbreviation, context: Context) -> str:
    """Write an abbreviation with its meaning, which the screen shows on hovering."""
    meaning = str(node.get("explanation", ""))
    return context.inline(node) + (text(f" ({meaning})") if meaning else "")


def write_inline(node: nodes.Element, context: Context) -> str:
    """Write an inline with the look of its class; other classes are for the screen alone."""
    inside = context.anchors(node) + context.inline(node)
    style = next((STYLES[name] for name in node["classes"] if name in STYLES), None)
    return call(style, inside) if style and inside else inside


def write_reference(node: nodes.reference, context: Context) -> str:
    """Write a link to a page of the book or to a site.

    Whether a page of the book is in this pack only its template knows: `pagelink` leads to the place itself, else
    to its address on the site. The way out of a warning names the heading and its page, for who holds paper. A site's
    address is printed too where the words of the link are others.
    """
    inside = context.anchors(node) + context.inline(node)
    uri = str(node.get("refuri", ""))
    # The contents and the page heads repeat a heading, and lead elsewhere themselves.
    if context.is_heading or not (uri or "refid" in node):
        return inside
    if "refid" in node or uri.startswith(PAGE_SCHEME):
        target = context.label(node["refid"]) if "refid" in node else uri.removeprefix(PAGE_SCHEME)
        if has_class(node.parent, WAY_OUT):
            return call("heading-link", inside, to=target)
        context.links.sought.add(target)
        return call("pagelink", inside, to=target, online=context.book.address(target))
    # Words that are the address without its scheme, such as awel.be, need no address beside them.
    if uri.startswith(("http:", "https:")) and node.astext() != uri.partition("://")[2]:
        return call("weblink", inside, to=uri, shown=node.astext().rstrip("/") != uri.rstrip("/"))
    return f"#link({literal(uri)})[{inside}]"


def write_footnote_reference(node: nodes.footnote_reference, context: Context) -> str:
    """Write the footnote itself where it is first referred to, as Typst wants it; later references point back."""
    note = context.footnotes.get(node.get("refid", ""))
    if note is None:
        return context.report("footnote-missing", node, value=node.astext())
    label = context.label(node["refid"])
    if label in context.seen_notes:
        return f"#footnote(label({literal(label)}))"
    context.seen_notes.add(label)
    match note.children[1:]:  # without its label, for Typst numbers notes by itself
        case [nodes.paragraph() as only]:
            body = context.inline(only)
        case shown:
            body = context.blocks(shown)
    return f"#footnote[{body}]#label({literal(label)})"


def write_literal(node: nodes.literal, context: Context) -> str:
    """Write code within a line."""
    return f"#raw({literal(breakable(node.astext()))})"


def breakable(code: str) -> str:
    """Return code that may break in what has no spaces and is too long for a narrow column, such as that of a table."""
    return _LONG.sub(lambda long: "\N{ZERO WIDTH SPACE}".join(re.findall(".{1,20}", long[0])), code)


def write_raw(node: nodes.raw, context: Context) -> str:
    """Write what paper has of a piece of HTML: line breaks, tags within a line, and tables.

    Other words in it would be lost, so they are a problem. HTML within a line comes a tag at a time.
    """
    markup = node.astext().strip()
    if "html" not in node.get("format", ""):
        return ""
    if markup.replace("/", "").replace(" ", "") in {"<br>", "<wbr>"}:
        return " #linebreak() " if "w" not in markup else ""
    # A pair of tags comes as two nodes with text between them: the bracket is opened here and closed there.
    if tag := _INLINE_TAG.fullmatch(markup):
        return "]" if tag["end"] else f"#{INLINE_TAGS[tag['name']]}["
    found = html.fragment_fromstring(f"<div>{markup}</div>")
    tables = [_read_table(element) for element in found.iter("table")]
    etree.strip_elements(found, "script", "style", "table", etree.Comment, with_tail=False)
    if "".join(found.itertext()).strip():
        return context.report("raw-html", node)
    return "\n\n".join(map(context.write, tables))


def _read_table(element: html.HtmlElement) -> nodes.table:
    """Return a table in HTML, such as a notebook gives, as a node, its cells as plain words."""
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
    return nodes.table("", nodes.tgroup("", *colspecs, head, body, cols=columns))
