"""Stamps of the folders in `_build`: whether a folder is whole, and from which course it was made.

A stamp records the digest of the course and of the package from which a folder was completely made, the state of its files
at that time, and the notices of its making, which a build repeats as long as they are true. A folder without a stamp, or with
changed files, is made again from the start. So no build uses a folder that an interrupted build left half done.
"""

import os
import shutil
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from vorming.source.fingerprint import (
    course_fingerprint,
    course_state,
    package_digest,
    read_digests,
    write_digests,
)

STAMPS = "_build/.stand.json"
CHECKED = "nagekeken"
"""The key of the stamp, without a folder, that records that the content passed the checks."""


class _Stamp(NamedTuple):
    course: str
    state: str
    notices: tuple[str, ...]


_NONE = _Stamp("", "", ())


class Stamps:
    """The stamps of one command, with the digest of the course at the start of the command.

    Folders are paths relative to the root. `apart` has the names of folders inside a folder that are left out of its state,
    because other commands or outputs fill them.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._sources = course_state(root)  # before the digest, so that an edit in between is noticed
        self.course = course_fingerprint(root)

    def is_whole(self, folder: str, apart: tuple[str, ...] = ()) -> bool:
        """Tell whether the files of a folder are unchanged since a build of this version made them."""
        return self._read().get(folder, _NONE).state == _state(self.root / folder, apart)

    def is_fresh(self, folder: str, apart: tuple[str, ...] = ()) -> bool:
        """Tell whether a folder is whole, and was made from the course at the start of the command."""
        return self._read().get(folder, _NONE).course == self.course and self.is_whole(folder, apart)

    def notices(self, folder: str) -> tuple[str, ...]:
        """Return the notices of the build that made a folder."""
        return self._read().get(folder, _NONE).notices

    def keep(
        self,
        folder: str,
        apart: tuple[str, ...] = (),
        *,
        is_fresh: bool = True,
        notices: tuple[str, ...] = (),
    ) -> None:
        """Record that a folder is whole; `is_fresh` is False if only a part of it was made.

        The caller has just made the folder, so only names, sizes and times of its files are recorded.
        """
        stamps = self._read()
        stamp = _Stamp(self.course if is_fresh else "", _state(self.root / folder, apart), notices)
        if stamps.get(folder) != stamp:
            self._write({**stamps, folder: stamp})

    def forget(self, *folders: str) -> None:
        """Remove the stamps of folders before their files change.

        If the command is killed half-way, the folder has no stamp, and the next command makes it from the start.
        """
        stamps = self._read()
        if stamps.keys() & set(folders):
            self._write({key: stamp for key, stamp in stamps.items() if key not in folders})

    def has_changed(self) -> bool:
        """Tell whether somebody has edited the course since the command began."""
        return course_state(self.root) != self._sources

    def _read(self) -> dict[str, _Stamp]:
        """Return the stamps of this version of the package; those of other versions are ignored."""
        stamps = {}
        for key, text in read_digests(self.root / STAMPS).items():
            match text.split("\0"):
                case [package, course, state, *notices] if package == package_digest():
                    stamps[key] = _Stamp(course, state, tuple(notices))
        return stamps

    def _write(self, stamps: Mapping[str, _Stamp]) -> None:
        path = self.root / STAMPS
        path.parent.mkdir(exist_ok=True)
        texts = {
            key: "\0".join([package_digest(), *stamp[:2], *stamp.notices]) for key, stamp in stamps.items()
        }
        write_digests(path, texts)


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
