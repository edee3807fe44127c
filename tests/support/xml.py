"""What an XPath finds, of which lxml can't say the type."""

from lxml import etree


def values(node: etree._Element, path: str, **namespaces: str) -> list[str]:
    """Return the attributes and texts that a path leads to."""
    found = node.xpath(path, namespaces=namespaces)
    assert isinstance(found, list)
    return [str(value) for value in found]
