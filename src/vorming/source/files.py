"""Files as text and back: read within limits, or say why not; written in one step.

Whatever a course folder has in it, reading comes to an end: a pipe, a file elsewhere, one that is too large
or too dense to parse is a problem at its path.
"""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from shutil import copymode
from stat import S_ISREG

from vorming.source.problems import Place, Problem, place_at, problem

MAX_BYTES = 2_000_000
MAX_LINE = 10_000
_MAX_MARKS = 800
_MARKS = re.compile(r"[\[<`>|]|\*\*|\$")
_DENSE = frozenset({".bib", ".md", ".yml"})
"""Kinds of files that people write line by line; a notebook has all of a cell's picture on one."""


def is_file(path: Path) -> bool:
    """Tell whether a path is a file; a name that no system takes is none."""
    return os.path.isfile(path)  # noqa: PTH113 - `Path.is_file` raises for such a name


def shown(path: Path) -> str:
    """Write a path so that it can be opened from where the command runs."""
    path, here = path.resolve(), Path.cwd()
    return (path.relative_to(here) if path.is_relative_to(here) else path).as_posix()


def path_below(path: str | Path, root: Path) -> str:
    """Return the path of a file as the course names it; a file elsewhere keeps its own."""
    return Path(path).relative_to(root).as_posix() if Path(path).is_relative_to(root) else str(path)


def read_text(root: Path, path: str) -> str | Problem:
    """Read a UTF-8 text file by its path below `root`, or return the problem that keeps it from being read.

    A byte order mark is left out, and lines end with a line feed alone.
    """
    file = root / path
    try:
        found = file.stat()
        if not S_ISREG(found.st_mode):  # a pipe or a device never ends
            return problem(Place(path), "file-unreadable")
        if not file.resolve().is_relative_to(root.resolve()):
            return problem(Place(path), "file-not-public", value=path)
        if found.st_size > MAX_BYTES:
            size = f"{found.st_size / 1e6:.0f}"
            return problem(Place(path), "file-too-large", size=size, most=MAX_BYTES // 10**6)
        data = file.read_bytes()
    except FileNotFoundError:
        return problem(Place(path), "file-missing")
    except (OSError, RuntimeError, ValueError):
        return problem(Place(path), "file-unreadable")
    try:
        # Windows ends its lines with two characters, an old Mac with the other one; all that reads a page counts on one.
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        return problem(place_at(path, data.decode("latin-1"), error.start), "file-not-utf8")
    if file.suffix in _DENSE and (line := dense_line(text)):
        return problem(Place(path, line), "text-dense", most=MAX_LINE)
    return text


def dense_line(text: str) -> int:
    """Return the line, from 1, on which a text gets too dense to parse in time; 0 where none is.

    A Markdown parser looks for the end of each opened bracket or mark up to the end of its paragraph, so
    that the marks of a paragraph count together; of a table each line is parsed by itself.
    """
    in_paragraph = 0
    for number, line in enumerate(text.split("\n"), start=1):
        in_line = len(_MARKS.findall(line))
        in_paragraph = in_paragraph + in_line if line.strip() else 0
        in_parsed = in_line if line.lstrip().startswith("|") else in_paragraph
        if len(line) > MAX_LINE or in_parsed > _MAX_MARKS:
            return number
    return 0


def write_whole(path: Path, content: bytes, *, is_kept: bool = False) -> Path:
    """Write a file in one step, with the folders above it, and return its path.

    Who reads it meanwhile sees the old one or the new one, and a stopped command leaves no half file. Processes
    may write the same file at a time. Who may read and write it stays. What no build makes anew `is_kept`: it is on disk
    before it takes the place of the old one, so that a power cut leaves one of the two.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.nieuw-{os.getpid()}")
    try:
        beside.write_bytes(content)
        if is_kept:
            with beside.open("r+b") as file:
                os.fsync(file.fileno())
        if path.exists():
            copymode(path, beside)
        return beside.replace(path)
    finally:  # on a full disk half of it is there; once in place, nothing
        beside.unlink(missing_ok=True)


def write_files(folder: Path, files: Mapping[str, bytes]) -> list[str]:
    """Write files that are missing or other, by their POSIX path below a folder; return the paths of those."""
    stale = []
    for name, content in files.items():
        path = folder / name
        if not path.is_file() or path.read_bytes() != content:
            write_whole(path, content)
            stale.append(name)
    return stale
