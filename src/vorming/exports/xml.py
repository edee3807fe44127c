"""The XML of the exports, made from templates and indented, with the same bytes for the same values."""

from lxml import etree

from vorming.exports.format import full_prompt, general_feedback, name_of, scenes_of
from vorming.text.templates import fill

MIXED = frozenset(("p", "li", "prompt", "simpleChoice", "simpleAssociableChoice", "mattext"))
"""Elements with running text, in which white space is significant."""
FUNCTIONS = {function.__name__: function for function in (full_prompt, general_feedback, name_of, scenes_of)}
"""The functions that a template can use."""


def fill_xml(name: str, /, **values: object) -> bytes:
    """Fill in a template, by its path below assets, and return an indented UTF-8 document; running text is unchanged.

    Raises XMLSyntaxError if the result is not well-formed.
    """
    text = fill(name, **FUNCTIONS, **values)
    root = etree.fromstring(text, etree.XMLParser(strip_cdata=False))
    _indent(root, 0)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def _indent(node: etree._Element, level: int) -> None:
    # White space added within or next to running text would be visible.
    if etree.QName(node).localname in MIXED or (node.text or "").strip():
        return
    node.text = "\n" + "  " * (level + 1) if len(node) else None
    for child in node:
        _indent(child, level + 1)
        child.tail = node.text
    if len(node):
        node[-1].tail = "\n" + "  " * level
