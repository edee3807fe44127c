"""The keepers' guide: each of its recipes, done on the mini-book, leaves a course without errors."""

import re
import shlex
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image

from tests.conftest import ROOT, append_to, replace_in
from vorming.check import check_course
from vorming.cli import main

GUIDE = (ROOT / "docs" / "beheer.md").read_text(encoding="utf-8")
RECIPES = {part.split("\n", 1)[0]: part for part in re.split(r"^## ", GUIDE, flags=re.MULTILINE)[1:]}
_STEP = re.compile(
    r"<!-- proef: (?P<step>[^\n]+) -->\n(?:\n(?P<mark>`{3,})\w+\n(?P<body>.*?)^(?P=mark)$)?",
    re.DOTALL | re.MULTILINE,
)


def _after(root: Path, body: str, name: str, line: str) -> None:
    replace_in(root / name, f"{line}\n", f"{line}\n{body}")


def _end(root: Path, body: str, name: str) -> None:
    append_to(root / name, f"\n{body}")


def _new(root: Path, body: str, name: str) -> None:
    assert not (root / name).exists()
    (root / name).write_text(body, "utf-8")


def _change(root: Path, body: str, name: str) -> None:
    for found in re.finditer(r"(?P<old>(?:^-.*\n)+)(?P<new>(?:^\+.*\n)*)", body, re.MULTILINE):
        old, new = (re.sub(r"^[-+]", "", found[part], flags=re.MULTILINE) for part in ("old", "new"))
        replace_in(root / name, old, new)


def _move(root: Path, _: str, name: str, to: str) -> None:
    (root / name).rename(root / to)


def _remove(root: Path, _: str, name: str) -> None:
    (root / name).unlink()


def _picture(root: Path, _: str, name: str) -> None:
    Image.new("RGB", (40, 30), "#888888").save(root / name)


def _run(root: Path, _: str, command: str, *arguments: str) -> None:
    done = CliRunner().invoke(main, [command, "--root", str(root), *arguments])
    assert done.exit_code == 0, done.output


STEPS: Mapping[str, Callable[..., None]] = {
    "after": _after, "end": _end, "new": _new, "change": _change, "move": _move, "remove": _remove,
    "picture": _picture, "run": _run,
}  # fmt: skip


@pytest.mark.parametrize("title", RECIPES)
def test_recipe_leaves_a_course_without_errors(mini: Path, title: str) -> None:
    # The guide starts from a course whose site has no address yet.
    replace_in(mini / "book/_data/course.yml", "vorming.test", "vorming.example")
    for found in _STEP.finditer(RECIPES[title]):
        step, *arguments = shlex.split(found["step"])
        STEPS[step](mini, found["body"] or "", *arguments)
    problems = [str(problem) for problem in check_course(mini) if problem.is_error]
    assert problems == []


def test_every_block_of_the_guide_is_tried() -> None:
    steps = [found for found in _STEP.finditer(GUIDE) if found["body"]]
    assert len(steps) == len(re.findall(r"^`{3,}\w+$", GUIDE, re.MULTILINE))


def test_every_command_that_the_guide_names_exists() -> None:
    assert set(re.findall(r"(?:`|/)vorming ([a-z][a-z-]*)", GUIDE)) <= set(main.commands)
