"""One command at a time in a folder: a second one is refused, and hears which one is at work."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from os import getpid
from pathlib import Path

from vorming.text.words import words

try:
    import fcntl
except ImportError:  # Windows has no such lock
    fcntl = None  # type: ignore[assignment]

LOCK = "_build/.slot"
"""The lock file of every command that writes into `_build`, but for the preview, which has a folder of its own."""


class FolderInUseError(Exception):
    """Another command works in the folder; the text says which one."""


@contextmanager
def hold_folder(path: Path) -> Iterator[None]:
    """Lock a file for the time of the block; raise FolderInUseError where another process has locked it.

    The lock is the system's (`flock`), which frees it when the process and its children end, however they end: a file
    that is left behind locks nothing.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8", errors="replace") as file:
        if fcntl:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                file.seek(0)
                raise FolderInUseError(words("build")["in_use"].format(who=file.read(100).strip())) from None
        file.truncate(0)
        file.write(words("build")["holder"].format(pid=getpid(), time=f"{datetime.now():%H:%M:%S}"))
        file.flush()
        yield
