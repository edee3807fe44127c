"""A folder -> the course, with the place of every part of it and all that is wrong.

`load_course` is the way in for every command. It reads the data files, the contents list and the pages, but
judges each of them by itself; whether they agree is for `vorming.check`.
"""

import os
import posixpath
import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel

from vorming.model.base import Checked
from vorming.model.config import Config, Toc
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
from vorming.model.walk import Found, walk
from vorming.source.bibliography import read_bibliography
from vorming.source.current import use_course
from vorming.source.files import read_text
from vorming.source.fingerprint import course_state
from vorming.source.pages import Page, read_page
from vorming.source.parse import parse_model, value_at
from vorming.source.pictures import strip_metadata
from vorming.source.problems import Place, Problem, ProblemsError, causes, nearest, problem
from vorming.source.typography import typographic
from vorming.source.yaml import Source, read_yaml, scalars

C = TypeVar("C", bound=Checked)
DATA = "book/_data"
SESSIONS = f"{DATA}/sessions"
"""What trainers noted of their days: no part of the course, and read by itself."""
PARTS = ("book", "notebooks", "_config.yml", "_toc.yml")
"""What a course is read from."""
_CONFIG_TEXTS = frozenset(
    ["author", "copyright", "exclude_patterns", "nb_code_prompt_hide", "nb_code_prompt_show", "nb_kernel_rgx_aliases", "title"]
)  # fmt: skip
_TOC_TEXTS = frozenset(["caption", "file", "root"])
_READ = (".md", ".yml", ".yaml", ".bib", ".ipynb", ".svg")
"""How the names of the files end that are read here; an editor beside them writes others."""
_PATTERN_SIGNS = {"**": ".*", "*": "[^/]*", "?": "[^/]"}
"""What the signs in a pattern of `exclude_patterns` stand for, as regular expressions."""
_READ_OTHERWISE = re.compile(r"\?|%[0-9a-fA-F]{2}")
"""What means something else in the path of an address."""
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
"""Each data file below book/_data and its model; the banks in quizzes/ are of the model Quiz."""


def model_of(name: str) -> type[BaseModel] | None:
    """Return the model of a source by its name in `Loaded.sources`; None for what is no data file."""
    return Quiz if name.startswith("quizzes/") else FILES.get(name)


@dataclass(frozen=True, eq=False)
class Loaded:
    """What was read of a folder.

    `course` is None where a part can't be parsed, since everything that refers to that part would then seem
    wrong. `sources` are the data files by their name in `FILES`, with "quizzes/" and "references" beside
    them; `pages` are in reading order; `settings` has the pages with a `page:` block, by their name.
    """

    root: Path
    course: Course | None
    sources: Mapping[str, Source]
    pages: tuple[Page, ...]
    problems: tuple[Problem, ...]
    settings: Mapping[str, PageSettings] = field(default_factory=dict)

    @property
    def parsed(self) -> Course:
        """The course, for who knows that every part of it could be parsed."""
        assert self.course is not None, "what cannot be parsed is refused before this is asked"
        return self.course

    def place(self, file: str, *loc: str | int) -> Place:
        """Return the place of a part of a data file: place("facts", "facts", 3, "sources", 0)."""
        return self.sources[file].place(*loc)

    def marked_values(self) -> Iterator[tuple[Source, Found]]:
        """Yield each marked value of the data files and of the front matter of pages, with its source."""
        texts = [(model_of(name), source) for name, source in self.sources.items()]
        texts += [(FrontMatter, page.front) for page in self.pages if page.front]
        for model, source in texts:
            for found in walk_source(model, source) if model else ():
                yield source, found

    def lessons(self) -> Iterator[tuple[LessonPage, Source]]:
        """Yield each lesson with the front matter that it stands in."""
        for lesson in self.parsed.lessons:
            if front := self.page(lesson.page).front:
                yield lesson, front

    def page(self, name: str) -> Page:
        return next(page for page in self.pages if page.name == name)


def load_course(root: Path) -> Loaded:
    """Read and parse the whole course below `root`, and make it the one that this process works on.

    Whatever is wrong is in the problems of the result, so that nothing is raised for a bad course. The same
    object comes back until a file has changed, since the caches of other modules have it as their key.
    """
    root = root.resolve()
    loaded = _load(root, tuple(state for state in course_state(root) if state[0].endswith(_READ)))
    if loaded.course is None:
        use_course()
        return loaded
    own = loaded.course.organisation
    mark = read_text(root, own.mark) if own.mark else ""
    # One that can't be read is none here, for a check says so. No XML prologue may stand inside a page.
    drawing = "" if isinstance(mark, Problem) else mark[max(mark.find("<svg"), 0) :]
    use_course(loaded.course.settings.language, own.colours, strip_metadata(drawing.encode()).decode())
    return loaded


def load_readable(root: Path) -> Loaded:
    """Load a course of which every file can be read, whatever rule it breaks; else ProblemsError."""
    loaded = load_course(root)
    if loaded.course is None:
        raise ProblemsError(loaded.problems)
    return loaded


def folder_problems(root: Path) -> tuple[Problem, ...]:
    """Return a problem when `root` is no folder of a course."""
    missing = [name for name in ("_config.yml", "_toc.yml", DATA) if not (root / name).exists()]
    return tuple(problem(Place("."), "folder-not-course", missing=name) for name in missing[:1])


@lru_cache(maxsize=2)
def _load(root: Path, _: object) -> Loaded:
    if found := folder_problems(root):
        return Loaded(root, None, {}, (), found)
    written = str(root).encode("utf-8", "backslashreplace").decode()
    # What runs notebooks and what writes PDFs can't open a path that is no text; the cache of notebooks writes its
    # path into an address, and would work in another folder.
    if written != str(root) or _READ_OTHERWISE.search(written):
        return Loaded(root, None, {}, (), (problem(Place("."), "folder-name", value=written),))
    return _Loading(root).run()


_parse = lru_cache(maxsize=512)(parse_model)  # a source that was not read anew needn't be parsed anew


@lru_cache(maxsize=512)  # several checks ask, and a preview asks again after each edit
def walk_source(model: type[BaseModel], source: Source) -> tuple[Found, ...]:
    """Return each marked value of a source, which was read for a model."""
    return tuple(walk(model, source.value))


def set_quotes(model: type[BaseModel], source: Source, spoken: str) -> Source:
    """Return a source with the quotation marks of a language in what people read of its model."""
    value = deepcopy(source.value)
    for found in walk_source(model, source):
        if (found.reads or found.is_plain) and not found.ref:
            part = value_at(value, found.loc[:-1])
            part[found.loc[-1]] = typographic(found.value, spoken)  # type: ignore[index]
    # The caches have a source as their key: one without quotation marks stays the same.
    return replace(source, value=value) if value != source.value else source


class _Loading:
    """One pass over the folder, which gathers sources and problems on its way."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.sources: dict[str, Source] = {}
        self.problems: list[Problem] = []
        self.spoken: str = "nl"
        """The language of the course, once course.yml was read."""

    def run(self) -> Loaded:
        parsed = {name: self.data_file(name, model) for name, model in FILES.items()}
        banks = sorted((self.root / DATA / "quizzes").glob("*.yml"))
        quizzes = [self.file(f"quizzes/{path.stem}", f"{DATA}/quizzes/{path.name}", Quiz) for path in banks]
        self.check_data_names()
        pages = tuple(self.page(name, place) for name, place in self.named_pages().items())
        self.check_config(parsed["course"], pages)
        lessons, settings = self.front_matter(pages)
        references = self.references()
        # A page or lesson that can't be read would make everything wrong that refers to it.
        read = (*parsed.values(), *quizzes, *lessons, pages, *(page.is_readable for page in pages))
        course = None
        if all(read) and references is not None:
            course = _assemble(parsed, quizzes, lessons, references)
        return Loaded(self.root, course, self.sources, pages, tuple(sorted(set(self.problems))), settings)

    def fault(self, place: Place, rule_id: str, **values: object) -> None:
        self.problems.append(problem(place, rule_id, **values))

    def check_data_names(self) -> None:
        """Check that each YAML file among the data is one that is read."""
        for path in sorted((self.root / DATA).rglob("*.y*ml")):
            name = path.relative_to(self.root / DATA).as_posix()
            is_bank = path.parent == self.root / DATA / "quizzes"
            known = [f"quizzes/{path.stem}.yml"] if is_bank else [f"{known}.yml" for known in FILES]
            is_log = path.is_relative_to(self.root / SESSIONS)
            if name not in known and not is_log and not path.name.startswith("."):
                self.fault(Place(f"{DATA}/{name}"), "file-unread", value=name, nearest=nearest(name, known))

    def page(self, name: str, place: Place) -> Page:
        page = read_page(self.root, name, place)
        return replace(page, title=typographic(page.title, self.spoken))

    def data_file(self, name: str, model: type[BaseModel]) -> Any:
        """Read a data file; one that is missing is an empty one, except for course.yml."""
        path = f"{DATA}/{name}.yml"
        if model is CourseFile or os.path.lexists(self.root / path):
            return self.file(name, path, model)
        # Its places are asked for by checks all the same.
        self.sources[name] = Source(path, {})
        return NO_POLICIES if model is Policies else model()

    def file(self, name: str, path: str, model: type[BaseModel]) -> Any:
        source = self.sources[name] = read_yaml(self.root, path)
        self.problems += source.problems
        if source.problems:
            return None
        parsed, problems = _parse(model, source)
        self.problems += problems
        if isinstance(parsed, CourseFile):
            self.spoken = parsed.course.language
        return parsed and _parse(model, set_quotes(model, source, self.spoken))[0]

    def check_config(self, course: CourseFile | None, pages: tuple[Page, ...]) -> None:
        """Check the settings of the book, and that they name the language of the course and hide none of its pages."""
        source = read_yaml(self.root, "_config.yml")
        config, problems = parse_model(Config, source) if not source.problems else (None, [])
        self.problems += [*source.problems, *problems]
        self.check_texts(source, _CONFIG_TEXTS)
        spoken = config.sphinx.config.language if config else ""
        if config and course and spoken != course.course.language:
            place = source.place("sphinx", "config", "language")
            self.fault(place, "config-language", value=spoken, language=course.course.language)
        for i, pattern in enumerate(config.exclude_patterns if config else ()):
            place = source.place("exclude_patterns", i)
            # As Sphinx reads it: what leaves out a folder leaves out all in it.
            parts = (_PATTERN_SIGNS.get(part, re.escape(part)) for part in re.findall(r"\*\*|.", pattern))
            hides = re.compile(rf"(?:{''.join(parts)})(?:/.*)?")
            if hidden := [page.name for page in pages if hides.fullmatch(page.path)]:
                self.fault(place, "config-hides-page", value=pattern, page=hidden[0])

    def check_texts(self, source: Source, keys: frozenset[str]) -> None:
        """Check that what should be text is text for Jupyter Book too, which takes 2026 for a number."""
        for loc, value in scalars(source.value):
            named = [part for part in loc if isinstance(part, str)]
            if loc in source.typed and keys.intersection(named):
                detail = causes("value_causes")["string_unquoted"]
                self.fault(source.place(*loc), "value-invalid", value=value, key=named[-1], detail=detail)

    def named_pages(self) -> dict[str, Place]:
        """Return the place of each page in the contents list; a list with a fault has none, so that no page is missing."""
        toc = self.file("_toc", "_toc.yml", Toc)
        source = self.sources["_toc"]
        self.check_texts(source, _TOC_TEXTS)
        found: dict[str, Place] = {}
        for loc, name in scalars(source.value) if toc else ():
            if loc[-1] not in {"root", "file"}:
                continue
            place = source.place(*loc)
            if name != (bare := posixpath.normpath(name)):
                hint = causes("said")["plain_path"].format(bare=bare)
                self.fault(place, "page-missing", value=name, nearest=hint)
            if bare in found:
                self.fault(place, "page-twice", value=bare, first=found[bare])
            found.setdefault(bare, place)
        return found

    def front_matter(self, pages: tuple[Page, ...]) -> tuple[list[Any], dict[str, PageSettings]]:
        """Return the lessons, with None for one that has a fault, and the settings of pages by name."""
        lessons, settings = list[LessonPage | None](), dict[str, PageSettings]()
        for page in pages:
            self.problems += page.problems
            source = page.front
            if source is None or not isinstance(source.value, dict):
                continue
            is_right = parse_model(FrontMatter, source)[0] is not None
            shown = set_quotes(FrontMatter, source, self.spoken) if is_right else source
            if "lesson" in source.value:
                lesson, problems = parse_model(Lesson, shown, "lesson")
                self.problems += problems
                names = {"page": page.name, "title": page.title}
                lessons.append(LessonPage(lesson=lesson, **names) if lesson and page.title else None)
            if "page" in source.value:
                chosen, problems = parse_model(PageSettings, shown, "page")
                self.problems += problems
                if chosen:
                    settings[page.name] = chosen
            # MyST would act on other keys: substitutions, cells that run, other ways to read the page.
            for key in source.value.keys() - FrontMatter.model_fields.keys():
                hint = nearest(key, FrontMatter.model_fields)
                self.fault(source.place(key, "~key"), "key-unknown", key=key, nearest=hint)
        return lessons, settings

    def references(self) -> tuple[Reference, ...] | None:
        """Read the sources; None where the file can't be read."""
        path = f"{DATA}/references.bib"
        text = read_text(self.root, path) if os.path.lexists(self.root / path) else ""
        if isinstance(text, Problem):
            self.problems.append(text)
            return None
        source, references = read_bibliography(text, path)
        self.sources["references"] = source
        self.problems += source.problems
        found = []
        for reference in references:
            said = {name: typographic(getattr(reference, name), self.spoken) for name in ("title", "author")}
            found.append(reference.model_copy(update=said))
        return tuple(found)


def _attributed(items: tuple[C, ...], voice: str) -> tuple[C, ...]:
    """Return the items with `voice` as the one whose word they are, where they name no one."""
    return tuple(
        item if item.attributed_to else item.model_copy(update={"attributed_to": voice}) for item in items
    )


def _assemble(
    parsed: Mapping[str, Any],
    quizzes: list[Quiz],
    lessons: list[LessonPage],
    references: tuple[Reference, ...],
) -> Course:
    file: CourseFile = parsed["course"]
    voice = file.organisation.speaks_as
    # Each part was validated when it was read.
    return Course.model_construct(
        settings=file.course,
        organisation=file.organisation,
        costs=file.costs,
        modules=file.modules,
        lessons=tuple(lessons),
        topics=parsed["faq"].topics,
        source_entries=parsed["faq"].source_entries,
        faq=_attributed(parsed["faq"].entries, voice),
        facts=_attributed(parsed["facts"].facts, voice),
        contradictions=parsed["contradictions"].contradictions,
        open_points=parsed["open_points"].points,
        misconceptions=parsed["misconceptions"].misconceptions,
        difficult_moments=parsed["difficult_moments"].moments,
        policies=parsed["policies"],
        quizzes=tuple(quizzes),
        terms=parsed["glossary"].terms,
        helplines=_attributed(parsed["helplines"].helplines, voice),
        language=parsed["language"],
        released=parsed["packs"],
        sources=references,
    )
