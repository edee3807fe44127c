"""What a pack holds now: its parts of pages, the items they draw, and the number made from both."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256

from pydantic import BaseModel

from vorming.course.editions import Edition
from vorming.course.usage import drawn
from vorming.model.course import Course
from vorming.model.policies import Policies
from vorming.model.quiz import Question, Quiz
from vorming.packs.digests import digest
from vorming.packs.printed import Said, read_said
from vorming.packs.sections import read_sections
from vorming.packs.table import Pack, all_packs
from vorming.source.load import Loaded
from vorming.source.pages import Call, Page


@dataclass(frozen=True)
class Part:
    """A part of a page: its page, its heading, the digest of its text."""

    page: str
    title: str
    words: str
    sentences: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class Holding:
    """All that a pack says, as far as a reader would read something else when it changes."""

    pack: Pack
    parts: tuple[Part, ...]
    items: Mapping[str, Said]
    about: str
    """What stands on the cover and on every page."""

    @property
    def number(self) -> str:
        # No name of a pack, a page or an item: to rename one changes nothing for a reader.
        title = self.pack.module.title if self.pack.module else ""
        lines = [self.pack.kind, title, self.about, *(f"{p.title} {p.words}" for p in self.parts)]
        lines += sorted(f"{key.partition('/')[0]} {said.words}" for key, said in self.items.items())
        return short_id(sha256("\n".join(lines).encode()).digest())


SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Thirty-two signs that nobody confuses on the phone: no I, L, O, U."""


def short_id(data: bytes) -> str:
    """Write the first forty bits of a digest as two groups of four signs."""
    number = int.from_bytes(data[:5], "big")
    signs = "".join(SIGNS[number >> 5 * place & 31] for place in reversed(range(8)))
    return f"{signs[:4]}-{signs[4:]}"


@lru_cache(maxsize=2)
def read_holdings(loaded: Loaded) -> tuple[Holding, ...]:
    """Return what each pack of the course holds now."""
    assert loaded.course is not None, "packs are made of a course without errors"
    course = loaded.course
    return tuple(_holding(loaded, course, pack) for pack in all_packs(course))


def packs_digest(loaded: Loaded, course: Course) -> str:
    """Return a digest of the packs of today and of the register."""
    numbers = (holding.number for holding in read_holdings(loaded))
    return digest(" ".join([*numbers, course.released.model_dump_json()]))


def holding_of(loaded: Loaded, pack: Pack) -> Holding:
    """Return what one pack holds now."""
    return next(found for found in read_holdings(loaded) if found.pack.name == pack.name)


def whole_pages(loaded: Loaded, pack: Pack) -> tuple[str, ...]:
    """Return the pages that a pack prints whole, in order."""
    module, course = pack.module, loaded.course
    assert course is not None
    if pack.kind == "help" and course.settings.first_help:
        return (course.settings.first_help,)
    if module is None:
        return ()
    card = (module.take_away,) if module.take_away else ()
    if pack.kind == "card":
        return card
    lessons = (course.lesson(id).page for id in module.lessons)
    lists = (name for directive in LISTS for name in list_pages(loaded, directive))
    return (module.page, *lessons, *lists)


LISTS = ("faq-list", "open-points", "helplines")
"""The directives whose lists a reader prints whole, in order."""


def list_pages(loaded: Loaded, directive: str) -> tuple[str, ...]:
    """Return the page that lists all of something: the first that calls a directive without choosing."""
    calls = ((page, call) for page in loaded.pages for call in page.calls)
    names = (page.name for page, call in calls if call.name == directive and not call.option("topics"))
    return tuple(names)[:1]


def _holding(loaded: Loaded, course: Course, pack: Pack) -> Holding:
    pages = [loaded.page(name) for name in whole_pages(loaded, pack)]
    said = {
        found.key: found
        for item in _drawn_by(loaded, pack, pages)
        for found in _said_of(loaded)(item, pack.edition)
    }
    # Of all packs only a reader ends with a list of sources.
    is_reader = pack.kind == "reader"
    sources = [said[key].words for key in sorted(said) if is_reader and key.startswith(SOURCE)]
    own = (part for part in _parts(pages, pack.edition) if part.title or pack.kind != "help")
    parts = (*own, *_sources(loaded, sources))
    settings = course.settings
    about = [settings.title, settings.subtitle, course.organisation.name, str(settings.site_address)]
    items = {key: found for key, found in said.items() if not key.startswith(SOURCE)}
    return Holding(pack, parts, items, digest("\n".join(about)))


SOURCE = "source/"


def _sources(loaded: Loaded, digests: list[str]) -> Iterator[Part]:
    """Yield the list of sources as one part: nobody corrects a source by hand."""
    for name in list_pages(loaded, "bibliography") if digests else ():
        yield Part(name, loaded.page(name).title, digest(" ".join(digests)))


@lru_cache(maxsize=2)
def _said_of(_: Loaded) -> Callable[[BaseModel, Edition], tuple[Said, ...]]:
    """Return a function that reads what an item says, once for each item of a course."""
    known: dict[tuple[int, Edition], tuple[Said, ...]] = {}

    def said_of(item: BaseModel, edition: Edition) -> tuple[Said, ...]:
        key = (id(item), edition)
        if key not in known:
            known[key] = tuple(read_said(item, edition))
        return known[key]

    return said_of


def _parts(pages: Iterable[Page], edition: Edition) -> Iterator[Part]:
    for page in pages:
        for section in read_sections(page, edition):
            yield Part(page.name, section.title, digest(section.text), section.sentences)


def _drawn_by(loaded: Loaded, pack: Pack, pages: Iterable[Page]) -> Iterator[BaseModel]:
    """Yield what the pages draw, a bank of questions as the questions that are shown."""
    is_trainee = pack.edition is Edition.TRAINEE
    for page in pages:
        for item in drawn(loaded, page, with_lists=True, for_trainee=is_trainee):
            yield from split_item(item, page.calls)


def split_item(item: BaseModel, calls: Iterable[Call]) -> Iterator[BaseModel]:
    """Yield the items that a reader sees of one that holds others."""
    match item:
        case Quiz():
            yield from _questions(item, calls)
        case Policies():
            yield from (item, *item.jurisdictions)
        case _:
            yield item


def _questions(quiz: Quiz, calls: Iterable[Call]) -> Iterator[Question]:
    """Yield the questions of a bank that calls choose; all when one chooses none."""
    choices = [call.option("questions").split() for call in calls if call.argument == quiz.id]
    chosen = {id for ids in choices for id in ids}
    is_whole = not choices or not all(choices)
    yield from (question for question in quiz.questions if is_whole or question.id in chosen)
