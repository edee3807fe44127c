"""What Sphinx and its parts warn of, a warning at a time: its place, and Dutch for the common ones."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from vorming.source.problems import SEVERITY_WORDS
from vorming.text.words import words

_COLOUR = re.compile(r"\x1b\[[\d;]*m")
_START = re.compile(
    r"^(?:(?P<path>.+?)(?::(?P<line>\d+))?: )?(?:WARNING|ERROR|SEVERE|CRITICAL): ", re.MULTILINE
)


@dataclass(frozen=True)
class Warned:
    """A warning: the path below the course and the line, both empty where Sphinx knows none, and its words."""

    path: str
    line: str
    text: str

    @property
    def page(self) -> str:
        """The name of the page, where it is about one."""
        return self.path.removesuffix(".md").removesuffix(".ipynb")

    def __str__(self) -> str:
        """Say it as `vorming check` says a problem, for every warning stops a build.

        A common one is said in Dutch, with Sphinx's own words below it: they are what a search engine knows.
        """
        place = ":".join(filter(None, (self.path, self.line)))
        known = words("build").group("warned")
        dutch = next((said for part, said in known.items() if part in self.text), "")
        said = f"{dutch}\n    {self.text.splitlines()[0]}" if dutch else self.text
        return ": ".join(filter(None, (place, SEVERITY_WORDS["error"], said)))


def read_warnings(text: str, root: Path) -> Iterator[Warned]:
    """Yield the warnings that Sphinx wrote, in order; the words of some go on on the next lines."""
    text = _COLOUR.sub("", text)
    starts = list(_START.finditer(text))
    bounds = [*(start.start() for start in starts), len(text)]
    if before := text[: bounds[0]].strip():
        yield Warned("", "", before)
    for start, end in zip(starts, bounds[1:], strict=True):
        path = start["path"] or ""
        if Path(path).is_relative_to(root):
            path = Path(path).relative_to(root).as_posix()
        yield Warned(path, start["line"] or "", text[start.end() : end].strip())


def describe_warnings(found: Iterable[Warned]) -> str:
    """Write warnings below each other; nothing when there are none."""
    return "".join(f"{warned}\n" for warned in found)
