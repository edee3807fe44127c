"""A plan on one sheet: its table, its lists, its paper."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from tests.conftest import replace_in, vorming
from tests.course.test_planning import FIRST, MODULES, planned, programmes
from tests.support.pdf import set_markup
from tests.support.quiz_book import MODULE
from tests.support.quiz_book import course as quiz_course
from vorming.course.planning import LONG_STRETCH, Demands, Part, clock, least_minutes, rows_of
from vorming.model.course import Course
from vorming.model.quiz import Scenario
from vorming.source.load import load_course
from vorming.text.words import with_capital
from vorming.trainer.day import write_run_sheet
from vorming.trainer.run_sheet import lists, paper_data, summary


def test_room_without_phones_or_projector_is_said(course: Course) -> None:
    plain = lists(planned(course, FIRST, Demands(group=21)))
    bare = lists(planned(course, FIRST, Demands(group=21, has_phones=False, has_projector=False)))
    assert any("Zonder projector" in text for text in bare["remarks"])
    assert not any("Zonder" in text for text in plain.get("remarks", ()))


def test_table_lies_ready_with_what_the_steps_ask(course: Course) -> None:
    plan = planned(course, FIRST, Demands())
    ready: dict[str, set[str]] = {}
    for row in rows_of(plan, {}):
        ready.setdefault(clock(row.start), set()).update(map(with_capital, row.material))
    for line in lists(plan)["to_lay_out"]:
        thing, hours = line.rsplit(": ", 1)
        assert thing[0].isupper()
        assert all(thing in ready[hour] for hour in hours.split(", "))


def test_thing_that_two_steps_begin_with_another_letter_lies_ready_once(course: Course) -> None:
    plan = planned(course, FIRST, Demands())
    (first, second), names = plan.steps[:2], ("een Proefding", "Een Proefding")
    steps = tuple(
        replace(taught, step=taught.step.model_copy(update={"bring": (name,)}))
        for taught, name in zip((first, second), names, strict=True)
    )
    lines = lists(replace(plan, parts=(Part("lesson", "Les", 10, steps),)))["to_lay_out"]
    assert sum("Een Proefding" in line for line in lines) == 1


def test_final_test_and_answers_lie_ready_when_they_are_handed_out(course: Course) -> None:
    plan = planned(course, FIRST, Demands())
    parts = (
        Part("lesson", "Les", 10, plan.steps[:1]),
        Part("test", "Toets", 10, start=10),
        Part("closing", "Slot", 5, start=20),
    )
    module = plan.module.model_copy(update={"final_test": "een-toets"})
    handed = [row.material for row in rows_of(replace(plan, module=module, parts=parts), {}) if not row.step]
    assert handed == [[], ["eindtoets"], ["blad met de antwoorden"]]
    module = plan.module.model_copy(update={"final_test": None})
    bare = replace(plan, module=module, parts=parts[1:])
    assert not any(row.material for row in rows_of(bare, {}))


def test_run_sheet_without_a_projector_has_no_column_for_slides(course: Course) -> None:
    for has_projector in (True, False):
        data = paper_data(planned(course, FIRST, Demands(has_projector=has_projector)), {})
        assert ("Dia's" in data["heads"]) is has_projector
        assert {len(row["cells"]) for row in data["rows"]} == {len(data["heads"])}


def test_much_more_time_than_the_module_fills_is_said() -> None:
    remarks = lists(planned(quiz_course(), MODULE, Demands(minutes=75)))["remarks"]
    assert any("meer dan deze module vult" in text for text in remarks)


def test_long_stretch_without_a_break_is_said(course: Course) -> None:
    plan = planned(course, FIRST, Demands())
    for minutes, is_said in (LONG_STRETCH, False), (LONG_STRETCH + 1, True):
        before, pause = (
            Part("lesson", "Les", minutes, plan.steps, 540),
            Part("break", "Pauze", 10, (), 540 + minutes),
        )
        parts = (before, pause, Part("closing", "Slot", 5, (), pause.end))
        said = f"Tussen {clock(540)} en {clock(pause.start)} is er geen pauze."
        assert any(said in text for text in lists(replace(plan, parts=parts)).get("remarks", ())) is is_said


def test_group_that_is_too_small_for_a_role_play_is_said(mini: Path) -> None:
    course = load_course(mini).parsed
    roles = max(len(q.roles) for q in course.questions if isinstance(q, Scenario))
    for group, is_said in (1, True), (roles - 1, True), (roles, False), (None, False):
        plan = planned(course, "proef", Demands(group=group))
        remarks = lists(plan).get("remarks", ())
        assert any(f"heeft {roles} rollen, en de groep telt {group}" in text for text in remarks) is is_said
        assert ("Groep: 1 persoon" in summary(plan)) is (group == 1)


@pytest.mark.parametrize(("group", "said"), [(1, "Doe zelf mee"), (2, ""), (3, "De groep is oneven")])
def test_group_that_cannot_be_parted_in_pairs_is_said(course: Course, group: int, said: str) -> None:
    plan = planned(course, FIRST, Demands(group=group))
    first = replace(plan.steps[0], step=plan.steps[0].step.model_copy(update={"method": "pairs"}))
    found = " ".join(lists(replace(plan, parts=(Part("lesson", "Les", 10, (first,)),))).get("remarks", ()))
    assert said in found and ("Doe zelf mee" in found, "oneven" in found) == (group == 1, group == 3)


@pytest.mark.parametrize("shortest_or_longest", [min, max])
def test_run_sheet_is_one_sheet_of_accessible_paper(
    course: Course, shortest_or_longest: Callable[[Iterable[int]], int], tmp_path: Path
) -> None:
    module = MODULES[-1]
    minutes = 30 + shortest_or_longest(map(least_minutes, programmes(course, module)))
    plan = planned(course, module, Demands(minutes=minutes, group=20, has_phones=False, has_projector=False))
    paper = pikepdf.open(set_markup(tmp_path, write_run_sheet(plan, {})))
    assert len(paper.pages) <= 2
    assert paper.Root.Lang == "nl-BE" and paper.Root.MarkInfo.Marked


def test_command_shows_the_table(mini: Path) -> None:
    done = vorming(
        mini, "run-sheet", "proef", "--start", "13u30", "--minutes", "0u35", "--group", "4", "--no-phones"
    )
    assert done.returncode == 0, done.stderr
    said = done.stdout.replace("\u00a0", " ")
    assert "13.35 u." in said and "35 minuten · 13.30 u. tot 14.05 u." in said
    assert not (mini / "_build").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["proef", "--minutes", "5"], 1, "kies tussen 15 en 600 minuten"),
        (["proff"], 2, "Bedoel je “proef”?"),
        (["proef", "--start", "half twee"], 2, "is geen uur"),
        (["proef", "--minutes", "veel"], 2, "is geen duur"),
        (["proef", "--start", "13h30", "--minutes", "0"], 1, "0 minuten kan niet"),
        (["proef", "--break", "3:00"], 1, "een pauze om 3.00 u. kan niet"),
        (["proef", "--group", "0"], 1, "Een groep van 0 kan niet"),
        (["proef", "--lesson", "tweede"], 2, "\n  Eerste les (eerste)"),
    ],
)
def test_command_refuses_in_dutch(mini: Path, arguments: list[str], code: int, said: str) -> None:
    done = vorming(mini, "run-sheet", *arguments)
    assert done.returncode == code
    assert said in done.stdout + done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize("named", ["eerste", "Eerste les", "EERSTE  l", "Eer"])
def test_command_knows_a_lesson_by_its_title_or_the_beginning_of_it(mini: Path, named: str) -> None:
    done = vorming(mini, "run-sheet", "proef", "--lesson", named, "--minutes", "35")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Proefmodule · Eerste les")


def test_command_lists_titles_for_a_beginning_that_two_lessons_share(
    course: Course, course_root: Path
) -> None:
    module, lessons = MODULES[0], course.module(MODULES[0]).lessons
    done = vorming(course_root, "run-sheet", module, "--lesson", "")
    assert done.returncode == 2
    assert all(f"{course.lesson(id).title} ({id})" in done.stderr for id in lessons)


def test_what_stands_in_square_brackets_is_shown_as_it_is(mini: Path) -> None:
    page = mini / "book/les/eerste.md"
    replace_in(page, "title: Start", 'title: "Start [duo]"')
    assert "Start [duo]" in vorming(mini, "run-sheet", "proef").stdout
