"""What two dictionaries say of a word: whether it is spelt so (Hunspell), and its syllables (pyphen).

Both are slow to load. book/_data/words.txt keeps their answers for the words of the course, so
that a check asks Hunspell about new words only, and pyphen never; `vorming words` renews it.
"""

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from vorming.source.load import DATA
from vorming.source.problems import Problem
from vorming.source.yaml import read_text

FILE = f"{DATA}/words.txt"
POINT = "·"
UNKNOWN = "~"
"""Stands before a word that Hunspell does not know: its syllables are kept, it isn't right by itself."""

_DICTIONARY = Path(__file__).parents[1] / "assets" / "language" / "hunspell"
_VOWELS = "aeiouyáàâäéèêëíìîïóòôöúùûü"
_VOWEL = re.compile(rf"aai|ooi|oei|eau|eeu|ieu|ij|aa|ee|ie|oo|uu|oe|ei|eu|ui|au|ou|[{_VOWELS}]")
LETTERS = re.compile(r"[^\W\d_]+")


def plain(word: str) -> str:
    """Write a word with the plain apostrophe and hyphen."""
    return word.replace("’", "'").replace("‑", "-")


def decapitalised(word: str) -> str:
    """Return the word as it stands in the middle of a sentence."""
    return word[:1].lower() + word[1:]


class Lexicon:
    """The words of one course: those of words.txt, its own, and the dictionaries behind them."""

    def __init__(self, root: Path, own_words: Iterable[str] = ()) -> None:
        self.own = frozenset(map(plain, own_words))
        self.kept = _read(root)
        self.spelt = dict.fromkeys(self.own, True)
        self.counted: dict[str, int] = {}
        self.offered: dict[str, str] = {}

    def is_right(self, word: str) -> bool:
        """Tell whether a word is right: known itself, without its ’s, or part by part around hyphens.

        Capitals throughout are always right here: abbreviations have a rule of their own.
        """
        word = plain(word)
        if word not in self.spelt:
            self.spelt[word] = self._is_right(word)
        return self.spelt[word]

    def _is_right(self, word: str) -> bool:
        if len(word) < 2 or word.isupper() or decapitalised(word) in self.own:
            return True
        if self.is_known(word):
            return True
        if word.endswith("'s"):
            return self.is_right(word[:-2])
        return "-" in word and all(map(self.is_right, word.split("-")))

    def is_known(self, word: str) -> bool:
        """Tell whether the dictionary knows a word."""
        kept = self.kept.get(word) or self.kept.get(decapitalised(word))
        return not kept.startswith(UNKNOWN) if kept else spells(word)

    def nearest(self, word: str) -> str:
        """Return the word of the course that is most like a wrong one, or nothing; Hunspell's own are slow."""
        if word not in self.offered:
            right = [known for known, line in self.kept.items() if not line.startswith(UNKNOWN)]
            self.offered[word] = next(iter(get_close_matches(word, right, n=1, cutoff=0.8)), "")
        return self.offered[word]

    def syllables(self, word: str) -> int:
        """Count the syllables of a word; letters of an abbreviation count one each, digits none.

        A word that is not in words.txt yet is counted by its vowels, without loading pyphen.
        """
        if word not in self.counted:
            self.counted[word] = sum(map(self._syllables, LETTERS.findall(word)))
        return self.counted[word]

    def _syllables(self, part: str) -> int:
        if len(part) == 1 or (part.isupper() and len(part) < 5):
            return len(part)
        kept = self.kept.get(part) or self.kept.get(decapitalised(part)) or _split_vowels(part)
        return kept.count(POINT) + 1


def _read(root: Path) -> dict[str, str]:
    """Return each word of words.txt with its line; none when it was made with another dictionary."""
    text = read_text(root, FILE)
    if isinstance(text, Problem) or text.partition("\n")[0] != heading():
        return {}
    return {line.replace(POINT, "").lstrip(UNKNOWN): line for line in text.splitlines()[1:]}


def render_words(words: Iterable[str]) -> str:
    """Return the text of words.txt for the words of a course."""
    lines = dict(map(_entry, words))
    return "\n".join([heading(), *(lines[word] for word in sorted(lines, key=_alphabetically))]) + "\n"


def _alphabetically(word: str) -> tuple[str, str]:
    return word.casefold(), word


def _entry(word: str) -> tuple[str, str]:
    if spells(decapitalised(word)):
        return decapitalised(word), syllabified(decapitalised(word))
    return word, syllabified(word) if spells(word) else UNKNOWN + syllabified(word)


@cache
def heading() -> str:
    """The first line of words.txt names the dictionary, so that no old answer outlives it."""
    with (_DICTIONARY / "nl.aff").open(encoding="utf-8") as file:
        return next(f"# {line[2:].strip()}" for line in file if line.startswith("# Date and version"))


def spells(word: str) -> bool:
    """Ask Hunspell whether a word is spelt so."""
    return bool(_hunspell().spell(word))


def suggestions(word: str) -> Iterator[str]:
    """Yield what Hunspell would write instead, the likeliest first."""
    yield from _hunspell().suggest(word)


def syllabified(word: str) -> str:
    """Write a word with a point between its syllables: a·no·niem.

    Pyphen knows where print breaks a word, so it leaves vowels at the edges together (ano-niem);
    within its parts every further vowel sound starts a syllable of its own.
    """
    return POINT.join(map(_split_vowels, str(_pyphen().inserted(word, POINT)).split(POINT)))


def _split_vowels(part: str) -> str:
    starts = [match.start() for match in _VOWEL.finditer(part.casefold().replace("qu", "kw"))][1:]
    cuts = [start - (part[start - 1].casefold() not in _VOWELS) for start in starts]
    return POINT.join(part[start:end] for start, end in pairwise([0, *cuts, len(part)]))


@cache
def _hunspell() -> Any:
    from hunspell import Hunspell  # loaded only when a word is new

    return Hunspell("nl", hunspell_data_dir=str(_DICTIONARY))


@cache
def _pyphen() -> Any:
    from pyphen import Pyphen  # loaded only when a word is new

    return Pyphen(lang="nl_NL", left=1, right=1)
