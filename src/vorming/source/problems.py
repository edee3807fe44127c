"""Problems of the content: a place, a rule, a Dutch sentence and a hint.

Readers and checks make problems; the command line, the preview and the desk show them. A problem is not an
exception, so that one check can report everything that is wrong. The rules are a closed table in assets/rules,
together with other Dutch texts for authors.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from importlib.resources import files
from typing import Any, Literal, cast

import yaml

Severity = Literal["error", "warning"]
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]+")
"""Characters that end a line, control a terminal or reverse the text around them."""
_CONTROLS = re.compile(
    r"""
    \x1b\] [^\x07\x1b]* (?: \x07 | \x1b\\ )?    # a title for the window
    | \x1b (?: \[ [0-?]* [ -/]* [@-~] )?        # a colour, a jump of the cursor
    | [\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]     # a bell, a backspace
    | \r(?=\n)                                 # a part of the end of a line
    """,
    re.VERBOSE,
)


@dataclass(frozen=True)
class Rule:
    """A rule: a sentence and a hint with {placeholders}, and whether breaking it stops a build."""

    sentence: str
    hint: str
    severity: Severity = "error"


@cache
def rules() -> Mapping[str, Rule]:
    """Return every rule by its id."""
    return {id: Rule(**fields) for id, fields in read_dutch()["rules"].items()}


def phrases(name: str) -> Mapping[str, str]:
    """Return a table of phrases that fill the sentences of rules, such as the causes of an error ("yaml_causes")."""
    return cast("Mapping[str, str]", read_dutch()[name])


@cache
def read_dutch(path: str = "assets/rules/rules.nl.yml") -> dict[str, Any]:
    """Read a YAML file with texts for authors, by its path below `vorming`.

    It uses PyYAML directly, because `vorming.source.yaml` needs the rules itself and is slow to import for `--help`.
    """
    text = (files("vorming") / path).read_text(encoding="utf-8")
    return cast("dict[str, Any]", yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader)))


@dataclass(frozen=True, order=True)
class Place:
    """A place in the course: a POSIX path below the course folder, line and column from 1."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{_UNSEEN.sub(' ', self.path)}:{self.line}:{self.column}"


def place_at(path: str, text: str, at: int) -> Place:
    """Return the place of a position in a text, from 0, in the file with that text."""
    return Place(path, 1 + text.count("\n", 0, at), at - text.rfind("\n", 0, at))


@dataclass(frozen=True, order=True)
class Problem:
    """One fault to mend. Problems sort by place, and are equal if place, rule and message are."""

    place: Place
    rule_id: str
    message: str
    hint: str = field(compare=False)
    values: Mapping[str, object] = field(default_factory=dict, compare=False)
    """The values for the {placeholders} of its rule."""

    @property
    def rule(self) -> Rule:
        return rules()[self.rule_id]

    @property
    def is_error(self) -> bool:
        return self.rule.severity == "error"

    def __str__(self) -> str:
        word = phrases("severities")[self.rule.severity]
        return f"{self.place}: {word}: {self.message} [{self.rule_id}]"

    @property
    def with_hint(self) -> str:
        """The problem, with its hint indented on the next line."""
        return f"{self}\n    {self.hint}".rstrip()


def problem(place: Place, rule_id: str, **values: object) -> Problem:
    """Make the problem of a rule at a place; `values` fill the {placeholders} of its sentence and hint.

    Raises KeyError if the rule is unknown or a placeholder has no value; both are programming errors.
    """
    rule = rules()[rule_id]
    return Problem(place, rule_id, fill_text(rule.sentence, values), fill_text(rule.hint, values), values)


def fill_text(text: str, values: Mapping[str, object]) -> str:
    """Return a text of a rule with its {placeholders} filled, on one line."""
    return _UNSEEN.sub(" ", text.format(**values))


def strip_controls(text: str) -> str:
    """Return a text without colours and other terminal controls, except tabs and line ends."""
    return _CONTROLS.sub("", text)


def nearest(word: str, known: Iterable[str]) -> str:
    """Return a Dutch sentence that suggests the known word most like this one, or lists the known words.

    Of more than eight it lists the three most alike, since nobody chooses from the first of hundreds.
    """
    names = sorted(known)
    if close := get_close_matches(word, names, n=1, cutoff=0.6):
        return phrases("fragments")["meant"].format(word=close[0])
    key = "choose" if len(names) <= 8 else "alike"
    shown = names if key == "choose" else get_close_matches(word, names, n=3, cutoff=0)
    return phrases("fragments")[key].format(words=", ".join(shown)) if names else ""


class ProblemsError(Exception):
    """Raised if faults of the content keep a command from doing its work."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        super().__init__()
        self.problems = tuple(problems)


def has_errors(problems: Iterable[Problem]) -> bool:
    """Tell whether one of the problems stops a build."""
    return any(problem.is_error for problem in problems)
