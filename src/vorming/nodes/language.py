"""The mark of an element that is in another language than its page."""

from docutils import nodes

LANGUAGE = "language-"
"""How the class of an element in another language starts; docutils writes it in HTML as `lang`."""


def language_of(node: nodes.Element) -> str:
    """Return the language that a node is marked with; empty where it has no mark."""
    found = (name.removeprefix(LANGUAGE) for name in node["classes"] if name.startswith(LANGUAGE))
    return next(found, "")
