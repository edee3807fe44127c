"""The last look at an output for trainees: nothing of the trainer's, no key, no exam, no block that was not read.

It needs no marks in the output. The sentences that must not show come from the course itself, cut into runs
of a few words, which are looked up in every file. So it also finds what leaks through a search index, a
download or the description of a picture.
"""

import html
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path, PurePath
from typing import Literal
from zipfile import ZipFile

from vorming.language.passages import read_passages
from vorming.language.prose import read_blocks, sentences
from vorming.model.directives import DIRECTIVES
from vorming.source.load import Loaded
from vorming.source.problems import Place, Problem, problem
from vorming.source.yaml import scalars

RUN_WORDS = 5
"""How many words make a run."""
LEAST_RUNS = 3
"""A sentence with fewer runs is too short to tell from any other."""
MOST_SHARE = 0.9
"""A sentence leaks when more than this share of its runs shows: a value in it may be written otherwise."""

Run = tuple[str, ...]
ExamPart = Literal["", "key", "question"]
"""What of an exam a sentence is; "" for a sentence of the trainer's."""

KEY_FIELDS = frozenset({"explanation", "feedback", "criteria", "model_answer", "debrief", "distractors"})
"""The fields of a question that only its key shows."""

SITE_KINDS = frozenset(
    ["", ".buildinfo", ".conf", ".css", ".html", ".jpeg", ".jpg", ".js", ".json", ".png", ".svg", ".txt", ".woff2"]
)  # fmt: skip
# Where Sphinx would put sources and downloads, and the data of the course.
NO_FOLDERS = frozenset({"_sources", "_downloads", "_data"})
TEXT_KINDS = frozenset({".css", ".csv", ".html", ".ipynb", ".js", ".json", ".svg", ".txt", ".typ", ".xml"})

# Tags part words that a reader sees as one sentence; scripts and styles hold none.
_TAG = re.compile(r"<(?:script|style)\b.*?</(?:script|style)>|<[^<>]*>", re.DOTALL)
_WORD = re.compile(r"\w+")
# Escapes of letters and line breaks within JSON and JavaScript.
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})|\\[nrt]")
# Markdown that was not read: the start of a fence, the name of a directive in braces, a trainer's block.
_BLOCK = re.compile(
    rf"(?:`{{3}}|~{{3}}|:{{3}})\s*\{{|\{{(?:{'|'.join(map(re.escape, sorted(DIRECTIVES)))})\}}"
    r"|(?<![\w-])(?:trainer-note|difficult-moments)(?![\w-])"
)


@dataclass(frozen=True)
class _File:
    """A file that trainees get, and the parts of an exam that may stand in it."""

    name: str
    data: bytes
    allowed: frozenset[ExamPart] = frozenset()


QUESTIONS: frozenset[ExamPart] = frozenset({"question"})
WHOLE_EXAM: frozenset[ExamPart] = frozenset({"question", "key"})


@dataclass(frozen=True)
class _Secret:
    """A sentence that trainees may not read: its runs of words, and where the course has it.

    To find the place takes longer than all the rest, and only a leak needs it.
    """

    find_place: Callable[[], Place]
    runs: frozenset[Run]
    exam: ExamPart

    def is_in(self, there: AbstractSet[Run]) -> bool:
        return len(self.runs & there) > MOST_SHARE * len(self.runs)


@dataclass(frozen=True)
class _Secrets:
    """All sentences that trainees may not read, and by each run of words the numbers of those that have it."""

    all: tuple[_Secret, ...]
    by_run: Mapping[Run, Sequence[int]]


def find_leaks(loaded: Loaded, output: str, folder: Path) -> Iterator[Problem]:
    """Look through an output in `folder`: "html", "packs", "exports" or "packages".

    The other outputs are for trainers alone, and have nothing to find. The places of problems are in the
    course for a sentence that leaks, and name the file of the output for what should not be there at all.
    """
    for file in _trainee_files(output, folder):
        if output == "html":
            yield from leaks_on_site(loaded, file.name, file.data)
        elif PurePath(file.name).suffix.lower() in TEXT_KINDS:
            yield from _leaks_in(loaded, file)


def leaks_on_site(loaded: Loaded, name: str, data: bytes) -> Iterator[Problem]:
    """Look through one file of the site for trainees; its `name` is the path below the site."""
    path = PurePath(name)
    if path.suffix.lower() not in SITE_KINDS or NO_FOLDERS.intersection(path.parts):
        yield problem(Place(name), "output-foreign", value=name)
    elif path.suffix.lower() in TEXT_KINDS:
        yield from _leaks_in(loaded, _File(name, data))


def _trainee_files(output: str, folder: Path) -> Iterator[_File]:
    match output:
        case "html" | "exports":
            for path in sorted(folder.rglob("*" if output == "html" else "*.ipynb")):
                if path.is_file():
                    yield _File(path.relative_to(folder).as_posix(), path.read_bytes())
        case "packages":
            for path in sorted(folder.rglob("*")):
                if path.suffix in {".imscc", ".zip"}:
                    name = path.relative_to(folder).as_posix()
                    with ZipFile(path) as package:
                        for part in package.namelist():
                            # A platform asks and scores the exam itself.
                            yield _File(f"{name}/{part}", package.read(part), WHOLE_EXAM)
        case "packs":
            # The PDFs are set from these sources, which import pages that they share.
            folder, imports = folder / "typ", b""
            for path in sorted(folder.glob("*-*.typ")):
                imports += path.read_bytes()
                yield _File(path.name, path.read_bytes())
            for path in sorted((folder / "pages").rglob("*.typ")):
                name = path.relative_to(folder).as_posix()
                if name.encode() in imports:
                    yield _File(name, path.read_bytes())


def leaks_in_paper(
    loaded: Loaded, name: str, markup: str, *, titles: str, is_exam: bool
) -> Iterator[Problem]:
    """Look through the Typst markup of a paper for participants.

    `name` is its file, for the problems; `titles` are those of the trainer's steps, which may stand above
    what a step asks of the group; `is_exam` allows the questions of an exam, never its key.
    """
    file = _File(name, markup.encode(), QUESTIONS if is_exam else frozenset())
    yield from _leaks_in(loaded, file, frozenset(_runs(titles)))


def _leaks_in(loaded: Loaded, file: _File, public: frozenset[Run] = frozenset()) -> Iterator[Problem]:
    text, suffix = file.data.decode("utf-8", "replace"), PurePath(file.name).suffix.lower()
    shown = _TAG.sub(" ", text) if suffix in {".html", ".svg", ".xml"} else text
    # Escapes of JSON and JavaScript first, for they may make entities of HTML.
    shown = html.unescape(_ESCAPE.sub(lambda match: chr(int(match[1], 16)) if match[1] else " ", shown))
    if suffix in {".html", ".ipynb", ".typ"} and (block := _BLOCK.search(shown)):
        yield problem(Place(file.name), "output-block", value=block[0])
    secrets = read_secrets(loaded)
    there = secrets.by_run.keys() & set(_runs(shown))
    found = {number for run in there for number in secrets.by_run[run]}
    for secret in (secrets.all[number] for number in sorted(found)):
        if secret.exam not in file.allowed and secret.is_in(there) and not secret.runs <= public:
            yield problem(secret.find_place(), "output-leak", value=file.name)


def _runs(text: str) -> Iterator[Run]:
    words = [word.lower() for word in _WORD.findall(text)]
    return zip(*(words[i:] for i in range(RUN_WORDS)), strict=False)


@lru_cache(maxsize=2)
def read_secrets(loaded: Loaded) -> _Secrets:
    """Return the sentences that trainees may not read, without those that a text for everyone also has."""
    public: set[Run] = set()
    secrets: list[_Secret] = []
    exams = {}
    for source in loaded.sources.values():
        if isinstance(source.value, dict) and source.value.get("use") == "exam":
            exams[source.path] = source
    for passage in read_passages(loaded):
        if passage.path in exams:
            continue
        if passage.is_for_trainer:
            secrets += _sentences(passage.text, partial(passage.at, 0), "")
        else:
            public.update(_runs(passage.text))
    for source in exams.values():
        for loc, text in scalars(source.value):
            part: ExamPart = "question" if KEY_FIELDS.isdisjoint(loc) else "key"
            for block in read_blocks(text):
                secrets += _sentences(block.text, partial(source.place, *loc), part)
    asked = set[Run]().union(*(secret.runs for secret in secrets if secret.exam == "question"))
    # A key or a misconception that says no more than a question shows where the question does.
    kept = tuple(
        replace(secret, exam="question") if secret.is_in(asked) else secret
        for secret in secrets
        if not secret.is_in(public)
    )
    by_run = defaultdict[Run, list[int]](list)
    for number, secret in enumerate(kept):
        for run in secret.runs:
            by_run[run].append(number)
    return _Secrets(kept, by_run)


def _sentences(text: str, find_place: Callable[[], Place], exam: ExamPart) -> Iterator[_Secret]:
    for sentence in sentences(text):
        runs = frozenset(_runs(sentence.text))
        if len(runs) >= LEAST_RUNS:
            yield _Secret(find_place, runs, exam)
