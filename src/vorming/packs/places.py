"""Where the parts and the items of a pack stand in its PDF, from the marks that its text carries."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from vorming.course.editions import Edition
from vorming.course.usage import drawn
from vorming.model.packs import PageNumbers
from vorming.packs.holding import Holding, list_pages, split_item, whole_pages
from vorming.packs.printed import read_said
from vorming.packs.sections import read_sections
from vorming.source.load import DATA, Loaded
from vorming.source.pages import Page


@dataclass(frozen=True)
class Mark:
    """A place in the text of the course, and the page of the PDF on which it stands."""

    path: str
    line: int
    page: int


@dataclass(frozen=True)
class Places:
    """The pages of the PDF for each part, by page and heading, and for each item, by its key."""

    parts: Mapping[tuple[str, str], PageNumbers]
    items: Mapping[str, PageNumbers]


def find_places(loaded: Loaded, holding: Holding, marks: tuple[Mark, ...]) -> Places:
    """Return on which pages of a pack's PDF everything stands that it holds."""
    held = {(part.page, part.title) for part in holding.parts}
    return Places(
        {key: _sorted(pages) for key, pages in _part_pages(loaded, holding, marks) if key in held},
        {key: _sorted(pages) for key, pages in _item_pages(loaded, holding, marks).items()},
    )


def _sorted(pages: Iterable[int]) -> PageNumbers:
    return tuple(sorted(set(pages)))


def _part_pages(
    loaded: Loaded, holding: Holding, marks: tuple[Mark, ...]
) -> Iterator[tuple[tuple[str, str], set[int]]]:
    """Yield the pages from the first to the last mark of each part."""
    for name in whole_pages(loaded, holding.pack):
        page = loaded.page(name)
        for section in read_sections(page, holding.pack.edition):
            lines = range(section.first_line, section.last_line + 1)
            yield (
                (name, section.title),
                _span(m.page for m in marks if m.path == page.path and m.line in lines),
            )
    for name in list_pages(loaded, "bibliography"):
        page = loaded.page(name)
        yield (name, page.title), _span(mark.page for mark in marks if mark.path == page.path)


def _span(pages: Iterable[int]) -> set[int]:
    found = set(pages)
    return set(range(min(found), max(found) + 1)) if found else set()


def _item_pages(loaded: Loaded, holding: Holding, marks: tuple[Mark, ...]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for key, pages in _drawn_pages(loaded, holding, marks):
        found.setdefault(key, set()).update(pages)
    return found


def _drawn_pages(loaded: Loaded, holding: Holding, marks: tuple[Mark, ...]) -> Iterator[tuple[str, set[int]]]:
    """Yield the pages of each call that draws an item, and of what the pack prints of the course itself."""
    edition = holding.pack.edition
    for name in whole_pages(loaded, holding.pack):
        page = loaded.page(name)
        for call in page.calls:
            pages = _pages_at(marks, page, call.place.line)
            one = replace(page, calls=(call,))
            for item in drawn(loaded, one, with_lists=True, for_trainee=edition is Edition.TRAINEE):
                for said in (s for i in split_item(item, (call,)) for s in read_said(i, edition)):
                    yield said.key, pages


def _pages_at(marks: tuple[Mark, ...], page: Page, line: int) -> set[int]:
    """Return the pages of the block on a line: of its own marks, and of those of data that follow them."""
    known = {mark.line for mark in marks if mark.path == page.path and mark.line <= line}
    found: set[int] = set()
    is_inside = False
    for mark in marks:
        if not mark.path.startswith(DATA):
            is_inside = mark.path == page.path and mark.line == max(known, default=0)
        if is_inside:
            found.add(mark.page)
    return found
