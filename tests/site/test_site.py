"""What holds for the site as a whole: weight, headers, validity, words, and every way of reading it."""

import gzip
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from lxml import html
from playwright.sync_api import Page, expect

from tests.site.conftest import HOME, PAGES, VIEWS, Open, find_pages, weighing
from tests.support.browser import settle
from tests.support.clients import package
from vorming.source.load import load_course
from vorming.sphinx_ext.site import POLICY

NEXT_VIEW = 40_000
SEARCH_VIEW = 120_000
ENGLISH = re.compile(
    r"\b(the|and|with|this|that|your|click|search|previous|next|toggle|navigation|contents|results?|copy|loading|"
    r"show|hide|permalink|source|skip|index|close|open in|download|figure|table of|note|warning|expand|print to)\b",
    re.IGNORECASE,
)
"""Words that no Dutch interface has: what a theme or an extension left untranslated."""


def test_next_view_of_each_page_is_light(open_context: Open, served: str, lesson: str) -> None:
    page = open_context(viewport={"width": 390, "height": 844}, device_scale_factor=2).new_page()
    for name in (HOME, lesson):
        page.goto(f"{served}{name}.html")
    weights = {}
    for name in PAGES:
        with weighing(page) as sizes:
            page.goto(f"{served}{name}.html")
        weights[name] = sum(sizes)
    # The search page brings the index; it is the one that may weigh more.
    assert weights.pop("search") <= SEARCH_VIEW
    assert {name: size for name, size in weights.items() if size > NEXT_VIEW} == {}


def test_page_does_not_grow_with_the_book(site: Path) -> None:
    frames = [gzip.compress(_frame(site / f"{name}.html")) for name in PAGES if name != "search"]
    assert max(map(len, frames)) < 5000


def _frame(path: Path) -> bytes:
    page = html.parse(str(path)).getroot()
    page.get_element_by_id("site--inhoud").clear()
    return html.tostring(page)


def test_root_opens_the_first_page_and_has_a_way_in_without_a_refresh(
    page: Page, served: str, site: Path, folder: Path
) -> None:
    for address in (served, (folder / "index.html").as_uri()):
        page.goto(address)
        page.wait_for_url(f"**/{HOME}.html")
        page.get_by_role("heading", level=1).wait_for()
    start = html.parse(str(site / "index.html")).getroot()
    assert start.get("lang") == "nl-BE" and start.findtext(".//title")
    assert [link.get("href") for link in start.iter("a")] == [f"{HOME}.html"]


def test_policy_stands_in_the_headers_and_in_each_page(page: Page, served: str, lesson: str) -> None:
    response = page.goto(f"{served}{lesson}.html")
    assert response is not None
    headers = response.headers
    assert headers["content-security-policy"] == f"{POLICY}; frame-ancestors 'none'"
    assert headers["content-encoding"] == "gzip" and headers["referrer-policy"] == "no-referrer"
    expect(page.locator("meta[http-equiv=Content-Security-Policy]")).to_have_attribute("content", POLICY)
    assert "unsafe" not in POLICY and POLICY.startswith("default-src 'self'")


def test_nginx_and_static_hosts_send_the_same_headers(site: Path) -> None:
    headers = re.findall(r"^  ([\w-]+): (.+)$", (site / "_headers").read_text(encoding="utf-8"), re.MULTILINE)
    nginx = re.findall(
        r'^add_header ([\w-]+) "(.+)" always;$', (site / "_nginx.conf").read_text(encoding="utf-8"), re.M
    )
    assert headers == nginx and len(headers) > 4


@pytest.mark.parametrize("view", ["home", "lesson", "chart", "comparison"])
def test_page_works_from_a_folder_with_a_strange_name(page: Page, folder: Path, view: str) -> None:
    name = find_pages(folder, *VIEWS[view])[0]
    page.goto((folder / f"{name}.html").as_uri())
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.leave')).backgroundColor")
        != "rgba(0, 0, 0, 0)"
    )
    assert page.evaluate(
        "[...document.images].filter(i => i.checkVisibility()).every(i => i.loading === 'lazy' || i.naturalWidth)"
    )
    page.locator(".contents .part > a").last.click()
    page.wait_for_url(lambda url: f"/{name}.html" not in url)
    page.get_by_role("heading", level=1).wait_for()


def test_html_checker_finds_nothing_on_any_page(site: Path) -> None:
    jar = package("vnu-jar") / "build" / "dist" / "vnu.jar"
    pages = map(str, sorted(site.rglob("*.html")))
    command = ["java", "-jar", str(jar), "--format", "json", "--stdout", *pages]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    messages = [one for one in json.loads(done.stdout)["messages"] if not ADVICE.match(one["message"])]
    assert [f"{one['url']}:{one.get('lastLine')}: {one['message']}" for one in messages] == []


ADVICE = re.compile(
    r"Resource violates Content Security Policy \(meta tag\): "  # of a file: it can't tell what is the page's own
    r"|Consider using the “h1” element as a top-level heading only|Article lacks heading"  # Sphinx puts it in a section
)
"""What the checker says of good pages; the browser's tests watch the policy, and axe the headings."""


def test_no_english_is_left_in_what_the_site_says(site: Path) -> None:
    left = {
        f"{path.name}: {text}"
        for path in site.rglob("*.html")
        for text in _interface(path)
        if ENGLISH.search(text)
    }
    assert left == set()


def _interface(path: Path) -> Iterator[str]:
    """Yield the texts of a page that its author did not write."""
    page = html.parse(str(path)).getroot()
    for attribute in ("aria-label", "title", "alt", "placeholder", "data-label"):
        yield from page.xpath(f"//*[not(ancestor-or-self::*[@lang='en'])]/@{attribute}")
    for part in page.xpath(
        "//button | //summary | //label | //legend | //header | //footer | //nav | //*[@role='status']"
    ):
        yield " ".join(part.text_content().split())
    yield from page.xpath("//title/text() | //meta[@name='description']/@content")


def test_without_scripts_all_is_read_and_answers_stay_closed(
    open_context: Open, served: str, lesson: str
) -> None:
    page = open_context(java_script_enabled=False, viewport={"width": 390, "height": 844}).new_page()
    page.goto(f"{served}{lesson}.html")
    title = page.get_by_role("heading", level=1).inner_text()
    expect(page.locator(".quiz .question:visible").nth(1)).to_be_visible()
    keys = page.locator("details.question-key")
    expect(keys.nth(1)).to_be_attached()
    expect(page.locator("details.question-key[open]")).to_have_count(0)
    expect(keys.first.locator(":scope > :not(summary)").first).not_to_be_visible()
    page.get_by_role("link", name="Menu").click()
    expect(page.locator(".contents .part > a").last).to_be_visible()
    page.locator(".help > summary").click()
    number = page.locator(".help-panel .tel").first
    expect(number).to_be_visible()
    expect(number).to_have_attribute("href", re.compile(r"^tel:\+?\d+$"))
    page.goto(f"{served}search.html")
    expect(page.get_by_text("Zoeken werkt enkel met JavaScript.")).to_be_visible()
    expect(page.get_by_role("main").get_by_role("link", name=title).first).to_be_visible()


def test_keyboard_reaches_the_text_the_menu_and_the_help_lines(phone: Page, served: str, lesson: str) -> None:
    phone.goto(f"{served}{lesson}.html")
    phone.keyboard.press("Tab")
    expect(phone.get_by_role("link", name="Naar de inhoud")).to_be_focused()
    phone.keyboard.press("Enter")
    expect(phone.locator("#site--inhoud")).to_be_focused()
    menu = phone.get_by_role("button", name="Menu")
    menu.focus()
    phone.keyboard.press("Enter")
    expect(menu).to_have_attribute("aria-expanded", "true")
    expect(phone.get_by_role("navigation", name="Inhoud van de cursus")).to_be_visible()
    phone.keyboard.press("Escape")
    expect(menu).to_have_attribute("aria-expanded", "false")
    expect(menu).to_be_focused()
    lines = phone.locator(".help > summary")
    lines.focus()
    phone.keyboard.press("Enter")
    expect(phone.locator(".help-panel .tel").first).to_be_visible()
    phone.keyboard.press("Tab")
    expect(phone.locator(".help-panel [href^='tel:']:focus")).to_be_visible()
    phone.keyboard.press("Escape")
    expect(lines).to_be_focused()


@pytest.mark.parametrize("view", ["home", "lesson", "search", "comparison"])
@pytest.mark.parametrize("width", [390, 1280])
def test_focus_is_seen_at_every_step_of_the_keyboard(
    open_context: Open, served: str, site: Path, view: str, width: int
) -> None:
    name = find_pages(site, *VIEWS[view])[0]
    page = open_context(viewport={"width": width, "height": 800}, reduced_motion="reduce").new_page()
    page.goto(f"{served}{name}.html")
    page.evaluate("document.activeElement.blur()")
    unseen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        outline, covered, text = page.evaluate(FOCUS)
        if not outline or covered:
            unseen.append(text)
    assert unseen == []


FOCUS = """() => {
  const part = document.activeElement, style = getComputedStyle(part.closest(".option") || part), box = part.getBoundingClientRect();
  if (part === document.body) return [true, false, ""];
  const at = [box.left + box.width / 2, box.top + Math.min(box.height / 2, 20)];
  const above = document.elementFromPoint(...at);
  const isCovered = !above || !(part.contains(above) || above.contains(part) || part.labels && [...part.labels].some(label => label.contains(above)));
  const isBig = box.height > innerHeight;
  return [style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2, isCovered && !isBig, part.outerHTML.slice(0, 90)];
}"""


def test_paper_from_the_browser_shows_no_answer_and_no_card_of_another_player(
    page: Page, served: str, site: Path, course_built: Path
) -> None:
    course = load_course(course_built).parsed
    questions = (question for quiz in course.quizzes for question in quiz.questions)
    secrets = [role.partition(": ")[2] for one in questions if one.type == "scenario" for role in one.roles]
    assert secrets
    for name in find_pages(site, "Na het rollenspel"):
        page.goto(f"{served}{name}.html")
        page.emulate_media(media="print")
        paper = page.get_by_role("main")
        expect(paper).to_contain_text("Na het rollenspel", use_inner_text=True)
        shown = paper.inner_text()
        assert [secret for secret in secrets if secret in shown or secret in page.content()] == []
        expect(page.locator(":is(.question-key, .question-hint, .feedback):visible")).to_have_count(0)


def test_paper_names_what_a_matching_question_lets_you_choose(page: Page, served: str, site: Path) -> None:
    page.goto(f"{served}{find_pages(site, 'question-match')[0]}.html")
    question = page.locator(".question-match").first
    choices = question.locator("select").first.locator("option:not([value=''])").all_inner_texts()
    on_paper = question.locator(".pair-choices")
    expect(on_paper).not_to_be_visible()
    page.emulate_media(media="print")
    expect(on_paper).to_be_visible()
    lines = on_paper.locator("li").all_inner_texts()
    assert len(choices) > 1 and [line.split(" ", 1)[1] for line in lines] == choices


def test_sources_are_folded_on_a_screen_and_all_there_on_paper(
    phone: Page, open_context: Open, served: str, lesson: str
) -> None:
    address = f"{served}{lesson}.html"
    phone.goto(address)
    fold = phone.locator(".fold.page-sources")
    expect(fold.locator("summary")).to_have_text("Bronnen van deze pagina")
    source = fold.locator("li").last
    expect(source).not_to_be_visible()
    fold.locator("summary").click()
    expect(source).to_be_visible()
    for scripts in (True, False):
        page = open_context(java_script_enabled=scripts).new_page()
        page.goto(address)
        page.emulate_media(media="print")
        expect(page.locator(".page-sources li").last).to_be_visible()


def test_code_that_stays_folded_leaves_nothing_on_paper(page: Page, served: str, site: Path) -> None:
    page.goto(f"{served}{find_pages(site, 'hidden-code')[0]}.html")
    codes = page.locator(".hidden-code")
    codes.first.locator("summary").click()
    page.emulate_media(media="print")
    expect(page.locator(".hidden-code:visible")).to_have_count(1)
    expect(codes.first).to_be_visible()


@pytest.mark.parametrize("device", ["light", "dark"])
@pytest.mark.parametrize("chosen", ["light", "dark", None])
def test_a_chart_is_on_the_screen_in_the_colours_of_the_page_and_on_paper_in_light_ones(
    open_context: Open, served: str, site: Path, device: str, chosen: str | None
) -> None:
    page = open_context(color_scheme=device).new_page()
    if chosen:
        page.add_init_script(f"localStorage.setItem('kleuren', '{chosen}')")
    page.goto(f"{served}{find_pages(site, *VIEWS['chart'])[0]}.html")
    other = {"light": "dark", "dark": "light"}
    shown: dict[Literal["screen", "print"], str] = {"screen": chosen or device, "print": "light"}
    for medium, colours in shown.items():
        page.emulate_media(media=medium)
        expect(page.locator(f"figure.chart img.only-{other[colours]}:visible")).to_have_count(0)
        for picture in page.locator(f"figure.chart img.only-{colours}").all():
            expect(picture).to_be_visible()


def test_numbers_stand_below_the_title_of_their_column(page: Page, served: str, site: Path) -> None:
    page.goto(f"{served}{find_pages(site, 'figure class=.chart', '<th[^>]* data-number')[0]}.html")
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    ends = page.evaluate("""() => [...document.querySelectorAll("th[data-number]")].map((title) => {
      const end = (cell) => { const range = new Range(); range.selectNodeContents(cell); return range.getBoundingClientRect().right; };
      const cells = [...title.closest("table").querySelectorAll(`tbody td:nth-child(${title.cellIndex + 1})`)];
      return [title, ...cells].filter((cell) => cell.innerText.trim()).map((cell) => Math.round(end(cell)));
    })""")
    assert ends and all(max(column) - min(column) <= 1 for column in ends)


def test_less_motion_and_forced_colours_are_respected(open_context: Open, served: str, lesson: str) -> None:
    page = open_context(reduced_motion="reduce", forced_colors="active").new_page()
    page.goto(f"{served}{lesson}.html")
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    moving = page.evaluate(
        "document.getAnimations().length + [...document.querySelectorAll('*')].filter(p => parseFloat(getComputedStyle(p).transitionDuration) > 0.01).length"
    )
    assert moving == 0
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    edges = page.evaluate(
        "[...document.querySelectorAll('.box, .leave')].map(p => getComputedStyle(p).borderTopStyle)"
    )
    assert set(edges) == {"solid"}


def test_colours_follow_the_device_and_the_choice_is_all_that_is_kept(
    open_context: Open, served: str, lesson: str
) -> None:
    context = open_context(color_scheme="dark")
    page = context.new_page()
    page.goto(f"{served}{lesson}.html")
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_role("button", name="Lichte kleuren").click()
    expect(page.locator("body")).not_to_have_css("background-color", dark)
    settle(page)
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.goto(f"{served}{HOME}.html")
    expect(page.locator("body")).to_have_css("background-color", light)
    page.wait_for_function('JSON.stringify(localStorage) === \'{"kleuren":"light"}\'')
    assert context.cookies() == []


def test_term_is_explained_on_hover_tap_and_by_keyboard(
    page: Page, phone: Page, served: str, lesson: str
) -> None:
    for opened, act in ((page, "hover"), (phone, "tap")):
        opened.goto(f"{served}{lesson}.html")
        getattr(opened.locator(".text a:has(> .std-term)").first, act)()
        expect(opened.locator(".term-card")).to_have_text(re.compile(".{41}", re.DOTALL))
        expect(opened.locator(".term-card")).to_be_visible()
        opened.keyboard.press("Escape")
        expect(opened.locator(".term-card")).not_to_be_visible()
    term = page.locator(".text a:has(> .std-term)").first
    term.focus()
    page.keyboard.press("Enter")
    expect(term).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".term-card")).to_be_visible()


def test_fact_past_its_day_says_so(open_context: Open, served: str, site: Path) -> None:
    name = find_pages(site, 'class="provenance.*recheck-2')[0]
    days = re.findall(r"recheck-(\d{4}-\d\d-\d\d)", (site / f"{name}.html").read_text("utf-8"))
    context = open_context()
    page = context.new_page()
    for day, shown in (("2000-01-01", False), (max(days), True)):
        page.clock.set_fixed_time(f"{day}T12:00:00")
        page.goto(f"{served}{name}.html")
        expect(page.get_by_text("nog niet opnieuw nagekeken").first).to_be_visible(visible=shown)


def test_every_page_has_a_name_of_its_own_a_description_and_one_heading(site: Path) -> None:
    titles = {}
    for name in PAGES:
        page = html.parse(str(site / f"{name}.html")).getroot()
        titles[name] = page.findtext(".//title")
        assert page.xpath("string(//meta[@name='description']/@content)"), name
        assert len(page.xpath("//h1")) == 1, name
    assert len(set(titles.values())) == len(PAGES)


def test_lesson_of_one_module_has_its_number_in_the_list_of_that_module(
    course_built: Path, site: Path
) -> None:
    course = load_course(course_built).parsed
    ways = [[course.lesson(id).page for id in module.lessons] for module in course.modules]
    for way in ways:
        for number, name in enumerate(way, start=1):
            if sum(name in other for other in ways) == 1:
                page = html.parse(str(site / f"{name}.html")).getroot()
                (*_, said) = page.find_class("lesson-head")[0].iterfind("span")
                assert re.findall(r"\d+", said.text_content()) == [str(number), str(len(way))]


def test_answers_are_gone_when_the_reader_comes_back(page: Page, served: str, lesson: str) -> None:
    page.goto(f"{served}{lesson}.html")
    chosen = page.locator(".question input:is([type=radio], [type=checkbox])").first
    chosen.check()
    page.goto(f"{served}{HOME}.html")
    page.go_back()
    expect(page).to_have_url(f"{served}{lesson}.html")
    expect(chosen).not_to_be_checked()
