"""All outputs from one course: one check, one read, then each output in a process of its own.

While the pages are read, the other core runs the notebooks and makes what needs no pages. An output is written beside its folder and put in its place when it is whole, so that a failed
build leaves the good one as it was. What has not changed since the last build is not made again.
"""

import filecmp
import os
import shutil
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from multiprocessing import connection
from pathlib import Path
from time import monotonic

from vorming.build.processes import end_quietly, process_context, start_process
from vorming.source.fingerprint import DOCTREES, READ, course_fingerprint, read_stamp, write_stamp
from vorming.source.notices import take_notices
from vorming.text.words import words

WORK = "_build/.werk"


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


@dataclass(frozen=True)
class Built:
    """How an output went: seconds, warnings (empty when all is well), and points worth a look."""

    name: str
    seconds: float
    warnings: str = ""
    notices: str = ""
    was_fresh: bool = False


def _html(root: Path, folder: Path) -> str:
    from vorming.build.sphinx import write_course

    return write_course(root, "html", folder, vorming_edition="trainee")


def _trainer(root: Path, folder: Path) -> str:
    from vorming.build.sphinx import write_course
    from vorming.source.load import load_course
    from vorming.sphinx_ext.decks import make_decks
    from vorming.trainer.site import write_trainer_site

    warnings = write_course(root, "html", folder, make_decks, vorming_edition="trainer")
    return warnings or write_trainer_site(load_course(root), folder)


def _exports(root: Path, folder: Path) -> str:
    from vorming.exports.run import export_all
    from vorming.source.load import load_course

    export_all(load_course(root), folder)
    return ""


def _packs(root: Path, folder: Path, module: str = "", edition: str = "") -> str:
    from vorming.build.sphinx import write_course

    return write_course(root, "typst", folder, vorming_packs_module=module, vorming_packs_edition=edition)


OUTPUTS: Mapping[str, Output] = {
    "html": Output("_build/html", "index.html", _html),
    "trainer": Output("_build/trainer", "index.html", _trainer),
    "packs": Output("_build/packs", "", _packs, keeps_parts=True),
    "exports": Output("_build/exports", "", _exports, needs_pages=False),
}
"""What `vorming build` makes."""

Wait = Callable[[], object]
"""Waits until the notebooks that were started have run."""

NOTHING_CHOSEN: Mapping[str, Mapping[str, str]] = {}

LONGEST_FIRST = ("trainer", "packs", "html", "exports")
"""In which order they start: two at a time, and so all are done soonest."""


def fresh_outputs(root: Path, names: Iterable[str]) -> list[str]:
    """Return the outputs that were made from all that stands here now: nothing has to be checked or read."""
    stamp = course_fingerprint(root)
    return [name for name in names if _is_fresh(root, name, stamp)]


def start_early(root: Path, names: Iterable[str]) -> Wait | None:
    """Start the notebooks of a build that needs them, so that they run while the content is checked."""
    stale = set(names) - set(fresh_outputs(root, names))
    if is_read(root) or not any(OUTPUTS[name].needs_pages for name in stale):
        return None
    from vorming.build.notebooks import start_notebooks

    return start_notebooks(root)


def is_read(root: Path) -> bool:
    """Tell whether the pages were read as they stand here now, and without a warning."""
    is_whole = (root / DOCTREES / "environment.pickle").is_file()
    return is_whole and read_stamp(root, READ) == course_fingerprint(root)


def build_outputs(
    root: Path,
    names: Iterable[str],
    chosen: Mapping[str, Mapping[str, str]] = NOTHING_CHOSEN,
    notebooks: Wait | None = None,
) -> Iterator[Built]:
    """Read the book once and make the outputs, yielding each as it is done.

    The content must have passed the checks, unless all is fresh. A warning of the read stops everything.
    `chosen` says of an output which part of it to make: `{"packs": {"module": "ocmw", "edition": "trainer"}}`.
    `notebooks` waits for those of `start_early`.
    """
    wanted, stamp = tuple(names), course_fingerprint(root)
    fresh = fresh_outputs(root, wanted)
    yield from (Built(name, 0, was_fresh=True) for name in fresh)
    stale = [name for name in LONGEST_FIRST if name in set(wanted) - set(fresh)]
    for built in _make_all(root, stale, chosen, notebooks):
        if not built.warnings and built.name in OUTPUTS and built.name not in chosen:
            write_stamp(root, built.name, stamp)
        yield built
    _gather_packs(root)


def _is_fresh(root: Path, name: str, stamp: str) -> bool:
    return read_stamp(root, name) == stamp and (root / OUTPUTS[name].folder).is_dir()


def _make_all(
    root: Path, names: list[str], chosen: Mapping[str, Mapping[str, str]], notebooks: Wait | None
) -> Iterator[Built]:
    """Read the pages and make the outputs, each in a process of its own, as many at a time as there are cores."""
    late = [name for name in names if OUTPUTS[name].needs_pages]
    running = {_start(root, name, chosen): name for name in names if name not in late}
    if late and not is_read(root):
        yield (read := _read(root, notebooks))
        late = [] if read.warnings else late
    while late or running:
        # Forked only now: with Sphinx imported. Docutils keeps what a Sphinx registered, so never two in one.
        while late and len(running) < max(2, os.cpu_count() or 2):
            name = late.pop(0)
            running[_start(root, name, chosen)] = name
        for pipe in connection.wait(list(running)):
            assert isinstance(pipe, connection.Connection)
            yield _result(pipe, running.pop(pipe))


def _start(root: Path, name: str, chosen: Mapping[str, Mapping[str, str]]) -> connection.Connection:
    """Start making an output."""
    context = process_context()
    here, there = context.Pipe(duplex=False)
    start_process(context.Process(target=_make_and_tell, args=(root, name, there, chosen.get(name, {}))))  # type: ignore[attr-defined]
    there.close()
    return here


def _make_and_tell(root: Path, name: str, pipe: connection.Connection, chosen: Mapping[str, str]) -> None:
    end_quietly()
    pipe.send(_make(root, name, chosen))


def _result(pipe: connection.Connection, name: str) -> Built:
    """Receive how an output went; a process that was killed says nothing."""
    try:
        built: Built = pipe.recv()
    except EOFError:
        return Built(name, 0, f"{name}: {words('build')['stopped']}\n")
    return built


def _read(root: Path, notebooks: Wait | None) -> Built:
    """Read what has changed of the pages, while the notebooks run."""
    from vorming.build.notebooks import start_notebooks
    from vorming.build.sphinx import read_course

    started = monotonic()
    stamp = course_fingerprint(root)
    try:
        warnings = read_course(root, notebooks or start_notebooks(root))
    except Exception:  # our own bug or a broken machine: nothing is made of what was read before
        warnings = traceback.format_exc()
    if not warnings:
        write_stamp(root, READ, stamp)
    return Built("lezen", monotonic() - started, warnings)


def _make(root: Path, name: str, chosen: Mapping[str, str]) -> Built:
    started = monotonic()
    output, work, notices = OUTPUTS[name], root / WORK / name, ""
    try:
        _start_from(root / output.folder, work)
        warnings = output.make(root, work, **chosen)
        notices = take_notices(work)
        if not warnings or output.keeps_parts:
            _put_in_place(work, root / output.folder)
    except Exception:  # our own bug or a broken machine: say which output, keep the good one
        warnings = traceback.format_exc()
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return Built(name, monotonic() - started, warnings, notices)


def _gather_packs(root: Path) -> None:
    """Lay the packs in the trainer's folder, so that it is whole when she copies it to a stick."""
    packs, trainer = (root / OUTPUTS[name].folder for name in ("packs", "trainer"))
    if not (packs.is_dir() and trainer.is_dir()):
        return
    folder = trainer / "packs"
    folder.mkdir(exist_ok=True)
    made = {path.name: path for path in packs.glob("*.pdf")}
    for old in set(folder.iterdir()) - {folder / name for name in made}:
        old.unlink()
    for name, path in made.items():
        place = folder / name
        if not place.is_file() or not filecmp.cmp(path, place):
            shutil.copy2(path, place)


def _start_from(good: Path, work: Path) -> None:
    """Copy the last good output, so that only what is stale must be written again."""
    shutil.rmtree(work, ignore_errors=True)
    if good.is_dir():
        shutil.copytree(good, work)
    else:
        work.mkdir(parents=True)


def _put_in_place(work: Path, good: Path) -> None:
    """Swap a finished output in: the old one goes only when the new one stands."""
    old = good.with_name(f".oud-{good.name}")
    shutil.rmtree(old, ignore_errors=True)
    if good.is_dir():
        good.rename(old)
    work.rename(good)
    shutil.rmtree(old, ignore_errors=True)
