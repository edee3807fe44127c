"""The context of the writers of nodes: the page, the edition, the writers of other nodes.

A writer is a function from a docutils node and a context to Typst markup. It adds problems to the context, with their
place, and then goes on, so that one build shows all problems.
"""

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from docutils import nodes

from vorming.course.editions import Edition
from vorming.nodes import place_of
from vorming.source.problems import Place, Problem, problem
from vorming.typst import markup
from vorming.typst.look import Images

Writer = Callable[[Any, "Context"], str]
"""A function that writes one type of node, with the nodes inside it, as Typst markup."""


@dataclass(frozen=True)
class Book:
    """The data that all pages of a book share.

    `root` is the folder of the course, `site` is the address of the site, with a slash at the end, or an empty text.
    `section_numbers` are those of Sphinx, by page and then by id with its `#` (an empty id is the page itself).
    """

    root: Path
    site: str
    images: Images
    section_numbers: Mapping[str, Mapping[str, tuple[int, ...]]]

    def address(self, target: str) -> str:
        """Return the address on the site of a page or of a place on it, such as `book/les/eerste#kop`.

        Return an empty text if the site has no address.
        """
        page, _, id = target.partition("#")
        return f"{self.site}{page}.html{f'#{id}' if id else ''}" if self.site else ""


@dataclass(frozen=True)
class Links:
    """The labels in a pack (`placed`), and the labels to which its links refer (`sought`)."""

    placed: set[str] = field(default_factory=set)
    sought: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Context:
    """The data that the writers of one page share.

    `level` is the depth of the surrounding heading, from 1. `keep` has the labels of the entries of a glossary or
    bibliography to keep (None: all). Writers add to `problems`, `links` and `seen_notes`.
    """

    writers: Mapping[type[nodes.Node], Writer]
    book: Book
    docname: str
    edition: Edition
    problems: list[Problem]
    footnotes: Mapping[str, nodes.footnote]
    links: Links
    seen_notes: set[str] = field(default_factory=set)
    keep: Container[str] | None = None
    level: int = 0
    is_heading: bool = False

    def write(self, node: nodes.Node) -> str:
        """Write one node; report a problem if its type has no writer."""
        # By its exact type, not a base class: somebody must look at a new type of node on paper first.
        writer = self.writers.get(type(node))
        if writer is None:
            return self.report("pack-node-unknown", node, value=type(node).__name__)
        return writer(node, self)

    def inline(self, node: nodes.Element) -> str:
        """Write the children of a node as running text."""
        return "".join(self.write(child) for child in node.children)

    def blocks(self, content: Iterable[nodes.Node]) -> str:
        """Write blocks, each after a mark with its place in the source, for errors of Typst."""
        written = ((node, self.write(node)) for node in content)
        return "\n\n".join(f"{self._mark(node)}{text}" for node, text in written if text)

    def body(self, node: nodes.Element) -> str:
        """Write the blocks inside a node; a single plain paragraph is written inline, as Typst's lists expect."""
        match node.children:
            case [nodes.paragraph() as only] if not only["classes"] and not only["ids"]:
                return self._mark(only) + self.inline(only)
            case _:
                return self.blocks(node.children)

    def label(self, id: str) -> str:
        """Return the label of an id on this page."""
        return f"{self.docname}#{id}"

    def anchors(self, node: nodes.Element) -> str:
        """Write an anchor for each id of a node, as the target of links."""
        # The table of contents and the page headers repeat a heading, so its anchors would not be unique.
        if self.is_heading:
            return ""
        labels = [self.label(id) for id in node["ids"]]
        self.links.placed.update(labels)
        return "".join(f"#anchor({markup.literal(label)})" for label in labels)

    def report(self, rule_id: str, node: nodes.Node, **values: object) -> str:
        """Add a problem at the place of a node; return an empty text, the markup of that node."""
        self.problems.append(problem(self.place(node), rule_id, **values))
        return ""

    def place(self, node: nodes.Node) -> Place:
        """Return the place in the source of a node, or of its nearest ancestor that has one."""
        return place_of(node, self.book.root, self.docname)

    def _mark(self, node: nodes.Node) -> str:
        # A section marks its own heading.
        if isinstance(node, (nodes.Text, nodes.section)):
            return ""
        return markup.mark(self.place(node))
