"""A quiz as HTML: one template for the pages of the book and for SCORM.

The template takes a QuizView whose texts are HTML (Markup), as `html_texts` makes them.
"""

from markupsafe import Markup

from vorming.quiz.view import QuizView, V, map_texts
from vorming.text.markdown import inline_html
from vorming.text.templates import fill
from vorming.text.words import words


def render_quiz(quiz: QuizView, kind: str = "quiz") -> str:
    """Render a quiz whose texts are HTML already, as `html_texts` makes them.

    `kind` is “quiz”, “scenario” or “self-test”, and ends the class of the element around all questions.
    """
    return fill("quiz/quiz.html.jinja", quiz=quiz, kind=kind, words=words("quiz"))


def html_texts(view: V, *, is_typographic: bool = False) -> V:
    """Return a view with every Markdown text rendered as HTML.

    A page asks for `is_typographic`: curly quotes, which Sphinx gives the rest of its text.
    """
    return map_texts(view, lambda text: Markup(inline_html(text, is_typographic=is_typographic)))
