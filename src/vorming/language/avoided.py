"""Words that the course avoids: a pattern per entry of language.yml, except within allowed phrases."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from vorming.model.language import Allowed, Avoided


@dataclass(frozen=True)
class Hit:
    """An avoided word in a text: its position from 0, as it is written there, and the entry that names it."""

    start: int
    text: str
    entry: Avoided


class AvoidedWords:
    """The entries of one list, compiled into one pattern.

    In a phrase, * stands for letters, or alone for a whole word, and a space for any white space. Case counts
    for entries that are `is_exact`.
    """

    def __init__(self, entries: tuple[Avoided, ...], allowed: tuple[Allowed, ...]) -> None:
        self.entries = entries
        patterns, pieces = [], set[str]()
        for i, entry in enumerate(entries):
            words = "|".join(map(_phrase, entry.words))
            patterns.append(f"(?P<e{i}>{words if entry.is_exact else f'(?i:{words})'})")
            for phrase in entry.words:
                # Every match holds the letters between the stars; the longest run is the rarest.
                pieces.add(max(re.split(r"[\s*]+", phrase.casefold()), key=len))
        self.pieces = tuple(pieces)
        self.pattern = re.compile("|".join(patterns) or "(?!)")
        phrases = map(_phrase, chain.from_iterable(group.phrases for group in allowed))
        self.allowed = re.compile(rf"(?i:{'|'.join(phrases) or '(?!)'})")
        self.found: dict[str, tuple[Hit, ...]] = {}

    def find(self, text: str) -> tuple[Hit, ...]:
        """Return each avoided word that is no part of an allowed phrase, in the order of the text."""
        if text not in self.found:  # a preview checks again after each edit, and most texts are the same
            lowered, hits = text.casefold(), list[Hit]()
            # Most texts hold none of the pieces, and to look for those is much faster than the pattern.
            if any(piece in lowered for piece in self.pieces):
                spared = [match.span() for match in self.allowed.finditer(text)]
                for match in self.pattern.finditer(text):
                    if not any(start <= match.start() and match.end() <= end for start, end in spared):
                        entry = self.entries[int((match.lastgroup or "e0")[1:])]
                        hits.append(Hit(match.start(), match[0], entry))
            self.found[text] = tuple(hits)
        return self.found[text]


avoided_words = lru_cache(maxsize=4)(AvoidedWords)
"""The words of some entries; the same entries give the same object, which remembers what it found in each text."""


def _phrase(phrase: str) -> str:
    words = (r"\w+" if word == "*" else re.escape(word).replace(r"\*", r"\w*") for word in phrase.split())
    return r"\b" + r"\s+".join(words) + r"\b"
