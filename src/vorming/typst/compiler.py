"""The only module that calls Typst to set papers: markup becomes an accessible PDF, or a problem."""

import os
import pickle
import re
import sys
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from importlib.resources import files
from itertools import repeat
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


def set_apart(sources: Sequence[Path], folder: Path) -> list[bytes | Problem]:
    """Set papers, two at a time, in a process of their own, which frees the memory of Typst's caches at its end.

    Papers that have much in common are best set together. Raises ChildProcessError if the process stops.
    """
    # In a new session, so that only the parent gets Ctrl-C. The process ends with its parent, or with this block, because
    # its input closes then.
    options: Any = {"start_new_session": True, "env": {**os.environ, **ONE_HEAP}}
    with Popen([sys.executable, "-m", __name__], stdin=PIPE, stdout=PIPE, **options) as process:
        assert process.stdin and process.stdout
        pickle.dump((sources, folder), process.stdin)
        process.stdin.flush()
        answer = process.stdout.read()
    if process.returncode:
        raise ChildProcessError(None, f"Typst stopped: {process.returncode}", ", ".join(map(str, sources)))
    results: list[bytes | Problem] = pickle.loads(answer)
    return results


def _serve() -> None:
    """Set the papers requested on standard input, and end early if it closes."""
    sources, folder = pickle.load(sys.stdin.buffer)

    def end_with_parent() -> None:
        os.read(sys.stdin.fileno(), 1)
        os._exit(1)

    threading.Thread(target=end_with_parent, daemon=True).start()
    with ThreadPoolExecutor(2) as threads:
        results = list(threads.map(set_paper, sources, repeat(folder)))
    pickle.dump(results, sys.stdout.buffer)


if __name__ == "__main__":
    _serve()
