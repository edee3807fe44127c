"""The only module that calls Typst to set papers: markup becomes an accessible PDF, or a problem."""

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
"""PDF/UA-1 is for accessibility, PDF/A-2a for archiving."""

FIXED_TIME = datetime(2026, 1, 1, tzinfo=UTC)
"""The creation time in every PDF, so that the same source gives the same bytes."""

_OWN_FONTS = str(files("vorming") / "assets" / "look" / "fonts")
FONTS: Mapping[str, Any] = {"font_paths": [_OWN_FONTS], "ignore_system_fonts": True}
"""The options for the fonts of this package and of the Typst wheel. System fonts differ between machines."""

ONE_HEAP = {"MALLOC_ARENA_MAX": "1"}
"""A setting of glibc: all threads use one heap, because with a heap per thread Typst takes 30 MB more."""

_POSITION = re.compile(r"┌─ (?P<file>.+?):(?P<line>\d+):(?P<column>\d+)")
_GLYPH = re.compile(r"the text [`'“]?\"(?P<glyph>[^\"]+)\"[`'”]? could not be displayed")


def set_paper(source: Path, folder: Path) -> bytes | Problem:
    """Set one paper as PDF/UA-1 and PDF/A-2a; return the PDF, or the first error of Typst as a problem with its place.

    The templates and pages are in `folder`, and Typst never goes online. Typst caches layouts in memory, so that a second
    paper with the same pages is faster.
    """
    options: Any = {**FONTS, "format": "pdf", "pdf_standards": STANDARDS, "timestamp": FIXED_TIME}
    try:
        return bytes(typst.compile(str(source), root=str(folder), **options))
    except typst.TypstError as error:
        positions, message = _POSITION.finditer(str(error.diagnostic)), str(error.message)
    place = Place(source.name)
    for position in positions:
        file = Path(position["file"])
        if file.is_file():
            *before, last = file.read_text(encoding="utf-8").split("\n")[: int(position["line"])]
            marks = list(MARK.finditer("\n".join([*before, last[: int(position["column"])]])))
            if marks:  # templates have no marks
                place = Place(marks[-1]["path"], int(marks[-1]["line"]))
                break
    if glyph := _GLYPH.search(message):
        return problem(place, "glyph-missing", value=glyph["glyph"])
    return problem(place, "pack-not-set", value=source.stem, detail=" ".join(message.split()))


class CompilerProcess(AbstractContextManager["CompilerProcess"]):
    """A separate process for Typst, so that the memory of its caches is freed when the block ends.

    The process starts with the first paper, also after `close`. It sets two papers at a time, and any number of threads may
    call `compile`. It ends with this process.
    """

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._started: Popen[bytes] | None = None
        self._pending: dict[Path, Future[bytes | Problem]] = {}
        self._listener: threading.Thread

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process, which frees its memory. No thread may call `compile` at the same time."""
        if process := self._started:
            assert process.stdin
            with suppress(BrokenPipeError):
                process.stdin.close()
            process.wait()
            self._listener.join()

    def compile(self, source: Path, folder: Path) -> bytes | Problem:
        """Set a paper whose templates and pages are in `folder`; raises ChildProcessError if the process stops."""
        with self._turn:
            process = self._started
            if not process:
                # In a new session, so that only the parent gets Ctrl-C; it then ends this process by closing its input.
                command = [sys.executable, "-m", __name__]
                process = self._started = Popen(
                    command, stdin=PIPE, stdout=PIPE, start_new_session=True, env={**os.environ, **ONE_HEAP}
                )
                self._listener = threading.Thread(target=self._listen, args=(process,), daemon=True)
                self._listener.start()
            future = self._pending[source] = Future()
            assert process.stdin
            with suppress(BrokenPipeError):
                pickle.dump((source, folder), process.stdin)
                process.stdin.flush()
        return future.result()

    def _listen(self, process: Popen[bytes]) -> None:
        """Give each paper to the thread that waits for it; requests still pending when the process ends fail."""
        assert process.stdout
        # If the process is killed within an answer, pickle may raise any exception. The threads must not wait for ever.
        with process.stdout as answers, suppress(Exception):
            while True:
                source, result = pickle.load(answers)
                self._pending.pop(source).set_result(result)
        with self._turn:
            self._started = None  # a later paper gets a process of its own
            while self._pending:
                source, future = self._pending.popitem()
                future.set_exception(ChildProcessError(None, f"Typst stopped: {process.wait()}", str(source)))


def compile_apart(source: Path) -> bytes | Problem:
    """Set one paper, whose templates are in its folder, in a process of its own."""
    with CompilerProcess() as process:
        return process.compile(source, source.parent)


def _serve() -> None:
    """Set the papers requested on standard input, until it closes because the parent has ended."""
    turn = threading.Lock()

    def answer(source: Path, folder: Path) -> None:
        try:
            result = pickle.dumps((source, set_paper(source, folder)))
            with turn:
                sys.stdout.buffer.write(result)
                sys.stdout.flush()
        except BaseException:  # such as a missing folder: the parent reports that this process stopped
            os._exit(1)

    workers = ThreadPoolExecutor(2)
    status = 1  # after an unexpected exception
    try:
        while True:
            workers.submit(answer, *pickle.load(sys.stdin.buffer))
    except EOFError:
        status = 0
    finally:
        os._exit(status)  # without waiting for Typst


if __name__ == "__main__":
    _serve()
