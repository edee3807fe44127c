"""All outputs from one course: one check, one read, then each output in a process of its own.

While the pages are read, the other core runs the notebooks and makes what needs no pages. An output is written beside
its folder; this process alone puts it in its place, when it is whole and nobody has edited the course meanwhile. So a
build that fails or is stopped leaves the good one as it was. What has not changed since the last build is not made again.
"""

import filecmp
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from multiprocessing import connection
from pathlib import Path
from time import monotonic

from vorming.build.failures import describe_failure
from vorming.build.lock import LOCK, hold_folder
from vorming.build.processes import (
    end_with_parent,
    process_context,
    start_process,
    stoppable,
    unbroken,
)
from vorming.build.stamps import Stamps, remove
from vorming.charts.kept import FOLDER as CHARTS
from vorming.slides.write import DAYS, OWN_DAYS
from vorming.source.fingerprint import DOCTREES
from vorming.source.notices import take_notices
from vorming.text.words import words

WORK = "_build/.werk"
PACKS = "packs"
"""In the trainer's folder: a copy of the packs."""


@dataclass(frozen=True)
class Output:
    """Something that a build makes: into which folder, what to open there, and how.

    `make(root, folder, **chosen)` writes into `folder`, where the last good output may stand, and returns
    warnings: an empty text when all is well.
    """

    folder: str
    opens: str
    make: Callable[..., str]
    needs_pages: bool = True
    """Whether it is made from the pages, and so waits until they are read."""
    keeps_parts: bool = False
    """Whether its parts stand by themselves: those that were made are kept when another failed."""
    after: tuple[str, ...] = ()
    """The outputs that it is made from: it waits for those that are being made."""
    apart: tuple[str, ...] = ()
    """The folders in it that others fill: they outlive the output."""


@dataclass(frozen=True)
class Built:
    """How an output went: seconds, warnings (empty when all is well), and points worth a look."""

    name: str
    seconds: float
    warnings: str = ""
    notices: str = ""
    was_fresh: bool = False
    is_ready: bool = False
    """Whether what was made can be put in its place."""
    is_fault: bool = False
    """Whether something broke that no content explains."""


def _html(root: Path, folder: Path) -> str:
    from vorming.build.sphinx import write_course

    return write_course(root, "html", folder, vorming_edition="trainee")


def _trainer(root: Path, folder: Path) -> str:
    from vorming.build.sphinx import write_course
    from vorming.source.load import load_course
    from vorming.sphinx_ext.decks import make_decks
    from vorming.trainer.site import write_trainer_site

    warnings = write_course(root, "html", folder, make_decks, vorming_edition="trainer")
    if not warnings:
        write_trainer_site(load_course(root), folder)
    return warnings


def _exports(root: Path, folder: Path) -> str:
    from vorming.exports.run import export_all
    from vorming.source.load import load_course

    export_all(load_course(root), folder)
    return ""


def _packs(root: Path, folder: Path, module: str = "") -> str:
    from vorming.build.sphinx import write_course

    return write_course(root, "typst", folder, vorming_packs_module=module)


def _days(root: Path, folder: Path) -> str:
    from vorming.source.load import load_course
    from vorming.trainer.day import NotBuiltError, make_programmes

    try:
        problems = make_programmes(root, load_course(root), folder)
    except NotBuiltError:
        return f"{words('trainer')['day_needs_build']}\n"
    return "".join(f"{problem}\n" for problem in problems)


def _packages(root: Path, folder: Path) -> str:
    from vorming.exports.packages import write_packages
    from vorming.source.load import load_course

    return "".join(write_packages(load_course(root), root / OUTPUTS["html"].folder, folder))


OUTPUTS: Mapping[str, Output] = {
    "html": Output("_build/html", "index.html", _html),
    "trainer": Output("_build/trainer", "index.html", _trainer, apart=(PACKS, DAYS, OWN_DAYS)),
    "packs": Output("_build/packs", "", _packs, keeps_parts=True),
    "days": Output(f"_build/trainer/{DAYS}", "", _days, after=("trainer", "packs")),
    "exports": Output("_build/exports", "", _exports, needs_pages=False),
    "packages": Output("_build/modules", "", _packages, after=("html",)),
}
"""What `vorming build` makes."""

Wait = Callable[[], object]
"""Waits until the notebooks that were started have run."""

NOTHING_CHOSEN: Mapping[str, Mapping[str, str]] = {}

LONGEST_FIRST = ("trainer", "packs", "html", "exports", "packages", "days")
"""In which order they start: two at a time, and so all are done soonest."""


@contextmanager
def build_in(root: Path) -> Iterator[Stamps]:
    """Hold the folder for one command; yield the stamps of all that it builds there.

    Raises FolderInUseError when another command builds there. All processes end with the block.
    """
    with stoppable(), hold_folder(root / LOCK):
        for output in OUTPUTS.values():
            _recover(root / output.folder)
        remove(root / WORK)
        stamps = Stamps(root)
        _forget_broken(stamps)
        try:
            yield stamps
        finally:
            with suppress(OSError):  # a full disk: the next build makes them again
                stamps.keep(CHARTS, is_fresh=False)
                remove(root / WORK)


def _forget_broken(stamps: Stamps) -> None:
    """Remove what was read and drawn when it isn't as the last build left it: the pages hold the names of drawings."""
    has_charts = stamps.is_whole(CHARTS)
    if not has_charts:
        remove(stamps.root / CHARTS)
    if not (has_charts and stamps.is_whole(DOCTREES)):
        stamps.forget(DOCTREES)
        remove(stamps.root / DOCTREES)


def with_sources(names: Iterable[str]) -> tuple[str, ...]:
    """Return outputs with those that they are made from."""
    wanted = {found for name in names for found in (name, *OUTPUTS[name].after)}
    return tuple(name for name in OUTPUTS if name in wanted)


def fresh_outputs(stamps: Stamps, names: Iterable[str]) -> list[str]:
    """Return the outputs that were made from all that stands here now: nothing has to be checked or read."""
    return [name for name in names if stamps.is_fresh(OUTPUTS[name].folder, OUTPUTS[name].apart)]


def start_early(stamps: Stamps, names: Iterable[str]) -> Wait | None:
    """Start the notebooks of a build that needs them, so that they run while the content is checked."""
    wanted = tuple(names)
    stale = set(wanted) - set(fresh_outputs(stamps, wanted))
    if stamps.is_fresh(DOCTREES) or not any(OUTPUTS[name].needs_pages for name in stale):
        return None
    from vorming.build.notebooks import start_notebooks

    return start_notebooks(stamps)


def build_outputs(
    stamps: Stamps,
    names: Iterable[str],
    chosen: Mapping[str, Mapping[str, str]] = NOTHING_CHOSEN,
    notebooks: Wait | None = None,
) -> Iterator[Built]:
    """Read the book once and make the outputs, yielding each as it is done.

    The content must have passed the checks, unless all is fresh. A warning of the read stops everything.
    `chosen` says of an output which part of it to make: `{"packs": {"module": "ocmw"}}`.
    `notebooks` waits for those of `start_early`.
    """
    wanted = with_sources(names)
    fresh = fresh_outputs(stamps, wanted)
    yield from (Built(name, 0, was_fresh=True) for name in fresh)
    stale = [name for name in LONGEST_FIRST if name in set(wanted) - set(fresh)]
    yield from _make_all(stamps, stale, chosen, notebooks)
    _gather_packs(stamps.root)


def _make_all(
    stamps: Stamps, names: list[str], chosen: Mapping[str, Mapping[str, str]], notebooks: Wait | None
) -> Iterator[Built]:
    """Read the pages and make the outputs, each in a process of its own, as many at a time as there are cores."""
    late = [name for name in names if OUTPUTS[name].needs_pages]
    running = {_start(stamps, name, chosen): name for name in names if name not in late}
    if late and not stamps.is_fresh(DOCTREES):
        yield (read := _read(stamps, notebooks))
        late = [] if read.warnings else late
    while late or running:
        # Forked only now: with Sphinx imported. Docutils keeps what a Sphinx registered, so never two in one.
        while len(running) < max(2, os.cpu_count() or 2) and (name := _next(late, running.values())):
            late.remove(name)
            running[_start(stamps, name, chosen)] = name
        for pipe in connection.wait(list(running)):
            assert isinstance(pipe, connection.Connection)
            name = running.pop(pipe)
            built = _result(pipe, name)
            if built.is_fault:
                stamps.forget(DOCTREES)  # it may be what was read: the next build reads anew
            built = _put_in_place(stamps, built, is_part=name in chosen)
            if not built.is_ready:
                late = [other for other in late if name not in OUTPUTS[other].after]
            yield built


def _next(late: Iterable[str], running: Iterable[str]) -> str | None:
    """Return the first output that waits for nothing that is still to be made."""
    coming = {*late, *running}
    return next((name for name in late if coming.isdisjoint(OUTPUTS[name].after)), None)


def _start(stamps: Stamps, name: str, chosen: Mapping[str, Mapping[str, str]]) -> connection.Connection:
    """Start making an output."""
    context = process_context()
    here, there = context.Pipe(duplex=False)
    arguments = (stamps, name, there, chosen.get(name, {}))
    start_process(context.Process(target=_make_and_tell, args=arguments))  # type: ignore[attr-defined]
    there.close()
    return here


def _make_and_tell(stamps: Stamps, name: str, pipe: connection.Connection, chosen: Mapping[str, str]) -> None:
    end_with_parent()
    pipe.send(_make(stamps, name, chosen))


def _result(pipe: connection.Connection, name: str) -> Built:
    """Receive how an output went; a process that was killed says nothing."""
    try:
        built: Built = pipe.recv()
    except EOFError:
        return Built(name, 0, f"{name}: {words('build')['stopped']}\n")
    return built


def _read(stamps: Stamps, notebooks: Wait | None) -> Built:
    """Read what has changed of the pages, while the notebooks run."""
    from vorming.build.notebooks import keep_notebooks, start_notebooks
    from vorming.build.sphinx import read_course

    started = monotonic()
    stamps.forget(DOCTREES)
    wait = notebooks or start_notebooks(stamps)
    try:
        warnings = read_course(stamps.root, wait) or _warn_if_edited(stamps)
        wait()
        keep_notebooks(stamps)
    except Exception as error:  # our own bug or a broken machine: nothing is made of what was read before
        warnings = describe_failure(error, stamps.root)
    if not warnings:
        stamps.keep(DOCTREES)
    return Built("lezen", monotonic() - started, warnings)


def _make(stamps: Stamps, name: str, chosen: Mapping[str, str]) -> Built:
    """Make an output beside its place, from the last one when that is whole."""
    started = monotonic()
    output, work, notices, is_ready = OUTPUTS[name], stamps.root / WORK / name, "", False
    try:
        _start_from(stamps, output, work)
        warnings = output.make(stamps.root, work, **chosen)
        notices = take_notices(work)
        leaks = _find_leaks(stamps.root, name, work)
        warnings += leaks
        is_ready = not leaks and (not warnings or output.keeps_parts)
    except Exception as error:  # our own bug or a broken machine: say which output, keep the good one
        return Built(name, monotonic() - started, describe_failure(error, stamps.root), is_fault=True)
    return Built(name, monotonic() - started, warnings, notices, is_ready=is_ready)


def _find_leaks(root: Path, name: str, folder: Path) -> str:
    """Say what an output holds that its readers may not read."""
    from vorming.check.guard import find_leaks
    from vorming.source.load import load_course

    return "".join(f"{found}\n    {found.hint}\n" for found in find_leaks(load_course(root), name, folder))


def _start_from(stamps: Stamps, output: Output, work: Path) -> None:
    """Copy the last good output, so that only what is stale must be written again; or what others put in it."""
    good = stamps.root / output.folder
    remove(work)
    if stamps.is_whole(output.folder, output.apart):
        shutil.copytree(good, work, symlinks=True)
        return
    work.mkdir(parents=True)
    for name in output.apart:
        if (good / name).is_dir():
            shutil.copytree(good / name, work / name, symlinks=True)


def _put_in_place(stamps: Stamps, built: Built, *, is_part: bool) -> Built:
    """Swap a finished output in, unless it was made while the course was edited; the stamp goes before and comes after."""
    output, work = OUTPUTS[built.name], stamps.root / WORK / built.name
    if built.is_ready and (edited := _warn_if_edited(stamps)):
        built = replace(built, warnings=built.warnings + edited, is_ready=False)
    if built.is_ready:
        with unbroken():
            stamps.forget(output.folder)
            _swap(work, stamps.root / output.folder)
            stamps.keep(output.folder, output.apart, is_fresh=not built.warnings and not is_part)
    remove(work)
    return built


def _warn_if_edited(stamps: Stamps) -> str:
    return f"{words('build')['edited']}\n" if stamps.has_changed() else ""


def _swap(work: Path, good: Path) -> None:
    """Put a folder in the place of another: the old one goes only when the new one stands."""
    old = _old(good)
    remove(old)
    if os.path.lexists(good):
        good.rename(old)
    work.rename(good)
    remove(old)


def _recover(good: Path) -> None:
    """Put the old output back that a swap of a killed build left aside."""
    if good.is_dir():
        remove(_old(good))
    elif _old(good).is_dir():
        _old(good).rename(good)


def _old(good: Path) -> Path:
    return good.with_name(f".oud-{good.name}")


def _gather_packs(root: Path) -> None:
    """Lay the packs in the trainer's folder, so that it is whole when she copies it to a stick."""
    packs, trainer = (root / OUTPUTS[name].folder for name in ("packs", "trainer"))
    if not (packs.is_dir() and trainer.is_dir()):
        return
    folder = trainer / PACKS
    folder.mkdir(exist_ok=True)
    made = {path.name: path for path in packs.glob("*.pdf")}
    for old in set(folder.iterdir()) - {folder / name for name in made}:
        remove(old)
    for name, path in made.items():
        place, beside = folder / name, folder / f".{name}.nieuw"
        if not place.is_file() or not filecmp.cmp(path, place):
            shutil.copy2(path, beside)
            beside.replace(place)
