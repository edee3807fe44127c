"""A word that no dictionary has and that is right: the name of a new help line, say."""

import re

from vorming.source.edit import FileText, edit_yaml, read_file
from vorming.source.load import Loaded
from vorming.source.problems import Problem
from vorming.text.words import words


def word_of(problem: Problem) -> str:
    """Return the word that a problem says no dictionary has; empty for another problem."""
    found = re.search("“([^”]+)”", problem.message) if problem.rule_id == "language-spelling" else None
    return found[1] if found else ""


def allow_word(loaded: Loaded, word: str) -> tuple[FileText, str]:
    """Return language.yml as it is, and its text with a word more in the last group of words that are right.

    A course without such a group gets its first. EditError where the list can't be edited by place, OSError where
    there is no such file.
    """
    old = read_file(loaded.root / loaded.sources["language"].path)
    groups = loaded.parsed.language.words
    if not groups:
        return old, edit_yaml(
            old.text, {("words",): [{"reason": words("keeper")["own_words"], "words": [word]}]}
        )
    last = len(groups) - 1
    return old, edit_yaml(old.text, {("words", last, "words"): [*groups[last].words, word]})
