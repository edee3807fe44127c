"""Rules over the text of pages and data files: read as it looks, safe to publish, for eye and ear, no dead links.

What only the finished page shows is found at the build (sphinx_ext/site_files.py).
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from itertools import pairwise
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from markdown_it.token import Token

from vorming.check.blocks import is_for_trainer, labelled, place_in, titled_labels
from vorming.check.pictures import LINKED_KINDS, PICTURE_KINDS, check_file
from vorming.check.text_rules import NO_GLYPH, SCHEME, Fault, find_faults, inline_tokens
from vorming.model.course import Course
from vorming.source.load import Loaded
from vorming.source.markdown import Piece, read_markdown
from vorming.source.pages import Call, Page
from vorming.source.problems import Place, Problem, problem
from vorming.source.yaml import Source, is_file, scalars

_FILE_NAME = re.compile(r"[\w.~-]*[/\\][\w./\\~-]*|[\w.-]+\.(?:png|jpe?g|gif|svg|webp)", re.IGNORECASE)
_MARKUP = re.compile(r"[<>{}\[\]$~`%\x00-\x1f\x7f-\x9f\u200e-\u2069]|:::|://|\)=|\+\+\+|---")
_NOT_SLUG = re.compile(r"[^\w\u4e00-\u9fff\- ]")
_PAGES_ALONE = frozenset({"myst_line_comment", "myst_target", "html_block", "html_inline", "image"})
"""Tokens that a page may have and a text of a data file not: exports show them otherwise than pages do."""


def check_page_text(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """Every page is read as it looks, is safe to publish, and can be read by eye and by ear."""
    for page in loaded.pages:
        for fault in find_faults(page.document):
            yield problem(place_in(page, fault.line), fault.rule_id, **fault.values)
        titles = [
            piece for piece in page.document.pieces if piece.token.tag == "h1" and piece.token.nesting > 0
        ]
        for piece in titles[1:]:
            yield problem(place_in(page, piece.line), "title-twice")
        yield from _level_problems(page)
        yield from _bare_links(loaded, page)
        for _piece, token, line in inline_tokens(page.document):
            yield from _token_problems(loaded, page, token, place_in(page, line))
        for call in page.calls:
            yield from _call_problems(loaded, page, call)


def _bare_links(loaded: Loaded, page: Page) -> Iterator[Problem]:
    """Yield the links without words to what has no title."""
    for piece in page.document.pieces:
        for token, after in pairwise(piece.token.children or ()):
            name = str(token.attrs.get("href", "")).removeprefix("#")
            if (token.type, after.type) == ("link_open", "link_close") and name in _untitled(loaded):
                yield problem(place_in(page, piece.line), "label-no-title", value=name)


def _level_problems(page: Page) -> Iterator[Problem]:
    """Yield the headings that skip a level; those in a block are no part of the page's outline."""
    before = 0
    headings = (piece for piece in page.document.pieces if piece.token.type == "heading_open")
    for piece in headings:
        if not piece.around and not piece.token.level:
            level = int(piece.token.tag[1:])
            if level > before + 1:
                text = page.document.lines[piece.line].strip()
                yield problem(place_in(page, piece.line), "heading-level", value=text)
            before = level


TEXTS_UNREAD = frozenset({"_toc", "references", "language", "packs"})
"""Sources without text that somebody reads."""


def check_item_text(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """The texts of data files and of front matter keep to the rules of pages, and hold no HTML, pictures or comments."""
    fronts = (page.front for page in loaded.pages if page.front)
    data = (source for name, source in loaded.sources.items() if name not in TEXTS_UNREAD)
    for source in (*data, *fronts):
        yield from _source_problems(loaded, source)


def _source_problems(loaded: Loaded, source: Source) -> Iterator[Problem]:
    for loc, text in scalars(source.value):
        if _MARKUP.search(text) or NO_GLYPH.search(text):
            for fault in _item_faults(text):
                if fault.rule_id == "brace-in-text" and loc[:1] == ("charts",):
                    continue  # the words of a chart have holes; check_chart_words looks at them
                yield problem(source.place(*loc), fault.rule_id, **fault.values)


@lru_cache(maxsize=8192)  # a resident process asks again of texts that nobody touched
def _item_faults(text: str) -> tuple[Fault, ...]:
    document = read_markdown(text)
    found = list(find_faults(document))
    for _piece, token, line in inline_tokens(document):
        if token.type in _PAGES_ALONE:
            value = token.content or str(token.attrs.get("src", "")) or token.type
            found.append(Fault(line, "page-only", {"value": value.strip()}))
        if token.type == "link_open" and not SCHEME.match(str(token.attrs["href"])):
            found.append(Fault(line, "link-dead", {"value": token.attrs["href"]}))
    return tuple(found)


def _token_problems(loaded: Loaded, page: Page, token: Token, place: Place) -> Iterator[Problem]:
    match token.type:
        case "image":
            yield from _image_problems(loaded, page, str(token.attrs["src"]), token.content, place)
        case "link_open":
            yield from _link_problems(loaded, page, str(token.attrs["href"]), place)


def _image_problems(loaded: Loaded, page: Page, src: str, alt: str, place: Place) -> Iterator[Problem]:
    path = _target(page, src)
    if SCHEME.match(src) or src.startswith("//"):
        yield problem(place, "image-elsewhere", value=src)
    elif not is_file(loaded.root / path):
        yield problem(place, "image-missing", value=src)
    else:
        yield from check_file(loaded.root, path, PICTURE_KINDS, place)
    if not alt.strip() or _FILE_NAME.fullmatch(alt.strip()):
        yield problem(place, "alt-missing", value=src)


def _link_problems(loaded: Loaded, page: Page, href: str, place: Place) -> Iterator[Problem]:
    if SCHEME.match(href):
        return
    path, _, anchor = href.partition("#")
    target = _target(page, path)
    found = _anchors(loaded)
    name = target.removesuffix(".md").removesuffix(".ipynb")
    if not path:
        is_there = anchor in found[page.name] or anchor in found[""]
    elif name in found and path != name:
        is_there = not anchor or anchor in found[name]
    elif path in found[""] and not anchor:
        is_there = True
    elif target.endswith((".md", ".ipynb")) or not is_file(loaded.root / target):
        is_there = False
    else:
        is_there = True
        yield from check_file(loaded.root, target, LINKED_KINDS, place)
    if not is_there:
        yield problem(place, "link-dead", value=href)


@lru_cache(maxsize=2)
def _untitled(loaded: Loaded) -> frozenset[str]:
    """Return the labels of what has no title by which a link could name it."""
    return frozenset(name for page in loaded.pages for name in _labels(page)) - frozenset(
        name for page in loaded.pages for name in titled_labels(page.document)
    )


@lru_cache(maxsize=2)
def _anchors(loaded: Loaded) -> Mapping[str, frozenset[str]]:
    """Return the anchors of each page, and under "" the labels of all pages, which any page may name."""
    found = {page.name: frozenset({*_labels(page), *_slugs(page)}) for page in loaded.pages}
    return found | {"": frozenset(label for page in loaded.pages for label in _labels(page))}


def _labels(page: Page) -> Iterator[str]:
    """Yield the names of places; a trainer's block is none to link to, for a link says what stands there."""
    for item, name in labelled(page.document):
        if not is_for_trainer(item):
            yield name


def _slugs(page: Page) -> Iterator[str]:
    """Yield the names that MyST gives to headings."""
    seen = set[str]()
    pieces: list[Piece] = list(page.document.pieces)
    for heading, inline in pairwise(pieces):
        if heading.token.type == "heading_open" and not is_for_trainer(heading):
            said = (
                child.content
                for child in inline.token.children or ()
                if child.type in {"text", "text_special", "code_inline"}
            )
            slug = bare = _NOT_SLUG.sub("", "".join(said).lower().replace(" ", "-"))
            while slug in seen:
                slug = f"{slug}-1" if slug == bare else f"{bare}-{int(slug.rpartition('-')[2]) + 1}"
            seen.add(slug)
            yield slug


def _call_problems(loaded: Loaded, page: Page, call: Call) -> Iterator[Problem]:
    match call.name:
        case "image" | "figure":
            yield from _image_problems(loaded, page, call.argument, call.option("alt"), call.place)
        case "bibliography" if call.argument:
            yield problem(call.place, "link-dead", value=call.argument)
        case "list-table" if call.option("header-rows") in {"", "0"}:
            yield problem(call.place, "table-no-header")
        case "doc" if call.is_role:
            if _target(page, call.targets[0]) not in _anchors(loaded):
                yield problem(call.place, "link-dead", value=call.targets[0])
        case "grid-item-card" if "link" in dict(call.options):
            if call.option("link-type") != "doc" or _target(page, call.option("link")) not in _anchors(
                loaded
            ):
                yield problem(call.place, "link-dead", value=call.option("link"))
        case "ref" if call.is_role and "<" not in call.argument and call.argument in _untitled(loaded):
            yield problem(call.place, "label-no-title", value=call.argument)
        case "ref" if call.is_role and call.targets[0] not in _anchors(loaded)[""]:
            yield problem(call.place, "link-dead", value=call.targets[0])


def _target(page: Page, href: str) -> str:
    """Return where a link leads, from the root of the course."""
    path = unquote(href.partition("#")[0])
    return normpath(path.lstrip("/") if path.startswith("/") else join(dirname(page.name), path))
