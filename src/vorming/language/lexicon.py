"""What two dictionaries say of a word: whether it is spelt right (Hunspell), and its syllables (pyphen).

Both are slow to load. So book/_data/words.txt has their answers for the words of the course: a check asks
Hunspell about new words only, and pyphen never. `vorming words` renews the file. Its first line names the
dictionary; each further line is a word with a point between its syllables, after ~ when Hunspell doesn't
know it.
"""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from vorming.source.files import read_text
from vorming.source.load import DATA
from vorming.source.problems import Problem

FILE = f"{DATA}/words.txt"
POINT = "·"
UNKNOWN = "~"
"""Precedes a word that Hunspell does not know, and that is there for its syllables alone."""

_DICTIONARY = Path(__file__).parents[1] / "assets" / "language" / "hunspell"
_VOWELS = "aeiouyáàâäéèêëíìîïóòôöúùûü"
# Each match is one vowel sound; the longest spelling comes first.
_VOWEL = re.compile(rf"aai|ooi|oei|eau|eeu|ieu|ij|aa|ee|ie|oo|uu|oe|ei|eu|ui|au|ou|[{_VOWELS}]")
LETTERS = re.compile(r"[^\W\d_]+")


def plain(word: str) -> str:
    """Write a word with the plain apostrophe and hyphen."""
    return word.replace("’", "'").replace("‑", "-")


def decapitalised(word: str) -> str:
    """Write a word as in the middle of a sentence: its first letter in lower case."""
    return word[:1].lower() + word[1:]


class Lexicon:
    """The words of one course: those of words.txt and of language.yml, and the dictionaries behind them."""

    def __init__(self, root: Path, own_words: Iterable[str] = ()) -> None:
        self.own = frozenset(map(plain, own_words))
        text = read_text(root, FILE)
        # A file made with another dictionary would give outdated answers.
        is_current = not isinstance(text, Problem) and text.partition("\n")[0] == heading()
        lines = str(text).splitlines()[1:] if is_current else []
        self.listed = {line.replace(POINT, "").lstrip(UNKNOWN): line for line in lines}
        self.counted: dict[str, int] = {}

    def is_right(self, word: str) -> bool:
        """Tell whether a word is right: known itself, without its ’s, or part by part around hyphens.

        A word in capitals throughout is always right here: abbreviations have a rule of their own.
        """
        word = plain(word)
        if len(word) < 2 or word.isupper() or not self.own.isdisjoint({word, decapitalised(word)}):
            return True
        line = self.line_of(word)
        return (
            (not line.startswith(UNKNOWN) if line else spells(word))
            or (word.endswith("'s") and self.is_right(word[:-2]))
            or ("-" in word and all(map(self.is_right, word.split("-"))))
        )

    def line_of(self, word: str) -> str:
        return self.listed.get(word) or self.listed.get(decapitalised(word), "")

    def nearest(self, word: str) -> str:
        """Return the word of the course that is most like a wrong one; "" when none is.

        Hunspell's own suggestions take too long for a check; `vorming words` shows them.
        """
        right = [known for known, line in self.listed.items() if not line.startswith(UNKNOWN)]
        return next(iter(get_close_matches(word, right, n=1, cutoff=0.8)), "")

    def syllables(self, word: str) -> int:
        """Count the syllables of a word; letters of an abbreviation count one each, digits none.

        A word that is not in words.txt yet is counted by its vowels, without loading pyphen.
        """
        if word not in self.counted:
            count = 0
            for part in LETTERS.findall(word):
                if len(part) == 1 or (part.isupper() and len(part) < 5):
                    count += len(part)
                else:
                    count += (self.line_of(part) or _split_vowels(part)).count(POINT) + 1
            self.counted[word] = count
        return self.counted[word]


def render_words(words: Iterable[str]) -> str:
    """Return the text of words.txt for the words of a course.

    A word that is right in lower case is written so, however the course writes it.
    """
    written = {decapitalised(word) if spells(decapitalised(word)) else word for word in words}
    lines = [heading()]
    for word in sorted(written, key=lambda word: (word.casefold(), word)):
        lines.append(f"{'' if spells(word) else UNKNOWN}{syllabified(word)}")
    return "\n".join(lines) + "\n"


@cache
def heading() -> str:
    """Return the first line of words.txt, which names the version of the dictionary."""
    with (_DICTIONARY / "nl.aff").open(encoding="utf-8") as file:
        return next(f"# {line[2:].strip()}" for line in file if line.startswith("# Date and version"))


def spells(word: str) -> bool:
    """Ask Hunspell whether a word is spelt so."""
    return bool(_hunspell().spell(word))


def suggestions(word: str) -> list[str]:
    """Return what Hunspell would write instead of a word, the likeliest first."""
    return list(_hunspell().suggest(word))


def syllabified(word: str) -> str:
    """Write a word with a point between its syllables: a·no·niem.

    Pyphen knows where print breaks a word, so it does not part a vowel at the edge (ano-niem); within the
    parts that it gives, every further vowel sound starts a syllable.
    """
    from pyphen import Pyphen  # loaded only when a word is new

    parts = str(Pyphen(lang="nl_NL", left=1, right=1).inserted(word, POINT)).split(POINT)
    return POINT.join(map(_split_vowels, parts))


def _split_vowels(part: str) -> str:
    starts = [match.start() for match in _VOWEL.finditer(part.casefold().replace("qu", "kw"))][1:]
    cuts = [start - (part[start - 1].casefold() not in _VOWELS) for start in starts]
    return POINT.join(part[start:end] for start, end in pairwise([0, *cuts, len(part)]))


@cache
def _hunspell() -> Any:
    from hunspell import Hunspell  # loaded only when a word is new

    return Hunspell("nl", hunspell_data_dir=str(_DICTIONARY))
