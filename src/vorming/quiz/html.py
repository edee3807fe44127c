"""A quiz as HTML: one template for the pages of the book and for SCORM.

The template takes a QuizView whose texts are HTML (Markup). For the book they come from the doctree, so that
translations count; for SCORM straight from the Markdown, by `html_texts`.
"""

import json
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any, TypeVar

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from vorming.quiz.view import QuizView
from vorming.text.markdown import inline_html
from vorming.text.numbers import format_number
from vorming.text.words import words

V = TypeVar("V")

TEXT_FIELDS = frozenset(
    [
        "prompt",
        "explanation",
        "hint",
        "text",
        "feedback",
        "live",
        "live_prompt",
        "left",
        "right",
        "model_answer",
        "roles",
        "debrief",
        "criteria",
        "scale",
        "unit",
    ]
)
"""The fields of the views that hold a reader's text."""


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


def html_texts(view: V) -> V:
    """Return a view with every Markdown text rendered as HTML."""
    if not is_dataclass(view) or isinstance(view, type):
        return view
    changes = {field.name: _rendered(field.name, getattr(view, field.name)) for field in fields(view)}
    return replace(view, **changes)


def _rendered(name: str, value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(_rendered(name, child) for child in value)
    if isinstance(value, str):
        return Markup(inline_html(value)) if name in TEXT_FIELDS else value
    return html_texts(value)
