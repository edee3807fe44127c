"""The text of the course that people read, as passages with exact places, for checks of words and numbers."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

from pydantic import BaseModel

from vorming.language.prose import read_blocks
from vorming.model.course import FrontMatter
from vorming.source.load import Loaded, model_of, walk_source
from vorming.source.problems import Place
from vorming.source.yaml import Source, place_in_value


@dataclass(frozen=True)
class Passage:
    """The prose of a paragraph, list item, cell, title or value, and its readers.

    `path` is its file, relative to the course. `unit` is the page or item in which an abbreviation must be explained.
    It starts at `start` of a page or value, in which `find_place` returns the place of a position. Running text consists
    of sentences, unlike a title or cell. Quoted text is in the words of a participant.
    """

    text: str
    path: str
    unit: str
    start: int
    find_place: Callable[[int], Place]
    is_running: bool
    is_for_trainer: bool
    is_quoted: bool = False

    def at(self, position: int) -> Place:
        """Return the place of a position in the text, from 0."""
        return self.find_place(self.start + position)


@lru_cache(maxsize=2)
def read_passages(loaded: Loaded) -> tuple[Passage, ...]:
    """Return all passages of the course: pages with their front matter, then data files."""
    passages: list[Passage] = []
    for page in loaded.pages:
        if page.front:
            passages += _of_source(loaded.root, FrontMatter, page.front, page.path)
        for block in read_blocks(*(page.cells or (page.text,))):
            place = (block.start, page.place_at)
            flags = (block.is_running, block.is_for_trainer)
            passages.append(Passage(block.text, page.path, page.path, *place, *flags))
    for name, source in loaded.sources.items():
        if model := model_of(name):
            passages += _of_source(loaded.root, model, source)
    return tuple(passages)


@lru_cache(maxsize=256)  # an unchanged file gives the same source
def _of_source(root: Path, model: type[BaseModel], source: Source, unit: str = "") -> tuple[Passage, ...]:
    """Return the passages of a source; in a data file each item is its own unit."""
    passages = []
    for found in walk_source(model, source):
        if reads := found.reads:
            for block in read_blocks(found.value):
                item_unit = unit or f"{source.path}#{found.loc[:2]}"
                find_place = partial(place_in_value, root, source.place(*found.loc), found.value)
                flags = (block.is_running and reads.is_running, found.is_for_trainer, reads.is_quoted)
                passages.append(Passage(block.text, source.path, item_unit, block.start, find_place, *flags))
    return tuple(passages)
