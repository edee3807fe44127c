"""The site: the variables of its templates, styles and scripts, the frame of every page, and the files that are not pages.

Those files are a start page at the root, headers for hosts, and the service worker.
"""

from hashlib import sha256
from os.path import relpath
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config

from vorming.course.editions import TRAINERS_OWN, Edition
from vorming.course.kinds import facts_date
from vorming.model.course import PageSettings
from vorming.nodes import has_class, sections_of, vorming_quiz
from vorming.source.current import language_tag, mark
from vorming.source.files import write_whole
from vorming.source.fingerprint import package_digest
from vorming.source.load import load_course
from vorming.source.pictures import strip_folder
from vorming.sphinx_ext.contents import Book, book_of, is_site
from vorming.sphinx_ext.search_items import write_search_items
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

POLICY = "; ".join(["default-src 'self'", "base-uri 'none'", "form-action 'self'", "object-src 'none'"])
"""The content security policy: nothing from another host, no inline script or style."""

HEADERS = {
    "Content-Security-Policy": f"{POLICY}; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-cache",
}
"""The headers that a host should send with every page; each page has the policy in a meta element too."""

UNUSED = ("*-stemmer.js", "*design*", "mystnb.*.css", "pygments.css", "translations.js")
"""Files that Sphinx and its extensions copy to `_static`, but that no page loads."""

NOT_OFFLINE = {"404.html", "sw.js", "_headers", "_nginx.conf"} | TRAINERS_OWN
"""The files and folders that the service worker does not keep on a reader's device."""


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
            "paper": {theme: palette.paper for theme, palette in colours.items()},
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


def write_site_files(app: Sphinx, exception: Exception | None) -> None:
    """Write the files of the site that are not pages.

    Handles build-finished; after an exception it writes nothing. The service worker comes last, because it lists all
    files.
    """
    if exception or not is_site(app):
        return
    out, course, labels = Path(app.outdir), book_of(app).course, words("site")
    strip_folder(out / "_images")
    # It lists the anchors of every page, also those in blocks for trainers, and no page uses it.
    (out / "objects.inv").unlink(missing_ok=True)
    drawing = mark().replace("currentColor", load_tokens().colours["light"].accent)
    (out / "_static/mark.svg").write_text(drawing, encoding="utf-8")
    for name in UNUSED:
        for path in out.glob(f"_static/{name}"):
            path.unlink()
    _remove_left_over(app, out)
    write_search_items(app)
    # Netlify and Cloudflare Pages read `_headers`; `_nginx.conf` goes into a `server` block of nginx.
    _render(app, "headers.txt", "_headers", headers=HEADERS)
    _render(app, "nginx.conf", "_nginx.conf", headers=HEADERS)
    first, subtitle = f"{app.config.root_doc}.html", course.settings.subtitle
    _render(app, "start.html", "index.html", first=first, subtitle=subtitle)
    # A host shows this page for an unknown address in any folder, so its link must be absolute.
    address = str(course.settings.site_address)
    _render(app, "moved.html", "404.html", address=address, said=labels["missing"], is_at_once=False)
    for old, new in course.settings.redirects.items():
        address = "../" * old.count("/") + f"{new}.html"
        _render(app, "moved.html", f"{old}.html", address=address, said=labels["moved"], is_at_once=True)
    # The service worker keeps the book under this version, so after a change of any file it fetches all of them again.
    names = sorted(path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file())
    files = [name for name in names if name.partition("/")[0] not in NOT_OFFLINE and "/." not in f"/{name}"]
    digest = sha256()
    for name in files:
        digest.update(name.encode() + (out / name).read_bytes())
    _render(app, "sw.js", "sw.js", files=files, version=digest.hexdigest()[:12])


def _render(app: Sphinx, template: str, name: str, **context: object) -> None:
    """Render a template of the theme into the file `name` of the site."""
    templates: Any = app.builder.templates
    shared = {
        "policy": POLICY,
        "language": language_tag(),
        "title": book_of(app).course.settings.title,
        "open": words("site")["start_open"],
    }
    write_whole(Path(app.outdir, name), templates.render(template, {**shared, **context}).encode())


def _remove_left_over(app: Sphinx, out: Path) -> None:
    """Remove pages and pictures of an earlier build that are no longer in the book."""
    pages = {*app.env.found_docs, *book_of(app).course.settings.redirects}
    for path in out.rglob("*.html"):
        name = path.relative_to(out)
        # The book has no pages at the root, and Sphinx owns the folders whose name starts with an underscore.
        is_page = len(name.parts) > 1 and name.parts[0] not in TRAINERS_OWN and name.parts[0][0] != "_"
        if is_page and name.with_suffix("").as_posix() not in pages:
            path.unlink()
    pictures = {name for _, name in app.env.images.values()}
    for path in out.glob("_images/*"):
        if path.name not in pictures:
            path.unlink()
