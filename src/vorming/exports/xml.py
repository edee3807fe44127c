"""XML for the exports: trees built with lxml, Markdown as CDATA or as elements, bytes that never differ."""

from collections.abc import Mapping
from typing import Any

from lxml import etree

from vorming.text.markdown import inline_html

MIXED = frozenset(("p", "li", "prompt", "simpleChoice", "simpleAssociableChoice", "mattext"))
"""Elements that hold running text: white space inside them counts."""


def xml_bytes(root: etree._Element) -> bytes:
    """Write a tree as an indented UTF-8 document."""
    _indent(root, 0)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def _indent(node: etree._Element, level: int) -> None:
    if etree.QName(node).localname.removeprefix("qti-") in MIXED or len(node) == 0 or node.text:
        return
    node.text = "\n" + "  " * (level + 1)
    for child in node:
        _indent(child, level + 1)
        child.tail = node.text
    node[-1].tail = "\n" + "  " * level


def add(parent: etree._Element, tag: str, text: str | None = None, **attributes: str) -> etree._Element:
    """Add a child with text and attributes."""
    child = etree.SubElement(parent, tag, attributes)
    child.text = text
    return child


def add_html(parent: etree._Element, tag: str, html: str, **attributes: str) -> etree._Element:
    """Add a child that holds HTML as text, in a CDATA section."""
    child = add(parent, tag, **attributes)
    if html:
        child.text = etree.CDATA(html)
    return child


def markdown_element(tag: str, markdown: str) -> etree._Element:
    """Render Markdown inlines as an element of XHTML."""
    return etree.fromstring(f"<{tag}>{inline_html(markdown)}</{tag}>")


def in_namespace(node: etree._Element, namespace: str, **prefixes: str) -> etree._Element:
    """Return a copy of a tree with every element in a namespace, as the default one."""
    copy = element_in(namespace, str(node.tag), attributes_of(node), prefixes)
    copy.text, copy.tail = node.text, node.tail
    copy.extend(in_namespace(child, namespace, **prefixes) for child in node)
    return copy


def attributes_of(node: etree._Element) -> dict[str, str]:
    """Return the attributes of an element as plain text."""
    return {str(name): str(value) for name, value in node.attrib.items()}


def element_in(
    namespace: str, tag: str, attributes: Mapping[str, str], prefixes: Mapping[str, str]
) -> etree._Element:
    """Make an element in a namespace that is the default one."""
    # lxml's stubs do not know that None names the default namespace.
    names: Any = {None: namespace, **prefixes}
    return etree.Element(f"{{{namespace}}}{tag}", dict(attributes), nsmap=names)
