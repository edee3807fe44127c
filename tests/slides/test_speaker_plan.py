"""The speaker's window with a clock set ahead: the run sheet's plan, and advice that is right."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from vorming.course.planning import Demands, Row, RunSheet, plan_run_sheet
from vorming.model.course import Course
from vorming.slides.deck import slide_ranges
from vorming.slides.write import read_deck_data
from vorming.source.load import load_course

MODULE = "politie"
SHIFT = (
    "window.shift = 0; { const real = Date.now.bind(Date); Date.now = () => real() + window.shift * 60000; }"
)


@pytest.fixture(scope="module")
def decks(course_built: Path) -> Path:
    return course_built / "_build/trainer/dias"


@pytest.fixture(scope="module")
def data(decks: Path) -> dict[str, Any]:
    return dict(read_deck_data(decks, MODULE) or {})


@pytest.fixture(scope="module")
def course(course_root: Path) -> Course:
    course = load_course(course_root).course
    assert course is not None
    return course


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(viewport={"width": 1180, "height": 800})
    opened.add_init_script(SHIFT)
    yield opened
    opened.close()


class Room:
    """A deck and its speaker's window, with the clock running."""

    def __init__(self, context: BrowserContext, decks: Path, plan: int) -> None:
        self.deck = context.new_page()
        self.deck.goto((decks / f"{MODULE}.html").as_uri())
        self.deck.wait_for_selector("html.is-ready")
        with context.expect_page() as opened:
            self.deck.keyboard.press("s")
        self.speaker: Page = opened.value
        self.speaker.wait_for_selector("#lost", state="hidden")
        self.speaker.select_option("#plan", str(plan))
        self.speaker.click("#run")

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

    @property
    def planned(self) -> int:
        return int(self.said("planned").split()[0])

    @property
    def advice(self) -> str:
        return self.said("late-text") if self.speaker.is_visible("#late") else ""

    @property
    def slide(self) -> int:
        return int(self.deck.evaluate("Reveal.getIndices().h")) + 1

    def close(self) -> None:
        self.speaker.close()
        self.deck.close()


@pytest.fixture
def room(context: BrowserContext, decks: Path) -> Iterator[Room]:
    """The room with the first programme of the module as its plan."""
    opened = Room(context, decks, 0)
    yield opened
    opened.close()


def steps_of(course: Course, data: dict[str, Any], programme: int) -> list[tuple[Row, int, int]]:
    """Return the steps of a programme's run sheet that have slides, with their first and last."""
    module = course.module(MODULE)
    own = module.model_copy(update={"programmes": (module.programmes[programme],)})
    sheet = plan_run_sheet(course, own, Demands(), slide_ranges(data))
    assert isinstance(sheet, RunSheet)
    rows = [row for row in sheet.rows if row.slides]
    ranges = [tuple(map(int, row.slides.split("–"))) for row in rows]
    return [(row, found[0], found[-1]) for row, found in zip(rows, ranges, strict=True)]


def minute_of(course: Course, programme: int, row: Row) -> int:
    start = course.module(MODULE).programmes[programme].start
    return (row.start.hour - start.hour) * 60 + row.start.minute - start.minute


@pytest.mark.parametrize("programme", [0, 1])
def test_plan_is_that_of_the_run_sheet(
    context: BrowserContext, decks: Path, course: Course, data: dict[str, Any], programme: int
) -> None:
    room = Room(context, decks, programme)
    for row, first, last in steps_of(course, data, programme):
        begin = minute_of(course, programme, row)
        for slide in (first, last):
            room.at(slide)
            # A slide belongs to the step in which its middle falls, so it may begin a little before.
            assert begin - 3 <= room.planned <= begin + row.minutes, (row.title, slide)
    room.close()


def test_late_in_a_step_that_may_go_jumps_over_it(room: Room, course: Course, data: dict[str, Any]) -> None:
    row, first, last = next(
        found for found in steps_of(course, data, 0) if found[0].may_go and found[2] > found[1]
    )
    late = row.minutes + 4
    room.at(first)
    room.at(first, room.planned + late + 1)
    assert f"minuten achter: sla “{row.title}" in room.advice
    assert room.advice.endswith(f"over, ga naar dia {last + 1}.")
    assert "achter" in room.said("status")
    room.speaker.click("#late-go")
    room.deck.wait_for_function(f"Reveal.getIndices().h === {last}")
    room.at(last + 1)
    assert room.said("status") == "op schema" or int(room.said("status").split()[0]) < late


def test_a_little_late_takes_the_least_that_is_enough(
    room: Room, course: Course, data: dict[str, Any]
) -> None:
    steps = steps_of(course, data, 0)
    ahead = [row for row, first, _ in steps if row.may_go and first > steps[0][2] + 2]
    room.at(steps[0][2])
    room.at(steps[0][2], minute_of(course, 0, steps[0][0]) + steps[0][0].minutes + 3.4)
    assert room.advice.startswith("3 minuten achter")
    least = min((row for row in ahead if row.minutes > 3), key=lambda row: row.minutes)
    assert f"sla straks “{least.title}" in room.advice
    assert room.advice.endswith(f"over. Dat wint {least.minutes} minuten.")
    before = room.said("ends")
    room.speaker.click("#late-go")
    assert room.advice == ""
    hours, minutes = (
        sum(n * int(part) for n, part in zip((60, 1), text.split("."), strict=True))
        for text in (before, room.said("ends"))
    )
    assert (hours - minutes) % 1440 in (least.minutes, least.minutes - 1, least.minutes + 1)


def test_when_nothing_may_go_it_says_what_else(room: Room, data: dict[str, Any]) -> None:
    last = len(data["slides"])
    room.at(last, 235 + 20)
    assert room.advice.endswith("Er kan niets meer weg: spreek een later einde af.")
    assert not room.speaker.is_visible("#late-go")
    assert "Hierna kan niets meer weg." in room.speaker.inner_text("main")


def test_break_is_no_delay(room: Room, course: Course, data: dict[str, Any]) -> None:
    parts = course.module(MODULE).programmes[0].parts
    number = next(i for i, part in enumerate(parts) if part.kind == "break")
    deck = next(lesson for lesson in data["lessons"] if lesson["id"] == parts[number - 1].lesson)
    start = sum(part["minutes"] for part in data["programmes"][0]["parts"][:number])
    room.at(deck["first"] + len(deck["spans"]), start + 6)
    assert room.said("status") == "Pauze" and room.advice == ""
    room.at(deck["first"] + len(deck["spans"]), start + parts[number].minutes + 8)
    assert room.said("status").startswith("8 min achter")


def test_short_plan_steps_over_what_it_leaves_out(
    context: BrowserContext, decks: Path, data: dict[str, Any]
) -> None:
    room = Room(context, decks, 1)
    given = [part["lesson"] for part in data["programmes"][1]["parts"] if part["lesson"]]
    left = next(lesson for lesson in data["lessons"] if lesson["id"] not in given)
    after = next(
        lesson for lesson in data["lessons"] if lesson["first"] > left["first"] and lesson["id"] in given
    )
    for _ in range(20):
        room.at(left["first"])
        room.deck.keyboard.press("PageDown")
        if room.slide != left["first"] + 1:
            break
        room.deck.wait_for_timeout(100)
    assert room.slide == after["first"] + 1
    room.close()


def test_clock_is_set_to_zero_only_after_a_second_press(room: Room) -> None:
    room.speaker.click("#reset")
    assert room.said("reset") == "Zeker?" and room.said("run") == "Pauzeer"
    room.speaker.click("#reset")
    assert room.said("run") == "Start de klok"
