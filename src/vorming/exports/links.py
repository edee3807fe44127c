"""Links between the pages of the book, rewritten to absolute addresses on the site, for files without the other pages.

If the site has no address, only the text of a link stays.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from unicodedata import normalize
from urllib.parse import unquote

from vorming.check.text_rules import SCHEME
from vorming.source.markdown import WITH_TARGET, Document, Span
from vorming.source.pages import Page, headings_of, labels_of, target_path
from vorming.text.markdown import escape


@dataclass(frozen=True)
class _Place:
    """The target of a link within the book."""

    page: str
    anchor: str = ""
    title: str = ""


@dataclass(frozen=True)
class Links:
    """The links of one page; `site` is the address of the site, or an empty text."""

    pages: Mapping[str, Page]
    site: str
    page: str

    def resolve(self, document: Document) -> str:
        """Return the text of a page with its links, its pictures and its {doc} and {ref} roles as links to the site."""
        return document.replace(self._edits(document))

    def to_site(self, words: str, page: str, anchor: str = "") -> str:
        """Return a Markdown link to a page of the site, or only its text if the site has no address."""
        address = self._address(page, anchor)
        return f"[{words}]({address})" if address else words

    def _address(self, page: str, anchor: str = "") -> str:
        # The id in HTML of an element with this name, as `docutils.nodes.make_id` makes it.
        plain = normalize("NFKD", anchor.lower()).encode("ascii", "ignore").decode()
        id = re.sub(r"[^a-z0-9]+", "-", plain).lstrip("-0123456789").rstrip("-")
        return f"{self.site}{page}.html{id and f'#{id}'}" if self.site else ""

    def _edits(self, document: Document) -> Iterator[tuple[int, int, str]]:
        link_end = 0
        for span in document.spans:
            token = span.token
            if token.type == "image":  # within a link only its text stays, because links can't be nested
                yield from _around_words(span, self._address(self.page) if span.start >= link_end else "")
            elif token.type == "link_open":
                link_end, href = span.end, str(token.attrs["href"])
                if not SCHEME.match(href):
                    place = self._place(href)
                    yield from _around_words(span, self._address(place.page, place.anchor), place.title)
                elif "label" in token.meta:
                    yield from _around_words(span, href)
            elif span.name in {"doc", "ref"}:
                target = WITH_TARGET.fullmatch(span.argument)
                place = self._place(target["target"] if target else span.argument)
                words = escape(target["shown"]) if target else place.title
                yield (span.start, span.end, self.to_site(words, place.page, place.anchor))

    def _place(self, target: str) -> _Place:
        """Return the place of a target: a page, a label on any page, or a heading of this page."""
        path, _, anchor = map(unquote, target.partition("#"))
        name = target_path(self.page, target).removesuffix(".md").removesuffix(".ipynb")
        if not path or name in self.pages:
            page = name if path else self.page
            if heading := headings_of(self.pages[page].document).get(anchor):
                return _Place(page, anchor, heading.token.content)
            if path:
                return _Place(page, anchor, self.pages[page].title)
        return self._labels.get(path or anchor, _Place(self.page, anchor))

    @cached_property
    def _labels(self) -> Mapping[str, _Place]:
        """The place of each label, with its title."""
        return {
            label.name: _Place(page.name, label.name, label.title)
            for page in self.pages.values()
            for label in labels_of(page.document)
        }


def _around_words(span: Span, address: str, title: str = "") -> Iterator[tuple[int, int, str]]:
    """Yield the edits before and after the text of a link or picture; `title` is for a link without text."""
    start = span.start + (2 if span.token.type == "image" else 1)
    yield span.start, start, address and "["
    words = title if start == span.words_end else ""
    yield span.words_end, span.end, f"{words}]({address})" if address else words
