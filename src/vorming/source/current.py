"""The language of the course that this process works on, for words and numbers that have no course at hand.

A process works on one course at a time: whoever opens one says so, and processes that it forks inherit it.
"""

LANGUAGES = ("nl", "fr", "en")
"""The languages in which the tool speaks to readers; the first has every word."""

_chosen = [LANGUAGES[0]]


def use_language(language: str) -> None:
    """Speak a language from now on."""
    _chosen[0] = language


def language() -> str:
    """Return the language that is spoken now."""
    return _chosen[0]


def language_tag() -> str:
    """Return it as pages and packages write it, with the country: fr-BE."""
    return f"{language()}-BE"


def locale() -> str:
    """Return it as Babel names it."""
    return f"{language()}_BE"
