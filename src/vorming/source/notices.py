"""Warnings that an output finds while it is made, for the end of the build.

A process of its own makes each output, so that a file in the output's folder takes them along.
"""

from collections.abc import Iterable
from pathlib import Path

from vorming.source.problems import Problem

FILE = ".let-op.txt"
"""Its name in the folder of the output; `take_notices` removes it before the output is put in place."""


def leave_notices(folder: Path, problems: Iterable[Problem]) -> None:
    """Write warnings into the folder of an output; without any there is no file."""
    lines = "".join(f"{found}\n    {found.hint}\n" for found in sorted(problems))
    if lines:
        (folder / FILE).write_text(lines, encoding="utf-8")


def take_notices(folder: Path) -> str:
    """Return what `leave_notices` wrote into a folder, and remove it; empty when there is nothing."""
    file = folder / FILE
    if not file.is_file():
        return ""
    notices = file.read_text(encoding="utf-8")
    file.unlink()
    return notices
