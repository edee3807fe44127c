"""A quiz as HTML: one template for the pages of the book and for SCORM.

The template takes a QuizView whose texts are HTML (Markup), as `html_texts` makes them.
"""

import json
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from vorming.quiz.view import QuizView, V, map_texts
from vorming.text.markdown import inline_html
from vorming.text.numbers import format_number
from vorming.text.words import words


def render_quiz(quiz: QuizView, kind: str = "quiz") -> str:
    """Render a quiz whose texts are HTML already."""
    return templates().get_template("quiz/quiz.html.jinja").render(quiz=quiz, kind=kind, words=words("quiz"))


@cache
def templates() -> Environment:
    """Return the environment of all page templates: escaping, and strict about names."""
    environment = Environment(
        loader=PackageLoader("vorming", "assets"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "dutch": format_number,
        "json": lambda value: json.dumps(value, ensure_ascii=False),
    }
    return environment


def html_texts(view: V, *, is_typographic: bool = False) -> V:
    """Return a view with every Markdown text rendered as HTML; a page's has curly quotes, as its other text."""
    return map_texts(view, lambda text: Markup(inline_html(text, is_typographic=is_typographic)))
