"""The last look at an output for trainees: nothing of the trainer's, no key, no text of an exam, no bare block.

Needs no marks in the text: the sentences that must not show come from the course itself, cut into runs of
a few words, which are looked up in every file of the output.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path, PurePath
from typing import Literal
from zipfile import ZipFile

from vorming.course.editions import FILE_NAMES, Edition
from vorming.language.passages import read_passages
from vorming.language.prose import read_blocks
from vorming.language.sentences import sentences
from vorming.model.directives import DIRECTIVES
from vorming.source.load import Loaded
from vorming.source.problems import Place, Problem, problem
from vorming.source.yaml import scalars

WORDS = 5
"""How many words make a run."""
FEWEST = 3
"""A sentence with fewer runs is too short to tell from any other."""
MOST = 0.9
"""A sentence shows when more than this share of its runs does."""

Run = tuple[str, ...]

KEY_FIELDS = frozenset({"explanation", "feedback", "criteria", "model_answer", "debrief", "distractors"})
"""Fields of a question that only its key shows."""

SITE_KINDS = frozenset(
    ["", ".buildinfo", ".conf", ".css", ".html", ".inv", ".jpeg", ".jpg", ".js", ".json", ".png", ".svg", ".txt", ".woff2"]
)  # fmt: skip
NO_FOLDERS = frozenset({"_sources", "_downloads", "_data"})
TEXT_KINDS = frozenset({".css", ".csv", ".html", ".ipynb", ".js", ".json", ".svg", ".txt", ".typ", ".xml"})

_TAG = re.compile(r"<(?:script|style)\b.*?</(?:script|style)>|<[^<>]*>", re.DOTALL)
_WORD = re.compile(r"\w+")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})|\\[nrt]")
_BLOCK = re.compile(
    rf"(?:`{{3}}|~{{3}}|:{{3}})\s*\{{|\{{(?:{'|'.join(map(re.escape, sorted(DIRECTIVES)))})\}}"
    r"|(?<![\w-])(?:trainer-note|difficult-moments)(?![\w-])"
)


@dataclass(frozen=True)
class _File:
    """A file that trainees get, and what of an exam may stand in it."""

    name: str
    data: bytes
    exam: Literal["nothing", "questions", "all"] = "nothing"

    @property
    def suffix(self) -> str:
        return PurePath(self.name).suffix


def find_leaks(loaded: Loaded, output: str, folder: Path) -> Iterator[Problem]:
    """Look through an output in `folder`: "html", "packs", "exports" or "modules"; others are for trainers alone."""
    for file in _trainee_files(output, folder):
        folders = set(PurePath(file.name).parts)
        if output == "html" and (file.suffix not in SITE_KINDS or NO_FOLDERS & folders):
            yield problem(Place(file.name), "output-foreign", value=file.name)
        elif file.suffix in TEXT_KINDS:
            yield from _leaks_in(loaded, file)


def _trainee_files(output: str, folder: Path) -> Iterator[_File]:
    match output:
        case "html":
            yield from (_read(path, folder) for path in sorted(folder.rglob("*")) if path.is_file())
        case "exports":
            yield from (_read(path, folder) for path in sorted(folder.rglob("*.ipynb")))
        case "modules":
            for path in sorted(folder.rglob("*")):
                if path.suffix in {".imscc", ".zip"}:
                    yield from _unpack(path, path.relative_to(folder).as_posix())
        case "packs":
            yield from _pack_sources(folder / "typ")


def _read(path: Path, folder: Path) -> _File:
    return _File(path.relative_to(folder).as_posix(), path.read_bytes())


def _unpack(path: Path, name: str) -> Iterator[_File]:
    """Yield the files of a package for a platform, which asks and scores the exam itself."""
    with ZipFile(path) as package:
        yield from (_File(f"{name}/{part}", package.read(part), "all") for part in package.namelist())


def _pack_sources(folder: Path) -> Iterator[_File]:
    """Yield the sources of the packs for trainees, and the pages that those import."""
    held = b""
    for path in sorted(folder.glob("*-*.typ")):
        if not path.stem.endswith(FILE_NAMES[Edition.TRAINER]):
            held += path.read_bytes()
            yield replace(_read(path, folder), exam="questions")
    for path in sorted((folder / "pages").rglob("*.typ")):
        if path.relative_to(folder).as_posix().encode() in held:
            yield replace(_read(path, folder), exam="questions")


def leaks_in_paper(
    loaded: Loaded, name: str, markup: str, *, titles: str, is_exam: bool
) -> Iterator[Problem]:
    """Look through the Typst markup of a paper for participants; `is_exam` where it holds an exam's questions.

    `titles` are those of the trainer's steps, which stand above what a step asks of the group.
    """
    file = _File(name, markup.encode(), "questions" if is_exam else "nothing")
    yield from _leaks_in(loaded, file, frozenset(_runs(titles)))


def _leaks_in(loaded: Loaded, file: _File, public: frozenset[Run] = frozenset()) -> Iterator[Problem]:
    text = file.data.decode("utf-8", "replace")
    shown = _TAG.sub(" ", text) if file.suffix in {".html", ".svg", ".xml"} else text
    shown = html.unescape(_ESCAPE.sub(_unescape, shown))
    if file.suffix in {".html", ".ipynb", ".typ"} and (block := _BLOCK.search(shown)):
        yield problem(Place(file.name), "output-block", value=block[0])
    there = set(_runs(shown))
    for secret in _secrets(loaded):
        if secret.exam not in _ALLOWED[file.exam] and secret.is_in(there) and not secret.runs <= public:
            yield problem(secret.place, "output-leak", value=file.name)


_ALLOWED = {"nothing": (), "questions": ("question",), "all": ("question", "key")}


def _unescape(match: re.Match[str]) -> str:
    return chr(int(match[1], 16)) if match[1] else " "


def _runs(text: str) -> Iterator[Run]:
    words = [word.lower() for word in _WORD.findall(text)]
    return zip(*(words[i:] for i in range(WORDS)), strict=False)


@dataclass(frozen=True)
class Secret:
    """A sentence that trainees may not read: its place, and its runs of words."""

    place: Place
    runs: frozenset[Run]
    exam: Literal["", "key", "question"] = ""
    """What of an exam it is, if it is of one."""

    def is_in(self, there: set[Run]) -> bool:
        """Tell whether most of it stands there: a value in the middle may be written otherwise."""
        return len(self.runs & there) > MOST * len(self.runs)


@lru_cache(maxsize=2)
def _secrets(loaded: Loaded) -> tuple[Secret, ...]:
    """Return the sentences that trainees may not read, without those that a text for everyone also has."""
    public: set[Run] = set()
    secrets: list[Secret] = []
    exams = {source.path: source for source in loaded.sources.values() if _is_exam(source.value)}
    for passage in read_passages(loaded):
        if passage.path in exams:
            continue
        if passage.is_for_trainer:
            secrets += _sentences(passage.text, passage.at(0), "")
        else:
            public.update(_runs(passage.text))
    for source in exams.values():
        for loc, text in scalars(source.value):
            for block in read_blocks(text):
                part: Literal["key", "question"] = "question" if KEY_FIELDS.isdisjoint(loc) else "key"
                secrets += _sentences(block.text, source.place(*loc), part)
    asked = {run for secret in secrets if secret.exam == "question" for run in secret.runs}
    # A key or a misconception that says no more than a question shows where the question does.
    return tuple(
        replace(secret, exam="question") if secret.is_in(asked) else secret
        for secret in secrets
        if not secret.is_in(public)
    )


def _sentences(text: str, place: Place, exam: Literal["", "key", "question"]) -> Iterator[Secret]:
    for sentence in sentences(text):
        runs = frozenset(_runs(sentence.text))
        if len(runs) >= FEWEST:
            yield Secret(place, runs, exam)


def _is_exam(value: object) -> bool:
    return isinstance(value, dict) and value.get("use") == "exam"
