"""What has changed since a pack went out: what no longer holds, what is worded better, what to print again."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from vorming.check.known import WORDS
from vorming.course.kinds import KINDS, items_named
from vorming.model.packs import PageNumbers, Release, ReleasedItem, ReleasedPack, ReleasedPart
from vorming.packs.content import PackContent, Part, read_contents
from vorming.packs.printed import Said, read_said
from vorming.packs.reading import sentence_digest
from vorming.source.load import Loaded


class Kind(StrEnum):
    """How something differs from what stands on paper."""

    WRONG = "wrong"
    REWORDED = "reworded"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True)
class Change:
    """One difference between a printed pack and the course of today.

    `about` names the item or the section, `at` the pages of the PDF it stood on. `was` and `now` are its value
    where it has one, such as a price; `sentences` what it says now that paper doesn't.
    """

    kind: Kind
    about: str
    at: PageNumbers = ()
    was: str = ""
    now: str = ""
    sentences: tuple[str, ...] = ()


@dataclass(frozen=True)
class Changes:
    """How a pack that was released compares with the course of today.

    `now` is the number of the same pack today; None when the course has no such pack any more. `texts` are
    the sections of pages whose own text differs, `unchanged` how many items and sections are the same.
    """

    name: str
    number: str
    released_on: date | None
    now: str | None
    items: tuple[Change, ...] = ()
    texts: tuple[Change, ...] = ()
    unchanged: int = 0

    @property
    def is_same(self) -> bool:
        return self.number == self.now

    def of(self, kind: Kind) -> tuple[Change, ...]:
        return tuple(change for change in self.items if change.kind is kind)

    @property
    def print_again(self) -> PageNumbers:
        """The pages on which something stands that isn't so any more, or reads otherwise."""
        return tuple(sorted({page for change in (*self.items, *self.texts) for page in change.at}))


def find_changes(loaded: Loaded, number: str) -> Changes | None:
    """Compare the pack of a number with the course of today.

    The number may be of a released pack, or of one of today that wasn't released; None when it is neither.
    """
    for changes in all_changes(loaded):
        if changes.number == number:
            return changes
    same = next((content for content in read_contents(loaded) if content.number == number), None)
    return Changes(same.pack.name, number, None, number) if same else None


def all_changes(loaded: Loaded) -> tuple[Changes, ...]:
    """Compare every released pack with the course of today, the newest release first."""
    now = {content.pack.name: content for content in read_contents(loaded)}
    found = []
    for release in reversed(loaded.parsed.released.releases):
        for place, pack in enumerate(release.packs, start=1):
            found.append(_compare(loaded, now, release, place, pack))
    return tuple(found)


def _compare(
    loaded: Loaded, packs: Mapping[str, PackContent], release: Release, place: int, pack: ReleasedPack
) -> Changes:
    day, content = release.released_on, packs.get(pack.name)
    if content is None:
        # After its module was renamed a pack has another name, and the same number while nothing else changed.
        content = next((each for each in packs.values() if each.number == pack.number), None)
    if content is None or content.number == pack.number:
        return Changes(pack.name, pack.number, day, content.number if content else None)
    old_items = {item.key: item for item in release.items if place in item.where}
    old_parts = {(part.page, part.title): part for part in release.parts if place in part.where}
    new_parts = {(part.page, part.title): part for part in content.parts}
    titles = {page.name: page.title for page in loaded.pages}

    def name_item(key: str) -> str:
        """Name an item as a reader knows it; by its id when the course has lost it too."""
        kind, _, id = key.partition("/")
        left = items_named(loaded.parsed, kind, [id]) if kind in KINDS else []
        said = content.items.get(key) or (read_said(left[0]) if left else None)
        return said.name if said else f"{WORDS.get(kind, kind)} {id}"

    def name_section(key: tuple[str, str]) -> str:
        """Name a section as a reader finds it: the title of its page, and its heading."""
        page, heading = key
        title = titles.get(page, page)
        return f"{title} › {heading}" if heading and heading != title else title

    items = tuple(_differences(old_items, content.items, place, name_item))
    texts = tuple(_differences(old_parts, new_parts, place, name_section))
    changed = sum(change.kind is not Kind.NEW for change in (*items, *texts))
    unchanged = len(old_items) + len(old_parts) - changed
    return Changes(pack.name, pack.number, day, content.number, items, texts, unchanged)


Old = ReleasedItem | ReleasedPart
New = Said | Part


def _differences(
    were: Mapping[Any, Old], now: Mapping[Any, New], place: int, name: Callable[[Any], str]
) -> Iterator[Change]:
    """Yield what of the items or the sections of a pack is gone, reads otherwise or is new.

    What has another name now and says the same is left out: a reader sees no difference.
    """
    gone = {(_group(key), old.words): key for key, old in were.items() if key not in now}
    came = {(_group(key), new.words): key for key, new in now.items() if key not in were}
    same = gone.keys() & came.keys()
    renamed = {*(gone[each] for each in same), *(came[each] for each in same)}
    for key, old in were.items():
        new, was = now.get(key), old.value if isinstance(old, ReleasedItem) else ""
        if new is None and key not in renamed:
            yield Change(Kind.GONE, name(key), old.where[place], was)
        elif new and new.words != old.words:
            known = set(old.sentences)
            sentences = tuple(said for said in new.sentences if sentence_digest(said) not in known)
            # A number or a denial that changed makes paper wrong, not only less well worded.
            is_wrong = isinstance(old, ReleasedItem) and old.sense != new.sense
            kind = Kind.WRONG if is_wrong else Kind.REWORDED
            yield Change(kind, name(key), old.where[place], was, new.value, sentences)
    for key, new in now.items():
        if key not in were and key not in renamed:
            yield Change(Kind.NEW, name(key), now=new.value)


def _group(key: str | tuple[str, str]) -> str:
    """Return the kind of an item, or the heading of a section: what stays when its name or page changes."""
    return key[1] if isinstance(key, tuple) else key.partition("/")[0]
