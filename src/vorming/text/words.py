"""The words of the interface, which are in one file per component and language in assets instead of in code.

The language of the course is read at each look-up, so that a module may keep its words in a constant although it is
imported before a course is loaded.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from vorming.source.current import LANGUAGES, language
from vorming.source.yaml import Value, read_yaml_text


class Words(Mapping[str, str]):
    """The words of a component by key, in the language of the course. Iteration skips keys that are groups.

    Raises KeyError if the files lack a key, which is a programming error.
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
    """Return the word in the heading of a kind of box."""
    return words("boxes").group("kinds")[kind]


def read_words(name: str, language: str) -> dict[str, Value]:
    """Read a file of words; return an empty mapping if there is none in that language.

    Raises ValueError if the file is no mapping or has a fault in its YAML.
    """
    path = f"assets/{name}/words.{language}.yml"
    file = files("vorming") / path
    if not file.is_file():
        return {}
    source = read_yaml_text(file.read_text("utf-8"), path)
    if not isinstance(source.value, dict) or source.problems:
        raise ValueError(f"{path} is not a list of words")
    return source.value


def decapitalised(text: str) -> str:
    """Return a text with its first letter in lower case, for use within a sentence."""
    return text[:1].lower() + text[1:]


def with_capital(text: str) -> str:
    """Return a text with its first letter as a capital."""
    return text[:1].upper() + text[1:]


@cache
def _values(name: str, groups: tuple[str, ...], language: str) -> Mapping[str, Value]:
    """Return the words of a group in a language, or in the first language for those that only authors read."""
    first: Any = read_words(name, LANGUAGES[0])
    own: Any = read_words(name, language)
    for key in groups:
        first, own = first[key], own.get(key, {})
    return {**first, **own}
