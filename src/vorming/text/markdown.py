"""Render the Markdown of items as HTML or plain text, for outputs that are not built by Sphinx.

Exports, quizzes and the trainer's pages first resolve the roles in a text, so that every output shows the same
values, and then render it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin

from vorming.model.base import Status
from vorming.model.course import Course
from vorming.model.items import Contradiction, Fact, HelpLine
from vorming.source.markdown import PARSER, WITH_TARGET, Span, read_markdown
from vorming.text.numbers import NO_BREAK_SPACE, enumerate_words, format_date, format_value
from vorming.text.words import words

_SIGNS = re.compile(r"[\\`*_\[\]<>$~]|&(?=#|\w+;)")
"""The characters that begin markup within a paragraph."""
_BREAK = re.compile(r" *(?:(?<!\\)\\)?\n")
"""The end of a line, with the backslash that would break it on a page."""
_NOT_IN_TEXT = "\ue001"
"""The placeholder for a role that only a page or a paper can show; a text leaves it out with the space before it."""
_RAISED = {
    "sup": str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ"),
    "sub": str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎"),
}
"""Unicode signs for the roles `sup` and `sub`, since plain text can't otherwise tell 10⁶ from 106."""
# Without `html`, a tag in an item is shown as text, so that no item can put HTML on a page.
_PARSER = MarkdownIt("commonmark", {"html": False}).enable("table").use(deflist_plugin)


def fact_value(fact: Fact) -> str:
    """Return a fact's value with its unit, or its date, as {fact} shows it; the statement if it has neither."""
    if fact.value is not None:
        return format_value(fact.value, fact.unit)
    return format_date(fact.date) if fact.date else fact.statement


def fact_label(fact: Fact) -> str:
    """Return the label of a fact, which tells how sure it is. Only a verified statement is labelled “fact”."""
    return words("facts")[fact.status].format(who=fact.attributed_to)


def statement_said(fact: Fact) -> str:
    """Return the statement of a fact, as Markdown; if it is attributed, who says it comes first."""
    if fact.status is not Status.ATTRIBUTED:
        return fact.statement
    return words("boxes").group("moment")["fact"].format(label=fact_label(fact), text=fact.statement)


def enumerate_authors(author: str) -> str:
    """Write the authors of a source as in a sentence: a, b en c, or a, b e.a."""
    *names, last = author.split("; ")
    if names and last == "others":
        return f"{', '.join(names)} {words('facts')['more_authors']}"
    return enumerate_words([*names, last])


def contradiction_label(contradiction: Contradiction) -> str:
    """Return the label of a point on which sources differ, which tells whether it is still to be confirmed."""
    return words("facts").group("differs")[contradiction.status]


@dataclass(frozen=True)
class Values:
    """The items that roles may name, by id; `links_numbers` writes telephone numbers as `tel:` links."""

    facts: Mapping[str, Fact]
    helplines: Mapping[str, HelpLine]
    links_numbers: bool = False


def values_of(course: Course, *, links_numbers: bool = False) -> Values:
    """Return the items of a course that roles may name."""
    facts = {fact.id: fact for fact in course.facts}
    return Values(facts, {line.id: line for line in course.helplines}, links_numbers)


def phone_number(line: HelpLine) -> str:
    """Return the number of a help line with no-break spaces; an empty text if it has none."""
    return (line.phone or "").replace(" ", NO_BREAK_SPACE)


def resolve_roles(text: str, values: Values) -> str:
    """Return Markdown without roles.

    {fact}`id` becomes the value, {helpline}`id` the number, {sup}`6` the sign ⁶, and any other role its text, without
    the target between < and >. A citation and a contact are left out. An unknown id is left in the text, since the
    checks refuse a course that has one.
    """

    def shown(role: Span) -> str:
        if role.name == "fact" and role.argument in values.facts:
            return fact_value(values.facts[role.argument])
        if role.name == "helpline" and role.argument in values.helplines:
            line = values.helplines[role.argument]
            return f"[{phone_number(line)}](tel:{line.dial})" if values.links_numbers else phone_number(line)
        if signs := _RAISED.get(role.name):
            return role.argument.translate(signs)
        if role.name in {"cite", "contact"}:
            return _NOT_IN_TEXT
        target = WITH_TARGET.fullmatch(role.argument)
        return escape(target["shown"] if target else role.argument)  # a page shows it as it is written

    resolved = read_markdown(text).replace_roles(shown) if "{" in text else text
    return re.sub(rf"\s*{_NOT_IN_TEXT}", "", resolved)


def inline_tokens(text: str) -> list[Token]:
    """Return the tokens of Markdown inlines, read as one line."""
    return _PARSER.parseInline(_BREAK.sub(" ", text))[0].children or []


@lru_cache(maxsize=8192)  # every export format renders the same texts
def inline_html(text: str) -> str:
    """Render Markdown inlines, read as one line, as HTML; tags in the text are escaped."""
    return str(_PARSER.renderInline(_BREAK.sub(" ", text)))


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
        # Plain text is one line, whatever breaks the author made.
        elif token.type in {"softbreak", "hardbreak"}:
            parts.append(" ")
        else:
            parts.append(token.content)
    return "".join(parts)


def find_markup(text: str) -> str:
    """Return the first role or other markup in a text; an empty text if there is none."""
    for token in PARSER.parseInline(text.replace("\n", " "))[0].children or ():
        if token.type == "myst_role":
            return f"{{{token.meta['name']}}}`{token.content}`"
        if token.type != "text":
            return str(token.attrs.get("href") or token.markup or token.content)
    return ""


def escape(text: str) -> str:
    """Escape a plain text for use within a paragraph of Markdown."""
    return _SIGNS.sub(r"\\\g<0>", text)


def block_html(text: str) -> str:
    """Render Markdown blocks (paragraphs, lists) as HTML."""
    return str(_PARSER.render(text))


@lru_cache(maxsize=8192)  # a preview or desk checks unchanged texts again after each edit
def has_blocks(text: str) -> bool:
    """Tell whether a text is anything else than one paragraph, such as two paragraphs, a list or a table."""
    return [token.type for token in _PARSER.parse(text) if token.nesting == 1] != ["paragraph_open"]
