"""A module as a package: its pages from the built site, with the data that both kinds of package need."""

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote

from vorming.exports.lesson_pages import LessonPage, Site
from vorming.exports.material import Material
from vorming.model.course import Module
from vorming.model.faq import HelpLine
from vorming.quiz.view import QuestionView
from vorming.source.load import Loaded

PICTURES = "beelden"
QUICK_TOPICS = {"nood", "praten", "jongeren"}


@dataclass(frozen=True)
class CoursePackage:
    """A module, its questions, and the pages of it that a trainee reads, in that order."""

    material: Material
    site: Site
    names: tuple[str, ...]
    """The names of the pages, as in the toc."""

    @property
    def module(self) -> Module:
        return self.material.module

    @cached_property
    def pages(self) -> tuple[LessonPage, ...]:
        return tuple(self.site.page(name) for name in self.names)

    @cached_property
    def pictures(self) -> Mapping[str, str]:
        """What each picture of the site that a page shows is called in the package: signs that every platform takes."""
        paths = (path for page in self.pages for path in self.site.pictures(page))
        names = {path: quote(posixpath.basename(path)).replace("%", "") for path in dict.fromkeys(paths)}
        return {path: f"{PICTURES}/{name}" for path, name in names.items()}

    def picture_files(self) -> dict[str, bytes]:
        """Return the pictures by their name in the package."""
        return {name: self.site.read(path) for path, name in self.pictures.items()}

    def scored(self) -> dict[str, QuestionView]:
        """Return the scored questions that its pages ask, by id."""
        asked = {
            node.get("data-question")
            for page in self.pages
            for node in page.body.xpath(".//*[@data-question]")
        }
        questions: Iterable[QuestionView] = self.material.practice.questions
        return {
            question.id: question for question in questions if question.is_scored and question.id in asked
        }

    @property
    def helplines(self) -> tuple[HelpLine, ...]:
        """The help lines with a number that stand behind a button on every page, emergencies first."""
        lines = [
            line for line in self.material.course.helplines if line.phone and QUICK_TOPICS & set(line.topics)
        ]
        return tuple(sorted(lines, key=lambda line: not line.is_emergency))


def page_names(loaded: Loaded, module: Module) -> tuple[str, ...]:
    """Return the pages of a module's package: lessons, self-test, take-away card, help lines."""
    assert loaded.course is not None
    lessons = [loaded.course.lesson(id).page for id in module.lessons]
    calls = [(page.name, call) for page in loaded.pages for call in page.calls if not call.is_role]
    tests = [name for name, call in calls if call.name == "self-test" and call.argument == module.id]
    numbers = [name for name, call in calls if call.name == "helplines" and not call.options]
    card = [module.take_away] if module.take_away else []
    return tuple(dict.fromkeys([*lessons, *tests, *card, *numbers]))
