"""What the tests of platforms and players share."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.support.browser import PATIENCE, watch
from tests.support.clients import browser

__all__ = ["browser"]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page for a platform; a script error or a request elsewhere fails the test, a picture that the platform lacks doesn't."""
    opened = browser.new_page(viewport={"width": 1000, "height": 900})
    wrong = watch(opened.context, "http://127.0.0.1:", "data:", "about:")
    opened.set_default_timeout(PATIENCE)
    yield opened
    opened.close()
    assert [text for text in wrong if "favicon" not in text and "404" not in text] == []
