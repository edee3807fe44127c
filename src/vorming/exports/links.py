"""Links between the pages of the book, written so that they lead to the site from wherever a text is read.

A file that travels has no other pages and no pictures beside it. Without an address of the site, the words stay.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from posixpath import dirname, join, normpath
from unicodedata import normalize
from urllib.parse import unquote

from markdown_it.common.utils import normalizeReference

from vorming.check.text_rules import SCHEME
from vorming.source.markdown import Directive
from vorming.source.pages import Page, labels_of

_LINK = re.compile(
    r"(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)"  # code, in which nothing is a link
    # The words may have brackets in them, or a picture; `*+` tries them once.
    r"|(?<!\\)(?P<picture>!?)\[(?P<words>(?:[^\[\]\\]|\\.|\[[^\[\]]*\])*+)\]"
    r"(?:\(\s*(?P<target><[^<>\n]*>|(?:[^\s()]|\([^\s()]*\))*)(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)"
    r"|\[(?P<label>[^\[\]]*)\])?",
    re.DOTALL,
)
_ROLE = re.compile(r"\{(?:doc|ref)\}`(?:(?P<words>[^`\n]+?)\s*<)?(?P<target>[^`<>]+)>?`")
"""A role that names a page or a place."""


@dataclass(frozen=True)
class _Place:
    """Where a link within the book leads."""

    page: str
    anchor: str = ""
    title: str = ""


@dataclass(frozen=True)
class Links:
    """The links of one page; `addresses` are those that it names by a label, and `site` may be empty."""

    pages: Mapping[str, Page]
    site: str
    page: str
    addresses: Mapping[str, str]

    def resolve(self, text: str) -> str:
        """Return a text of the page with each link and picture in it leading to the site, {doc} and {ref} too."""
        links = _ROLE.sub(lambda role: f"[{role['words'] or ''}]({role['target']})", text)
        return _LINK.sub(self._linked, links)

    def to_site(self, words: str, page: str, anchor: str = "") -> str:
        """Write a link to a page of the site; its words alone where there is none."""
        if not self.site:
            return words
        # The id that a page gives to what has this name (`docutils.nodes.make_id`).
        plain = normalize("NFKD", anchor.lower()).encode("ascii", "ignore").decode()
        id = re.sub(r"[^a-z0-9]+", "-", plain).lstrip("-0123456789").rstrip("-")
        return f"[{words}]({self.site}{page}.html{id and f'#{id}'})"

    def _linked(self, match: re.Match[str]) -> str:
        words, target = match["words"], match["target"]
        if words is None:
            return match[0]
        if target is None:
            target = self.addresses.get(normalizeReference(match["label"] or words))
        if target is None:  # brackets, which may have a link in them
            return match[0].replace(words, _LINK.sub(self._linked, words), 1)
        if match["picture"]:
            return self.to_site(words, self.page)
        words = _LINK.sub(lambda inner: inner["words" if inner["picture"] else 0], words)
        if SCHEME.match(target.strip("<>")):
            return f"[{words}]({target})"
        place = self._place(unquote(target.strip("<>")))
        return self.to_site(words or place.title, place.page, place.anchor)

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


def has_picture(text: str) -> bool:
    """Tell whether a text shows a picture."""
    return any(match["picture"] for match in _LINK.finditer(text))
