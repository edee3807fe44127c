"""How easy a text reads: the figure of Flesch, as Douma fitted it to Dutch in 1960."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from vorming.language.sentences import sentences

LEAST_WORDS = 100
"""Of less text the figure says nothing."""


@dataclass
class TextCount:
    """What was counted so far in a text: sentences, and each word with how often it stands there."""

    sentences: int = 0
    words: Counter[str] = field(default_factory=Counter)

    def add(self, text: str) -> None:
        """Count a text in; a word without letters, such as a number, has no syllables to count."""
        for sentence in sentences(text):
            self.sentences += 1
            self.words.update(sentence.words)

    def readability(self, syllables: Callable[[str], int]) -> float | None:
        """Return the figure, 100 very easy, 60 to 70 plain, below 30 very hard; None of too little text."""
        if self.words.total() < LEAST_WORDS:
            return None
        counts = [(times, count) for word, times in self.words.items() if (count := syllables(word))]
        total = sum(times for times, _ in counts)
        return flesch_douma(total, self.sentences, sum(times * count for times, count in counts))


def flesch_douma(words: int, sentences: int, syllables: int) -> float:
    """Return 206.84 − 0.77 × syllables per hundred words − 0.93 × words per sentence."""
    return 206.84 - 77 * syllables / words - 0.93 * words / sentences
