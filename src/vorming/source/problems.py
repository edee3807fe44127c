"""What can be wrong with content: a place, a rule, a Dutch sentence, a hint. Knows nothing else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Literal

from vorming.source.rules import RULES, Rule

Severity = Literal["error", "warning"]
SEVERITY_WORDS: Mapping[Severity, str] = {"error": "fout", "warning": "let op"}


@dataclass(frozen=True, order=True)
class Place:
    """Where something stands: path relative to the course folder, line and column from 1."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, order=True)
class Problem:
    """One thing a keeper of the course should mend."""

    place: Place
    rule_id: str
    message: str
    hint: str = field(compare=False)

    @property
    def rule(self) -> Rule:
        return RULES[self.rule_id]

    @property
    def is_error(self) -> bool:
        return self.rule.severity == "error"

    def __str__(self) -> str:
        word = SEVERITY_WORDS[self.rule.severity]
        return f"{self.place}: {word}: {self.message} [{self.rule_id}]"


def problem(place: Place, rule_id: str, **values: object) -> Problem:
    """Make the problem of a rule at a place; `values` fill the rule's sentence and hint."""
    rule = RULES[rule_id]
    return Problem(place, rule_id, rule.sentence.format(**values), rule.hint.format(**values))


def nearest(word: str, known: Iterable[str]) -> str:
    """Return a Dutch half-sentence that offers the nearest known word, or lists a few."""
    names = sorted(known)
    close = get_close_matches(word, names, n=1, cutoff=0.6)
    if close:
        return f"Bedoel je “{close[0]}”?"
    shown = ", ".join(names[:8])
    return f"Kies uit: {shown}{' …' if len(names) > 8 else ''}." if names else ""


def has_errors(problems: Iterable[Problem]) -> bool:
    """Tell whether a problem among these stops a build."""
    return any(problem.is_error for problem in problems)
