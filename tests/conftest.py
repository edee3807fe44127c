"""Shared by all tests: the mini-book, the real course, and each of them built once."""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import chdir, contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Playwright, expect, sync_playwright

from tests.support.browser import PATIENCE, launched
from vorming.cli import main
from vorming.model.course import Course
from vorming.source.current import colours, country, language, mark, use_course
from vorming.source.load import load_course

ROOT = Path(__file__).parent.parent
COURSE = Path(os.environ.get("VORMING_COURSE", ROOT))
"""The course that the tests of “any good course” read: this repository's, or an edited copy of it."""
MINI = ROOT / "tests" / "books" / "mini"
IN_PROCESS = {"changes", "check", "export", "log", "new", "readability", "run-sheet", "words"}
COURSE_PARTS = ("book", "notebooks", "_config.yml", "_toc.yml")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A test that can't run in CI is a failure there, not a skip."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def repository() -> Path:
    """The folder of the repository, for reading only."""
    return ROOT


@pytest.fixture(scope="session")
def course_root() -> Path:
    """The folder of the course, for reading only."""
    return COURSE


@pytest.fixture(scope="module")
def course(course_root: Path) -> Course:
    """The course, the one that the process works on while the tests of a module run."""
    return load_course(course_root).parsed


@pytest.fixture
def mini(tmp_path: Path) -> Path:
    """A fresh copy of the mini-book, to change at will."""
    return shutil.copytree(MINI, tmp_path / "mini boek é")


@pytest.fixture(scope="session")
def mini_built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The mini-book with everything built; don't change it."""
    return _shared(tmp_path_factory, "mini", lambda folder: shutil.copytree(MINI, folder))


@pytest.fixture(scope="session")
def course_built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real course with everything built, in a folder with a space; don't change it."""
    return _shared(tmp_path_factory, "de cursus", copy_course)


@pytest.fixture(scope="session")
def browser(driver: Playwright) -> Iterator[Browser]:
    """One Chromium for all tests of a worker; it can reach loopback only."""
    with launched(driver) as opened:
        yield opened


@pytest.fixture(scope="session")
def driver() -> Iterator[Playwright]:
    """Playwright, once per worker: it can't be started twice in one process."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        yield playwright


def copy_course(folder: Path) -> None:
    """Copy what a build reads of the real course."""
    folder.mkdir(parents=True)
    for name in COURSE_PARTS:
        source = COURSE / name
        copy = shutil.copytree if source.is_dir() else shutil.copy2
        copy(source, folder / name)


def _shared(factory: pytest.TempPathFactory, name: str, fill: Callable[[Path], object]) -> Path:
    """Fill and build a folder once for all workers of a run."""
    base = factory.getbasetemp().parent if os.environ.get("PYTEST_XDIST_WORKER") else factory.getbasetemp()
    folder = base / name
    with _lock(base / f"{name}.lock"):
        if not (folder / "_build" / ".gebouwd").exists():
            fill(folder)
            build(folder)
            (folder / "_build" / ".gebouwd").touch()
    return folder


@contextmanager
def _lock(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def replace_in(path: Path, old: str, new: str) -> None:
    """Replace the first place of a text in a file; a change that changes nothing is an error."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def append_to(path: Path, text: str) -> None:
    """Write a text behind that of a file."""
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


def vorming(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command `vorming` in a course folder: what starts no Sphinx in this process, all else in one of its own."""
    if arguments[0] in IN_PROCESS:
        before = language(), colours(), mark(), country()
        with chdir(root):
            result = CliRunner().invoke(main, arguments)
        use_course(*before)
        return subprocess.CompletedProcess(arguments, result.exit_code, result.stdout, result.stderr)
    command = [sys.executable, "-m", "vorming", *arguments]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)


def build(root: Path, *arguments: str) -> None:
    """Build a course folder; any warning is an error."""
    done = vorming(root, "build", *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
