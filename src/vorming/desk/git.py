"""Git for keepers: list the changes since the last commit item by item, commit them, and push them."""

import os
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from vorming.model.base import Loc
from vorming.source.load import PARTS
from vorming.source.parse import value_at
from vorming.source.yaml import Value, read_yaml_text, scalars

_DIFF = ("--no-color", "--no-ext-diff", "-U0")
_MOST_SECONDS = 120
"""The timeout of a git command, in seconds, for a server that is slow to answer."""


@dataclass(frozen=True)
class ChangedFile:
    """A file that differs from the last commit.

    `path` is relative to the course, or to the repository if the file is outside the course. `items` has the changes
    of a data file by the id of the item ("" for texts in no list): for each text its place below the item, its old and
    its new value, either of which may be empty. `lines` are the changed lines of another file, each after “-” or “+”.
    """

    path: str
    items: Mapping[str, list[tuple[Loc, str, str]]]
    lines: list[tuple[str, str]]


class GitError(Exception):
    """Raised with the message of git if a command fails."""


def has_git(root: Path) -> bool:
    """Tell whether git is installed and the folder of the course is in a repository."""
    try:
        return _git(root, "rev-parse", "--is-inside-work-tree").strip() == "true"
    except GitError:
        return False


def changed_files(root: Path) -> tuple[ChangedFile, ...]:
    """Return the files of the course that differ from the last commit, including new ones.

    Files that are no part of the course, such as those in `_build/` or `lokaal/`, are left out. Raises GitError if git
    fails, as it does before the first commit.
    """
    root = root.resolve()
    # With -z, names with spaces or accents are not quoted.
    listed = _git(root, "status", "--porcelain", "--no-renames", "-z", "--", *_parts(root)).split("\0")
    top = Path(_git(root, "rev-parse", "--show-toplevel").rstrip("\n"))
    files = []
    for name in (line[3:] for line in listed if line):
        path = top / name
        shown = path.relative_to(root).as_posix() if path.is_relative_to(root) else name
        items = _changed_items(top, name) if name.endswith(".yml") else {}
        lines = [] if items else _git(top, "diff", *_DIFF, "HEAD", "--", name).splitlines()
        changed = [line for line in lines if line[:1] in {"+", "-"} and not line.startswith(("+++", "---"))]
        files.append(ChangedFile(shown, items, [(line[0], line[1:]) for line in changed if line[1:].strip()]))
    return tuple(files)


def _changed_items(top: Path, name: str) -> Mapping[str, list[tuple[Loc, str, str]]]:
    """Return the changed texts of a data file by item; nothing if the file is new, deleted or can't be read."""
    try:
        before = _texts(read_yaml_text(_git(top, "show", f"HEAD:{name}"), name).value)
        after = _texts(read_yaml_text((top / name).read_text("utf-8"), name).value)
    except (GitError, OSError, UnicodeDecodeError):
        return {}
    changes = {}
    for id in dict.fromkeys([*before, *after]):
        was, now = before.get(id, {}), after.get(id, {})
        places = [loc for loc in dict.fromkeys([*was, *now]) if was.get(loc) != now.get(loc)]
        if places:
            changes[id] = [(loc, was.get(loc, ""), now.get(loc, "")) for loc in places]
    return changes


def _texts(value: Value) -> Mapping[str, Mapping[Loc, str]]:
    """Return the texts of a data file, by the ids of the items in its lists and their places below the item."""
    texts: dict[str, dict[Loc, str]] = {}
    for loc, text in scalars(value):
        item = value_at(value, loc[:2]) if len(loc) > 2 else None
        id = item.get("id") or item.get("code") if isinstance(item, dict) else None
        key, below = (str(id), loc[2:]) if id else ("", loc)
        texts.setdefault(key, {})[below] = text
    return texts


def commit(root: Path, message: str) -> None:
    """Commit all changes of the course, and of no other files.

    Raises GitError if git fails, for example because it has no name for the author or a hook refuses.
    """
    parts = _parts(root)
    _git(root, "add", "--all", "--", *parts)
    _git(root, "commit", "--quiet", "-m", message, "--", *parts)


def count_unsent(root: Path) -> int:
    """Return the number of commits on this branch that its upstream lacked at the last fetch; 0 without an upstream."""
    try:
        return int(_git(root, "rev-list", "--count", "@{upstream}..HEAD"))
    except GitError:
        return 0


def send(root: Path) -> None:
    """Rebase this branch on its upstream, and push it.

    Raises GitError if two commits changed the same line or the server refuses; the branch is then as it was.
    """
    try:
        _git(root, "pull", "--quiet", "--rebase")
    except GitError:
        with suppress(GitError):
            _git(root, "rebase", "--abort")
        raise
    _git(root, "push", "--quiet")


def _parts(root: Path) -> tuple[str, ...]:
    return tuple(part for part in PARTS if (root / part).exists())


def _git(root: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(
            ["git", "-C", str(root), *arguments],
            capture_output=True,
            # A file or a hook may have other bytes.
            encoding="utf-8",
            errors="replace",
            check=False,
            stdin=subprocess.DEVNULL,
            timeout=_MOST_SECONDS,
            # Nobody would see a prompt for a password. The desk knows the messages in English.
            env={**os.environ, "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C.UTF-8"},
        )
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        raise GitError(str(error)) from error
    if done.returncode:
        raise GitError((done.stderr or done.stdout).strip())
    return done.stdout
