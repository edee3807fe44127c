"""A small part of LaTeX -> Typst mathematics: what a course about prices and rights needs.

Numbers stay whole, with their decimal comma. A command that is not in the tables is a problem.
"""

import re
from collections.abc import Iterator, Mapping

from docutils import nodes

from vorming.typst.context import Context
from vorming.typst.markup import literal

SYMBOLS: Mapping[str, str] = {
    "times": "times", "cdot": "dot.op", "div": "div", "pm": "plus.minus",
    "le": "<=", "leq": "<=", "ge": ">=", "geq": ">=", "ne": "!=", "neq": "!=", "approx": "approx",
    "to": "->", "rightarrow": "->", "infty": "infinity", "sum": "sum", "prod": "product",
    "alpha": "alpha", "beta": "beta", "gamma": "gamma", "delta": "delta", "mu": "mu", "pi": "pi", "sigma": "sigma",
    "ldots": "dots.h", "dots": "dots.h", "quad": "quad",
    "%": "\\%", ",": "thin", ";": "med", " ": "space", "{": "\\{", "}": "\\}",
}  # fmt: skip
FUNCTIONS: Mapping[str, tuple[str, int]] = {"frac": ("frac", 2), "sqrt": ("sqrt", 1)}
"""Typst's function for a command, and how many arguments it takes."""
WORDS = frozenset({"text", "mathrm", "textrm", "operatorname"})
"""Commands of which the argument is words."""

_TOKEN = re.compile(r"\\([a-zA-Z]+|.)|(\d+(?:[.,]\d+)*)|([{}^_])|([a-zA-Z])|(\s+)|(.)")


class UnknownCommandError(ValueError):
    """A LaTeX command that has no Typst here."""


def write_formula(latex: str, node: nodes.Node, context: Context, *, is_block: bool) -> str:
    """Write a formula; its LaTeX is what a screen reader says, for PDF/UA asks words for every formula."""
    try:
        formula = to_typst(latex)
    except UnknownCommandError as error:
        return context.report("maths-unknown", node, value=str(error))
    alt = literal(" ".join(latex.split()))
    return f"#math.equation(block: {literal(is_block)}, alt: {alt}, ${formula}$)"


def to_typst(latex: str) -> str:
    """Translate LaTeX mathematics into Typst's; raises UnknownCommandError for a command not in the tables."""
    return _translate(_TOKEN.finditer(latex))


def _translate(tokens: Iterator[re.Match[str]], end: str = "") -> str:
    """Translate up to the closing `end`, or to the end of the formula."""
    found = []
    for token in tokens:
        if end and token[0] == end:
            break
        found.append(_one(token, tokens))
    return " ".join(part for part in found if part)


def _one(token: re.Match[str], tokens: Iterator[re.Match[str]]) -> str:
    command, number, mark, _, blank, other = token.groups()
    if command:
        return _command(command, tokens)
    if number:
        return literal(number)
    if mark in {"^", "_"}:
        return f"{mark}({_argument(tokens)})"
    if mark == "{":
        return _translate(tokens, "}")
    if blank:
        return ""
    # Characters that mean something to Typst's mathematics, and nothing to LaTeX's.
    return f"\\{other}" if other and other in "#$\"'/\\&@" else token[0]


def _command(name: str, tokens: Iterator[re.Match[str]]) -> str:
    if name in WORDS:
        return literal(_words(tokens))
    if name in FUNCTIONS:
        function, count = FUNCTIONS[name]
        return f"{function}({', '.join(_argument(tokens) for _ in range(count))})"
    if name not in SYMBOLS:
        raise UnknownCommandError(f"\\{name}")
    return SYMBOLS[name]


def _argument(tokens: Iterator[re.Match[str]]) -> str:
    token = next((token for token in tokens if not token[5]), None)
    return _one(token, tokens) if token else ""


def _words(tokens: Iterator[re.Match[str]]) -> str:
    """Return what stands between braces as it is."""
    next(tokens, None)
    found = []
    for token in tokens:
        if token[0] == "}":
            break
        found.append(token[0])
    return "".join(found)
