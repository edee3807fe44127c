"""packs.yml, the register of the contents of released packs.

With it, the packs of today are compared with those that trainees have. An item or part is one line of text instead of
a mapping, because the register is parsed at every check and grows with each release.
"""

from collections.abc import Mapping
from typing import Annotated

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
"""The packs that contain an item or part, by their index in the release (from 1), with the pages in each pack."""


class ReleasedItem(Item):
    """An item as it was when a pack was released.

    It has two digests: `words` changes with any word, `sense` only if the meaning of the item changes.
    """

    key: Text
    words: Digest
    sense: Digest
    where: Where
    sentences: tuple[Mark, ...] = ()
    """Digests of its sentences, to tell which sentences are new."""
    value: str = ""
    """Its price or telephone number, which a reader can correct by hand; empty if it has none."""


class ReleasedPart(Item):
    """A part of a page as it was when a pack was released: the text from one heading to the next."""

    page: Text
    words: Digest
    where: Where
    sentences: tuple[Mark, ...] = ()
    title: str = ""
    """Its heading; empty for the text before the first heading."""


def write_line(held: ReleasedItem | ReleasedPart) -> str:
    """Write an item or a part as a line of the register, which `Release` can read.

    Its columns are the fields of the model, separated by a space. Pages are written as "1:4,5;3:-" and digests of
    sentences as "0a1b2,3c4d5", with "-" for none.
    """
    columns = dict(held)
    # Sorted, so that the same release is the same text in git.
    packs = sorted(held.where.items())
    columns["where"] = ";".join(f"{pack}:{','.join(map(str, pages)) or '-'}" for pack, pages in packs)
    columns["sentences"] = ",".join(held.sentences) or "-"
    return " ".join(columns.values()).rstrip()


def _read_line(line: str, names: tuple[str, ...]) -> dict[str, object]:
    """Read a line that `write_line` wrote; the last column is free text that may be missing."""
    columns: dict[str, str] = dict.fromkeys(names, "")
    # An empty last column is missing in the line, since `write_line` strips its end.
    columns.update(zip(names, line.split(" ", len(names) - 1), strict=False))
    packs = (pack.partition(":") for pack in columns["where"].split(";"))
    where = {pack: [] if pages == "-" else pages.split(",") for pack, _, pages in packs}
    marks = columns["sentences"]
    return {**columns, "where": where, "sentences": [] if marks in {"", "-"} else marks.split(",")}


def _in_lines(model: type[Item]) -> tuple[BeforeValidator, WithJsonSchema]:
    """Return annotations by which a list of items is one text in YAML, with an item on each line."""
    names = tuple(model.model_fields)

    def read(value: object) -> object:
        if not isinstance(value, str):
            return value
        return [_read_line(line, names) for line in value.split("\n") if line]

    return BeforeValidator(read), WithJsonSchema({"type": "string"})


class ReleasedPack(Item):
    """A released pack."""

    name: Text = Field(description="The name of its file, without .pdf.")
    number: Number


class Release(Item):
    """The packs that were released on one day, and their contents."""

    released_on: Day
    packs: tuple[ReleasedPack, ...] = Field(min_length=1)
    parts: Annotated[tuple[ReleasedPart, ...], *_in_lines(ReleasedPart)] = Field(
        default=(), description="A line each: page, digest, packs with their pages, sentences, heading."
    )
    items: Annotated[tuple[ReleasedItem, ...], *_in_lines(ReleasedItem)] = Field(
        default=(),
        description="A line each: key, digests of words and sense, packs with their pages, sentences, value.",
    )


class Register(Item):
    """packs.yml."""

    releases: tuple[Release, ...] = ()

    @property
    def numbers(self) -> frozenset[str]:
        """The numbers of all released packs."""
        return frozenset(pack.number for release in self.releases for pack in release.packs)
