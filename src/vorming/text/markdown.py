"""Markdown of items -> HTML or plain text, for outputs that do not go through Sphinx.

Exports, quizzes and the trainer's pages first resolve the roles in a text, so that it reads the same
everywhere, and then render it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin

from vorming.model.course import Course
from vorming.model.facts import Contradiction, Fact
from vorming.model.faq import HelpLine
from vorming.source.markdown import PARSER, WITH_TARGET, Span, read_markdown
from vorming.text.numbers import NO_BREAK_SPACE, enumerate_words, format_date, format_value
from vorming.text.words import words

_SIGNS = re.compile(r"[\\`*_\[\]<>$~]|&(?=#|\w+;)")
"""What begins markup within a paragraph."""
_RAISED = {
    "sup": str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ"),
    "sub": str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎"),
}
"""The signs for what a role sets higher or lower: a text in plain words has no other way to tell 10⁶ from 106."""
# Without `html` a tag in an item is shown as text: an item is no way to put HTML on a page.
_PARSER = MarkdownIt("commonmark", {"html": False}).enable("table").use(deflist_plugin)


def fact_value(fact: Fact) -> str:
    """Return a fact's value with its unit, or its date, as {fact} shows it; the statement where it has neither."""
    if fact.value is not None:
        return format_value(fact.value, fact.unit)
    return format_date(fact.date) if fact.date else fact.statement


def fact_label(fact: Fact) -> str:
    """Return the word before a fact's statement: how sure it is. Only what was read in a source is called a fact."""
    return words("facts")[fact.status].format(who=fact.attributed_to)


def enumerate_authors(author: str) -> str:
    """Name the authors of a source as a sentence does: a, b en c, or a, b e.a."""
    *names, last = author.split("; ")
    if names and last == "others":
        return f"{', '.join(names)} {words('facts')['more_authors']}"
    return enumerate_words([*names, last])


def contradiction_label(found: Contradiction) -> str:
    """Return the word before a point on which sources differ: that they do, or that it is to be confirmed."""
    return words("facts").group("differs")[found.status]


@dataclass(frozen=True)
class Values:
    """What the roles in an item's text stand for, by id; `links_numbers` writes telephone numbers as links with `tel:`."""

    facts: Mapping[str, Fact]
    helplines: Mapping[str, HelpLine]
    links_numbers: bool = False


def values_of(course: Course, *, links_numbers: bool = False) -> Values:
    """Return what the roles in the texts of a course stand for."""
    facts = {fact.id: fact for fact in course.facts}
    return Values(facts, {line.id: line for line in course.helplines}, links_numbers)


def phone_number(line: HelpLine) -> str:
    """Return the number of a help line with no-break spaces; empty where none is known."""
    return (line.phone or "").replace(" ", NO_BREAK_SPACE)


def resolve_roles(text: str, values: Values) -> str:
    """Return Markdown without roles.

    {fact}`id` becomes the value, {helpline}`id` the number, {sup}`6` the sign ⁶, and any other role its text, without
    the target between < and >. An unknown id stays to be seen, since the checks refuse it in a course.
    """

    def shown(role: Span) -> str:
        if role.name == "fact" and role.argument in values.facts:
            return fact_value(values.facts[role.argument])
        if role.name == "helpline" and role.argument in values.helplines:
            line = values.helplines[role.argument]
            return f"[{phone_number(line)}](tel:{line.dial})" if values.links_numbers else phone_number(line)
        if signs := _RAISED.get(role.name):
            return role.argument.translate(signs)
        target = WITH_TARGET.fullmatch(role.argument)
        return target["shown"] if target else role.argument

    return read_markdown(text).replace_roles(shown) if "{" in text else text


def inline_tokens(text: str) -> list[Token]:
    """Return the tokens of Markdown inlines, read as one line."""
    return _PARSER.parseInline(text.replace("\n", " "))[0].children or []


@lru_cache(maxsize=8192)  # every format of the exports asks for the same texts
def inline_html(text: str) -> str:
    """Render Markdown inlines, read as one line, as HTML; tags in the text are escaped."""
    return str(_PARSER.renderInline(text.replace("\n", " ")))


def inline_text(text: str) -> str:
    """Render Markdown inlines as plain text.

    A line break becomes a space; a tab or a break that is written as an entity (`&#10;`) stays. The address of a link
    comes after it between brackets, unless the link shows its own address.
    """
    parts: list[str] = []
    links: list[str] = []
    for token in inline_tokens(text):
        if token.type == "link_open":
            links.append(str(token.attrs["href"]))
        elif token.type == "link_close":
            address = links.pop()
            parts.append("" if parts[-1:] == [address] else f" ({address})")
        # A text in plain words is one line, whatever breaks the author made.
        elif token.type in {"softbreak", "hardbreak"}:
            parts.append(" ")
        else:
            parts.append(token.content)
    return "".join(parts)


def find_markup(text: str) -> str:
    """Return the first role of a text, or what else in it is no plain text; empty where there is none."""
    for token in PARSER.parseInline(text.replace("\n", " "))[0].children or ():
        if token.type == "myst_role":
            return f"{{{token.meta['name']}}}`{token.content}`"
        if token.type != "text":
            return str(token.attrs.get("href") or token.markup or token.content)
    return ""


def escape(text: str) -> str:
    """Return Markdown that shows a plain text as it is, within a paragraph."""
    return _SIGNS.sub(r"\\\g<0>", text)


def ended(title: str) -> str:
    """End a title with a full stop, unless it is a question, for a sentence that follows it."""
    return title if title.endswith("?") else f"{title}."


def block_html(text: str) -> str:
    """Render Markdown blocks (paragraphs, lists) as HTML."""
    return str(_PARSER.render(text))


@lru_cache(maxsize=8192)  # a resident process asks again of texts that nobody touched
def has_blocks(text: str) -> bool:
    """Tell whether a text is anything but one paragraph: more of them, a list, a table, a heading."""
    # One line that starts with a letter is a paragraph. Most texts are that, and parsing them takes long.
    if text[:1].isalpha() and "\n" not in text:
        return False
    kinds = [token.type for token in _PARSER.parse(text) if token.nesting == 1]
    return kinds != ["paragraph_open"]
