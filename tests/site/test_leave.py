"""Leaving quickly: at once, by mouse and by keyboard, with no way back, from a folder and without scripts too.

Firefox does the same in `tests/site/test_firefox.py`.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.site.conftest import HOME, Open

NEUTRAL = "<!doctype html><title>Het nieuws</title><h1>Het nieuws</h1>"


@pytest.fixture
def context(open_context: Open, neutral: str) -> BrowserContext:
    opened = open_context(viewport={"width": 1280, "height": 800}, allowed=(neutral,))
    opened.route(f"{neutral}**", lambda route: route.fulfill(body=NEUTRAL, content_type="text/html"))
    return opened


@pytest.fixture
def reader(context: BrowserContext, served: str, lesson: str, earlier: str) -> Page:
    """Who read one page and is on the next."""
    page = context.new_page()
    page.goto(f"{served}{earlier}.html")
    page.goto(f"{served}{lesson}.html")
    return page


def test_button_opens_the_neutral_site_in_the_place_of_the_page(reader: Page, neutral: str) -> None:
    before = reader.evaluate("history.length")
    reader.get_by_role("link", name="Verlaat deze site").click()
    reader.wait_for_url(neutral)
    expect(reader).to_have_title("Het nieuws")
    assert reader.evaluate("history.length") == before


@pytest.fixture(params=["http", "file"])
def base(request: pytest.FixtureRequest, served: str, folder: Path) -> str:
    """The site on a server, and in a folder."""
    return served if request.param == "http" else f"{folder.as_uri()}/"


@pytest.fixture
def left(context: BrowserContext, base: str, neutral: str, lesson: str, earlier: str) -> Page:
    """The tab of who read three pages, went back and forth between them, and left."""
    page = context.new_page()
    for name in (HOME, earlier, lesson):
        page.goto(f"{base}{name}.html")
    page.go_back()
    expect(page).to_have_url(f"{base}{earlier}.html")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.go_forward()
    expect(page).to_have_url(f"{base}{lesson}.html")
    page.get_by_role("link", name="Verlaat deze site").click()
    page.wait_for_url(neutral)
    return page


def go_back(left: Page, base: str) -> None:
    """Press Back, and wait until the page that was left is there again, which shows nothing."""
    with left.expect_event("framenavigated", lambda frame: frame.url.startswith(base)):
        left.evaluate("setTimeout(() => history.back())")


def test_back_ends_at_the_other_site_again_each_time(left: Page, base: str, neutral: str) -> None:
    for _ in range(2):
        go_back(left, base)
        left.wait_for_url(neutral)
        expect(left).to_have_title("Het nieuws")


def test_page_that_back_opens_is_blank_as_long_as_the_other_site_does_not_come(
    left: Page, base: str, neutral: str
) -> None:
    # The other site does not come.
    left.context.route(f"{neutral}**", lambda route: route.fulfill(status=204))
    with left.expect_event("requestfailed", lambda request: request.url == neutral):
        go_back(left, base)
    left.wait_for_function("document.readyState === 'complete'")
    text, ground = left.evaluate(SHOWN)
    assert text in ("", "Even geduld …")
    # Leaving may stop the page before its stylesheet is there: then it has nothing to paint, now or later.
    assert ground == "rgb(255, 255, 255)" or (text, ground) == ("", "rgba(0, 0, 0, 0)")


def test_who_opens_the_book_again_reads_on_and_goes_back_as_ever(
    left: Page, base: str, lesson: str, earlier: str
) -> None:
    left.goto(f"{base}{lesson}.html")
    expect(left.get_by_role("heading", level=1)).to_be_visible()
    left.goto(f"{base}{earlier}.html")
    left.go_back()
    expect(left).to_have_url(f"{base}{lesson}.html")
    expect(left.get_by_role("heading", level=1)).to_be_visible()
    left.wait_for_function("sessionStorage.length === 0")


def test_mark_in_the_tab_says_that_she_left_and_not_what_she_read(
    left: Page, base: str, neutral: str
) -> None:
    left.goto(f"{base}_static/mark.svg")  # runs no script of the site
    left.wait_for_function("sessionStorage.weg === 'ja'")
    assert left.evaluate("[{...localStorage}, {...sessionStorage}]") == [{}, {"weg": "ja"}]


def test_page_is_blank_before_the_neutral_site_answers(reader: Page, neutral: str) -> None:
    shown = reader.evaluate(
        f"() => {{ document.querySelector('.leave').click(); return [...({SHOWN})(), document.title]; }}"
    )
    assert shown == ["Even geduld …", "rgb(255, 255, 255)", "Even geduld …"]
    reader.wait_for_url(neutral)


SHOWN = """() => {
  const shown = [...document.querySelectorAll("body *")].filter((part) => part.checkVisibility());
  return [shown.map((part) => part.innerText).join(), getComputedStyle(document.documentElement).backgroundColor];
}"""


TWICE_MORE = "Druk nog twee keer op Shift om deze site te verlaten."


def test_shift_three_times_leaves_and_says_how_often_still(reader: Page, neutral: str) -> None:
    said = reader.locator("body > [role=status]")
    reader.keyboard.press("Shift")
    expect(said).to_have_text(TWICE_MORE)
    reader.keyboard.press("Shift")
    expect(said).to_have_text("Druk nog één keer op Shift om deze site te verlaten.")
    reader.keyboard.press("Shift")
    reader.wait_for_url(neutral)


def test_capitals_and_clicks_with_shift_do_not_leave(reader: Page) -> None:
    reader.get_by_label("Zoek in de cursus").focus()
    for key in "ABCD":
        reader.keyboard.press(f"Shift+{key}")
    for _ in range(4):
        reader.keyboard.down("Shift")
        reader.locator("h1").click()
        reader.keyboard.up("Shift")
    # After all those it still counts this one as the first.
    expect(reader.locator("body > [role=status]")).to_have_text(TWICE_MORE)
    expect(reader.locator("html")).not_to_have_class(re.compile("is-left"))
    expect(reader.get_by_label("Zoek in de cursus")).to_have_value("ABCD")


def test_leaving_wipes_the_choice_of_colours(reader: Page, served: str, neutral: str, lesson: str) -> None:
    reader.get_by_role("button", name="Donkere kleuren").click()
    reader.wait_for_function('JSON.stringify(localStorage) === \'{"kleuren":"dark"}\'')
    reader.get_by_role("link", name="Verlaat deze site").click()
    reader.wait_for_url(neutral)
    reader.goto(f"{served}{lesson}.html")
    reader.wait_for_function("localStorage.length === 0")


def test_leaving_works_from_a_folder(
    context: BrowserContext, folder: Path, neutral: str, lesson: str, earlier: str
) -> None:
    page = context.new_page()
    page.goto((folder / f"{earlier}.html").as_uri())
    page.goto((folder / f"{lesson}.html").as_uri())
    before = page.evaluate("history.length")
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url(neutral)
    assert page.evaluate("history.length") == before


def test_leaving_works_without_scripts(open_context: Open, served: str, neutral: str, lesson: str) -> None:
    context = open_context(java_script_enabled=False, allowed=(neutral,))
    asked: list[str | None] = []

    def answer(route: Route) -> None:
        asked.append(route.request.headers.get("referer"))
        route.fulfill(body=NEUTRAL, content_type="text/html")

    context.route(f"{neutral}**", answer)
    page = context.new_page()
    page.goto(f"{served}{lesson}.html")
    page.get_by_role("link", name="Verlaat deze site").click()
    page.wait_for_url(neutral)
    assert asked == [None]


def test_text_says_what_stays_in_the_history(reader: Page) -> None:
    reader.get_by_text("Hulplijnen", exact=True).first.click()
    hint = reader.locator(".help-leave")
    expect(hint).to_be_visible()
    expect(hint).to_contain_text("drie keer op Shift")
    expect(hint).to_contain_text("blijft in de geschiedenis van je browser staan")
