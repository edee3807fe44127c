"""What stopped a command that is no fault of the content, in a sentence for the author."""

import errno
import os
import traceback
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import gettempdir

from vorming.source.files import path_below
from vorming.text.words import words

TRACE = "_build/fout.txt"
"""Where the traceback of a bug of ours is left, below the course, for the author to send along."""

KINDS: Mapping[int, str] = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT), "full"),
    **dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS), "forbidden"),
    **dict.fromkeys((errno.ENOTDIR, errno.EEXIST, errno.EISDIR), "not_folder"),
}
"""The errors of the system that an author can do something about, each with the key of its sentence."""


def describe_failure(error: Exception, root: Path) -> str:
    """Say what went wrong and what to do, in a line.

    An error of the system names the file, as the author knows it from the folder of the course. Any other exception is
    a bug: its last line is shown, and its traceback goes to a file.
    """
    said = words("build").group("failures")
    if isinstance(error, OSError):
        # `shutil.copytree` gives the error of one file in its words only.
        number = error.errno or next((n for n in KINDS if os.strerror(n) in str(error)), 0)
        name = error.filename
        path = Path(name.decode(errors="replace") if isinstance(name, bytes) else str(name or "_build"))
        detail = error.strerror or str(error)
        return said[KINDS.get(number, "other")].format(path=path_below(path, root), detail=detail)
    detail = (traceback.format_exception_only(error)[-1].strip().splitlines() or [""])[0]
    return said["unforeseen"].format(file=_leave_trace(error, root), detail=detail)


def _leave_trace(error: Exception, root: Path) -> str:
    """Write a traceback below the course, or where the system keeps temporary files; return its path."""
    trace = "".join(traceback.format_exception(error))
    for path in (root / TRACE, Path(gettempdir()) / f"vorming-{Path(TRACE).name}"):
        with suppress(OSError):
            path.write_text(trace, encoding="utf-8")
            return path_below(path, root)
    return TRACE
