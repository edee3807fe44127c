"""The rule of quotation marks and apostrophes in what people read, for all that Sphinx's smart quotes do not see or get wrong."""

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

from vorming.source.current import language

_QUOTES = {"nl": "“”‘’", "fr": ["«\u00a0", "\u00a0»", "‹\u00a0", "\u00a0›"], "en": "“”‘’"}
"""The quotation marks of each language: outer opening and closing, inner opening and closing."""
_APOSTROPHE = re.compile(r"(?<!\w)['\u2018](?=(?:er|ie|[kmnrst]|\d\ds?)\b)", re.IGNORECASE)
"""What stands before a Dutch word that lost its start, or a year: ’s avonds, ’t is, ’n keer, de jaren ’90."""


def turn_apostrophes(text: str) -> str:
    """Turn each apostrophe that was taken for an opening quotation mark, or for none."""
    return _APOSTROPHE.sub("\u2019", text)


def typographic(text: str) -> str:
    """Return plain text with curly quotation marks and apostrophes."""
    if not re.search("[\"'\u2018]", text):
        return text
    (line,) = _plain(language()).parseInline(text)
    return "".join(token.content for token in line.children or ())


@cache
def _plain(spoken: str) -> MarkdownIt:
    return with_quotes(MarkdownIt("zero"), spoken)


def with_quotes(parser: MarkdownIt, spoken: str) -> MarkdownIt:
    """Let a parser of Markdown write the quotation marks and apostrophes of a language."""
    parser.options.update(typographer=True, quotes=_QUOTES[spoken])
    parser.core.ruler.after("smartquotes", "apostrophes", _turn_in_texts)
    return parser.enable(["smartquotes", "apostrophes"])


def _turn_in_texts(state: StateCore) -> None:
    for token in state.tokens:
        for child in token.children or ():
            if child.type == "text":
                child.content = turn_apostrophes(child.content)
