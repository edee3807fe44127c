"""The commands `vorming build` and `vorming day`: check and build everything that isn't fresh, and print progress."""

import sys
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from time import monotonic

from click import echo
from rich.console import Console

from vorming.build.outputs import OUTPUTS, READING, Built, build_in, build_outputs, fresh_outputs
from vorming.build.stamps import CHECKED, Stamps
from vorming.course.planning import Plan
from vorming.model.course import Course
from vorming.model.local import LocalContacts
from vorming.source.files import shown
from vorming.source.load import Loaded, load_course, load_readable
from vorming.source.problems import ProblemsError, has_errors
from vorming.text.numbers import format_number
from vorming.text.words import words

WORDS = words("build")
_OUTPUT_WORDS = WORDS.group("what")


def load_sound(root: Path) -> tuple[Loaded, Course]:
    """Load a course without errors; it is checked unless a build did that since its last edit.

    Raises ProblemsError, with the warnings too, if the course breaks a rule.
    """
    from vorming.check import check_loaded  # imported here, because it takes time and is seldom needed

    is_checked = Stamps(root).is_fresh(CHECKED)
    loaded = load_course(root)
    problems = loaded.problems if is_checked else check_loaded(loaded, date.today())
    if loaded.course is None or has_errors(problems):
        raise ProblemsError(problems)
    return loaded, loaded.course


def show_outputs(root: Path, names: tuple[str, ...], outputs: Iterable[Built]) -> bool:
    """Print when a build begins, its progress and its end; return whether an output failed."""
    started = monotonic()
    echo(WORDS["begun"])
    failed = show_progress(root, names, outputs)
    seconds = _tenths(monotonic() - started)
    echo(WORDS["not_done"] if failed else WORDS["done"].format(seconds=seconds))
    return failed


def show_progress(root: Path, names: tuple[str, ...], outputs: Iterable[Built]) -> bool:
    """Print a line for each output, with a spinner on a terminal; return whether an output failed."""
    done, failed = list[str](), False
    printed = set[str]()
    console = Console(highlight=False, markup=False, soft_wrap=True)
    with console.status(_describe_busy(names, done)) as status:
        for built in outputs:
            done.append(built.name)
            failed |= bool(built.warnings)
            how = WORDS["seconds"].format(seconds=_tenths(built.seconds))
            if built.warnings or built.was_fresh:
                how = WORDS["failed" if built.warnings else "fresh"]
            output = OUTPUTS.get(built.name)  # reading the pages makes no output
            where = shown(root / output.folder / output.opens) if output else ""
            console.print(f"  {_OUTPUT_WORDS[built.name]:<31}{how:>12}   {where}".rstrip())
            for text in (*built.warnings, *built.notices):
                if text not in printed:  # two outputs may have the same warning
                    print(text, file=sys.stderr, flush=True)
                    printed.add(text)
            status.update(_describe_busy(names, done))
    return failed


def _describe_busy(names: Iterable[str], done: Iterable[str]) -> str:
    """Return the text beside the spinner: the reading of pages, and then the outputs that aren't done."""
    waiting = [name for name in names if name not in set(done)]
    now = waiting if READING in done else [READING]
    return WORDS["busy"].format(what=", ".join(_OUTPUT_WORDS[name] for name in now)) if now else ""


def _tenths(seconds: float) -> str:
    return format_number(Decimal(f"{seconds:.1f}"))


def run_day(root: Path, plan: Plan, name: str, place: LocalContacts | None) -> int:
    """Make the folder of a trainer's own day, after a build if its inputs aren't fresh; return the exit code."""
    from vorming.trainer.day import folder_of, make_own_day

    folder, needed = folder_of(root, plan, name), OUTPUTS["days"].after
    with build_in(root) as stamps:
        if folder.exists():
            echo(words("trainer")["day_exists"].format(folder=shown(folder)))
            return 1
        is_built = fresh_outputs(stamps, needed) == list(needed)
        if not is_built and show_outputs(root, needed, build_outputs(stamps, needed)):
            return 1
        return 0 if make_own_day(load_readable(root), plan, folder, place) else 1
