"""The register of released packs: the pages of each item and section in the PDF, new releases, and the file."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import yaml

from vorming.model.packs import (
    PageNumbers,
    Register,
    Release,
    ReleasedItem,
    ReleasedPack,
    ReleasedPart,
    write_line,
)
from vorming.packs.content import PackContent, Part, list_page, printed_items, printed_pages, read_contents
from vorming.packs.printed import PrintedItem, read_printed
from vorming.packs.reading import sentence_digest
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


@dataclass(frozen=True)
class Places:
    """The pages of a PDF with each section, by page name and heading, and with each item, by key."""

    parts: Mapping[tuple[str, str], PageNumbers]
    items: Mapping[str, PageNumbers]


def find_places(loaded: Loaded, content: PackContent, marks: tuple[Mark, ...]) -> Places:
    """Return the pages in a pack's PDF of each section and item.

    marks: the marks of its markup in reading order, from `typst.press.find_marks`.
    """
    parts: dict[tuple[str, str], PageNumbers] = {}
    items: dict[str, set[int]] = {}
    if plan := content.pack.plan:
        at = loaded.place(plan.programme)
        programme_pages = [mark.page for mark in marks if (mark.path, mark.line) == (at.path, at.line)]
        parts[plan.module.page, plan.title] = _span(programme_pages)
    for page, sections in printed_pages(loaded, content.pack):
        page_marks = [mark for mark in marks if mark.path == page.path]
        for section in sections:
            lines = section.line_numbers
            parts[page.name, section.title] = _span([mark.page for mark in page_marks if mark.line in lines])
        for call in page.calls:
            pages = _pages_at(marks, call.place)
            for item in printed_items(loaded, replace(page, calls=(call,))):
                if printed := read_printed(item):
                    items.setdefault(printed.key, set()).update(pages)
    if name := list_page(loaded, "bibliography"):
        page = loaded.page(name)
        parts[name, page.title] = _span([mark.page for mark in marks if mark.path == page.path])
    # Not every section of a page is printed: first help has only sections, and only readers have sources.
    held = {(part.page, part.title) for part in content.parts}
    return Places(
        {key: pages for key, pages in parts.items() if key in held},
        {key: tuple(sorted(pages)) for key, pages in items.items()},
    )


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
    parts: dict[Part, dict[int, PageNumbers]] = {}
    items: dict[str, dict[int, PageNumbers]] = {}
    printed: dict[str, PrintedItem] = {}
    for number, content in enumerate(contents, start=1):
        places = found[content.pack.name]
        for part in content.parts:
            parts.setdefault(part, {})[number] = places.parts.get((part.page, part.title), ())
        for key in content.items:
            items.setdefault(key, {})[number] = places.items.get(key, ())
        printed |= content.items
    return Release(
        released_on=day,
        packs=tuple(ReleasedPack(name=h.pack.name, number=h.number) for h in contents),
        parts=tuple(
            ReleasedPart(
                page=part.page, words=part.words, where=where,
                sentences=tuple(map(sentence_digest, part.sentences)), title=part.title,
            )
            for part, where in parts.items()
        ),
        items=tuple(
            ReleasedItem(
                key=key, words=item.words, sense=item.sense, where=items[key],
                sentences=tuple(map(sentence_digest, item.sentences)), value=item.value,
            )
            for key, item in sorted(printed.items())
        ),
    )  # fmt: skip


class _Dumper(yaml.SafeDumper):
    """Writes texts of several lines as block scalars, so that a diff in git shows the changed lines."""


_Dumper.add_representer(
    str,
    lambda dumper, text: dumper.represent_scalar(
        "tag:yaml.org,2002:str", text, style="|" if "\n" in text else None
    ),
)


def add_release(root: Path, register: Register, release: Release) -> None:
    """Add a release to the register of a course and write its file; comments at the top of the file are kept.

    The file is created at the first release.
    """
    path = root / FILE
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True) if path.exists() else []
    top = "".join(line for line in lines if line.startswith("#"))
    releases: list[dict[str, object]] = []
    for each in (*register.releases, release):
        packs = [pack.model_dump() for pack in each.packs]
        entry: dict[str, object] = {"released_on": each.released_on.isoformat(), "packs": packs}
        for name, records in (("parts", each.parts), ("items", each.items)):
            if records:
                entry[name] = "".join(f"{write_line(record)}\n" for record in records)
        releases.append(entry)
    text = yaml.dump({"releases": releases}, Dumper=_Dumper, sort_keys=False, allow_unicode=True)
    # In one step, because a half-written register would lose earlier releases.
    write_whole(path, (top + text).encode(), is_kept=True)
