"""A trainer's edit breaks no test: the edits of the manual on a copy of the course, and the tests that read the course."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, copy_course, vorming
from vorming.model.course import Course
from vorming.source.load import Loaded, load_course

pytestmark = pytest.mark.slow

READERS = (
    "tests/charts/test_charts.py",
    "tests/charts/test_exercise.py",
    "tests/charts/test_notebooks.py",
    "tests/charts/test_stale_outputs.py",
    "tests/language",
    "tests/exports/test_exports.py",
    "tests/course/test_planning.py",
    "tests/trainer/test_run_sheet.py",
)
"""The tests that read the course and need no build."""

QUESTION = """
  - id: vraag-van-een-test
    type: single
    prompt: Welk antwoord staat hier?
    explanation: Deze vraag staat er om te zien of een vraag erbij mag.
    covers: [{covers}]
    options:
      - {{text: Het eerste antwoord, correct: true}}
      - {{text: Het tweede antwoord, feedback: Dat staat eronder.}}
"""


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the course with all edits."""
    root = tmp_path_factory.mktemp("wijzigingen") / "een cursus"
    copy_course(root)
    for edit in EDITS:
        loaded = load_course(root)
        edit(loaded, loaded.parsed)
    return root


def change_a_price(loaded: Loaded, course: Course) -> None:
    """Add ten to a sum and to its first part, in numbers and in words."""
    fact = next(fact for fact in course.facts if fact.parts and fact.value)
    assert fact.value is not None
    sums = {("value",): fact.value, ("parts", 0, "value"): fact.parts[0].value}
    for loc, value in sums.items():
        for where in (loc, ("statement",)):
            place = loaded.place(fact, *where)
            replace_in(loaded, place.path, place.line, str(value), str(value + 10))


def confirm_a_value(loaded: Loaded, course: Course) -> None:
    """Mark a value of a country as read in a source."""
    for country in course.policies.jurisdictions:
        for value in country.attributes.values():
            if value.confidence == "unverified" and not value.source:
                place = loaded.place(value)
                source = next(iter(course.policies.source_kinds))
                replace_in(
                    loaded,
                    place.path,
                    place.line,
                    "confidence: unverified",
                    f"confidence: verified, source: {source}",
                )
                return


def add_a_question(loaded: Loaded, course: Course) -> None:
    page = next(page for page in course.lessons if page.lesson.quiz)
    path = loaded.root / f"book/_data/quizzes/{page.lesson.quiz}.yml"
    objective = page.lesson.objectives[0].id
    path.write_text(path.read_text("utf-8").rstrip() + QUESTION.format(covers=objective), "utf-8")


def add_a_jurisdiction(loaded: Loaded, course: Course) -> None:
    copy_entry(loaded, "policies", "jurisdictions", {r"code: .*": "code: PT", r"name: .*": "name: Portugal"})


def add_a_help_line(loaded: Loaded, course: Course) -> None:
    other = {r"id: .*": "id: lijn-van-een-test", r"name: .*": "name: Lijn van een test"}
    copy_entry(loaded, "helplines", "helplines", other)


def rename_a_lesson(loaded: Loaded, course: Course) -> None:
    """Give the page of a lesson another name, where the contents list, a setting or a link has it."""
    old = course.lessons[-1].page
    (loaded.root / f"{old}.md").rename(loaded.root / f"{old}-anders.md")
    named = re.compile(rf"{old}(?![\w-])|(?<![\w-]){old.rpartition('/')[2]}(?=\.md)")
    for page in (page.path for page in loaded.pages if page.name != old):
        change(loaded.root / page, named)
    for path in (f"{old}-anders.md", "_toc.yml", loaded.sources["course"].path):
        change(loaded.root / path, named)


def change(path: Path, named: re.Pattern[str]) -> None:
    path.write_text(named.sub(r"\g<0>-anders", path.read_text("utf-8")), "utf-8")


EDITS = (
    change_a_price,
    confirm_a_value,
    add_a_question,
    add_a_jurisdiction,
    add_a_help_line,
    rename_a_lesson,
)


def replace_in(loaded: Loaded, path: str, line: int, old: str, new: str) -> None:
    """Replace a text on a line, or on one of the lines just below it."""
    file = loaded.root / path
    lines = file.read_text("utf-8").split("\n")
    at = next(n for n in range(line - 1, line + 4) if old in lines[n])
    lines[at] = lines[at].replace(old, new, 1)
    file.write_text("\n".join(lines), "utf-8")


def copy_entry(loaded: Loaded, file: str, key: str, changes: dict[str, str]) -> None:
    """Write the first entry of a list once more behind it, with another id; a place on the map is left out."""
    first, second = (loaded.sources[file].place(key, i) for i in (0, 1))
    path = loaded.root / first.path
    lines = path.read_text("utf-8").split("\n")
    entry = "\n".join(lines[first.line - 1 : second.line - 1])
    for pattern, new in changes.items():
        entry = re.sub(pattern, new, entry, count=1)
    entry = re.sub(r"\n *tile: .*", "", entry)
    lines.insert(second.line - 1, entry)
    path.write_text("\n".join(lines), "utf-8")


def test_check_finds_no_error_in_the_edited_course(edited: Path) -> None:
    done = vorming(edited, "check")
    assert done.returncode == 0, done.stdout


def test_every_test_that_reads_the_course_passes_on_the_edited_one(edited: Path) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *READERS]
    environment = {**os.environ, "VORMING_COURSE": str(edited)}
    environment.pop("PYTEST_XDIST_WORKER", None)
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-5000:]
