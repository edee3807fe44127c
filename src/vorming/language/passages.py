"""Everything of the course that somebody reads, as passages that know their exact place."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from vorming.language.prose import read_blocks
from vorming.source.load import Loaded
from vorming.source.pages import Page
from vorming.source.problems import Place, Problem
from vorming.source.yaml import Source, Value, read_text, type_Loc

SENTENCES = frozenset(
    [
        "advice", "answer", "boundary", "caution", "definition", "description", "effect", "explanation",
        "faq_says", "feedback", "flags", "hint", "intention", "key_points", "left_out", "long", "means",
        "model_answer", "note", "other_says", "prompt", "question", "says", "short", "statement",
        "stop", "text", "unused_reason", "wording",
    ]
)  # fmt: skip
"""Keys of data files, and of front matter, whose text is sentences."""

LABELS = frozenset(
    [
        "anonymous", "as_of", "basis", "bring", "criteria", "debrief", "distractors", "duration", "examples",
        "for_whom", "forms", "goal", "hours", "items", "label", "left", "live", "name", "options",
        "prepare", "recheck", "right", "roles", "scale", "subtitle", "term", "title", "unit", "variant",
    ]
)  # fmt: skip
"""Keys whose text is a few words: spelt and named well, but no sentences to measure."""

READ = SENTENCES | LABELS

FOR_TRAINERS = frozenset(
    ["advice", "bring", "faq_says", "flags", "other_says", "prepare", "run", "unused_reason"]
)
"""Keys below which only trainers read; a file of FILES_FOR_TRAINERS is theirs as a whole."""

FILES_FOR_TRAINERS = frozenset({"difficult_moments", "misconceptions"})

QUOTED = frozenset([("difficult_moments", "says"), ("misconceptions", "statement")])
"""What a participant says or believes: spelt well, but in that person's words."""

UNREAD = frozenset({"_toc", "references", "language", "packs"})
"""Sources without text of the course."""

NO_TEXT = frozenset([("quizzes", "answer"), ("policies", "name")])
"""Keys that hold no Dutch in this kind of file: true or false, a number, the name of a foreign law."""


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
        if name not in UNREAD
        for passage in _of_data(loaded.root, name, source)
    )
    return (*pages, *data)


def _of_page(root: Path, page: Page) -> Iterator[Passage]:
    if page.front:
        yield from _of_source(root, page.path, page.front)
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
def _of_data(root: Path, name: str, source: Source) -> tuple[Passage, ...]:
    return tuple(_of_source(root, name, source))


def _of_source(root: Path, name: str, source: Source) -> Iterator[Passage]:
    kind = name.partition("/")[0]
    for loc, key, value in _texts(source.value, (), ""):
        if (kind, key) in NO_TEXT:
            continue
        is_for_trainer = name in FILES_FOR_TRAINERS or not FOR_TRAINERS.isdisjoint(loc)
        unit = source.path if source.path == name else f"{source.path}#{loc[:2]}"
        for block in read_blocks(value):
            at = _in_scalar(root, source.place(*loc), value, block.start)
            is_running = block.is_running and key in SENTENCES
            is_quoted = (kind, key) in QUOTED
            yield Passage(block.text, source.path, unit, at, is_running, is_for_trainer, is_quoted)


def _texts(value: Value, loc: type_Loc, key: str) -> Iterator[tuple[type_Loc, str, str]]:
    """Yield where each text stands that somebody reads, and its key, also of a text in a list."""
    if isinstance(value, dict):
        for name, child in value.items():
            yield from _texts(child, (*loc, name), name)
    elif isinstance(value, list):
        for i, child in enumerate(value):
            yield from _texts(child, (*loc, i), key)
    elif value is not None and key in READ:
        yield loc, key, value


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
