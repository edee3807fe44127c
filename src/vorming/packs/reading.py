"""A text as a reader reads it: without the names of items and pages, and sentence by sentence.

The numbers of packs are made from such text, so that a pack keeps its number when an item, a page or a
file gets another name.
"""

import re
from hashlib import sha256

from vorming.model.base import Ref
from vorming.model.directives import OWN_DIRECTIVES, OWN_ROLES
from vorming.text.markdown import ROLE

# A directive with its argument.
_OPENING = re.compile(r"(?P<start>\s*[`:~]{3,}\{(?P<name>[\w-]+)\}) +\S.*")
# The target of a link within the book: one without a scheme.
_LINK = re.compile(r"\]\((?!\w+:)[^)\s]*\)")
# The name of the block below, (name)=, or an option, :key: value.
_NAMES = re.compile(r"\s*(?:\([\w-]+\)=|:(?P<option>[\w-]+):.*)")

_SHOWN_BY_ID = {"cite", "doc", "ref"}
"""Roles that show something else than the name they are given."""
_SHOWN_BY_ID.update(name for name, role in OWN_ROLES.items() if isinstance(role.argument.kind, Ref))
_NAMING = {"name"}
"""Options that name items, or the block itself."""
for _record in OWN_DIRECTIVES.values():
    _NAMING.update(name for name, option in _record.options.items() if isinstance(option.kind, Ref))


def digest(text: str) -> str:
    """Return a digest of a text: eight hexadecimal digits, as the register keeps it."""
    return sha256(text.encode()).hexdigest()[:8]


def line_as_read(line: str) -> str:
    """Return a line of a page without what names items, blocks or pages in it."""
    named = _NAMES.fullmatch(line)
    if named and (named["option"] is None or named["option"] in _NAMING):
        return ""
    opening = _OPENING.fullmatch(line)
    record = OWN_DIRECTIVES.get(opening["name"]) if opening else None
    if opening and record and record.argument and isinstance(record.argument.kind, Ref):
        return opening["start"]
    return without_names(line)


def without_names(text: str) -> str:
    """Return a text without the names in its roles and in its links to other pages.

    A role with words of its own, such as {term}`shown <id>`, leaves those; one that shows what an item
    holds leaves the name of the role.
    """

    def as_read(match: re.Match[str]) -> str:
        shown, has_target, _ = match["text"].rpartition("<")
        if has_target:
            return shown.strip()
        return "{" + match["name"] + "}" if match["name"] in _SHOWN_BY_ID else match[0]

    return ROLE.sub(as_read, _LINK.sub("]", text))


def sentence_digest(sentence: str) -> str:
    """Return a digest of five hexadecimal digits: enough to know a sentence among those of one item."""
    return digest(without_names(sentence))[:5]
