"""The decks of the trainer's edition, made from the pages that Sphinx has just read."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from vorming.model.course import Course, LessonPage
from vorming.slides.compose import check_slides
from vorming.slides.deck import Deck, LessonDeck, lesson_deck, module_deck
from vorming.slides.fragments import FragmentWriter
from vorming.slides.lesson import LessonWriter, Questions, questions_of
from vorming.slides.outline import read_outline
from vorming.slides.write import FOLDER, write_decks
from vorming.sphinx_ext.base import report
from vorming.sphinx_ext.freshness import course_of


def make_decks(app: Sphinx) -> list[Any]:
    """Write a deck per lesson and per module beside the trainer's pages; no page of Sphinx's own."""
    course = course_of(app).course
    if app.config.vorming_edition == "trainer" and isinstance(app.builder, StandaloneHTMLBuilder) and course:
        write_decks(Path(app.outdir) / FOLDER, _decks(app, app.builder, course))
    return []


def _decks(app: Sphinx, builder: StandaloneHTMLBuilder, course: Course) -> Iterator[Deck]:
    questions = questions_of(course)
    made = {page.lesson.id: _lesson(app, builder, course, page, questions) for page in course.lessons}
    for deck in made.values():
        yield lesson_deck(deck, course)
    for module in course.modules:
        lessons = [made[id] for id in module.lessons if id in made]
        yield module_deck(module, course, lessons, page_address(course, builder, module.page))


def _lesson(
    app: Sphinx, builder: StandaloneHTMLBuilder, course: Course, page: LessonPage, questions: Questions
) -> LessonDeck:
    outline = read_outline(resolved_page(app, builder, page.page))
    for found in check_slides(outline, course_of(app).page(page.page).path):
        report(found)
    address = page_address(course, builder, page.page)
    return LessonWriter(page, FragmentWriter(builder), questions, address).deck(outline)


def resolved_page(app: Sphinx, builder: StandaloneHTMLBuilder, name: str) -> nodes.document:
    """Return a page with its slide nodes, its references resolved and its images found."""
    doctree = app.env.get_doctree(name)
    for tree in list(doctree.findall(addnodes.toctree)):
        tree.parent.remove(tree)
    kept, app.config.vorming_keeps_slides = app.config.vorming_keeps_slides, True
    try:
        app.env.apply_post_transforms(doctree, name)
    finally:
        app.config.vorming_keeps_slides = kept
    builder.post_process_images(doctree)
    return doctree


def page_address(course: Course, builder: StandaloneHTMLBuilder, name: str) -> str:
    """Return where a page stands on the web."""
    return f"{course.settings.site_address}{builder.get_target_uri(name)}"
