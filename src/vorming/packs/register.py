"""The register of released packs: a new release from what the packs hold, and the file that keeps it."""

from collections.abc import Mapping, Sequence
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
from vorming.packs.content import PackContent, Part, read_contents
from vorming.packs.places import Places
from vorming.packs.printed import Said
from vorming.packs.reading import sentence_digest
from vorming.source.files import write_whole
from vorming.source.load import DATA, Loaded

FILE = f"{DATA}/packs.yml"


def unreleased(loaded: Loaded) -> tuple[PackContent, ...]:
    """Return what each pack holds whose number the register doesn't know yet."""
    known = loaded.parsed.released.numbers
    return tuple(content for content in read_contents(loaded) if content.number not in known)


def make_release(day: date, found: Mapping[str, Places], contents: Sequence[PackContent]) -> Release:
    """Make the entry of a release.

    `found` says by the name of a pack where everything stands in its PDF. Each section and item is noted once,
    with the pages of all packs that hold it.
    """
    parts: dict[Part, dict[int, PageNumbers]] = {}
    items: dict[str, dict[int, PageNumbers]] = {}
    said: dict[str, Said] = {}
    for number, content in enumerate(contents, start=1):
        places = found[content.pack.name]
        for part in content.parts:
            parts.setdefault(part, {})[number] = places.parts.get((part.page, part.title), ())
        for key in content.items:
            items.setdefault(key, {})[number] = places.items.get(key, ())
        said |= content.items
    return Release(
        released_on=day,
        packs=tuple(ReleasedPack(name=h.pack.name, number=h.number) for h in contents),
        parts=tuple(
            ReleasedPart(
                page=part.page, words=part.words, where=where,
                sentences=tuple(map(sentence_digest, part.sentences)), title=part.title,
            )
            for part, where in parts.items()
        ),
        items=tuple(
            ReleasedItem(
                key=key, words=item.words, sense=item.sense, where=items[key],
                sentences=tuple(map(sentence_digest, item.sentences)), value=item.value,
            )
            for key, item in sorted(said.items())
        ),
    )  # fmt: skip


class _Dumper(yaml.SafeDumper):
    """Writes text of several lines as a block, a line each, so that a difference in git shows what changed."""


_Dumper.add_representer(
    str,
    lambda dumper, text: dumper.represent_scalar(
        "tag:yaml.org,2002:str", text, style="|" if "\n" in text else None
    ),
)


def add_release(root: Path, register: Register, release: Release) -> None:
    """Write the register of a course with one release more; the remarks at the top of its file stay."""
    path = root / FILE
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    top = "".join(line for line in lines if line.startswith("#"))
    releases: list[dict[str, object]] = []
    for each in (*register.releases, release):
        packs = [pack.model_dump() for pack in each.packs]
        found: dict[str, object] = {"released_on": each.released_on.isoformat(), "packs": packs}
        if each.parts:
            found["parts"] = "".join(f"{write_line(part)}\n" for part in each.parts)
        if each.items:
            found["items"] = "".join(f"{write_line(item)}\n" for item in each.items)
        releases.append(found)
    written = yaml.dump({"releases": releases}, Dumper=_Dumper, sort_keys=False, allow_unicode=True)
    # In one step: a register that is half written would forget what was released.
    write_whole(path, (top + written).encode())
