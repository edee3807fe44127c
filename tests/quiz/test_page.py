"""Every type of question on a page: with the mouse, with the keyboard alone, without JavaScript, for everyone."""

import json
import re
import shutil
import subprocess
from fractions import Fraction
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.support.answering import HEAR, check, heard, put, root_of, status
from tests.support.axe import SCRIPTS, violations
from tests.support.browser import settle
from tests.support.clients import package
from tests.support.quiz_book import Case, bank, material, scoring_cases, view
from vorming.exports import print as printed
from vorming.exports import scorm
from vorming.quiz.texts import quiz_script
from vorming.text.tokens import Theme

VIEWS: list[tuple[int, Theme]] = [(900, "light"), (900, "dark"), (320, "light"), (320, "dark")]


@pytest.mark.parametrize("id", sorted({case.question for case in scoring_cases()}))
def test_answers_are_worth_on_the_page_what_the_table_says(page: Page, quiz_page: str, id: str) -> None:
    cases = [case for case in scoring_cases() if case.question == id]
    for case in cases:
        page.goto(quiz_page)
        page.evaluate(HEAR)
        put(page, view(id), case.response)
        check(page, view(id))
        (told,) = heard(page)
        assert [Fraction(part).limit_denominator(100) for part in told["parts"]] == list(case.parts), str(
            case
        )
        starts_with(status(page, view(id)), _verdict(case, view(id).type))


def starts_with(place: Locator, text: str) -> None:
    expect(place).to_have_text(re.compile(rf"^\s*{re.escape(text)}"))


def focused(page: Page) -> Locator:
    return page.locator(":focus")


def _verdict(case: Case, kind: str) -> str:
    if len(case.parts) > 1:
        return "De stelling:"
    if case.fraction == 1:
        return "Juist."
    partly = kind in {"multiple", "match"} and case.fraction > 0
    return (
        "Gedeeltelijk juist."
        if partly
        else ("Gedeeltelijk juist.", "Niet juist.")[kind != "multiple" or _none(case)]
    )


def _none(case: Case) -> bool:
    """In a multiple choice, wrong ticks can undo right ones; the page still says which were right."""
    return not {"Medische zorg", "Een gesprek"} & set(case.response)


def test_chosen_option_gets_its_verdict_and_feedback_and_is_described_by_it(
    page: Page, quiz_page: str
) -> None:
    page.goto(quiz_page)
    question = view("t-single")
    put(page, question, ("Nee, nooit.",))
    check(page, question)
    chosen = root_of(page, question).locator("input:checked")
    feedback = root_of(page, question).locator(".feedback")
    expect(feedback).to_have_text("Niet juist. Bij een melding hoef je geen naam te geven.")
    expect(chosen).to_have_attribute("aria-describedby", str(feedback.get_attribute("id")))
    put(page, question, ("Ja, dat kan.",))
    expect(feedback).to_have_count(0)
    expect(status(page, question)).to_be_empty()
    expect(root_of(page, question).locator("[aria-describedby]")).to_have_count(0)


def test_expected_wrong_number_has_its_own_feedback_and_keeps_its_unit(page: Page, quiz_page: str) -> None:
    page.goto(quiz_page)
    question = view("t-numeric")
    put(page, question, ("221",))
    check(page, question)
    field = root_of(page, question).locator("input")
    expect(root_of(page, question).locator(".feedback")).to_have_text(
        "Niet juist. Dat is enkel de consultatie."
    )
    expect(field).to_have_attribute(
        "aria-describedby", "vraag-t-numeric--unit vraag-t-numeric--number-feedback"
    )
    field.fill("222")
    expect(field).to_have_attribute("aria-describedby", "vraag-t-numeric--unit")


@pytest.mark.parametrize(
    ("id", "first", "message"),
    [
        ("t-single", "vraag-t-single--a", "Kies eerst een antwoord."),
        ("t-multiple", "vraag-t-multiple--a", "Kies eerst een antwoord."),
        ("t-reason", "vraag-t-reason--a", "Kies eerst een antwoord."),
        ("t-match", "vraag-t-match--1", "Kies bij elke regel een antwoord."),
        ("t-numeric", "vraag-t-numeric--number", "Vul eerst een getal in."),
    ],
)
def test_nothing_chosen_gives_a_message_and_the_focus(
    page: Page, quiz_page: str, id: str, first: str, message: str
) -> None:
    page.goto(quiz_page)
    check(page, view(id))
    expect(status(page, view(id))).to_have_text(message)
    expect(page.locator(f"#{first}")).to_be_focused()


TYPED = {
    "550": "Niet juist.", "221,0": "Niet juist.", "4.5": "Niet juist.", "-1550": "Niet juist.", "−1550": "Niet juist.",
    "1550": "Juist.", "1 550": "Juist.", "1.550": "Juist.", "1\u202f550,50": "Juist.", "+1.550,5": "Juist.",
    "vijf": "Dit is geen getal.", "5 euro": "Dit is geen getal.", "1,2,3": "Dit is geen getal.", "1..5": "Dit is geen getal.",
    "01.550": "Niet juist.", "--5": "Dit is geen getal.", "1e3": "Dit is geen getal.",
}  # fmt: skip
"""What readers type where 1550 is asked, give or take five, and how the page's answer starts."""


def test_a_number_is_read_as_dutch_readers_type_it(page: Page, quiz_page: str) -> None:
    for typed, said in TYPED.items():
        page.goto(quiz_page)
        put(page, view("t-numeric"), (typed,))
        check(page, view("t-numeric"))
        starts_with(status(page, view("t-numeric")), said)


@pytest.mark.parametrize(
    ("typed", "said"), [("1,550", "Juist."), ("1,550.5", "Juist."), ("1.550", "Niet juist.")]
)
def test_a_number_is_read_as_english_readers_type_it(
    page: Page, quiz_page: str, typed: str, said: str
) -> None:
    script = quiz_script() + b"Object.assign(QUIZ_WORDS, { group: ',', decimal: '.' });"
    page.route("**/quiz.js", lambda route: route.fulfill(body=script, content_type="text/javascript"))
    page.goto(quiz_page)
    put(page, view("t-numeric"), (typed,))
    check(page, view("t-numeric"))
    starts_with(status(page, view("t-numeric")), said)


def test_check_keeps_the_focus_on_its_button_and_disables_nothing(page: Page, quiz_page: str) -> None:
    page.goto(quiz_page)
    put(page, view("t-truefalse"), ("true",))
    check(page, view("t-truefalse"))
    expect(status(page, view("t-truefalse"))).not_to_be_empty()
    expect(focused(page)).to_have_text("Controleer")
    expect(page.locator(":disabled")).to_have_count(0)


# What keys answer each question rightly, from its first control on.
KEYS = {
    "t-single": ["Space", "ArrowDown", "Tab", "Tab", "Enter"],  # B; then the hint, then the button
    "t-multiple": ["Space", "Tab", "Tab", "Tab", "Space", "Tab", "Tab", "Enter"],  # A and D
    "t-truefalse": ["Space", "Tab", "Enter"],
    "t-reason": ["Space", "ArrowDown", "Tab", "Space", "ArrowDown", "Tab", "Enter"],
}


@pytest.mark.parametrize("id", KEYS)
def test_choice_is_answered_with_the_keyboard_alone(page: Page, quiz_page: str, id: str) -> None:
    page.goto(quiz_page)
    page.evaluate(HEAR)
    root_of(page, view(id)).locator("input").first.focus()
    for key in KEYS[id]:
        page.keyboard.press(key)
    (told,) = heard(page)
    assert set(told["parts"]) == {1}, told


def test_order_is_made_with_the_keyboard_and_the_focus_stays_on_the_button(
    page: Page, quiz_page: str
) -> None:
    page.goto(quiz_page)
    page.evaluate(HEAR)
    question = view("t-order")
    root = root_of(page, question)
    for place, item in enumerate(sorted(question.items, key=lambda item: item.position)):
        root.locator(f'.item[data-letter="{item.letter}"] button').first.focus()
        texts = root.locator(".item-text")
        while (at := texts.all_inner_texts().index(item.text)) > place:
            page.keyboard.press("Enter")
            expect(texts.nth(at - 1)).to_have_text(item.text)
            expect(focused(page)).to_have_text(f"Omhoog: {item.text}")
    root.get_by_role("button", name="Controleer").focus()
    page.keyboard.press("Space")
    assert [told["parts"] for told in heard(page)] == [[1]]


def test_order_says_where_an_item_went_and_that_it_can_go_no_further(page: Page, quiz_page: str) -> None:
    page.goto(quiz_page)
    question = view("t-order")
    first = root_of(page, question).locator(".item").first
    text = first.locator(".item-text").inner_text()
    first.get_by_role("button", name="Omhoog").click()
    expect(status(page, question)).to_have_text(f"“{text}” staat al bovenaan.")
    first.get_by_role("button", name="Omlaag").click()
    expect(status(page, question)).to_have_text(f"“{text}” staat nu op plaats 2 van 4.")


def test_match_and_number_are_answered_with_the_keyboard_and_enter_stays_on_the_page(
    page: Page, quiz_page: str
) -> None:
    page.goto(quiz_page)
    page.evaluate(HEAR)
    question = view("t-match")
    root_of(page, question).locator("select").first.focus()
    for pair in question.pairs:
        page.keyboard.type(pair.right[:6])
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    root_of(page, view("t-numeric")).locator("input").focus()
    page.keyboard.type("1 550")
    page.keyboard.press("Enter")
    assert [told["parts"] for told in heard(page, 2)] == [[1], [1]]
    settle(page)
    expect(page).to_have_url(quiz_page)


def test_scenario_goes_on_below_takes_a_choice_back_and_starts_again(page: Page, quiz_page: str) -> None:
    page.goto(quiz_page)
    root = root_of(page, view("t-scenario"))
    scenes = root.locator(".scene:visible")
    expect(scenes).to_have_count(1)
    root.get_by_role("button", name="Ga verder").click()
    expect(scenes.first).to_contain_text("Kies eerst een antwoord.")
    root.get_by_label("Vraag wat ze nodig heeft.").check()
    root.get_by_role("button", name="Ga verder").first.click()
    expect(scenes.first).to_contain_text("Zo kan ze zelf kiezen. De volgende stap staat hieronder.")
    expect(scenes).to_have_count(2)
    expect(scenes.nth(1)).to_contain_text("Ze vertelt dat ze pijn heeft.")
    root.get_by_label("Bel samen het zorgcentrum.").check()
    root.get_by_role("button", name="Ga verder").nth(1).click()
    expect(scenes.nth(2)).to_contain_text("Ze krijgt die dag nog zorg.")
    root.get_by_label("Vraag haar papieren.").check()
    expect(scenes).to_have_count(1)
    root.get_by_role("button", name="Ga verder").click()
    expect(scenes.nth(1)).to_contain_text("Ze gaat weg zonder hulp.")
    root.get_by_role("button", name="Begin opnieuw").click()
    expect(scenes).to_have_count(1)
    expect(root.locator("input:checked")).to_have_count(0)
    expect(page.locator("#vraag-t-scenario--1-a")).to_be_focused()


def test_scenario_is_played_with_the_keyboard_alone(page: Page, quiz_page: str) -> None:
    page.goto(quiz_page)
    root = root_of(page, view("t-scenario"))
    root.locator("input:visible").first.focus()
    for key in ["Space", "Tab", "Enter", "Tab", "Space", "Tab", "Enter"]:
        page.keyboard.press(key)
    expect(root.locator(".scene:visible").nth(2)).to_contain_text("Ze krijgt die dag nog zorg.")


@pytest.mark.parametrize("id", ["t-poll", "t-scale", "t-open"])
def test_opinion_and_open_question_have_no_verdict_and_no_button(page: Page, quiz_page: str, id: str) -> None:
    page.goto(quiz_page)
    root = root_of(page, view(id))
    expect(root.get_by_role("button")).to_have_count(0)
    expect(root.get_by_role("group").locator("input, textarea").first).to_be_visible()
    root.locator("summary").click()
    expect(root.locator("summary")).to_have_text(re.compile("uitleg", re.IGNORECASE))
    expect(root.locator("details")).to_contain_text(view(id).explanation, use_inner_text=True)


def test_without_javascript_question_and_key_can_be_read_and_the_controls_work(
    browser: Browser, quiz_page: str
) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(quiz_page)
    expect(page.locator("form")).to_have_count(0)
    for question in bank().questions:
        root = root_of(page, question)
        expect(root.locator("button")).to_have_count(0)
        root.locator("details.question-key summary").click()
        expect(root.locator(".question-key")).to_contain_text(question.explanation, use_inner_text=True)
        expect(root.locator("input, select, textarea").first).to_be_attached()
    expect(page.locator(".scene:visible")).to_have_count(4)
    page.locator("#vraag-t-order--a").select_option("3")
    page.locator("#vraag-t-single--b").check()
    page.context.close()


def test_nothing_is_stored_sent_or_put_in_the_address(browser: Browser, quiz_page: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.goto(quiz_page)
    page.on("request", lambda request: asked.append(request.url))
    before = page.evaluate("history.length")
    for case in scoring_cases()[::3]:
        put(page, view(case.question), case.response)
        check(page, view(case.question))
        expect(status(page, view(case.question))).not_to_be_empty()
    settle(page)
    expect(page).to_have_url(quiz_page)
    assert asked == []
    assert context.cookies() == []
    assert page.evaluate("[localStorage.length, sessionStorage.length, history.length]") == [0, 0, before]
    context.close()


@pytest.mark.parametrize(("width", "scheme"), VIEWS)
def test_axe_finds_nothing_before_and_after_answering(
    browser: Browser, quiz_page: str, width: int, scheme: Theme
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
    for script in SCRIPTS:
        page.add_init_script(path=script)
    page.goto(quiz_page)
    assert violations(page) == []
    for id, response in WRONG.items():
        put(page, view(id), response)
        check(page, view(id))
        expect(status(page, view(id))).not_to_be_empty()
    for summary in page.locator("summary").all():
        summary.click()
    assert (violations(page), page.evaluate("look.sideways()")) == ([], [])
    page.close()


WRONG = {
    "t-single": ("Nee, nooit.",),
    "t-multiple": ("Medische zorg", "Een boete"),
    "t-reason": ("true", "Er is toestemming nodig."),
    "t-match": ("Met je naam", "Met je naam", "Met je naam"),
    "t-numeric": ("221",),
}


def test_targets_are_large_and_focus_is_seen(page: Page, quiz_page: str) -> None:
    page.goto(quiz_page)
    low = page.evaluate(
        """() => [...document.querySelectorAll(".quiz button, .quiz select, .quiz textarea, .quiz input[type=text], .option, .quiz summary")]
        .filter((e) => e.offsetParent).map((e) => [e.className || e.tagName, e.getBoundingClientRect().height])
        .filter(([, height]) => height < 44)"""
    )
    assert low == []
    for selector in ("button", "select", "textarea", "input[type=text]", "summary"):
        page.locator(f".quiz {selector}:visible").first.focus()
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Tab")
        expect(focused(page)).to_have_css("outline-style", "solid")


def test_print_hides_keys_and_verdicts_and_gives_lines_and_every_scene(page: Page, quiz_page: str) -> None:
    page.goto(quiz_page)
    put(page, view("t-single"), ("Nee, nooit.",))
    check(page, view("t-single"))
    expect(root_of(page, view("t-single")).locator(".feedback")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".quiz-lines span:visible")).to_have_count(5)
    expect(page.locator(".scene:visible")).to_have_count(4)
    for selector in (
        ".question-key",
        ".quiz-buttons",
        ".feedback",
        ".question-status",
        ".question-hint",
        "textarea",
    ):
        expect(page.locator(f"{selector}:visible")).to_have_count(0)


def test_html_checker_finds_nothing_on_page_paper_and_scorm(quiz_page: str, tmp_path: Path) -> None:
    jar = package("vnu-jar") / "build" / "dist" / "vnu.jar"
    java = shutil.which("java")
    if java is None:
        pytest.skip("Java ontbreekt")
    shutil.copy(unquote(quiz_page.removeprefix("file://")), tmp_path / "pagina.html")
    for name, content in printed.write(material()).items():
        (tmp_path / name).write_bytes(content)
    for chosen in material().sets:
        (tmp_path / f"scorm-{chosen.id}.html").write_bytes(scorm.package(chosen)["index.html"])
    command = [
        java,
        "-jar",
        str(jar),
        "--format",
        "json",
        "--stdout",
        *map(str, sorted(tmp_path.glob("*.html"))),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    messages = json.loads(done.stdout)["messages"]
    assert [(message["url"], message["message"]) for message in messages if message["type"] != "info"] == []
