"""Words the course avoids: a pattern per entry of language.yml, except within allowed phrases."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from vorming.model.language import Allowed, Avoided


@dataclass(frozen=True)
class Hit:
    """An avoided word where it stands in a text."""

    start: int
    text: str
    entry: Avoided


@lru_cache(maxsize=4)
def avoided_words(entries: tuple[Avoided, ...], allowed: tuple[Allowed, ...]) -> "AvoidedWords":
    """Return a list ready to be searched for, the same one for the same entries."""
    return AvoidedWords(entries, allowed)


class AvoidedWords:
    """The entries of one list, ready to be searched for."""

    def __init__(self, entries: tuple[Avoided, ...], allowed: tuple[Allowed, ...]) -> None:
        self.entries = entries
        self.pattern = re.compile("|".join(f"(?P<e{i}>{_entry(e)})" for i, e in enumerate(entries)) or "(?!)")
        phrases = [_phrase(phrase) for group in allowed for phrase in group.phrases]
        self.allowed = re.compile(rf"(?i:{'|'.join(phrases) or '(?!)'})")
        self.pieces = tuple({_longest_piece(word) for entry in entries for word in entry.words})
        self.found: dict[str, tuple[Hit, ...]] = {}

    def find(self, text: str) -> tuple[Hit, ...]:
        """Return each avoided word that stands outside an allowed phrase."""
        if text not in self.found:  # a resident process asks again of texts that nobody touched
            self.found[text] = tuple(self._search(text))
        return self.found[text]

    def _search(self, text: str) -> Iterator[Hit]:
        lowered = text.casefold()
        if not any(piece in lowered for piece in self.pieces):  # much faster than the pattern
            return
        found = list(self.pattern.finditer(text))
        spared = [match.span() for match in self.allowed.finditer(text)]
        for match in found:
            if not any(start <= match.start() and match.end() <= end for start, end in spared):
                entry = self.entries[int((match.lastgroup or "e0")[1:])]
                yield Hit(match.start(), match[0], entry)


def _entry(entry: Avoided) -> str:
    words = "|".join(map(_phrase, entry.words))
    return words if entry.is_exact else f"(?i:{words})"


def _phrase(phrase: str) -> str:
    """Turn words into a pattern: * stands for letters, alone for a word, a space for any white space."""
    words = (r"\w+" if word == "*" else re.escape(word).replace(r"\*", r"\w*") for word in phrase.split())
    return r"\b" + r"\s+".join(words) + r"\b"


def _longest_piece(phrase: str) -> str:
    """Return the longest run of letters that every match of a phrase holds."""
    return max(re.split(r"[\s*]+", phrase.casefold()), key=len)
