"""The theme of the site: the variables of its templates, styles and scripts, and the frame of every page."""

from os.path import relpath
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config

from vorming.course.editions import Edition
from vorming.course.kinds import facts_date
from vorming.model.course import PageSettings
from vorming.nodes import has_class, sections_of, vorming_quiz
from vorming.source.current import language_tag, mark
from vorming.source.fingerprint import package_digest
from vorming.source.load import load_course
from vorming.sphinx_ext.contents import Book, book_of, is_site
from vorming.sphinx_ext.site_files import POLICY
from vorming.text.markdown import inline_text, resolve_roles, values_of
from vorming.text.numbers import format_date
from vorming.text.tokens import css_variables, load_tokens
from vorming.text.words import words

THEME = "vorming"
FOLDER = Path(__file__).parents[1] / "assets" / "site"

STATIC = [str(FOLDER.parent / name / "static") for name in ("quiz", "charts")]
"""The folders with scripts and styles of quizzes and charts; the theme has its own folder."""

CHARTED = ("chart", "comparison", "answer", "model-badge", "box-jurisdiction")
"""The classes that charts.css styles."""


def set_html_context(app: Sphinx, config: Config) -> None:
    """Set the variables `tokens`, `light`, `dark`, `site_words` and `site_mark` of the templates of styles and scripts.

    Handles config-inited.
    """
    files = [name for name in config.bibtex_bibfiles or () if (app.srcdir / name).exists()]
    # The extension for citations needs at least one file.
    config.bibtex_bibfiles = files or [relpath(FOLDER / "no-sources.bib", app.srcdir)]
    # Loading a course sets the words and tokens of this process.
    load_course(Path(app.srcdir))
    scripts, tokens = ("script", "colours", "keep", "results"), load_tokens()
    config.html_context = {
        **config.html_context,
        "tokens": tokens.model_dump(),
        "light": css_variables(tokens, "light"),
        "dark": css_variables(tokens, "dark"),
        "site_words": {name: dict(words("site").group(name)) for name in scripts}
        | {"quiz": dict(words("quiz").group("script"))},
        "site_mark": mark(),
        # No template uses this. But Sphinx writes all pages again if html_context changes, and pages have the digests of
        # the scripts and styles of this package.
        "package": package_digest(),
    }


def add_own_files(app: Sphinx) -> None:
    """Let Sphinx copy the scripts and styles of this package, and load them in pages with their digest.

    This must happen after the builder has computed the digest of its settings for ``.buildinfo``. Otherwise that file would
    depend on the folder in which this package is installed.
    """
    app.config.html_static_path = [*app.config.html_static_path, *STATIC]
    if is_site(app):
        app.add_js_file("theme.js")  # before the page is drawn
        for name in ("site", "quiz", "comparison"):
            app.add_js_file(f"{name}.js", loading_method="defer")
        for name in ("site", "quiz", "charts"):
            app.add_css_file(f"{name}.css")


def add_frame(
    app: Sphinx, pagename: str, _: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Set the variables of the page template: `words`, `site` (the same on all pages) and `page`.

    Handles html-page-context.
    """
    if is_site(app):
        course, colours = book_of(app).course, load_tokens().colours
        context["words"] = words("site")
        context["site"] = {
            "language": language_tag(),
            "mark": mark(),
            "settings": course.settings,
            "organisation": course.organisation,
            "facts_date": format_date(facts_date(course)),
            "helplines": course.quick_helplines,
            "policy": POLICY,
            "paper": {"light": colours.light.paper, "dark": colours.dark.paper},
        }
        context["page"] = _page(app, pagename, context, doctree)


def _page(app: Sphinx, name: str, context: dict[str, Any], doctree: nodes.document | None) -> dict[str, Any]:
    """Return the variables of one page, for the frame around its text.

    doctree: None for a page without a source, such as the search page, which shows the whole table of contents.
    """
    book, paths = book_of(app), _own_files(doctree)
    prefix = context["content_root"].removeprefix("./")
    settings = book.loaded.settings.get(name, PageSettings())
    title = book.titles.get(name, words("site")["search_title"])
    full_title = title if name == book.home else f"{title} – {book.course.settings.title}"
    description = app.env.metadata.get(name, {}).get("description") or book.course.settings.subtitle
    return {
        "tab_title": settings.tab_title or full_title,
        "description": settings.description or str(description),
        "contents": book.contents(prefix, name),
        "all_contents": "" if doctree else book.contents(prefix),
        "styles": [file for file in context["css_files"] if file.filename in paths],
        "scripts": [file for file in context["script_files"] if file.filename in paths],
        "headings": _headings(doctree) if doctree else [],
        "terms": _terms(app, book, doctree) if doctree else [],
        "lesson": book.lessons.get(name),
        # The minutes are the trainer's plan; they say nothing about how long a reader needs.
        "shows_minutes": app.config.vorming_edition == Edition.TRAINER,
        "part": book.part_of.get(name),
        # The path of the source, for the link with which readers can suggest a change.
        "source": next((page.path for page in book.loaded.pages if page.name == name), ""),
    }


def _own_files(doctree: nodes.document | None) -> set[str]:
    """Return the scripts and styles that a page loads; those of other extensions are left out."""
    names = ["theme.js", "site.js", "site.css"]
    if doctree:
        if any(doctree.findall(vorming_quiz)):
            names += ["quiz.js", "quiz.css"]
        if any(has_class(node, *CHARTED) for node in doctree.findall()):
            names.append("charts.css")
        if any(has_class(table, "comparison") for table in doctree.findall(nodes.table)):
            names.append("comparison.js")
    return {f"_static/{name}" for name in names}


def _headings(doctree: nodes.document) -> list[dict[str, str]]:
    """Return the headings below the title, for the list “Op deze pagina”."""
    top = next(iter(doctree.findall(nodes.section)), nodes.section())
    return [{"anchor": section["ids"][0], "text": section[0].astext()} for section in sections_of(top)]


def _terms(app: Sphinx, book: Book, doctree: nodes.document) -> list[dict[str, str]]:
    """Return the terms of the glossary that a page links to, in alphabetical order."""
    used = {}
    for reference in doctree.findall(nodes.reference):
        if any("std-term" in child.get("classes", ()) for child in reference.findall(nodes.inline)):
            # The fragment of the address is the id of the term in the glossary.
            href = reference.get("refuri", "")
            used[href.partition("#")[2]] = href
    values, terms = values_of(book.course), []
    objects = app.env.domaindata["std"]["objects"]
    for term in sorted(book.course.terms, key=lambda term: term.term.casefold()):
        # The anchor of the term in the glossary, if the glossary has it.
        _, anchor = objects.get(("term", term.term), ("", ""))
        if href := used.get(anchor, ""):
            definition = inline_text(resolve_roles(term.definition, values))
            terms.append({"id": term.id, "term": term.term, "definition": definition, "href": href})
    return terms
