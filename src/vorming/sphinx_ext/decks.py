"""The decks of the trainer's edition, made from the pages that Sphinx has read."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from vorming.course import editions
from vorming.course.planning import GuideNote
from vorming.model.course import Module
from vorming.nodes import vorming_box
from vorming.slides.compose import check_slides
from vorming.slides.deck import CourseSlides, Fragment, lesson_deck
from vorming.slides.lesson import LessonWriter, write_note
from vorming.slides.outline import name_citations, read_outline
from vorming.slides.write import KEPT, write_decks
from vorming.source.files import older_than, read_store, write_store
from vorming.source.pictures import strip_folder
from vorming.source.problems import Problem
from vorming.sphinx_ext.contents import is_site
from vorming.sphinx_ext.freshness import loaded_of
from vorming.text.markdown import enumerate_authors
from vorming.text.words import words


def add_links(app: Sphinx, pagename: str, _: str, context: dict[str, Any], __: nodes.document | None) -> None:
    """Give each page of the trainer's edition links to the trainer's own pages and to the decks of the page.

    Handles html-page-context. The links are in `trainer_bar`. The edition for trainees has none, and the preview doesn't
    make the pages to link to.
    """
    if app.config.vorming_edition != "trainer" or app.config.vorming_is_preview or not is_site(app):
        return
    course, labels = loaded_of(app).parsed, words("trainer")
    links = [(editions.START, labels["start_title"])]
    for page in course.lessons:
        if page.page == pagename:
            links.append((f"{editions.DECKS}/{page.lesson.id}.html", labels["deck_here"]))
    for module in course.modules:
        if module.page == pagename:
            links += [(f"{editions.DAYS}/{item.id}/index.html", item.title) for item in module.programmes]
    links = [(context["pathto"](path, resource=True), title) for path, title in links]
    context["trainer_bar"] = {"label": labels["edition"], "links": links}


def make_decks(app: Sphinx) -> list[Problem]:
    """Write a deck per lesson beside the trainer's pages.

    The slides are also kept in a file. From that file the decks of days are made without Sphinx, and a later build reuses
    unchanged lessons. Return the problems with slides, which stop no build.
    """
    assert isinstance(app.builder, StandaloneHTMLBuilder)
    course, folder = loaded_of(app).parsed, Path(app.outdir) / editions.DECKS
    pages = {page.lesson.id: page.page for page in course.lessons} | {
        item.id: item.page for item in course.modules
    }
    doctrees = {id: Path(app.doctreedir) / f"{page}.doctree" for id, page in pages.items()}
    unchanged = older_than(folder / KEPT, doctrees)
    kept: CourseSlides = read_store(folder / KEPT) if unchanged else CourseSlides({}, {})
    decks = {id: deck for id, deck in kept.lessons.items() if id in unchanged}
    for page in course.lessons:
        if page.lesson.id not in decks:
            outline = read_outline(_resolved(app, page.page))
            site = course.settings.online
            address = f"{site}{app.builder.get_target_uri(page.page)}" if site else ""
            deck = LessonWriter(page, app.builder, course, address).deck(outline)
            problems = tuple(check_slides(outline, loaded_of(app).page(page.page).path))
            decks[page.lesson.id] = replace(deck, problems=problems)
    decks = dict(sorted(decks.items()))
    guides = {id: notes for id, notes in kept.guides.items() if id in unchanged}
    guides |= {item.id: tuple(_guide(app, item)) for item in course.modules if item.id not in guides}
    write_decks(folder, [lesson_deck(course.lesson(id), deck, course) for id, deck in decks.items()])
    write_store(folder / KEPT, CourseSlides(decks, guides))
    app.builder.copy_image_files()
    strip_folder(Path(app.outdir) / "_images")
    return [problem for deck in decks.values() for problem in deck.problems]


def _guide(app: Sphinx, module: Module) -> Iterator[GuideNote[Fragment]]:
    """Yield the trainer's notes on the page of a module that are about a part of a day."""
    assert isinstance(app.builder, StandaloneHTMLBuilder)
    for box in _resolved(app, module.page).findall(vorming_box):
        if box.get("part"):
            yield GuideNote(write_note(app.builder, box), box["part"], tuple(box["programmes"]))


def _resolved(app: Sphinx, name: str) -> nodes.document:
    """Return a page with its slide nodes, its references resolved and its images found."""
    doctree = app.env.get_doctree(name)
    for tree in list(doctree.findall(addnodes.toctree)):
        tree.parent.remove(tree)
    names = {}
    for source in loaded_of(app).parsed.sources:
        authors = enumerate_authors(source.author) or source.title
        names[source.id] = " ".join(filter(None, (authors, source.year)))
    name_citations(doctree, names)
    # The edition filter is one of these transforms; without this setting it removes slide nodes.
    app.config.vorming_keeps_slides = True
    try:
        app.env.apply_post_transforms(doctree, name)
    finally:
        app.config.vorming_keeps_slides = False
    app.builder.post_process_images(doctree)
    return doctree
