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


def hash_runs(text: str) -> Iterator[tuple[str, str]]:
    """Yield the hash and the words of every run in a text."""
    words = _WORD.findall(text.casefold())
    for start in range(len(words) - RUN + 1):
        run = " ".join(words[start : start + RUN])
        yield sha256(run.encode()).hexdigest()[:12], run


@lru_cache(maxsize=1024)  # a resident process asks again of texts that nobody touched
def copied_runs(root: Path, text: str) -> tuple[str, ...]:
    """Return the first run of each copied passage of `text`."""
    known = _known(root / FILE)
    runs = [(hashed in known, run) for hashed, run in hash_runs(text)] if known else []
    return tuple(run for (was, _), (is_, run) in pairwise([(False, ""), *runs]) if is_ and not was)


@lru_cache(maxsize=2)
def _known(path: Path) -> frozenset[str]:
    return frozenset(path.read_text("ascii").split()) if path.exists() else frozenset()
