"""What the tests of clients share."""

from tests.support.clients import browser, page, quiz_page

__all__ = ["browser", "page", "quiz_page"]
