"""The register of released packs: what each of them held, in as few words as will do."""

from collections.abc import Callable, Mapping
from typing import Annotated

from pydantic import BeforeValidator, Field, StringConstraints, WithJsonSchema

from vorming.model.base import Day, Item, Text

Number = Annotated[str, StringConstraints(pattern=r"^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$")]
"""The number on a pack: two groups of four signs that nobody confuses."""
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}$")]
Mark = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{5}$")]
"""A very short digest, of one sentence."""
PageNumbers = tuple[Annotated[int, Field(ge=1)], ...]
"""Pages of a PDF, counted from 1."""
Where = Mapping[int, PageNumbers]
"""The packs that hold something, by their place in the release (from 1), and on which pages of each."""


class ReleasedItem(Item):
    """An item as it was: `words` changes with any word, `sense` only with what it states."""

    key: Text
    words: Digest
    sense: Digest
    where: Where
    sentences: tuple[Mark, ...] = ()
    """Its sentences, to say which one is new."""
    value: str = ""
    """A price, a telephone number: what a reader would correct by hand; empty where there is none."""


class ReleasedPart(Item):
    """A part of a page as it was: the text from one heading to the next."""

    page: Text
    words: Digest
    where: Where
    sentences: tuple[Mark, ...] = ()
    title: str = ""
    """Its heading; empty for what stands before the first one."""


# A line per item rather than a mapping: a register of some releases is read at every check.
def write_item(item: ReleasedItem) -> str:
    """Write an item as its line of the register."""
    return " ".join(
        filter(
            None,
            (
                item.key,
                item.words,
                item.sense,
                _write_where(item.where),
                _write_marks(item.sentences),
                item.value,
            ),
        )
    )


def write_part(part: ReleasedPart) -> str:
    """Write a part as its line of the register."""
    return " ".join(
        filter(
            None, (part.page, part.words, _write_where(part.where), _write_marks(part.sentences), part.title)
        )
    )


def _write_marks(marks: tuple[str, ...]) -> str:
    return ",".join(marks) or "-"


def _read_marks(word: str) -> list[str]:
    return [] if word in {"", "-"} else word.split(",")


def _write_where(where: Where) -> str:
    return ";".join(f"{pack}:{','.join(map(str, at)) or '-'}" for pack, at in sorted(where.items()))


def _read_where(word: str) -> dict[str, list[str]]:
    places = (place.partition(":") for place in word.split(";"))
    return {pack: [] if at == "-" else at.split(",") for pack, _, at in places}


def _read_item(line: str) -> dict[str, object]:
    key, words, sense, where, marks, value = (*line.split(" ", 5), *[""] * 6)[:6]
    return {
        "key": key, "words": words, "sense": sense, "where": _read_where(where),
        "sentences": _read_marks(marks), "value": value,
    }  # fmt: skip


def _read_part(line: str) -> dict[str, object]:
    page, words, where, marks, title = (*line.split(" ", 4), *[""] * 5)[:5]
    where_, sentences = _read_where(where), _read_marks(marks)
    return {"page": page, "words": words, "where": where_, "sentences": sentences, "title": title}


def _in_lines(read: Callable[[str], object]) -> tuple[BeforeValidator, WithJsonSchema]:
    def lines(value: object) -> object:
        return [read(line) for line in value.split("\n") if line] if isinstance(value, str) else value

    return BeforeValidator(lines), WithJsonSchema({"type": "string"})


class ReleasedPack(Item):
    """A pack as it went out."""

    name: Text = Field(description="The name of its file, without .pdf.")
    number: Number


class Release(Item):
    """What went out on one day: the packs, and what they held."""

    released_on: Day
    packs: tuple[ReleasedPack, ...] = Field(min_length=1)
    parts: Annotated[tuple[ReleasedPart, ...], *_in_lines(_read_part)] = Field(
        default=(), description="A line each: page, digest, packs with their pages, sentences, heading."
    )
    items: Annotated[tuple[ReleasedItem, ...], *_in_lines(_read_item)] = Field(
        default=(),
        description="A line each: key, digests of words and sense, packs with their pages, sentences, value.",
    )


class Register(Item):
    """packs.yml."""

    releases: tuple[Release, ...] = ()
