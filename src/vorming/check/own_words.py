"""Own words: finds runs of twelve words that stand so in the published FAQ.

The FAQ's text is not in this repository. What is kept is a short hash of every run of twelve of
its words, one per line: enough to recognise a copied run, not to read the text back.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

RUN = 12
FILE = "book/_data/published_faq.hashes"

_WORD = re.compile(r"\w+")
_HASH = re.compile(r"[0-9a-f]{12}")


def hash_runs(text: str) -> Iterator[tuple[str, str]]:
    """Yield the hash and the words of every run in a text."""
    words = _WORD.findall(text.casefold())
    for start in range(len(words) - RUN + 1):
        run = " ".join(words[start : start + RUN])
        yield sha256(run.encode()).hexdigest()[:12], run


@lru_cache(maxsize=1024)  # a resident process asks again of texts that nobody touched
def copied_runs(root: Path, text: str) -> tuple[str, ...]:
    """Return the first run of each copied passage of `text`."""
    known = read_hashes(root)
    runs = [(hashed in known, run) for hashed, run in hash_runs(text)] if known else []
    return tuple(run for (was, _), (is_, run) in pairwise([(False, ""), *runs]) if is_ and not was)


def read_hashes(root: Path) -> frozenset[str]:
    """Return the hashes of the published FAQ's runs; none when the file is missing or not as `hash_runs` makes it."""
    try:
        return _read_hashes(root / FILE, (root / FILE).stat().st_mtime_ns)
    except (OSError, ValueError):
        return frozenset()


@lru_cache(maxsize=2)
def _read_hashes(path: Path, _changed: int) -> frozenset[str]:
    found = path.read_text("ascii").split()
    return (
        frozenset(found) if path.is_file() and all(_HASH.fullmatch(line) for line in found) else frozenset()
    )
