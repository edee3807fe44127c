"""A session is planned: clock times that add up, what stays, what goes, and why something can't be."""

import io
from datetime import time
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest

from tests.conftest import vorming
from vorming.course.planning import Demands, Impossible, RunSheet, plan_run_sheet
from vorming.model.course import Course, Module
from vorming.source.load import load_course
from vorming.trainer.run_sheet import open_press, render_page, render_pdf


@pytest.fixture(scope="module")
def course(repository: Path) -> Course:
    loaded = load_course(repository)
    assert loaded.course is not None
    return loaded.course


def planned(course: Course, module: str, demands: Demands) -> RunSheet:
    sheet = plan_run_sheet(course, course.module(module), demands)
    assert isinstance(sheet, RunSheet), sheet
    return sheet


def must_steps(course: Course, module: Module) -> set[str]:
    return {
        step.title for id in module.lessons for step in course.lesson(id).lesson.run if step.keep == "must"
    }


@pytest.mark.parametrize("module", ["scholen", "politie", "ocmw"])
@pytest.mark.parametrize("minutes", [None, 120, 150, 200, 240, 300])
def test_minutes_add_up_and_must_steps_of_given_lessons_stay(
    course: Course, module: str, minutes: int | None
) -> None:
    sheet = planned(course, module, Demands(time(9), minutes))
    rows = [row for row in sheet.rows if row.kind != "step"]
    steps = [row for row in sheet.rows if row.kind == "step"]
    assert sum(row.minutes for row in rows) == (minutes or sheet.minutes)
    assert sum(row.minutes for row in steps) == sum(row.minutes for row in rows if row.kind == "lesson")
    for before, after in pairwise(rows):
        start = before.start.hour * 60 + before.start.minute + before.minutes
        assert after.start.hour * 60 + after.start.minute == start
    given = {part.lesson for part in sheet.programme.parts if part.lesson}
    musts = {s.title for id in given for s in course.lesson(id).lesson.run if s.keep == "must"}
    assert musts <= {row.title for row in steps}


def test_less_time_drops_only_what_may_go_and_says_so(course: Course) -> None:
    wide, tight = (planned(course, "politie", Demands(time(13), minutes)) for minutes in (150, 140))
    assert len(tight.dropped) > len(wide.dropped)
    musts = must_steps(course, course.module("politie"))
    assert not any(dropped.split(": ", 1)[1].rsplit(" (", 1)[0] in musts for dropped in tight.dropped)


def test_time_that_is_left_becomes_room_for_questions(course: Course) -> None:
    sheet = planned(course, "politie", Demands(minutes=400))
    spare = [row for row in sheet.rows if row.title == "Ruimte voor vragen"]
    assert len(spare) == 1 and spare[0].minutes > 60 and not sheet.dropped


def test_short_session_has_no_break(course: Course) -> None:
    sheet = planned(course, "scholen", Demands(minutes=90))
    assert not [row for row in sheet.rows if row.kind == "break"]
    assert [row for row in planned(course, "scholen", Demands(minutes=120)).rows if row.kind == "break"]


@pytest.mark.parametrize(
    ("demands", "said"),
    [
        (Demands(minutes=60), "heeft minstens"),
        (Demands(minutes=60), "Dit past wel, telkens met enkel de kern: Wie is UTSOPI?"),
        (Demands(minutes=0), "0 minuten kan niet"),
        (Demands(minutes=-5), "-5 minuten kan niet"),
        (Demands(minutes=5), "kies tussen 15 en 600 minuten"),
        (Demands(time(22), 240), "voorbij middernacht"),
        (Demands(group=0), "Een groep van 0 kan niet"),
    ],
)
def test_what_can_not_be_says_why(course: Course, demands: Demands, said: str) -> None:
    found = plan_run_sheet(course, course.module("politie"), demands)
    assert isinstance(found, Impossible)
    assert any(said in reason for reason in found.reasons)


def test_the_least_time_that_is_named_is_enough(course: Course) -> None:
    found = plan_run_sheet(course, course.module("ocmw"), Demands(minutes=40))
    assert isinstance(found, Impossible)
    least = int(found.reasons[1].split("minstens ")[1].split()[0])
    assert isinstance(plan_run_sheet(course, course.module("ocmw"), Demands(minutes=least)), RunSheet)
    assert isinstance(plan_run_sheet(course, course.module("ocmw"), Demands(minutes=least - 1)), Impossible)


def test_room_without_phones_or_projector_changes_what_is_printed(course: Course) -> None:
    plain = planned(course, "politie", Demands(group=21))
    bare = planned(course, "politie", Demands(group=21, has_phones=False, has_projector=False))
    assert "21 × zakkaart (politie-kaart.pdf)" in plain.to_print
    assert any("kaartjes-abcd.pdf" in text for text in bare.to_print)
    assert any("Zonder projector" in text for text in bare.remarks)
    assert not any("Zonder" in text for text in plain.remarks)
    assert any("één groepje werkt met drie" in text for text in bare.remarks)


def test_bag_and_table_hold_what_the_steps_ask(course: Course) -> None:
    sheet = planned(course, "politie", Demands(time(13, 30), 150))
    rows = {f"{row.start.hour}.{row.start.minute:02} u.": row for row in sheet.rows if row.kind == "step"}
    assert sheet.to_lay_out
    for line in sheet.to_lay_out:
        clock, things = line.split(": ", 1)
        assert things.split(" (")[0].split(", ")[0] in rows[clock].material
    assert not any("rolkaarten" in line for line in sheet.to_print)
    assert any("projector" in thing for thing in sheet.to_bring)
    assert not any(
        "projector" in t for t in planned(course, "politie", Demands(has_projector=False)).to_bring
    )


def test_much_more_time_than_the_module_fills_is_said(course: Course) -> None:
    assert any(
        "meer dan deze module vult" in text for text in planned(course, "ocmw", Demands(minutes=480)).remarks
    )


def test_run_sheet_is_one_page_of_accessible_paper(course: Course) -> None:
    sheet = planned(course, "ocmw", Demands(minutes=300, group=20, has_phones=False, has_projector=False))
    pdf = render_pdf(sheet)
    assert isinstance(pdf, bytes) and pdf == render_pdf(sheet)
    paper = pikepdf.open(io.BytesIO(pdf))
    assert len(paper.pages) == 1
    assert paper.Root.Lang == "nl-BE" and paper.Root.MarkInfo.Marked


def test_paper_is_set_again_only_when_something_on_it_has_changed(course: Course) -> None:
    sheet = planned(course, "ocmw", Demands())
    with open_press() as press:
        paper = press.render(sheet)
    assert isinstance(paper, bytes)
    with open_press() as press:
        assert press.render(sheet, paper) is paper
        assert "typst" not in press.__dict__, "Typst was started for nothing"
        later = press.render(planned(course, "ocmw", Demands(time(10))), paper)
        assert isinstance(later, bytes) and later != paper


def test_page_shows_every_row(course: Course) -> None:
    sheet = planned(course, "scholen", Demands())
    page = render_page(sheet)
    assert page.count('class="row-') == len(sheet.rows)


def test_command_shows_the_table_and_writes_page_and_pdf(mini: Path) -> None:
    done = vorming(
        mini, "run-sheet", "proef", "--start", "13:30", "--minutes", "35", "--group", "4", "--no-phones"
    )
    assert done.returncode == 0, done.stderr
    assert "13.35 u." in done.stdout and "Einde: 14.05 u." in done.stdout
    folder = mini / "_build/trainer/eigen-draaiboek"
    assert sorted(path.name for path in folder.iterdir()) == [
        "proef-13u30-35min.html",
        "proef-13u30-35min.pdf",
    ]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["proef", "--minutes", "5"], 1, "kies tussen 15 en 600 minuten"),
        (["proff"], 2, "Bedoel je “proef”?"),
        (["proef", "--start", "half twee"], 2, "is geen uur"),
        (["proef", "--start", "13h30", "--minutes", "0"], 1, "0 minuten kan niet"),
    ],
)
def test_command_refuses_in_dutch(mini: Path, arguments: list[str], code: int, said: str) -> None:
    done = vorming(mini, "run-sheet", *arguments)
    assert done.returncode == code
    assert said in done.stdout + done.stderr and "Traceback" not in done.stderr


def test_what_stands_in_square_brackets_is_shown_as_it_is(mini: Path) -> None:
    page = mini / "book/les/eerste.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(text.replace("title: Start", 'title: "Start [duo]"'), encoding="utf-8")
    assert "Start [duo]" in vorming(mini, "run-sheet", "proef").stdout
