"""The table of contents: parts of the toc, rendered once per folder depth and open part.

A page holds its own part in full and a link to each other part, so that its size and its cost do
not grow with the book.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sphinx.application import Sphinx

from vorming.model.course import Course
from vorming.source.load import Loaded
from vorming.sphinx_ext.freshness import course_of
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
    """Where a lesson stands in its part, and how long it takes."""

    number: int
    total: int
    minutes: int


class Book:
    """What one build's pages have in common: the course, the parts, the contents as rendered so far."""

    def __init__(self, app: Sphinx) -> None:
        self.loaded = course_of(app)
        assert self.loaded.course is not None, "builder-inited stops a build without a course"
        self.course: Course = self.loaded.course
        self.titles = {name: title.astext() for name, title in app.env.titles.items()}
        self.home = app.config.root_doc
        self.parts = toc_parts(self.loaded, self.titles)
        self.part_of = {page.name: part for part in self.parts for page in part.pages}
        self.lessons = dict(_lesson_positions(self.course, self.parts))
        self._templates: Any = app.builder.templates
        self._rendered: dict[tuple[str, str], str] = {}

    def contents(self, name: str, prefix: str) -> str:
        """Return the contents as page `name` shows them, with links relative to its folder."""
        part = self.part_of.get(name)
        rendered = self._render(prefix, part.pages[0].name if part else "")
        address = f'href="{prefix}{name}.html"'
        return rendered.replace(address, f'aria-current="page" {address}', 1)

    def all_contents(self, prefix: str) -> str:
        """Return the contents with every part open."""
        return self._render(prefix, "all")

    def _render(self, prefix: str, open_part: str) -> str:
        if (prefix, open_part) not in self._rendered:
            context = {
                "home": Entry(self.home, words("site")["home"], 1),
                "parts": self.parts,
                "open": open_part,
                "prefix": prefix,
            }
            self._rendered[prefix, open_part] = str(self._templates.render("contents.html", context))
        return self._rendered[prefix, open_part]


@lru_cache(maxsize=1)
def book_of(app: Sphinx) -> Book:
    """Return the book that is being written; `forget_book` goes before each writing."""
    return Book(app)


def forget_book(app: Sphinx, *_: object) -> None:
    """Let the next page look at the book anew: a live preview writes it many times."""
    book_of.cache_clear()


def toc_parts(loaded: Loaded, titles: Mapping[str, str]) -> tuple[Part, ...]:
    """Return the parts of the toc; chapters without a part make one without a caption."""
    toc = loaded.sources["_toc"].value
    assert isinstance(toc, dict)
    groups: Any = toc.get("parts") or [toc]
    parts = (
        Part(str(group.get("caption") or ""), tuple(_entries(group.get("chapters"), titles, 1)))
        for group in groups
    )
    return tuple(part for part in parts if part.pages)


def _entries(value: Any, titles: Mapping[str, str], level: int) -> Iterator[Entry]:
    for item in value or ():
        name = str(item.get("file"))
        if name in titles:
            yield Entry(name, titles[name], level)
        yield from _entries(item.get("sections"), titles, level + 1)


def _lesson_positions(course: Course, parts: tuple[Part, ...]) -> Iterator[tuple[str, LessonPosition]]:
    minutes = {page.page: page.lesson.minutes for page in course.lessons}
    for part in parts:
        names = [page.name for page in part.pages if page.name in minutes]
        for number, name in enumerate(names, start=1):
            yield name, LessonPosition(number, len(names), minutes[name])
