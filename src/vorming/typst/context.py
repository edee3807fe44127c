"""What a writer of nodes knows while it writes: the page, the edition, the writers of other nodes.

A writer is a function from a docutils node and a context to Typst markup. What goes wrong is noted in the
context with the place it comes from; the writer then goes on, so that one build shows all problems.
"""

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from docutils import nodes

from vorming.course.editions import Edition
from vorming.nodes.course import place_of
from vorming.source.problems import Place, Problem, problem
from vorming.typst import markup
from vorming.typst.look import Images

Writer = Callable[[Any, "Context"], str]
"""Writes one type of node, with the nodes inside it, as Typst markup."""


@dataclass(frozen=True)
class Book:
    """What holds for every page of a book.

    `root` is its folder, `site` its address with a slash at the end, empty while it has none. `section_numbers`
    are those that Sphinx gave, by page and then by id with its `#` (empty: the page itself).
    """

    root: Path
    site: str
    images: Images
    section_numbers: Mapping[str, Mapping[str, tuple[int, ...]]]

    def address(self, target: str) -> str:
        """Return the address on the site of a page or of a place on it, such as `book/les/eerste#kop`.

        Empty while the site has no address.
        """
        page, _, id = target.partition("#")
        return f"{self.site}{page}.html{f'#{id}' if id else ''}" if self.site else ""


@dataclass(frozen=True)
class Links:
    """The labels that a pack sets, and those that its links look for."""

    placed: set[str] = field(default_factory=set)
    sought: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Context:
    """What the writers of one page share.

    `level` is the depth of the heading around, from 1. `keep` are the labels of the entries of a glossary or
    bibliography to keep (absent: all). `problems`, `links` and `seen_notes` fill while the page is written.
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
        """Write one node; one that no writer knows is a problem with its place, never silence."""
        # By its own type, never a base: a new kind of node is looked at on paper before it is written as another.
        writer = self.writers.get(type(node))
        if writer is None:
            return self.report("pack-node-unknown", node, value=type(node).__name__)
        return writer(node, self)

    def inline(self, node: nodes.Element) -> str:
        """Write the children of a node in running text."""
        return "".join(self.write(child) for child in node.children)

    def blocks(self, found: Iterable[nodes.Node]) -> str:
        """Write blocks, each with the place it comes from, so that an error of Typst leads back there."""
        written = []
        for node in found:
            if text := self.write(node):
                written.append(f"{self._mark(node)}{text}")
        return "\n\n".join(written)

    def body(self, node: nodes.Element) -> str:
        """Write the blocks inside a node; a single plain paragraph stays inline, as Typst's lists expect."""
        match node.children:
            case [nodes.paragraph() as only] if not only["classes"] and not only["ids"]:
                return self._mark(only) + self.inline(only)
            case _:
                return self.blocks(node.children)

    def label(self, id: str) -> str:
        """Return the label of an id on this page."""
        return f"{self.docname}#{id}"

    def anchors(self, node: nodes.Element) -> str:
        """Write an anchor for each id of a node, so that links find it."""
        # The contents and the page heads repeat a heading: its anchors would stand there twice.
        if self.is_heading:
            return ""
        labels = [self.label(id) for id in node["ids"]]
        self.links.placed.update(labels)
        return "".join(f"#anchor({markup.literal(label)})" for label in labels)

    def report(self, rule_id: str, node: nodes.Node, **values: object) -> str:
        """Note a problem at the place of a node, and return what is written for it: nothing."""
        self.problems.append(problem(self.place(node), rule_id, **values))
        return ""

    def place(self, node: nodes.Node) -> Place:
        """Return where a node comes from: its own place, or that of the nearest node around it that has one."""
        return place_of(node, self.book.root, self.docname)

    def _mark(self, node: nodes.Node) -> str:
        if isinstance(node, nodes.Text):
            return ""
        return markup.mark(self.place(node))
