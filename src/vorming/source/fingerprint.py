"""Digests of the files that a build reads, which tell whether an output is up to date.

They don't tell what changed: `vorming.course.usage` finds the pages that an edited item makes stale.
"""

import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from vorming.source.files import is_file, write_whole

DOCTREES = "_build/doctrees"


def course_fingerprint(root: Path) -> str:
    """Return a digest of the course below `root`, this package and the Python that runs it."""
    return _digest(package_digest(), root, course_files(root))


def notebook_fingerprint(root: Path) -> str:
    """Return a digest of what the output of notebooks depends on beside their code: files, package, drawing library.

    MyST-NB caches output by the code of a notebook alone. The build clears that cache when this digest changes.
    """
    return _digest(package_digest(), root, notebook_files(root))


@cache
def package_digest() -> str:
    """Return a digest of this package, the Python that runs it and the drawing library."""
    package = Path(__file__).parents[1]
    files = sorted(path for path in package.rglob("*") if path.is_file() and path.suffix != ".pyc")
    return _digest(f"{sys.version} {version('matplotlib')}", package, files)


def _digest(start: str, folder: Path, paths: Iterable[Path]) -> str:
    # The name and length of each file are hashed too, so that no two sets of files give the same bytes.
    digest = sha256(start.encode())
    for path in paths:
        with suppress(OSError):  # the checks report a file that can't be read
            data = path.read_bytes()
            digest.update(b"%s\0%d\0" % (os.fsencode(path.relative_to(folder)), len(data)))
            digest.update(data)
    return digest.hexdigest()


def course_files(root: Path) -> Iterator[Path]:
    """Return every file below `root` that a build may read, in a fixed order."""
    paths = [root / name for name in ("_config.yml", "_toc.yml", "requirements.lock")]
    for folder in ("book", "notebooks"):
        paths += sorted((root / folder).rglob("*"))
    return filter(is_file, paths)


def notebook_files(root: Path) -> Iterator[Path]:
    """Return the files that the code of notebooks may read: the data of the course, and what stands beside them."""
    folders = {root / "book/_data", root / "notebooks"}
    for path in course_files(root):
        if not folders.isdisjoint(path.parents) and path.suffix not in {".ipynb", ".md", ".pyc"}:
            yield path


def course_state(root: Path) -> tuple[tuple[str, int, int, int], ...]:
    """Return path, size, mtime and ctime of every file of a course, to see an edit without reading the files.

    The ctime also shows that an older file was put back, since a rename sets it.
    """
    states = []
    for path in course_files(root):
        with suppress(OSError):  # the checks report a file that was deleted or can't be read
            status = path.stat()
            states.append((str(path), status.st_size, status.st_mtime_ns, status.st_ctime_ns))
    return tuple(states)


def read_digests(path: Path) -> dict[str, str]:
    """Read the digests in a JSON file by their names; return none if the file is missing or broken."""
    with suppress(OSError, ValueError, RecursionError):
        digests = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(digests, dict) and all(isinstance(digest, str) for digest in digests.values()):
            return digests
    return {}


def write_digests(path: Path, digests: Mapping[str, str]) -> None:
    """Write digests by their names as JSON."""
    write_whole(path, json.dumps(digests, indent=1, sort_keys=True).encode())
