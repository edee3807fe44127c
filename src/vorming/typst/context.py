"""What a writer knows while it writes: the page it is on, the edition, and where problems go."""

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from docutils import nodes

from vorming.course.editions import Edition
from vorming.source.problems import Place, Problem, problem
from vorming.sphinx_ext.base import place_of
from vorming.typst import markup
from vorming.typst.images import Images

Writer = Callable[[Any, "Context"], str]
"""Writes one type of node, with the nodes inside it, as Typst markup."""


@dataclass(frozen=True)
class Book:
    """What holds for every page: where the book stands, on disk and online, and its numbers."""

    root: Path
    site: str
    images: Images
    section_numbers: Mapping[str, Mapping[str, tuple[int, ...]]]

    def address(self, target: str) -> str:
        """Return the online address of a page or of a place on it: `book/les/eerste#kop`."""
        page, _, id = target.partition("#")
        return f"{self.site}{page}.html{f'#{id}' if id else ''}"


@dataclass(frozen=True)
class Links:
    """The labels that a pack sets, and those that its links look for."""

    placed: set[str] = field(default_factory=set)
    sought: set[str] = field(default_factory=set)

    def add(self, more: "Links") -> None:
        """Take over the labels of a page."""
        self.placed.update(more.placed)
        self.sought.update(more.sought)


@dataclass(frozen=True)
class Context:
    """Where writing stands; `keep` are the entries of lists to keep (absent: all)."""

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
        writer = self.writers.get(type(node))
        if writer is None:
            return self.report("pack-node-unknown", node, value=type(node).__name__)
        return writer(node, self)

    def inline(self, node: nodes.Element) -> str:
        """Write what stands inside a node, one after the other."""
        return "".join(self.write(child) for child in node.children)

    def blocks(self, found: Iterable[nodes.Node]) -> str:
        """Write blocks, each with the place it comes from, so that an error of Typst leads back there."""
        written = ((child, self.write(child)) for child in found)
        return "\n\n".join(f"{self._mark(child)}{text}" for child, text in written if text)

    def body(self, node: nodes.Element) -> str:
        """Write the blocks inside a node; a single paragraph stays inline."""
        match node.children:
            case [nodes.paragraph() as only] if not only["classes"] and not only["ids"]:
                return self._mark(only) + self.inline(only)
            case _:
                return self.blocks(node.children)

    def label(self, id: str) -> str:
        """Return the label of an id on this page."""
        return f"{self.docname}#{id}"

    def anchors(self, node: nodes.Element) -> str:
        """Mark the ids of a node, so that links find it."""
        if self.is_heading:
            return ""
        return "".join(f"#anchor({markup.literal(self.set_label(self.label(id)))})" for id in node["ids"])

    def set_label(self, label: str) -> str:
        """Note that this pack has a place with this label."""
        self.links.placed.add(label)
        return label

    def report(self, rule_id: str, node: nodes.Node, **values: object) -> str:
        """Note a problem at the place of a node; nothing is written for it."""
        self.problems.append(problem(self.place(node), rule_id, **values))
        return ""

    def place(self, node: nodes.Node) -> Place:
        """Return where a node comes from, or the nearest node around it that knows."""
        return place_of(node, self.book.root, self.docname)

    def deeper(self) -> "Context":
        return replace(self, level=self.level + 1)

    def in_heading(self) -> "Context":
        """Return the context of a heading: the contents and the page heads repeat it, without its anchors."""
        return replace(self, is_heading=True)

    def _mark(self, node: nodes.Node) -> str:
        if isinstance(node, nodes.Text):
            return ""
        return markup.mark(self.place(node))
