"""A digest of everything a build reads: the same digest means there is nothing to do."""

import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

DOCTREES = "_build/doctrees"
FOLDERS = ("book", "notebooks")
FILES = ("_config.yml", "_toc.yml", "requirements.lock")


def course_fingerprint(root: Path) -> str:
    """Return a digest of the course, of this package and of the Python that runs it."""
    return _digest(package_digest(), root, course_files(root))


def notebook_fingerprint(root: Path) -> str:
    """Return a digest of what notebooks show beside their own code: data, package and drawing library."""
    data = (root / "book/_data" / name for name in ("policies.yml", "facts.yml", "references.bib"))
    return _digest(package_digest(), root, (path for path in data if path.is_file()))


@cache
def package_digest() -> str:
    """Return a digest of this package, the Python that runs it and the library that draws."""
    package = Path(__file__).parents[1]
    files = sorted(path for path in package.rglob("*") if path.is_file() and path.suffix != ".pyc")
    return _digest(f"{sys.version} {version('matplotlib')}", package, files)


def _digest(start: str, folder: Path, paths: Iterable[Path]) -> str:
    """Return a digest of files with their places in a folder: one that moved is another one."""
    digest = sha256(start.encode())
    for path in paths:
        with suppress(OSError):  # the checks say so of a file that can't be read
            data = path.read_bytes()
            digest.update(b"%s\0%d\0" % (os.fsencode(path.relative_to(folder)), len(data)))
            digest.update(data)
    return digest.hexdigest()


def course_files(root: Path) -> Iterator[Path]:
    """Yield every file that a build may read."""
    yield from (root / name for name in FILES if (root / name).is_file())
    for folder in FOLDERS:
        yield from sorted(path for path in (root / folder).rglob("*") if path.is_file())


def read_digests(path: Path) -> dict[str, str]:
    """Read a file of digests by name; nothing when it is missing or broken."""
    try:
        found: Any = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    is_good = isinstance(found, dict) and all(isinstance(digest, str) for digest in found.values())
    return found if is_good else {}


def write_digests(path: Path, digests: Mapping[str, str]) -> None:
    """Write a file of digests by name, in one step."""
    beside = path.with_name(f"{path.name}.nieuw")
    beside.write_text(json.dumps(digests, indent=1, sort_keys=True), encoding="utf-8")
    beside.replace(path)
