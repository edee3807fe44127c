"""A folder -> the course, with the place of every part of it and all that is wrong."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from vorming.model.base import Checked
from vorming.model.config import Config
from vorming.model.course import (
    Course,
    CourseFile,
    DifficultMoments,
    FrontMatter,
    Lesson,
    LessonPage,
    PageSettings,
)
from vorming.model.course import Source as Reference
from vorming.model.facts import Contradictions, Facts, Misconceptions, OpenPoints
from vorming.model.faq import Faq, Glossary, HelpLines
from vorming.model.language import Language
from vorming.model.packs import Register
from vorming.model.policies import NO_POLICIES, Policies
from vorming.model.quiz import Quiz
from vorming.model.toc import Toc
from vorming.source.bibliography import read_bibliography
from vorming.source.current import use_course
from vorming.source.pages import Page, read_page
from vorming.source.parse import parse_model
from vorming.source.problems import Place, Problem, nearest, problem
from vorming.source.yaml import Source, read_text, read_yaml

C = TypeVar("C", bound=Checked)
DATA = "book/_data"
FRONT_KEYS = ("lesson", "page")
"""What a page may say of itself in its front matter."""

FILES: Mapping[str, type[BaseModel]] = {
    "course": CourseFile,
    "faq": Faq,
    "facts": Facts,
    "contradictions": Contradictions,
    "open_points": OpenPoints,
    "misconceptions": Misconceptions,
    "difficult_moments": DifficultMoments,
    "policies": Policies,
    "glossary": Glossary,
    "helplines": HelpLines,
    "language": Language,
    "packs": Register,
}
"""Each data file below book/_data and its model; the quiz banks stand in quizzes/."""

OBLIGATORY = "course"
"""The one file that every course has; another that is missing is an empty one."""


def model_of(name: str) -> type[BaseModel] | None:
    """Return the model of a source, by the name that `Loaded.sources` gives it."""
    return Quiz if name.startswith("quizzes/") else FILES.get(name)


@dataclass(frozen=True, eq=False)
class Loaded:
    """What was read: the course (None where a part can't be parsed), sources, pages, problems."""

    root: Path
    course: Course | None
    sources: Mapping[str, Source]
    pages: tuple[Page, ...]
    problems: tuple[Problem, ...]
    settings: Mapping[str, PageSettings] = field(default_factory=dict)

    def place(self, file: str, *loc: str | int) -> Place:
        """Return where a part of a data file stands: place("facts", "facts", 3, "sources", 0)."""
        return self.sources[file].place(*loc)

    def texts(self) -> Iterator[tuple[type[BaseModel], Source]]:
        """Yield each data file, and the front matter of each page, with its model."""
        for name, source in self.sources.items():
            if model := model_of(name):
                yield model, source
        yield from ((FrontMatter, page.front) for page in self.pages if page.front)

    def page(self, name: str) -> Page:
        return next(page for page in self.pages if page.name == name)


def load_course(root: Path) -> Loaded:
    """Read and parse the whole course below `root`; read anew only when a file has changed."""
    root = root.resolve()
    loaded = _load(root, _fingerprint(root))
    if course := loaded.course:
        own = course.organisation
        use_course(course.settings.language, own.colours, _mark(root, own.mark))
    else:
        use_course()
    return loaded


def _mark(root: Path, name: str | None) -> str:
    """Return the drawing of an organisation without its prologue; the checks said what is wrong with it."""
    text = read_text(root, name) if name else ""
    return "" if isinstance(text, Problem) else text[max(text.find("<svg"), 0) :]


def _fingerprint(root: Path) -> tuple[tuple[str, int, int], ...]:
    files = [root / "_config.yml", root / "_toc.yml", *_walk(root / "book"), *_walk(root / "notebooks")]
    return tuple((str(f), s.st_mtime_ns, s.st_size) for f in files if (s := _stat(f)))


def _walk(folder: Path) -> list[Path]:
    found = [Path(top) / name for top, _, names in os.walk(folder) for name in names]
    return sorted(path for path in found if path.suffix in {".md", ".yml", ".bib", ".ipynb", ".svg"})


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except OSError:
        return None


@lru_cache(maxsize=2)
def _load(root: Path, _fingerprint: object) -> Loaded:
    missing = [name for name in ("_config.yml", "_toc.yml", DATA) if not (root / name).exists()]
    if missing:
        found = problem(Place("."), "folder-not-course", missing=missing[0])
        return Loaded(root, None, {}, (), (found,))
    return _Loading(root).run()


@lru_cache(maxsize=512)  # a source that was not read anew needn't be parsed anew
def _parse(model: type[BaseModel], source: Source) -> tuple[BaseModel | None, list[Problem]]:
    return parse_model(model, source)


class _Loading:
    """One pass over the folder."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.sources: dict[str, Source] = {}
        self.problems: list[Problem] = []

    def run(self) -> Loaded:
        parsed = {name: self.data_file(name, model) for name, model in FILES.items()}
        quizzes = [
            self.file(f"quizzes/{path.stem}", f"{DATA}/quizzes/{path.name}", Quiz) for path in self.banks()
        ]
        self.check_config(parsed["course"])
        pages = tuple(read_page(self.root, name, place) for name, place in self.named_pages().items())
        lessons = [found for page in pages if (found := self.lesson(page))]
        settings = {page.name: chosen for page in pages if (chosen := self.settings(page))}
        references = self.references()
        for page in pages:
            self.check_front(page)
        for page in pages:
            self.problems += page.problems
        # A page that can't be read would make everything wrong that refers to it.
        is_whole = all(parsed.values()) and all(quizzes) and pages and all(page.is_readable for page in pages)
        # So would a lesson: an objective of it would seem not to exist.
        is_whole = is_whole and len(lessons) == sum(map(_is_lesson, pages))
        course = _assemble(parsed, quizzes, lessons, references) if is_whole else None
        return Loaded(self.root, course, self.sources, pages, tuple(sorted(set(self.problems))), settings)

    def data_file(self, name: str, model: type[BaseModel]) -> Any:
        path = f"{DATA}/{name}.yml"
        if name == OBLIGATORY or os.path.lexists(self.root / path):
            return self.file(name, path, model)
        self.sources[name] = Source(path, {})
        return NO_POLICIES if model is Policies else model()

    def file(self, name: str, path: str, model: type[BaseModel]) -> Any:
        source = self.sources[name] = read_yaml(self.root, path)
        self.problems += source.problems
        if source.problems:
            return None
        parsed, problems = _parse(model, source)
        self.problems += problems
        return parsed

    def check_config(self, course: CourseFile | None) -> None:
        """Say what of the book's settings would stop a build, or is another language than the course's."""
        source = read_yaml(self.root, "_config.yml")
        config, problems = parse_model(Config, source) if not source.problems else (None, [])
        self.problems += [*source.problems, *problems]
        spoken = config.sphinx.config.language if config else ""
        if config and course and spoken != course.course.language:
            place = source.place("sphinx", "config", "language")
            self.problems.append(
                problem(place, "config-language", value=spoken, language=course.course.language)
            )

    def banks(self) -> list[Path]:
        return sorted((self.root / DATA / "quizzes").glob("*.yml"))

    def toc(self) -> tuple[tuple[str, Place], ...]:
        """Return the name of each page in reading order, with its place; none where the list is wrong."""
        toc = self.file("_toc", "_toc.yml", Toc)
        source = self.sources["_toc"]
        return tuple(_toc_names(source, source.value)) if toc else ()

    def named_pages(self) -> dict[str, Place]:
        """Return each page that the toc names, once, with its place."""
        found: dict[str, Place] = {}
        for name, place in self.toc():
            if name in found:
                self.problems.append(problem(place, "page-twice", value=name, first=found[name]))
            found.setdefault(name, place)
        return found

    def check_front(self, page: Page) -> None:
        """Refuse what else a front matter could set: cells that run, substitutions, other ways to read the page."""
        source = page.front
        for key in source.value if source and isinstance(source.value, dict) else ():
            if source and key not in FRONT_KEYS:
                place = source.place(key, "~key")
                self.problems.append(problem(place, "key-unknown", key=key, nearest=nearest(key, FRONT_KEYS)))

    def lesson(self, page: Page) -> LessonPage | None:
        if page.front is None or not _is_lesson(page):
            return None
        lesson, problems = parse_model(Lesson, page.front, "lesson")
        self.problems += problems
        return LessonPage(lesson=lesson, page=page.name, title=page.title) if lesson and page.title else None

    def settings(self, page: Page) -> PageSettings | None:
        front = page.front.value if page.front else None
        if page.front is None or not isinstance(front, dict) or "page" not in front:
            return None
        settings, problems = parse_model(PageSettings, page.front, "page")
        self.problems += problems
        return settings

    def references(self) -> tuple[Reference, ...]:
        path = f"{DATA}/references.bib"
        text = read_text(self.root, path) if os.path.lexists(self.root / path) else ""
        if isinstance(text, Problem):
            self.problems.append(text)
            return ()
        source, references = read_bibliography(text, path)
        self.sources["references"] = source
        self.problems += source.problems
        return references


def _voiced(voice: str, items: tuple[C, ...]) -> tuple[C, ...]:
    """Say of each item that names nobody that it is the word of `voice`."""
    return tuple(
        item if item.attributed_to else item.model_copy(update={"attributed_to": voice}) for item in items
    )


def _is_lesson(page: Page) -> bool:
    front = page.front.value if page.front else None
    return isinstance(front, dict) and "lesson" in front


def _toc_names(source: Source, value: object, *loc: str | int) -> Iterator[tuple[str, Place]]:
    match value:
        case dict():
            for key, child in value.items():
                if key in {"root", "file"}:
                    yield str(child), source.place(*loc, key)
                else:
                    yield from _toc_names(source, child, *loc, key)
        case list():
            for i, child in enumerate(value):
                yield from _toc_names(source, child, *loc, i)


def _assemble(
    parsed: Mapping[str, Any],
    quizzes: list[Quiz],
    lessons: list[LessonPage],
    references: tuple[Reference, ...],
) -> Course:
    organisation = parsed["course"].organisation
    voiced = partial(_voiced, organisation.speaks_as)
    return Course.model_construct(
        settings=parsed["course"].course,
        organisation=organisation,
        costs=parsed["course"].costs,
        modules=parsed["course"].modules,
        lessons=tuple(lessons),
        topics=parsed["faq"].topics,
        source_entries=parsed["faq"].source_entries,
        faq=voiced(parsed["faq"].entries),
        facts=voiced(parsed["facts"].facts),
        contradictions=parsed["contradictions"].contradictions,
        open_points=parsed["open_points"].points,
        misconceptions=parsed["misconceptions"].misconceptions,
        difficult_moments=parsed["difficult_moments"].moments,
        policies=parsed["policies"],
        quizzes=tuple(quizzes),
        terms=parsed["glossary"].terms,
        helplines=voiced(parsed["helplines"].helplines),
        language=parsed["language"],
        released=parsed["packs"],
        sources=references,
    )
