"""What has changed since a pack went out: what no longer holds, what is worded better, what to print again."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from vorming.check.known import WORDS
from vorming.course.kinds import KINDS, items_named
from vorming.model.course import Course
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
        pages: set[int] = set()
        for change in (*self.items, *self.texts):
            pages.update(change.at)
        return tuple(sorted(pages))


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
    were, are = _without_renamed(old_items, content.items)
    items = tuple(_item_changes(loaded.parsed, were, are, place))
    old_parts = {(part.page, part.title): part for part in release.parts if place in part.where}
    new_parts = {(part.page, part.title): part for part in content.parts}
    titles = {page.name: page.title for page in loaded.pages}
    texts = tuple(_text_changes(*_without_renamed(old_parts, new_parts), titles, place))
    changed = sum(change.kind is not Kind.NEW for change in (*items, *texts))
    unchanged = len(old_items) + len(old_parts) - changed
    return Changes(pack.name, pack.number, day, content.number, items, texts, unchanged)


K = TypeVar("K", str, tuple[str, str])
Old = TypeVar("Old", ReleasedItem, ReleasedPart)
New = TypeVar("New", Said, Part)


def _without_renamed(were: Mapping[K, Old], now: Mapping[K, New]) -> tuple[dict[K, Old], dict[K, New]]:
    """Leave out of both what has another name now and says the same: a reader sees no difference."""
    gone = {(_group(key), old.words): key for key, old in were.items() if key not in now}
    came = {(_group(key), new.words): key for key, new in now.items() if key not in were}
    left, found = dict(were), dict(now)
    for same in gone.keys() & came.keys():
        del left[gone[same]], found[came[same]]
    return left, found


def _group(key: str | tuple[str, str]) -> str:
    """Return the kind of an item, or the heading of a section: what stays when its name or page changes."""
    return key[1] if isinstance(key, tuple) else key.partition("/")[0]


def _item_changes(
    course: Course, were: Mapping[str, ReleasedItem], now: Mapping[str, Said], place: int
) -> Iterator[Change]:
    for key, old in were.items():
        new = now.get(key)
        if new is None:
            yield Change(Kind.GONE, _name_of(course, key), old.where[place], old.value)
        elif new.words != old.words:
            # A number or a denial that changed makes paper wrong, not only less well worded.
            how = Kind.REWORDED if new.sense == old.sense else Kind.WRONG
            sentences = _new_sentences(old, new.sentences)
            yield Change(how, new.name, old.where[place], old.value, new.value, sentences)
    yield from (Change(Kind.NEW, said.name, now=said.value) for key, said in now.items() if key not in were)


def _name_of(course: Course, key: str) -> str:
    """Name what a pack no longer holds as a reader knows it; by its id when the course has lost it too."""
    kind, _, id = key.partition("/")
    left = items_named(course, kind, [id]) if kind in KINDS else []
    said = read_said(left[0]) if left else None
    return said.name if said else f"{WORDS.get(kind, kind)} {id}"


def _text_changes(
    were: Mapping[tuple[str, str], ReleasedPart],
    now: Mapping[tuple[str, str], Part],
    titles: Mapping[str, str],
    place: int,
) -> Iterator[Change]:
    def name(key: tuple[str, str]) -> str:
        """Name a section as a reader finds it: the title of its page, and its heading."""
        page, heading = key
        title = titles.get(page, page)
        return f"{title} › {heading}" if heading and heading != title else title

    for key, old in were.items():
        new = now.get(key)
        if new is None:
            yield Change(Kind.GONE, name(key), old.where[place])
        elif new.words != old.words:
            sentences = _new_sentences(old, new.sentences)
            yield Change(Kind.REWORDED, name(key), old.where[place], sentences=sentences)
    yield from (Change(Kind.NEW, name(key)) for key in now if key not in were)


def _new_sentences(old: ReleasedItem | ReleasedPart, sentences: Iterable[str]) -> tuple[str, ...]:
    known = set(old.sentences)
    return tuple(sentence for sentence in sentences if sentence_digest(sentence) not in known)
