"""The words of the interface: a file per component and language in assets, so that code has none.

Which language counts is asked at each look-up: a module may keep its words in a constant, although it is
imported before a course is opened.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any, cast

from vorming.source.current import LANGUAGES, language
from vorming.source.yaml import Value, read_yaml_text


class Words(Mapping[str, str]):
    """The words of a component by key, in the language of the course; as a mapping, those that are in no group.

    A key that the files lack raises KeyError, as it is a bug of ours.
    """

    def __init__(self, name: str, *groups: str) -> None:
        self._name, self._groups = name, groups

    def group(self, key: str) -> "Words":
        """Return the words below a key, such as the instruction per type of question."""
        return Words(self._name, *self._groups, key)

    def __getitem__(self, key: str) -> str:
        return str(_values(self._name, self._groups, language())[key])

    def __iter__(self) -> Iterator[str]:
        values = _values(self._name, self._groups, language())
        return (key for key, word in values.items() if isinstance(word, str))

    def __len__(self) -> int:
        return sum(1 for _ in self)


@cache
def words(name: str) -> Words:
    """Return the words of a component, by its folder below assets: "quiz"."""
    return Words(name)


def box_word(kind: str) -> str:
    """Return the word that a kind of box carries."""
    return words("boxes").group("kinds")[kind]


def read_words(name: str, language: str) -> dict[str, Value]:
    """Read one file of words; an empty one where there is none in that language.

    Raise ValueError for a file that is no mapping or that the YAML reader finds a fault in.
    """
    path = f"assets/{name}/words.{language}.yml"
    file = files("vorming") / path
    if not file.is_file():
        return {}
    source = read_yaml_text(file.read_text("utf-8"), path)
    if not isinstance(source.value, dict) or source.problems:
        raise ValueError(f"{path} is not a list of words")
    return source.value


def with_capital(text: str) -> str:
    """Return a text as it starts a line: with a capital letter."""
    return text[:1].upper() + text[1:]


@cache
def _values(name: str, groups: tuple[str, ...], language: str) -> Mapping[str, Value]:
    """Return the words of a group in a language; what only authors read is in the first language alone."""
    found: Any = _laid_over(read_words(name, LANGUAGES[0]), read_words(name, language))
    for key in groups:
        found = found[key]
    return cast("Mapping[str, Value]", found)


def _laid_over(below: Mapping[str, Value], above: Mapping[str, Value]) -> dict[str, Value]:
    found = dict(below)
    for key, value in above.items():
        old = found.get(key)
        found[key] = _laid_over(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return found
