"""Packs, assembled from parts: the table `PARTS` lists the parts of each kind of pack, in reading order."""

import io
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import segno

from vorming.course.kinds import facts_date
from vorming.model.course import Course
from vorming.nodes import language_of, sections_of
from vorming.packs import Pack
from vorming.packs.content import list_page, read_content, whole_pages
from vorming.quiz.texts import answer_cards
from vorming.source.load import Loaded
from vorming.source.problems import Problem
from vorming.text.numbers import format_date
from vorming.text.words import read_words, words
from vorming.typst.context import Book, Links
from vorming.typst.look import Images
from vorming.typst.markup import Value, call, literal, paper
from vorming.typst.writer import Page

ENTRIES_ON_PAGE = 120
"""The number of entries on a page of the table of contents, in two columns."""


@dataclass
class Assembly:
    """The inputs of a pack that is being written, and its outputs besides its markup.

    The writers add to `problems`, `pages` and `links`; `pages` are the names of the pages that the pack has as a whole.
    """

    loaded: Loaded
    pack: Pack
    book: Book
    page: Callable[[str], Page]
    """Returns a page in the edition for trainees, by its name."""
    problems: list[Problem] = field(default_factory=list)
    pages: set[str] = field(default_factory=set)
    links: Links = field(default_factory=Links)

    def write(self, docname: str) -> str:
        """Return the markup of a whole page, which starts on a new page of the pack."""
        markup, context = self.page(docname).written
        self.pages.add(docname)
        self.problems += context.problems
        self.links.placed.update(context.links.placed)
        self.links.sought.update(context.links.sought)
        return f"#new-page()\n{markup}"

    def write_list(self, directive: str) -> str:
        """Write the page with the list of a directive, such as {faq-list}.

        Return an empty text if the course has no such page, or if the pack already has it.
        """
        name = list_page(self.loaded, directive)
        return self.write(name) if name and name not in self.pages else ""

    def write_sought(self, directive: str) -> str:
        """Write the entries of the glossary or the bibliography to which earlier parts of the pack refer.

        If one page has both lists, it is written with the bibliography. A page that the pack already has as a whole is left
        out.
        """
        name = list_page(self.loaded, directive)
        is_later = directive != "bibliography" and name == list_page(self.loaded, "bibliography")
        if not name or is_later or name in self.pages:
            return ""
        page = self.page(name)
        context = page.context(self.problems, self.links, frozenset(self.links.sought))
        return "#new-page()\n" + context.write(page.document)


def write_pack(assembly: Assembly) -> str:
    """Return the markup of a whole pack, with the texts of its cover and page headers.

    A link leads to a place in the pack if the pack has it, and otherwise to the site.
    """
    phrases, course, pack, book = words("packs"), assembly.loaded.parsed, assembly.pack, assembly.book
    parts = [part(assembly) for part in PARTS[pack.kind]]
    # A dictionary, so that the templates can look up the label of every link quickly.
    labels = dict.fromkeys(sorted(assembly.links.placed & assembly.links.sought), True)
    settings, organisation = course.settings, course.organisation
    heading = pack.module.title if pack.module else settings.title
    number, edition = read_content(assembly.loaded, pack).number, phrases["trainee"]
    short = f"{heading} · {edition}"
    info = paper_info(course, f"{heading} – {edition}", heading, settings.title, short, number)
    release_dates = {
        pack.number: release.released_on for release in course.released.releases for pack in release.packs
    }
    about: list[Value] = [
        [phrases["facts_date"], info["stand"]],
        [phrases["id_line"], number],
        [
            phrases["released_line"],
            format_date(release_dates[number]) if number in release_dates else phrases["unreleased"],
        ],
    ]
    changes = list_page(assembly.loaded, "pack-changes")
    if address := book.address(changes) if changes else book.site:
        about.append([phrases["still_right"], phrases["still_right_how"].format(address=address)])
    if lines := [line for line in (organisation.cover, organisation.address, organisation.licence) if line]:
        about.append([organisation.name, " · ".join(lines)])
    address = book.address(pack.module.page) if pack.module else book.site
    info |= {"edition": edition, **link_with_code(address, book.images), "about": about}
    return paper("pack", info, labels, parts)


def paper_info(
    course: Course, title: str, heading: str, subtitle: str, short_title: str, number: str
) -> dict[str, Value]:
    """Return the texts of the page headers and footers of any paper, and the metadata of its PDF.

    number: the number of the paper, under which its changes are listed; empty if it has none.
    """
    phrases, day = words("packs"), facts_date(course)
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
            *([f"{phrases['pack_id']} {number}"] if number else []),
            f"{phrases['facts_of']} {day.isoformat()}",
        ],
    }


def link_with_code(address: str, images: Images) -> dict[str, Value]:
    """Return the variables for an address and its QR code; an empty mapping for an empty address."""
    if not address:
        return {}
    buffer = io.BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(buffer, kind="svg", border=0, xmldecl=False, svgns=True, dark="#000")
    alt = words("packs")["qr_alt"].format(address=address)
    return {"address": address, "qr": images.write(buffer.getvalue(), ".svg"), "qr-alt": alt}


def write_contents(assembly: Assembly) -> str:
    """Write the table of contents, with page numbers.

    Its number of pages is an estimate; a wrong one only makes Typst slower.
    """
    documents = (assembly.page(name).document for name in whole_pages(assembly.loaded, assembly.pack))
    entries = sum(1 + len(sections_of(top)) for document in documents for top in sections_of(document))
    pages, phrases = max(1, math.ceil(entries / ENTRIES_ON_PAGE)), words("packs")
    return f"#contents({literal(phrases['contents'])}, pages: {pages}, note: {literal(phrases['own_notes'])})"


def write_module(assembly: Assembly) -> str:
    """Write the page of the module, with its programmes, and then its lessons in order."""
    module = assembly.pack.module
    assert module is not None, "a reader is about a module"
    return "\n\n".join(map(assembly.write, assembly.loaded.parsed.pages_of(module)))


def write_first_help(assembly: Assembly) -> str:
    """Write the page of first help, with each section on a separate sheet."""
    (name,) = whole_pages(assembly.loaded, assembly.pack)
    page = assembly.page(name)
    context = page.context(assembly.problems, assembly.links)
    (top,) = sections_of(page.document)
    number, day = read_content(assembly.loaded, assembly.pack).number, facts_date(assembly.loaded.parsed)
    sheets = []
    for section in sections_of(top):
        # Sheets are handed out one by one, so the footer is in the language of the sheet.
        code = language_of(section)
        phrases = read_words("packs", code) if code else words("packs")
        foot = f"{phrases['pack_id']} {number} · {phrases['facts_of']} {format_date(day, code)}"
        sheets.append(call("help-sheet", context.write(section), foot=foot, nearby=phrases["nearby"]))
    return "\n\n".join(sheets)


def write_letters(assembly: Assembly) -> str:
    """Write the answer cards for a room without phones, and a sheet to count them."""
    cards = answer_cards()
    tally = call("tally-sheet", letters=[letter for letter, _ in cards])
    return f"{call('letter-cards', cards=[list(card) for card in cards])}\n\n{tally}"


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
