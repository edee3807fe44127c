"""How easy a text reads: the reading ease of Flesch, as Douma fitted it to Dutch in 1960."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from vorming.language.sentences import sentences

LEAST_WORDS = 100
"""With fewer words the figure says nothing."""


@dataclass
class TextCount:
    """How many sentences a text has so far, and how often it has each word."""

    sentences: int = 0
    words: Counter[str] = field(default_factory=Counter)

    def add(self, text: str) -> None:
        """Add the sentences and words of a text."""
        for sentence in sentences(text):
            self.sentences += 1
            self.words.update(sentence.words)

    def readability(self, syllables: Callable[[str], int]) -> float | None:
        """Return the figure: 100 is very easy, 60 to 70 plain, below 30 very hard.

        `syllables` counts those of a word; a word that has none, such as a number, doesn't count. None when
        there are fewer than LEAST_WORDS words.
        """
        if self.words.total() < LEAST_WORDS:
            return None
        counts = [(times, count) for word, times in self.words.items() if (count := syllables(word))]
        total = sum(times for times, _ in counts)
        return flesch_douma(total, self.sentences, sum(times * count for times, count in counts))


def flesch_douma(words: int, sentences: int, syllables: int) -> float:
    """Return Douma's figure: 206.84 − 0.77 × syllables per hundred words − 0.93 × words per sentence."""
    return 206.84 - 77 * syllables / words - 0.93 * words / sentences
