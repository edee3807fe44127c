"""The node of a quiz: it carries the view that every way out writes in its own way.

    vorming_quiz    view (a QuizView), kind ("quiz", "self-test", "scenario", "exam")
    └ Text*         what stands on the worksheet, for the search: no answer, no role that its player reads alone

Translators find the texts in the models (model/walk.py), not here.
"""

from docutils import nodes
from markdown_it.token import Token

from vorming.quiz.view import QuizView, sheet_texts
from vorming.text.markdown import inline_text, inline_tokens


class vorming_quiz(nodes.General, nodes.Element):
    """A bank, a selection from it, or a test."""

    @property
    def view(self) -> QuizView:
        """The whole quiz, with its key; `strip_key` gives what trainees may read."""
        view: QuizView = self["view"]
        return view


def quiz_node(quiz: QuizView, kind: str = "quiz", source: str = "", line: int = 0) -> vorming_quiz:
    """Make the node of a quiz that stands on a line of a page."""
    texts = (nodes.Text(inline_text(text)) for question in quiz.questions for text in sheet_texts(question))
    node = vorming_quiz("", *texts, view=quiz, kind=kind)
    node.source, node.line = source, line
    return node


INLINE_NODES: dict[str, type[nodes.TextElement]] = {
    "em_open": nodes.emphasis,
    "strong_open": nodes.strong,
    "link_open": nodes.reference,
}


def inline_nodes(markdown: str, *, is_typographic: bool = False) -> list[nodes.Node]:
    """Parse Markdown inlines into docutils nodes."""
    root = nodes.inline()
    open_nodes: list[nodes.Element] = [root]
    for token in inline_tokens(markdown, is_typographic=is_typographic):
        if token.type in INLINE_NODES:
            child = _opened(token)
            open_nodes[-1] += child
            open_nodes.append(child)
        elif token.nesting == -1:
            open_nodes.pop()
        else:
            open_nodes[-1] += _leaf(token)
    return list(root.children)


def _opened(token: Token) -> nodes.TextElement:
    node = INLINE_NODES[token.type]()
    if token.type == "link_open":
        node["refuri"] = str(token.attrs["href"])
    return node


def _leaf(token: Token) -> nodes.Node:
    if token.type == "code_inline":
        return nodes.literal("", token.content)
    return nodes.Text(" " if token.type in {"softbreak", "hardbreak"} else token.content)
