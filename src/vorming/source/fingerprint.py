"""A digest of everything a build reads: the same digest means there is nothing to do."""

import json
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

STAMPS = "_build/.stand.json"
CHECKED, READ = "nagekeken", "gelezen"
"""What else than an output has a stamp: nothing is checked or read twice."""
DOCTREES = "_build/doctrees"
FOLDERS = ("book", "notebooks")
FILES = ("_config.yml", "_toc.yml", "requirements.lock")


def course_fingerprint(root: Path) -> str:
    """Return a digest of the course, of this package and of the Python that runs it."""
    return _digest(package_digest(), root, _course_files(root))


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
        data = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()


def _course_files(root: Path) -> Iterator[Path]:
    yield from (root / name for name in FILES if (root / name).is_file())
    for folder in FOLDERS:
        yield from sorted(path for path in (root / folder).rglob("*") if path.is_file())


def is_checked(root: Path) -> bool:
    """Tell whether all that stands here now passed the checks before."""
    return read_stamp(root, CHECKED) == course_fingerprint(root)


def read_stamp(root: Path, output: str) -> str | None:
    """Return the digest an output was made from; None when it never was."""
    stamp: str | None = _stamps(root).get(output)
    return stamp


def write_stamp(root: Path, output: str, digest: str) -> None:
    """Note the digest an output was made from."""
    stamps = _stamps(root) | {output: digest}
    path = root / STAMPS
    path.parent.mkdir(exist_ok=True)
    beside = path.with_suffix(".nieuw")
    beside.write_text(json.dumps(stamps, indent=1, sort_keys=True), encoding="utf-8")
    beside.replace(path)


def _stamps(root: Path) -> dict[str, str]:
    try:
        stamps: dict[str, str] = json.loads((root / STAMPS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamps
