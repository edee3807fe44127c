"""Check the outputs for trainees for leaks: texts of the trainer, keys, exams, and blocks that were not rendered.

The check needs no marks in the output. It takes the sentences that must not show from the course, cuts them into
runs of a few words, and looks these up in every file. It thus also finds leaks in a search index, a download or the
description of a picture.
"""

import html
import re
from collections import defaultdict
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path, PurePath
from zipfile import ZipFile

from vorming.language.prose import read_blocks, read_passages, sentences
from vorming.model.directives import DIRECTIVES, TRAINER_DIRECTIVES
from vorming.source.load import Loaded
from vorming.source.problems import Place, Problem, problem
from vorming.source.yaml import scalars

RUN_WORDS = 5
"""The number of words in a run."""
LEAST_RUNS = 3
"""Sentences with fewer runs are too short to tell from any other, and are not checked."""
MOST_SHARE = 0.9
"""A sentence leaks if more than this share of its runs shows. Its other runs may have a value in another notation."""

Run = tuple[str, ...]
KEY_FIELDS = frozenset({"explanation", "feedback", "criteria", "model_answer", "debrief"})
"""The fields of a question that only the key shows."""

SITE_KINDS = frozenset(
    ["", ".buildinfo", ".conf", ".css", ".html", ".jpeg", ".jpg", ".js", ".json", ".png", ".svg", ".txt", ".woff2"]
)  # fmt: skip
# The folders in which Sphinx puts sources and downloads, and the data of the course.
NO_FOLDERS = frozenset({"_sources", "_downloads", "_data"})
TEXT_KINDS = frozenset({".css", ".csv", ".html", ".ipynb", ".js", ".json", ".svg", ".txt", ".typ", ".xml"})

# Tags stand between words that a reader sees as one sentence; scripts and styles contain no sentences.
_TAG = re.compile(r"<(?:script|style)\b.*?</(?:script|style)>|<[^<>]*>", re.DOTALL)
_WORD = re.compile(r"\w+")
# Escapes of letters and line breaks within JSON and JavaScript.
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})|\\[nrt]")
# Markdown that was not rendered: the start of a fence, the name of a directive in braces, a trainer's block.
_BLOCK = re.compile(
    rf"(?:`{{3}}|~{{3}}|:{{3}})\s*\{{|\{{(?:{'|'.join(map(re.escape, sorted(DIRECTIVES)))})\}}"
    rf"|(?<![\w-])(?:{'|'.join(name for name in sorted(TRAINER_DIRECTIVES) if '-' in name)})(?![\w-])"
)


@dataclass(frozen=True, eq=False)
class _Secret:
    """A sentence that trainees may not read, with its runs of words.

    Its place in the course is computed only for a leak, since that takes longer than all other work.
    """

    find_place: Callable[[], Place]
    runs: frozenset[Run]
    exam: str
    """The part of an exam that it is, "key" or "question"; "" for a sentence for the trainer."""

    def is_in(self, runs: AbstractSet[Run]) -> bool:
        return len(self.runs & runs) > MOST_SHARE * len(self.runs)


def find_leaks(loaded: Loaded, output: str, folder: Path) -> Iterator[Problem]:
    """Yield the leaks in an output below `folder`: "html", "packs", "exports" or "packages".

    The other outputs are for trainers only, and are not checked. For a sentence that leaks, the place of the problem
    is in the course; for a file or block that should not be there, it is in the output.
    """
    for name, data in _trainee_files(output, folder):
        if output == "html":
            yield from leaks_on_site(loaded, name, data)
        else:
            # A learning platform asks and scores the exam itself.
            exam = {"question", "key"} if output == "packages" else set()
            yield from _leaks_in(loaded, name, data, exam)


def leaks_on_site(loaded: Loaded, name: str, data: bytes) -> Iterator[Problem]:
    """Yield the leaks in one file of the site for trainees; `name` is its path below the site."""
    path = PurePath(name)
    if path.suffix.lower() not in SITE_KINDS or NO_FOLDERS.intersection(path.parts):
        yield problem(Place(name), "output-foreign", value=name)
    else:
        yield from _leaks_in(loaded, name, data)


def _trainee_files(output: str, folder: Path) -> Iterator[tuple[str, bytes]]:
    match output:
        case "html" | "exports":
            for path in sorted(folder.rglob("*" if output == "html" else "*.ipynb")):
                if path.is_file():
                    yield path.relative_to(folder).as_posix(), path.read_bytes()
        case "packages":
            for path in sorted(folder.rglob("*")):
                if path.suffix in {".imscc", ".zip"}:
                    with ZipFile(path) as package:
                        for part in package.namelist():
                            yield f"{path.relative_to(folder).as_posix()}/{part}", package.read(part)
        case "packs":
            # The PDFs are made of these Typst sources.
            for path in sorted((folder / "typ").glob("*-*.typ")):
                yield path.name, path.read_bytes()


def leaks_in_paper(
    loaded: Loaded, name: str, markup: str, *, titles: str, is_exam: bool
) -> Iterator[Problem]:
    """Yield the leaks in the Typst markup of a paper for participants.

    `name` is its file, for the problems. `titles` are the titles of the steps, which may show on the paper although
    they are for the trainer. `is_exam` allows the questions of an exam, but not its key.
    """
    exam = {"question"} if is_exam else set()
    yield from _leaks_in(loaded, name, markup.encode(), exam, set(_runs(titles)))


def _leaks_in(
    loaded: Loaded, name: str, data: bytes, exam: Container[str] = (), public: AbstractSet[Run] = frozenset()
) -> Iterator[Problem]:
    """Yield the leaks in a file, which may contain the parts of an exam in `exam` and the runs of words in `public`."""
    suffix, shown = PurePath(name).suffix.lower(), data.decode("utf-8", "replace")
    if suffix not in TEXT_KINDS:
        return
    if suffix in {".html", ".svg", ".xml"}:
        shown = _TAG.sub(" ", shown)
    # Decode escapes of JSON and JavaScript first, since the result may have HTML entities.
    shown = html.unescape(_ESCAPE.sub(lambda match: chr(int(match[1], 16)) if match[1] else " ", shown))
    if suffix in {".html", ".ipynb", ".typ"} and (block := _BLOCK.search(shown)):
        yield problem(Place(name), "output-block", value=block[0])
    secrets = read_secrets(loaded)
    runs = secrets.keys() & set(_runs(shown))
    leaks = []
    for secret in {secret for run in runs for secret in secrets[run]}:
        if secret.exam not in exam and secret.is_in(runs) and not secret.runs <= public:
            leaks.append(problem(secret.find_place(), "output-leak", value=name))
    yield from sorted(leaks)


def _runs(text: str) -> Iterator[Run]:
    words = [word.lower() for word in _WORD.findall(text)]
    return zip(*(words[i:] for i in range(RUN_WORDS)), strict=False)


@lru_cache(maxsize=2)
def read_secrets(loaded: Loaded) -> Mapping[Run, Sequence[_Secret]]:
    """Return, for each run of words, the sentences with that run that trainees may not read.

    Sentences that are also in a text for everyone are left out.
    """
    public: set[Run] = set()
    secrets: list[_Secret] = []
    banks = (loaded.origin(quiz)[0] for quiz in loaded.parsed.quizzes if quiz.use == "exam")
    exams = {source.path: source for source in banks}
    for passage in read_passages(loaded):
        if passage.path in exams:
            continue
        if passage.is_for_trainer:
            secrets += _sentences(passage.text, partial(passage.at, 0), "")
        else:
            public.update(_runs(passage.text))
    for source in exams.values():
        for loc, text in scalars(source.value):
            part = "question" if KEY_FIELDS.isdisjoint(loc) else "key"
            for block in read_blocks(text):
                secrets += _sentences(block.text, partial(source.place, *loc), part)
    question_runs = set[Run]().union(*(secret.runs for secret in secrets if secret.exam == "question"))
    by_run = defaultdict[Run, list[_Secret]](list)
    for secret in secrets:
        if secret.is_in(public):
            continue
        # A sentence of a key or misconception that is also in a question may show where the question may.
        kept = replace(secret, exam="question") if secret.is_in(question_runs) else secret
        for run in kept.runs:
            by_run[run].append(kept)
    return by_run


def _sentences(text: str, find_place: Callable[[], Place], exam: str) -> Iterator[_Secret]:
    for sentence in sentences(text):
        runs = frozenset(_runs(sentence.text))
        if len(runs) >= LEAST_RUNS:
            yield _Secret(find_place, runs, exam)
