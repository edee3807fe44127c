"""Decks and the speaker's window in a real browser, from a folder whose name has a space, a # and an é."""

import io
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
import zxingcpp
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.conftest import ROOT, build
from tests.support.axe import IN_A_FILE
from tests.support.browser import FROM_A_FILE, resize, watched
from tests.support.decks import SIZES, open_speaker, read_deck_data, violations_of_deck, walk
from tests.support.pdf import pages_of

OVERFLOWS = """() => {
  const slide = document.querySelector("section.dia.present"), frame = slide.getBoundingClientRect();
  const isClipped = part => part.closest(".frame, .head:is(.has-chart *)") || part.closest("svg.qr");
  return [...slide.querySelectorAll("*")].filter(part => {
    const box = part.getBoundingClientRect();
    return box.width && box.height && part.checkVisibility({visibilityProperty: true}) && !isClipped(part) &&
      (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1);
  }).map(part => slide.id + " " + part.tagName + "." + part.className + ": " + part.textContent.slice(0, 30));
}"""
COVERED = """() => {
  const slide = document.querySelector("section.dia.present"), foot = slide.querySelector(".foot");
  const body = [...slide.querySelectorAll(".body *")].filter(part => part.checkVisibility() && !part.closest(".frame"));
  const lowest = Math.max(0, ...body.map(part => part.getBoundingClientRect().bottom));
  return foot.checkVisibility() && lowest > foot.getBoundingClientRect().top + 2 ? [slide.id + " covers its foot"] : [];
}"""
UNDER_BUTTONS = """() => {
  const number = document.querySelector("section.dia.present .foot > :last-child").getBoundingClientRect();
  const buttons = document.querySelector(".toolbar").getBoundingClientRect();
  return number.right > buttons.left && number.bottom > buttons.top;
}"""
DAY = "../dagen/proef-kort/dia"
"""The deck of the programme, from the folder of the decks."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the decks of a book with every kind of slide."""
    book = tmp_path_factory.mktemp("dias") / "een map # é"
    shutil.copytree(ROOT / "tests/books/quiz", book)
    shutil.copytree(ROOT / "tests/books/dias/book", book / "book", dirs_exist_ok=True)
    build(book, "--only", "html", "--only", "days")
    return book / "_build/trainer/dias"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A context that fails the test when a page asks something elsewhere or complains."""
    with watched(browser, *FROM_A_FILE, viewport={"width": 1280, "height": 720}) as opened:
        yield opened


def open_deck(context: BrowserContext, folder: Path, name: str = DAY) -> Page:
    page = context.new_page()
    page.goto((folder / f"{name}.html").as_uri())
    page.wait_for_selector("html.is-ready")
    return page


def go(page: Page, slide: int | str, steps: int = 0) -> None:
    """Go to a slide by its number or a piece of its id, and press on `steps` times."""
    where = (
        slide
        if isinstance(slide, int)
        else f"[...document.querySelectorAll('section.dia')].findIndex(s => {slide})"
    )
    page.evaluate(f"Reveal.slide({where}, 0, -1)")
    for _ in range(steps):
        page.keyboard.press("ArrowRight")


def current(page: Page) -> str:
    return str(page.evaluate("document.querySelector('section.dia.present').id"))


def slides(page: Page) -> int:
    return int(page.evaluate("document.querySelectorAll('section.dia').length"))


KEY_OF_A_REMOTE = """
document.body.dispatchEvent(new KeyboardEvent("keydown", {key: ":", code: "Period", bubbles: true}))
"""
"""The key that blackens the screen, on a Belgian keyboard."""


def of_type(kind: str) -> str:
    return f's.dataset.type === "{kind}"'


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_nothing_overflows_with_everything_shown(
    context: BrowserContext, folder: Path, size: tuple[int, int]
) -> None:
    assert walk(context.new_page(), folder, DAY, size) == []


@pytest.mark.parametrize("size", [(960, 600), *SIZES], ids=lambda size: f"{size[0]}x{size[1]}")
def test_buttons_leave_the_number_of_a_slide_free(
    context: BrowserContext, folder: Path, size: tuple[int, int]
) -> None:
    page = open_deck(context, folder)
    resize(page, *size)
    go(page, of_type("single"))
    assert not page.evaluate(UNDER_BUTTONS)


def test_answers_on_paper_have_a_good_one_to_an_open_question_and_the_right_reason(folder: Path) -> None:
    answers, worksheet = (
        " ".join("".join(pages_of(folder.parent / f"dagen/proef-kort/{name}.pdf")).split())
        for name in ("antwoorden", "deelnemer")
    )
    assert ", waarom " in answers
    good = "Goed dat je hier bent."
    assert good in answers and good not in worksheet


def test_every_slide_passes_axe(context: BrowserContext, folder: Path) -> None:
    assert violations_of_deck(context.new_page(), folder, DAY) == []


@pytest.mark.parametrize("kind", ["single", "multiple", "truefalse", "order", "match", "numeric", "open"])
def test_answer_is_nowhere_to_be_seen_before_it_is_asked_for(
    context: BrowserContext, folder: Path, kind: str
) -> None:
    page = open_deck(context, folder)
    go(page, of_type(kind))
    slide = page.locator("section.dia.present")
    told = slide.locator(".after").all()
    assert told
    before = slide.inner_text()
    for part in told:
        expect(part).not_to_be_visible()
        assert part.bounding_box() is None
    page.keyboard.press("ArrowRight")
    for part in told:
        expect(part).to_be_visible()
    expect(slide).not_to_have_text(before, use_inner_text=True)
    page.keyboard.press("ArrowLeft")
    shows(slide, before)


def shows(slide: Locator, text: str) -> None:
    """Wait until a slide shows just this text, as it is laid out."""
    slide.page.wait_for_function(
        "text => document.querySelector('section.dia.present').innerText === text", arg=text
    )


LONG_WHY = """addEventListener("DOMContentLoaded", () => {
  const slide = document.querySelector("[data-type=single]"), often = (text, times) => (text + " ").repeat(times);
  slide.querySelectorAll(".option-text").forEach(part => part.prepend(often("Een antwoord dat over twee regels loopt.", 4)));
  slide.querySelector(".explanation p").textContent = often("Dit is een lange uitleg die onder de antwoorden geen plaats meer vindt.", 10);
});"""


def test_why_that_does_not_fit_below_the_answers_gets_a_step_of_its_own(
    context: BrowserContext, folder: Path
) -> None:
    page = context.new_page()
    page.add_init_script(LONG_WHY)
    page.goto((folder / f"{DAY}.html").as_uri())
    page.wait_for_selector("html.is-ready")
    go(page, of_type("single"))
    slide = page.locator("section.dia.present")
    why, options = slide.locator(".explanation"), slide.locator(".option")
    seen = [slide.inner_text()]
    for shown, is_why in ((options.count(), False), (1, True)):
        page.keyboard.press("PageDown")
        expect(options.filter(visible=True)).to_have_count(shown)
        expect(why).to_be_visible(visible=is_why)
        assert page.evaluate(OVERFLOWS) + page.evaluate(COVERED) == []
        seen.append(slide.inner_text())
    assert float(slide.evaluate("s => parseFloat(getComputedStyle(s).fontSize)")) >= 28
    page.keyboard.press("PageUp")
    shows(slide, seen[1])
    page.keyboard.press("PageUp")
    shows(slide, seen[0])
    page.evaluate("window.print = () => { window.printed = document.querySelector('.present').innerText; }")
    page.evaluate("document.querySelector('[data-do=print-answers]').click()")
    printed = page.evaluate("window.printed")
    given = options.locator(".option-text").all_inner_texts()
    assert "lange uitleg" in printed and all(text in printed for text in given)
    shows(slide, seen[0])


def test_clicker_turns_slides_and_blackens_the_screen(context: BrowserContext, folder: Path) -> None:
    page = open_deck(context, folder)
    page.keyboard.press("PageDown")
    page.wait_for_function("Reveal.getIndices().h === 1")
    page.keyboard.press("PageUp")
    page.wait_for_function("Reveal.getIndices().h === 0")
    for key in ("b", "."):
        page.keyboard.press(key)
        expect(page.locator(".blackout")).to_be_visible()
        page.keyboard.press(key)
        expect(page.locator(".blackout")).not_to_be_visible()
    page.keyboard.press("End")
    page.wait_for_function("Reveal.isLastSlide()")


def test_hands_are_counted_by_keys_and_buttons_and_space_stays_on_its_button(
    context: BrowserContext, folder: Path
) -> None:
    page = open_deck(context, folder)
    go(page, of_type("single"))
    here = current(page)
    for key in ("1", "1", "2", "Backspace", "3"):
        page.keyboard.press(key)
    counts = page.locator("section.dia.present output")
    expect(counts).to_have_text(["2", "0", "1"])
    more = page.locator("section.dia.present [data-do=hand-up]").nth(1)
    more.focus()
    page.keyboard.press("Space")
    expect(counts).to_have_text(["2", "1", "1"])
    assert current(page) == here
    page.locator("section.dia.present [data-do=hand-down]").first.click()
    expect(counts).to_have_text(["1", "1", "1"])


def test_tab_goes_to_the_buttons_of_the_slide_and_then_to_those_of_the_deck(
    context: BrowserContext, folder: Path
) -> None:
    page = open_deck(context, folder)
    go(page, of_type("single"))
    focused, own = page.locator(":focus"), page.locator("section.dia.present button")
    for i in range(own.count()):
        page.keyboard.press("Tab")
        expect(own.nth(i)).to_be_focused()
    page.keyboard.press("Tab")
    expect(focused).to_have_attribute("data-do", "previous")


def test_enter_chooses_a_slide_among_all(context: BrowserContext, folder: Path) -> None:
    page = open_deck(context, folder)
    for key in ("o", "ArrowRight", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    page.wait_for_function("!Reveal.isOverview() && Reveal.getIndices().h === 2")


def test_no_hand_is_counted_behind_the_open_help(context: BrowserContext, folder: Path) -> None:
    page = open_deck(context, folder)
    go(page, of_type("single"))
    counts = page.locator("section.dia.present output")
    page.keyboard.press("3")
    page.keyboard.press("?")
    expect(page.locator(".help")).to_be_visible()
    for key in ("1", "1", "Backspace"):
        page.keyboard.press(key)
    page.keyboard.press("Escape")
    expect(page.locator(".help")).not_to_be_visible()
    page.keyboard.press("2")
    expect(counts).to_have_text(["0", "1", "1"])


def test_chart_fills_the_screen_with_one_key_and_escape_closes_the_chart_alone(
    context: BrowserContext, folder: Path
) -> None:
    page = open_deck(context, folder)
    go(page, 's.classList.contains("dia-figure")')
    page.keyboard.press("g")
    expect(page.locator("section.dia.is-full")).to_have_count(1)
    page.wait_for_function(
        "document.querySelector('section.dia.present img').getBoundingClientRect().width > 1200"
    )
    page.keyboard.press("Escape")
    expect(page.locator("section.dia.is-full")).to_have_count(0)
    assert not page.evaluate("Reveal.isOverview()")


def test_scenario_goes_on_to_the_chosen_scene(context: BrowserContext, folder: Path) -> None:
    page = open_deck(context, folder)
    go(page, 's.dataset.scene === "t-scenario/balie"')
    way = page.locator("section.dia.present [data-to='t-scenario/weg']")
    expect(way).not_to_be_visible()
    page.keyboard.press("ArrowRight")
    way.click()
    expect(page.locator("section.dia.present")).to_have_attribute("data-scene", "t-scenario/weg")
    page.locator("section.dia.present .onward:not(.skip)").click()
    expect(page.locator("section.dia-debrief.present")).to_contain_text("Wat maakte het verschil?")


def test_group_that_played_goes_past_the_story(context: BrowserContext, folder: Path) -> None:
    page = open_deck(context, folder)
    go(page, 's.dataset.scene === "t-scenario/balie"')
    page.locator("section.dia.present .skip").click()
    expect(page.locator("section.dia-debrief.present")).to_contain_text("Wat maakte het verschil?")


def test_qr_code_leads_to_the_page_of_the_module(context: BrowserContext, folder: Path) -> None:
    page = open_deck(context, folder)
    go(page, slides(page) - 1)
    picture = Image.open(io.BytesIO(page.locator("section.dia.present svg.qr").screenshot(scale="css")))
    (code,) = zxingcpp.read_barcodes(picture)
    assert code.text == "https://vorming.test/book/index.html"


@pytest.mark.parametrize("answers", [False, True])
def test_paper_has_a_page_per_slide_and_answers_only_when_asked(
    context: BrowserContext, folder: Path, answers: bool
) -> None:
    page = open_deck(context, folder)
    page.evaluate(
        "window.print = () => { window.printed = [...document.querySelectorAll('section.is-answered')].length; }"
    )
    page.evaluate(f"document.querySelector('[data-do=print{'-answers' if answers else ''}]').click()")
    assert (page.evaluate("window.printed") > 5) is answers
    paper = pikepdf.open(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert len(paper.pages) == slides(page)
    assert [float(side) for side in paper.pages[0].mediabox[2:]] == [960, 540]


def test_on_paper_a_slide_is_as_on_the_screen(context: BrowserContext, folder: Path) -> None:
    page = open_deck(context, folder)
    page.evaluate("window.print = () => {}")
    page.evaluate("document.querySelector('[data-do=print]').click()")  # fits each slide
    look = """[...document.querySelectorAll("section.dia")].map(slide => [
      slide.id, slide.offsetWidth, slide.offsetHeight,
      ...[...slide.querySelectorAll("h1, h2, p, li, td")].map(part => getComputedStyle(part).fontSize),
    ])"""
    screen = page.evaluate(look)
    page.emulate_media(media="print")
    assert page.evaluate(look) == screen


def test_slides_change_without_moving(context: BrowserContext, folder: Path) -> None:
    page = open_deck(context, folder)
    moving = page.evaluate("""[...document.querySelectorAll("section.dia")].flatMap(() => {
      Reveal.next();
      const moved = document.getAnimations().map((animation) => animation.effect.target);
      return moved.filter((part) => part.closest("section.dia") && part.textContent).map((part) => part.outerHTML);
    })""")
    assert moving == [] and page.evaluate("Reveal.getIndices().h") > 0


def test_speaker_has_the_notes_and_follows(context: BrowserContext, folder: Path) -> None:
    page = open_deck(context, folder)
    go(page, 's.textContent.includes("Eerst kort")')
    assert "KANARIESTAART" not in page.content()
    speaker = open_speaker(page)
    reading = speaker.locator("#reading")
    reads(reading, "KANARIEBEGELEIDER")
    expect(speaker.locator("#step")).to_contain_text("Stap: Uitleg")
    reading.get_by_text("Tekst uit het boek: Een lijst").click()
    reads(reading, "KANARIESTAART")
    reads(reading, "KANARIEALINEA")
    reading.get_by_text("Waarom is dat zo duur?").click()
    reads(reading, "KANARIEMOMENT")
    after = speaker.frame_locator("#after")
    expect(after.locator("section.dia.present h2")).to_have_text("Een eigen dia")
    speaker.locator("#next").click()
    shown = page.locator("section.dia.present")
    expect(shown).to_contain_text("Een eigen dia")
    expect(speaker.locator("#now-number")).to_have_text(re.compile(f"^{shown.get_attribute('data-number')} "))


def test_speaker_reads_the_notes_of_a_step_on_the_slide_before_it(
    context: BrowserContext, folder: Path
) -> None:
    page = open_deck(context, folder)
    data = read_deck_data(folder, DAY)
    step = next(item for item in data["plan"]["items"] if item["first"] > 1)
    page.evaluate("number => Reveal.slide(number)", step["first"] - 1)
    speaker = open_speaker(page)
    (note, *_) = set(data["slides"][step["first"]]["notes"]) - set(data["slides"][step["first"] - 1]["notes"])
    expect(speaker.locator("#coming")).to_have_text(f"Straks: {step['title']}")
    expect(speaker.locator("#to-coming")).to_be_visible()
    expect(speaker.locator(f"#coming ~ #notes-{note}")).to_be_visible()
    speaker.locator("#next").click()
    expect(speaker.locator("#coming")).not_to_be_visible()
    expect(speaker.locator(f"#notes-{note}")).to_be_visible()


def reads(reading: Locator, text: str) -> None:
    """Wait until the speaker's notes show a text; what is folded is there too, but not to be seen."""
    expect(reading).to_contain_text(text, use_inner_text=True)


def test_speaker_counts_hands_and_shows_the_answer_first(context: BrowserContext, folder: Path) -> None:
    page = open_deck(context, folder)
    go(page, of_type("single"))
    speaker = open_speaker(page)
    reads(speaker.locator("#reading"), "juist antwoord")
    speaker.get_by_role("button", name="Hand erbij: B").click()
    expect(page.locator(".present output").nth(1)).to_have_text("1")
    expect(speaker.frame_locator("#now").locator(".present output").nth(1)).to_have_text("1")
    expect(speaker.locator("#next")).to_have_text(re.compile("^Toon antwoord"))
    speaker.locator("#next").click()
    page.wait_for_selector("section.dia.present.is-answered")


def test_both_windows_survive_a_reload_of_either(context: BrowserContext, folder: Path) -> None:
    page = open_deck(context, folder)
    go(page, of_type("single"))
    here = current(page)
    speaker = open_speaker(page)
    speaker.locator("#run").click()
    expect(speaker.locator("#run")).to_have_text("Pauzeer")
    speaker.get_by_role("button", name="Hand erbij: A").click()
    first = page.locator(".present output").first
    expect(first).to_have_text("1")
    speaker.reload()
    expect(speaker.locator("#hands output").first).to_have_text("1")
    expect(speaker.locator("#run")).to_have_text("Pauzeer")
    page.reload()
    expect(first).to_have_text("1")
    assert current(page) == here
    speaker.locator("#next").click()
    answered = "section.dia.present.is-answered"
    page.wait_for_selector(answered)
    page.wait_for_function("location.hash.endsWith('/0')")  # Reveal writes it once a second
    page.reload()
    page.wait_for_selector(answered)
    expect(speaker.locator("#next")).to_have_text(re.compile("^Volgende"))
    page.close()
    lost = speaker.locator("#lost")
    expect(lost).to_be_visible()
    with context.expect_page() as opened:
        speaker.locator("#open").click()
    opened.value.wait_for_selector(answered)
    assert current(opened.value) == here
    expect(lost).not_to_be_visible()


def test_speaker_goes_to_both_ends_and_sees_that_the_screen_is_black(
    context: BrowserContext, folder: Path
) -> None:
    page = open_deck(context, folder)
    speaker = open_speaker(page)
    black, said = page.locator(".blackout"), speaker.locator("#black")
    for key in ("b", "."):
        speaker.keyboard.press(key)
        expect(black).to_be_visible()
        expect(said).to_be_visible()
        speaker.locator("#light").click()
        expect(black).not_to_be_visible()
        expect(said).not_to_be_visible()
    for window in (page, speaker):
        window.evaluate(KEY_OF_A_REMOTE)
        expect(said).to_be_visible()
        window.evaluate(KEY_OF_A_REMOTE)
        expect(said).not_to_be_visible()
    speaker.locator("#next").focus()
    speaker.keyboard.press("End")
    page.wait_for_function("Reveal.isLastSlide()")
    speaker.keyboard.press("Home")
    page.wait_for_function("Reveal.isFirstSlide()")


def test_speaker_says_what_may_go_when_late_and_jumps(context: BrowserContext, folder: Path) -> None:
    page = open_deck(context, folder)
    go(page, 's.textContent.includes("Een lange tabel")')
    speaker = open_speaker(page)
    speaker.locator("#run").click()
    expect(speaker.locator("#run")).to_have_text("Pauzeer")
    expect(speaker.locator("#late")).not_to_be_visible()
    speaker.evaluate("const real = Date.now; Date.now = () => real() + 35 * 60000")
    speaker.wait_for_selector("#late", state="visible")
    expect(speaker.locator("#status")).to_contain_text("achter")
    said = speaker.locator("#late-text").inner_text()
    assert "minuten achter: sla" in said and "“Casus twee”" in said
    target = int(said.rsplit(" ", 1)[1].rstrip("."))
    speaker.locator("#late-go").click()
    page.wait_for_function(f"Reveal.getIndices().h === {target - 1}")


def test_a_step_to_skip_later_is_stepped_over(context: BrowserContext, folder: Path) -> None:
    page = open_deck(context, folder)
    go(page, 's.textContent.includes("Wat je leert")')
    speaker = open_speaker(page)
    speaker.get_by_role("button", name="Sla straks over").click()
    first = speaker.locator("#may-go small")
    expect(first).to_contain_text("wordt overgeslagen")
    start = int(first.inner_text().split("dia ")[1].split("–")[0])
    # The deck hears of it by a message, which may take a moment.
    page.wait_for_function(
        "start => { Reveal.slide(start - 2, 0, -1); Reveal.next(); return Reveal.getIndices().h > start; }",
        arg=start,
    )


def test_speaker_window_passes_axe(context: BrowserContext, folder: Path) -> None:
    page = open_deck(context, folder)
    go(page, of_type("multiple"))
    speaker = open_speaker(page)
    assert Axe().run(speaker, options=IN_A_FILE).response["violations"] == []


def test_notes_and_exams_stay_where_they_belong(folder: Path) -> None:
    for deck in (f"{DAY}.html", "alle-types.html"):
        text = (folder / deck).read_text(encoding="utf-8")
        for mark in (
            "BEGELEIDER",
            "MOMENT",
            "INLEIDING",
            "ALINEA",
            "VERVANGEN",
            "GEENDIA",
            "STAART",
            "TOETS",
        ):
            assert f"KANARIE{mark}" not in text
    trainee = folder.parents[1] / "html"
    for file in sorted(path for path in trainee.rglob("*") if path.suffix in {".html", ".js"}):
        assert "KANARIEBEGELEIDER" not in file.read_text(encoding="utf-8")
