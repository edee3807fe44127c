"""Pages resolved and written once, for all packs that hold them and for the papers of days."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from docutils import nodes
from sphinx.builders import Builder

from vorming.course.editions import EDITION, Edition
from vorming.source.problems import Problem
from vorming.typst.context import Book, Context, Links
from vorming.typst.markup import without_repeated_marks
from vorming.typst.writer import page_context


@dataclass(frozen=True)
class Page:
    """A page as one edition shows it, its links and citations resolved.

    `name` is that of its file below `pages/`: the page's own, and with the edition at its end where editions
    differ.
    """

    name: str
    document: nodes.document
    docname: str
    edition: Edition
    book: Book

    def context(self, problems: list[Problem], links: Links, keep: frozenset[str] | None = None) -> Context:
        """Make the context in which a part of the page is written; see Context."""
        return page_context(
            self.document, self.docname, self.book, self.edition, problems=problems, links=links, keep=keep
        )

    @cached_property
    def written(self) -> tuple[str, Context]:
        """The whole page as markup, for every pack that holds it, and the context with its problems and links."""
        context = self.context([], Links())
        return without_repeated_marks(context.write(self.document)), context


GetPage = Callable[[str, Edition], Page]
"""Gives a page, by its name, as an edition shows it."""


class Pages:
    """The pages of one build, each resolved once; once per edition where editions differ.

    Never more often: sphinxcontrib-bibtex adds to the nodes it keeps each time it resolves a bibliography.
    """

    def __init__(self, builder: Builder, book: Book) -> None:
        self.builder = builder
        self.book = book
        self.found: dict[tuple[str, Edition], Page] = {}

    def of(self, docname: str, edition: Edition) -> Page:
        """Return a page as an edition shows it."""
        if (docname, edition) not in self.found:
            # The edition filter is a post-transform: it reads the edition when a page is resolved.
            self.builder.config.vorming_edition = edition.value
            raw = self.builder.env.get_doctree(docname)
            is_same = not any(node.get(EDITION) for node in raw.findall(nodes.Element))
            document = self.builder.env.get_and_resolve_doctree(docname, self.builder, raw)
            name = docname if is_same else f"{docname}.{edition.value}"
            page = Page(name, document, docname, edition, self.book)
            self.found |= {(docname, each): page for each in (Edition if is_same else (edition,))}
        return self.found[docname, edition]
