"""Python values as Typst markup, and the marks with the place in the source of the markup after them.

All escaping happens here. Texts are written as string literals, never as markup, so that Typst interprets nothing in a
sentence of the course.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from vorming.source.problems import Place

MARK = re.compile(r'#mark\("(?P<path>[^"]+)", (?P<line>\d+)\)')
HEAD = """\
#import "/vorming.typ": *
#let info = {info}
#let labels = {labels}
#let pagelink = pagelink.with(labels)
#let anchor = anchor.with(labels)
#show: {frame}.with(info)"""
"""The start of each paper: its metadata, and the labels to which its links refer."""


@dataclass(frozen=True)
class Content:
    """Markup as an argument: Typst content, between brackets."""

    markup: str


@dataclass(frozen=True)
class Code:
    """A Typst expression as an argument, written unchanged, such as a length or a fraction."""

    expression: str


_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "", "\t": "\\t"})
Value = None | bool | int | float | str | Content | Code | Sequence["Value"] | Mapping[str, "Value"]


def literal(value: Value) -> str:
    """Return a value as a Typst expression: text as a string, a mapping as a dictionary, a sequence as an array.

    An array of one item needs a comma and an empty dictionary a colon; otherwise Typst reads plain parentheses.
    """
    match value:
        case None | bool():
            return {None: "none", True: "true", False: "false"}[value]
        case int() | float():
            return repr(value)
        case str():
            return f'"{value.translate(_ESCAPES)}"'
        case Content(markup):
            return f"[{markup}]"
        case Code(expression):
            return expression
        case Mapping():
            return "(" + (", ".join(f"{literal(k)}: {literal(v)}" for k, v in value.items()) or ":") + ")"
        case Sequence():
            return "(" + "".join(f"{literal(item)}, " for item in value).rstrip(" ") + ")"


def text(words: str) -> str:
    """Return text for use in markup, with line ends as spaces."""
    return f"#{literal(words.replace(chr(10), ' '))}" if words else ""


def call(name: str, *content: str, **named: Value) -> str:
    """Return a call of a function of the templates or of Typst itself.

    content: markup, each text an argument in brackets. named: values; an underscore in a name becomes a hyphen, so that
    `last_lines=3` is written as `last-lines: 3`.
    """
    values = ", ".join(f"{key}: {literal(value)}" for key, value in hyphened(named).items())
    arguments = "".join(f"[{markup}]" for markup in content)
    return f"#{name}({values}){arguments}" if named or not content else f"#{name}{arguments}"


def mark(place: Place, heading: str = "") -> str:
    """Return a mark with the place in the source of the markup after it, or of the heading inside it.

    `compiler` uses it for the place of an error of Typst, and `press` to find the page of a PDF that has each block. On paper
    it is nothing. It ends a heading, because a heading may move to the next page without what comes before it.
    """
    return f"#mark({literal(place.path)}, {place.line})" + (f"[{heading}]" if heading else "; ")


def paper(frame: str, info: Value, labels: Value, parts: Iterable[str]) -> str:
    """Return the markup of a whole paper: its head, and its parts that are not empty.

    frame: the function of the templates that sets it.
    """
    head = HEAD.format(info=literal(info), labels=literal(labels), frame=frame)
    return "\n\n".join([head, *filter(None, parts)]) + "\n"


def hyphened(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values with hyphens instead of underscores in their names, as Typst writes them."""
    return {name.replace("_", "-"): value for name, value in values.items()}
