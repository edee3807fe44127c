"""What the tests of platforms and players share."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.support.browser import watched
from tests.support.clients import browser

__all__ = ["browser"]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page for a platform; a script error or a request elsewhere fails the test, a picture that the platform lacks doesn't."""
    own, size = ("http://127.0.0.1:", "data:", "about:"), {"width": 1000, "height": 900}
    with watched(browser, *own, ignoring=("favicon", "404"), viewport=size) as context:
        yield context.new_page()
