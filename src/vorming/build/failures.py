"""What stopped a build that is no fault of the content, in a sentence for the author."""

import errno
import os
import traceback
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import gettempdir

from vorming.text.words import words

TRACE = "_build/fout.txt"
"""Where the trace of a fault of ours is left, to send along."""

KINDS: Mapping[int, str] = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EACCES: "forbidden",
    errno.EPERM: "forbidden",
    errno.EROFS: "forbidden",
    errno.ENOTDIR: "not_folder",
    errno.EEXIST: "not_folder",
    errno.EISDIR: "not_folder",
}


def describe_failure(error: Exception, root: Path) -> str:
    """Say what went wrong and what to do, in a line; the trace of what nobody foresaw goes to a file."""
    said = words("build").group("failures")
    if isinstance(error, OSError):
        key = KINDS.get(_number(error), "other")
        detail = error.strerror or str(error)
        return said[key].format(path=_below(error.filename, root), detail=detail) + "\n"
    detail = (traceback.format_exception_only(error)[-1].strip().splitlines() or [""])[0]
    return said["unforeseen"].format(file=_leave_trace(error, root), detail=detail) + "\n"


def _leave_trace(error: Exception, root: Path) -> str:
    """Write the trace of an error below the course, or where the system keeps such files; return its path."""
    trace = "".join(traceback.format_exception(error))
    for path in (root / TRACE, Path(gettempdir()) / f"vorming-{Path(TRACE).name}"):
        with suppress(OSError):
            path.write_text(trace, encoding="utf-8")
            return _below(path, root)
    return TRACE


def _number(error: OSError) -> int:
    """Return the system's number of an error; a copy of a folder has it in its words only."""
    return error.errno or next((number for number in KINDS if os.strerror(number) in str(error)), 0)


def _below(name: object, root: Path) -> str:
    """Return a path as the author knows it, from the folder of the course."""
    path = Path(name.decode(errors="replace") if isinstance(name, bytes) else str(name or "_build"))
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
