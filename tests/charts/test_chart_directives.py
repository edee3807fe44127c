"""Charts, comparisons and cards on a page: what a reader of the site, and who doesn't see it, gets."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Browser, Locator, Page, expect

from tests.conftest import MINI, vorming
from tests.support.browser import resize
from vorming.charts import FOLDER, RenderedChart, render_cached, render_chart
from vorming.model.course import Course
from vorming.source.load import load_course

PAGE = """
# Kaart

```{chart} matrix
```

```{chart} drie-modellen
```

```{comparison}
```

```{comparison}
:jurisdictions: BB ZA
:attributes: kopen-strafbaar contract
```

```{jurisdiction} ZA
```

"""


def _fill(root: Path, page: str) -> Path:
    """Give the mini-book a comparison of ten places, and a page that shows it."""
    shutil.copy(Path(__file__).with_name("policies.yml"), root / "book/_data")
    (root / "book/les/kaart.md").write_text(page, encoding="utf-8")
    return root


def _build(root: Path, *names: str) -> subprocess.CompletedProcess[str]:
    return vorming(root, "build", *(word for name in names for word in ("--only", name)))


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = _fill(shutil.copytree(MINI, tmp_path_factory.mktemp("kaarten") / "boek"), PAGE)
    done = _build(root, "html", "trainer")
    assert done.returncode == 0, done.stderr
    return root


@pytest.fixture(scope="module")
def page(book: Path) -> html.HtmlElement:
    return html.parse(str(book / "_build/html/book/les/kaart.html")).getroot()


def _table(page: html.HtmlElement, index: int) -> list[list[str]]:
    table = page.xpath("//table[contains(@class,'comparison')]")[index]
    return [[cell.text_content().strip() for cell in row.xpath("./th|./td")] for row in table.xpath(".//tr")]


def test_a_chart_has_alternatives_for_the_dark_and_the_phone(book: Path, page: html.HtmlElement) -> None:
    pictures = page.xpath("//figure[contains(@class,'chart-matrix')]//picture")
    assert [picture.get("class") for picture in pictures] == ["only-light", "only-dark"]
    for picture in pictures:
        for address in (*picture.xpath(".//source/@srcset"), *picture.xpath(".//img/@src")):
            assert (book / "_build/html/book/les" / address).resolve().is_file()
        (image,) = picture.xpath(".//img")
        assert image.get("alt").startswith("10 rechtsgebieden vergeleken in 3 vragen")
        assert int(image.get("width")) == 660 and int(image.get("height")) > 300


def test_the_table_of_a_chart_stands_in_a_fold_below_it(page: html.HtmlElement) -> None:
    fold = page.xpath("//figure[contains(@class,'chart-matrix')]/following-sibling::details[1]")[0]
    assert fold.xpath("string(./summary)") == "Bekijk als tabel"
    assert len(fold.xpath(".//tbody/tr")) == 10
    assert fold.xpath(".//tbody/tr/th") and fold.xpath(".//thead//th")


def test_a_comparison_shows_what_is_chosen(page: html.HtmlElement) -> None:
    assert len(_table(page, 0)) == 11 and len(_table(page, 0)[0]) == 5
    assert _table(page, 1) == [
        ["Rechtsgebied", "Model", "kopen strafbaar", "contract mogelijk"],
        ["Zuidland", "Restrictief", "nee*", "deels"],
        ["Bergland", "Integratief", "nee", "ja"],
    ]


def test_legend_of_a_comparison_explains_the_signs_it_has(page: html.HtmlElement) -> None:
    long, short = (node.text_content() for node in page.xpath("//p[contains(@class,'comparison-legend')]"))
    assert "†" in long and "†" not in short


def test_only_a_long_comparison_gets_tools_and_they_wait_for_a_script(page: html.HtmlElement) -> None:
    (tools,) = page.xpath("//form[contains(@class,'comparison-tools')]")
    assert tools.get("hidden") is not None
    assert not page.xpath("//table[contains(@class,'comparison')]//*[@hidden]")


def test_a_card_names_a_source_and_its_kind_for_each_verified_value(page: html.HtmlElement) -> None:
    (card,) = page.xpath("//div[contains(@class,'box-jurisdiction')]")
    said = " ".join(card.text_content().split())
    assert "Restrictief: met vergunningen van de gemeente" in said
    assert "1 oktober 2000: Verbod weg (datum niet nagekeken)" in said.replace("\u00a0", " ")
    assert "Een centrum" in said and "(pers)" in said and "Niet nagekeken." in said
    assert len(card.xpath(".//dl/dt")) == 3


def test_the_flags_of_a_card_are_for_the_trainer_alone(book: Path) -> None:
    flag = "KANARIEVLAG"
    trainee, trainer = (
        "".join(
            path.read_text(encoding="utf-8")
            for path in (book / "_build" / name).rglob("*.*")
            if path.suffix in {".html", ".js"}
        )
        for name in ("html", "trainer")
    )
    assert flag in trainer and flag not in trainee


def test_a_chart_is_drawn_once_for_all_pages(book: Path) -> None:
    drawn = [re.sub(r"-[0-9a-f]{8}", "", path.name) for path in (book / "_build/html/_images").glob("*.svg")]
    variants = ("dark", "narrow", "narrow-dark", "wide")
    assert sorted(drawn) == sorted(
        f"{name}-{variant}.svg" for name in ("matrix", "drie-modellen") for variant in variants
    )


def test_a_drawing_is_kept_until_its_data_change(book: Path, tmp_path: Path) -> None:
    course = load_course(book).parsed
    folder = tmp_path / FOLDER
    for name in ("drie-modellen", "matrix"):
        render_cached(course, name, tmp_path)
    first = set(folder.iterdir())
    render_cached(course.model_copy(update={"facts": course.facts[:-1]}), "drie-modellen", tmp_path)
    second = set(folder.iterdir())
    assert len(first) == len(second) == 2
    assert [path.name.partition("-")[0] for path in second & first] == ["matrix"]


def test_an_unknown_chart_offers_the_nearest(mini: Path) -> None:
    (mini / "book/les/kaart.md").write_text("# Kaart\n\n```{chart} matrx\n```\n", encoding="utf-8")
    done = vorming(mini, "check")
    assert "grafiek “matrx” bestaat niet" in done.stdout and "“matrix”" in done.stdout


def test_a_chart_comes_through_json_unchanged(course: Course) -> None:
    chart = render_chart(course, "drie-modellen")
    assert RenderedChart.model_validate_json(chart.model_dump_json()) == chart


@pytest.fixture(scope="module")
def browser_page(book: Path, browser: Browser) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    opened.goto((book / "_build/html/book/les/kaart.html").as_uri())
    yield opened
    opened.close()


def _shown(page: Page) -> Locator:
    """Return the names of the rows that are to be seen."""
    return page.locator("table.comparison").first.locator("tbody tr:visible th")


def test_the_comparison_is_filtered_by_keyboard(browser_page: Page) -> None:
    page = browser_page
    tools = page.locator(".comparison-tools")
    page.get_by_label("Repressief").first.focus()
    page.keyboard.press("Space")
    expect(_shown(page)).to_have_count(6)
    expect(tools.get_by_role("status")).to_have_text("6 van 10 rechtsgebieden")
    tools.get_by_label("Kenmerk").select_option(label="vergunning nodig")
    tools.get_by_label("Antwoord").select_option(label="ja")
    expect(_shown(page)).to_have_text(["Duinland †", "Grasland", "Fluitland"])
    expect(page.locator("table.comparison").first.locator("thead th:visible")).to_have_count(3)
    page.get_by_role("button", name="Wis keuze").press("Enter")
    expect(_shown(page)).to_have_count(10)


def test_a_heading_sorts_and_says_so(browser_page: Page) -> None:
    page = browser_page
    head = page.locator("table.comparison").first.locator("thead th").nth(0)
    head.get_by_role("button").press("Enter")
    expect(head).to_have_attribute("aria-sort", "ascending")
    names = _shown(page).all_inner_texts()
    assert names == sorted(names, key=str.casefold)
    head.get_by_role("button").press("Enter")
    expect(head).to_have_attribute("aria-sort", "descending")
    expect(_shown(page).first).to_have_text("Zuidland")


def test_on_a_phone_rows_are_cards_and_nothing_overflows(browser_page: Page) -> None:
    page = browser_page
    resize(page, 390, 800)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    cell = page.locator("table.comparison").first.locator("tbody td").nth(1)
    expect(cell).to_have_attribute("data-label", "kopen strafbaar")
    page.wait_for_function(
        "cell => getComputedStyle(cell, '::before').content !== 'none'", arg=cell.element_handle()
    )
    picture = page.locator("figure.chart-matrix img:visible").element_handle()
    page.wait_for_function("picture => picture.currentSrc.includes('narrow')", arg=picture)
    resize(page, 1280, 900)
