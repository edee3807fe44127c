"""Leaving quickly: at once, by mouse and by keyboard, with no way back, from a folder and without scripts too."""

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Route

from tests.browser.conftest import Open

LESSON = "book/politie/aangifte-en-melding.html"
EARLIER = "book/politie/index.html"
NEUTRAL = "<!doctype html><title>Het nieuws</title><h1>Het nieuws</h1>"


@pytest.fixture
def context(open_context: Open, neutral: str) -> BrowserContext:
    opened = open_context(viewport={"width": 1280, "height": 800}, allowed=(neutral,))
    opened.route(f"{neutral}**", lambda route: route.fulfill(body=NEUTRAL, content_type="text/html"))
    return opened


@pytest.fixture
def reader(context: BrowserContext, served: str) -> Page:
    """Who read one page and is on the next."""
    page = context.new_page()
    page.goto(served + EARLIER)
    page.goto(served + LESSON)
    return page


def test_button_opens_the_neutral_site_in_the_place_of_the_page(reader: Page, neutral: str) -> None:
    before = reader.evaluate("history.length")
    reader.get_by_role("link", name="Verlaat deze site").click()
    reader.wait_for_url(neutral)
    assert reader.title() == "Het nieuws"
    assert reader.evaluate("history.length") == before


def test_back_shows_nothing_of_the_book_until_asked(reader: Page, neutral: str) -> None:
    reader.get_by_role("link", name="Verlaat deze site").click()
    reader.wait_for_url(neutral)
    reader.go_back()
    shown = reader.locator("body").inner_text()
    assert reader.url.endswith(EARLIER)
    assert shown.split("\n\n") == ["Je hebt deze pagina verlaten.", "Toon de pagina opnieuw"]
    reader.get_by_role("button", name="Toon de pagina opnieuw").click()
    assert reader.get_by_role("heading", level=1).is_visible()


def test_going_back_within_the_book_shows_the_page(reader: Page) -> None:
    reader.go_back()
    assert reader.get_by_role("heading", level=1).is_visible()
    assert not reader.get_by_text("Je hebt deze pagina verlaten.").is_visible()


def test_page_is_blank_before_the_neutral_site_answers(reader: Page, neutral: str) -> None:
    shown = reader.evaluate("""() => {
      document.querySelector(".leave").click();
      const shown = [...document.querySelectorAll("body *")].filter((part) => part.checkVisibility());
      const ground = getComputedStyle(document.documentElement).backgroundColor;
      return [shown.map((part) => part.innerText).join(), ground, document.title];
    }""")
    assert "Je hebt deze pagina verlaten." in shown[0] and "melding" not in shown[0]
    assert shown[1:] == ["rgb(255, 255, 255)", "Pagina gesloten"]
    reader.wait_for_url(neutral)


def test_shift_three_times_leaves_and_says_how_often_still(reader: Page, neutral: str) -> None:
    said = reader.locator("body > [role=status]")
    reader.keyboard.press("Shift")
    assert said.inner_text() == "Druk nog twee keer op Shift om deze site te verlaten."
    reader.keyboard.press("Shift")
    assert said.inner_text() == "Druk nog één keer op Shift om deze site te verlaten."
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
    assert reader.url.endswith(LESSON)
    assert reader.get_by_label("Zoek in de cursus").input_value() == "ABCD"


def test_leaving_wipes_the_choice_of_colours(reader: Page, served: str, neutral: str) -> None:
    reader.get_by_role("button", name="Donkere kleuren").click()
    assert reader.evaluate("({...localStorage})") == {"kleuren": "dark"}
    reader.get_by_role("link", name="Verlaat deze site").click()
    reader.wait_for_url(neutral)
    reader.goto(served + LESSON)
    assert reader.evaluate("localStorage.length") == 0


def test_leaving_works_from_a_folder(context: BrowserContext, folder: Path, neutral: str) -> None:
    page = context.new_page()
    page.goto((folder / EARLIER).as_uri())
    page.goto((folder / LESSON).as_uri())
    before = page.evaluate("history.length")
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url(neutral)
    assert page.evaluate("history.length") == before


def test_leaving_works_without_scripts(open_context: Open, served: str, neutral: str) -> None:
    context = open_context(java_script_enabled=False, allowed=(neutral,))
    asked: list[str | None] = []

    def answer(route: Route) -> None:
        asked.append(route.request.headers.get("referer"))
        route.fulfill(body=NEUTRAL, content_type="text/html")

    context.route(f"{neutral}**", answer)
    page = context.new_page()
    page.goto(served + LESSON)
    page.get_by_role("link", name="Verlaat deze site").click()
    page.wait_for_url(neutral)
    assert asked == [None]


def test_text_says_what_stays_in_the_history(reader: Page) -> None:
    reader.get_by_text("Hulplijnen", exact=True).first.click()
    hint = reader.locator(".help-leave").inner_text()
    assert "drie keer op Shift" in hint and "blijft in de geschiedenis van je browser staan" in hint
