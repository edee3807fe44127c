"""Read text files within limits, write files in one step, and store values of a build for a later command.

Reading always ends, whatever is in a course folder: a pipe, a file outside the folder, or a file that is too large or
too dense to parse is reported as a problem.

`vorming day` reads the slides and the markup of lessons from stores beside the outputs of a build of the same version,
instead of running Sphinx.
"""

import io
import os
import pickle
import re
from collections.abc import Mapping
from pathlib import Path
from shutil import copymode
from stat import S_ISREG
from typing import Any

from vorming.source.problems import Place, Problem, place_at, problem

MAX_BYTES = 2_000_000
MAX_LINE = 10_000
_MAX_MARKS = 800
_MARKS = re.compile(r"[\[<`>|]|\*\*|\$")
_CONFLICT = re.compile(r"^<{7} (?=(?s:.*?)^>{7} )", re.MULTILINE)
"""The line that git puts above two versions of the same lines."""
_DENSE = frozenset({".bib", ".md", ".yml"})
"""Kinds of files that people write line by line, unlike a notebook, which has a whole picture on one line."""


def is_file(path: Path) -> bool:
    """Tell whether a path is a file; return False for a name that the system does not allow."""
    return os.path.isfile(path)  # noqa: PTH113 - `Path.is_file` raises for such a name


def shown(path: Path) -> str:
    """Write a path relative to the working directory if it lies in there, else in full."""
    return path_below(path.resolve(), Path.cwd())


def path_below(path: str | Path, root: Path) -> str:
    """Return the path of a file relative to `root`, or the path as it is if the file lies elsewhere."""
    return Path(path).relative_to(root).as_posix() if Path(path).is_relative_to(root) else str(path)


def read_text(root: Path, path: str) -> str | Problem:
    """Read a UTF-8 text file by its path below `root`, or return the problem that keeps it from being read.

    A byte order mark is left out, and lines end with a line feed alone.
    """
    file = root / path
    try:
        status = file.stat()
        if not S_ISREG(status.st_mode):  # a pipe or a device never ends
            return problem(Place(path), "file-unreadable")
        if not file.resolve().is_relative_to(root.resolve()):
            return problem(Place(path), "file-not-public", value=path)
        if status.st_size > MAX_BYTES:
            size = f"{status.st_size / 1e6:.0f}"
            return problem(Place(path), "file-too-large", size=size, most=MAX_BYTES // 10**6)
        data = file.read_bytes()
    except FileNotFoundError:
        return problem(Place(path), "file-missing")
    except (OSError, RuntimeError, ValueError):
        return problem(Place(path), "file-unreadable")
    try:
        # The readers of pages expect a line feed, not the ends of lines of Windows (\r\n) or of old Macs (\r).
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        return problem(place_at(path, data.decode("latin-1"), error.start), "file-not-utf8")
    if conflict := _CONFLICT.search(text):
        return problem(place_at(path, text, conflict.start()), "file-conflict")
    if file.suffix in _DENSE and (line := dense_line(text)):
        return problem(Place(path, line), "text-dense", most=MAX_LINE)
    return text


def dense_line(text: str) -> int:
    """Return the line, from 1, on which a text gets too dense to parse in time; 0 if there is none.

    A Markdown parser looks for the end of each opened bracket or mark up to the end of its paragraph. The marks of
    a paragraph are therefore counted together, and those of a table line by line.
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

    Readers see the old file or the new one, also if the command is stopped halfway or several processes write the
    same file. An existing file keeps its permissions. `is_kept` also calls fsync, for files that no build can remake
    after a power cut.
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
    finally:  # a full disk leaves half a file
        beside.unlink(missing_ok=True)


def write_files(folder: Path, files: Mapping[str, bytes]) -> list[str]:
    """Write the files that are missing or differ, by their POSIX path below a folder; return the paths written."""
    stale = []
    for name, content in files.items():
        path = folder / name
        if not path.is_file() or path.read_bytes() != content:
            write_whole(path, content)
            stale.append(name)
    return stale


def write_store(path: Path, values: Any) -> None:
    """Write values to a file; equal values give equal bytes.

    The values may have no cycles, since pickling without a memo would never end, and no models, whose sets of fields have
    another order each time.
    """
    buffer = io.BytesIO()
    pickler = pickle.Pickler(buffer, protocol=5)
    pickler.fast = True  # no memo, by which the bytes would depend on which equal texts are the same object
    pickler.dump(values)
    write_whole(path, buffer.getvalue())


def read_store(path: Path) -> Any:
    """Return the values that `write_store` wrote.

    Use it only for files of our own build, since unpickling can run any code.
    """
    return pickle.loads(path.read_bytes())


def older_than(path: Path, files: Mapping[str, Path]) -> set[str]:
    """Return the keys of the files that have not changed since a store was written; none if there is no store."""
    written = path.stat().st_mtime_ns if path.is_file() else 0
    return {key for key, file in files.items() if file.stat().st_mtime_ns < written}
