"""Searching as trainees do: their own words, other forms, from a folder too; Python and the browser stem alike."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Request, expect

from tests.site.conftest import Open
from tests.support.serving import serving
from vorming.model.course import Course
from vorming.sphinx_ext.search_items import SEARCHES, stems

DUTCH = SEARCHES["nl"]({})

# What a trainee types in the search of the mini-book, and the title of a result that must be among the first five.
ASKED = {
    "melding": "melding",
    "meldingen": "melding",
    "kostprijs": "Wat kost zorg?",
    "zorgen": "Wat kost zorg?",
    "loketten": "Eerste les",
    "bezoeken": "Eerste les",
    "loket euro": "Eerste les",
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


def test_words_and_forms_that_trainees_use_are_found(open_context: Open, mini_built: Path) -> None:
    missed = {}
    with serving(mini_built / "_build" / "html") as address:
        page = open_context((address,)).new_page()
        for query, expected in ASKED.items():
            first = _search(page, f"{address}search.html", query)[:5]
            if expected not in first:
                missed[query] = first
    assert missed == {}


def test_every_lesson_is_found_by_its_title(page: Page, address: str, course: Course) -> None:
    page.goto(address)
    first = {lesson.title: _results(page, lesson.title)[:1] for lesson in course.lessons}
    assert {title: found for title, found in first.items() if found != [title]} == {}


def test_every_faq_entry_is_found_by_each_of_its_search_words(
    page: Page, served: str, course: Course
) -> None:
    page.goto(f"{served}search.html")
    missed = []
    for entry in course.faq:
        for word in entry.search_words:
            if entry.question not in _results(page, word):
                missed.append((word, entry.id))
    assert missed == []


def test_other_word_finds_the_courses_word_with_a_kind_note(page: Page, address: str, course: Course) -> None:
    page.goto(address)
    noted = [found for found in course.language.search_words if found.note]
    assert noted
    for found in noted:
        for word in found.words:
            assert _results(page, word), word
            expect(page.locator(".search-notes")).to_contain_text(found.note or "")


def test_line_above_the_results_counts_in_dutch(page: Page, address: str, site: Path) -> None:
    page.goto(address)
    words = _vocabulary(site)
    few, one = _with_results(page, words, 2, 10)[0], _with_results(page, words, 1, 1)[0]
    found = _results(page, few)
    expect(_status(page)).to_have_text(f"{len(found)} resultaten voor “{few}”.")
    assert len(_results(page, one)) == 1
    expect(_status(page)).to_contain_text("1 resultaat voor “")
    assert _results(page, "qwxz") == []
    expect(_status(page)).to_contain_text("Niets gevonden voor “qwxz”.")
    # In any course the words of its titles stand on most pages.
    many = _with_results(page, words, 30, 30)[0]
    _results(page, many)
    expect(_status(page)).to_have_text(f"De 30 beste resultaten voor “{many}”.")
    _search(page, address, "")
    expect(_status(page)).to_contain_text("Typ een woord")


def _with_results(page: Page, words: list[str], least: int, most: int) -> list[str]:
    """Return up to three words that give so many results, each with another first one."""
    found: list[str] = page.evaluate(
        """([words, least, most]) => {
          const box = document.getElementById("zoekveld");
          const found = new Map();
          for (const word of words) {
            box.value = word;
            box.dispatchEvent(new Event("input"));
            const rows = document.querySelectorAll(".search-results a");
            const isFit = rows.length >= least && rows.length <= most;
            if (isFit && !found.has(rows[0].href)) found.set(rows[0].href, word);
            if (found.size === 3) break;
          }
          return [...found.values()];
        }""",
        [words, least, most],
    )
    return found


def test_words_that_stand_nowhere_together_give_what_comes_near(page: Page, address: str, site: Path) -> None:
    page.goto(address)
    one, other, _ = _with_results(page, _vocabulary(site), 1, 1)
    assert _results(page, f"{one} {other}")
    expect(page.locator(".search-notes")).to_contain_text("Dit komt in de buurt.")


def test_field_above_each_page_leads_to_its_results(page: Page, served: str, course: Course) -> None:
    page.goto(f"{served}{course.lessons[0].page}.html")
    page.get_by_label("Zoek in de cursus").fill("dringende hulp & kosten")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html#*")
    expect(page.get_by_label("Wat zoek je?")).to_have_value("dringende hulp & kosten")


def test_words_searched_for_are_never_sent(
    open_context: Open, served: str, site: Path, course: Course
) -> None:
    context = open_context()
    asked: list[Request] = []
    context.on("request", lambda request: asked.append(request))
    page = context.new_page()
    assert _search(page, f"{served}search.html", course.lessons[0].title)
    page.keyboard.press("Enter")
    page.locator(".search-results a").first.click()
    page.wait_for_url(lambda url: "search.html" not in url)
    # Only files of the site are asked for, by their names alone.
    assert asked
    for request in asked:
        # After the question mark stands the digest of a style or a script.
        path, _, digest = request.url.partition("#")[0].removeprefix(served).partition("?")
        assert re.fullmatch(r"(v=[0-9a-f]+)?", digest), request.url
        assert (site / (path or "index.html")).is_file() and not request.post_data, request.url


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
    assert words and differing == {}


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


def test_an_address_that_was_cut_off_is_searched_as_it_stands(
    page: Page, address: str, course: Course
) -> None:
    page.goto(f"{address}#%E0%A4%A")
    expect(page.get_by_label("Wat zoek je?")).to_have_value("%E0%A4%A")
    title = course.lessons[0].title
    assert title in _search(page, address, title)
