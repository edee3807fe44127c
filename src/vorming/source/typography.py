"""The rule of quotation marks and apostrophes in what people read.

Texts of items, titles of pages and contacts get them when they are read, so that every output has the same ones; the text
of a page gets them from Sphinx, but for the apostrophes that its smart quotes get wrong.
"""

import re

from markdown_it import MarkdownIt

_QUOTES = {"nl": "“”‘’", "fr": ["«\u00a0", "\u00a0»", "‹\u00a0", "\u00a0›"], "en": "“”‘’"}
"""The quotation marks of each language: outer opening and closing, inner opening and closing."""
_PARSERS = {
    spoken: MarkdownIt("zero", {"typographer": True, "quotes": quotes}).enable("smartquotes")
    for spoken, quotes in _QUOTES.items()
}
"""They know no markup, so that all of a paragraph is one token."""
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

    paragraphs = []
    for paragraph in _CODE.sub(hold, text).split("\n\n"):
        tokens = _PARSERS[spoken].parseInline(paragraph)[0].children or ()
        paragraphs.append(turn_apostrophes("".join(token.content for token in tokens)))
    return re.sub(_HELD, lambda _: held.pop(0), "\n\n".join(paragraphs))
