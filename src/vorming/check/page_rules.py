"""Rules over the text of a page: HTML that is not safe, pictures without words, tables without a head, dead links.

Read with a plain Markdown parser, so that `vorming check` sees them; what only the finished page
shows is found at the build (sphinx_ext/site_files.py).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from vorming.model.course import Course
from vorming.model.directives import VERBATIM
from vorming.source.fences import find_unseen
from vorming.source.load import Loaded
from vorming.source.pages import Call, Page
from vorming.source.problems import Place, Problem, problem

SAFE_TAGS = {"abbr", "br", "kbd", "mark", "small", "sub", "sup", "wbr"}
SAFE_ATTRIBUTES = {"class", "dir", "id", "lang", "title"}

_TAG = re.compile(r"<(?:!--|/?(?P<name>[a-zA-Z][\w-]*)(?P<attributes>[^>]*))")
_ATTRIBUTE = re.compile(r"(?P<name>[\w:-]+)\s*=")
_SCHEME = re.compile(r"^(?P<scheme>[a-z][a-z0-9+.-]*):", re.IGNORECASE)
_FILE_NAME = re.compile(r"[\w.~-]*[/\\][\w./\\~-]*|[\w.-]+\.(?:png|jpe?g|gif|svg|webp)", re.IGNORECASE)
_DIRECTIVE = re.compile(r"\{(?P<name>[\w:-]+)\}")
_NOTE_USED = re.compile(r"\[\^(?P<name>[^\]\s]+)\]")
_NOTE_MADE = re.compile(r"^\s*\[\^(?P<name>[^\]\s]+)\]:", re.MULTILINE)
SAFE_SCHEMES = {"http", "https", "mailto", "tel"}


@dataclass(frozen=True)
class Found:
    """A token with the line of the file where it stands."""

    token: Token
    line: int
    block: tuple[Token, ...] = ()


def check_page_text(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """Every page is safe to publish and can be read by eye and by ear."""
    names = {page.name for page in loaded.pages}
    for page in loaded.pages:
        for found in _tokens_of(page.text, page.first_line):
            yield from _token_problems(loaded.root, page, names, found, _place(page, found.line))
        for number, fence in find_unseen(page.text):
            yield problem(_place(page, page.first_line + number), "block-not-alone", value=fence)
        for call in page.calls:
            yield from _call_problems(loaded.root, page, names, call)


def _place(page: Page, line: int) -> Place:
    """Return the place of a line; a notebook's text stands nowhere in its file as such."""
    return Place(page.path) if page.path.endswith(".ipynb") else Place(page.path, line)


@cache
def _parser() -> MarkdownIt:
    # A footnote of one word would else be read as the address of a link.
    parser = MarkdownIt("commonmark").enable("table").use(footnote_plugin)
    # By itself it takes a link that may not be for plain text, and nobody would hear of it.
    parser.validateLink = lambda _: True  # type: ignore[method-assign,assignment]
    return parser


@lru_cache(maxsize=1024)  # a resident process asks again of pages that nobody touched
def _tokens_of(text: str, first_line: int) -> tuple[Found, ...]:
    return tuple(read_tokens(text, first_line))


def read_tokens(text: str, first_line: int) -> Iterator[Found]:
    """Yield the tokens of a page and of the Markdown inside its directives."""
    tokens = _parser().parse(text)
    for i, token in enumerate(tokens):
        line = first_line + (token.map[0] if token.map else 0)
        yield Found(token, line, tuple(tokens[i : i + 60]) if token.type == "table_open" else ())
        yield from _inline_tokens(token, line)
        name = _DIRECTIVE.match(token.info)
        if token.type == "fence" and name and name["name"] not in VERBATIM:
            yield from read_tokens(token.content, line + 1)


def _inline_tokens(token: Token, line: int) -> Iterator[Found]:
    for child in token.children or ():
        yield Found(child, line)
        line += child.type in {"softbreak", "hardbreak"}


def _token_problems(root: Path, page: Page, names: set[str], found: Found, place: Place) -> Iterator[Problem]:
    token = found.token
    match token.type:
        case "html_block" | "html_inline":
            yield from (problem(place, "html-unsafe", value=part) for part in unsafe_parts(token.content))
        case "image":
            yield from _image_problems(root, page, str(token.attrs["src"]), token.content, place)
        case "link_open":
            yield from _link_problems(root, page, names, str(token.attrs["href"]), place)
        case "text" if used := dict.fromkeys(_NOTE_USED.findall(token.content)):
            made = set(_NOTE_MADE.findall(page.text))
            yield from (problem(place, "footnote-missing", value=name) for name in used if name not in made)
        case "table_open" if not any(_head_texts(found.block)):
            yield problem(place, "table-no-header")


def unsafe_parts(html: str) -> list[str]:
    """Return the tags and attributes that a page may not have: what runs, styles, loads or hides."""
    found = []
    for tag in _TAG.finditer(html):
        if tag["name"] is None:
            found.append("<!-- -->")
        elif tag["name"].lower() not in SAFE_TAGS:
            found.append(f"<{tag['name']}>")
        else:
            names = (match["name"] for match in _ATTRIBUTE.finditer(tag["attributes"]))
            found += [name for name in names if name.lower() not in SAFE_ATTRIBUTES]
    return list(dict.fromkeys(found))


def _head_texts(block: tuple[Token, ...]) -> Iterator[str]:
    for token in block:
        if token.type == "thead_close":
            return
        if token.type == "inline":
            yield token.content


def _image_problems(root: Path, page: Page, src: str, alt: str, place: Place) -> Iterator[Problem]:
    if _SCHEME.match(src) or src.startswith("//"):
        yield problem(place, "image-elsewhere", value=src)
    elif not (root / _target(page, src)).is_file():
        yield problem(place, "image-missing", value=src)
    if not alt.strip() or _FILE_NAME.fullmatch(alt.strip()):
        yield problem(place, "alt-missing", value=src)


def _link_problems(root: Path, page: Page, names: set[str], href: str, place: Place) -> Iterator[Problem]:
    scheme = _SCHEME.match(href)
    if scheme and scheme["scheme"].lower() not in SAFE_SCHEMES:
        yield problem(place, "html-unsafe", value=href)
    elif not scheme and not href.startswith("#"):
        target = _target(page, href)
        is_page = target.removesuffix(".md").removesuffix(".ipynb") in names
        if not is_page and (target.endswith((".md", ".ipynb")) or not (root / target).is_file()):
            yield problem(place, "link-dead", value=href)


def _call_problems(root: Path, page: Page, names: set[str], call: Call) -> Iterator[Problem]:
    match call.name:
        case "image" | "figure":
            yield from _image_problems(root, page, call.argument, call.option("alt"), call.place)
        case "list-table" if call.option("header-rows") in {"", "0"}:
            yield problem(call.place, "table-no-header")
        case "doc" if call.is_role:
            target = call.argument.rpartition("<")[2].strip(" >")
            if _target(page, target) not in names:
                yield problem(call.place, "link-dead", value=target)


def _target(page: Page, href: str) -> str:
    """Return where a link leads, from the root of the course."""
    path = unquote(href.partition("#")[0])
    return normpath(path.lstrip("/") if path.startswith("/") else join(dirname(page.name), path))
