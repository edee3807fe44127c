"""Links between the pages of the book, written so that they lead to the site from wherever a text is read.

A file that travels has no other pages and no pictures beside it. Without an address of the site, the words stay.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from posixpath import dirname, join, normpath
from unicodedata import normalize
from urllib.parse import unquote

from vorming.check.text_rules import SCHEME
from vorming.source.markdown import WITH_TARGET, Directive, Document, Span
from vorming.source.pages import Page, labels_of


@dataclass(frozen=True)
class _Place:
    """Where a link within the book leads."""

    page: str
    anchor: str = ""
    title: str = ""


@dataclass(frozen=True)
class Links:
    """The links of one page; `site` may be empty."""

    pages: Mapping[str, Page]
    site: str
    page: str

    def resolve(self, document: Document) -> str:
        """Return the text of the page with each link and picture in it leading to the site, {doc} and {ref} too."""
        return document.replace(self._edits(document))

    def to_site(self, words: str, page: str, anchor: str = "") -> str:
        """Write a link to a page of the site; its words alone where there is none."""
        address = self._address(page, anchor)
        return f"[{words}]({address})" if address else words

    def _address(self, page: str, anchor: str = "") -> str:
        # The id that a page gives to what has this name (`docutils.nodes.make_id`).
        plain = normalize("NFKD", anchor.lower()).encode("ascii", "ignore").decode()
        id = re.sub(r"[^a-z0-9]+", "-", plain).lstrip("-0123456789").rstrip("-")
        return f"{self.site}{page}.html{id and f'#{id}'}" if self.site else ""

    def _edits(self, document: Document) -> Iterator[tuple[int, int, str]]:
        link_end = 0
        for span in document.spans:
            token = span.token
            if token.type == "image":  # within a link it is words alone, since no link is in another
                yield from _around_words(span, self._address(self.page) if span.start >= link_end else "")
            elif token.type == "link_open":
                link_end, href = span.end, str(token.attrs["href"])
                if not SCHEME.match(href):
                    place = self._place(unquote(href))
                    yield from _around_words(span, self._address(place.page, place.anchor), place.title)
                elif "label" in token.meta:
                    yield from _around_words(span, href)
            elif span.name in {"doc", "ref"}:
                target = WITH_TARGET.fullmatch(span.argument)
                place = self._place(target["target"] if target else span.argument)
                words = target["shown"] if target else place.title
                yield (span.start, span.end, self.to_site(words, place.page, place.anchor))

    def _place(self, target: str) -> _Place:
        """Return where a target leads: a page, the name of a place on any, or a heading of this one."""
        path, _, anchor = target.partition("#")
        name = path.lstrip("/") if path.startswith("/") else join(dirname(self.page), path)
        name = normpath(name).removesuffix(".md").removesuffix(".ipynb")
        if path and name in self.pages:
            return _Place(name, anchor, self.pages[name].title)
        return self._labels.get(path or anchor, _Place(self.page, anchor))

    @cached_property
    def _labels(self) -> Mapping[str, _Place]:
        """The place of each label, with the heading or caption that it names."""
        found = {}
        for page in self.pages.values():
            items = page.document.items
            for label in labels_of(page.document):
                at, title = items.index(label.source), page.title
                for item in items[at : at + 3]:  # the block itself; or the label, and what it stands above
                    if isinstance(item, Directive):
                        title = dict(item.options).get("caption") or item.argument or title
                        break
                    if item.token.type == "inline" and label.kind == "heading_open":
                        title = item.token.content
                found[label.name] = _Place(page.name, label.name, title)
        return found


def _around_words(span: Span, address: str, title: str = "") -> Iterator[tuple[int, int, str]]:
    """Yield what to write before and after the words of a link or picture; the title is for one without words."""
    start = span.start + (2 if span.token.type == "image" else 1)
    yield span.start, start, address and "["
    words = title if start == span.words_end else ""
    yield span.words_end, span.end, f"{words}]({address})" if address else words
