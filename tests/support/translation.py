"""A second language of the same course, as gettext catalogues: what translators of every tool work with.

A text of an item is known by its file and its place by ids; a paragraph of a page by its page. Values, ids,
dates, sources and which answer is right stay in the original and are never in a catalogue, so they are
shared. gettext itself keeps a translation with the text it was made from (`msgid`): a text that has changed
since finds its old translation only as a fuzzy one, and that is how a reader is told.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from io import BytesIO

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from vorming.model.base import Loc
from vorming.source.load import Loaded
from vorming.source.parse import value_at
from vorming.source.yaml import Value

NEAR = 0.6
"""How much of an original must be left for its old translation to be of use."""
_PARAGRAPH = re.compile(r"\n\s*\n")
_MARKUP = re.compile(r"^(?:---|```|:::|\(|\||\[\^|:\w+:)")


@dataclass(frozen=True)
class Text:
    """A text to translate: where it stands (facts/prijs-zorg/statement, book/les/eerste), and what it says."""

    key: str
    original: str


@dataclass(frozen=True)
class Translated:
    """A text in the second language; `is_old` where the original has changed since."""

    text: str
    is_old: bool


def texts(loaded: Loaded) -> Iterator[Text]:
    """Yield every text that somebody reads: those of items by their ids, those of pages by paragraph."""
    for source, found in loaded.marked_values():
        if found.reads:
            yield Text("/".join([source.path, *_names(source.value, found.loc)]), found.value)
    for page in loaded.pages:
        body = page.text.split("---\n", 2)[-1]
        for paragraph in _PARAGRAPH.split(body):
            if paragraph.strip() and not _MARKUP.match(paragraph.strip()):
                yield Text(page.name, paragraph.strip())


def _names(value: Value, loc: Loc) -> Iterator[str]:
    """Yield a place with the id of an item instead of its number: an item that moves keeps its translation."""
    for step in loc:
        value = value_at(value, (step,))
        own = value.get("id") or value.get("code") if isinstance(value, dict) else None
        yield str(own or step)


def read_catalogue(data: bytes, language: str) -> Catalog:
    """Read a catalogue; of no bytes an empty one."""
    return read_po(BytesIO(data), locale=language) if data else Catalog(locale=language)


def write_catalogue(loaded: Loaded, language: str, old: bytes = b"") -> bytes:
    """Write the catalogue of a language: new texts empty, those that changed fuzzy with their old translation."""
    known, new = read_catalogue(old, language), Catalog(locale=language, header_comment="# Translations")
    new.creation_date = known.creation_date if old else None
    by_key = _by_key(known)
    for text in texts(loaded):
        found = translate(known, text, by_key)
        new.add(
            text.original,
            found.text if found else "",
            context=text.key,
            flags=("fuzzy",) if found and found.is_old else (),
        )
    out = BytesIO()
    write_po(out, new, sort_output=True, omit_header=True, width=0)
    return out.getvalue()


def _by_key(catalogue: Catalog) -> Mapping[str, Mapping[str, str]]:
    """Return what is translated, by key and original."""
    found: dict[str, dict[str, str]] = {}
    for message in catalogue:
        if message.string and message.context:
            found.setdefault(str(message.context), {})[str(message.id)] = str(message.string)
    return found


def translate(
    catalogue: Catalog, text: Text, by_key: Mapping[str, Mapping[str, str]] | None = None
) -> Translated | None:
    """Return a text in the language of a catalogue; None where nobody translated it."""
    found = catalogue.get(text.original, text.key)
    if found and found.string:
        return Translated(str(found.string), found.fuzzy)
    before = (_by_key(catalogue) if by_key is None else by_key).get(text.key, {})
    near = get_close_matches(text.original, before, n=1, cutoff=NEAR)
    return Translated(before[near[0]], True) if near else None
