"""The decks of the trainer's edition, made from the pages that Sphinx has read."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from vorming.course.store import write_store
from vorming.model.course import Course, LessonPage, Source
from vorming.slides.compose import check_slides
from vorming.slides.deck import LessonDeck, lesson_deck
from vorming.slides.lesson import LessonWriter, Questions, questions_of
from vorming.slides.outline import name_citations, plain_charts, read_outline
from vorming.slides.write import DAYS, FOLDER, KEPT, write_decks
from vorming.source.notices import leave_notices
from vorming.source.problems import Problem
from vorming.sphinx_ext.freshness import course_of
from vorming.text.pictures import strip_folder
from vorming.text.words import words


def add_links(app: Sphinx, pagename: str, _: str, context: dict[str, Any], __: nodes.document | None) -> None:
    """Give each page of the trainer's edition the way to her own pages and to the deck of this page."""
    course = course_of(app).course
    if app.config.vorming_edition == "trainer" and app.builder.name == "html" and course:
        said = words("trainer")
        ids = [page.lesson.id for page in course.lessons if page.page == pagename]
        days = [
            (f"{DAYS}/{programme.id}/index.html", programme.title)
            for module in course.modules
            if module.page == pagename
            for programme in module.programmes
        ]
        decks = [(f"{FOLDER}/{id}.html", said["deck_here"]) for id in ids]
        links = [("begeleider.html", said["start_title"]), *decks, *days]
        pathto = context["pathto"]
        context["trainer_bar"] = {
            "label": said["edition"],
            "links": [(pathto(path, resource=True), title) for path, title in links],
        }


def make_decks(app: Sphinx) -> None:
    """Write a deck per lesson beside the trainer's pages, keep the slides for days, and say what is wrong with them."""
    course = course_of(app).course
    assert course is not None and isinstance(app.builder, StandaloneHTMLBuilder)
    making = _Decks(app, app.builder, course, questions_of(course))
    made = {page.lesson.id: making.lesson(page) for page in course.lessons}
    folder = Path(app.outdir) / FOLDER
    write_decks(folder, [lesson_deck(deck, course) for deck in made.values()])
    write_store(folder / KEPT, made)
    app.builder.copy_image_files()
    strip_folder(Path(app.outdir) / "_images")
    leave_notices(Path(app.outdir), making.problems)


@dataclass
class _Decks:
    """One making of all decks; `problems` fills on the way."""

    app: Sphinx
    builder: StandaloneHTMLBuilder
    course: Course
    questions: Questions
    problems: list[Problem] = field(default_factory=list)

    def lesson(self, page: LessonPage) -> LessonDeck:
        outline = read_outline(self.resolved(page.page))
        self.problems += check_slides(outline, course_of(self.app).page(page.page).path)
        return LessonWriter(page, self.builder, self.questions, self.address(page.page)).deck(outline)

    def resolved(self, name: str) -> nodes.document:
        """Return a page with its slide nodes, its references resolved and its images found."""
        config, doctree = self.app.config, self.app.env.get_doctree(name)
        for tree in list(doctree.findall(addnodes.toctree)):
            tree.parent.remove(tree)
        plain_charts(doctree)
        name_citations(doctree, {source.id: _short_name(source) for source in self.course.sources})
        config.vorming_keeps_slides = True
        self.app.env.apply_post_transforms(doctree, name)
        config.vorming_keeps_slides = False
        self.builder.post_process_images(doctree)
        return doctree

    def address(self, page: str) -> str:
        """Return where a page stands on the web."""
        return f"{self.course.settings.site_address}{self.builder.get_target_uri(page)}"


def _short_name(source: Source) -> str:
    return " ".join(filter(None, (source.author or source.title, source.year)))
