"""The checks of a whole course: every reference resolves, every item is used, no date of checking has expired.

`check_course` reads and checks a course; `check_loaded` checks one that was already read. CHECKS and DATED_CHECKS
are the checks. The Dutch sentence and hint of each rule are in assets/rules.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from vorming.check import blocks, files, items, pages, policies, quizzes, references, teaching
from vorming.language.check import check_language
from vorming.model.course import Course
from vorming.source.load import Loaded, load_course
from vorming.source.pages import cell_at
from vorming.source.problems import Problem
from vorming.text.words import words


def check_course(root: Path) -> tuple[Problem, ...]:
    """Return all problems of the course in folder `root` today, sorted by place."""
    return check_loaded(load_course(root), date.today())


@lru_cache(maxsize=2)  # the desk compares the course before and after a change
def check_loaded(loaded: Loaded, today: date) -> tuple[Problem, ...]:
    """Return the problems found by reading and, if the whole course could be parsed, those found by the checks."""
    problems = set(loaded.problems)
    if loaded.course is not None:
        for check in CHECKS:
            problems.update(check(loaded, loaded.course))
        for check_on in DATED_CHECKS:
            problems.update(check_on(loaded, loaded.course, today))
    notebooks = {page.path for page in loaded.pages if page.places}
    return tuple(sorted(_in_cell(loaded, p) if p.place.path in notebooks else p for p in problems))


def _in_cell(loaded: Loaded, problem: Problem) -> Problem:
    """Return a problem of a notebook with the number of its cell, since editors of notebooks show no lines."""
    cell = cell_at(loaded.root, problem.place)
    message = words("build")["in_cell"].format(cell=cell, said=problem.message)
    return replace(problem, message=message) if cell else problem


DATED_CHECKS = (items.check_dates, policies.check_laws)
"""The checks that depend on today's date."""
CHECKS: Sequence[Callable[[Loaded, Course], Iterator[Problem]]] = [
    check_language,
    *(
        check
        for module in (references, blocks, quizzes, items, teaching, policies, files, pages)
        for name, check in vars(module).items()
        if name.startswith("check_") and check.__module__ == module.__name__ and check not in DATED_CHECKS
    ),
]
"""All other checks: the functions `check_…` of the modules above."""
