"""packs.yml, the register of released packs: what each of them held.

From it the packs of today are compared with those in the hands of trainees. An item or part is one line of
text rather than a mapping, since a register of some releases is parsed at every check.
"""

from collections.abc import Mapping
from typing import Annotated

from pydantic import BeforeValidator, Field, StringConstraints, WithJsonSchema

from vorming.model.base import Day, Item, Text

Number = Annotated[str, StringConstraints(pattern=r"^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$")]
"""The number on a pack, in the digits and capitals of Crockford's base 32: no I, L, O or U to confuse."""
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}$")]
Mark = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{5}$")]
"""A short digest of one sentence; two sentences of a pack hardly ever have the same."""
PageNumbers = tuple[Annotated[int, Field(ge=1)], ...]
"""Pages of a PDF, from 1."""
Where = Mapping[int, PageNumbers]
"""In which packs something is, by their place in the release (from 1), with the pages of each."""


class ReleasedItem(Item):
    """An item as it was when a pack went out.

    Of its two digests, `words` changes with any word and `sense` only with what the item states.
    """

    key: Text
    words: Digest
    sense: Digest
    where: Where
    sentences: tuple[Mark, ...] = ()
    """Digests of its sentences, to say which one is new."""
    value: str = ""
    """A price, a telephone number: what a reader would correct by hand; empty where there is none."""


class ReleasedPart(Item):
    """A part of a page as it was: the text from one heading to the next."""

    page: Text
    words: Digest
    where: Where
    sentences: tuple[Mark, ...] = ()
    title: str = ""
    """Its heading; empty for what comes before the first one."""


def write_line(held: ReleasedItem | ReleasedPart) -> str:
    """Write an item or a part as its line of the register, which `Release` reads back.

    Its columns are the fields of the model, with a space between them; the pages are written as
    "1:4,5;3:-" and the digests as "0a1b2,3c4d5", with "-" where there are none.
    """
    columns = dict(held)
    # In a fixed order, so that the same release is the same text in git.
    packs = sorted(held.where.items())
    columns["where"] = ";".join(f"{pack}:{','.join(map(str, pages)) or '-'}" for pack, pages in packs)
    columns["sentences"] = ",".join(held.sentences) or "-"
    return " ".join(columns.values()).rstrip()


def _read_line(line: str, names: tuple[str, ...]) -> dict[str, object]:
    """Read what `write_line` wrote; the last column is free text that may be missing."""
    columns: dict[str, str] = dict.fromkeys(names, "")
    # An empty last column leaves no trace at the end of its line.
    columns.update(zip(names, line.split(" ", len(names) - 1), strict=False))
    packs = (pack.partition(":") for pack in columns["where"].split(";"))
    where = {pack: [] if pages == "-" else pages.split(",") for pack, _, pages in packs}
    marks = columns["sentences"]
    return {**columns, "where": where, "sentences": [] if marks in {"", "-"} else marks.split(",")}


def _in_lines(model: type[Item]) -> tuple[BeforeValidator, WithJsonSchema]:
    """Let a list of items of a model be one text in YAML, with an item on each line."""
    names = tuple(model.model_fields)

    def read(value: object) -> object:
        if not isinstance(value, str):
            return value
        return [_read_line(line, names) for line in value.split("\n") if line]

    return BeforeValidator(read), WithJsonSchema({"type": "string"})


class ReleasedPack(Item):
    """A pack as it went out."""

    name: Text = Field(description="The name of its file, without .pdf.")
    number: Number


class Release(Item):
    """What went out on one day: the packs, and what they held."""

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
        """The numbers of all packs that went out."""
        return frozenset(pack.number for release in self.releases for pack in release.packs)
