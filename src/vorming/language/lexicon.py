"""Dutch words: their spelling, by Hunspell and the dictionary that comes with the tool, and their syllables."""

import re
from collections.abc import Set as AbstractSet
from functools import cache
from pathlib import Path
from typing import Any

from vorming.text.words import decapitalised

_DICTIONARY = Path(__file__).parents[1] / "assets" / "language" / "hunspell"
# Each match is one vowel sound; the longest spelling comes first.
_VOWEL = re.compile(
    "aai|ooi|oei|eau|eeu|ieu|ij|aa|ee|ie|oo|uu|oe|ei|eu|ui|au|ou|[aeiouyáàâäéèêëíìîïóòôöúùûü]"
)
_LETTERS = re.compile(r"[^\W\d_]+")


def plain(word: str) -> str:
    """Return a word with plain apostrophes and hyphens."""
    return word.replace("’", "'").replace("‑", "-")


def is_right(word: str, own: AbstractSet[str]) -> bool:
    """Tell whether a word is spelt correctly: as a whole, without a final ’s, or in its parts between hyphens.

    `own` are the words of the course itself. A word in capitals always counts as correct, since another rule checks
    abbreviations.
    """
    word = plain(word)
    if len(word) < 2 or word.isupper() or not own.isdisjoint({word, decapitalised(word)}):
        return True
    return (
        bool(_hunspell().spell(word))
        or (word.endswith("'s") and is_right(word[:-2], own))
        or ("-" in word and all(is_right(part, own) for part in word.split("-")))
    )


def suggestions(word: str) -> list[str]:
    """Return the suggestions of Hunspell for a word, the likeliest first."""
    return list(_hunspell().suggest(word))


@cache
def syllables(word: str) -> int:
    """Count the syllables of a word by its vowels; each letter of an abbreviation is one, and digits are none."""
    count = 0
    for part in _LETTERS.findall(word):
        is_spelt_out = len(part) == 1 or (part.isupper() and len(part) < 5)
        count += len(part) if is_spelt_out else len(_VOWEL.findall(part.casefold().replace("qu", "kw"))) or 1
    return count


@cache
def _hunspell() -> Any:
    from hunspell import Hunspell  # imported here, as only a course in Dutch needs it

    return Hunspell("nl", hunspell_data_dir=str(_DICTIONARY))
