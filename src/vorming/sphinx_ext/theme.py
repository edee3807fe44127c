"""The site's own theme: takes the place of Jupyter Book's, and gives every page its frame.

Sphinx's page templates know `site` (the same on all pages), `page` (of this one) and `words`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from os.path import relpath
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment

from vorming.course.editions import Edition
from vorming.model.course import Course, PageSettings
from vorming.model.faq import HelpLine
from vorming.source.current import language_tag, mark
from vorming.source.fingerprint import package_digest
from vorming.source.load import load_course
from vorming.sphinx_ext.bibliography import STYLE
from vorming.sphinx_ext.contents import Book, LessonPosition, book_of
from vorming.sphinx_ext.freshness import course_of
from vorming.sphinx_ext.policy import POLICY
from vorming.sphinx_ext.search_items import glossary_address
from vorming.text.markdown import inline_text, resolve_roles, values_of
from vorming.text.numbers import format_date
from vorming.text.tokens import css_variables, load_tokens
from vorming.text.words import words

THEME = "vorming"
FOLDER = Path(__file__).parents[1] / "assets" / "site"

NO_SOURCES = FOLDER / "no-sources.bib"
"""For a course without references.bib: the extension that cites wants a file."""

OWN_FILES = ("site.css", "quiz.css", "charts.css", "theme.js", "site.js", "quiz.js", "comparison.js")
"""What a page may load: other extensions' scripts and styles stay out."""


@dataclass(frozen=True)
class Site:
    """What every page shows."""

    language: str
    mark: str
    title: str
    organisation: str
    contact: str
    facts_date: str
    leave_address: str
    helplines: tuple[HelpLine, ...]
    help_page: str
    about_page: str
    repository: str
    policy: str
    paper: dict[str, str]


@dataclass(frozen=True)
class Heading:
    """A heading of a page, for “Op deze pagina”."""

    anchor: str
    text: str


@dataclass(frozen=True)
class PageTerm:
    """A word of the glossary that a page uses."""

    id: str
    term: str
    definition: str
    href: str


@dataclass(frozen=True)
class PagePart:
    """The part a page stands in, and the address of its first page when that is another one."""

    caption: str
    href: str


@dataclass(frozen=True)
class PageFrame:
    """What one page shows around its text."""

    tab_title: str
    description: str
    contents: str
    all_contents: str
    styles: tuple[Any, ...]
    scripts: tuple[Any, ...]
    headings: tuple[Heading, ...] = ()
    terms: tuple[PageTerm, ...] = ()
    lesson: LessonPosition | None = None
    shows_minutes: bool = False
    part: PagePart | None = None
    source: str = ""
    """Its file, for who may improve it."""


def is_site(app: Sphinx) -> bool:
    """Tell whether the book is being built as the site, and not as slides or text."""
    return app.builder.name == "html"


def take_own_theme(app: Sphinx, config: Config) -> None:
    """Use our theme with the look's tokens; Jupyter Book's options are for its own theme."""
    config.html_theme = THEME
    config.html_theme_options = {}
    config.html_use_index = False
    config.html_permalinks = False
    config.html_math_renderer = "vorming"
    config.bibtex_default_style = STYLE
    config.bibtex_bibfiles = [
        name for name in config.bibtex_bibfiles or () if (app.srcdir / name).exists()
    ] or [relpath(NO_SOURCES, app.srcdir)]
    load_course(Path(app.srcdir))  # for its language and colours
    config.html_context = {
        **config.html_context,
        "stylesheet_tokens": stylesheet_tokens(),
        "site_words": script_words(),
        "site_mark": mark(),
        # No template asks for it: another look or script makes every page stale, and the pages name their digests.
        "package": package_digest(),
    }


def add_own_files(app: Sphinx) -> None:
    """Load our style and scripts on every page of the site; theme.js before the page is drawn."""
    if is_site(app):
        app.add_css_file("site.css", priority=100)
        app.add_js_file("theme.js", priority=100)
        app.add_js_file("site.js", priority=100, loading_method="defer")


def stylesheet_tokens() -> str:
    """Write the tokens as CSS custom properties, for light, dark and what the device asks."""
    tokens = load_tokens()
    light, dark = (_declarations(css_variables(tokens, theme)) for theme in ("light", "dark"))
    sizes = {
        "--vorming-text-size": f"{tokens.sizes.web_text_px / 16}rem",
        "--vorming-line-height": str(tokens.sizes.web_line_height),
        "--vorming-measure": str(tokens.sizes.web_measure_ch),
        "--vorming-target": f"{tokens.sizes.target_px / 16}rem",
        "--vorming-sans": ", ".join(_family(name) for name in tokens.fonts.web),
        "--vorming-serif": ", ".join(_family(name) for name in tokens.fonts.web_serif),
        "--vorming-mono": ", ".join(_family(name) for name in tokens.fonts.mono),
    }
    return (
        f":root {{ color-scheme: light; {_declarations(sizes)} {light} }}\n"
        f"@media (prefers-color-scheme: dark) {{ :root:not([data-theme=light]) {{ color-scheme: dark; {dark} }} }}\n"
        f":root[data-theme=dark] {{ color-scheme: dark; {dark} }}\n"
        f"@media print {{ :root:root:root {{ color-scheme: light; {light} }} }}\n"
    )


def script_words() -> dict[str, dict[str, str]]:
    """Return the words that the scripts say."""
    return {name: dict(words("site").group(name)) for name in ("script", "colours", "keep", "results")}


def _declarations(values: Any) -> str:
    return " ".join(f"{name}: {value};" for name, value in values.items())


def _family(name: str) -> str:
    return f'"{name}"' if " " in name else name


def add_frame(
    app: Sphinx, pagename: str, _: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Give the template of a page its frame."""
    if is_site(app):
        book = book_of(app)
        context["words"] = words("site")
        context["site"] = site_of(app, book.course)
        context["page"] = frame_of(app, book, pagename, context, doctree)


def site_of(app: Sphinx, course: Course) -> Site:
    """Return what every page of the course shows."""
    settings, colours = course.settings, load_tokens().colours
    return Site(
        language=language_tag(),
        mark=mark(),
        title=settings.title,
        organisation=course.organisation.name,
        contact=course.organisation.contact,
        facts_date=format_date(course.facts_date),
        leave_address=str(course.organisation.leave_address or ""),
        helplines=quick_helplines(course),
        help_page=settings.help_page or "",
        about_page=settings.about_page or "",
        repository=str(settings.repository or ""),
        policy=POLICY,
        paper={"light": colours.light.paper, "dark": colours.dark.paper},
    )


def quick_helplines(course: Course) -> tuple[HelpLine, ...]:
    """Return the lines behind the button on every page: those with a number, emergencies first."""
    topics = set(course.settings.quick_help)
    with_number = [line for line in course.helplines if line.phone]
    chosen = [line for line in with_number if topics & set(line.topics)]
    return tuple(sorted(chosen, key=lambda line: not line.is_emergency))


def frame_of(
    app: Sphinx, book: Book, name: str, context: dict[str, Any], doctree: nodes.document | None
) -> PageFrame:
    """Return what one page shows around its text."""
    prefix = context["content_root"].removeprefix("./")
    settings = book.loaded.settings.get(name, PageSettings())
    return PageFrame(
        tab_title=settings.tab_title or _tab_title(book, name),
        description=settings.description or _description(app, book, name),
        contents=book.contents(name, prefix),
        all_contents="" if doctree else book.all_contents(prefix),
        styles=_own(context["css_files"]),
        scripts=_own(context["script_files"]),
        headings=tuple(_headings(doctree)) if doctree else (),
        terms=tuple(_terms(app, book, doctree)) if doctree else (),
        lesson=book.lessons.get(name),
        # A lesson's minutes are the trainer's plan; a reader takes the time it takes.
        shows_minutes=app.config.vorming_edition == Edition.TRAINER,
        part=_part(book, name, context),
        source=next((page.path for page in book.loaded.pages if page.name == name), ""),
    )


def _tab_title(book: Book, name: str) -> str:
    if name == book.home:
        return book.titles[name]
    return f"{book.titles.get(name, words('site')['search_title'])} – {book.course.settings.title}"


def _description(app: Sphinx, book: Book, name: str) -> str:
    return str(app.env.metadata.get(name, {}).get("description") or book.course.settings.subtitle)


def _own(assets: list[Any]) -> tuple[Any, ...]:
    names = {
        Path(str(asset.filename)).name: asset for asset in sorted(assets, key=lambda one: int(one.priority))
    }
    return tuple(asset for name, asset in names.items() if name in OWN_FILES)


def _headings(doctree: nodes.document) -> Iterator[Heading]:
    top = next(iter(doctree.findall(nodes.section)), None)
    for section in top.children if top is not None else ():
        if isinstance(section, nodes.section) and isinstance(section[0], nodes.title):
            yield Heading(section["ids"][0], section[0].astext())


def _terms(app: Sphinx, book: Book, doctree: nodes.document) -> Iterator[PageTerm]:
    """Yield the glossary's words that a page links to, in the order of the alphabet."""
    values = values_of(book.course)
    used = {href.partition("#")[2]: href for href in _used_terms(doctree)}
    for term in sorted(book.course.terms, key=lambda term: term.term.casefold()):
        address = glossary_address(app, term.term)
        if address and address[1] in used:
            definition = inline_text(resolve_roles(term.definition, values))
            yield PageTerm(term.id, term.term, definition, used[address[1]])


def _used_terms(doctree: nodes.document) -> Iterator[str]:
    for reference in doctree.findall(nodes.reference):
        if any("std-term" in child.get("classes", ()) for child in reference.findall(nodes.inline)):
            yield reference.get("refuri", "")


def _part(book: Book, name: str, context: dict[str, Any]) -> PagePart | None:
    part = book.part_of.get(name)
    if part is None or not part.caption:
        return None
    first = part.pages[0].name
    return PagePart(part.caption, "" if first == name else context["pathto"](first))


def changed_frame(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return all pages when something that every page shows has changed."""
    domain = env.get_domain("vorming")
    course = course_of(app).course
    assert course is not None
    shown = [course.settings.model_dump_json(), course.organisation.model_dump_json()]
    shown += [course.facts_date.isoformat()]
    shown += [line.model_dump_json() for line in quick_helplines(course)]
    shown += [f"{page.page} {page.lesson.minutes}" for page in course.lessons]
    frame = "\n".join(shown)
    is_new = domain.data.get("frame", "") not in {"", frame}
    domain.data["frame"] = frame
    return sorted(env.found_docs) if is_new else []
