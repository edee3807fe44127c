"""The content of a pack: the sections of its pages, the items that they show, and the number computed from both."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from itertools import chain

from pydantic import BaseModel

from vorming.course.kinds import KINDS
from vorming.course.usage import items_on
from vorming.model.course import Course
from vorming.model.policies import Policies
from vorming.model.quiz import Quiz
from vorming.packs import Pack, all_packs, day_papers
from vorming.packs.days import printed_of_day, programme_of
from vorming.packs.printed import PrintedText, Section, digest, read_printed, read_sections, section_key
from vorming.source.load import Loaded
from vorming.source.pages import Page

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""The digits of Crockford's base 32, without I, L, O and U, so that a number can be read out over the phone."""

_LISTS = ("faq-list", "open-points", "helplines")
"""The directives whose lists are printed whole in a reader, in this order."""


@dataclass(frozen=True)
class PackContent:
    """The content of a pack that readers see, from which its number is computed.

    `sections` are those of its pages, in order; `items` are the items that its pages show, by key. `about` is a digest of
    the texts on the cover and in page headers.
    """

    pack: Pack
    sections: tuple[PrintedText, ...]
    items: Mapping[str, PrintedText]
    about: str

    @property
    def number(self) -> str:
        """The number of the pack: forty bits in two groups of four characters, such as 3F7K-0QXZ.

        It depends only on texts, not on the names of packs, pages or items, because readers don't see these names.
        """
        title = self.pack.module.title if self.pack.module else ""
        lines = [
            self.pack.kind,
            title,
            self.about,
            *(f"{s.key.partition('#')[2]} {s.words}" for s in self.sections),
        ]
        # Sorted by text, because in an order by name a renamed item could move.
        lines += sorted(f"{key.partition('/')[0]} {printed.words}" for key, printed in self.items.items())
        bits = int.from_bytes(sha256("\n".join(lines).encode()).digest()[:5], "big")
        digits = "".join(ALPHABET[bits >> 5 * place & 31] for place in reversed(range(8)))
        return f"{digits[:4]}-{digits[4:]}"


@lru_cache(maxsize=2)
def read_contents(loaded: Loaded) -> tuple[PackContent, ...]:
    """Return the content of each pack of the course and of each numbered paper of its days.

    The course must have no errors.
    """
    return tuple(
        read_content(loaded, pack) for pack in (*all_packs(loaded.parsed), *day_papers(loaded.parsed))
    )


@lru_cache(maxsize=2)
def _printed_forms(loaded: Loaded) -> Mapping[int, PrintedText]:
    """Return the printed form of each item of the course, by its identity, since hashing a model reads all its fields."""
    items = chain.from_iterable(kind.items(loaded.parsed) for kind in KINDS.values())
    return {id(item): printed for item in items if (printed := read_printed(item))}


def packs_digest(loaded: Loaded, course: Course) -> str:
    """Return a digest of the numbers of all packs and of the register.

    If it changes, the page that compares them is stale (`fingerprint` in the table of directives).
    """
    numbers = (content.number for content in read_contents(loaded))
    return digest(" ".join([*numbers, course.released.model_dump_json()]))


def whole_pages(loaded: Loaded, pack: Pack) -> tuple[str, ...]:
    """Return the names of the pages that a pack prints whole, in order.

    A reader also has a glossary and sources, but only the entries to which these pages refer.
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
    """Return the name of the page with the full list of a directive, or an empty text.

    It is the first page that uses the directive for all readers and without the option `topics`. Other pages come before
    lessons.
    """
    lessons = {lesson.page for lesson in loaded.parsed.lessons}
    names = []
    for page in loaded.pages:
        calls = (call for call in page.calls if call.name == directive and not call.is_for_trainer)
        if any(not call.option("topics") for call in calls):
            names.append(page.name)
    return min(names, key=lambda name: name in lessons, default="")


def printed_items(loaded: Loaded, page: Page) -> Iterator[BaseModel]:
    """Yield the items that a page prints, directly or through other items.

    Instead of a bank, yield the questions that the page shows; after the policies, yield the jurisdictions.
    """
    for item in items_on(loaded, page, with_lists=True, for_trainee=True):
        match item:
            case Quiz():
                calls = (call for call in page.calls if call.argument == item.id)
                choices = [call.option("questions").split() for call in calls]
                # A call without the option shows the whole bank, and the whole bank of a self-test counts.
                is_whole = not choices or not all(choices)
                yield from (q for q in item.questions if is_whole or any(q.id in ids for ids in choices))
            case Policies():
                yield from (item, *item.jurisdictions)
            case _:
                yield item


def printed_pages(loaded: Loaded, pack: Pack) -> Iterator[tuple[Page, tuple[Section, ...]]]:
    """Yield the pages of a pack in order, each with the sections that the pack prints."""
    if pack.plan:
        yield from printed_of_day(loaded, pack, pack.plan)
        return
    for name in whole_pages(loaded, pack):
        yield loaded.page(name), read_sections(loaded.page(name))


def read_content(loaded: Loaded, pack: Pack) -> PackContent:
    """Return the content of any pack, also of one that only a trainer's own day has."""
    course, forms = loaded.parsed, _printed_forms(loaded)
    printed_sections: list[PrintedText] = []
    items: dict[str, PrintedText] = {}
    if pack.plan:
        # Without sentences: those of a programme come from many places, and the trainer's must not be published.
        programme = "\n".join(programme_of(loaded, pack, pack.plan))
        key = section_key(pack.plan.module.page, pack.plan.title)
        printed_sections.append(PrintedText(key, digest(programme)))
    for page, sections in printed_pages(loaded, pack):
        for section in sections:
            # In first help each section is a sheet, so the text before the first section is not printed.
            if section.title or pack.kind != "help":
                key, words = section_key(page.name, section.title), digest(section.text)
                printed_sections.append(PrintedText(key, words, sentences=section.sentences))
        for item in printed_items(loaded, page):
            if printed := forms.get(id(item)) or read_printed(item):
                items[printed.key] = printed
    sources = [items.pop(key).words for key in sorted(items) if key.startswith("source/")]
    # Only a reader prints its sources. They are one part, because nobody corrects a single source by hand.
    if sources and pack.kind == "reader" and (name := list_page(loaded, "bibliography")):
        key = section_key(name, loaded.page(name).title)
        printed_sections.append(PrintedText(key, digest(" ".join(sources))))
    settings = course.settings
    about = [settings.title, settings.subtitle, course.organisation.name, str(settings.site_address)]
    return PackContent(pack, tuple(printed_sections), items, digest("\n".join(about)))
