"""The words of the interface: a file per component and language in assets, so that code has none.

Which language counts is asked at each look-up: a module may keep its words in a constant, although it is
imported before a course is opened.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from vorming.source.current import LANGUAGES, language
from vorming.source.yaml import Value, read_yaml_text


class Words:
    """The words of a component by key, in the language of the course.

    A key that the files lack raises KeyError, as it is a bug of ours.
    """

    def __init__(self, name: str) -> None:
        self._name = name

    @property
    def _values(self) -> Mapping[str, Value]:
        return _known(self._name, language())

    def __getitem__(self, key: str) -> str:
        return str(self._values[key])

    def group(self, key: str) -> "Group":
        """Return the words below a key, such as the instruction per type of question."""
        return Group(self, key)

    def plain(self) -> dict[str, str]:
        """Return the words that are in no group, for a template or a script."""
        return {key: value for key, value in self._values.items() if isinstance(value, str)}


class Group(Mapping[str, str]):
    """The words below one key, as a mapping that follows the language of the course too."""

    def __init__(self, words: Words, key: str) -> None:
        self._words = words
        self._key = key

    @property
    def _values(self) -> dict[str, str]:
        values = self._words._values[self._key]
        return {name: str(word) for name, word in values.items()} if isinstance(values, dict) else {}

    def __getitem__(self, key: str) -> str:
        return self._values[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


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


@cache
def _known(name: str, language: str) -> dict[str, Value]:
    """Return all words in a language; what only authors read is in the first language alone."""
    found = read_words(name, LANGUAGES[0])
    return found if language == LANGUAGES[0] else _laid_over(found, read_words(name, language))


def _laid_over(below: Mapping[str, Value], above: Mapping[str, Value]) -> dict[str, Value]:
    found = dict(below)
    for key, value in above.items():
        old = found.get(key)
        found[key] = _laid_over(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return found
