"""A module as a package: its pages read back from the built site, with the data that both kinds of package need.

They are read from the built site and not from the course, so that a package has the same words, charts and quizzes,
and can hold nothing that the site does not show, such as a trainer's note or the key of an exam.
"""

import posixpath
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from lxml import html

from vorming.exports.material import Material
from vorming.model.course import Module
from vorming.packs.content import list_page
from vorming.quiz.view import QuestionView

PICTURES = "beelden"
ID_ATTRIBUTES = ("id", "for", "aria-labelledby", "aria-describedby", "aria-controls", "headers")
"""Attributes that hold an id, or several with spaces between."""
LINK_ATTRIBUTES = ("href", "data-term")
SOURCE_ATTRIBUTES = ("src", "srcset")

Link = Callable[[str, str], str]
"""Where a link to a page and a place on it goes: `(page, anchor) -> href`; the anchor may be empty."""


@dataclass(frozen=True)
class LessonPage:
    """A page of the site without its frame: `name` as in the toc, and its text and word list as elements."""

    name: str
    title: str
    body: html.HtmlElement

    @property
    def content(self) -> str:
        """The HTML of the text, without an element around it."""
        children = (html.tostring(child, encoding="unicode") for child in self.body)
        return (self.body.text or "") + "".join(children)


@dataclass(frozen=True)
class CoursePackage:
    """A module, its questions, and the pages of it that a trainee reads, in that order.

    The pages are read once, and a format that packs them changes them (`localise`): one package, one object. What the
    build of the site did not write is a FileNotFoundError with the name of the file.
    """

    material: Material
    site: Path
    """The folder of the built site."""

    @property
    def module(self) -> Module:
        return self.material.module

    @property
    def leave_address(self) -> str:
        """Where the leave button goes; empty where there is none."""
        return str(self.material.course.organisation.leave_address or "")

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the pages, as in the toc, each once.

        Lessons, then the pages with the self-test of the module, the take-away card, and the page with all help lines.
        """
        module, loaded = self.module, self.material.loaded
        lessons = [self.material.course.lesson(id).page for id in module.lessons]
        calls = ((page.name, call) for page in loaded.pages for call in page.calls)
        tests = [name for name, call in calls if call.name == "self-test" and call.argument == module.id]
        numbers = list_page(loaded, "helplines")
        return tuple(filter(None, dict.fromkeys([*lessons, *tests, module.take_away, numbers])))

    @cached_property
    def pages(self) -> tuple[LessonPage, ...]:
        """Its pages, each with its article without the list “on this page”, and the words of its terms."""
        found = []
        for name in self.names:
            # Read here and not by lxml, which says of a missing file only that it could not be parsed.
            text, parser = self.read(f"{name}.html"), html.HTMLParser(encoding="utf-8")
            tree: Any = html.document_fromstring(text, parser)
            body = html.Element("div")
            body.extend(tree.xpath("//article | //details[contains(@class, 'page-terms')]"))
            for part in body.xpath(".//details[contains(@class, 'on-page')]"):
                part.getparent().remove(part)
            found.append(LessonPage(name, body.xpath("string(.//h1)").strip(), body))
        return tuple(found)

    def read(self, path: str) -> bytes:
        """Read a file of the site."""
        return (self.site / path).read_bytes()

    @cached_property
    def pictures(self) -> Mapping[str, str]:
        """What each picture of the site that a page shows is called in the package, in characters of ASCII alone."""
        found = {}
        for page in self.pages:
            for node in page.body.iter():
                for value in filter(None, map(node.get, SOURCE_ATTRIBUTES)):
                    path = _path(page.name, value)
                    found[path] = f"{PICTURES}/{quote(posixpath.basename(path)).replace('%', '')}"
        return found

    def picture_files(self) -> dict[str, bytes]:
        """Return the pictures by their name in the package."""
        return {name: self.read(path) for path, name in self.pictures.items()}

    def asked(self) -> list[QuestionView]:
        """Return the questions that its pages ask."""
        asked: set[str] = set()
        for page in self.pages:
            asked.update(page.body.xpath(".//@data-question"))
        return [question for question in self.material.practice.questions if question.id in asked]

    def localise(self, page: LessonPage, link: Link, prefix: str = "") -> None:
        """Point the links and pictures of a page into the package.

        `link` gives the new target of a link, and an empty one where the package lacks the page: then it goes to the
        site online. `prefix` goes before every id, for pages that share one document. The page itself is changed.
        """
        pictures = self.pictures  # gathered from all pages before the first is changed
        changes: dict[str, Callable[[str], str]] = {
            **dict.fromkeys(ID_ATTRIBUTES, lambda value: " ".join(f"{prefix}{id}" for id in value.split())),
            **dict.fromkeys(LINK_ATTRIBUTES, lambda value: self._linked(page.name, value, link)),
            **dict.fromkeys(SOURCE_ATTRIBUTES, lambda value: pictures[_path(page.name, value)]),
        }
        for node in page.body.iter():
            for attribute, change in changes.items():
                if value := node.get(attribute):
                    node.set(attribute, change(value))

    def _linked(self, page: str, reference: str, link: Link) -> str:
        if ":" in reference.partition("/")[0]:
            return reference  # mailto:, tel:, https:
        path, _, anchor = reference.partition("#")
        target = _path(page, path) if path else f"{page}.html"
        # The address ends with a slash.
        online = f"{self.material.course.settings.site_address}{quote(target)}"
        return link(target.removesuffix(".html"), anchor) or f"{online}{f'#{anchor}' if anchor else ''}"


def _path(page: str, reference: str) -> str:
    """Return what a page refers to as a POSIX path below the site, without the quoting of an address."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(reference)))


def short_name(page: str) -> str:
    """Return what a page is called in a package, where all pages are in one folder, so that links need no path."""
    return page.removeprefix("book/").replace("/", "-")
