"""What an output leaves for its author: points worth a look, which don't stop a build."""

from collections.abc import Iterable
from pathlib import Path

from vorming.source.problems import Problem

FILE = ".let-op.txt"
"""In the output's folder, only while it is made."""


def leave_notices(folder: Path, problems: Iterable[Problem]) -> None:
    """Write points into the folder of an output; no file when there are none."""
    lines = "".join(f"{found}\n    {found.hint}\n" for found in sorted(problems))
    if lines:
        (folder / FILE).write_text(lines, encoding="utf-8")


def take_notices(folder: Path) -> str:
    """Take out what an output left."""
    file = folder / FILE
    if not file.is_file():
        return ""
    notices = file.read_text(encoding="utf-8")
    file.unlink()
    return notices
