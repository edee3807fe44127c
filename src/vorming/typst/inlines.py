"""Writers of nodes in running text: emphasis, links, footnotes, values."""

import re

from docutils import nodes

from vorming.nodes import BREAK, WAY_OUT, has_class
from vorming.typst.context import Context, Writer
from vorming.typst.markup import call, literal, text

PAGE_SCHEME = "page:"
"""The scheme of links to pages of the book: `page:book/les/eerste#kop`."""
STYLES = {"box-word": "box-word", "box-name": "box-name", "bibtex-citation": "citation"}
"""Classes of inline nodes with a look on paper, and the function of the templates for each."""
_LONG = re.compile(r"\S{40,}")


def write_through(node: nodes.Element, context: Context) -> str:
    """Write only the children of a node that has no look of its own on paper."""
    return context.anchors(node) + context.inline(node)


def wrapped_in(function: str) -> Writer:
    """Return a writer that passes the content of a node to a function of Typst or of the templates."""
    return lambda node, context: call(function, context.inline(node))


def write_abbreviation(node: nodes.abbreviation, context: Context) -> str:
    """Write an abbreviation with its meaning, which a browser shows on hovering."""
    meaning = str(node.get("explanation", ""))
    return context.inline(node) + (text(f" ({meaning})") if meaning else "")


def write_inline(node: nodes.Element, context: Context) -> str:
    """Write an inline node with the look of its class; classes without a look on paper are ignored."""
    inside = context.anchors(node) + context.inline(node)
    style = next((STYLES[name] for name in node["classes"] if name in STYLES), None)
    return call(style, inside) if style and inside else inside


def write_reference(node: nodes.reference, context: Context) -> str:
    """Write a link to a page of the book or to another site.

    The template decides whether the pack has the page: `pagelink` leads to the place in the pack, or otherwise to its
    address on the site. The link below a content note names the heading and its page number, because a reader on paper
    can't click. The address of another site is printed, unless it is the text of the link.
    """
    inside = context.anchors(node) + context.inline(node)
    uri = str(node.get("refuri", ""))
    # The table of contents and the page headers repeat a heading, and are links themselves.
    if context.is_heading or not (uri or "refid" in node):
        return inside
    if "refid" in node or uri.startswith(PAGE_SCHEME):
        target = context.label(node["refid"]) if "refid" in node else uri.removeprefix(PAGE_SCHEME)
        if has_class(node.parent, WAY_OUT):
            return call("heading-link", inside, to=target)
        context.links.sought.add(target)
        return call("pagelink", inside, to=target, online=context.book.address(target))
    # A text that is the address without its scheme, such as awel.be, needs no printed address.
    if uri.startswith(("http:", "https:")) and node.astext() != uri.partition("://")[2]:
        return call("weblink", inside, to=uri, shown=node.astext().rstrip("/") != uri.rstrip("/"))
    return f"#link({literal(uri)})[{inside}]"


def write_footnote_reference(node: nodes.footnote_reference, context: Context) -> str:
    """Write the footnote itself at its first reference, as Typst requires; later references point back to it."""
    note = context.footnotes.get(node.get("refid", ""))
    if note is None:
        return context.report("footnote-missing", node, value=node.astext())
    label = context.label(node["refid"])
    if label in context.seen_notes:
        return f"#footnote(label({literal(label)}))"
    context.seen_notes.add(label)
    match note.children[1:]:  # without its label, because Typst numbers notes itself
        case [nodes.paragraph() as paragraph]:
            body = context.inline(paragraph)
        case content:
            body = context.blocks(content)
    return f"#footnote[{body}]#label({literal(label)})"


def write_literal(node: nodes.literal, context: Context) -> str:
    """Write code within a line."""
    return f"#raw({literal(breakable(node.astext()))})"


def breakable(code: str) -> str:
    """Return code with places to break in strings too long for a narrow column, such as that of a table."""
    return _LONG.sub(lambda long: "\N{ZERO WIDTH SPACE}".join(re.findall(".{1,20}", long[0])), code)


def write_raw(node: nodes.raw, context: Context) -> str:
    """Write the HTML that MyST makes of a hard break; `vorming check` and the read of a notebook refuse all other HTML."""
    return " #linebreak() " if node.astext().strip() == BREAK else ""
