"""What a pack holds now: its sections of pages, the items they draw, and the number made from both."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256

from pydantic import BaseModel

from vorming.course.usage import drawn
from vorming.model.course import Course
from vorming.model.policies import Policies
from vorming.model.quiz import Quiz
from vorming.packs.days import printed_of_day, programme_of
from vorming.packs.printed import Said, read_said
from vorming.packs.reading import Section, digest, read_sections
from vorming.packs.table import Pack, all_packs, day_papers
from vorming.source.load import Loaded
from vorming.source.pages import Page

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: without I, L, O and U, so that a number can be read out on the phone."""

_LISTS = ("faq-list", "open-points", "helplines")
"""The directives whose lists a reader prints whole, in order."""


@dataclass(frozen=True)
class Part:
    """A section of a page: the name of its page, its heading, the digest of its text."""

    page: str
    title: str
    words: str
    sentences: tuple[str, ...] = field(default=(), compare=False)
    sense = value = ""
    """A section states nothing by itself, as an item does."""


@dataclass(frozen=True)
class PackContent:
    """All that a pack says, as far as a reader would read something else when it changes.

    `items` are what its pages draw, by key. `about` is a digest of what stands on the cover and on every page.
    """

    pack: Pack
    parts: tuple[Part, ...]
    items: Mapping[str, Said]
    about: str

    @property
    def number(self) -> str:
        """The number of the pack: forty bits in two groups of four characters, such as 3F7K-0QXZ.

        It is made from words alone, never from the name of a pack, a page or an item: to rename one changes
        nothing for a reader.
        """
        title = self.pack.module.title if self.pack.module else ""
        lines = [self.pack.kind, title, self.about, *(f"{p.title} {p.words}" for p in self.parts)]
        # In the order of their words: in that of their names a renamed item could move.
        lines += sorted(f"{key.partition('/')[0]} {said.words}" for key, said in self.items.items())
        bits = int.from_bytes(sha256("\n".join(lines).encode()).digest()[:5], "big")
        written = "".join(ALPHABET[bits >> 5 * place & 31] for place in reversed(range(8)))
        return f"{written[:4]}-{written[4:]}"


@lru_cache(maxsize=2)
def read_contents(loaded: Loaded) -> tuple[PackContent, ...]:
    """Return what each pack of the course and each numbered paper of its days holds now.

    The course must have no errors.
    """
    # What an item says, by its identity: to hash a model reads all its fields, and most stand in several packs.
    known: dict[int, Said | None] = {}
    packs = (*all_packs(loaded.parsed), *day_papers(loaded.parsed))
    return tuple(read_content(loaded, pack, known) for pack in packs)


def content_of(loaded: Loaded, pack: Pack) -> PackContent:
    """Return what one pack holds now."""
    return next(found for found in read_contents(loaded) if found.pack.name == pack.name)


def packs_digest(loaded: Loaded, course: Course) -> str:
    """Return a digest of the packs of today and of the register.

    It makes the page that compares them stale (`around` in the table of directives).
    """
    numbers = (content.number for content in read_contents(loaded))
    return digest(" ".join([*numbers, course.released.model_dump_json()]))


def whole_pages(loaded: Loaded, pack: Pack) -> tuple[str, ...]:
    """Return the names of the pages that a pack prints whole, in order.

    A reader has glossary and sources too, but only the entries that these pages refer to.
    """
    module, course = pack.module, loaded.parsed
    if pack.kind == "help" and course.settings.first_help:
        return (course.settings.first_help,)
    if module is None:
        return ()
    if pack.kind == "card":
        return (module.take_away,) if module.take_away else ()
    lists = filter(None, (list_page(loaded, directive) for directive in _LISTS))
    return tuple(dict.fromkeys([*course.pages_of(module), *lists]))


def list_page(loaded: Loaded, directive: str) -> str:
    """Return the page that lists all of something: the first that calls a directive without choosing topics; or "".

    A lesson is it only where no other page is.
    """
    lessons = {lesson.page for lesson in loaded.parsed.lessons}
    found = []
    for page in loaded.pages:
        calls = (call for call in page.calls if call.name == directive and not call.is_for_trainer)
        if any(not call.option("topics") for call in calls):
            found.append(page.name)
    return min(found, key=lambda name: name in lessons, default="")


def printed_items(loaded: Loaded, page: Page) -> Iterator[BaseModel]:
    """Yield the items that a page prints, directly or through others.

    A bank comes as the questions of it that the page shows, the comparison of policies with its jurisdictions.
    """
    for item in drawn(loaded, page, with_lists=True, for_trainee=True):
        match item:
            case Quiz():
                calls = (call for call in page.calls if call.argument == item.id)
                choices = [call.option("questions").split() for call in calls]
                # A call without the option shows the whole bank; one that a self-test draws on counts whole.
                is_whole = not choices or not all(choices)
                yield from (q for q in item.questions if is_whole or any(q.id in ids for ids in choices))
            case Policies():
                yield from (item, *item.jurisdictions)
            case _:
                yield item


def printed_pages(loaded: Loaded, pack: Pack) -> Iterator[tuple[Page, tuple[Section, ...]]]:
    """Yield the pages of a pack in order, with the sections that it prints; of a day's paper they are cut to it."""
    if pack.plan:
        yield from printed_of_day(loaded, pack, pack.plan)
        return
    for name in whole_pages(loaded, pack):
        yield loaded.page(name), read_sections(loaded.page(name))


def read_content(loaded: Loaded, pack: Pack, known: dict[int, Said | None] | None = None) -> PackContent:
    """Return what a pack holds, also one that only an own day has; `known` keeps what items say between calls."""
    course = loaded.parsed
    known = {} if known is None else known
    parts: list[Part] = []
    items: dict[str, Said] = {}
    if pack.plan:
        # What it says is of many places: to quote it would say nothing, and of the trainer's too much.
        programme = "\n".join(programme_of(loaded, pack, pack.plan))
        parts.append(Part(pack.plan.module.page, pack.plan.title, digest(programme)))
    for page, sections in printed_pages(loaded, pack):
        for section in sections:
            # A sheet of first help is a section: what stands above the first one is on no sheet.
            if section.title or pack.kind != "help":
                parts.append(Part(page.name, section.title, digest(section.text), section.sentences))
        for item in printed_items(loaded, page):
            if id(item) not in known:
                known[id(item)] = read_said(item)
            if said := known[id(item)]:
                items[said.key] = said
    sources = [items.pop(key).words for key in sorted(items) if key.startswith("source/")]
    # Only a reader ends with its sources: as one part, for nobody corrects a source by hand.
    if sources and pack.kind == "reader" and (name := list_page(loaded, "bibliography")):
        parts.append(Part(name, loaded.page(name).title, digest(" ".join(sources))))
    settings = course.settings
    about = [settings.title, settings.subtitle, course.organisation.name, str(settings.site_address)]
    return PackContent(pack, tuple(parts), items, digest("\n".join(about)))
