"""The table of writers: each type of node, and the function that writes it.

The writers stand by family in `inlines`, `blocks`, `containers`, `tables` and `quizzes`.
"""

from collections.abc import Mapping
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx_design.shared import PassthroughTextElement

from vorming.course.editions import Edition
from vorming.nodes.course import vorming_box, vorming_contact, vorming_lines, vorming_value
from vorming.nodes.quiz import vorming_quiz
from vorming.typst import blocks, containers, inlines, quizzes, tables
from vorming.typst.context import Book, Context, Writer

WRITERS: Mapping[type[nodes.Node], Writer] = {
    # running text
    nodes.Text: inlines.write_text,
    nodes.emphasis: inlines.wrapped_in("emph"),
    nodes.strong: inlines.wrapped_in("strong"),
    nodes.subscript: inlines.wrapped_in("sub"),
    nodes.superscript: inlines.wrapped_in("super"),
    nodes.literal: inlines.write_literal,
    nodes.inline: inlines.write_inline,
    nodes.abbreviation: containers.write_abbreviation,
    nodes.reference: inlines.write_reference,
    nodes.footnote_reference: inlines.write_footnote_reference,
    nodes.target: inlines.write_through,
    nodes.raw: inlines.write_raw,
    vorming_value: inlines.write_value,
    vorming_contact: inlines.write_contact,
    PassthroughTextElement: inlines.write_through,
    # the page
    **dict.fromkeys(
        (nodes.document, addnodes.document), lambda node, context: context.blocks(node.children)
    ),
    nodes.section: blocks.write_section,
    nodes.paragraph: blocks.write_paragraph,
    nodes.compound: containers.write_container,
    nodes.container: containers.write_container,
    nodes.transition: blocks.write_transition,
    nodes.rubric: blocks.write_rubric,
    nodes.block_quote: blocks.write_quote,
    nodes.literal_block: blocks.write_code,
    nodes.image: blocks.write_image,
    nodes.figure: blocks.write_figure,
    nodes.citation: blocks.write_citation,
    # lists
    nodes.bullet_list: blocks.write_bullet_list,
    nodes.enumerated_list: blocks.write_enumerated_list,
    nodes.list_item: blocks.write_list_item,
    nodes.definition_list: blocks.write_definition_list,
    nodes.term: inlines.write_through,
    addnodes.glossary: containers.write_in_columns,
    # tables
    nodes.table: tables.write_table,
    # set apart
    **dict.fromkeys(
        (
            nodes.admonition, nodes.attention, nodes.caution, nodes.danger, nodes.error, nodes.hint,
            nodes.important, nodes.note, nodes.tip, nodes.warning, addnodes.seealso,
            nodes.topic, nodes.sidebar,
        ),
        blocks.write_aside,
    ),
    # the course's own
    vorming_box: blocks.write_box,
    vorming_lines: blocks.write_lines,
    vorming_quiz: quizzes.write_quiz,
    # nothing to see on paper; a footnote stands where it is referred to
    **dict.fromkeys(
        (
            nodes.comment, nodes.footnote, nodes.pending, addnodes.highlightlang, addnodes.index, addnodes.toctree,
        ),
        lambda node, context: "",
    ),
}  # fmt: skip
"""What a page may use (`model/directives.py`) makes these types; another one is a problem with its place.

So on paper nothing is left out in silence (`Context.write`).
"""


def page_context(
    document: nodes.document, docname: str, book: Book, edition: Edition, **more: Any
) -> Context:
    """Make the context in which a page, or a part of it, is written.

    `document` is where its footnotes are looked up; `more` are further fields of Context.
    """
    footnotes: dict[str, nodes.footnote] = {}
    for note in document.findall(nodes.footnote):
        footnotes |= dict.fromkeys(note["ids"], note)
    return Context(WRITERS, book, docname, edition, footnotes=footnotes, **more)
