"""The site's own theme: takes the place of Jupyter Book's, and gives every page its frame.

Beside Sphinx's own names, page templates know `site` (the same on all pages), `page` (of this one)
and `words`; `_site` and `_page` say what these have.
"""

from os.path import relpath
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment

from vorming.course.draws import quick_helplines
from vorming.course.editions import Edition
from vorming.model.course import Course, PageSettings
from vorming.nodes.course import has_class, sections_of, vorming_quiz
from vorming.source.current import language_tag, mark
from vorming.source.fingerprint import package_digest
from vorming.source.load import load_course
from vorming.sphinx_ext.bibliography import STYLE
from vorming.sphinx_ext.contents import Book, book_of, is_site
from vorming.sphinx_ext.freshness import domain_of, pages_if_changed
from vorming.sphinx_ext.search_items import glossary_address
from vorming.sphinx_ext.site_files import POLICY
from vorming.text.markdown import inline_text, resolve_roles, values_of
from vorming.text.numbers import format_date
from vorming.text.tokens import css_variables, load_tokens
from vorming.text.words import words

THEME = "vorming"
FOLDER = Path(__file__).parents[1] / "assets" / "site"

NO_SOURCES = FOLDER / "no-sources.bib"
"""For a course without references.bib: the extension for citations wants a file."""

OWN_FILES = ("site.css", "quiz.css", "charts.css", "theme.js", "site.js", "quiz.js", "comparison.js")
"""What a page may load: other extensions' scripts and styles stay out."""

CHARTED = ("chart", "comparison", "answer", "model-badge", "box-jurisdiction")
"""The classes that charts.css is about."""


def take_own_theme(app: Sphinx, config: Config) -> None:
    """Use our theme with the look's tokens; Jupyter Book's options are for its own theme.

    Listens to config-inited. Templates of styles and scripts get `tokens`, `site_words` and `site_mark`.
    """
    config.html_theme = THEME
    config.html_theme_options = {}
    config.html_use_index = False
    config.html_permalinks = False
    config.bibtex_default_style = STYLE
    found = [name for name in config.bibtex_bibfiles or () if (app.srcdir / name).exists()]
    config.bibtex_bibfiles = found or [relpath(NO_SOURCES, app.srcdir)]
    # From here on words and tokens are those of this course.
    load_course(Path(app.srcdir))
    scripts = ("script", "colours", "keep", "results")
    config.html_context = {
        **config.html_context,
        "tokens": _css_tokens(),
        "site_words": {name: dict(words("site").group(name)) for name in scripts},
        "site_mark": mark(),
        # No template uses it. But Sphinx writes all pages when html_context changes, and these name
        # the digests of our scripts and styles.
        "package": package_digest(),
    }


def _css_tokens() -> dict[str, dict[str, str]]:
    """Return the CSS custom properties of the look: sizes and fonts, light colours, dark colours."""
    tokens = load_tokens()
    sizes = {
        "--vorming-text-size": f"{tokens.sizes.web_text_px / 16}rem",
        "--vorming-line-height": str(tokens.sizes.web_line_height),
        "--vorming-measure": str(tokens.sizes.web_measure_ch),
        "--vorming-target": f"{tokens.sizes.target_px / 16}rem",
    }
    fonts = {"sans": tokens.fonts.web, "serif": tokens.fonts.web_serif, "mono": tokens.fonts.mono}
    for name, families in fonts.items():
        quoted = (f'"{family}"' if " " in family else family for family in families)
        sizes[f"--vorming-{name}"] = ", ".join(quoted)
    light, dark = dict(css_variables(tokens, "light")), dict(css_variables(tokens, "dark"))
    return {"sizes": sizes, "light": light, "dark": dark}


def add_own_files(app: Sphinx) -> None:
    """Load our style and scripts on every page of the site; theme.js before the page is drawn."""
    if is_site(app):
        app.add_css_file("site.css", priority=100)
        app.add_js_file("theme.js", priority=100)
        app.add_js_file("site.js", priority=100, loading_method="defer")


def add_assets(
    app: Sphinx, pagename: str, _: str, __: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Load the styles and scripts of quizzes, charts and comparisons on pages that have one.

    `doctree` is None for a page without a source, such as the search.
    """
    if doctree is None:
        return
    if any(doctree.findall(vorming_quiz)):
        app.add_css_file("quiz.css")
        app.add_js_file("quiz.js", loading_method="defer")
    if any(has_class(node, *CHARTED) for node in doctree.findall()):
        app.add_css_file("charts.css")
    if any(has_class(table, "comparison") for table in doctree.findall(nodes.table)):
        app.add_js_file("comparison.js", loading_method="defer")


def add_frame(
    app: Sphinx, pagename: str, _: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Give the template of a page its frame.

    Listens to html-page-context; sets `words`, `site` and `page`.
    """
    if is_site(app):
        book = book_of(app)
        context["words"] = words("site")
        context["site"] = _site(book.course)
        context["page"] = _page(app, book, pagename, context, doctree)


def _site(course: Course) -> dict[str, Any]:
    """Return what every page shows."""
    colours = load_tokens().colours
    return {
        "language": language_tag(),
        "mark": mark(),
        "settings": course.settings,
        "organisation": course.organisation,
        "facts_date": format_date(course.facts_date),
        "helplines": quick_helplines(course),
        "policy": POLICY,
        "paper": {"light": colours.light.paper, "dark": colours.dark.paper},
    }


def _page(
    app: Sphinx, book: Book, name: str, context: dict[str, Any], doctree: nodes.document | None
) -> dict[str, Any]:
    """Return what one page shows around its text.

    `doctree` is None for a page without a source, such as the search: it shows the whole contents.
    """
    prefix = context["content_root"].removeprefix("./")
    settings = book.loaded.settings.get(name, PageSettings())
    title = book.titles.get(name, words("site")["search_title"])
    full_title = title if name == book.home else f"{title} – {book.course.settings.title}"
    description = app.env.metadata.get(name, {}).get("description") or book.course.settings.subtitle
    return {
        "tab_title": settings.tab_title or full_title,
        "description": settings.description or str(description),
        "contents": book.contents(name, prefix),
        "all_contents": "" if doctree else book.all_contents(prefix),
        "styles": _own(context["css_files"]),
        "scripts": _own(context["script_files"]),
        "headings": _headings(doctree) if doctree else [],
        "terms": _terms(app, book, doctree) if doctree else [],
        "lesson": book.lessons.get(name),
        # A lesson's minutes are the trainer's plan; a reader takes the time it takes.
        "shows_minutes": app.config.vorming_edition == Edition.TRAINER,
        "part": _part(book, name, context),
        # The address of its file, for those who may improve it.
        "source": next((page.path for page in book.loaded.pages if page.name == name), ""),
    }


def _own(assets: list[Any]) -> list[Any]:
    """Return our own files among those that a page would load, each once, in the order of their priority."""
    ordered = sorted(assets, key=lambda asset: int(asset.priority))
    names = {Path(str(asset.filename)).name: asset for asset in ordered}
    return [asset for name, asset in names.items() if name in OWN_FILES]


def _headings(doctree: nodes.document) -> list[dict[str, str]]:
    """Return the headings below the title, for “Op deze pagina”."""
    top = next(iter(doctree.findall(nodes.section)), nodes.section())
    return [
        {"anchor": section["ids"][0], "text": section[0].astext()}
        for section in sections_of(top)
        if isinstance(section[0], nodes.title)
    ]


def _terms(app: Sphinx, book: Book, doctree: nodes.document) -> list[dict[str, str]]:
    """Return the terms of the glossary that a page links to, in the order of the alphabet."""
    used = {}
    for reference in doctree.findall(nodes.reference):
        if any("std-term" in child.get("classes", ()) for child in reference.findall(nodes.inline)):
            # After the # comes the id of the term in the glossary.
            href = reference.get("refuri", "")
            used[href.partition("#")[2]] = href
    values, found = values_of(book.course), []
    for term in sorted(book.course.terms, key=lambda term: term.term.casefold()):
        address = glossary_address(app, term.term)
        if address and address[1] in used:
            definition = inline_text(resolve_roles(term.definition, values))
            href = used[address[1]]
            found.append({"id": term.id, "term": term.term, "definition": definition, "href": href})
    return found


def _part(book: Book, name: str, context: dict[str, Any]) -> dict[str, str] | None:
    """Return the part that a page belongs to, and the address of its first page when that is another one."""
    part = book.part_of.get(name)
    if part is None or not part.caption:
        return None
    first = part.pages[0].name
    return {"caption": part.caption, "href": "" if first == name else context["pathto"](first)}


def changed_frame(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the pages to write again: all when something that every page shows has changed."""
    course = domain_of(env).course
    shown = [course.settings.model_dump_json(), course.organisation.model_dump_json()]
    shown += [course.facts_date.isoformat()]
    shown += [line.model_dump_json() for line in quick_helplines(course)]
    shown += [f"{page.page} {page.lesson.minutes}" for page in course.lessons]
    return pages_if_changed(env, "frame", "\n".join(shown))
