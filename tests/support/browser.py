"""The one place that starts a browser, and how to wait for what it does later than it was asked to."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, Playwright

PATIENCE = 30_000
"""How many milliseconds a test waits for a browser: long enough for a machine that does three other things."""
NEXT_FRAMES = (
    "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))"
)
COMPLAINTS = ("error", "warning")
FROM_A_FILE = ("file:", "data:", "blob:")
"""How the addresses start that a page asks for which is opened from a folder."""
LOOPBACK_ONLY = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    # The same letters on every machine, for the pictures.
    "--font-render-hinting=none",
    "--disable-lcd-text",
    "--force-color-profile=srgb",
)


@contextmanager
def launched(driver: Playwright, *more: str, hosts: str = LOOPBACK_ONLY) -> Iterator[Browser]:
    """Start Chromium with our arguments and `more`, reaching only what `hosts` says; close it at the end."""
    browser = driver.chromium.launch(
        executable_path=shutil.which("chromium"), args=[*ARGUMENTS, hosts, *more]
    )
    yield browser
    browser.close()


@contextmanager
def watched(
    browser: Browser, *own: str, ignoring: Sequence[str] = (), **options: Any
) -> Iterator[BrowserContext]:
    """Open a context that may only ask for addresses that start as `own`, and may complain of nothing else than `ignoring`."""
    context = browser.new_context(**options)
    noted: list[str] = []
    context.on("request", lambda request: None if request.url.startswith(own) else noted.append(request.url))
    context.on("console", lambda said: noted.append(said.text) if said.type in COMPLAINTS else None)
    context.on("weberror", lambda error: noted.append(str(error.error)))
    yield context
    # What is still being answered when a test ends is no failure of that test.
    for page in context.pages:
        page.unroute_all(behavior="ignoreErrors")
    context.close()
    assert [text for text in noted if not any(part in text for part in ignoring)] == []


def settle(page: Page) -> None:
    """Wait for two frames: what a browser leaves for its next frame (`autofocus`, a new size, media queries, pictures that come late) is done by then."""
    # Ends some time, where a page is never drawn; a busy machine may draw none for half a minute.
    page.wait_for_function(NEXT_FRAMES, timeout=4 * PATIENCE)


def resize(page: Page, width: int, height: int) -> None:
    """Give a window another size and wait until its page has heard of it."""
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_function(
        "([width, height]) => innerWidth === width && innerHeight === height", arg=[width, height]
    )
    settle(page)
