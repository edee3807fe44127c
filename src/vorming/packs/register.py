"""The register of released packs: a new release from what the packs hold, and the file it is kept in."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

import yaml

from vorming.model.packs import (
    PageNumbers,
    Register,
    Release,
    ReleasedItem,
    ReleasedPack,
    ReleasedPart,
    write_line,
)
from vorming.packs.holding import Holding, Part, read_holdings
from vorming.packs.places import Places
from vorming.packs.printed import Said
from vorming.packs.reading import mark_of
from vorming.source.load import DATA, Loaded

FILE = f"{DATA}/packs.yml"


def unreleased(loaded: Loaded) -> tuple[Holding, ...]:
    """Return what each pack holds whose number the register doesn't know yet."""
    assert loaded.course is not None
    known = {pack.number for release in loaded.course.released.releases for pack in release.packs}
    return tuple(holding for holding in read_holdings(loaded) if holding.number not in known)


def make_release(day: date, found: Mapping[str, Places], holdings: tuple[Holding, ...]) -> Release:
    """Make the entry of a release; `found` says by pack where everything stands in its PDF."""
    packs = tuple(ReleasedPack(name=h.pack.name, number=h.number) for h in holdings)
    numbered = [
        (number, holding, found[holding.pack.name]) for number, holding in enumerate(holdings, start=1)
    ]
    return Release(released_on=day, packs=packs, parts=tuple(_parts(numbered)), items=tuple(_items(numbered)))


Numbered = Iterable[tuple[int, Holding, Places]]
"""Each pack with its place in the release, what it holds, and where that stands."""


def _parts(numbered: Numbered) -> Iterator[ReleasedPart]:
    """Yield each part once, with all packs that hold it; where editions differ there are two."""
    where: dict[Part, dict[int, PageNumbers]] = {}
    for number, holding, places in numbered:
        for part in holding.parts:
            where.setdefault(part, {})[number] = places.parts.get((part.page, part.title), ())
    for part, pages in where.items():
        yield ReleasedPart(
            page=part.page, words=part.words, where=pages, sentences=_marks(part.sentences), title=part.title
        )


def _items(numbered: Numbered) -> Iterator[ReleasedItem]:
    """Yield each item once, with all packs that hold it."""
    said: dict[str, Said] = {}
    where: dict[str, dict[int, PageNumbers]] = {}
    for number, holding, places in numbered:
        for key, item in holding.items.items():
            said[key] = item
            where.setdefault(key, {})[number] = places.items.get(key, ())
    for key in sorted(said):
        item = said[key]
        yield ReleasedItem(
            key=key,
            words=item.words,
            sense=item.sense,
            where=where[key],
            sentences=_marks(item.sentences),
            value=item.value,
        )


def _marks(sentences: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(mark_of, sentences))


class _Lines(str):
    """Text that YAML writes as lines below each other."""


class _Dumper(yaml.SafeDumper):
    """Writes lines below each other as they are."""


_Dumper.add_representer(
    _Lines, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style="|")
)


def render_register(register: Register) -> str:
    """Write a register as YAML."""
    releases = [
        {
            "released_on": release.released_on.isoformat(),
            "packs": [pack.model_dump() for pack in release.packs],
            **_block("parts", map(write_line, release.parts)),
            **_block("items", map(write_line, release.items)),
        }
        for release in register.releases
    ]
    return yaml.dump({"releases": releases}, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=10**6)


def _block(name: str, lines: Iterator[str]) -> dict[str, str]:
    text = "".join(f"{line}\n" for line in lines)
    return {name: _Lines(text)} if text else {}


def add_release(root: Path, register: Register, release: Release) -> None:
    """Write the register with one release more; the remarks at its top stay."""
    path = root / FILE
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    top = "".join(line for line in lines if line.startswith("#"))
    more = Register(releases=(*register.releases, release))
    beside = path.with_suffix(".nieuw")
    beside.write_text(top + render_register(more), encoding="utf-8")
    beside.replace(path)
