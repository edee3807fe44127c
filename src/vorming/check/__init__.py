"""Rules over the whole course: every reference resolves, every item is used, every date holds."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path

from vorming.check.blocks import check_blocks, check_labels
from vorming.check.items import (
    check_dates,
    check_facts,
    check_helplines,
    check_ids,
    check_ledger,
    check_shown_once,
    check_unused,
    check_written_on,
)
from vorming.check.packs import check_register
from vorming.check.page_rules import check_item_text, check_page_text
from vorming.check.pages import (
    check_address,
    check_names,
    check_organisation,
    check_own_words,
    check_pages,
    check_redirects,
)
from vorming.check.policies import check_chart_words, check_jurisdictions, check_tiles
from vorming.check.quizzes import check_quizzes, check_statements, check_uses
from vorming.check.references import (
    check_calls,
    check_fields,
    check_roles_of_items,
)
from vorming.check.teaching import (
    check_asked,
    check_faq,
    check_lessons,
    check_modules,
    check_programmes,
    check_steps,
)
from vorming.check.typed import check_typed
from vorming.language.check import check_language
from vorming.model.course import Course
from vorming.source.load import Loaded, load_course
from vorming.source.problems import Problem


def check_course(root: Path, today: date | None = None) -> tuple[Problem, ...]:
    """Return all problems of the course below `root`, sorted; `today` is for the re-check dates."""
    return check_loaded(load_course(root), today or date.today())


@lru_cache(maxsize=2)  # a build checks once, and each Sphinx that it forks asks again
def check_loaded(loaded: Loaded, today: date) -> tuple[Problem, ...]:
    """Return what reading found, and, where the whole course parsed, what the rules find."""
    found = set(loaded.problems)
    if loaded.course is not None:
        found |= {problem for rule in CHECKS for problem in rule(loaded, loaded.course, today)}
    return tuple(sorted(found))


Check = Callable[[Loaded, Course, date], Iterator[Problem]]


CHECKS: tuple[Check, ...] = (
    check_calls,
    check_blocks,
    check_labels,
    check_fields,
    check_roles_of_items,
    check_quizzes,
    check_uses,
    check_statements,
    check_asked,
    check_ids,
    check_shown_once,
    check_unused,
    check_written_on,
    check_dates,
    check_helplines,
    check_facts,
    check_ledger,
    check_faq,
    check_lessons,
    check_steps,
    check_modules,
    check_programmes,
    check_chart_words,
    check_jurisdictions,
    check_tiles,
    check_pages,
    check_names,
    check_page_text,
    check_item_text,
    check_own_words,
    check_address,
    check_redirects,
    check_organisation,
    check_register,
    check_typed,
    check_language,
)
