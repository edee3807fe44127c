"""The speaker's window with a clock set ahead: the plan that Python made, moved by what the day brings."""

import re
import shutil
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.conftest import vorming
from tests.support.decks import open_speaker, read_deck_data
from vorming.course.planning import Plan, moments_of, written_plan
from vorming.source.load import load_course
from vorming.text.words import words

SHIFT = """
window.shift = 0;
{
  const asked = new Date().setHours(0, %d, 0, 0);
  Date.now = () => asked + window.shift * 60000;
}
"""
"""A clock that stands still at a minute of the day, and that only a test moves."""
WORDS = words("slides")
PLACES = "[...document.querySelectorAll('#parts li')].map(item => item.textContent)"


@pytest.fixture(scope="module")
def day(course_built: Path) -> Plan:
    """The first programme of the course, as its author wrote it."""
    course = load_course(course_built).parsed
    module = next(module for module in course.modules if module.programmes)
    return written_plan(course, module, module.programmes[0])


@pytest.fixture(scope="module")
def folder(course_built: Path, day: Plan) -> Path:
    return course_built / "_build/trainer/dagen" / day.programme.id


@pytest.fixture(scope="module")
def plan(folder: Path) -> dict[str, Any]:
    return dict(read_deck_data(folder, "dia")["plan"])


@pytest.fixture(scope="module")
def context(browser: Browser, plan: dict[str, Any]) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport={"width": 1180, "height": 800})
    opened.add_init_script(SHIFT % plan["start"])
    yield opened
    opened.close()


class Room:
    """A deck and its speaker's window, with the clock running."""

    def __init__(self, context: BrowserContext, folder: Path, late: int = 0) -> None:
        self.deck = context.new_page()
        self.deck.goto((folder / "dia.html").as_uri())
        self.deck.wait_for_selector("html.is-ready")
        self.speaker: Page = open_speaker(self.deck)
        self.speaker.evaluate("late => { window.shift = late; }", late)
        self.speaker.click("#run")
        expect(self.speaker.locator("#run")).to_have_text(WORDS["pause"])

    def at(self, slide: int, minutes: float = 0) -> None:
        """Stand at a slide, numbered from 1, at least so many minutes after the start."""
        self.speaker.evaluate("minutes => { window.shift = Math.max(window.shift, minutes); }", minutes)
        self.deck.evaluate("number => Reveal.slide(number - 1, 0, -1)", slide)
        self.speaker.wait_for_function(
            """([number, minutes]) => document.getElementById("now-number").textContent.startsWith(number + " /")
              && document.getElementById("elapsed").textContent.split(":").reduce((sum, part) => sum * 60 + Number(part), 0) >= minutes * 60""",
            arg=[slide, minutes],
        )

    def said(self, id: str) -> str:
        return self.speaker.inner_text(f"#{id}")

    def says(self, id: str, text: str | re.Pattern[str]) -> None:
        """Wait until a part of the speaker's window has this text."""
        expect(self.speaker.locator(f"#{id}")).to_have_text(text)

    def give_more(self) -> None:
        """Give the step at hand five minutes more."""
        self.speaker.click("#more")
        expect(self.speaker.locator("#step")).to_contain_text(WORDS["given_more"].format(n=5))

    def is_due(self, minute: float) -> None:
        """Wait until the slide at hand is said to be due at a minute of the plan, or one beside it by rounding."""
        minutes = "|".join(str(round(minute) + by) for by in (-1, 0, 1))
        self.says("planned", re.compile(rf"^({minutes}) "))

    def close(self) -> None:
        self.speaker.close()
        self.deck.close()


@pytest.fixture
def room(context: BrowserContext, folder: Path) -> Iterator[Room]:
    opened = Room(context, folder)
    yield opened
    opened.close()


def test_each_step_is_due_when_the_plan_says(room: Room, plan: dict[str, Any]) -> None:
    for item in plan["items"]:
        if item["first"] >= 0:
            room.at(item["first"] + 1)
            room.is_due(item["start"])


def test_parts_stand_in_the_order_of_the_plan(room: Room, plan: dict[str, Any]) -> None:
    shown = room.speaker.evaluate(PLACES)
    assert [text for text, item in zip(shown, plan["items"], strict=True) if item["title"] not in text] == []


def test_five_minutes_more_take_from_the_room_for_questions(room: Room, plan: dict[str, Any]) -> None:
    step = next(item for item in plan["items"] if item["first"] >= 0)
    slack = sum(item["minutes"] for item in plan["items"] if item["kind"] == "slack")
    room.at(step["first"] + 1)
    before = room.said("ends")
    room.give_more()
    room.says("ends", before)
    assert slack >= 5
    later = next(item for item in plan["items"] if item["first"] > step["to"])
    room.at(later["first"] + 1)
    room.is_due(later["start"] + 5)


def test_late_start_takes_from_the_room_for_questions_and_says_the_end_on_paper(
    context: BrowserContext, folder: Path, plan: dict[str, Any]
) -> None:
    slack = sum(item["minutes"] for item in plan["items"] if item["kind"] == "slack")
    late = slack + 5
    room = Room(context, folder, late)
    expect(room.speaker.locator("#parts li").first).to_contain_text(hour(plan["start"] + late))
    end = plan["start"] + plan["total"]
    on_paper = WORDS["on_paper"].format(time=hour(end))
    room.says("ends", f"{hour(end + late - slack)} {on_paper}")
    room.close()


def hour(minute: int) -> str:
    return f"{minute // 60}.{minute % 60:02}"


def test_late_is_said_with_what_may_go_or_a_later_end(room: Room, plan: dict[str, Any]) -> None:
    last = max(item["to"] for item in plan["items"])
    room.at(last, plan["total"] + 20)
    behind = [WORDS[key].partition("}")[2] for key in ("behind", "late_later")]
    expect(room.speaker.locator("#status")).to_contain_text(behind[0])
    expect(room.speaker.locator("#late-text")).to_contain_text(behind[1].split(":")[0])


def test_window_has_the_moments_of_the_papers_and_those_of_every_day_at_each_slide(
    course_built: Path,
) -> None:
    course = load_course(course_built).parsed
    programmes = [(module, programme) for module in course.modules for programme in module.programmes]
    for module, programme in programmes:
        folder = course_built / "_build/trainer/dagen" / programme.id
        page = html.parse(str(folder / "dia-spreker.html")).getroot()
        titles = {
            notes.get("id"): [
                letters(title.text_content()) for title in notes.xpath(".//details[@class='moment']/summary")
            ]
            for notes in page.iter("article")
        }
        moments = moments_of(course, written_plan(course, module, programme))
        expected = sorted(letters(moment.says) for moment in moments)
        assert sorted(chain.from_iterable(titles.values())) == expected
        every_day = {letters(moment.says) for moment in moments if moment.every_day}
        for slide in read_deck_data(folder, "dia")["slides"]:
            assert every_day <= {title for id in slide["notes"] for title in titles[f"notes-{id}"]}


def letters(text: str) -> str:
    """Return the letters of a text, which quotation marks and their form don't change."""
    return re.sub(r"\W+", "", text)


def test_clock_is_set_to_zero_only_after_a_second_press(room: Room) -> None:
    room.speaker.click("#reset")
    room.says("reset", WORDS["reset_sure"])
    room.says("run", WORDS["pause"])
    room.speaker.click("#reset")
    room.says("run", WORDS["start"])


def test_end_that_the_host_fixed_stays_when_a_step_takes_longer(
    context: BrowserContext, mini_built: Path, tmp_path: Path, plan: dict[str, Any]
) -> None:
    """Without room for questions the step before the end is squeezed, and the end stays."""
    root = shutil.copytree(mini_built, tmp_path / "mini")
    start, end = (f"{minute // 60}:{minute % 60:02d}" for minute in (plan["start"], plan["start"] + 40))
    made = vorming(root, "day", "proef", "--start", start, "--end", end, "--name", "vast-einde")
    assert made.returncode == 0, made.stdout + made.stderr
    folder = root / "_build/trainer/eigen-dagen/vast-einde"
    items = read_deck_data(folder, "dia")["plan"]["items"]
    room = Room(context, folder)
    room.at(next(item["first"] for item in items if item["first"] >= 0) + 1)
    before = room.said("ends")
    room.give_more()
    room.says("ends", before)
    room.close()
