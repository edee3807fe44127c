"""Load a course from its folder, with the place of every part and all problems found while reading.

Every command starts with `load_course`. It reads the data files, the contents list and the pages, and checks each
of them by itself. `vorming.check` checks whether they agree.
"""

import os
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from vorming.model.base import Checked, Loc
from vorming.model.config import Config, Toc
from vorming.model.course import (
    FILES,
    ORIGINS,
    Course,
    FrontMatter,
    LessonPage,
    PageSettings,
    Reference,
)
from vorming.model.policies import NO_POLICIES, Policies
from vorming.model.quiz import Quiz
from vorming.model.walk import MarkedValue, walk
from vorming.source.bibliography import read_bibliography
from vorming.source.current import LANGUAGES, use_course
from vorming.source.files import read_text
from vorming.source.fingerprint import course_state
from vorming.source.pages import Call, Page, read_page
from vorming.source.parse import parse_model, value_at
from vorming.source.pictures import strip_metadata
from vorming.source.problems import Place, Problem, ProblemsError, nearest, phrases, problem
from vorming.source.typography import typographic
from vorming.source.yaml import Source, read_yaml, scalars

DATA = "book/_data"
SESSIONS = f"{DATA}/sessions"
"""The logs of trainers. They are no part of the course and are read apart."""
PARTS = ("book", "notebooks", "_config.yml", "_toc.yml")
"""The files and folders of a course."""
_READ = (".md", ".yml", ".yaml", ".bib", ".ipynb", ".svg")
"""The endings of the files that are read here. Editors write other files beside them."""
_PATTERN_SIGNS = {"**": ".*", "*": "[^/]*", "?": "[^/]"}
"""The wildcards of `exclude_patterns`, as regular expressions."""
_READ_OTHERWISE = re.compile(r"\?|%[0-9a-fA-F]{2}")
"""Characters of a folder name that have another meaning in an address."""


def model_of(name: str) -> type[BaseModel] | None:
    """Return the model of a source by its name in `Loaded.sources`; None if it is no data file."""
    return Quiz if name.startswith("quizzes/") else FILES.get(name)


@dataclass(frozen=True, eq=False)
class Loaded:
    """A folder as it was read.

    `course` is None if a part can't be parsed, since every reference to that part would then seem wrong.
    `sources` are the data files by their name in `FILES`, "references", and each bank as "quizzes/<id>".
    `pages` are in reading order. `settings` has the `page:` blocks by the name of their page.
    """

    root: Path
    course: Course | None
    sources: Mapping[str, Source]
    pages: tuple[Page, ...]
    problems: tuple[Problem, ...]
    settings: Mapping[str, PageSettings] = field(default_factory=dict)

    @property
    def parsed(self) -> Course:
        """The course; only for callers that know that every part of it could be parsed."""
        assert self.course is not None, "the caller must refuse a course that can't be parsed"
        return self.course

    def place(self, item: BaseModel, *loc: str | int) -> Place:
        """Return the place of an item of the course, or of a part of it: place(fact, "sources", 0)."""
        source, above = self.origin(item)
        return source.place(*above, *loc)

    def origin(self, item: BaseModel) -> tuple[Source, Loc]:
        """Return the source of an item of the course, at any depth, and its place there."""
        return self._origins[id(item)]

    @cached_property
    def _origins(self) -> Mapping[int, tuple[Source, Loc]]:
        # By identity, since equal items, such as two options of a question, have other places.
        origins: dict[int, tuple[Source, Loc]] = {}
        for name, file in ORIGINS.items():
            _locate(origins, getattr(self.parsed, name), self.sources[file.name], *filter(None, [file.key]))
        banks = (source for name, source in self.sources.items() if name.startswith("quizzes/"))
        for quiz, source in zip(self.parsed.quizzes, banks, strict=True):
            _locate(origins, quiz, source)
        for lesson in self.parsed.lessons:
            _locate(origins, lesson, self.page(lesson.page).front or Source(""))
        for reference in self.parsed.sources:
            origins[id(reference)] = self.sources["references"], (reference.id,)
        return origins

    def marked_values(self) -> Iterator[tuple[Source, MarkedValue]]:
        """Yield each marked value of the data files and of the front matter of pages, with its source."""
        texts = [(model_of(name), source) for name, source in self.sources.items()]
        texts += [(FrontMatter, page.front) for page in self.pages if page.front]
        for model, source in texts:
            for found in walk_source(model, source) if model else ():
                yield source, found

    @property
    def calls(self) -> Iterator[tuple[Page, Call]]:
        """Each directive and role with its page, in reading order."""
        return ((page, call) for page in self.pages for call in page.calls)

    def page(self, name: str) -> Page:
        return next(page for page in self.pages if page.name == name)


def _locate(origins: dict[int, tuple[Source, Loc]], value: Any, source: Source, *loc: str | int) -> None:
    """Add the place of each model in a value that was made of a part of a source."""
    if isinstance(value, BaseModel):
        origins[id(value)] = source, loc
        value = dict(value)
    parts = (
        value.items() if isinstance(value, Mapping) else enumerate(value if isinstance(value, tuple) else ())
    )
    for key, part in parts:
        _locate(origins, part, source, *loc, key)


def load_course(root: Path) -> Loaded:
    """Read and parse the whole course below `root`, and make it the one that this process works on.

    No exception is raised for a faulty course: its faults are in the `problems` of the result. The same object is
    returned until a file changes, since the caches of other modules use it as their key.
    """
    root = root.resolve()
    loaded = _load(root, tuple(state for state in course_state(root) if state[0].endswith(_READ)))
    if loaded.course is None:
        use_course()
        return loaded
    organisation, settings = loaded.course.organisation, loaded.course.settings
    mark = read_text(root, organisation.mark) if organisation.mark else ""
    # A check reports a mark that can't be read. The XML prologue is cut off, since a page embeds the SVG.
    drawing = "" if isinstance(mark, Problem) else mark[max(mark.find("<svg"), 0) :]
    drawing = strip_metadata(drawing.encode()).decode()
    use_course(settings.language, organisation.colours, drawing, settings.country)
    return loaded


def load_readable(root: Path) -> Loaded:
    """Load a course that may break rules.

    Raises ProblemsError if a file can't be parsed.
    """
    loaded = load_course(root)
    if loaded.course is None:
        raise ProblemsError(loaded.problems)
    return loaded


def folder_problems(root: Path) -> tuple[Problem, ...]:
    """Return a problem if `root` is no folder of a course."""
    missing = [name for name in ("_config.yml", "_toc.yml", DATA) if not (root / name).exists()]
    return tuple(problem(Place("."), "folder-not-course", missing=name) for name in missing[:1])


@lru_cache(maxsize=2)
def _load(root: Path, _: object) -> Loaded:
    if problems := folder_problems(root):
        return Loaded(root, None, {}, (), problems)
    name = str(root).encode("utf-8", "backslashreplace").decode()
    # Jupyter and the PDF compiler can't open a path that is not valid UTF-8. The notebook cache puts its path in an
    # address, in which `?` and `%20` would lead to another folder.
    if name != str(root) or _READ_OTHERWISE.search(name):
        return Loaded(root, None, {}, (), (problem(Place("."), "folder-name", value=name),))
    return _Loading(root).run()


_parse = lru_cache(maxsize=512)(parse_model)  # an unchanged file gives the same source, which is parsed once


@lru_cache(maxsize=512)  # called by several checks, and by the preview after each edit
def walk_source(model: type[BaseModel], source: Source) -> tuple[MarkedValue, ...]:
    """Return the marked values of a source, by the fields of its model."""
    return tuple(walk(model, source.value))


class _Loading:
    """One pass over the folder, which collects sources and problems."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.sources: dict[str, Source] = {}
        self.problems: list[Problem] = []
        self.spoken: str = LANGUAGES[0]
        """The language of the course, set when course.yml is read, which is the first file."""

    def run(self) -> Loaded:
        parsed = {name: self.data_file(name, model) for name, model in FILES.items()}
        banks = sorted((self.root / DATA / "quizzes").glob("*.yml"))
        quizzes = [self.file(f"quizzes/{path.stem}", f"{DATA}/quizzes/{path.name}", Quiz) for path in banks]
        self.check_data_names()
        read_pages = [read_page(self.root, name, place) for name, place in self.named_pages().items()]
        pages = tuple(replace(page, title=typographic(page.title, self.spoken)) for page in read_pages)
        self.check_config(parsed["course"], pages)
        lessons, settings = self.front_matter(pages)
        references = self.references()
        # If a page or lesson can't be read, every reference to it would be reported as wrong.
        read = (*parsed.values(), *quizzes, *lessons, pages, *(page.is_readable for page in pages))
        course = None
        if all(read) and references is not None:
            course = _assemble(parsed, lessons=tuple(lessons), quizzes=tuple(quizzes), sources=references)
        return Loaded(self.root, course, self.sources, pages, tuple(sorted(set(self.problems))), settings)

    def fault(self, place: Place, rule_id: str, **values: object) -> None:
        self.problems.append(problem(place, rule_id, **values))

    def check_data_names(self) -> None:
        """Report each YAML file in the data folder that no code reads, such as one with a misspelt name or faq.yml.txt."""
        for path in sorted((self.root / DATA).rglob("*.y*ml*")):
            name = path.relative_to(self.root / DATA).as_posix()
            is_bank = path.parent == self.root / DATA / "quizzes"
            known = [f"quizzes/{path.stem}.yml"] if is_bank else [f"{known}.yml" for known in FILES]
            is_log = path.is_relative_to(self.root / SESSIONS)
            if name not in known and not is_log and not path.name.startswith("."):
                self.fault(Place(f"{DATA}/{name}"), "file-unread", value=name, nearest=nearest(name, known))

    def data_file(self, name: str, model: type[BaseModel]) -> Any:
        """Read a data file; a missing file counts as empty, except for course.yml."""
        path = f"{DATA}/{name}.yml"
        if name == "course" or os.path.lexists(self.root / path):
            return self.file(name, path, model)
        # Checks ask for places in a missing file too.
        self.sources[name] = Source(path, {})
        return NO_POLICIES if model is Policies else model()

    def file(self, name: str, path: str, model: type[BaseModel]) -> Any:
        source = self.sources[name] = read_yaml(self.root, path)
        self.problems += source.problems
        if source.problems:
            return None
        if name == "course" and (chosen := value_at(source.value, ("course", "language"))) in LANGUAGES:
            self.spoken = str(chosen)
        parsed, problems = _parse(model, source, self.spoken)
        self.problems += problems
        return parsed

    def check_config(self, course: Any, pages: tuple[Page, ...]) -> None:
        """Check the settings of the book, and that they name the language of the course and hide none of its pages."""
        source = read_yaml(self.root, "_config.yml")
        config, problems = parse_model(Config, source) if not source.problems else (None, [])
        self.problems += [*source.problems, *problems]
        spoken = config.sphinx.config.language if config else ""
        if config and course and spoken != course.course.language:
            place = source.place("sphinx", "config", "language")
            self.fault(place, "config-language", value=spoken, language=course.course.language)
        for i, pattern in enumerate(config.exclude_patterns if config else ()):
            place = source.place("exclude_patterns", i)
            # For Sphinx, a pattern that excludes a folder excludes everything in it.
            parts = (_PATTERN_SIGNS.get(part, re.escape(part)) for part in re.findall(r"\*\*|.", pattern))
            hides = re.compile(rf"(?:{''.join(parts)})(?:/.*)?")
            if hidden := [page.name for page in pages if hides.fullmatch(page.path)]:
                self.fault(place, "config-hides-page", value=pattern, page=hidden[0])

    def named_pages(self) -> dict[str, Place]:
        """Return the place of each page in the contents list; nothing if the list has a fault."""
        toc = self.file("_toc", "_toc.yml", Toc)
        source = self.sources["_toc"]
        places: dict[str, Place] = {}
        for loc, name in scalars(source.value) if toc else ():
            if loc[-1] not in {"root", "file"}:
                continue
            place = source.place(*loc)
            if name != (bare := posixpath.normpath(name)):
                hint = phrases("fragments")["plain_path"].format(bare=bare)
                self.fault(place, "page-missing", value=name, nearest=hint)
            if bare in places:
                self.fault(place, "page-twice", value=bare, first=places[bare])
            places.setdefault(bare, place)
        return places

    def front_matter(self, pages: tuple[Page, ...]) -> tuple[list[Any], dict[str, PageSettings]]:
        """Return the lessons, with None for front matter that has a fault, and the settings of pages by name."""
        lessons, settings = list[LessonPage | None](), dict[str, PageSettings]()
        for page in pages:
            self.problems += page.problems
            if page.front is None or not isinstance(page.front.value, dict):
                continue
            front, problems = _parse(FrontMatter, page.front, self.spoken)
            self.problems += problems
            if front is None or (front.lesson and not page.title):
                lessons.append(None)
            elif front.lesson:
                lessons.append(LessonPage(lesson=front.lesson, page=page.name, title=page.title))
            if front and front.page:
                settings[page.name] = front.page
        return lessons, settings

    def references(self) -> tuple[Reference, ...] | None:
        """Read references.bib; return None if it can't be read."""
        path = f"{DATA}/references.bib"
        text = read_text(self.root, path) if os.path.lexists(self.root / path) else ""
        if isinstance(text, Problem):
            self.problems.append(text)
            return None
        source, references = read_bibliography(text, path)
        self.sources["references"] = source
        self.problems += source.problems
        quoted = []
        for reference in references:
            texts = {name: typographic(getattr(reference, name), self.spoken) for name in ("title", "author")}
            quoted.append(reference.model_copy(update=texts))
        return tuple(quoted)


def _assemble(parsed: Mapping[str, Any], **others: Any) -> Course:
    """Return the course of parsed data files and the fields that come from elsewhere."""
    voice = parsed["course"].organisation.speaks_as
    for name, origin in ORIGINS.items():
        file = parsed[origin.name]
        value = getattr(file, origin.key) if origin.key else file
        if isinstance(value, tuple):
            value = tuple(_attributed(item, voice) for item in value)
        others[name] = value
    # Without validation, since each part was validated when it was read.
    return Course.model_construct(**others)


def _attributed(item: object, voice: str) -> object:
    """Return an item with `attributed_to` set to `voice` if it has the field and leaves it empty."""
    if isinstance(item, Checked) and not item.attributed_to:
        return item.model_copy(update={"attributed_to": voice})
    return item
