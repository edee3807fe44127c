"""Where the sections and the items of a pack stand in its PDF, from the marks that its text carries."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from vorming.model.packs import PageNumbers
from vorming.packs.content import PackContent, list_page, printed_items, printed_pages
from vorming.packs.days import programme_place
from vorming.packs.printed import read_said
from vorming.source.load import DATA, Loaded
from vorming.source.problems import Place


@dataclass(frozen=True)
class Mark:
    """A place in the course's text, and the page of the PDF on which it stands; lines and pages from 1."""

    path: str
    line: int
    page: int


@dataclass(frozen=True)
class Places:
    """The pages of a PDF for each section, by page and heading, and for each item, by its key."""

    parts: Mapping[tuple[str, str], PageNumbers]
    items: Mapping[str, PageNumbers]


def find_places(loaded: Loaded, content: PackContent, marks: tuple[Mark, ...]) -> Places:
    """Return on which pages of a pack's PDF everything stands that it holds.

    `marks` are those of its markup in reading order, as `typst.press.find_marks` asks them of Typst.
    """
    parts: dict[tuple[str, str], PageNumbers] = {}
    items: dict[str, set[int]] = {}
    if plan := content.pack.plan:
        at = programme_place(loaded, plan)
        own_pages = [mark.page for mark in marks if (mark.path, mark.line) == (at.path, at.line)]
        parts[plan.module.page, plan.title] = _span(own_pages)
    for page, sections in printed_pages(loaded, content.pack):
        own = [mark for mark in marks if mark.path == page.path]
        for section in sections:
            lines = section.line_numbers
            parts[page.name, section.title] = _span([mark.page for mark in own if mark.line in lines])
        for call in page.calls:
            pages = _pages_at(marks, call.place)
            for item in printed_items(loaded, replace(page, calls=(call,))):
                if said := read_said(item):
                    items.setdefault(said.key, set()).update(pages)
    if name := list_page(loaded, "bibliography"):
        page = loaded.page(name)
        parts[name, page.title] = _span([mark.page for mark in marks if mark.path == page.path])
    # A pack holds less than its pages: of first help only sections, and sources only in a reader.
    held = {(part.page, part.title) for part in content.parts}
    return Places(
        {key: pages for key, pages in parts.items() if key in held},
        {key: tuple(sorted(pages)) for key, pages in items.items()},
    )


def _span(pages: Collection[int]) -> PageNumbers:
    """Return the pages from the first to the last: a section may run on over pages without a mark."""
    return tuple(range(min(pages), max(pages) + 1)) if pages else ()


def _pages_at(marks: tuple[Mark, ...], place: Place) -> set[int]:
    """Return the pages of the block at a place: of its own marks, and of those of data files that follow them."""
    # A call may stand within a block, such as a value in a paragraph: the block starts at the last mark before it.
    start = max(
        (mark.line for mark in marks if mark.path == place.path and mark.line <= place.line), default=0
    )
    found: set[int] = set()
    is_inside = False
    for mark in marks:
        if place.path.startswith(DATA) or not mark.path.startswith(DATA):
            is_inside = mark.path == place.path and mark.line == start
        if is_inside:
            found.add(mark.page)
    return found
