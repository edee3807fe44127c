"""Typst, called from one place: markup -> an accessible PDF, or the problem that it found."""

import os
import pickle
import re
import sys
import threading
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any

import typst

from vorming.source.problems import Place, Problem, problem
from vorming.typst.markup import marked_place

STANDARDS = ["ua-1", "a-2a"]
"""PDF/UA-1: can be read without eyes. PDF/A-2a: can be read in twenty years."""

FIXED_TIME = datetime(2026, 1, 1, tzinfo=UTC)
"""The time of writing in every PDF: the same source gives the same bytes."""

_POSITION = re.compile(r"┌─ (?P<file>.+?):(?P<line>\d+):(?P<column>\d+)")
_GLYPH = re.compile(r"the text [`'“]?\"(?P<glyph>[^\"]+)\"[`'”]? could not be displayed")


class Compiler:
    """A Typst that knows the fonts and the folder of templates; it never goes online.

    It keeps what it has set in memory, so that a second paper with the same pages is quicker.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.typst = self._open()

    def _open(self, source: Path | None = None) -> Any:
        start = str(source) if source else None
        return typst.Compiler(start, str(self.folder), font_paths=_fonts(), ignore_system_fonts=True)

    def compile(self, source: Path) -> bytes | Problem:
        """Set one paper as PDF/UA-1 and PDF/A-2a; what Typst refuses is a problem at the place it comes from."""
        try:
            return bytes(
                self.typst.compile(
                    input=str(source), format="pdf", pdf_standards=STANDARDS, timestamp=FIXED_TIME
                )
            )
        except typst.TypstError as error:
            return _problem(error, source)

    def query(self, source: Path, selector: str) -> str:
        """Return as JSON the values of the metadata that a selector finds in a paper."""
        return str(self._open(source).query(selector, field="value"))


def compile_apart(source: Path) -> bytes | Problem:
    """Set a paper in a process of its own: what Typst keeps in memory ends with it.

    The process ends with this one too. Raises ChildProcessError when it breaks off.
    """
    command = [sys.executable, "-m", __name__, str(source)]
    # A session of its own: Ctrl-C in a terminal is for the parent, which then ends this one by its closed input.
    with Popen(command, stdin=PIPE, stdout=PIPE, start_new_session=True) as process:
        assert process.stdout
        said = process.stdout.read()
    if process.returncode:
        raise ChildProcessError(None, f"Typst brak af: {process.returncode}", str(source))
    made: bytes | Problem = pickle.loads(said)
    return made


def _end_with_parent() -> None:
    """End this process when its standard input closes: the parent is gone then, however it ended."""
    os.read(0, 1)
    os._exit(1)


@cache
def _fonts() -> Any:
    # Our own and those in the wheel, never the machine's, which differ from place to place.
    own = str(files("vorming") / "assets" / "look" / "fonts")
    return typst.Fonts(include_system_fonts=False, font_paths=[own])


def _problem(error: Any, source: Path) -> Problem:
    """Lead an error of Typst back to the page or data file the text came from."""
    places = (_place(found) for found in _POSITION.finditer(str(error.diagnostic)))
    place = next(filter(None, places), Place(source.name))
    if glyph := _GLYPH.search(error.message):
        return problem(place, "glyph-missing", value=glyph["glyph"])
    return problem(place, "pack-not-set", value=source.stem, detail=" ".join(error.message.split()))


def _place(found: re.Match[str]) -> Place | None:
    """Return where the text at a position of some markup comes from; None for a template's own."""
    file, line = Path(found["file"]), int(found["line"])
    lines = file.read_text(encoding="utf-8").split("\n") if file.is_file() else []
    if len(lines) < line:
        return None
    return marked_place("\n".join([*lines[: line - 1], lines[line - 1][: int(found["column"])]]))


if __name__ == "__main__":
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _source = Path(sys.argv[1])
    sys.stdout.buffer.write(pickle.dumps(Compiler(_source.parent).compile(_source)))
    sys.stdout.flush()
    # Not by returning: the thread still reads, and Typst's own threads may.
    os._exit(0)
