"""Which step of a lesson a section of its page belongs to."""

from pathlib import Path

import pytest

from tests.conftest import replace_in
from vorming.course.sections import TimedSection, read_headings, steps_of_sections
from vorming.source.load import load_course


def test_heading_has_the_names_of_its_blocks_its_label_and_the_minutes_of_its_notes(mini: Path) -> None:
    page = mini / "book/les/eerste.md"
    replace_in(page, "## De vraag\n", "(de-vraag)=\n## De vraag\n")
    replace_in(page, "| Wat | Hoeveel |", "(wat-hoeveel)=\n| Wat | Hoeveel |")
    replace_in(page, ":lines: 3\n", ":lines: 3\n:name: loket\n")
    found = read_headings(load_course(mini).page("book/les/eerste"))
    assert [(section.label, section.minutes) for section in found] == [("", 5), ("de-vraag", 0), ("", 0)]
    assert [section.names for section in found] == [frozenset(), frozenset(), {"loket", "wat-hoeveel"}]


@pytest.mark.parametrize(
    ("sections", "steps"),
    [
        ([], []),
        ([(10, ""), (10, ""), (10, "")], [0, 1, 2]),
        ([(1, ""), (1, "")], [0, 2]),
        ([(20, ""), (5, ""), (5, "")], [1, 2, 2]),
        ([(10, "second"), (10, ""), (10, "")], [1, 1, 2]),
        ([(10, ""), (10, ""), (10, "second")], [0, 1, 1]),
        ([(10, "third"), (10, "second"), (10, "")], [2, 1, 2]),
    ],
)
def test_section_without_a_name_goes_by_the_clock_between_those_with_one(
    sections: list[tuple[int, str]], steps: list[int], mini: Path
) -> None:
    lesson = load_course(mini).parsed.lesson("eerste").lesson
    run = (
        lesson.run[0].model_copy(update={"minutes": 10, "uses": (id,)}) for id in ("first", "second", "third")
    )
    lesson = lesson.model_copy(update={"minutes": 30, "run": tuple(run)})
    found = [TimedSection(frozenset({name}), minutes) for minutes, name in sections]
    assert steps_of_sections(lesson, found) == steps
