"""What has changed since a pack went out: what no longer holds, what is worded better, what to print again."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from vorming.check.known import WORDS
from vorming.model.packs import PageNumbers, Register, Release, ReleasedItem, ReleasedPack, ReleasedPart
from vorming.packs.holding import Holding, read_holdings
from vorming.packs.printed import FOR_TRAINER, Said
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
                return _compare(loaded, release, place, pack, now.get(pack.name))
    same = next((holding for holding in now.values() if holding.number == number), None)
    return Changes(same.pack.name, number, None, number) if same else None


def all_changes(loaded: Loaded, register: Register) -> tuple[Changes, ...]:
    """Compare every released pack with the course of today, the newest release first."""
    now = {holding.pack.name: holding for holding in read_holdings(loaded)}
    return tuple(
        _compare(loaded, release, place, pack, now.get(pack.name))
        for release in reversed(register.releases)
        for place, pack in enumerate(release.packs, start=1)
    )


def _compare(
    loaded: Loaded, release: Release, place: int, pack: ReleasedPack, holding: Holding | None
) -> Changes:
    day = release.released_on
    if holding is None or holding.number == pack.number:
        return Changes(pack.name, pack.number, day, holding.number if holding else None)
    were = {item.key: item for item in release.items if place in item.where}
    items = tuple(_merged(_items(were, holding.items, place)))
    titles = {page.name: page.title for page in loaded.pages}
    parts = {(part.page, part.title): part for part in release.parts if place in part.where}
    texts = tuple(_texts(parts, holding, titles, place))
    same = sum(key in holding.items and holding.items[key].words == item.words for key, item in were.items())
    old = sum(change.kind is not Kind.NEW for change in texts)
    return Changes(pack.name, pack.number, day, holding.number, items, texts, same + len(parts) - old)


def _items(were: Mapping[str, ReleasedItem], now: Mapping[str, Said], place: int) -> Iterator[Change]:
    for key, item in were.items():
        at = item.where[place]
        if key not in now:
            kind, _, id = key.removesuffix(FOR_TRAINER).partition("/")
            yield Change(Kind.GONE, f"{WORDS.get(kind, kind)} {id}", at, item.value)
        elif now[key].words != item.words:
            kind_ = Kind.REWORDED if now[key].sense == item.sense else Kind.WRONG
            yield Change(kind_, now[key].name, at, item.value, now[key].value)
    yield from (Change(Kind.NEW, said.name, now=said.value) for key, said in now.items() if key not in were)


def _merged(found: Iterable[Change]) -> Iterator[Change]:
    """Yield one change per item: its part for all and its part for the trainer may both differ."""
    by_name: dict[str, list[Change]] = {}
    for change in found:
        by_name.setdefault(change.about, []).append(change)
    for parts in by_name.values():
        first = min(parts, key=lambda change: list(Kind).index(change.kind))
        values = next((change for change in parts if change.was or change.now), first)
        at = tuple(sorted({page for change in parts for page in change.at}))
        yield Change(first.kind, first.about, at, values.was, values.now)


def _texts(
    were: Mapping[tuple[str, str], ReleasedPart], holding: Holding, titles: Mapping[str, str], place: int
) -> Iterator[Change]:
    now = {(part.page, part.title): part.words for part in holding.parts}
    for key, part in were.items():
        if now.get(key) != part.words:
            kind = Kind.REWORDED if key in now else Kind.GONE
            yield Change(kind, _name(key, titles), part.where[place])
    yield from (Change(Kind.NEW, _name(key, titles)) for key in now if key not in were)


def _name(key: tuple[str, str], titles: Mapping[str, str]) -> str:
    """Name a part as a reader finds it: the title of its page, and its heading."""
    page, heading = key
    title = titles.get(page, page)
    return f"{title} › {heading}" if heading and heading != title else title
