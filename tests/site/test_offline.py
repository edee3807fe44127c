"""Reading without internet: kept on this device when asked, read with the server gone, wiped when asked."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page, Playwright, expect

from tests.site.conftest import PAGES, VIEWS, Open, find_pages
from tests.support.browser import launched
from tests.support.serving import make_certificate, serving

HOST = "cursus.test"
KEPT = "async () => [(await caches.keys()).length, (await navigator.serviceWorker.getRegistrations()).length]"


@pytest.fixture
def server(site: Path) -> Iterator[tuple[str, ExitStack]]:
    """A server that can be stopped, and its address. Loopback counts as safe, as https does."""
    with ExitStack() as stack:
        yield stack.enter_context(serving(site)), stack


@pytest.fixture
def kept(server: tuple[str, ExitStack], open_context: Open, neutral: str, lesson: str) -> Page:
    """A lesson of a book that was just kept."""
    page = open_context(allowed=(server[0], neutral)).new_page()
    page.goto(f"{server[0]}{lesson}.html")
    _wait_until_nothing_is_kept(page)
    page.get_by_role("button", name="Bewaar op dit toestel").click()
    page.get_by_text("De cursus staat op dit toestel").wait_for()
    return page


def _wait_until_nothing_is_kept(page: Page) -> None:
    page.wait_for_function(f"async () => !(await ({KEPT})()).some(Boolean)")


def test_kept_book_is_read_and_searched_with_the_server_stopped(
    kept: Page, server: tuple[str, ExitStack], site: Path, lesson: str
) -> None:
    address, stack = server
    stack.close()
    for name in ("index", PAGES[-2], *find_pages(site, *VIEWS["chart"])[-1:], lesson):
        kept.goto(f"{address}{name}.html")
        kept.locator("article h1").wait_for()
    title = kept.locator("article h1").inner_text()
    kept.wait_for_function("document.styleSheets.length > 0")
    kept.goto(f"{address}search.html")
    kept.get_by_label("Wat zoek je?").fill(title)
    expect(kept.locator(".search-results li").first).to_be_visible()


def test_it_says_how_much_is_kept_and_wiping_leaves_nothing(kept: Page) -> None:
    said = kept.locator(".keep-status").inner_text()
    megabytes = float(said.split("(")[1].split(" MB")[0].replace(",", "."))
    assert 1 < megabytes < 20 and "Wie dit toestel gebruikt, kan dat zien." in said
    expect(kept.get_by_role("button", name="Bewaar op dit toestel")).not_to_be_visible()
    kept.get_by_role("button", name="Wis", exact=True).click()
    kept.get_by_text("De cursus is van dit toestel gewist.").wait_for()
    _wait_until_nothing_is_kept(kept)
    # The worker lives on in this page: a picture that is still to come must not start a new copy.
    assert kept.evaluate(
        "async () => (await fetch(`${document.documentElement.dataset.root}_static/mark.svg`)).ok"
    )
    assert kept.evaluate(KEPT) == [0, 0]


def test_leaving_wipes_what_is_kept(kept: Page, server: tuple[str, ExitStack], neutral: str) -> None:
    kept.route(f"{neutral}**", lambda route: route.fulfill(body="Nieuws", content_type="text/html"))
    kept.reload()
    _leave(kept, server[0], neutral)


def _leave(page: Page, address: str, neutral: str) -> None:
    """Leave once the page knows its worker, and wait until nothing is kept."""
    # The page asked for its worker before: it has heard when this answer comes.
    page.evaluate("async () => void (await navigator.serviceWorker.getRegistration())")
    page.get_by_role("link", name="Verlaat deze site").click()
    page.wait_for_url(neutral)
    _wait_until_wiped(page, address)


def _wait_until_wiped(page: Page, address: str) -> None:
    page.goto(f"{address}_static/mark.svg")
    _wait_until_nothing_is_kept(page)


def test_leaving_a_page_that_was_loaded_by_force_wipes_what_is_kept(
    kept: Page, server: tuple[str, ExitStack], neutral: str
) -> None:
    kept.route(f"{neutral}**", lambda route: route.fulfill(body="Nieuws", content_type="text/html"))
    with kept.expect_navigation():
        kept.context.new_cdp_session(kept).send("Page.reload", {"ignoreCache": True})
    kept.wait_for_function("navigator.serviceWorker.controller === null")
    _leave(kept, server[0], neutral)


SAVE_AND_LEAVE = """async () => {
  document.querySelector(".keep-save").click();
  while (!(await navigator.serviceWorker.getRegistration())) await new Promise((later) => setTimeout(later));
  document.querySelector(".leave").click();
}"""


def test_leaving_while_the_book_is_being_kept_keeps_nothing(
    server: tuple[str, ExitStack], open_context: Open, neutral: str, lesson: str
) -> None:
    page = open_context(allowed=(server[0], neutral)).new_page()
    page.route(f"{neutral}**", lambda route: route.fulfill(body="Nieuws", content_type="text/html"))
    page.goto(f"{server[0]}{lesson}.html")
    # Its button answers once the page has looked what is kept.
    expect(page.locator(".keep-save")).to_be_enabled()
    page.evaluate(f"() => void ({SAVE_AND_LEAVE})()")
    page.wait_for_url(neutral)
    _wait_until_wiped(page, server[0])


@dataclass
class Host:
    """The site under a name of its own, which no browser trusts by itself as it does loopback."""

    page: Page
    address: str
    close: Callable[[], None]


@pytest.fixture
def host(request: pytest.FixtureRequest, driver: Playwright, site: Path, tmp_path: Path) -> Iterator[Host]:
    """The site over https with a certificate made for it, or over plain http."""
    certificate = make_certificate(tmp_path, HOST)
    with ExitStack() as stack:
        opened = serving(site, certificate if request.param == "https" else None)
        address = stack.enter_context(opened).replace("127.0.0.1", HOST)
        rules = f"--host-resolver-rules=MAP {HOST} 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
        trust = f"--ignore-certificate-errors-spki-list={certificate.trust}"
        with launched(driver, trust, hosts=rules) as browser:
            yield Host(browser.new_page(), address, stack.close)


@pytest.mark.parametrize("host", ["https"], indirect=True)
def test_book_is_kept_over_https_read_with_the_server_stopped_and_wiped(host: Host, lesson: str) -> None:
    page = host.page
    page.goto(f"{host.address}{lesson}.html")
    page.get_by_role("button", name="Bewaar op dit toestel").click()
    page.get_by_text("De cursus staat op dit toestel").wait_for()
    host.close()
    for name in ("index", PAGES[-2], lesson):
        page.goto(f"{host.address}{name}.html")
        page.locator("article h1").wait_for()
    page.get_by_role("button", name="Wis", exact=True).click()
    page.get_by_text("De cursus is van dit toestel gewist.").wait_for()
    _wait_until_nothing_is_kept(page)
    with pytest.raises(PlaywrightError, match="ERR_CONNECTION_REFUSED"):
        page.goto(f"{host.address}{lesson}.html")


@pytest.mark.parametrize("host", ["http"], indirect=True)
def test_nothing_is_offered_over_plain_http(host: Host, lesson: str) -> None:
    host.page.goto(f"{host.address}{lesson}.html")
    expect(host.page.locator(".keep")).not_to_be_visible()


def test_nothing_is_offered_from_a_folder(page: Page, folder: Path, lesson: str) -> None:
    page.goto((folder / f"{lesson}.html").as_uri())
    expect(page.locator(".keep")).not_to_be_visible()
