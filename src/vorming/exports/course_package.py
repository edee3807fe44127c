"""A module as a package: its pages from the built site, with the data that both kinds of packages need.

Because the pages come from the built site, a package has the same text, charts and quizzes as the site, and nothing that the
site doesn't show, such as a trainer's note or the key of an exam.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote

from lxml import html

from vorming.exports.material import Material
from vorming.model.course import Module
from vorming.packs.content import list_page
from vorming.quiz.view import QuestionView
from vorming.source.pages import target_path

PICTURES = "beelden"
ID_ATTRIBUTES = ("id", "for", "aria-labelledby", "aria-describedby", "aria-controls", "headers")
"""Attributes whose value is an id, or several ids separated by spaces."""
LINK_ATTRIBUTES = ("href", "data-term")
SOURCE_ATTRIBUTES = ("src", "srcset")

Link = Callable[[str, str], str]
"""A function that returns the target of a link: `(page, anchor) -> href`; the anchor may be empty."""


@dataclass(frozen=True)
class LessonPage:
    """A page of the site without its frame: its name in the toc, its title, and an element with its text and terms."""

    name: str
    title: str
    body: html.HtmlElement

    @property
    def content(self) -> str:
        """The HTML of the text, without the element around it."""
        return "".join(html.tostring(child, encoding="unicode") for child in self.body)


@dataclass(frozen=True)
class CoursePackage:
    """A module with its questions, and with the pages that a trainee reads, in order.

    A format changes the pages in place (`localise`), so each package needs its own object. Reading raises FileNotFoundError,
    with the name of the file, if the site lacks a file.
    """

    material: Material
    site: Path
    """The folder of the built site."""

    @property
    def module(self) -> Module:
        return self.material.module

    @property
    def leave_address(self) -> str:
        """The address to which the leave button leads, or an empty text if there is no button."""
        return str(self.material.course.organisation.leave_address or "")

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the pages in the toc, each once.

        These are the lessons, the pages with the self-test of the module, the take-away card, and the page with all help
        lines.
        """
        module, loaded = self.module, self.material.loaded
        lessons = [self.material.course.lesson(id).page for id in module.lessons]
        calls = ((page.name, call) for page in loaded.pages for call in page.calls)
        tests = [name for name, call in calls if call.name == "self-test" and call.argument == module.id]
        numbers = list_page(loaded, "helplines")
        return tuple(filter(None, dict.fromkeys([*lessons, *tests, module.take_away, numbers])))

    @cached_property
    def pages(self) -> tuple[LessonPage, ...]:
        """The pages, each with its article without the list “on this page”, and its list of terms."""
        pages = []
        for name in self.names:
            # Not read by lxml, whose error for a missing file doesn't name the cause.
            text, parser = self.read(f"{name}.html"), html.HTMLParser(encoding="utf-8")
            tree: Any = html.document_fromstring(text, parser)
            body = html.Element("div")
            body.extend(tree.xpath("//article | //details[contains(@class, 'page-terms')]"))
            for part in body.xpath(".//details[contains(@class, 'on-page')]"):
                part.getparent().remove(part)
            pages.append(LessonPage(name, body.xpath("string(.//h1)").strip(), body))
        return tuple(pages)

    def read(self, path: str) -> bytes:
        """Read a file of the site."""
        return (self.site / path).read_bytes()

    @cached_property
    def pictures(self) -> Mapping[str, str]:
        """The name in the package, in ASCII, of each picture that a page shows, by its path on the site."""
        names = {}
        for page in self.pages:
            for node in page.body.iter():
                for value in filter(None, map(node.get, SOURCE_ATTRIBUTES)):
                    path = target_path(page.name, value)
                    names[path] = f"{PICTURES}/{quote(path.rpartition('/')[2]).replace('%', '')}"
        return names

    def picture_files(self) -> dict[str, bytes]:
        """Return the pictures by their name in the package."""
        return {name: self.read(path) for path, name in self.pictures.items()}

    @property
    def questions(self) -> list[QuestionView]:
        """The questions on the pages."""
        ids = {id for page in self.pages for id in page.body.xpath(".//@data-question")}
        return [question for question in self.material.practice.questions if question.id in ids]

    def localise(self, page: LessonPage, link: Link, prefix: str = "") -> None:
        """Change the links and pictures of a page, in place, so that they lead to files of the package.

        link: returns the new target of a link, or an empty text if the package lacks the page; the link then leads to the
        site online. prefix: put before every id, for pages that share one document.
        """
        pictures = self.pictures  # computed from all pages before the first page is changed
        changes: dict[str, Callable[[str], str]] = {
            **dict.fromkeys(ID_ATTRIBUTES, lambda value: " ".join(f"{prefix}{id}" for id in value.split())),
            **dict.fromkeys(LINK_ATTRIBUTES, lambda value: self._linked(page.name, value, link)),
            **dict.fromkeys(SOURCE_ATTRIBUTES, lambda value: pictures[target_path(page.name, value)]),
        }
        for node in page.body.iter():
            for attribute, change in changes.items():
                if value := node.get(attribute):
                    node.set(attribute, change(value))

    def _linked(self, page: str, reference: str, link: Link) -> str:
        if ":" in reference.partition("/")[0]:
            return reference  # mailto:, tel:, https:
        path, _, anchor = reference.partition("#")
        target = target_path(page, path) if path else f"{page}.html"
        # The address ends with a slash.
        online = f"{self.material.course.settings.site_address}{quote(target)}"
        return link(target.removesuffix(".html"), anchor) or f"{online}{f'#{anchor}' if anchor else ''}"


def short_name(page: str) -> str:
    """Return the name of a page in a package, where all pages are in one folder so that links need no path."""
    return page.removeprefix("book/").replace("/", "-")
