"""The table of contents of the site, rendered once per folder depth and open part.

A page shows its own part in full, and only a link to each other part. So the size of a page and the time to write it don't
grow with the book.
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
    """A page in the table of contents; level 1 is a chapter, 2 a section of it."""

    name: str
    title: str
    level: int


@dataclass(frozen=True)
class Part:
    """A part of the toc with its pages in reading order."""

    caption: str
    pages: tuple[Entry, ...]


class Book:
    """The data that all pages of one build share: the course, the parts, the rendered tables of contents.

    `titles`, `part_of` and `lessons` are by page name. `lessons` has the number of a lesson, from 1, the number of lessons,
    and the minutes. A lesson of one module is counted among the lessons of that module, others among those of their part.
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
        # A _toc.yml without parts has its chapters at the top level.
        if toc.chapters:
            self.parts.append(Part("", tuple(_entries(toc.chapters, self.titles))))
        self.part_of: dict[str, Part] = {}
        self.lessons: dict[str, dict[str, int]] = {}
        minutes = {page.page: page.lesson.minutes for page in self.course.lessons}
        modules = [[self.course.lesson(id).page for id in module.lessons] for module in self.course.modules]
        for each in self.parts:
            self.part_of.update((page.name, each) for page in each.pages)
            names = [page.name for page in each.pages if page.name in minutes]
            for name in names:
                own = [lessons for lessons in modules if name in lessons]
                order = own[0] if len(own) == 1 else names
                number = order.index(name) + 1
                self.lessons[name] = {"number": number, "total": len(order), "minutes": minutes[name]}
        self._templates: Any = app.builder.templates
        self._rendered: dict[tuple[str, str], str] = {}

    def contents(self, prefix: str, name: str = "") -> str:
        """Return the table of contents as HTML.

        prefix: the relative address from the folder of the page to the root, such as "../../".
        name: the page to mark, whose part is open; if empty, all parts are open.
        """
        opened = "" if name else "all"
        if part := self.part_of.get(name):
            opened = part.pages[0].name
        if (prefix, opened) not in self._rendered:
            home = Entry(self.home, words("site")["home"], 1)
            context = {"home": home, "parts": self.parts, "open": opened, "prefix": prefix}
            self._rendered[prefix, opened] = str(self._templates.render("contents.html", context))
        # All pages of the same part and folder depth share the rendered text, so the page is marked in a copy.
        address = f'href="{prefix}{name}.html"'
        return self._rendered[prefix, opened].replace(address, f'aria-current="page" {address}', 1)


def is_site(app: Sphinx) -> bool:
    """Tell whether Sphinx is building the site, and not another output."""
    return app.builder.name == "html"


@lru_cache(maxsize=1)
def book_of(app: Sphinx) -> Book:
    """Return the data of the book that is being written; `clear_book_cache` clears them before each write."""
    return Book(app)


def clear_book_cache(app: Sphinx, *_: object) -> None:
    """Clear the cache of `book_of`, because a live preview writes the book many times in one process."""
    book_of.cache_clear()


def _entries(pages: Iterable[TocPage], titles: Mapping[str, str], level: int = 1) -> Iterator[Entry]:
    for page in pages:
        yield Entry(page.file, titles[page.file], level)
        yield from _entries(page.sections, titles, level + 1)
