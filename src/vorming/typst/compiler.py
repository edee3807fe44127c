"""Typst, called from one place: markup -> an accessible PDF, or the problem that it found."""

import os
import pickle
import re
import sys
import threading
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, suppress
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any

import typst

from vorming.source.problems import Place, Problem, problem
from vorming.typst.markup import MARK

STANDARDS = ["ua-1", "a-2a"]
"""PDF/UA-1: can be read without eyes. PDF/A-2a: can be read in twenty years."""

FIXED_TIME = datetime(2026, 1, 1, tzinfo=UTC)
"""The time of writing in every PDF: the same source gives the same bytes."""

_OWN_FONTS = str(files("vorming") / "assets" / "look" / "fonts")
FONTS: Mapping[str, Any] = {"font_paths": [_OWN_FONTS], "ignore_system_fonts": True}
"""Typst's options for our fonts and those in its wheel; the machine's differ from place to place."""

_POSITION = re.compile(r"┌─ (?P<file>.+?):(?P<line>\d+):(?P<column>\d+)")
_GLYPH = re.compile(r"the text [`'“]?\"(?P<glyph>[^\"]+)\"[`'”]? could not be displayed")


def set_paper(source: Path, folder: Path) -> bytes | Problem:
    """Set one paper as PDF/UA-1 and PDF/A-2a; what Typst refuses is a problem at the place it comes from.

    Its templates and pages are in `folder`; Typst never goes online. It keeps what it has set in memory, so that a
    second paper with the same pages is quicker.
    """
    options: Any = {**FONTS, "format": "pdf", "pdf_standards": STANDARDS, "timestamp": FIXED_TIME}
    try:
        return bytes(typst.compile(str(source), root=str(folder), **options))
    except typst.TypstError as error:
        positions, message = _POSITION.finditer(str(error.diagnostic)), str(error.message)
    place = Place(source.name)
    for found in positions:
        file = Path(found["file"])
        if file.is_file():
            *before, last = file.read_text(encoding="utf-8").split("\n")[: int(found["line"])]
            marks = list(MARK.finditer("\n".join([*before, last[: int(found["column"])]])))
            if marks:  # a template has none
                place = Place(marks[-1]["path"], int(marks[-1]["line"]))
                break
    if glyph := _GLYPH.search(message):
        return problem(place, "glyph-missing", value=glyph["glyph"])
    return problem(place, "pack-not-set", value=source.stem, detail=" ".join(message.split()))


class CompilerProcess(AbstractContextManager["CompilerProcess"]):
    """Typst in a process of its own: what it keeps in memory is freed when the block ends.

    It starts with the first paper, also after it was closed, and sets two at a time, for as many threads as ask. It
    ends with this process.
    """

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._started: Popen[bytes] | None = None
        self._asked: dict[Path, Future[bytes | Problem]] = {}
        self._listener: threading.Thread

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process, which frees its memory; nothing may be asked of it meanwhile."""
        if process := self._started:
            assert process.stdin
            with suppress(BrokenPipeError):
                process.stdin.close()
            process.wait()
            self._listener.join()

    def compile(self, source: Path, folder: Path) -> bytes | Problem:
        """Set a paper whose templates and pages are in `folder`; ChildProcessError when the process breaks off."""
        with self._turn:
            process = self._started
            if not process:
                # A session of its own: Ctrl-C in a terminal is for the parent, which then ends this one by its closed input.
                command = [sys.executable, "-m", __name__]
                process = self._started = Popen(command, stdin=PIPE, stdout=PIPE, start_new_session=True)
                self._listener = threading.Thread(target=self._listen, args=(process,), daemon=True)
                self._listener.start()
            asked = self._asked[source] = Future()
            assert process.stdin
            with suppress(BrokenPipeError):
                pickle.dump((source, folder), process.stdin)
                process.stdin.flush()
        return asked.result()

    def _listen(self, process: Popen[bytes]) -> None:
        """Hand each paper to the thread that asked for it; what is still asked when the process ends will not come."""
        assert process.stdout
        # A process that was killed may end within an answer, at which pickle raises all sorts of errors: whatever it
        # is, nobody may wait for ever.
        with process.stdout as answers, suppress(Exception):
            while True:
                source, made = pickle.load(answers)
                self._asked.pop(source).set_result(made)
        with self._turn:
            self._started = None  # a later paper gets a process of its own
            while self._asked:
                source, asked = self._asked.popitem()
                asked.set_exception(ChildProcessError(None, f"Typst stopped: {process.wait()}", str(source)))


def compile_apart(source: Path) -> bytes | Problem:
    """Set one paper, beside its templates, in a process that ends with it."""
    with CompilerProcess() as process:
        return process.compile(source, source.parent)


def _serve() -> None:
    """Set the papers that standard input asks for, until it closes: the parent is gone then, however it ended."""
    turn = threading.Lock()

    def answer(source: Path, folder: Path) -> None:
        try:
            made = pickle.dumps((source, set_paper(source, folder)))
            with turn:
                sys.stdout.buffer.write(made)
                sys.stdout.flush()
        except BaseException:  # such as a folder that is gone: the parent says that it broke off
            os._exit(1)

    workers = ThreadPoolExecutor(2)
    status = 1  # of a fault of ours
    try:
        while True:
            workers.submit(answer, *pickle.load(sys.stdin.buffer))
    except EOFError:
        status = 0
    finally:
        os._exit(status)  # also while Typst is setting


if __name__ == "__main__":
    _serve()
