"""A module as a package: its pages from the built site, with the data that both kinds of package need."""

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote

from vorming.exports.lesson_pages import LessonPage, Site
from vorming.exports.material import Material
from vorming.model.course import Module
from vorming.quiz.view import QuestionView
from vorming.source.load import Loaded

PICTURES = "beelden"


@dataclass(frozen=True)
class CoursePackage:
    """A module, its questions, and the pages of it that a trainee reads, in that order.

    The pages are read once, and a format that packs them changes them (`Site.localise`): one package, one object.
    """

    material: Material
    site: Site
    names: tuple[str, ...]
    """The names of the pages, as in the toc."""

    @property
    def module(self) -> Module:
        return self.material.module

    @property
    def leave_address(self) -> str:
        """Where the leave button goes; empty where there is none."""
        return str(self.material.course.organisation.leave_address or "")

    @cached_property
    def pages(self) -> tuple[LessonPage, ...]:
        return tuple(self.site.page(name) for name in self.names)

    @cached_property
    def pictures(self) -> Mapping[str, str]:
        """What each picture of the site that a page shows is called in the package, in characters of ASCII alone."""
        found = {}
        for page in self.pages:
            for path in self.site.pictures(page):
                found[path] = f"{PICTURES}/{quote(posixpath.basename(path)).replace('%', '')}"
        return found

    def picture_files(self) -> dict[str, bytes]:
        """Return the pictures by their name in the package."""
        return {name: self.site.read(path) for path, name in self.pictures.items()}

    def scored(self) -> dict[str, QuestionView]:
        """Return the scored questions that its pages ask, by id."""
        asked: set[str] = set()
        for page in self.pages:
            asked.update(page.body.xpath(".//@data-question"))
        questions = self.material.practice.questions
        return {found.id: found for found in questions if found.is_scored and found.id in asked}


def short_name(page: str) -> str:
    """Return what a page is called in a package, where all pages are in one folder, so that links need no path."""
    return page.removeprefix("book/").replace("/", "-")


def page_names(loaded: Loaded, module: Module) -> tuple[str, ...]:
    """Return the names of the pages of a module's package, in its order, each once.

    Lessons, then the pages with the self-test of the module, the take-away card, and the page with all help lines.
    """
    names = [loaded.parsed.lesson(id).page for id in module.lessons]
    tests, numbers = [], []
    for page in loaded.pages:
        for call in page.calls:
            if call.is_role:
                continue
            if call.name == "self-test" and call.argument == module.id:
                tests.append(page.name)
            if call.name == "helplines" and not call.options:
                numbers.append(page.name)
    card = [module.take_away] if module.take_away else []
    return tuple(dict.fromkeys([*names, *tests, *card, *numbers]))
