"""A build that is stopped anywhere, or meets something broken, leaves nothing that a later one builds upon."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from tests.build.test_rebuild import digests
from tests.conftest import MINI, append_to, build, vorming
from vorming.__main__ import run
from vorming.build.processes import LOCK, FolderInUseError, lock_folder

AT = """
import errno, os, signal, sys
event, name, what = sys.argv[1:4]
builder, done = os.getpid(), []
def stop(found, arguments):
    paths = [os.fspath(a) for a in arguments if isinstance(a, (str, os.PathLike))]
    if found != event or done or not any(name in path if event == "open" else path.endswith(name) for path in paths):
        return
    if what == "full":
        if not arguments[2] & (os.O_WRONLY | os.O_RDWR):
            return
        raise OSError(errno.ENOSPC, "No space left on device", name)
    done.append(name)
    if what == "edit":
        with open("book/les/kaart.md", "a") as page:
            page.write("\\nOnder de bouw geschreven.\\n")
    else:
        os.kill(builder, getattr(signal, what))
sys.addaudithook(stop)
from vorming.cli import main
main(["build", "--only", "html", "--only", "exports"])
"""
"""A build in which something happens when a file with this name is opened or moved, in any of its processes."""

PLACES = {
    "a page is read": ("open", "book/les/kaart.doctree"),
    "the pages have been read": ("open", "environment.pickle"),
    "a stamp is written": ("open", ".stand.json.nieuw"),
    "a page is written": ("open", ".werk/html/book/les/kaart.html"),
    "exports are written": ("open", ".werk/exports/proef"),
    "the old output leaves": ("os.rename", ".oud-html"),
    "the new output comes": ("os.rename", ".werk/html"),
}
SIGNALS = ("SIGINT", "SIGTERM", "SIGKILL")
WITHDRAWN = "Een zin die weer weg moet."


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, dict[str, str]]]:
    """A mini-book with two outputs, and their digests; each test leaves its sources as they were."""
    root = shutil.copytree(MINI, tmp_path_factory.mktemp("heel") / "boek")
    _build(root)
    yield root, _files(root)
    shutil.rmtree(root)


def _build(root: Path) -> None:
    build(root, "--only", "html", "--only", "exports")


def _files(root: Path) -> dict[str, str]:
    found = (path for name in ("html", "exports") for path in (root / "_build" / name).rglob("*"))
    return digests(
        root / "_build", (path for path in found if path.is_file() and not path.name.startswith("."))
    )


def _build_until(root: Path, place: str, what: str) -> tuple[int, str]:
    """Build until something happens; return the exit code and all that was said, when every process has ended."""
    command = [sys.executable, "-c", AT, *PLACES[place], what]
    with subprocess.Popen(
        command,
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        # As a script starts a job in its background: deaf to Ctrl-C.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),
    ) as running:
        said = running.communicate()[0]  # waits for each process that still could write to it
    return running.returncode, said


@pytest.mark.parametrize(("number", "place"), list(enumerate(PLACES)), ids=str)
def test_text_that_was_withdrawn_after_a_stop_is_gone(
    number: int, place: str, book: tuple[Path, dict[str, str]]
) -> None:
    root, clean = book
    page = root / "book/les/kaart.md"
    text = page.read_text(encoding="utf-8")
    name = SIGNALS[number % len(SIGNALS)]
    page.write_text(f"{text}\n{WITHDRAWN}\n", encoding="utf-8")
    code, said = _build_until(root, place, name)
    page.write_text(text, encoding="utf-8")
    assert code == (-signal.SIGKILL if name == "SIGKILL" else 1), said
    assert ("Afgebroken" in said) == (name != "SIGKILL") and "Traceback" not in said
    _build(root)
    assert _files(root) == clean


class _StoppedModule(ModuleType):
    """A module during whose import Ctrl-C comes."""

    def __getattr__(self, name: str) -> object:
        raise KeyboardInterrupt


def test_stop_during_the_imports_gives_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "vorming.cli", _StoppedModule("vorming.cli"))
    with pytest.raises(SystemExit) as stopped:
        run()
    assert stopped.value.code == 1


@pytest.mark.parametrize("place", ["the pages have been read", "a page is written", "a stamp is written"])
def test_a_full_disk_is_said_in_a_sentence_and_loses_nothing(
    place: str, book: tuple[Path, dict[str, str]]
) -> None:
    root, clean = book
    page = root / "book/les/kaart.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(f"{text}\n{WITHDRAWN} {WITHDRAWN}\n", encoding="utf-8")
    code, said = _build_until(root, place, "full")
    page.write_text(text, encoding="utf-8")
    assert code == 1, said
    assert "de schijf is vol" in said and "Traceback" not in said
    _build(root)
    assert _files(root) == clean


def test_an_edit_under_way_puts_nothing_in_place(book: tuple[Path, dict[str, str]]) -> None:
    root, clean = book
    page = root / "book/les/kaart.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(f"{text}\n{WITHDRAWN}\n", encoding="utf-8")
    code, said = _build_until(root, "a page is written", "edit")
    assert code == 1 and "Bouw opnieuw" in said
    assert _files(root)["html/book/les/kaart.html"] == clean["html/book/les/kaart.html"]
    page.write_text(text, encoding="utf-8")
    _build(root)
    assert _files(root) == clean


def _cut_in_half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _put_a_file(path: Path) -> None:
    shutil.rmtree(path)
    path.write_text("geen map")


def _leave_aside(path: Path) -> None:
    path.rename(path.with_name(f".oud-{path.name}"))


BROKEN = {
    "stamps that are a list": (".stand.json", lambda path: path.write_text("[1, 2]")),
    "a doctree that was cut off": ("doctrees/book/les/kaart.doctree", _cut_in_half),
    "an environment that was cut off": ("doctrees/environment.pickle", _cut_in_half),
    "drawings that somebody removed": ("charts", lambda path: shutil.rmtree(path, ignore_errors=True)),
    "a page that somebody removed": ("html/index.html", Path.unlink),
    "a foreign page": ("html/vreemd.html", lambda path: path.write_text("vreemd")),
    "a hidden folder": ("html/.git", lambda path: (path.mkdir(), (path / "config").write_text("geheim"))),
    "a file in the place of an output": ("html", _put_a_file),
    "an output that was left aside": ("html", _leave_aside),
}


@pytest.mark.parametrize("what", BROKEN)
def test_what_is_broken_or_foreign_is_made_again(what: str, book: tuple[Path, dict[str, str]]) -> None:
    root, clean = book
    name, spoil = BROKEN[what]
    if (
        spoil is _cut_in_half and not (root / "_build" / name).exists()
    ):  # the build before had nothing to read
        (root / "_build/.stand.json").unlink()
        _build(root)
    spoil(root / "_build" / name)
    _build(root)
    assert _files(root) == clean
    assert not (root / "_build/html/.git").exists()


def test_an_older_file_that_takes_the_place_of_a_page_is_read(book: tuple[Path, dict[str, str]]) -> None:
    root, clean = book
    page, aside = root / "book/les/kaart.md", root / "book/les/apart.txt"
    shutil.copy2(page, aside)
    append_to(page, f"\n{WITHDRAWN}\n")
    _build(root)
    aside.replace(page)  # with its own, older time
    _build(root)
    assert _files(root) == clean


@pytest.mark.parametrize("kind", ["file", "dangling link"])
def test_a_build_folder_that_is_none_is_said_in_a_sentence(kind: str, mini: Path) -> None:
    if kind == "file":
        (mini / "_build").write_text("geen map")
    else:
        (mini / "_build").symlink_to("nergens")
    done = vorming(mini, "build")
    assert (done.returncode, done.stdout) == (1, "")
    assert (
        done.stderr
        == "_build: fout: hier hoort een map te staan. Haal weg wat er staat en probeer opnieuw.\n"
    )


def test_a_second_build_hears_who_is_at_work(book: tuple[Path, dict[str, str]]) -> None:
    root, _ = book
    with lock_folder(root / LOCK):
        done = vorming(root, "build")
    assert done.returncode == 1 and f"door proces {os.getpid()}, sinds " in done.stderr
    _build(root)


def test_a_build_that_only_just_began_has_no_name_yet(tmp_path: Path) -> None:
    path = tmp_path / "slot"
    with lock_folder(path):
        path.write_text("", encoding="utf-8")
        with pytest.raises(FolderInUseError, match="door een andere opdracht"), lock_folder(path):
            pass


@pytest.mark.parametrize("value", ["rommel", "-1", "99999999999999"])
def test_the_environment_does_not_change_what_is_made(
    value: str, book: tuple[Path, dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    root, clean = book
    monkeypatch.setenv("SOURCE_DATE_EPOCH", value)
    shutil.rmtree(root / "_build/html")
    _build(root)
    assert _files(root) == clean


def test_an_old_code_page_shows_what_it_can(
    book: tuple[Path, dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "cp850")
    command = [sys.executable, "-m", "vorming", "build", "--only", "html"]
    done = subprocess.run(command, cwd=book[0], capture_output=True, check=False)
    assert done.returncode == 0 and b"Klaar" in done.stdout and done.stderr == b""
