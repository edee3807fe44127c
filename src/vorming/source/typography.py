"""The rule of quotation marks and apostrophes in what people read.

Texts of items, titles of pages and contacts get them when they are read, so that every output has the same ones; the text
of a page gets them from Sphinx, but for the apostrophes that its smart quotes get wrong.
"""

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

QUOTES = {"nl": "“”‘’", "fr": ["«\u00a0", "\u00a0»", "‹\u00a0", "\u00a0›"], "en": "“”‘’"}
"""The quotation marks of each language: outer opening and closing, inner opening and closing."""
_APOSTROPHE = re.compile(r"(?<!\w)['\u2018](?=(?:er|ie|[kmnrst]|\d\ds?)\b)", re.IGNORECASE)
"""What stands before a Dutch word that lost its start, or a year: ’s avonds, ’t is, ’n keer, de jaren ’90."""
_TURNED = re.compile("[\"'\u2018]")
_CODE = re.compile(r"(`+).+?\1|\]\([^)]*\)|<[^>\s]+>|\\.|&\w+;|\ue000", re.DOTALL)
"""What of Markdown is no text: code, roles, addresses, escapes."""
_HELD = "\ue000"
"""The character in the place of such a part, like a letter to the rule."""


def turn_apostrophes(text: str) -> str:
    """Turn each apostrophe that was taken for an opening quotation mark, or for none."""
    return _APOSTROPHE.sub("\u2019", text)


def typographic(text: str, spoken: str) -> str:
    """Return Markdown or plain text with the quotation marks and apostrophes of a language."""
    if not _TURNED.search(text):
        return text
    held: list[str] = []

    def hold(match: re.Match[str]) -> str:
        held.append(match[0])
        return _HELD

    paragraphs = _CODE.sub(hold, text).split("\n\n")
    written = "\n\n".join(_turn(paragraph, spoken) for paragraph in paragraphs)
    return re.sub(_HELD, lambda _: held.pop(0), written)


def _turn(text: str, spoken: str) -> str:
    lines = _parser(spoken).parseInline(text)
    return "".join(token.content for line in lines for token in line.children or ())


@cache
def _parser(spoken: str) -> MarkdownIt:
    # It knows no markup, so that all of a text is one token.
    parser = MarkdownIt("zero", {"typographer": True, "quotes": QUOTES[spoken]})
    parser.core.ruler.after("smartquotes", "apostrophes", _turn_in_texts)
    return parser.enable(["smartquotes", "apostrophes"])


def _turn_in_texts(state: StateCore) -> None:
    for token in state.tokens:
        for child in token.children or ():
            child.content = turn_apostrophes(child.content)
