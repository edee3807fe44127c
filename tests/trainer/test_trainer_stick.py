"""The trainer's folder, copied by itself to a stick: every link on every page leads somewhere on it."""

import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html

LINKS = {"a": "href", "link": "href", "script": "src", "img": "src", "iframe": "src", "source": "srcset"}


@pytest.fixture(scope="module")
def stick(course_built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stick") / "mijn stick # é" / "begeleider"
    return shutil.copytree(course_built / "_build/trainer", folder)


@cache
def page(path: Path) -> html.HtmlElement:
    return html.document_fromstring(path.read_bytes())


def links(path: Path) -> Iterator[str]:
    """Yield what a page asks for or leads to, as it is written."""
    for element in page(path).iter(*LINKS):
        value = element.get(LINKS[element.tag])
        if value and not value.startswith(("data:", "mailto:", "tel:", "https:", "http:")):
            yield from (
                (part.strip().split()[0] for part in value.split(",")) if element.tag == "source" else [value]
            )


def dead(stick: Path, path: Path) -> Iterator[str]:
    for link in links(path):
        parts = urlsplit(link)
        target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
        where = f"{path.relative_to(stick)}: {link}"
        if not target.is_relative_to(stick) or not target.is_file():
            yield f"{where} is not on the stick"
        elif parts.fragment and target.suffix == ".html" and not _has(target, unquote(parts.fragment)):
            yield f"{where} has no such place"


def _has(path: Path, fragment: str) -> bool:
    """Tell whether a page has an id; a deck is addressed as #/id or by the number of a slide from 0."""
    name = fragment.removeprefix("/")
    if name.isdigit():
        return int(name) < len(page(path).find_class("dia"))
    return bool(page(path).xpath("//*[@id=$name or @name=$name]", name=name))


def test_every_link_of_every_page_stays_on_the_stick(stick: Path) -> None:
    pages = sorted(stick.rglob("*.html"))
    assert {path.relative_to(stick).parts[0] for path in pages} >= {"begeleider", "dias", "dagen", "book"}
    assert [text for path in pages for text in dead(stick, path)] == []


def test_start_page_reaches_every_deck_run_sheet_pack_and_page_of_hers(stick: Path) -> None:
    start = stick / "begeleider.html"
    reached = {(start.parent / unquote(urlsplit(link).path)).resolve() for link in links(start)}
    for part, pattern in {
        "dias": "*.html",
        "dagen": "*/index.html",
        "packs": "*.pdf",
        "begeleider": "*.html",
    }.items():
        made = {path for path in (stick / part).glob(pattern) if not path.stem.endswith("-spreker")}
        assert made and made <= reached, part


def test_no_page_asks_another_host_to_draw_itself(stick: Path) -> None:
    for path in sorted(stick.rglob("*.html")):
        for element in page(path).iter("link", "script", "img", "iframe", "source"):
            value = element.get(LINKS[element.tag]) or ""
            is_asked = element.tag != "link" or "stylesheet" in (element.get("rel") or "")
            assert not (is_asked and value.startswith(("http:", "https:", "//"))), f"{path}: {value}"
