"""A small part of LaTeX -> Typst mathematics: what a course about prices and rights needs.

Numbers stay whole, with their decimal comma. A command that is not in the tables is a problem.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import takewhile

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


def write_math(node: nodes.math | nodes.math_block, context: Context) -> str:
    """Write a formula, in a line or by itself.

    Its LaTeX is what a screen reader says, for PDF/UA-1 asks words for every formula (7.7).
    """
    latex = node.astext()
    try:
        formula = to_typst(latex)
    except UnknownCommandError as error:
        return context.report("maths-unknown", node, value=str(error))
    alt = literal(" ".join(latex.split()))
    is_block = isinstance(node, nodes.math_block)
    return f"#math.equation(block: {literal(is_block)}, alt: {alt}, ${formula}$)"


def to_typst(latex: str) -> str:
    """Translate LaTeX mathematics into Typst's; raises UnknownCommandError for a command not in the tables."""
    return _translate(_TOKEN.finditer(latex), "")


def _translate(tokens: Iterator[re.Match[str]], end: str) -> str:
    """Translate up to the closing `end`, or to the end of the formula where it is empty."""
    parts = [_one(token, tokens) for token in takewhile(lambda token: token[0] != end, tokens)]
    return " ".join(filter(None, parts))


def _one(token: re.Match[str], tokens: Iterator[re.Match[str]]) -> str:
    command, number, mark, _, blank, other = token.groups()
    if command in WORDS:
        next(tokens, None)  # the opening brace
        return literal("".join(word[0] for word in takewhile(lambda word: word[0] != "}", tokens)))
    if command in FUNCTIONS:
        function, count = FUNCTIONS[command]
        return f"{function}({', '.join(_argument(tokens) for _ in range(count))})"
    if command:
        if command not in SYMBOLS:
            raise UnknownCommandError(f"\\{command}")
        return SYMBOLS[command]
    if number:
        # As text: Typst would read a decimal comma as two numbers.
        return literal(number)
    if mark in {"^", "_"}:
        return f"{mark}({_argument(tokens)})"
    if mark == "{":
        return _translate(tokens, "}")
    if blank:
        return ""
    # Characters that mean something to Typst's mathematics, and nothing to LaTeX's.
    return f"\\{other}" if other and other in "#$\"'/\\&@" else token[0]


def _argument(tokens: Iterator[re.Match[str]]) -> str:
    token = next((token for token in tokens if not token[5]), None)
    return _one(token, tokens) if token else ""
