"""Everything of the course that somebody reads, as passages that know their exact place."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel

from vorming.language.prose import read_blocks
from vorming.model.course import FrontMatter
from vorming.model.walk import walk
from vorming.source.load import Loaded, model_of
from vorming.source.pages import Page
from vorming.source.problems import Place, Problem
from vorming.source.yaml import Source, read_text


@dataclass(frozen=True)
class Passage:
    """A paragraph, list item, cell, title or value: its prose, and for whom."""

    text: str
    path: str
    unit: str
    """The page or item within which an abbreviation is explained."""
    at: Callable[[int], Place]
    """The place of a position in the text."""
    is_running: bool
    is_for_trainer: bool
    is_quoted: bool = False


@lru_cache(maxsize=2)
def read_passages(loaded: Loaded) -> tuple[Passage, ...]:
    """Return all passages of the course: pages, their front matter, data files."""
    pages = (passage for page in loaded.pages for passage in _of_page(loaded.root, page))
    data = (
        passage
        for name, source in loaded.sources.items()
        if (model := model_of(name))
        for passage in _of_data(loaded.root, model, source)
    )
    return (*pages, *data)


def _of_page(root: Path, page: Page) -> Iterator[Passage]:
    if page.front:
        yield from _of_source(root, FrontMatter, page.front, page.path)
    for block in read_blocks(*(page.cells or (page.text,))):
        at = (
            _in_notebook(root, page, block.start)
            if page.path.endswith(".ipynb")
            else _in_page(page, block.start)
        )
        yield Passage(block.text, page.path, page.path, at, block.is_running, block.is_for_trainer)


def _in_page(page: Page, start: int) -> Callable[[int], Place]:
    def at(offset: int) -> Place:
        before = page.text[: start + offset]
        return Place(page.path, page.first_line + before.count("\n"), len(before) - before.rfind("\n"))

    return at


def _in_notebook(root: Path, page: Page, start: int) -> Callable[[int], Place]:
    """Find the line among the JSON strings of the notebook's cells."""

    def at(offset: int) -> Place:
        first = page.text.rfind("\n", 0, start + offset) + 1
        line, column = page.text[first:].split("\n", 1)[0], start + offset - first
        for number, raw in enumerate(_raw(root, page.path).split("\n"), start=1):
            found = max(raw.find(_quoted(line, is_ascii=flag)) for flag in (False, True))
            if found >= 0:
                return Place(page.path, number, found + column + 1)
        return Place(page.path)

    return at


def _quoted(line: str, *, is_ascii: bool) -> str:
    return json.dumps(line, ensure_ascii=is_ascii)[1:-1]


@lru_cache(maxsize=256)  # a source that was not read anew holds the same passages
def _of_data(root: Path, model: type[BaseModel], source: Source) -> tuple[Passage, ...]:
    return tuple(_of_source(root, model, source))


def _of_source(root: Path, model: type[BaseModel], source: Source, unit: str = "") -> Iterator[Passage]:
    """Yield the texts of a source that somebody reads; in a data file each item is a unit of its own."""
    for found in walk(model, source.value):
        if (reads := found.reads) is None:
            continue
        for block in read_blocks(found.value):
            yield Passage(
                block.text,
                source.path,
                unit or f"{source.path}#{found.loc[:2]}",
                _in_scalar(root, source.place(*found.loc), found.value, block.start),
                block.is_running and reads.is_running,
                found.is_for_trainer,
                reads.is_quoted,
            )


def _in_scalar(root: Path, place: Place, value: str, start: int) -> Callable[[int], Place]:
    def at(offset: int) -> Place:
        raw = _raw(root, place.path)
        first = sum(len(line) + 1 for line in raw.split("\n")[: place.line - 1]) + place.column - 1
        found = _follow(raw, first, value[: start + offset + 1])
        before = raw[:found]
        return Place(place.path, before.count("\n") + 1, len(before) - before.rfind("\n"))

    return at


def _follow(raw: str, at: int, text: str) -> int:
    """Return where the last sign of `text` stands in the file; YAML's own signs are stepped over."""
    first, last = at, at
    for sign in text:
        while at < len(raw) and raw[at] != sign and not (sign.isspace() and raw[at].isspace()):
            at += 1
        if at == len(raw):
            return first
        last, at = at, at + 1
    return last


def _raw(root: Path, path: str) -> str:
    text = read_text(root, path)
    return "" if isinstance(text, Problem) else text
