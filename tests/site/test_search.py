"""Searching as trainees do: their own words, other forms, from a folder too; Python and the browser stem alike."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.site.conftest import Open
from vorming.source.load import load_course
from vorming.sphinx_ext.search_items import SEARCHES, stems

DUTCH = SEARCHES["nl"]({})

# What a trainee types, and the title of a result that must be among the first five.
ASKED = {
    "melding": "Aangifte, melding, ambtshalve onderzoek",
    "meldingen": "Aangifte, melding, ambtshalve onderzoek",
    "aangiftes": "Aangifte, melding, ambtshalve onderzoek",
    "beleidsmodel": "Drie beleidsmodellen",
    "abortussen": "abortus",
    "zwangerschap afbreken": "abortus",
    "kostprijs abortus": "abortus",
    "stageplaats": "stage",
    "vrijwilligerswerk": "vrijwillig",
    "doneren": "steun",
    "solliciteren": "vacature",
    "eindwerk interview": "onderzoek",
    "zorgcentrum anoniem": "hulp na seksueel geweld",
}


@pytest.fixture(scope="module", params=["http", "file"])
def address(request: pytest.FixtureRequest, served: str, folder: Path) -> str:
    """The search page, served and in a folder."""
    return f"{served}search.html" if request.param == "http" else (folder / "search.html").as_uri()


def _search(page: Page, address: str, query: str) -> list[str]:
    page.goto(address)
    return _results(page, query)


def _results(page: Page, query: str) -> list[str]:
    """Type a query in the search page; return the titles of the results."""
    page.get_by_label("Wat zoek je?").fill(query)
    expect(_status(page)).to_contain_text(f"“{query}”" if query else "Typ een woord")
    return list(page.locator(".search-results a").all_inner_texts())


def _status(page: Page) -> Locator:
    return page.get_by_role("main").get_by_role("status")


def test_words_and_forms_that_trainees_use_are_found(page: Page, address: str) -> None:
    missed = {}
    for query, expected in ASKED.items():
        first = _search(page, address, query)[:5]
        if not any(expected.lower() in title.lower() for title in first):
            missed[query] = first
    assert missed == {}


def test_every_faq_entry_is_found_by_each_of_its_search_words(
    page: Page, served: str, course_built: Path
) -> None:
    course = load_course(course_built).course
    assert course is not None
    page.goto(f"{served}search.html")
    missed = []
    for entry in course.faq:
        for word in entry.search_words:
            if entry.question not in _results(page, word):
                missed.append((word, entry.id))
    assert missed == []


@pytest.mark.parametrize(
    ("query", "note"),
    [
        ("prostituee", "In deze cursus lees je “sekswerker”."),
        ("zonder papieren", "Een mens is nooit illegaal."),
        ("illegalen", "Een mens is nooit illegaal."),
        ("loverboy", "In deze cursus lees je “tienerpooier”."),
    ],
)
def test_other_word_finds_the_courses_word_with_a_kind_note(
    page: Page, address: str, query: str, note: str
) -> None:
    assert _search(page, address, query)
    expect(page.locator(".search-notes")).to_contain_text(note)


def test_line_above_the_results_counts_in_dutch(page: Page, address: str, site: Path) -> None:
    found = _search(page, address, "abortus")
    assert len(found) > 1
    expect(_status(page)).to_have_text(f"{len(found)} resultaten voor “abortus”.")
    many = _search(page, address, "zonder papieren")
    expect(_status(page)).to_have_text(f"De {len(many)} beste resultaten voor “zonder papieren”.")
    assert _search(page, address, "qwxz") == []
    expect(_status(page)).to_contain_text("Niets gevonden voor “qwxz”.")
    assert len(_search(page, address, _asked_once(page, _vocabulary(site)[1000:]))) == 1
    expect(_status(page)).to_contain_text("1 resultaat voor “")
    _search(page, address, "")
    expect(_status(page)).to_contain_text("Typ een woord")


def _asked_once(page: Page, words: list[str]) -> str:
    """Return a word that gives one result."""
    found = page.evaluate(
        """(words) => {
          const box = document.getElementById("zoekveld");
          return words.find((word) => {
            box.value = word;
            box.dispatchEvent(new Event("input"));
            return document.querySelectorAll(".search-results li").length === 1;
          });
        }""",
        words,
    )
    return str(found)


def test_words_that_stand_nowhere_together_give_what_comes_near(page: Page, address: str) -> None:
    assert _search(page, address, "abortus wooclap")
    expect(page.locator(".search-notes")).to_contain_text("Dit komt in de buurt.")


def test_field_above_each_page_leads_to_its_results(page: Page, served: str) -> None:
    page.goto(f"{served}book/politie/kaart.html")
    page.get_by_label("Zoek in de cursus").fill("dringende hulp & kosten")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html#*")
    expect(page.get_by_label("Wat zoek je?")).to_have_value("dringende hulp & kosten")


def test_words_searched_for_are_never_sent(open_context: Open, served: str) -> None:
    context = open_context()
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url + (request.post_data or "")))
    page = context.new_page()
    _search(page, f"{served}search.html", "verkrachting")
    page.keyboard.press("Enter")
    page.locator(".search-results a").first.click()
    page.wait_for_url(lambda url: "search.html" not in url)
    assert [url for url in asked if "verkrachting" in url.partition("#")[0]] == []


def test_browser_stems_every_word_of_the_course_as_the_index_does(
    page: Page, served: str, site: Path
) -> None:
    words = _vocabulary(site)
    page.goto(f"{served}search.html")
    stemmed = page.evaluate("(words) => words.map((word) => new Stemmer().stemWord(word))", words)
    differing = {
        word: (DUTCH.stem(word), other)
        for word, other in zip(words, stemmed, strict=True)
        if DUTCH.stem(word) != other
    }
    assert len(words) > 3000
    assert differing == {}


def test_browser_leaves_out_the_words_that_the_index_leaves_out(page: Page, served: str, site: Path) -> None:
    page.goto(f"{served}search.html")
    left_out = set(page.evaluate("[...stopwords]"))
    assert {word for word in _vocabulary(site) if not stems(word) and len(word) > 1} <= left_out


def _vocabulary(site: Path) -> list[str]:
    """Return each word that stands on a page."""
    text = " ".join(
        re.sub(r"<[^>]+>", " ", file.read_text(encoding="utf-8")) for file in sorted(site.rglob("*.html"))
    )
    return sorted({word.lower() for word in DUTCH.split(text)})


def test_an_address_that_was_cut_off_is_searched_as_it_stands(page: Page, address: str) -> None:
    page.goto(f"{address}#%E0%A4%A")
    expect(page.get_by_label("Wat zoek je?")).to_have_value("%E0%A4%A")
    assert "melding" in " ".join(_search(page, address, "melding")).lower()
