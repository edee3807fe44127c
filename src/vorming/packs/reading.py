"""A text as a reader reads it: without the names of items and pages, and sentence by sentence."""

import re

from vorming.model.base import Ref
from vorming.model.directives import OWN_DIRECTIVES, OWN_ROLES
from vorming.packs.digests import digest
from vorming.text.markdown import ROLE

_OPENING = re.compile(r"(?P<start>\s*[`:~]{3,}\{(?P<name>[\w-]+)\}) +\S.*")
_LINK = re.compile(r"\]\((?!\w+:)[^)\s]*\)")
_NAMES = re.compile(r"\s*(?:\([\w-]+\)=|:(?P<option>[\w-]+):.*)")
_NAMING = frozenset(
    {
        key
        for record in OWN_DIRECTIVES.values()
        for key, o in record.options.items()
        if isinstance(o.kind, Ref)
    }
    | {"name"}
)
"""Options that name items, or the block itself."""
_SHOWN_BY_ID = frozenset(
    {"cite", "doc", "ref"} | {name for name, role in OWN_ROLES.items() if isinstance(role.argument.kind, Ref)}
)
"""Roles that show something else than the name they are given."""
_END = re.compile(r"(?<=[.!?…”])\s+(?=[^a-z])")


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
    """Return a text without the names in its roles and links: to rename one changes nothing for a reader."""
    return ROLE.sub(_role_as_read, _LINK.sub("]", text))


def _role_as_read(match: re.Match[str]) -> str:
    shown, mark, _ = match["text"].rpartition("<")
    if mark:
        return shown.strip()
    return "{" + match["name"] + "}" if match["name"] in _SHOWN_BY_ID else match[0]


def split_sentences(text: str) -> list[str]:
    """Split a text into sentences: not always as a reader would, but always in the same places."""
    return [sentence for sentence in _END.split(" ".join(text.split())) if sentence]


def mark_of(sentence: str) -> str:
    """Return a very short digest of a sentence: to know it again among those of one item or part."""
    return digest(without_names(sentence))[:5]
