"""Changes since a pack was released: texts that are no longer true, texts with other words, pages to print again."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from vorming.course.kinds import KIND_WORDS, KINDS, items_named
from vorming.model.packs import PageNumbers, Release, ReleasedPack, ReleasedText
from vorming.packs.content import PackContent, read_contents
from vorming.packs.printed import PAGE, PrintedText, read_printed
from vorming.packs.reading import sentence_digest
from vorming.source.load import Loaded


class Kind(StrEnum):
    """How an item or a section differs from its printed version."""

    WRONG = "wrong"
    REWORDED = "reworded"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True)
class Change:
    """A difference between a printed pack and the current course.

    `about` names the item or the section, `at` has its pages in the printed PDF. `was` and `now` are its values, such as
    prices, if it has any; `sentences` are its current sentences that are not on paper.
    """

    kind: Kind
    about: str
    at: PageNumbers = ()
    was: str = ""
    now: str = ""
    sentences: tuple[str, ...] = ()


@dataclass(frozen=True)
class Changes:
    """The differences between a released pack and the current course.

    `now` is the current number of the pack, or None if the course no longer has it. `texts` are the sections of pages whose
    own text differs; `unchanged` is the number of items and sections without changes.
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
        """The pages with an item or section that has changed."""
        return tuple(sorted({page for change in (*self.items, *self.texts) for page in change.at}))


def find_changes(loaded: Loaded, number: str) -> Changes | None:
    """Compare the pack with a number with the current course.

    The number may be that of a released pack or of an unreleased current pack; return None if it is unknown.
    """
    for changes in all_changes(loaded):
        if changes.number == number:
            return changes
    same = next((content for content in read_contents(loaded) if content.number == number), None)
    return Changes(same.pack.name, number, None, number) if same else None


def all_changes(loaded: Loaded) -> tuple[Changes, ...]:
    """Compare every released pack with the current course, the newest release first."""
    now = {content.pack.name: content for content in read_contents(loaded)}
    comparisons = []
    for release in reversed(loaded.parsed.released.releases):
        for place, pack in enumerate(release.packs, start=1):
            comparisons.append(_compare(loaded, now, release, place, pack))
    return tuple(comparisons)


def _compare(
    loaded: Loaded, packs: Mapping[str, PackContent], release: Release, place: int, pack: ReleasedPack
) -> Changes:
    day, content = release.released_on, packs.get(pack.name)
    if content is None:
        # If only its module was renamed, the pack has another name but the same number.
        content = next((current for current in packs.values() if current.number == pack.number), None)
    if content is None or content.number == pack.number:
        return Changes(pack.name, pack.number, day, content.number if content else None)
    old = {text.key: text for text in release.texts if place in text.where}
    new = {**{section.key: section for section in content.sections}, **content.items}
    titles = {page.name: page.title for page in loaded.pages}

    def name(key: str) -> str:
        """Return the name of an item for readers, or the title of a page and the heading of a section.

        If the course no longer has the item or page, return its kind and id, or the name of the page.
        """
        kind, _, id = key.partition("/")
        if kind == PAGE:
            page, _, heading = id.partition("#")
            title = titles.get(page, page)
            return f"{title} › {heading}" if heading and heading != title else title
        current = items_named(loaded.parsed, kind, [id]) if kind in KINDS else []
        printed = new.get(key) or (read_printed(current[0]) if current else None)
        return printed.name if printed else f"{KIND_WORDS.get(kind, kind)} {id}"

    items, texts = list[Change](), list[Change]()
    for key, change in _differences(old, new, place, name):
        (texts if key.startswith(f"{PAGE}/") else items).append(change)
    unchanged = len(old) - sum(change.kind is not Kind.NEW for change in (*items, *texts))
    return Changes(pack.name, pack.number, day, content.number, tuple(items), tuple(texts), unchanged)


def _differences(
    were: Mapping[str, ReleasedText], now: Mapping[str, PrintedText], place: int, name: Callable[[str], str]
) -> Iterator[tuple[str, Change]]:
    """Yield the key and the change of each item or section of a pack that is gone, changed or new.

    Those that were only renamed are left out, because a reader sees no difference.
    """
    gone = {(_group(key), old.words): key for key, old in were.items() if key not in now}
    new_keys = {(_group(key), new.words): key for key, new in now.items() if key not in were}
    same = gone.keys() & new_keys.keys()
    renamed = {*(gone[words] for words in same), *(new_keys[words] for words in same)}
    for key, old in were.items():
        new = now.get(key)
        if new is None and key not in renamed:
            yield key, Change(Kind.GONE, name(key), old.where[place], old.value)
        elif new and new.words != old.words:
            known = set(old.sentences)
            sentences = tuple(text for text in new.sentences if sentence_digest(text) not in known)
            # A changed number or denial makes the printed text wrong, instead of only worded differently.
            kind = Kind.WRONG if old.sense != new.sense else Kind.REWORDED
            yield key, Change(kind, name(key), old.where[place], old.value, new.value, sentences)
    for key, new in now.items():
        if key not in were and key not in renamed:
            yield key, Change(Kind.NEW, name(key), now=new.value)


def _group(key: str) -> str:
    """Return the part of a key that doesn't change with a name: the kind of an item, and the heading of a section."""
    return key.partition("/")[0] + key.partition("#")[2]
