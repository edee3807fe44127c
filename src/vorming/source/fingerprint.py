"""Digests of what a build reads, by which it sees that an output is still right.

They say nothing of what changed: the pages that an edited item makes stale are for `vorming.course.usage`.
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
    """Return a digest of the course below `root`, of this package and of the Python that runs it."""
    return _digest(package_digest(), root, course_files(root))


def notebook_fingerprint(root: Path) -> str:
    """Return a digest of what notebooks show beside their own code: data, package and drawing library.

    The cache of MyST-NB knows only the code of a notebook; with another digest it is thrown away.
    """
    data = root / "book/_data"
    return _digest(package_digest(), root, (*sorted(data.glob("*.yml")), data / "references.bib"))


@cache
def package_digest() -> str:
    """Return a digest of this package, the Python that runs it and the library that draws."""
    package = Path(__file__).parents[1]
    files = sorted(path for path in package.rglob("*") if path.is_file() and path.suffix != ".pyc")
    return _digest(f"{sys.version} {version('matplotlib')}", package, files)


def _digest(start: str, folder: Path, paths: Iterable[Path]) -> str:
    # A file is hashed with its name and length, so that no two sets of files give the same bytes.
    digest = sha256(start.encode())
    for path in paths:
        with suppress(OSError):  # the checks report a file that can't be read
            data = path.read_bytes()
            digest.update(b"%s\0%d\0" % (os.fsencode(path.relative_to(folder)), len(data)))
            digest.update(data)
    return digest.hexdigest()


def course_files(root: Path) -> Iterator[Path]:
    """Return every file below `root` that a build may read, in an order that is always the same."""
    paths = [root / name for name in ("_config.yml", "_toc.yml", "requirements.lock")]
    for folder in ("book", "notebooks"):
        paths += sorted((root / folder).rglob("*"))
    return filter(is_file, paths)


def course_state(root: Path) -> tuple[tuple[str, int, int, int], ...]:
    """Return what tells that a course was edited, without reading it; also a file put back, for a rename sets its `ctime`."""
    states = []
    for path in course_files(root):
        with suppress(OSError):  # deleted meanwhile, or not to be read: the checks say so
            status = path.stat()
            states.append((str(path), status.st_size, status.st_mtime_ns, status.st_ctime_ns))
    return tuple(states)


def read_digests(path: Path) -> dict[str, str]:
    """Read the digests in a JSON file by their names; none when it is missing or broken: all is then made anew."""
    with suppress(OSError, ValueError, RecursionError):
        found = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(found, dict) and all(isinstance(digest, str) for digest in found.values()):
            return found
    return {}


def write_digests(path: Path, digests: Mapping[str, str]) -> None:
    """Write digests by their names as JSON."""
    write_whole(path, json.dumps(digests, indent=1, sort_keys=True).encode())
