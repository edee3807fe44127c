"""The words of the interface: complete in every language, with the same placeholders, and all of them used."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from vorming.source.current import LANGUAGES
from vorming.source.yaml import scalars
from vorming.text.words import read_words

ASSETS = ROOT / "src" / "vorming" / "assets"
COMPONENTS = sorted(path.parent.name for path in ASSETS.glob("*/words.nl.yml"))
FOR_READERS = sorted({*COMPONENTS} - {"build", "cli", "desk", "keeper"})
"""What only authors of a course read is in Dutch alone."""
HOLE = re.compile(r"\{[^{}]*\}")
BREAKING = re.compile(r"[^\u202f\u00a0][?!;»]|[^\u202f\u00a0]:(?=[\s*]|$)|«[^\u00a0]")
"""A double sign of French after a space at which a line may end, or after none."""
OTHERS = [language for language in LANGUAGES if language != "nl"]


def _texts(name: str, language: str) -> dict[tuple[str | int, ...], str]:
    return dict(scalars(read_words(name, language)))


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("name", FOR_READERS)
def test_a_language_has_every_word_and_no_other(name: str, language: str) -> None:
    assert sorted(_texts(name, language)) == sorted(_texts(name, "nl"))


def test_papers_find_each_word_in_one_file() -> None:
    """They look for a word among those of quizzes and of packs."""
    assert read_words("quiz", "nl").keys() & read_words("packs", "nl").keys() == set()


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("name", FOR_READERS)
def test_what_is_filled_in_is_the_same_in_every_language(name: str, language: str) -> None:
    own = _texts(name, language)
    for loc, text in _texts(name, "nl").items():
        assert sorted(HOLE.findall(own.get(loc, ""))) == sorted(HOLE.findall(text)) or loc == ("clock",), loc


@pytest.mark.parametrize("name", COMPONENTS)
def test_every_word_is_asked_for_somewhere(name: str) -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in _code())
    asked = set(re.findall(r"[\w-]+", code))
    asked |= {f"{use}_file" for use in ("practice", "exam")}  # by the use of a set of questions
    unused = [
        key for key in read_words(name, "nl") if key not in asked and key.replace("_", "-") not in asked
    ]
    assert unused == []


def _code() -> Iterator[Path]:
    for suffix in ("py", "jinja", "html", "js", "typ"):
        yield from (ROOT / "src" / "vorming").rglob(f"*.{suffix}")


def test_french_keeps_its_double_signs_on_the_line_of_their_word() -> None:
    for name in FOR_READERS:
        for loc, text in _texts(name, "fr").items():
            assert not BREAKING.search(text), (name, loc, text)
