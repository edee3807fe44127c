"""The table of contents of the site, rendered once per folder depth and open part.

A page shows its own part in full and a link to each other part, so that neither the size of a page
nor the time to write it grows with the book.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sphinx.application import Sphinx

from vorming.source.load import Loaded
from vorming.sphinx_ext.freshness import course_of, loaded_of
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


@dataclass(frozen=True)
class LessonPosition:
    """The place of a lesson among those of its part, from 1, and how many minutes it takes."""

    number: int
    total: int
    minutes: int


class Book:
    """What the pages of one build share: the course, the parts, the contents rendered so far.

    `titles`, `part_of` and `lessons` are by the name of the page: its path without suffix.
    """

    def __init__(self, app: Sphinx) -> None:
        self.loaded = loaded_of(app)
        self.course = course_of(app)
        self.titles = {name: title.astext() for name, title in app.env.titles.items()}
        self.home = app.config.root_doc
        self.parts = _toc_parts(self.loaded, self.titles)
        self.part_of: dict[str, Part] = {}
        self.lessons: dict[str, LessonPosition] = {}
        minutes = {page.page: page.lesson.minutes for page in self.course.lessons}
        for part in self.parts:
            self.part_of.update((page.name, part) for page in part.pages)
            names = [page.name for page in part.pages if page.name in minutes]
            for number, name in enumerate(names, start=1):
                self.lessons[name] = LessonPosition(number, len(names), minutes[name])
        self._templates: Any = app.builder.templates
        self._rendered: dict[tuple[str, str], str] = {}

    def contents(self, name: str, prefix: str) -> str:
        """Return the contents as HTML, with the part of page `name` open and the page marked.

        prefix: the relative address from the folder of the page to the root, such as "../../".
        """
        # What is rendered serves all pages of a part and folder depth, so the page is marked in a copy.
        part = self.part_of.get(name)
        rendered = self._render(prefix, part.pages[0].name if part else "")
        address = f'href="{prefix}{name}.html"'
        return rendered.replace(address, f'aria-current="page" {address}', 1)

    def all_contents(self, prefix: str) -> str:
        """Return the contents with every part open."""
        return self._render(prefix, "all")

    def _render(self, prefix: str, open_part: str) -> str:
        if (prefix, open_part) not in self._rendered:
            home = Entry(self.home, words("site")["home"], 1)
            context = {"home": home, "parts": self.parts, "open": open_part, "prefix": prefix}
            self._rendered[prefix, open_part] = str(self._templates.render("contents.html", context))
        return self._rendered[prefix, open_part]


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


def _toc_parts(loaded: Loaded, titles: Mapping[str, str]) -> tuple[Part, ...]:
    """Return the parts of the toc; chapters without a part make one without a caption."""
    toc: Any = loaded.sources["_toc"].value
    parts = []
    # Without parts the chapters are at the top level.
    for group in toc.get("parts") or [toc]:
        pages = tuple(_entries(group.get("chapters"), titles, 1))
        if pages:
            parts.append(Part(str(group.get("caption") or ""), pages))
    return tuple(parts)


def _entries(value: Any, titles: Mapping[str, str], level: int) -> Iterator[Entry]:
    for item in value or ():
        name = str(item.get("file"))
        if name in titles:
            yield Entry(name, titles[name], level)
        yield from _entries(item.get("sections"), titles, level + 1)
