"""Finds what was copied: runs of twelve words that the published FAQ also has.

The text of that FAQ is not in the repository. FILE has a short hash of each run of twelve of its words, one
per line: enough to recognise a copied run, not to read the text back.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

RUN = 12
FILE = "book/_data/published_faq.hashes"

_WORD = re.compile(r"\w+")
_HASH = re.compile(r"[0-9a-f]{12}")


def hash_runs(text: str) -> Iterator[tuple[str, str]]:
    """Yield each run of RUN words in a text, in lower case: its hash, as FILE has it, and the run itself."""
    words = _WORD.findall(text.casefold())
    for start in range(len(words) - RUN + 1):
        run = " ".join(words[start : start + RUN])
        yield sha256(run.encode()).hexdigest()[:12], run


@lru_cache(maxsize=1024)  # a preview and the desk check again after each edit, and most texts are the same
def copied_runs(known: frozenset[str], text: str) -> tuple[str, ...]:
    """Return the first run of each passage of `text` whose hashes are known; later runs of it overlap with the first."""
    found, was_copied = list[str](), False
    for hashed, run in hash_runs(text) if known else ():
        is_copied = hashed in known
        if is_copied and not was_copied:
            found.append(run)
        was_copied = is_copied
    return tuple(found)


def read_hashes(root: Path) -> frozenset[str]:
    """Return the hashes of the published FAQ's runs.

    There are none when the file is missing, or has anything but hashes as `hash_runs` makes them.
    """
    try:
        return _read_hashes(root / FILE, (root / FILE).stat().st_mtime_ns)
    except (OSError, ValueError):
        return frozenset()


@lru_cache(maxsize=2)  # read anew when the time of its last change is another one
def _read_hashes(path: Path, _changed: int) -> frozenset[str]:
    found = frozenset(path.read_text("ascii").split())
    return found if all(map(_HASH.fullmatch, found)) else frozenset()
