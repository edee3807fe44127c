"""The node of a quiz: it carries the view that each output writes in its own way.

    vorming_quiz    view (a QuizView), kind ("quiz", "self-test", "scenario", "exam")
    └ Text*         what the worksheet shows, for the search: no answer, nor what only one player of a role-play reads

Translators find the texts in the models (model/walk.py), not here.
"""

from docutils import nodes

from vorming.quiz.texts import sheet_texts
from vorming.quiz.view import QuizView
from vorming.text.markdown import inline_text, inline_tokens


class vorming_quiz(nodes.General, nodes.Element):
    """A bank, a selection from it, or a test."""

    @property
    def view(self) -> QuizView:
        """The whole quiz, with its key; `strip_key` gives what trainees may read."""
        view: QuizView = self["view"]
        return view


def quiz_node(quiz: QuizView, kind: str = "quiz", source: str = "", line: int = 0) -> vorming_quiz:
    """Make the node of a quiz.

    kind: see the module. source, line: the place of the directive, from 1.
    """
    node = vorming_quiz(view=quiz, kind=kind)
    # Sphinx's index of the search reads the text of a page, and knows nothing of views.
    for question in quiz.questions:
        node += [nodes.Text(inline_text(text)) for text in sheet_texts(question)]
    node.source, node.line = source, line
    return node


INLINE_NODES: dict[str, type[nodes.TextElement]] = {
    "em_open": nodes.emphasis,
    "strong_open": nodes.strong,
    "link_open": nodes.reference,
}


def inline_nodes(markdown: str) -> list[nodes.Node]:
    """Parse Markdown inlines into docutils nodes."""
    # A stack: what comes next goes into the last node.
    open_nodes: list[nodes.Element] = [nodes.inline()]
    for token in inline_tokens(markdown):
        if token.type in INLINE_NODES:
            child = INLINE_NODES[token.type]()
            if token.type == "link_open":
                child["refuri"] = str(token.attrs["href"])
            open_nodes[-1] += child
            open_nodes.append(child)
        elif token.nesting == -1:
            open_nodes.pop()
        elif token.type == "code_inline":
            open_nodes[-1] += nodes.literal("", token.content)
        else:
            is_break = token.type in {"softbreak", "hardbreak"}
            open_nodes[-1] += nodes.Text(" " if is_break else token.content)
    return list(open_nodes[0].children)
