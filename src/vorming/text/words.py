"""The interface's own words, a file per component in assets: no reader's words inside code."""

from functools import cache
from importlib.resources import files

from vorming.source.yaml import Value, read_yaml_text


@cache
def words(name: str) -> "Words":
    """Return the words of one part of the interface, such as "quiz"."""
    path = f"assets/{name}/words.nl.yml"
    source = read_yaml_text((files("vorming") / path).read_text("utf-8"), path)
    if not isinstance(source.value, dict) or source.problems:
        raise ValueError(f"{path} is not a list of words")
    return Words(source.value)


def box_word(kind: str) -> str:
    """Return the word that a kind of box carries."""
    return words("boxes").group("kinds")[kind]


class Words:
    """Words by key; a missing key is our own bug, so it raises KeyError."""

    def __init__(self, values: dict[str, Value]) -> None:
        self._values = values

    def __getitem__(self, key: str) -> str:
        return str(self._values[key])

    def group(self, key: str) -> dict[str, str]:
        """Return a group of words, such as the instruction per type of question."""
        values = self._values[key]
        return {name: str(word) for name, word in values.items()} if isinstance(values, dict) else {}

    def plain(self) -> dict[str, str]:
        """Return all single words, for a template or a script."""
        return {key: value for key, value in self._values.items() if isinstance(value, str)}
