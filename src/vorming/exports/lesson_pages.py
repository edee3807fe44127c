"""The trainee's finished pages, read back for a package: the same words, charts and quizzes as on the site.

They are read from the built site and not from the course, so that a package can hold nothing that the site does not
show, such as a trainer's note or the key of an exam.
"""

import posixpath
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

from lxml import html

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


@dataclass(frozen=True)
class Site:
    """A built site, and its address online, with a slash at its end.

    What the build did not write is a FileNotFoundError with the name of the file.
    """

    folder: Path
    address: str

    def page(self, name: str) -> LessonPage:
        """Read a page by its name in the toc: its article without the list “on this page”, and the words of its terms."""
        # Read here and not by lxml, which says of a missing file only that it could not be parsed.
        text, parser = self.read(f"{name}.html"), html.HTMLParser(encoding="utf-8")
        tree: Any = html.document_fromstring(text, parser)
        body = html.Element("div")
        for part in tree.xpath("//article | //details[contains(@class, 'page-terms')]"):
            body.append(part)
        for part in body.xpath(".//details[contains(@class, 'on-page')]"):
            part.getparent().remove(part)
        return LessonPage(name, body.xpath("string(.//h1)").strip(), body)

    def pictures(self, page: LessonPage) -> Iterator[str]:
        """Yield the files, as paths below the site, that a page shows."""
        for node in page.body.iter():
            for attribute in SOURCE_ATTRIBUTES:
                if value := node.get(attribute):
                    yield self._path(page.name, value)

    def read(self, path: str) -> bytes:
        """Read a file of the site."""
        return (self.folder / path).read_bytes()

    def localise(self, page: LessonPage, link: Link, pictures: Mapping[str, str], prefix: str = "") -> None:
        """Point the links and pictures of a page into a package.

        `link` gives the new target of a link, and an empty one where the package lacks the page: then it goes to the
        site online. `pictures` says for each path of the site what it is called in the package. `prefix` goes before
        every id, for pages that share one document. The page itself is changed.
        """
        changes: dict[str, Callable[[str], str]] = {
            **dict.fromkeys(ID_ATTRIBUTES, lambda value: " ".join(f"{prefix}{id}" for id in value.split())),
            **dict.fromkeys(LINK_ATTRIBUTES, lambda value: self._linked(page.name, value, link)),
            **dict.fromkeys(SOURCE_ATTRIBUTES, lambda value: pictures[self._path(page.name, value)]),
        }
        for node in page.body.iter():
            for attribute, change in changes.items():
                if value := node.get(attribute):
                    node.set(attribute, change(value))

    def _path(self, page: str, reference: str) -> str:
        """Return what a page refers to as a POSIX path below the site, without the quoting of an address."""
        return posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(reference)))

    def _linked(self, page: str, reference: str, link: Link) -> str:
        if ":" in reference.partition("/")[0]:
            return reference  # mailto:, tel:, https:
        path, _, anchor = reference.partition("#")
        target = self._path(page, path) if path else f"{page}.html"
        found = link(target.removesuffix(".html"), anchor)
        return found or f"{self.address}{quote(target)}{f'#{anchor}' if anchor else ''}"


def inner_html(element: html.HtmlElement) -> str:
    """Write the content of an element, without its own tags."""
    children = (html.tostring(child, encoding="unicode") for child in element)
    return (element.text or "") + "".join(children)
