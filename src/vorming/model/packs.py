"""packs.yml, the register of the contents of released packs.

With it, the packs of today are compared with those that trainees have. An item or section is one line of text instead
of a mapping, because the register is parsed at every check and grows with each release.
"""

import csv
from collections.abc import Iterable, Mapping
from io import StringIO
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints, WithJsonSchema

from vorming.model.base import Day, Item, Text

Number = Annotated[str, StringConstraints(pattern=r"^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$")]
"""The number on a pack, in Crockford's base 32, which lacks the letters I, L, O and U that are easily misread."""
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}$")]
Mark = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{5}$")]
"""A short digest of one sentence; two sentences of a pack very seldom have the same one."""
PageNumbers = tuple[Annotated[int, Field(ge=1)], ...]
"""Pages of a PDF, from 1."""
Where = Mapping[int, PageNumbers]
"""The packs that contain an item or section, by their index in the release (from 1), with the pages in each pack."""


class ReleasedText(Item):
    """An item, or the text of a page from one heading to the next, as it was when a pack was released.

    It has two digests: `words` changes with any word, `sense` only if the meaning of an item changes.
    """

    words: Digest
    sense: Digest | Literal[""] = ""
    """Empty for the text of a page."""
    where: Where
    sentences: tuple[Mark, ...] = ()
    """Digests of its sentences, to tell which sentences are new."""
    value: str = ""
    """Its price or telephone number, which a reader can correct by hand; empty if it has none."""
    key: Text
    """Its kind and id, such as fact/prijs-zorg, or for the text of a page page/book/les/kaart#Heading."""


def write_lines(texts: Iterable[ReleasedText]) -> str:
    """Write texts as lines of the register, which `Release` can read.

    The columns are the fields of the model. Pages are written as "1:4,5;3:" and digests of sentences as "0a1b2,3c4d5".
    """
    buffer = StringIO()
    writer = csv.writer(buffer, delimiter=" ", lineterminator="\n")
    for text in texts:
        # Sorted, so that the same release is the same text in git.
        packs = (f"{pack}:{','.join(map(str, pages))}" for pack, pages in sorted(text.where.items()))
        columns = {**dict(text), "where": ";".join(packs), "sentences": ",".join(text.sentences)}
        writer.writerow(columns.values())
    return buffer.getvalue()


def _read_lines(value: object) -> object:
    """Read the lines that `write_lines` wrote; leave any other value to pydantic."""
    if not isinstance(value, str):
        return value
    texts = []
    for line in filter(None, value.split("\n")):
        # Line by line, so that a stray quotation mark ends with its line.
        (row,) = csv.reader([line], delimiter=" ")
        columns = dict(zip(ReleasedText.model_fields, row, strict=False))
        packs = (pack.partition(":") for pack in columns.get("where", "").split(";"))
        where = {pack: [page for page in pages.split(",") if page] for pack, _, pages in packs}
        sentences = [mark for mark in columns.get("sentences", "").split(",") if mark]
        texts.append({**columns, "where": where, "sentences": sentences})
    return texts


class ReleasedPack(Item):
    """A released pack."""

    name: Text = Field(description="The name of its file, without .pdf.")
    number: Number


class Release(Item):
    """The packs that were released on one day, and their contents."""

    released_on: Day
    packs: tuple[ReleasedPack, ...] = Field(min_length=1)
    texts: Annotated[
        tuple[ReleasedText, ...], BeforeValidator(_read_lines), WithJsonSchema({"type": "string"})
    ] = Field(
        default=(),
        description="A line each: digests of words and sense, packs with their pages, sentences, value, key.",
    )


class Register(Item):
    """packs.yml."""

    releases: tuple[Release, ...] = ()

    @property
    def numbers(self) -> frozenset[str]:
        """The numbers of all released packs."""
        return frozenset(pack.number for release in self.releases for pack in release.packs)
