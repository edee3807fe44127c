"""A pack from its parts: a table says which parts each kind of pack has, in reading order."""

import io
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import segno
from docutils import nodes

from vorming.course.editions import Edition
from vorming.model.course import Course
from vorming.nodes.quiz import inline_nodes
from vorming.packs.holding import holding_of, list_pages, whole_pages
from vorming.packs.table import Pack
from vorming.quiz.cards import answer_cards
from vorming.source.load import Loaded
from vorming.source.problems import Problem
from vorming.text.markdown import resolve_roles, values_of
from vorming.text.numbers import format_date, unbroken
from vorming.text.words import words
from vorming.typst.context import Book, Context, Links
from vorming.typst.markup import Value, call, literal, shared, without_repeated_marks
from vorming.typst.pages import Page

GetPage = Callable[[str, Edition], Page]


@dataclass
class Assembly:
    """A pack being made: what it is made from, and the problems met."""

    loaded: Loaded
    pack: Pack
    book: Book
    get_page: GetPage
    problems: list[Problem] = field(default_factory=list)
    pages: dict[str, str] = field(default_factory=dict)
    """The pages that the pack shares with others, by name, with their markup."""
    links: Links = field(default_factory=Links)

    @property
    def course(self) -> Course:
        assert self.loaded.course is not None
        return self.loaded.course

    @property
    def is_trainer(self) -> bool:
        return self.pack.edition is Edition.TRAINER

    def page(self, name: str) -> nodes.document:
        return self.get_page(name, self.pack.edition).document

    def lessons(self) -> tuple[str, ...]:
        """Return the pages of the lessons, in the module's order."""
        module = self.pack.module
        return tuple(self.course.lesson(id).page for id in module.lessons) if module else ()

    def body_pages(self) -> tuple[str, ...]:
        """Return the pages that are in the pack whole."""
        return whole_pages(self.loaded, self.pack)

    def list_pages(self, directive: str) -> tuple[str, ...]:
        """Return the page that lists all of something."""
        return list_pages(self.loaded, directive)

    def context(self, docname: str, keep: frozenset[str] | None = None) -> Context:
        """Make the context of a page, or of what is written from the course itself in its place."""
        return self.get_page(docname, self.pack.edition).context(self.problems, self.links, keep)

    def write(self, docname: str) -> str:
        """Write a whole page as one that packs share."""
        page = self.get_page(docname, self.pack.edition)
        self.problems += page.written.problems
        self.links.add(page.written.links)
        self.pages[page.name] = page.written.markup
        return shared(page.name)

    def write_kept(self, docname: str, keep: frozenset[str]) -> str:
        """Write a page with, of its glossary or sources, only the entries to keep."""
        return "#new-page()\n" + self.context(docname, keep).write(self.page(docname))

    @cached_property
    def data_context(self) -> Context:
        """The context of what is written from the course's data."""
        return self.context(self.body_pages()[0])

    def say(self, markdown: str) -> str:
        """Write Markdown inlines of the course's data."""
        nodes_ = inline_nodes(resolve_roles(unbroken(markdown), values_of(self.course)))
        return "".join(self.data_context.write(node) for node in nodes_)

    def number(self) -> str:
        """Return the number of the pack: other words or numbers give another one."""
        return holding_of(self.loaded, self.pack).number


HEAD = """\
#import "vorming.typ": *
#let info = {info}
#let labels = {labels}
#let pagelink = pagelink.with(labels)
#let anchor = anchor.with(labels)
#show: pack.with(info)"""
"""How each pack starts: what it is, and which places in it its links look for."""

Part = Callable[[Assembly], str]


def write_pack(assembly: Assembly) -> str:
    """Write the markup of a whole pack."""
    parts = [part(assembly) for part in PARTS[assembly.pack.kind]]
    labels = dict.fromkeys(sorted(assembly.links.placed & assembly.links.sought), True)
    head = HEAD.format(info=literal(_info(assembly)), labels=literal(labels))
    return without_repeated_marks("\n\n".join([head, *(part for part in parts if part)]) + "\n")


def _release_day(course: Course, number: str) -> str:
    """Say when the pack of a number went out; nobody can look up what changed since for one that never did."""
    days = (r.released_on for r in course.released.releases if any(p.number == number for p in r.packs))
    day = next(days, None)
    return format_date(day) if day else words("packs")["unreleased"]


def _info(assembly: Assembly) -> dict[str, Value]:
    """Return what the cover and the page heads say."""
    said, course, pack = words("packs"), assembly.course, assembly.pack
    settings = course.settings
    heading = pack.module.title if pack.module else settings.title
    edition = said[pack.edition.value]
    address = assembly.book.address(pack.module.page) if pack.module else str(settings.site_address)
    stand, id = format_date(course.facts_date), assembly.number()
    return {
        "title": f"{heading} – {edition}",
        "heading": heading,
        "subtitle": settings.title,
        "short-title": f"{heading} · {edition}",
        "edition": edition,
        "author": course.organisation.name,
        "description": settings.subtitle,
        "stand": stand,
        "date": {
            "year": course.facts_date.year,
            "month": course.facts_date.month,
            "day": course.facts_date.day,
        },
        "id": id,
        "keywords": [f"{said['pack_id']} {id}", f"{said['facts_of']} {course.facts_date.isoformat()}"],
        "address": address,
        "qr": assembly.book.images.write(_qr(address), ".svg"),
        "qr-alt": said["qr_alt"].format(address=address),
        "about": [
            [said["facts_date"], stand],
            [said["id_line"], id],
            [said["released_line"], _release_day(assembly.course, id)],
            [said["still_right"], said["still_right_how"].format(address=_still_right(assembly))],
            *_organisation(assembly.course),
        ],
    }


def _organisation(course: Course) -> list[Value]:
    """Return what the cover says of the organisation, where it says something."""
    own = course.organisation
    lines = [line for line in (own.cover, own.address, own.licence) if line]
    return [[own.name, " · ".join(lines)]] if lines else []


def _still_right(assembly: Assembly) -> str:
    """Return the address where a reader sees what changed since: the page of the packs, else the site."""
    pages = assembly.list_pages("pack-changes")
    return assembly.book.address(pages[0]) if pages else str(assembly.course.settings.site_address)


def _qr(address: str) -> bytes:
    """Draw a QR code as SVG."""
    buffer = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        buffer, kind="svg", border=0, xmldecl=False, svgns=True, dark="#000"
    )
    return buffer.getvalue()


def write_cover(assembly: Assembly) -> str:
    """Write the cover."""
    return "#cover(info)"


def write_contents(assembly: Assembly) -> str:
    """Write the contents, with page numbers."""
    entries = sum(_count_entries(assembly.page(name)) for name in assembly.body_pages())
    pages = max(1, math.ceil(entries / ENTRIES_ON_PAGE))
    said = words("packs")
    note = None if assembly.is_trainer else said["own_notes"]
    return f"#contents({literal(said['contents'])}, pages: {pages}, note: {literal(note)})"


ENTRIES_ON_PAGE = 120
"""How many entries of the contents are on a page, in two columns: a guess that only costs time when it is wrong."""


def _count_entries(document: nodes.document) -> int:
    """Count the headings of a page that the contents list: its title, and those just below it."""
    tops = [child for child in document.children if isinstance(child, nodes.section)]
    return len(tops) + sum(isinstance(child, nodes.section) for top in tops for child in top.children)


def write_module_page(assembly: Assembly) -> str:
    """Write what the module is, with its programme."""
    assert assembly.pack.module is not None
    return assembly.write(assembly.pack.module.page)


def write_lessons(assembly: Assembly) -> str:
    """Write the lessons."""
    return "\n\n".join(assembly.write(name) for name in assembly.lessons())


def write_card(assembly: Assembly) -> str:
    """Write the take-away card on a page of its own."""
    module = assembly.pack.module
    return call("take-away", assembly.write(module.take_away)) if module and module.take_away else ""


def write_first_help(assembly: Assembly) -> str:
    """Write the page of first help, each of its sections on a sheet of its own."""
    (name,) = assembly.body_pages()
    context = assembly.context(name)
    (page,) = assembly.page(name).findall(_is_page)
    sections = (child for child in page.children if isinstance(child, nodes.section))
    return "\n\n".join(call("help-sheet", context.write(section)) for section in sections)


def _is_page(node: nodes.Node) -> bool:
    return isinstance(node, nodes.section) and isinstance(node.parent, nodes.document)


def write_letters(assembly: Assembly) -> str:
    """Write the cards to hold up in a room without phones, and a sheet to count them."""
    room = words("quiz").group("room")
    cards = [[card.letter, card.pattern] for card in answer_cards()]
    said: dict[str, Value] = {name.replace("_", "-"): word for name, word in room.items()}
    return (
        call("letter-cards", cards=cards, said=said)
        + "\n\n"
        + call("tally-sheet", letters=[c[0] for c in cards], said=said)
    )


def write_faq(assembly: Assembly) -> str:
    """Write all answers of the FAQ."""
    return "\n\n".join(assembly.write(name) for name in assembly.list_pages("faq-list"))


def write_open_points(assembly: Assembly) -> str:
    """Write what is still to be confirmed."""
    return "\n\n".join(assembly.write(name) for name in assembly.list_pages("open-points"))


def write_helplines(assembly: Assembly) -> str:
    """Write the help lines."""
    return "\n\n".join(assembly.write(name) for name in assembly.list_pages("helplines"))


def write_glossary(assembly: Assembly) -> str:
    """Write the terms that what stands before refers to."""
    return _write_sought(assembly, "glossary-list")


def write_sources(assembly: Assembly) -> str:
    """Write the sources that what stands before refers to."""
    return _write_sought(assembly, "bibliography")


def _write_sought(assembly: Assembly, directive: str) -> str:
    keep = frozenset(assembly.links.sought)
    return "\n\n".join(assembly.write_kept(name, keep) for name in assembly.list_pages(directive))


PARTS: Mapping[str, tuple[Part, ...]] = {
    "reader": (
        write_cover,
        write_contents,
        write_module_page,
        write_lessons,
        write_faq,
        write_open_points,
        write_glossary,
        write_helplines,
        write_sources,
    ),
    "card": (write_card,),
    "help": (write_first_help,),
    "letters": (write_letters,),
}
"""The parts of each kind of pack, in reading order."""
