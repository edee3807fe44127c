"""Python values as Typst markup, and the comments that lead markup back to its source.

All escaping happens here: text only enters as a string literal, never as markup, so nothing in a sentence
of the course can mean anything to Typst.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from vorming.source.problems import Place

MARK = re.compile(r"/\* (?P<path>[^*]+):(?P<line>\d+) \*/ ")
PAGES = "pages"
"""Below the folder of the packs' markup: the pages they share."""
SHARED = re.compile(rf'#\{{ import "{PAGES}/(?P<name>[^"]+)\.typ": body; body\(pagelink, anchor\) \}}')
HEAD = """\
#import "{root}vorming.typ": *
#let info = {info}
#let labels = {labels}
#let pagelink = pagelink.with(labels)
#let anchor = anchor.with(labels)
#show: {frame}.with(info)"""
"""How each paper starts: what it is, and which places in it its links look for."""
PAGE_HEAD = '#import "/vorming.typ": *\n#let body(pagelink, anchor) = ['
PAGE = PAGE_HEAD + "\n#pagebreak(weak: true)#v(0pt)\n{markup}\n]\n"
"""The file of a page: a function of how links and anchors are written, for these differ from pack to pack.

It starts its page itself, not by the template's `new-page`: so nothing on it depends on how many pages a pack
has before it, and Typst sets it once for all of them.
"""


@dataclass(frozen=True)
class Content:
    """Markup as an argument: between brackets, as Typst writes content."""

    markup: str


@dataclass(frozen=True)
class Code:
    """An expression as an argument, unchanged: a length, a fraction of a width."""

    expression: str


_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "", "\t": "\\t"})
Value = None | bool | int | float | str | Content | Code | Sequence["Value"] | Mapping[str, "Value"]


def literal(value: Value) -> str:
    """Write a value as a Typst expression: text as a string, a mapping as a dictionary, a sequence as an array.

    An array of one and an empty dictionary need their comma and colon, or Typst reads parentheses.
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
    """Write text in running markup; line ends are spaces."""
    return f"#{literal(words.replace(chr(10), ' '))}" if words else ""


def call(name: str, *content: str, **named: Value) -> str:
    """Write a call of a function of the templates, or of Typst's own.

    `content` is markup, each piece an argument in brackets. `named` are values; an underscore in a name is a
    hyphen in Typst: `last_lines=3` becomes `last-lines: 3`.
    """
    values = ", ".join(f"{key}: {literal(value)}" for key, value in hyphened(named).items())
    arguments = "".join(f"[{markup}]" for markup in content)
    return f"#{name}({values}){arguments}" if named or not content else f"#{name}{arguments}"


def mark(place: Place) -> str:
    """Write a comment that says where the markup after it comes from: `/* book/les/eerste.md:12 */`.

    An error of Typst leads back to the page by it (`compiler`), and a release knows by it on which page of a
    PDF each block stands (`press`).
    """
    return f"/* {place.path}:{place.line} */ "


def shared(name: str, root: str = "") -> str:
    """Write a page that stands in a file of its own: Typst sets what packs share once for all of them."""
    return f'#{{ import "{root}{PAGES}/{name}.typ": body; body(pagelink, anchor) }}'


def paper(frame: str, info: Value, labels: Value, parts: Iterable[str], root: str = "") -> str:
    """Write a whole paper: its head, and its parts that hold something.

    frame: the function of the templates that sets it. root: "/" where it doesn't stand beside the templates.
    """
    head = HEAD.format(root=root, info=literal(info), labels=literal(labels), frame=frame)
    return without_repeated_marks("\n\n".join([head, *filter(None, parts)]) + "\n")


def hyphened(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values by their names as Typst writes them, with hyphens for underscores."""
    return {name.replace("_", "-"): value for name, value in values.items()}


def without_repeated_marks(markup: str) -> str:
    """Drop each mark that says the same as the one before it."""
    last = ""

    def once(found: re.Match[str]) -> str:
        nonlocal last
        is_same, last = found[0] == last, found[0]
        return "" if is_same else found[0]

    return MARK.sub(once, markup)
