"""Git as a keeper uses it: what changed since the last commit, and keeping that."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

from vorming.keeper.proposal import PARTS


@dataclass(frozen=True)
class ChangedFile:
    """A file that differs from the last commit, with its lines before and now."""

    path: str
    lines: tuple[tuple[str, str], ...]
    """Each line with “-” for what went or “+” for what came."""


class GitError(Exception):
    """What git said when it refused."""


def has_git(root: Path) -> bool:
    """Tell whether the folder of the course is kept in git, and git is there."""
    try:
        return _git(root, "rev-parse", "--is-inside-work-tree").strip() == "true"
    except GitError:
        return False


def changed_files(root: Path) -> tuple[ChangedFile, ...]:
    """Return the files of the course that differ from the last commit."""
    # A name with spaces or accents comes as it is, between zero bytes.
    listed = _git(root, "status", "--porcelain", "--no-renames", "-z", "--", *_parts(root)).split("\0")
    top = Path(_git(root, "rev-parse", "--show-toplevel").rstrip("\n"))
    return tuple(_changed_file(root, top, line[3:]) for line in listed if line)


def _changed_file(root: Path, top: Path, name: str) -> ChangedFile:
    shown = _git(top, "diff", "--no-color", "--no-ext-diff", "-U0", "HEAD", "--", name)
    lines = (line for line in shown.splitlines() if line[:1] in {"+", "-"})
    body = tuple((line[0], line[1:]) for line in lines if not line.startswith(("+++", "---")))
    path = top / name
    return ChangedFile(
        path.relative_to(root.resolve()).as_posix() if path.is_relative_to(root.resolve()) else name, body
    )


def commit(root: Path, message: str) -> None:
    """Keep all changes of the course with a message; GitError says why not."""
    parts = _parts(root)
    _git(root, "add", "--all", "--", *parts)
    _git(root, "commit", "--quiet", "-m", message, "--", *parts)


def _parts(root: Path) -> tuple[str, ...]:
    return tuple(part for part in PARTS if (root / part).exists())


def _git(root: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *arguments], capture_output=True, text=True, check=False
        )
    except OSError as error:
        raise GitError(str(error)) from error
    if done.returncode:
        raise GitError((done.stderr or done.stdout).strip())
    return done.stdout
