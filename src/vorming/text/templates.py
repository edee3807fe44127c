"""The one Jinja environment, for all HTML, XML and JavaScript that is made from templates in assets.

It escapes the values that it fills in, and raises an error for a name without a value.
"""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from vorming.source.current import language_tag, mark
from vorming.text.markdown import inline_html
from vorming.text.numbers import format_number


@cache
def templates() -> Environment:
    """Return the environment, which finds templates by their path below assets: "quiz/quiz.html.jinja".

    Templates may call `language_tag()` and `mark()` (SVG), and use the filters `dutch` for numbers, `markdown` for
    inlines, and `json`.
    """
    environment = Environment(
        loader=PackageLoader("vorming", "assets"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals |= {"language_tag": language_tag, "mark": lambda: Markup(mark())}
    environment.filters |= {
        "dutch": format_number,
        "markdown": lambda text: Markup(inline_html(text)),
        "json": lambda value: json.dumps(value, ensure_ascii=False, default=dict),
    }
    return environment


def fill(name: str, /, **values: object) -> str:
    """Fill in a template by its path below assets."""
    return templates().get_template(name).render(**values)


def asset(path: str) -> bytes:
    """Read a file by its path below assets, as it is."""
    return (files("vorming") / "assets" / path).read_bytes()


def script(name: str, labels: Mapping[str, str], /, *paths: str) -> bytes:
    """Return scripts, by their paths below assets, after a constant `name` with the words that they show."""
    constant = f"const {name} = {json.dumps(dict(labels), ensure_ascii=False)};\n"
    return constant.encode() + b"".join(map(asset, paths))
