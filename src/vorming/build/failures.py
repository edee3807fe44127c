"""Sentences for the author on failures of a command that are not errors in the content."""

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
"""The file for the traceback of a bug in this package, below the course, which the author can send in."""

KINDS: Mapping[int, str] = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT), "full"),
    **dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS), "forbidden"),
    **dict.fromkeys((errno.ENOTDIR, errno.EEXIST, errno.EISDIR), "not_folder"),
}
"""The system errors that an author can solve, each with the key of its sentence."""


def describe_failure(error: Exception, root: Path) -> str:
    """Return a line on what went wrong and what to do.

    For a system error, the line names the file, relative to the course. Any other exception is a bug: the line has the last
    line of its traceback, and the traceback goes to a file below the course, or else into the system's temporary folder.
    """
    sentences = words("build").group("failures")
    if isinstance(error, OSError):
        # `shutil.copytree` has the error of a file only in the text of its exception.
        number = error.errno or next((n for n in KINDS if os.strerror(n) in str(error)), 0)
        name = error.filename
        path = Path(name.decode(errors="replace") if isinstance(name, bytes) else str(name or "_build"))
        detail = error.strerror or str(error)
        return sentences[KINDS.get(number, "other")].format(path=path_below(path, root), detail=detail)
    detail = (traceback.format_exception_only(error)[-1].strip().splitlines() or [""])[0]
    trace = "".join(traceback.format_exception(error))
    for path in (root / TRACE, Path(gettempdir()) / f"vorming-{Path(TRACE).name}"):
        with suppress(OSError):
            path.write_text(trace, encoding="utf-8")
            break
    return sentences["unforeseen"].format(file=path_below(path, root), detail=detail)
