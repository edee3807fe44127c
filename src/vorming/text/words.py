"""The interface's own words, a file per component and language in assets: no reader's words inside code."""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from vorming.source.current import LANGUAGES, language
from vorming.source.yaml import Value, read_yaml_text

AUTHORS = frozenset({"build", "desk", "keeper"})
"""What only authors of a course read: in Dutch alone."""


@cache
def words(name: str) -> "Words":
    """Return the words of one part of the interface, such as "quiz", in the language of the course."""
    return Words(name)


def read_words(name: str, language: str) -> dict[str, Value]:
    """Read one file of words; none where a language lacks it."""
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
    """Return all words in a language; a word that it lacks is that of the first, which has every word."""
    found = read_words(name, LANGUAGES[0])
    return found if language == LANGUAGES[0] else _over(found, read_words(name, language))


def _over(below: dict[str, Value], above: Mapping[str, Value]) -> dict[str, Value]:
    found = dict(below)
    for key, value in above.items():
        old = found.get(key)
        found[key] = _over(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return found


def box_word(kind: str) -> str:
    """Return the word that a kind of box carries."""
    return words("boxes").group("kinds")[kind]


class Words:
    """Words by key; a missing key is our own bug, so it raises KeyError."""

    def __init__(self, name: str) -> None:
        self._name = name

    @property
    def _values(self) -> dict[str, Value]:
        return _known(self._name, language())

    def __getitem__(self, key: str) -> str:
        return str(self._values[key])

    def group(self, key: str) -> "Group":
        """Return a group of words, such as the instruction per type of question."""
        return Group(self, key)

    def read_group(self, key: str) -> dict[str, str]:
        """Return the words of a group as they are now."""
        values = self._values[key]
        return {name: str(word) for name, word in values.items()} if isinstance(values, dict) else {}

    def plain(self) -> dict[str, str]:
        """Return all single words, for a template or a script."""
        return {key: value for key, value in self._values.items() if isinstance(value, str)}


class Group(Mapping[str, str]):
    """The words of a group: in the language of the moment, wherever it is kept."""

    def __init__(self, words: Words, key: str) -> None:
        self._words = words
        self._key = key

    def __getitem__(self, key: str) -> str:
        return self._words.read_group(self._key)[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._words.read_group(self._key))

    def __len__(self) -> int:
        return len(self._words.read_group(self._key))
