"""What of `_build` can be trusted: which folders are whole, and what each was made from.

A stamp says of a folder: it came about without a break from the course with this digest, by this version of the
package, and it is still as it was then. A folder without one, or that something else has touched, is made from
nothing again; so a build that was stopped at any point leaves nothing that a later one builds upon.
"""

import os
import shutil
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from vorming.source.fingerprint import (
    course_fingerprint,
    course_state,
    package_digest,
    read_digests,
    write_digests,
)

STAMPS = "_build/.stand.json"
CHECKED = "nagekeken"
"""The key of a stamp without a folder: the content passed the checks."""


class Stamps:
    """The stamps of one command, with the digest of the course as it stood when the command began.

    A folder is a path below the root. `apart` names folders in it that a build doesn't answer for: what is in them
    counts for nothing.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._sources = course_state(root)  # before the digest: an edit in between counts as one
        self.course = course_fingerprint(root)

    def is_whole(self, folder: str, apart: tuple[str, ...] = ()) -> bool:
        """Tell whether a folder is as a build of this version left it."""
        _, state = self._read().get(folder, ("", ""))
        return state == _state(self.root / folder, apart)

    def is_fresh(self, folder: str, apart: tuple[str, ...] = ()) -> bool:
        """Tell whether a folder is whole and made from the course as it stood when the command began."""
        course, _ = self._read().get(folder, ("", ""))
        return course == self.course and self.is_whole(folder, apart)

    def keep(self, folder: str, apart: tuple[str, ...] = (), *, is_fresh: bool = True) -> None:
        """Note that a folder is whole; not fresh when only a part of it was made.

        The caller has just made it: nothing is looked at but names, sizes and times.
        """
        stamps = self._read()
        stamp = (self.course if is_fresh else "", _state(self.root / folder, apart))
        if stamps.get(folder) != stamp:
            self._write({**stamps, folder: stamp})

    def forget(self, *folders: str) -> None:
        """Take stamps away, before what they speak of changes.

        A command that is killed half-way then leaves a folder without a stamp, which the next one makes from nothing.
        """
        stamps = self._read()
        if stamps.keys() & set(folders):
            self._write({key: stamp for key, stamp in stamps.items() if key not in folders})

    def has_changed(self) -> bool:
        """Tell whether somebody has edited the course since the command began."""
        return course_state(self.root) != self._sources

    def _read(self) -> dict[str, tuple[str, str]]:
        """Return the stamps (course, state) of this version of the package; another's are worth nothing."""
        stamps = {}
        for key, text in read_digests(self.root / STAMPS).items():
            match text.split(" "):
                case [package, course, state] if package == package_digest():
                    stamps[key] = (course, state)
        return stamps

    def _write(self, stamps: Mapping[str, tuple[str, str]]) -> None:
        path = self.root / STAMPS
        path.parent.mkdir(exist_ok=True)
        write_digests(path, {key: " ".join([package_digest(), *stamp]) for key, stamp in stamps.items()})


def remove(path: Path) -> None:
    """Remove a folder, a file or a link, if there is one."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _state(folder: Path, apart: tuple[str, ...]) -> str:
    """Return a digest of the names, sizes and times of the files in a folder, not of their content."""
    digest = sha256()
    for top, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if Path(top) != folder or name not in apart)
        for path in (Path(top) / name for name in sorted(names)):
            status = path.lstat()
            where = os.fsencode(path.relative_to(folder))
            digest.update(b"%s\0%d %d\0" % (where, status.st_size, status.st_mtime_ns))
    return digest.hexdigest()
