"""Set the quotation marks, apostrophes, dashes and ellipses of a language.

Texts of items, titles of pages and contacts get them when the files are read, so that every output has the same ones.
The text of a page gets them from Sphinx, except for the apostrophes that Sphinx's smart quotes get wrong.
"""

import re

from markdown_it import MarkdownIt

_QUOTES = {"nl": "“”‘’", "fr": ["«\u00a0", "\u00a0»", "“", "”"], "en": "“”‘’"}
"""The quotation marks of each language: outer opening and closing, inner opening and closing."""
_PARSERS = {
    spoken: MarkdownIt("zero", {"typographer": True, "quotes": quotes}).enable("smartquotes")
    for spoken, quotes in _QUOTES.items()
}
"""One parser per language. It reads no markup, so that a whole paragraph is one token."""
_APOSTROPHE = re.compile(r"(?<!\w)['\u2018](?=(?:er|ie|[kmnrst]|\d\ds?)\b)", re.IGNORECASE)
"""The mark before a shortened Dutch word or year: ’s avonds, ’t is, ’n keer, de jaren ’90."""
_TURNED = re.compile("[\"'\u2018]|--|\\.{3}")
_CODE = re.compile(
    r"(`+).+?\1|\]\([^)]*\)|https?:[^\s)]+|<[^>\s]+>|\\.|&\w+;|\ue000|(?m:^[ >|:-]*--[ |:-]*$)", re.DOTALL
)
"""The parts of Markdown that are no text: code, roles, addresses, escapes, the line below the header of a table."""
_SET = {"---": "—", "--": "–", "...": "…"}
"""The signs that Sphinx sets on a page."""
_HELD = "\ue000"
"""The placeholder for such a part, which the smart quotes of markdown-it treat as a letter."""


def turn_apostrophes(text: str) -> str:
    """Replace each straight apostrophe, or opening quotation mark in its place, by a curly apostrophe."""
    return _APOSTROPHE.sub("\u2019", text)


def quoted(text: str, spoken: str) -> str:
    """Return a text between the quotation marks of the language `spoken`."""
    return f"{_QUOTES[spoken][0]}{text}{_QUOTES[spoken][1]}"


def typographic(text: str, spoken: str) -> str:
    """Return Markdown or plain text with the quotation marks, dashes and other signs of the language `spoken`."""
    if not _TURNED.search(text):
        return text
    held: list[str] = []

    def hold(match: re.Match[str]) -> str:
        held.append(match[0])
        return _HELD

    paragraphs = []
    signs = re.sub(r"---?|\.{3}", lambda sign: _SET[sign[0]], _CODE.sub(hold, text))
    for paragraph in signs.split("\n\n"):
        tokens = _PARSERS[spoken].parseInline(paragraph)[0].children or ()
        paragraphs.append(turn_apostrophes("".join(token.content for token in tokens)))
    return re.sub(_HELD, lambda _: held.pop(0), "\n\n".join(paragraphs))
