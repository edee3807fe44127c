"""A small part of LaTeX -> Typst mathematics: what a course about prices and rights needs.

Numbers stay whole, with their decimal comma. What is not in the tables is refused, by the check too.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import takewhile

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

_OPENING = frozenset("([|/") | {"\\{", "\\/"}
"""What nothing can be raised or lowered after."""
_NO_ARGUMENT = frozenset("()[]|,;^_}")
_TOKEN = re.compile(r"\\([a-zA-Z]+|.)|(\d+(?:[.,]\d+)*)|([{}^_])|([a-zA-Z])|(\s+)|(.)")


_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "", "\t": "\\t"})


class UnknownCommandError(ValueError):
    """A LaTeX command that has no Typst here, or one without what belongs to it."""


def quoted(text: str) -> str:
    """Write text as a string of Typst."""
    return f'"{text.translate(_ESCAPES)}"'


def to_typst(latex: str) -> str:
    """Translate LaTeX mathematics into Typst's; raises UnknownCommandError for what is not in the tables."""
    return _translate(_TOKEN.finditer(latex), "")


def _translate(tokens: Iterator[re.Match[str]], end: str) -> str:
    """Translate up to the closing `end`, or to the end of the formula where it is empty."""
    parts: list[str] = []
    for token in takewhile(lambda token: token[0] != end, tokens):
        if token[3] in {"^", "_"} and (not parts or parts[-1] in _OPENING):
            raise UnknownCommandError(token[3])
        if part := _one(token, tokens):
            parts.append(part)
    return " ".join(parts)


def _one(token: re.Match[str], tokens: Iterator[re.Match[str]]) -> str:
    command, number, mark, _, blank, other = token.groups()
    if command in WORDS:
        next(tokens, None)  # the opening brace
        return quoted("".join(word[0] for word in takewhile(lambda word: word[0] != "}", tokens)))
    if command in FUNCTIONS:
        function, count = FUNCTIONS[command]
        return f"{function}({', '.join(_argument(tokens) for _ in range(count))})"
    if command:
        if command not in SYMBOLS:
            raise UnknownCommandError(f"\\{command}")
        return SYMBOLS[command]
    if number:
        # As text: Typst would read a decimal comma as two numbers.
        return quoted(number)
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
    if token is None or token[0] in _NO_ARGUMENT:
        raise UnknownCommandError(token[0] if token else "{}")
    return _one(token, tokens)
