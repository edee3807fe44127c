"""Own words: finds runs of twelve words that stand so in the published FAQ.

The FAQ's text is not in this repository. What is kept is a short hash of every run of twelve of
its words, one per line: enough to recognise a copied run, not to read the text back.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
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


def copied_runs(root: Path, text: str) -> Iterator[str]:
    """Yield the first run of each copied passage of `text`."""
    known, was_copied = _known(root / FILE), False
    for hashed, run in hash_runs(text) if known else ():
        is_copied = hashed in known
        if is_copied and not was_copied:
            yield run
        was_copied = is_copied


@lru_cache(maxsize=2)
def _known(path: Path) -> frozenset[str]:
    return frozenset(path.read_text("ascii").split()) if path.exists() else frozenset()
