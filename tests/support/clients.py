"""The clients: a browser, Node with the packages of package.json, Java with the HTML checker."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright

from tests.support.browser import FROM_A_FILE, launched, watched
from tests.support.quiz_book import bank
from vorming.quiz.texts import html_texts, quiz_script, render_quiz
from vorming.text.tokens import tokens_css

HERE = Path(__file__).parent / "clients"
PACKAGES = HERE / "node_modules"
STATIC = HERE.parents[2] / "src" / "vorming" / "assets" / "quiz" / "static"
POLICY = "default-src 'none'; style-src 'self'; script-src 'self'"
HEAD = f"""<!DOCTYPE html>
<html lang="nl"><head><meta charset="utf-8"><title>Quiz</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<link rel="stylesheet" href="tokens.css"><link rel="stylesheet" href="page.css"><link rel="stylesheet" href="quiz.css">
<script src="quiz.js" defer></script></head><body><main><h1>Quiz</h1>
"""
PAGE_CSS = """html { color-scheme: light dark; }
body { font: 18px/1.6 system-ui, sans-serif; max-width: 44rem; margin: 0 auto; padding: 1rem;
  background: var(--vorming-paper); color: var(--vorming-ink); }
"""


def package(name: str) -> Path:
    """Return the folder of an npm package of the lock file, or skip."""
    folder = PACKAGES / name
    if not folder.is_dir():
        pytest.skip(f"{name} ontbreekt: voer `npm ci` uit in tests/support/clients")
    return folder


@pytest.fixture(scope="session")
def browser(driver: Playwright) -> Iterator[Browser]:
    """One Chromium for all tests of this folder."""
    with launched(driver, "--allow-file-access-from-files") as opened:
        yield opened


@pytest.fixture(scope="session")
def quiz_page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A page with every type of question under a policy that allows nothing inline; its address."""
    folder = tmp_path_factory.mktemp("quiz pagina é")
    (folder / "index.html").write_text(
        f"{HEAD}{render_quiz(html_texts(bank()))}</main></body></html>", encoding="utf-8"
    )
    (folder / "tokens.css").write_text(tokens_css(), encoding="utf-8")
    (folder / "page.css").write_text(PAGE_CSS, encoding="utf-8")
    (folder / "quiz.js").write_bytes(quiz_script())
    shutil.copy(STATIC / "quiz.css", folder)
    return (folder / "index.html").as_uri()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page; a script error, a blocked file or an outside request fails the test."""
    with watched(browser, *FROM_A_FILE, viewport={"width": 900, "height": 900}) as context:
        yield context.new_page()
