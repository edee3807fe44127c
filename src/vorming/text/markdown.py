"""Markdown inlines of items -> HTML or plain text, for what does not go through Sphinx.

Roles are resolved first (`resolve_roles`), so that every output reads the same words.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from vorming.model.course import Course
from vorming.model.facts import Contradiction, Fact
from vorming.model.faq import HelpLine
from vorming.source.current import language
from vorming.text.numbers import NO_BREAK_SPACE, format_value
from vorming.text.words import words

ROLE = re.compile(r"\{(?P<name>[a-z][a-z:-]*)\}`(?P<text>[^`]+)`")
_WITH_TARGET = re.compile(r"(?P<shown>.+?)\s*<[^<>]+>")


QUOTES = {"nl": "“”‘’", "fr": ["«\u00a0", "\u00a0»", "‹\u00a0", "\u00a0›"], "en": "“”‘’"}
"""Quotation marks: outer and inner, of each language."""


@cache
def _parser(_language: str, *, is_typographic: bool = False) -> MarkdownIt:
    options = {"html": False, "typographer": is_typographic, "quotes": QUOTES[language()]}
    parser = MarkdownIt("commonmark", options)
    return parser.enable("smartquotes") if is_typographic else parser


def fact_value(fact: Fact) -> str:
    """Return a fact's value with its unit in Dutch notation; its statement when it has no value."""
    return fact.statement if fact.value is None else format_value(fact.value, fact.unit)


def fact_label(fact: Fact) -> str:
    """Return the word before a fact's statement: only what stands in a source that was read is called a fact."""
    return words("facts")[fact.status].format(who=fact.attributed_to)


def contradiction_label(found: Contradiction) -> str:
    """Return the word for a point on which sources differ: to be confirmed only where its wording is."""
    return words("facts").group("differs")[found.status]


@dataclass(frozen=True)
class Values:
    """What the roles in an item's text stand for, by id; `links_numbers` makes phone numbers `tel:` links."""

    facts: Mapping[str, Fact]
    helplines: Mapping[str, HelpLine]
    links_numbers: bool = False


def values_of(course: Course, *, links_numbers: bool = False) -> Values:
    """Gather what the roles in the texts of a course's items stand for."""
    facts = {fact.id: fact for fact in course.facts}
    return Values(facts, {line.id: line for line in course.helplines}, links_numbers)


def phone_number(line: HelpLine) -> str:
    """Return the number of a help line, which never breaks over lines; empty where none is known."""
    return (line.phone or "").replace(" ", NO_BREAK_SPACE)


def resolve_roles(text: str, values: Values) -> str:
    """Put the value in place of {fact}`id`, the number in place of {helpline}`id`; other roles leave their text."""

    def shown(match: re.Match[str]) -> str:
        if match["name"] == "fact" and match["text"] in values.facts:
            return fact_value(values.facts[match["text"]])
        if match["name"] == "helpline" and match["text"] in values.helplines:
            line = values.helplines[match["text"]]
            return f"[{phone_number(line)}](tel:{line.dial})" if values.links_numbers else phone_number(line)
        target = _WITH_TARGET.fullmatch(match["text"])
        return target["shown"] if target else match["text"]

    return ROLE.sub(shown, text)


def inline_tokens(text: str, *, is_typographic: bool = False) -> list[Token]:
    """Parse one line of Markdown inlines; a typographic one gets curly quotes."""
    tokens = _parser(language(), is_typographic=is_typographic).parseInline(" ".join(text.split("\n")))
    return tokens[0].children or []


def inline_html(text: str, *, is_typographic: bool = False) -> str:
    """Render Markdown inlines as HTML; raw HTML in the text is shown, not obeyed."""
    return str(_parser(language(), is_typographic=is_typographic).renderInline(" ".join(text.split("\n"))))


def inline_text(text: str) -> str:
    """Render Markdown inlines as plain text; a link keeps its address between brackets."""
    parts: list[str] = []
    links: list[str] = []
    for token in inline_tokens(text):
        if token.type == "link_open":
            links.append(str(token.attrs["href"]))
        elif token.type == "link_close":
            parts.append(_address(links.pop(), parts))
        elif token.type in {"softbreak", "hardbreak"}:
            parts.append(" ")
        else:
            parts.append(token.content)
    return "".join(parts)


def _address(href: str, parts: list[str]) -> str:
    is_shown = bool(parts) and parts[-1] == href
    return "" if is_shown else f" ({href})"


def ended(title: str) -> str:
    """Close a title that another sentence follows; a question has its own mark."""
    return title if title.endswith("?") else f"{title}."


def block_html(text: str) -> str:
    """Render Markdown blocks (paragraphs, lists) as HTML."""
    return str(_parser(language()).render(text))


@lru_cache(maxsize=8192)  # a resident process asks again of texts that nobody touched
def has_blocks(text: str) -> bool:
    """Say whether a text is more than one paragraph of inlines, such as a list or a heading."""
    kinds = [token.type for token in _parser(language()).parse(text) if token.nesting == 1]
    return kinds != ["paragraph_open"]
