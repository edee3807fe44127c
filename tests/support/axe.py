"""axe, and what the tests ask of a page beside it: see look.js."""

from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

SCRIPTS = (
    Path(axe_playwright_python.__file__).with_name("axe.min.js"),
    Path(__file__).with_name("look.js"),
)
"""What a page, or all pages of a context, get before their own scripts."""
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
IN_A_FILE = {"preload": False, "resultTypes": ["violations"], "iframes": False}
"""Without preloading axe asks for style sheets again, which a page from a file may not."""


def violations(page: Page) -> list[str]:
    """Return what axe finds on a page that has the scripts, the contrast of its colours too."""
    found = "async tags => [...(await look.rules(tags)), ...(await look.contrast())]"
    return list(page.evaluate(found, TAGS))
