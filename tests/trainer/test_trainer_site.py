"""The trainer's own pages in a real browser: all there, all linked, nothing asked, nothing kept."""

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.conftest import ROOT, build, vorming
from tests.support.axe import IN_A_FILE
from tests.support.browser import FROM_A_FILE, resize, watched
from vorming.model.local import LIMITS

PAGES = (
    "begeleider.html",
    "begeleider/attest.html",
    "begeleider/dekking.html",
    "begeleider/feiten-nakijken.html",
    "begeleider/getuigenis.html",
    "begeleider/misvattingen.html",
    "begeleider/moeilijke-momenten.html",
    "begeleider/verslag.html",
    "dagen/proef-kort/index.html",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The trainer's site of the mini-book, in a folder with a space, a # and an é."""
    book = tmp_path_factory.mktemp("begeleider") / "een map # é"
    shutil.copytree(ROOT / "tests/books/mini", book)
    build(book, "--only", "html", "--only", "days")
    return book / "_build/trainer"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with watched(browser, *FROM_A_FILE, viewport={"width": 1200, "height": 900}) as opened:
        yield opened


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.mark.parametrize("name", PAGES)
def test_page_passes_axe_fits_a_phone_and_leads_nowhere_dead(page: Page, site: Path, name: str) -> None:
    page.goto((site / name).as_uri())
    found = Axe().run(page, options=IN_A_FILE).response["violations"]
    assert [violation["id"] for violation in found] == []
    for href in page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)"):
        parts = urlsplit(href)
        # The packs are another output's; a source to check a fact again stands on the web.
        is_there = "/packs/" in href or Path(unquote(parts.path)).exists()
        assert is_there if parts.scheme == "file" else parts.scheme == "https", href
    resize(page, 320, 700)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_book_of_the_trainer_leads_to_her_own_pages_and_the_deck(page: Page, site: Path) -> None:
    page.goto((site / "book/les/eerste.html").as_uri())
    page.get_by_role("link", name="Dia's van deze pagina").click()
    page.wait_for_selector("html.is-ready")
    expect(page).to_have_url(re.compile(r"/dias/eerste\.html(#.*)?$"))
    page.go_back()
    page.get_by_role("link", name="Voor de begeleider").click()
    expect(page.get_by_role("heading", name="Proefmodule")).to_be_visible()


def test_trainee_gets_none_of_it(site: Path) -> None:
    trainee = site.with_name("html")
    names = {path.relative_to(trainee).parts[0] for path in trainee.rglob("*")}
    assert not names & {"begeleider.html", "begeleider", "dias", "dagen"}
    assert "begeleider.html" not in (trainee / "book/les/eerste.html").read_text(encoding="utf-8")


def test_difficult_moments_misconceptions_and_testimony_come_from_the_data(page: Page, site: Path) -> None:
    page.goto((site / "begeleider/moeilijke-momenten.html").as_uri())
    card = page.locator("article.card").first
    for word in ("In één zin", "In één minuut", "Volgens UTSOPI", "Grens", "Stop als"):
        expect(card).to_contain_text(word, use_inner_text=True)
    expect(card).to_contain_text("KANARIEMOMENT", use_inner_text=True)
    page.goto((site / "begeleider/misvattingen.html").as_uri())
    expect(page.get_by_role("main")).to_contain_text("M01")
    page.goto((site / "begeleider/dekking.html").as_uri())
    expect(page.get_by_role("main")).to_contain_text("Kan een melding anoniem?")


def test_facts_of_one_module_or_of_the_coming_month(page: Page, site: Path) -> None:
    page.clock.set_fixed_time("2020-01-01T12:00:00")
    page.goto((site / "begeleider/feiten-nakijken.html").as_uri())
    rows = page.locator("tbody tr:visible")
    count = rows.count()
    page.get_by_label("Module").select_option("proef")
    shown = rows.count()
    assert 0 < shown <= count
    expect(page.locator("#shown")).to_have_text(f"{shown} zaken.")
    page.get_by_label("Enkel wat binnen een maand").check()
    expect(rows).to_have_count(0)


def test_facts_over_their_date_are_marked_on_the_day_itself(page: Page, site: Path) -> None:
    page.clock.set_fixed_time("2099-01-01T12:00:00")
    page.goto((site / "begeleider/feiten-nakijken.html").as_uri())
    rows = page.locator("tbody tr")
    expect(rows.first).to_be_visible()
    expect(page.locator("tbody tr.is-due")).to_have_count(rows.count())
    expect(page.locator("#due")).to_contain_text("over hun datum")


def test_form_saves_a_log_that_the_command_accepts(page: Page, site: Path, tmp_path: Path) -> None:
    page.goto((site / "begeleider/verslag.html").as_uri())
    page.get_by_role("button", name="Bewaar als bestand").click()
    expect(page.get_by_role("alert")).to_have_text("Kies een module en vul de datum in.")
    page.get_by_label("Module").select_option("proef")
    page.get_by_label("Datum").fill("2026-11-20")
    page.get_by_label("Hoeveel mensen waren er?").fill("14")
    page.locator("#steps summary", has_text="Eerste les").click()
    page.get_by_label("Opdracht").fill("7")
    page.get_by_label("Welke vraag kwam er").fill('Mag je "nee" zeggen?\nEn: wie betaalt? {ja} [nee] # slot')
    page.get_by_label("Welk feit werd betwist?").select_option("prijs-zorg")
    page.get_by_label("Wat zei men daarover?").fill("Bij ons: 'meer' \\ minder")
    page.get_by_role("button", name="Nog een feit").click()
    page.locator("#fact-1").select_option(index=1)
    page.locator("#said-1").fill("Klopt dat\nnog?")
    page.locator("#hands summary", has_text="Eerste les").click()
    page.get_by_role("group", name="Melding anoniem?").get_by_label("B").fill("9")
    with page.expect_download() as download:
        page.get_by_role("button", name="Bewaar als bestand").click()
    assert download.value.suggested_filename == "verslag-2026-11-20-proef.yml"
    saved = tmp_path / "verslag.yml"
    download.value.save_as(saved)
    done = vorming(site.parents[1], "log", "add", str(saved))
    assert done.returncode == 0, done.stdout + saved.read_text(encoding="utf-8")
    report = vorming(site.parents[1], "log", "report").stdout
    assert 'Mag je "nee" zeggen?' in report and "En: wie betaalt? {ja} [nee] # slot" in report
    assert "Bij ons: 'meer' \\ minder" in report and "Klopt dat nog?" in report
    shutil.rmtree(site.parents[1] / "book/_data/sessions")


def test_form_saves_no_number_that_the_command_refuses(page: Page, site: Path) -> None:
    page.goto((site / "begeleider/verslag.html").as_uri())
    page.get_by_label("Module").select_option("proef")
    page.get_by_label("Datum").fill("2026-11-20")
    page.locator("#steps summary", has_text="Eerste les").click()
    page.locator("#hands summary", has_text="Eerste les").click()
    fields = {
        "group": page.get_by_label("Hoeveel mensen waren er?"),
        "minutes": page.get_by_label("Hoeveel minuten duurde het?"),
        "ran_long": page.get_by_label("Opdracht"),
        "hands": page.get_by_role("group", name="Melding anoniem?").get_by_label("B"),
    }
    assert fields.keys() == LIMITS.keys()
    for name, (low, high) in LIMITS.items():
        for value in (low - 1, high + 1):
            fields[name].fill(str(value))
            page.get_by_role("button", name="Bewaar als bestand").click()
            expect(page.get_by_role("alert")).to_contain_text(f"van {low} tot {high}")
            expect(fields[name]).to_be_focused()
        fields[name].fill(str(high))
    with page.expect_download():
        page.get_by_role("button", name="Bewaar als bestand").click()


def test_another_day_leaves_in_the_form_what_does_not_depend_on_it(page: Page, site: Path) -> None:
    page.goto((site / "begeleider/verslag.html").as_uri())
    page.get_by_label("Module").select_option("proef")
    page.get_by_label("Wat zei men daarover?").fill("Bij ons is het meer.")
    page.locator("#hands summary", has_text="Eerste les").click()
    hands = page.get_by_role("group", name="Melding anoniem?").get_by_label("B")
    hands.fill("9")
    page.locator("#day").select_option(index=1)
    expect(page.get_by_label("Wat zei men daarover?")).to_have_value("Bij ons is het meer.")
    expect(hands).to_have_value("9")


def test_form_asks_hands_only_for_the_questions_of_the_day(page: Page, site: Path) -> None:
    page.goto((site / "begeleider/verslag.html").as_uri())
    page.get_by_label("Module").select_option("proef")
    asked = "rows => rows.filter((row) => !row.hidden).map((row) => row.dataset.question)"
    rows = page.locator("#hands .row")
    everything = rows.evaluate_all(asked)
    page.locator("#day").select_option(index=1)
    data = json.loads(page.locator("#course").text_content() or "")
    day = page.locator("#day").input_value()
    of_day = next(found["questions"] for found in data["days"] if found["id"] == day)
    assert set(rows.evaluate_all(asked)) == {*everything} & {*of_day} < {*everything}
    expect(page.locator("#hands details:not(:has(.row:not([hidden])))").first).to_be_hidden()


def test_form_takes_the_hands_that_the_speaker_counted(context: BrowserContext, site: Path) -> None:
    speaker = context.new_page()
    speaker.goto((site / "dagen/proef-kort/dia-spreker.html").as_uri())
    with context.expect_page() as opened:
        speaker.evaluate("document.getElementById('form').click()")
    form = opened.value
    expect(form.locator("#module")).to_have_value("proef")
    form.locator("#steps summary", has_text="Eerste les").click()
    expect(form.get_by_label("Start")).to_be_visible()
    form.close()
    speaker.close()


def test_certificate_proposes_the_hours_of_the_day_in_quarters(page: Page, site: Path) -> None:
    page.goto((site / "begeleider/attest.html").as_uri())
    page.evaluate("document.querySelector('#day option').dataset.minutes = 135")
    page.get_by_label("Dag").dispatch_event("input")
    expect(page.get_by_label("Aantal uren")).to_have_value("2,25")


def test_certificate_prints_a_typed_name_and_keeps_nothing(page: Page, site: Path) -> None:
    page.goto((site / "begeleider/attest.html").as_uri())
    page.get_by_label("Namen").fill("KANARIENAAM\nTweede naam")
    page.get_by_label("Datum").fill("2026-11-20")
    page.get_by_label("Aantal uren").fill("3,5")
    page.emulate_media(media="print")
    paper = page.get_by_role("main")
    for text in ("KANARIENAAM", "Tweede naam", "20/11/2026", "3,5", "Proefmodule", "Je kent de prijs."):
        expect(paper).to_contain_text(text, use_inner_text=True)
    expect(paper).not_to_contain_text("Druk af", use_inner_text=True)
    page.emulate_media(media="screen")
    kept = page.evaluate("JSON.stringify([localStorage, sessionStorage, document.cookie, location.href])")
    assert "KANARIENAAM" not in kept
    page.reload()
    expect(page.get_by_label("Namen")).to_be_empty()
