"""The real site in a real browser, with no network: what it asks elsewhere or complains of fails the test."""

import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, BrowserContext, Page

from tests.conftest import COURSE
from tests.support.browser import FROM_A_FILE, PATIENCE, settle, watched
from tests.support.serving import serving
from vorming.source.load import load_course

Open = Callable[..., BrowserContext]


def page_names() -> list[str]:
    """Every page of the book, from its own list, and the search page."""

    def names(value: object) -> Iterator[str]:
        if isinstance(value, dict):
            yield from (str(value[key]) for key in ("root", "file") if key in value)
        for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            yield from names(part)

    return [*names(yaml.safe_load((COURSE / "_toc.yml").read_text(encoding="utf-8"))), "search"]


PAGES = page_names()
HOME = PAGES[0]
LESSON = ("lesson-steps", 'data-type="single"', "std-term", "page-sources")
"""What the page of a lesson holds that a reader can do everything on."""
VIEWS = {
    "home": (),
    "lesson": LESSON,
    "search": ('id="zoekveld"',),
    "chart": ("<figure [^>]*chart",),
    "comparison": ("comparison-tools",),
}
"""What pages of each kind hold."""


def find_pages(site: Path, *patterns: str) -> list[str]:
    """Return the pages whose HTML has all of these; a course without one is no course to try that on."""
    texts = ((name, (site / f"{name}.html").read_text("utf-8")) for name in PAGES)
    found = [name for name, text in texts if all(re.search(pattern, text) for pattern in patterns)]
    assert found, f"no page has {patterns}"
    return found


@pytest.fixture(scope="session")
def site(course_built: Path) -> Path:
    """The trainee's site of the real course."""
    return course_built / "_build" / "html"


@pytest.fixture(scope="session")
def lesson(site: Path) -> str:
    """The page of a lesson that is not the first of its part."""
    # Its row of steps shows one for each lesson up to this one.
    return find_pages(site, *LESSON, "(is-reached.*){2}")[0]


@pytest.fixture(scope="session")
def earlier(lesson: str) -> str:
    """The page before that lesson."""
    return PAGES[PAGES.index(lesson) - 1]


@pytest.fixture(scope="session")
def served(site: Path) -> Iterator[str]:
    """The address of the site on a server of its own."""
    with serving(site) as address:
        yield address


@pytest.fixture(scope="session")
def neutral(course_built: Path) -> str:
    """The neutral site that the course names; a stub of it answers."""
    course = load_course(course_built).parsed
    return str(course.organisation.leave_address)


@pytest.fixture(scope="session")
def folder(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site in a folder that tries every address: a space, a # and an é."""
    return shutil.copytree(site, tmp_path_factory.mktemp("usb") / "mijn map # é")


@pytest.fixture
def open_context(browser: Browser, served: str) -> Iterator[Open]:
    """Open contexts as asked; at the end none may have reached out or complained."""
    with ExitStack() as stack:

        def open_one(allowed: tuple[str, ...] = (), **options: Any) -> BrowserContext:
            own = (served, *FROM_A_FILE, *allowed)
            return stack.enter_context(watched(browser, *own, locale="nl-BE", **options))

        yield open_one


@pytest.fixture
def page(open_context: Open) -> Page:
    """A page of 1280 px in a fresh context."""
    return open_context(viewport={"width": 1280, "height": 800}).new_page()


@pytest.fixture
def phone(open_context: Open) -> Page:
    """A page of a phone of 390 px that is touched."""
    return open_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, device_scale_factor=2
    ).new_page()


@contextmanager
def weighing(page: Page) -> Iterator[list[float]]:
    """Note how many bytes each answer takes over the wire, until all is there that the page asked for in the block."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[float] = []
    coming: set[str] = set()

    def note(event: dict[str, Any]) -> None:
        # The icon of the tab is of type Other: the browser may drop it without a word.
        if event.get("type") != "Other":
            coming.add(event["requestId"])

    session.on("Network.requestWillBeSent", note)
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    for over in ("Network.loadingFinished", "Network.loadingFailed"):
        session.on(over, lambda event: coming.discard(event["requestId"]))
    yield sizes
    settle(page)
    # Once at least: what the page asked in those frames is heard before the answer.
    session.send("Runtime.evaluate", {"expression": "0"})
    end = time.monotonic() + PATIENCE / 1000
    while coming and time.monotonic() < end:
        session.send("Runtime.evaluate", {"expression": "0"})
    assert not coming
    session.detach()
