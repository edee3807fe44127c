"""The one place that starts a browser."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Playwright

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
