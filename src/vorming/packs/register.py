"""The register of released packs: the pages of each item and section in the PDF, new releases, and the file."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from textwrap import indent

import yaml

from vorming.model.packs import (
    PageNumbers,
    Release,
    ReleasedPack,
    ReleasedText,
    write_lines,
)
from vorming.packs.content import PackContent, list_page, printed_items, printed_pages, read_contents
from vorming.packs.printed import PrintedText, read_printed, section_key, sentence_digest
from vorming.source.files import write_whole
from vorming.source.load import DATA, Loaded
from vorming.source.problems import Place

FILE = f"{DATA}/packs.yml"


@dataclass(frozen=True)
class Mark:
    """A place in the source of the course, and its page in the PDF; lines and pages count from 1."""

    path: str
    line: int
    page: int


Places = Mapping[str, PageNumbers]
"""The pages of a PDF with each section and item, by key."""


def find_places(loaded: Loaded, content: PackContent, marks: tuple[Mark, ...]) -> Places:
    """Return the pages in a pack's PDF of each section and item; perhaps also those of sections that it doesn't print.

    marks: the marks of its markup in reading order, from `typst.press.find_marks`.
    """
    sections_at: dict[str, PageNumbers] = {}
    items_at: dict[str, set[int]] = {}
    if plan := content.pack.plan:
        at = loaded.place(plan.programme)
        # On the trainer's paper it includes all notes and answers, which may be on any page.
        is_whole = content.pack.kind == "trainer"
        programme_pages = [
            mark.page for mark in marks if is_whole or (mark.path, mark.line) == (at.path, at.line)
        ]
        sections_at[section_key(plan.module.page, plan.title)] = _span(programme_pages)
    for page, sections in printed_pages(loaded, content.pack):
        page_marks = [mark for mark in marks if mark.path == page.path]
        for section in sections:
            pages = [mark.page for mark in page_marks if mark.line in section.line_numbers]
            sections_at[section_key(page.name, section.title)] = _span(pages)
        for call in page.calls:
            pages_of_call = _pages_at(marks, call.place)
            for item in printed_items(loaded, replace(page, calls=(call,))):
                if printed := read_printed(item):
                    items_at.setdefault(printed.key, set()).update(pages_of_call)
    if name := list_page(loaded, "bibliography"):
        page = loaded.page(name)
        sections_at[section_key(name, page.title)] = _span(
            [mark.page for mark in marks if mark.path == page.path]
        )
    return sections_at | {key: tuple(sorted(pages)) for key, pages in items_at.items()}


def _span(pages: Collection[int]) -> PageNumbers:
    """Return all pages from the first to the last, because a section may have pages without a mark."""
    return tuple(range(min(pages), max(pages) + 1)) if pages else ()


def _pages_at(marks: tuple[Mark, ...], place: Place) -> set[int]:
    """Return the pages of the block at a place: those of its marks, and of the marks in data files after them."""
    # A call may be inside a block, such as a value in a paragraph, so the block starts at the last mark before it.
    start = max(
        (mark.line for mark in marks if mark.path == place.path and mark.line <= place.line), default=0
    )
    pages: set[int] = set()
    is_inside = False
    for mark in marks:
        if place.path.startswith(DATA) or not mark.path.startswith(DATA):
            is_inside = mark.path == place.path and mark.line == start
        if is_inside:
            pages.add(mark.page)
    return pages


def unreleased(loaded: Loaded) -> tuple[PackContent, ...]:
    """Return the content of each pack whose number is not in the register yet."""
    known = loaded.parsed.released.numbers
    return tuple(content for content in read_contents(loaded) if content.number not in known)


def make_release(day: date, found: Mapping[str, Places], contents: Sequence[PackContent]) -> Release:
    """Make the entry of a release.

    found: the places in the PDF of each pack, by the name of the pack. Each section and item is recorded once, with its pages
    in all packs that have it.
    """
    where: dict[PrintedText, dict[int, PageNumbers]] = {}
    for number, content in enumerate(contents, start=1):
        for printed in (*content.sections, *content.items.values()):
            where.setdefault(printed, {})[number] = found[content.pack.name].get(printed.key, ())
    return Release(
        released_on=day,
        packs=tuple(ReleasedPack(name=h.pack.name, number=h.number) for h in contents),
        texts=tuple(
            ReleasedText(
                words=printed.words, sense=printed.sense, where=pages,
                sentences=tuple(map(sentence_digest, printed.sentences)), value=printed.value, key=printed.key,
            )
            for printed, pages in sorted(where.items(), key=lambda entry: entry[0].key)
        ),
    )  # fmt: skip


def add_release(root: Path, release: Release) -> None:
    """Add a release at the end of the register of a course; the file is created at the first release."""
    path = root / FILE
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    packs = [pack.model_dump() for pack in release.packs]
    entry = {"released_on": release.released_on.isoformat(), "packs": packs}
    text = yaml.safe_dump([entry], sort_keys=False, allow_unicode=True)
    if release.texts:
        # A line for each text, so that a diff in git shows those that changed.
        text += "  texts: |\n" + indent(write_lines(release.texts), "    ")
    head = before.replace("releases: []", "releases:") or "releases:\n"
    # In one step, because a half-written register would lose earlier releases.
    write_whole(path, f"{head}{text}".encode(), is_kept=True)
