"""The decks of the trainer's edition, made from the pages that Sphinx has read."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from vorming.course import layout
from vorming.course.store import older_than, read_store, write_store
from vorming.slides.compose import check_slides
from vorming.slides.deck import LessonDeck, lesson_deck
from vorming.slides.lesson import LessonWriter
from vorming.slides.outline import name_citations, plain_charts, read_outline
from vorming.slides.write import KEPT, write_decks
from vorming.source.pictures import strip_folder
from vorming.source.problems import leave_notices
from vorming.sphinx_ext.contents import is_site
from vorming.sphinx_ext.freshness import loaded_of
from vorming.text.markdown import enumerate_authors
from vorming.text.words import words


def add_links(app: Sphinx, pagename: str, _: str, context: dict[str, Any], __: nodes.document | None) -> None:
    """Give each page of the trainer's edition links to her own pages and to the decks of this page.

    Listens to html-page-context. The template gets `trainer_bar`; in the trainees' edition it has none,
    nor in the preview, which makes none of these pages.
    """
    if app.config.vorming_edition != "trainer" or app.config.vorming_is_preview or not is_site(app):
        return
    course, said = loaded_of(app).parsed, words("trainer")
    links = [(layout.START, said["start_title"])]
    for page in course.lessons:
        if page.page == pagename:
            links.append((f"{layout.DECKS}/{page.lesson.id}.html", said["deck_here"]))
    for module in course.modules:
        if module.page == pagename:
            links += [(f"{layout.DAYS}/{found.id}/index.html", found.title) for found in module.programmes]
    links = [(context["pathto"](path, resource=True), title) for path, title in links]
    context["trainer_bar"] = {"label": said["edition"], "links": links}


def make_decks(app: Sphinx) -> None:
    """Write a deck per lesson beside the trainer's pages.

    The slides are kept in a store of their own, from which the decks of days are made without Sphinx, and a later
    build takes those of lessons that are no different. What is wrong with slides is left in a file beside them, which
    the build reports.
    """
    assert isinstance(app.builder, StandaloneHTMLBuilder)
    course, folder = loaded_of(app).parsed, Path(app.outdir) / layout.DECKS
    doctrees = {page.lesson.id: Path(app.doctreedir) / f"{page.page}.doctree" for page in course.lessons}
    unchanged = older_than(folder / KEPT, doctrees)
    kept: Mapping[str, LessonDeck] = read_store(folder / KEPT) if unchanged else {}
    made = {id: kept[id] for id in unchanged & kept.keys()}
    for page in course.lessons:
        if page.lesson.id not in made:
            outline = read_outline(_resolved(app, page.page))
            site = course.settings.online
            address = f"{site}{app.builder.get_target_uri(page.page)}" if site else ""
            deck = LessonWriter(page, app.builder, course, address).deck(outline)
            problems = tuple(check_slides(outline, loaded_of(app).page(page.page).path))
            made[page.lesson.id] = replace(deck, problems=problems)
    made = dict(sorted(made.items()))
    write_decks(folder, [lesson_deck(deck, course) for deck in made.values()])
    write_store(folder / KEPT, made)
    app.builder.copy_image_files()
    strip_folder(Path(app.outdir) / "_images")
    leave_notices(Path(app.outdir), [problem for deck in made.values() for problem in deck.problems])


def _resolved(app: Sphinx, name: str) -> nodes.document:
    """Return a page with its slide nodes, its references resolved and its images found."""
    doctree = app.env.get_doctree(name)
    for tree in list(doctree.findall(addnodes.toctree)):
        tree.parent.remove(tree)
    plain_charts(doctree)
    names = {}
    for source in loaded_of(app).parsed.sources:
        who = enumerate_authors(source.author) or source.title
        names[source.id] = " ".join(filter(None, (who, source.year)))
    name_citations(doctree, names)
    # The edition filter is among these transforms, and takes slide nodes out for pages.
    app.config.vorming_keeps_slides = True
    try:
        app.env.apply_post_transforms(doctree, name)
    finally:
        app.config.vorming_keeps_slides = False
    app.builder.post_process_images(doctree)
    return doctree
