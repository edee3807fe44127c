"""XML for the exports: trees built with lxml, Markdown as CDATA or as elements, bytes that never differ.

Trees are built without a namespace and put into one at the end (`in_namespace`), so that the code need not name it with
every element.
"""

from typing import Any

from lxml import etree
from lxml.builder import E  # type: ignore[import-not-found]

from vorming.text.markdown import inline_html

MIXED = frozenset(("p", "li", "prompt", "simpleChoice", "simpleAssociableChoice", "mattext"))
"""Elements that hold running text: white space inside them counts."""


def xml_bytes(root: etree._Element) -> bytes:
    """Write a tree as an indented UTF-8 document; running text is left as it is."""
    _indent(root, 0)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def _indent(node: etree._Element, level: int) -> None:
    # White space added within running text, or next to text, would be shown.
    if etree.QName(node).localname in MIXED or len(node) == 0 or node.text:
        return
    node.text = "\n" + "  " * (level + 1)
    for child in node:
        _indent(child, level + 1)
        child.tail = node.text
    node[-1].tail = "\n" + "  " * level


def element(tag: str, *content: etree._Element | str, **attributes: str) -> etree._Element:
    """Make an element with other elements or text in it."""
    made: etree._Element = E(tag, *content, **attributes)
    return made


def add(parent: etree._Element, tag: str, text: str | None = None, **attributes: str) -> etree._Element:
    """Add a child with text and attributes, and return it."""
    child = etree.SubElement(parent, tag, attributes)
    child.text = text
    return child


def add_texts(parent: etree._Element, **texts: str) -> None:
    """Add a child with text for each name, in their order."""
    for tag, text in texts.items():
        add(parent, tag, text)


def add_html(parent: etree._Element, tag: str, html: str) -> None:
    """Add a child that holds HTML as text, in a CDATA section."""
    add(parent, tag).text = etree.CDATA(html) if html else None


def markdown_element(tag: str, markdown: str, **attributes: str) -> etree._Element:
    """Render Markdown inlines as an element of XHTML, which the parser of Markdown writes well-formed."""
    made = etree.fromstring(f"<{tag}>{inline_html(markdown)}</{tag}>")
    for name, value in attributes.items():
        made.set(name, value)
    return made


def in_namespace(node: etree._Element, namespace: str, **prefixes: str) -> etree._Element:
    """Return a copy of a tree with every element in a namespace, as the default one; attributes stay in none.

    A copy, for lxml fixes the prefixes of an element when it is made. `prefixes` are those that attributes use.
    """
    # lxml's stubs do not know that None names the default namespace.
    names: Any = {None: namespace, **prefixes}
    attributes = {str(name): str(value) for name, value in node.attrib.items()}
    copy = etree.Element(f"{{{namespace}}}{node.tag}", attributes, nsmap=names)
    copy.text, copy.tail = node.text, node.tail
    copy.extend(in_namespace(child, namespace, **prefixes) for child in node)
    return copy


def content_manifest(
    id: str, profile: str, profile_version: str, **attributes: str
) -> tuple[etree._Element, etree._Element, etree._Element]:
    """Begin the manifest of an IMS Content Package: return the root, its `organizations` and its `resources`.

    `profile` is the schema that a platform looks for in the metadata, such as "ADL SCORM" of version "1.2".
    """
    root = etree.Element("manifest", {"identifier": f"m-{id}", **attributes})
    metadata = add(root, "metadata")
    add_texts(metadata, schema=profile, schemaversion=profile_version)
    return root, add(root, "organizations"), add(root, "resources")
