"""The table of contents of the site, rendered once per folder depth and open part.

A page shows its own part in full and a link to each other part, so that neither the size of a page
nor the time to write it grows with the book.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sphinx.application import Sphinx

from vorming.model.config import Toc, TocPage
from vorming.sphinx_ext.freshness import loaded_of
from vorming.text.words import words


@dataclass(frozen=True)
class Entry:
    """A page in the contents; level 1 is a chapter, 2 a section of it."""

    name: str
    title: str
    level: int


@dataclass(frozen=True)
class Part:
    """A part of the toc with its pages in reading order."""

    caption: str
    pages: tuple[Entry, ...]


class Book:
    """What the pages of one build share: the course, the parts, the contents rendered so far.

    `titles`, `part_of` and `lessons` (the place among those of its part, from 1, and the minutes) are by name of the page.
    """

    def __init__(self, app: Sphinx) -> None:
        self.loaded = loaded_of(app)
        self.course = self.loaded.parsed
        self.titles = {name: title.astext() for name, title in app.env.titles.items()}
        self.home = app.config.root_doc
        self.parts: list[Part] = []
        toc = Toc.model_validate(self.loaded.sources["_toc"].value)
        for part in toc.parts:
            self.parts.append(Part(part.caption, tuple(_entries(part.chapters, self.titles))))
        # Without parts the chapters are at the top level.
        if toc.chapters:
            self.parts.append(Part("", tuple(_entries(toc.chapters, self.titles))))
        self.part_of: dict[str, Part] = {}
        self.lessons: dict[str, dict[str, int]] = {}
        minutes = {page.page: page.lesson.minutes for page in self.course.lessons}
        for shown in self.parts:
            self.part_of.update((page.name, shown) for page in shown.pages)
            names = [page.name for page in shown.pages if page.name in minutes]
            for number, name in enumerate(names, start=1):
                self.lessons[name] = {"number": number, "total": len(names), "minutes": minutes[name]}
        self._templates: Any = app.builder.templates
        self._rendered: dict[tuple[str, str], str] = {}

    def contents(self, prefix: str, name: str = "") -> str:
        """Return the contents as HTML, with the part of page `name` open and the page marked; all open without a name.

        prefix: the relative address from the folder of the page to the root, such as "../../".
        """
        opened = "" if name else "all"
        if part := self.part_of.get(name):
            opened = part.pages[0].name
        if (prefix, opened) not in self._rendered:
            home = Entry(self.home, words("site")["home"], 1)
            context = {"home": home, "parts": self.parts, "open": opened, "prefix": prefix}
            self._rendered[prefix, opened] = str(self._templates.render("contents.html", context))
        # What is rendered serves all pages of a part and folder depth, so the page is marked in a copy.
        address = f'href="{prefix}{name}.html"'
        return self._rendered[prefix, opened].replace(address, f'aria-current="page" {address}', 1)


def is_site(app: Sphinx) -> bool:
    """Tell whether the book is being built as the site, and not as slides or text."""
    return app.builder.name == "html"


@lru_cache(maxsize=1)
def book_of(app: Sphinx) -> Book:
    """Return the book that is being written; `forget_book` goes before each writing."""
    return Book(app)


def forget_book(app: Sphinx, *_: object) -> None:
    """Empty the cache of `book_of`: a live preview writes the book many times."""
    book_of.cache_clear()


def _entries(pages: Iterable[TocPage], titles: Mapping[str, str], level: int = 1) -> Iterator[Entry]:
    for page in pages:
        yield Entry(page.file, titles[page.file], level)
        yield from _entries(page.sections, titles, level + 1)
