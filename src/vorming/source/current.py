"""The language and the look of the course that this process works on.

Words, numbers, colours and templates ask here, so that not every function between must pass the course on.
A process works on one course at a time: `load_course` says which, and the processes that it forks inherit it.
"""

from importlib.resources import files
from typing import get_args

from vorming.model.base import LanguageCode
from vorming.model.course import Colours

LANGUAGES: tuple[str, ...] = get_args(LanguageCode)
"""The languages in which the tool speaks to readers; the first one has every word."""


class _Current:
    """Per process and not per thread: a build works on one course, and so does a preview."""

    language: str = LANGUAGES[0]
    colours: Colours | None = None
    mark: str = ""


def use_course(language: str = LANGUAGES[0], colours: Colours | None = None, mark: str = "") -> None:
    """Speak a course's language from now on, in its organisation's colours and with its mark (SVG), else in the tool's own."""
    _Current.language, _Current.colours, _Current.mark = language, colours, mark


def language() -> str:
    """Return the language of the course, as ISO 639-1 has it: fr."""
    return _Current.language


def language_tag() -> str:
    """Return the language as pages and packages write it, with the country (BCP 47): fr-BE."""
    return f"{language()}-BE"


def locale() -> str:
    """Return the language as Babel names it: fr_BE."""
    return f"{language()}_BE"


def colours() -> Colours | None:
    """Return the colours of the organisation; None where it has none."""
    return _Current.colours


def mark() -> str:
    """Return the mark of the organisation as SVG, else the tool's own, in the colour of the text around it."""
    return _Current.mark or (files("vorming") / "assets/look/mark.svg").read_text(encoding="utf-8")
