"""What has changed since a pack went out: what no longer holds, what is worded better, what to print again."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from vorming.check.known import WORDS
from vorming.model.packs import PageNumbers, Register, Release, ReleasedItem, ReleasedPack, ReleasedPart
from vorming.packs.holding import Holding, Part, read_holdings
from vorming.packs.printed import FOR_TRAINER, Said
from vorming.packs.reading import mark_of
from vorming.source.load import Loaded


class Kind(StrEnum):
    """How something differs from what stands on paper."""

    WRONG = "wrong"
    REWORDED = "reworded"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True)
class Change:
    """One difference: what it is about, on which pages, and the value before and now where it has one."""

    kind: Kind
    about: str
    at: PageNumbers = ()
    was: str = ""
    now: str = ""
    sentences: tuple[str, ...] = ()
    """What it says now that paper doesn't."""


@dataclass(frozen=True)
class Changes:
    """How a pack that was released compares with the course of today."""

    name: str
    number: str
    released_on: date | None
    now: str | None
    """The number of the same pack today; none when the course has no such pack any more."""
    items: tuple[Change, ...] = ()
    texts: tuple[Change, ...] = ()
    """Parts of pages whose own text is different."""
    unchanged: int = 0
    """How many items and parts are the same."""

    @property
    def is_same(self) -> bool:
        return self.number == self.now

    def of(self, kind: Kind) -> tuple[Change, ...]:
        return tuple(change for change in self.items if change.kind is kind)

    @property
    def print_again(self) -> PageNumbers:
        """The pages on which something stands that isn't so any more, or reads otherwise."""
        return tuple(sorted({page for change in (*self.items, *self.texts) for page in change.at}))


def find_changes(loaded: Loaded, register: Register, number: str) -> Changes | None:
    """Compare the pack of a number with the course of today; none when nobody knows the number."""
    now = {holding.pack.name: holding for holding in read_holdings(loaded)}
    for release in register.releases:
        for place, pack in enumerate(release.packs, start=1):
            if pack.number == number:
                return _compare(loaded, release, place, pack, _now(pack, now))
    same = next((holding for holding in now.values() if holding.number == number), None)
    return Changes(same.pack.name, number, None, number) if same else None


def all_changes(loaded: Loaded, register: Register) -> tuple[Changes, ...]:
    """Compare every released pack with the course of today, the newest release first."""
    now = {holding.pack.name: holding for holding in read_holdings(loaded)}
    return tuple(
        _compare(loaded, release, place, pack, _now(pack, now))
        for release in reversed(register.releases)
        for place, pack in enumerate(release.packs, start=1)
    )


def _now(pack: ReleasedPack, now: Mapping[str, Holding]) -> Holding | None:
    """Return the same pack of today: of the same name, or after its module was renamed of the same number."""
    same = (holding for holding in now.values() if holding.number == pack.number)
    return now.get(pack.name) or next(same, None)


def _compare(
    loaded: Loaded, release: Release, place: int, pack: ReleasedPack, holding: Holding | None
) -> Changes:
    day = release.released_on
    if holding is None or holding.number == pack.number:
        return Changes(pack.name, pack.number, day, holding.number if holding else None)
    all_items = {item.key: item for item in release.items if place in item.where}
    were, now = _renamed(all_items, holding.items)
    items = tuple(_merged(_items(were, now, place)))
    titles = {page.name: page.title for page in loaded.pages}
    old = {(part.page, part.title): part for part in release.parts if place in part.where}
    texts = tuple(_texts(*_renamed(old, {(p.page, p.title): p for p in holding.parts}), titles, place))
    same = sum(key in now and now[key].words == item.words for key, item in were.items())
    same += len(all_items) - len(were)
    kept = len(old) - sum(change.kind is not Kind.NEW for change in texts)
    return Changes(pack.name, pack.number, day, holding.number, items, texts, same + kept)


K = TypeVar("K", str, tuple[str, str])
Old = TypeVar("Old", ReleasedItem, ReleasedPart)
New = TypeVar("New", Said, Part)


def _renamed(were: Mapping[K, Old], now: Mapping[K, New]) -> tuple[dict[K, Old], dict[K, New]]:
    """Leave out of both what has another name now and says the same: a reader sees no difference."""
    gone = {(_kind(key), old.words): key for key, old in were.items() if key not in now}
    came = {(_kind(key), new.words): key for key, new in now.items() if key not in were}
    both = gone.keys() & came.keys()
    names, others = {gone[found] for found in both}, {came[found] for found in both}
    return {k: v for k, v in were.items() if k not in names}, {
        k: v for k, v in now.items() if k not in others
    }


def _kind(key: str | tuple[str, str]) -> str:
    """Return the kind of an item, or the heading of a part."""
    return key[1] if isinstance(key, tuple) else f"{key.partition('/')[0]}{key.endswith(FOR_TRAINER)}"


def _items(were: Mapping[str, ReleasedItem], now: Mapping[str, Said], place: int) -> Iterator[Change]:
    for key, item in were.items():
        at = item.where[place]
        if key not in now:
            kind, _, id = key.removesuffix(FOR_TRAINER).partition("/")
            yield Change(Kind.GONE, f"{WORDS.get(kind, kind)} {id}", at, item.value)
        elif now[key].words != item.words:
            kind_ = Kind.REWORDED if now[key].sense == item.sense else Kind.WRONG
            new = _new_sentences(item, now[key])
            yield Change(kind_, now[key].name, at, item.value, now[key].value, new)
    yield from (Change(Kind.NEW, said.name, now=said.value) for key, said in now.items() if key not in were)


def _new_sentences(old: ReleasedItem | ReleasedPart, new: Said | Part) -> tuple[str, ...]:
    known = set(old.sentences)
    return tuple(sentence for sentence in new.sentences if mark_of(sentence) not in known)


def _merged(found: Iterable[Change]) -> Iterator[Change]:
    """Yield one change per item: its part for all and its part for the trainer may both differ."""
    by_name: dict[str, list[Change]] = {}
    for change in found:
        by_name.setdefault(change.about, []).append(change)
    for parts in by_name.values():
        first = min(parts, key=lambda change: list(Kind).index(change.kind))
        values = next((change for change in parts if change.was or change.now), first)
        at = tuple(sorted({page for change in parts for page in change.at}))
        new = tuple(dict.fromkeys(sentence for change in parts for sentence in change.sentences))
        yield Change(first.kind, first.about, at, values.was, values.now, new)


def _texts(
    were: Mapping[tuple[str, str], ReleasedPart],
    now: Mapping[tuple[str, str], Part],
    titles: Mapping[str, str],
    place: int,
) -> Iterator[Change]:
    for key, part in were.items():
        if key not in now:
            yield Change(Kind.GONE, _name(key, titles), part.where[place])
        elif now[key].words != part.words:
            new = _new_sentences(part, now[key])
            yield Change(Kind.REWORDED, _name(key, titles), part.where[place], sentences=new)
    yield from (Change(Kind.NEW, _name(key, titles)) for key in now if key not in were)


def _name(key: tuple[str, str], titles: Mapping[str, str]) -> str:
    """Name a part as a reader finds it: the title of its page, and its heading."""
    page, heading = key
    title = titles.get(page, page)
    return f"{title} › {heading}" if heading and heading != title else title
