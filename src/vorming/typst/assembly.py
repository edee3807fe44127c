"""A pack from its parts: a table says which parts each kind of pack has, in reading order."""

import io
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import segno

from vorming.model.course import Course
from vorming.nodes.course import language_of, sections_of
from vorming.packs.content import content_of, list_page, whole_pages
from vorming.packs.table import Pack
from vorming.quiz.cards import answer_cards
from vorming.source.load import Loaded
from vorming.source.problems import Problem
from vorming.text.numbers import format_date
from vorming.text.words import read_words, words
from vorming.typst.context import Book, Links
from vorming.typst.look import Images
from vorming.typst.markup import PAGE, Value, call, literal, paper, shared
from vorming.typst.writer import Page

ENTRIES_ON_PAGE = 120
"""How many entries of the contents are on a page, in two columns."""


@dataclass
class Assembly:
    """A pack being made: what it is made from, and what comes out beside its markup.

    `problems` and `links` fill while it is written. `pages` are the files of pages that it shares with other packs, by name.
    """

    loaded: Loaded
    pack: Pack
    book: Book
    page: Callable[[str], Page]
    """Gives a page as trainees see it, by its name."""
    problems: list[Problem] = field(default_factory=list)
    pages: dict[str, str] = field(default_factory=dict)
    links: Links = field(default_factory=Links)

    def write(self, docname: str) -> str:
        """Write a whole page as one that packs share: its markup stands in a file of its own."""
        page = self.page(docname)
        markup, context = page.written
        self.pages[page.name] = PAGE.format(markup=markup)
        self.problems += context.problems
        self.links.placed.update(context.links.placed)
        self.links.sought.update(context.links.sought)
        return shared(page.name)

    def write_list(self, directive: str) -> str:
        """Write the page that lists all of something; nothing where the course has none, or the pack has it already."""
        name = list_page(self.loaded, directive)
        return self.write(name) if name and self.page(name).name not in self.pages else ""

    def write_sought(self, directive: str) -> str:
        """Write of the glossary or the sources the entries that what stands before refers to.

        A page with both comes where the sources come; one that the pack has as a whole does not come again.
        """
        name = list_page(self.loaded, directive)
        is_later = directive != "bibliography" and name == list_page(self.loaded, "bibliography")
        if not name or is_later or self.page(name).name in self.pages:
            return ""
        page = self.page(name)
        context = page.context(self.problems, self.links, frozenset(self.links.sought))
        return "#new-page()\n" + context.write(page.document)


def write_pack(assembly: Assembly) -> str:
    """Write the markup of a whole pack, with what its cover and page heads say.

    A link leads to a place in the pack only where the pack has that place; else to the site.
    """
    said, course, pack, book = words("packs"), assembly.loaded.parsed, assembly.pack, assembly.book
    parts = [part(assembly) for part in PARTS[pack.kind]]
    # A dictionary: the templates ask of every link whether its label is here.
    labels = dict.fromkeys(sorted(assembly.links.placed & assembly.links.sought), True)
    settings, own = course.settings, course.organisation
    heading = pack.module.title if pack.module else settings.title
    number, edition = content_of(assembly.loaded, pack).number, said["trainee"]
    short = f"{heading} · {edition}"
    info = paper_info(course, f"{heading} – {edition}", heading, settings.title, short, number)
    went_out = {
        pack.number: release.released_on for release in course.released.releases for pack in release.packs
    }
    about: list[Value] = [
        [said["facts_date"], info["stand"]],
        [said["id_line"], number],
        [said["released_line"], format_date(went_out[number]) if number in went_out else said["unreleased"]],
    ]
    changes = list_page(assembly.loaded, "pack-changes")
    if address := book.address(changes) if changes else book.site:
        about.append([said["still_right"], said["still_right_how"].format(address=address)])
    if lines := [line for line in (own.cover, own.address, own.licence) if line]:
        about.append([own.name, " · ".join(lines)])
    address = book.address(pack.module.page) if pack.module else book.site
    info |= {"edition": edition, **link_with_code(address, book.images), "about": about}
    return paper("pack", info, labels, parts)


def paper_info(
    course: Course, title: str, heading: str, subtitle: str, short_title: str, number: str
) -> dict[str, Value]:
    """Return what the heads and feet of any paper say, and the metadata of its PDF.

    number: that of the paper, of which changes are listed; empty where it has none.
    """
    said, day = words("packs"), course.facts_date
    return {
        "title": title,
        "heading": heading,
        "subtitle": subtitle,
        "short-title": short_title,
        "author": course.organisation.name,
        "description": course.settings.subtitle,
        "stand": format_date(day),
        "date": {"year": day.year, "month": day.month, "day": day.day},
        "id": number,
        "keywords": [
            *([f"{said['pack_id']} {number}"] if number else []),
            f"{said['facts_of']} {day.isoformat()}",
        ],
    }


def link_with_code(address: str, images: Images) -> dict[str, Value]:
    """Return an address with the QR code that a paper shows of it; nothing of an empty one."""
    if not address:
        return {}
    buffer = io.BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(buffer, kind="svg", border=0, xmldecl=False, svgns=True, dark="#000")
    alt = words("packs")["qr_alt"].format(address=address)
    return {"address": address, "qr": images.write(buffer.getvalue(), ".svg"), "qr-alt": alt}


def write_contents(assembly: Assembly) -> str:
    """Write the contents, with page numbers.

    How many pages they take is a guess, which only costs Typst time when it is wrong.
    """
    entries = 0
    for name in whole_pages(assembly.loaded, assembly.pack):
        for top in sections_of(assembly.page(name).document):
            entries += 1 + len(sections_of(top))
    pages, said = max(1, math.ceil(entries / ENTRIES_ON_PAGE)), words("packs")
    return f"#contents({literal(said['contents'])}, pages: {pages}, note: {literal(said['own_notes'])})"


def write_module(assembly: Assembly) -> str:
    """Write what the module is, with its programmes, and its lessons in order."""
    module = assembly.pack.module
    assert module is not None, "a reader is about a module"
    return "\n\n".join(map(assembly.write, assembly.loaded.parsed.pages_of(module)))


def write_first_help(assembly: Assembly) -> str:
    """Write the page of first help, each of its sections on a sheet of its own."""
    (name,) = whole_pages(assembly.loaded, assembly.pack)
    page = assembly.page(name)
    context = page.context(assembly.problems, assembly.links)
    (top,) = sections_of(page.document)
    number, day = content_of(assembly.loaded, assembly.pack).number, assembly.loaded.parsed.facts_date
    written = []
    for section in sections_of(top):
        # Whoever gets one sheet reads its foot in the language of the sheet, and misses no other.
        code = language_of(section)
        said = read_words("packs", code) if code else words("packs")
        foot = f"{said['pack_id']} {number} · {said['facts_of']} {format_date(day, code)}"
        written.append(call("help-sheet", context.write(section), foot=foot))
    return "\n\n".join(written)


def write_letters(assembly: Assembly) -> str:
    """Write the cards to hold up in a room without phones, and a sheet to count them."""
    cards = answer_cards()
    tally = call("tally-sheet", letters=[card.letter for card in cards])
    return f"{call('letter-cards', cards=[[card.letter, card.pattern] for card in cards])}\n\n{tally}"


PARTS: Mapping[str, tuple[Callable[[Assembly], str], ...]] = {
    "reader": (
        lambda assembly: "#cover(info)",
        write_contents,
        write_module,
        lambda assembly: assembly.write_list("faq-list"),
        lambda assembly: assembly.write_list("open-points"),
        lambda assembly: assembly.write_sought("glossary-list"),
        lambda assembly: assembly.write_list("helplines"),
        lambda assembly: assembly.write_sought("bibliography"),
    ),
    "card": (lambda a: call("take-away", *map(a.write, whole_pages(a.loaded, a.pack))),),
    "help": (write_first_help,),
    "letters": (write_letters,),
}
"""The parts of each kind of pack, in reading order."""
