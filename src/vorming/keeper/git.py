"""Git as a keeper uses it: what changed since the last commit, item by item, keeping that, and sending it."""

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
"""For a server that is slow to answer."""


@dataclass(frozen=True)
class ChangedFile:
    """A file that differs from the last commit.

    `path` is below the course; below the repository when the course doesn't hold it. `items` says of a data file what
    differs, by the id of the item, empty for what stands in no list: where each text stands below the item, what it was
    and what it is now, empty where there is none. `lines` are those of another file, each with “-” for what went or “+”
    for what came.
    """

    path: str
    items: Mapping[str, list[tuple[Loc, str, str]]]
    lines: list[tuple[str, str]]


class GitError(Exception):
    """What git said when it refused."""


def has_git(root: Path) -> bool:
    """Tell whether the folder of the course is kept in git, and git is there."""
    try:
        return _git(root, "rev-parse", "--is-inside-work-tree").strip() == "true"
    except GitError:
        return False


def changed_files(root: Path) -> tuple[ChangedFile, ...]:
    """Return the files of the course that differ from the last commit, new ones too.

    Files beside the course, such as those of `_build/` or `lokaal/`, are not looked at. GitError when git can't
    tell, as before the first commit.
    """
    root = root.resolve()
    # A name with spaces or accents comes as it is, between zero bytes.
    listed = _git(root, "status", "--porcelain", "--no-renames", "-z", "--", *_parts(root)).split("\0")
    top = Path(_git(root, "rev-parse", "--show-toplevel").rstrip("\n"))
    found = []
    for name in (line[3:] for line in listed if line):
        path = top / name
        shown = path.relative_to(root).as_posix() if path.is_relative_to(root) else name
        items = _changed_items(top, name) if name.endswith(".yml") else {}
        lines = [] if items else _git(top, "diff", *_DIFF, "HEAD", "--", name).splitlines()
        own = [line for line in lines if line[:1] in {"+", "-"} and not line.startswith(("+++", "---"))]
        found.append(ChangedFile(shown, items, [(line[0], line[1:]) for line in own]))
    return tuple(found)


def _changed_items(top: Path, name: str) -> Mapping[str, list[tuple[Loc, str, str]]]:
    """Return what differs in a data file; nothing of one that is new, gone or can't be read."""
    try:
        before = _texts(read_yaml_text(_git(top, "show", f"HEAD:{name}"), name).value)
        after = _texts(read_yaml_text((top / name).read_text("utf-8"), name).value)
    except (GitError, OSError, UnicodeDecodeError):
        return {}
    found = {}
    for id in dict.fromkeys([*before, *after]):
        was, now = before.get(id, {}), after.get(id, {})
        places = [loc for loc in dict.fromkeys([*was, *now]) if was.get(loc) != now.get(loc)]
        if places:
            found[id] = [(loc, was.get(loc, ""), now.get(loc, "")) for loc in places]
    return found


def _texts(value: Value) -> Mapping[str, Mapping[Loc, str]]:
    """Return the texts of a data file, by the ids of the items in its lists and their places below the item."""
    found: dict[str, dict[Loc, str]] = {}
    for loc, text in scalars(value):
        item = value_at(value, loc[:2]) if len(loc) > 2 else None
        id = item.get("id") or item.get("code") if isinstance(item, dict) else None
        key, below = (str(id), loc[2:]) if id else ("", loc)
        found.setdefault(key, {})[below] = text
    return found


def commit(root: Path, message: str) -> None:
    """Commit all changes of the course with a message, and nothing that stands beside it.

    GitError with what git says: that it doesn't know who is at work, or that a hook refuses.
    """
    parts = _parts(root)
    _git(root, "add", "--all", "--", *parts)
    _git(root, "commit", "--quiet", "-m", message, "--", *parts)


def count_unsent(root: Path) -> int:
    """Return how many commits of this branch its upstream doesn't have, as far as the last fetch knows.

    0 where a branch has no upstream: then there is nowhere to send them.
    """
    try:
        return int(_git(root, "rev-list", "--count", "@{upstream}..HEAD"))
    except GitError:
        return 0


def send(root: Path) -> None:
    """Send the commits of this branch to its upstream, after those that others sent in the meantime.

    GitError with what git says, and then all is as it was: two changed the same line, or the server lets nobody in.
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
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
            timeout=_MOST_SECONDS,
            env={**os.environ, "GIT_TERMINAL_PROMPT": "0"},  # nobody looks at the terminal to type a password
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise GitError(str(error)) from error
    if done.returncode:
        raise GitError((done.stderr or done.stdout).strip())
    return done.stdout
