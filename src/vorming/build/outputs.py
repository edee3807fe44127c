"""The build: one check of the course, one read of its pages, then each output in a separate process.

While the pages are read, the other core checks the course, runs the notebooks and makes the outputs that need no pages. An
output is written into a temporary folder. Only this process moves it into place, if it is complete and the course was not
edited meanwhile. So a build that fails or is stopped keeps the last good output. Fresh outputs are not made again.
"""

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from multiprocessing import connection
from pathlib import Path
from time import monotonic

from vorming.build.failures import describe_failure
from vorming.build.processes import LOCK, lock_folder, receive, start_piped, stoppable, unbroken
from vorming.build.stamps import CHECKED, Stamps, remove
from vorming.charts import FOLDER as CHARTS
from vorming.course.editions import DAYS, OWN_DAYS, PACKS, SITE, TRAINER
from vorming.model.directives import find
from vorming.source.files import write_files
from vorming.source.fingerprint import DOCTREES
from vorming.source.load import load_course
from vorming.source.problems import Problem, ProblemsError, has_errors
from vorming.text.words import words

WORK = "_build/.werk"
Warnings = tuple[str, ...]
"""The problems that the author must solve, each with its hint below it."""
READING = "read"
"""The name for the reading of the pages, which is reported like an output."""


@dataclass(frozen=True)
class Output:
    """An output of the build: its folder, the file to open there, and the name of the function that makes it.

    The function `(loaded, folder)` writes into `folder`, which may already hold the last good output, and returns problems
    and warnings of Sphinx, none if it succeeded; a problem that is no error is a notice. That for packs has an optional third
    argument, the module whose packs to make. It is named as in the table of directives, because a build of fresh outputs
    imports neither Sphinx nor other libraries.
    """

    folder: str
    opens: str
    make: str
    needs_pages: bool = True
    """Whether it is made from pages, and must wait until they are read."""
    keeps_parts: bool = False
    """Whether its parts are useful by themselves, so that they stay if another part failed."""
    after: tuple[str, ...] = ()
    """The outputs from which it is made, and for which it must wait."""
    apart: tuple[str, ...] = ()
    """The folders in it that other commands or outputs fill, and that stay if it is made again."""


@dataclass(frozen=True)
class Built:
    """The result of making an output: the time in seconds, warnings (none if it succeeded), and notices."""

    name: str
    seconds: float
    warnings: Warnings = ()
    notices: Warnings = ()
    was_fresh: bool = False
    is_ready: bool = False
    """Whether the output can be put in its place."""
    is_fault: bool = False
    """Whether an exception stopped it that is not due to the content."""


OUTPUTS: Mapping[str, Output] = {
    "trainer": Output(TRAINER, "index.html", "build.sphinx:write_trainer", apart=(PACKS, DAYS, OWN_DAYS)),
    "packs": Output("_build/packs", "", "build.sphinx:write_packs", keeps_parts=True),
    "html": Output(SITE, "index.html", "build.sphinx:write_site"),
    "exports": Output("_build/exports", "", "exports.run:export_all", needs_pages=False),
    "packages": Output("_build/modules", "", "exports.packages:write_packages", after=("html",)),
    "days": Output(f"{TRAINER}/{DAYS}", "", "trainer.day:make_programmes", after=("trainer", "packs")),
}
"""The outputs of `vorming build`, by name, in the order in which they start.

With the longest first, and two at a time, the build ends soonest.
"""


@contextmanager
def build_in(root: Path) -> Iterator[Stamps]:
    """Lock the course for one command; yield its stamps.

    The leftovers of a killed build are cleaned up first, and all processes started in the block end with it. Raises
    FolderInUseError if another command builds there.
    """
    with stoppable(), lock_folder(root / LOCK):
        for good in (root / output.folder for output in OUTPUTS.values()):
            # If a build was killed during a swap, the old output is aside and the new one may be missing.
            if not good.exists() and _aside(good).is_dir():
                _aside(good).rename(good)
            remove(_aside(good))
        remove(root / WORK)
        stamps = Stamps(root)
        # Doctrees refer to drawings, so without the drawings they can't be used either.
        has_charts = stamps.is_whole(CHARTS)
        if not has_charts:
            remove(root / CHARTS)
        if not (has_charts and stamps.is_whole(DOCTREES)):
            stamps.forget(DOCTREES)
            remove(root / DOCTREES)
        try:
            yield stamps
        finally:
            with suppress(OSError):  # such as a full disk; the next build draws the charts again
                stamps.keep(CHARTS, is_fresh=False)
                remove(root / WORK)


def with_sources(names: Iterable[str]) -> tuple[str, ...]:
    """Return outputs together with the outputs from which they are made, in the order of `OUTPUTS`."""
    wanted: set[str] = set()
    for name in names:
        wanted.update((name, *OUTPUTS[name].after))
    return tuple(name for name in OUTPUTS if name in wanted)


def fresh_outputs(stamps: Stamps, names: Iterable[str]) -> list[str]:
    """Return the outputs that were made from the current course by the current version of the package.

    They need no check or read, because they were put in place after a check of the same course.
    """
    return [name for name in names if stamps.is_fresh(OUTPUTS[name].folder, OUTPUTS[name].apart)]


class _Check:
    """The check of the content, in a separate process while the pages are read; skipped if it has already passed."""

    def __init__(self, stamps: Stamps) -> None:
        self._stamps = stamps
        self._problems: Sequence[Problem] = ()
        self._pipe: connection.Connection | None = None
        if not stamps.is_fresh(CHECKED):
            from vorming.check import check_course
            from vorming.check.guard import read_secrets

            loaded = load_course(stamps.root)  # before the fork, so that both processes have it in memory
            self._pipe = start_piped(check_course, stamps.root)
            # In this process, because the guards of all outputs run in forks of it.
            if loaded.course:
                read_secrets(loaded)

    def end(self, *, wait: bool = True) -> None:
        """Wait for the check, or only look whether it has ended; raise ProblemsError if the content breaks a rule."""
        from vorming.check import check_course

        if self._pipe and (wait or self._pipe.poll()):
            try:
                self._problems = receive(self._pipe)
            except Exception:  # it was killed, or has a bug, which is raised again in this process
                self._problems = check_course(self._stamps.root)
            self._pipe = None
            # If the course was edited meanwhile, the edit has not been checked.
            if not has_errors(self._problems) and not self._stamps.has_changed():
                self._stamps.keep(CHECKED)
        if has_errors(self._problems):
            raise ProblemsError(self._problems)


def build_outputs(stamps: Stamps, names: Iterable[str], module: str = "") -> Iterator[Built]:
    """Check the content, read the book once and make the outputs; yield each output when it is done.

    With a `module`, the only output is "packs", of which only the packs of that module are made. Raises ProblemsError if the
    content breaks a rule; then nothing is put in place. A warning of the read stops every output that needs pages, and a
    failed output stops the outputs that are made from it.
    """
    wanted = with_sources(names)
    fresh = fresh_outputs(stamps, wanted)
    yield from (
        Built(name, 0, notices=stamps.notices(OUTPUTS[name].folder), was_fresh=True) for name in fresh
    )
    if stale := [name for name in wanted if name not in fresh]:
        yield from _make_all(stamps, stale, module)
    packs, trainer = (stamps.root / OUTPUTS[name].folder for name in ("packs", "trainer"))
    if packs.is_dir() and trainer.is_dir():
        # The trainer's folder has a copy of the packs, so that it is complete when copied to a USB stick.
        pdfs = {path.name: path.read_bytes() for path in packs.glob("*.pdf")}
        (trainer / PACKS).mkdir(exist_ok=True)
        for old in (trainer / PACKS).iterdir():
            if old.name not in pdfs:
                remove(old)
        write_files(trainer / PACKS, pdfs)


def _make_all(stamps: Stamps, names: Sequence[str], module: str) -> Iterator[Built]:
    """Check, read and make the outputs, each in a separate process, with at least two processes at a time."""
    check = _Check(stamps)
    early = [name for name in names if not OUTPUTS[name].needs_pages]
    late = [name for name in names if OUTPUTS[name].needs_pages]
    running: dict[connection.Connection, str] = {}

    def start(name: str) -> None:
        running[start_piped(_make, stamps, name, module)] = name

    for name in early:
        start(name)
    if late and not stamps.is_fresh(DOCTREES):
        read = _read(stamps, check)
        yield read
        late = [] if read.warnings else late
    check.end()
    while late or running:
        # Forked after the read, so that Sphinx is imported. Docutils keeps the registrations of a Sphinx, so that each
        # Sphinx needs its own process.
        coming = {*late, *running.values()}
        ready = [name for name in late if coming.isdisjoint(OUTPUTS[name].after)]
        for name in ready[: max(2, os.cpu_count() or 2) - len(running)]:
            late.remove(name)
            start(name)
        for pipe in connection.wait(list(running)):
            assert isinstance(pipe, connection.Connection)
            name = running.pop(pipe)
            built = _take(stamps, name, pipe)
            if built.is_ready:
                _put_in_place(stamps, built, is_fresh=not built.warnings and not module)
            else:
                late = [other for other in late if name not in OUTPUTS[other].after]
            yield built


def _read(stamps: Stamps, check: _Check) -> Built:
    """Read changed pages, while other processes check the content and run the notebooks."""
    from vorming.build.notebooks import keep_notebooks, start_notebooks
    from vorming.build.sphinx import read_course

    started = monotonic()
    stamps.forget(DOCTREES)
    wait_for_notebooks = start_notebooks(stamps)

    def before_page(path: str) -> None:
        is_notebook = path.endswith(".ipynb")
        check.end(wait=is_notebook)  # stops the read as soon as the check has found an error
        if is_notebook:
            wait_for_notebooks()

    try:
        warnings = read_course(stamps.root, before_page) or _warn_if_edited(stamps)
        check.end()
        wait_for_notebooks()
        keep_notebooks(stamps)
    except Exception as error:  # an error in the content, a bug or a failure of the machine
        check.end()
        warnings = (describe_failure(error, stamps.root),)
    if not warnings:
        stamps.keep(DOCTREES)
    return Built(READING, monotonic() - started, warnings)


def _make(stamps: Stamps, name: str, module: str) -> Built:
    """Make an output in a temporary folder, and return its result.

    The folder starts as a copy of the last output if that is whole, so that only stale files are written again. Otherwise
    it starts with the folders in `apart`.
    """
    from vorming.check.guard import find_leaks

    started = monotonic()
    output, work = OUTPUTS[name], stamps.root / WORK / name
    try:
        remove(work)
        work.mkdir(parents=True)
        good, is_whole = stamps.root / output.folder, stamps.is_whole(output.folder, output.apart)
        for part in ("",) if is_whole else output.apart:
            if (good / part).is_dir():
                shutil.copytree(good / part, work / part, symlinks=True, dirs_exist_ok=True)
        loaded = load_course(stamps.root)
        found = tuple(find(output.make)(loaded, work, *filter(None, [module])) or ())
        mild = sorted(each for each in found if isinstance(each, Problem) and not each.is_error)
        warnings = tuple(str(each) for each in found if each not in mild)
        notices = tuple(each.with_hint for each in mild)
        leaks = tuple(leak.with_hint for leak in find_leaks(loaded, name, work))
        is_ready = not leaks and (not warnings or output.keeps_parts)
        return Built(name, monotonic() - started, warnings + leaks, notices, is_ready=is_ready)
    except Exception as error:  # a bug or a failure of the machine: the last good output stays
        return Built(name, monotonic() - started, (describe_failure(error, stamps.root),), is_fault=True)


def _take(stamps: Stamps, name: str, pipe: connection.Connection) -> Built:
    """Receive the result of an output from its process; it isn't ready if the course was edited meanwhile."""
    try:
        built: Built = receive(pipe)
    except EOFError:  # the process was killed
        built = Built(name, 0, (f"{name}: {words('build')['stopped']}",))
    if built.is_fault:
        stamps.forget(DOCTREES)  # the doctrees may be the cause, so the next build reads all pages again
    if built.is_ready and (edited := _warn_if_edited(stamps)):
        built = replace(built, warnings=built.warnings + edited, is_ready=False)
    return built


def _put_in_place(stamps: Stamps, built: Built, *, is_fresh: bool) -> None:
    """Replace an output by the finished new one.

    The stamp is removed before the swap and written after it, so that a build that is killed in between leaves no stamp.
    """
    output = OUTPUTS[built.name]
    good = stamps.root / output.folder
    old = _aside(good)
    with unbroken():
        stamps.forget(output.folder)
        remove(old)
        if os.path.lexists(good):
            good.rename(old)
        (stamps.root / WORK / built.name).rename(good)
        remove(old)
        stamps.keep(output.folder, output.apart, is_fresh=is_fresh, notices=built.notices)


def _warn_if_edited(stamps: Stamps) -> Warnings:
    return (words("build")["edited"],) if stamps.has_changed() else ()


def _aside(good: Path) -> Path:
    """Return the path to which an output is moved while a new one replaces it."""
    return good.with_name(f".oud-{good.name}")
