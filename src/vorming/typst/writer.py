"""The table of writers, with the function that writes each type of node, and pages.

The writers are in `blocks`, `tables` and `quizzes`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from docutils import nodes
from sphinx import addnodes
from sphinx_design.shared import PassthroughTextElement

from vorming.course.editions import Edition
from vorming.nodes import vorming_box, vorming_contact, vorming_lines, vorming_quiz
from vorming.source.problems import Problem
from vorming.typst import blocks, quizzes, tables
from vorming.typst.context import Book, Context, Links, Writer
from vorming.typst.markup import call, text

WRITERS: Mapping[type[nodes.Node], Writer] = {
    # running text
    nodes.Text: lambda node, context: text(str(node)),
    nodes.emphasis: blocks.wrapped_in("emph"),
    nodes.strong: blocks.wrapped_in("strong"),
    nodes.subscript: blocks.wrapped_in("sub"),
    nodes.superscript: blocks.wrapped_in("super"),
    nodes.literal: blocks.write_literal,
    nodes.inline: blocks.write_inline,
    nodes.abbreviation: blocks.write_abbreviation,
    nodes.reference: blocks.write_reference,
    nodes.footnote_reference: blocks.write_footnote_reference,
    nodes.target: blocks.write_through,
    nodes.raw: blocks.write_raw,
    vorming_contact: lambda node, context: call("contact", id=node["contact"]),
    PassthroughTextElement: blocks.write_through,
    # the page
    **dict.fromkeys(
        (nodes.document, addnodes.document), lambda node, context: context.blocks(node.children)
    ),
    nodes.section: blocks.write_section,
    nodes.paragraph: blocks.write_paragraph,
    nodes.compound: blocks.write_container,
    nodes.container: blocks.write_container,
    nodes.transition: lambda node, context: "#transition()",
    nodes.rubric: lambda node, context: context.anchors(node) + call("rubric", context.inline(node)),
    nodes.block_quote: lambda node, context: call("said", context.blocks(node.children)),
    nodes.literal_block: blocks.write_code,
    nodes.image: blocks.write_image,
    nodes.figure: blocks.write_figure,
    nodes.citation: blocks.write_citation,
    # lists
    nodes.bullet_list: blocks.write_list,
    nodes.enumerated_list: blocks.write_list,
    nodes.list_item: lambda node, context: context.anchors(node) + context.body(node),
    nodes.definition_list: blocks.write_definition_list,
    nodes.term: blocks.write_through,
    addnodes.glossary: blocks.write_in_columns,
    # tables
    nodes.table: tables.write_table,
    # set apart
    **dict.fromkeys(
        (
            nodes.admonition, nodes.attention, nodes.hint, nodes.important, nodes.note, nodes.tip, nodes.warning,
            addnodes.seealso,
        ),
        blocks.write_aside,
    ),
    # the course's own
    vorming_box: blocks.write_box,
    vorming_lines: blocks.write_lines,
    vorming_quiz: quizzes.write_quiz,
    # not visible on paper; a footnote is written at its first reference
    **dict.fromkeys(
        (
            nodes.comment, nodes.footnote, nodes.pending, addnodes.highlightlang, addnodes.index, addnodes.toctree,
        ),
        lambda node, context: "",
    ),
}  # fmt: skip
"""The writers of the node types that the allowed directives (`model/directives.py`) make.

`Context.write` reports any other type, so that papers never leave out content silently.
"""


@dataclass(frozen=True)
class Page:
    """A page in one edition, with its links and citations resolved."""

    document: nodes.document
    docname: str
    edition: Edition
    book: Book

    def context(self, problems: list[Problem], links: Links, keep: frozenset[str] | None = None) -> Context:
        """Make a context in which to write a part of the page; `keep` as in `Context`."""
        footnotes = {id: note for note in self.document.findall(nodes.footnote) for id in note["ids"]}
        return Context(WRITERS, self.book, self.docname, self.edition, problems, footnotes, links, keep=keep)

    @cached_property
    def written(self) -> tuple[str, Context]:
        """The markup of the whole page, for all packs, and the context with its problems and links."""
        context = self.context([], Links())
        return context.write(self.document), context


GetPage = Callable[[str, Edition], Page]
"""A function that returns a page in an edition, by its name."""
