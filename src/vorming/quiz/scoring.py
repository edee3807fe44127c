"""What an answer is worth, where a platform has to be told: the rule that the page's own script follows too.

`tests/quiz/scoring.yml` is the table of cases that page, SCORM and QTI are held against.
"""

from collections.abc import Iterable
from fractions import Fraction


def tick_values(are_correct: Iterable[bool]) -> tuple[Fraction, Fraction]:
    """Return what a right and a wrong tick are worth in a multiple choice.

    `are_correct` tells of each option whether it is right; both kinds occur, which the checks see to. All
    right ticks together are worth 1 and all wrong ones −1, so that ticking everything gives nothing.
    """
    ticks = tuple(are_correct)
    return Fraction(1, ticks.count(True)), -Fraction(1, ticks.count(False))
