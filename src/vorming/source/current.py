"""The language, the country and the look of the course that this process works on.

They are global, so that the functions that write words, numbers and colours need no course as an argument.
A process works on one course at a time: `load_course` sets it, and forked processes inherit it.
"""

from importlib.resources import files
from typing import get_args

from vorming.model.base import LanguageCode
from vorming.model.course import Colours

LANGUAGES: tuple[str, ...] = get_args(LanguageCode)
"""The languages of a course. Only the first one has every word of the tool; the others fall back on it."""


class _Current:
    """The values per process, not per thread, since a build or preview works on one course."""

    language: str = LANGUAGES[0]
    colours: Colours | None = None
    mark: str = ""
    country: str = "BE"


def use_course(
    language: str = LANGUAGES[0], colours: Colours | None = None, mark: str = "", country: str = "BE"
) -> None:
    """Set the values of the course for this process, such as its mark (SVG); the defaults are those of the tool."""
    _Current.language, _Current.colours, _Current.mark, _Current.country = language, colours, mark, country


def language() -> str:
    """Return the language of the course as an ISO 639-1 code: fr."""
    return _Current.language


def country() -> str:
    """Return the country in which telephone numbers are dialled, as an ISO 3166 code: BE."""
    return _Current.country


def language_tag() -> str:
    """Return the language with the country as a BCP 47 tag, for pages and packages: fr-BE."""
    return f"{language()}-BE"


def locale() -> str:
    """Return the language as Babel names it: fr_BE."""
    return f"{language()}_BE"


def colours() -> Colours | None:
    """Return the colours of the organisation; None if it has none."""
    return _Current.colours


def mark() -> str:
    """Return the mark of the organisation as SVG, else that of the tool, which has the colour of the text around it."""
    return _Current.mark or (files("vorming") / "assets/look/mark.svg").read_text(encoding="utf-8")
