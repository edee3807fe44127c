"""The language and the look of the course that this process works on, for what has no course at hand.

A process works on one course at a time: whoever opens one says so, and processes that it forks inherit it.
"""

from vorming.model.course import Colours

LANGUAGES = ("nl", "fr", "en")
"""The languages in which the tool speaks to readers; the first has every word."""

_chosen = [LANGUAGES[0]]
_look: list[tuple[Colours | None, str]] = [(None, "")]


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


def use_look(colours: Colours | None, mark: str) -> None:
    """Show the colours and the mark (SVG) of an organisation from now on; none and empty: the tool's own."""
    _look[0] = colours, mark


def colours() -> Colours | None:
    """Return the colours of the organisation; none where it has no own."""
    return _look[0][0]


def mark() -> str:
    """Return the mark of the organisation as SVG; empty where it has none."""
    return _look[0][1]
