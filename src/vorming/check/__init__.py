"""The checks of a whole course: every reference resolves, every item is used, every date holds.

`check_course` serves commands and tests, `check_loaded` whoever has read the course already. CHECKS and
DATED_CHECKS are the tables of checks; the Dutch sentence and hint of each rule stand in assets/rules.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from vorming.check import blocks, items, page_rules, pages, policies, quizzes, references, teaching
from vorming.language.check import check_language
from vorming.model.course import Course
from vorming.source.load import Loaded, load_course
from vorming.source.pages import cell_at
from vorming.source.problems import Problem, ProblemsError, has_errors
from vorming.text.words import words


def check_course(root: Path, today: date | None = None) -> tuple[Problem, ...]:
    """Return all problems of the course in folder `root`, sorted by place.

    `today` is held against the dates of re-checking; without it, the date of the system.
    """
    return check_loaded(load_course(root), today or date.today())


@lru_cache(maxsize=2)  # the desk checks ahead, and then compares a change with what was there
def check_loaded(loaded: Loaded, today: date) -> tuple[Problem, ...]:
    """Return what reading found, and, where the whole course parsed, what the checks find."""
    found = set(loaded.problems)
    if loaded.course is not None:
        for check in CHECKS:
            found.update(check(loaded, loaded.course))
        for check_on in DATED_CHECKS:
            found.update(check_on(loaded, loaded.course, today))
    notebooks = {page.path for page in loaded.pages if page.cells}
    return tuple(sorted(_in_cell(loaded, one) if one.place.path in notebooks else one for one in found))


def _in_cell(loaded: Loaded, found: Problem) -> Problem:
    """Return a problem of a notebook with the number of its cell, which is all that an editor of notebooks shows."""
    cell = cell_at(loaded.root, found.place)
    said = words("build")["in_cell"].format(cell=cell, said=found.message)
    return replace(found, message=said) if cell else found


def load_checked(root: Path, today: date) -> tuple[Loaded, Course]:
    """Load a course that breaks no rule; else ProblemsError, with its warnings too."""
    loaded = load_course(root)
    problems = check_loaded(loaded, today)
    if loaded.course is None or has_errors(problems):
        raise ProblemsError(problems)
    return loaded, loaded.course


CHECKS: tuple[Callable[[Loaded, Course], Iterator[Problem]], ...] = (
    references.check_calls,
    references.check_once,
    references.check_fields,
    references.check_roles_of_items,
    blocks.check_blocks,
    blocks.check_labels,
    quizzes.check_quizzes,
    quizzes.check_banks,
    quizzes.check_uses,
    quizzes.check_statements,
    quizzes.check_lengths,
    items.check_ids,
    items.check_shown_once,
    items.check_unused,
    items.check_helplines,
    items.check_facts,
    items.check_ledger,
    items.check_register,
    teaching.check_faq,
    teaching.check_lessons,
    teaching.check_steps,
    teaching.check_exercises,
    teaching.check_modules,
    teaching.check_programmes,
    policies.check_chart_words,
    policies.check_jurisdictions,
    policies.check_tiles,
    pages.check_files,
    pages.check_own_words,
    pages.check_settings,
    pages.check_organisation,
    page_rules.check_page_text,
    page_rules.check_headings,
    page_rules.check_targets,
    page_rules.check_item_text,
    page_rules.check_source_text,
    page_rules.check_item_forms,
    items.check_typed,
    check_language,
)
DATED_CHECKS = (items.check_dates, policies.check_laws)
"""The checks that hold the course against the date of today."""
