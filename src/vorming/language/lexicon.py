"""Look up words in two dictionaries: their spelling with Hunspell, and their syllables with pyphen.

Both are slow to load. Therefore book/_data/words.txt stores the results for the words of the course, and a check
only needs Hunspell for new words, and never pyphen. `vorming words` renews the file. Its first line names the
dictionary. Each further line is a word with a point between its syllables, preceded by ~ if Hunspell doesn't know
the word.
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
"""The prefix of a word that Hunspell does not know, and that is only listed for its syllables."""

_DICTIONARY = Path(__file__).parents[1] / "assets" / "language" / "hunspell"
_VOWELS = "aeiouyáàâäéèêëíìîïóòôöúùûü"
# Each match is one vowel sound; the longest spelling comes first.
_VOWEL = re.compile(rf"aai|ooi|oei|eau|eeu|ieu|ij|aa|ee|ie|oo|uu|oe|ei|eu|ui|au|ou|[{_VOWELS}]")
LETTERS = re.compile(r"[^\W\d_]+")


def plain(word: str) -> str:
    """Return a word with plain apostrophes and hyphens."""
    return word.replace("’", "'").replace("‑", "-")


def decapitalised(word: str) -> str:
    """Return a word with its first letter in lower case."""
    return word[:1].lower() + word[1:]


class Lexicon:
    """The words of one course, from words.txt and language.yml, with Hunspell for words that are in neither."""

    def __init__(self, root: Path, own_words: Iterable[str] = ()) -> None:
        self.own = frozenset(map(plain, own_words))
        text = read_text(root, FILE)
        # Ignore a file that was made with another version of the dictionary.
        is_current = not isinstance(text, Problem) and text.partition("\n")[0] == heading()
        lines = str(text).splitlines()[1:] if is_current else []
        self.listed = {line.replace(POINT, "").lstrip(UNKNOWN): line for line in lines}
        self.counted: dict[str, int] = {}

    def is_right(self, word: str) -> bool:
        """Tell whether a word is spelt correctly: as a whole, without a final ’s, or in its parts between hyphens.

        A word in capitals always counts as correct, since another rule checks abbreviations.
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
        """Return the word of the course that is most like a misspelt word; an empty text if there is none.

        The suggestions of Hunspell take too long for a check; `vorming words` shows them.
        """
        right = [known for known, line in self.listed.items() if not line.startswith(UNKNOWN)]
        return next(iter(get_close_matches(word, right, n=1, cutoff=0.8)), "")

    def syllables(self, word: str) -> int:
        """Count the syllables of a word; each letter of an abbreviation counts as one, and digits don't count.

        The syllables of a word that is not in words.txt are counted by its vowels, without loading pyphen.
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

    A word that is correct in lower case is listed in lower case.
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
    """Tell whether a word is correct according to Hunspell."""
    return bool(_hunspell().spell(word))


def suggestions(word: str) -> list[str]:
    """Return the suggestions of Hunspell for a word, the likeliest first."""
    return list(_hunspell().suggest(word))


def syllabified(word: str) -> str:
    """Write a word with a point between its syllables: a·no·niem.

    Pyphen gives the places at which print may break a word, and does not separate a single vowel at the edge
    (ano-niem). Within its parts, every further vowel sound therefore starts a syllable.
    """
    from pyphen import Pyphen  # imported here, as only new words need it

    parts = str(Pyphen(lang="nl_NL", left=1, right=1).inserted(word, POINT)).split(POINT)
    return POINT.join(map(_split_vowels, parts))


def _split_vowels(part: str) -> str:
    starts = [match.start() for match in _VOWEL.finditer(part.casefold().replace("qu", "kw"))][1:]
    cuts = [start - (part[start - 1].casefold() not in _VOWELS) for start in starts]
    return POINT.join(part[start:end] for start, end in pairwise([0, *cuts, len(part)]))


@cache
def _hunspell() -> Any:
    from hunspell import Hunspell  # imported here, as only new words need it

    return Hunspell("nl", hunspell_data_dir=str(_DICTIONARY))
