"""SCORM 1.2: one SCO with its own navigation, for a set of questions or for a whole module with its pages.

In practice the best answer to each question counts, in an exam the first. A module is “completed” once every page was opened
and every scored question was answered. `assets/scorm/session.js` implements these rules and the communication with the
platform (SCORM 1.2 Run-Time Environment). This module makes the packages (SCORM 1.2 Content Aggregation Model).
"""

from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256

from markupsafe import Markup

from vorming.course.queries import quick_helplines
from vorming.exports.course_package import CoursePackage, short_name
from vorming.exports.format import Files, Format, fill_xml, total_points, zip_bytes
from vorming.exports.material import Material, QuestionSet
from vorming.quiz.texts import html_texts, quiz_script, render_quiz
from vorming.quiz.view import QuestionView
from vorming.text.templates import asset, fill, script
from vorming.text.tokens import css_rule
from vorming.text.words import words

ASSETS = (
    "quiz/static/quiz.css",
    "scorm/nav.css",
    "scorm/scorm.css",
    "scorm/session.js",
    "scorm/scorm.js",
)
"""The files in the package of a set of questions, besides its page."""
MODULE_ASSETS = ("nav.css", "course.css", "session.js", "course.js")
SITE_FILES = ("site.css", "quiz.css", "charts.css", "comparison.js")
"""The files in the package of a module: from the assets, and from the site."""


def write(material: Material) -> Files:
    """Make one package per set."""
    return {f"{chosen.id}-scorm.zip": zip_bytes(package(chosen)) for chosen in material.sets}


def package(chosen: QuestionSet) -> Files:
    """Return the files of one package by name."""
    sections = [(section.title, Markup(render_quiz(html_texts(section)))) for section in chosen.sections]
    content = {path.rpartition("/")[2]: asset(path) for path in ASSETS}
    content |= {"quiz.js": quiz_script(), "tokens.css": tokens_css().encode()}
    values = {"title": chosen.title, "use": chosen.use, "sections": sections}
    return sco("scorm/scorm.html.jinja", chosen.id, chosen.questions, content, **values)


def write_module(package: CoursePackage) -> Files:
    """Make the package of a module: lessons, charts, cases, scenarios, quizzes, self-test, help lines."""
    return {f"{package.module.id}-course-scorm.zip": zip_bytes(module_files(package))}


def module_files(package: CoursePackage) -> Files:
    """Return the files of the package of a module by name.

    All pages are sections of one document, with a prefix before their ids, and links within the document.
    """
    ids = {name: short_name(name) for name in package.names}

    def link(name: str, anchor: str) -> str:
        return f"#{ids[name]}{f'-{anchor}' if anchor else ''}" if name in ids else ""

    pages = []
    for page in package.pages:
        id = ids[page.name]
        package.localise(page, link, prefix=f"{id}-")
        pages.append({"id": id, "title": page.title, "html": Markup(page.content)})
    # The script of the site that explains a term at a tap, with the scripts and words that it needs.
    terms = script("SCRIPT_WORDS", words("site").group("script"), "site/js/site.js", "site/js/terms.js")
    content = {"quiz.js": quiz_script(), "terms.js": terms, **package.picture_files()}
    content |= {name: package.read(f"_static/{name}") for name in SITE_FILES}
    content |= {name: asset(f"scorm/{name}") for name in MODULE_ASSETS}
    return sco(
        "scorm/course.html.jinja",
        package.module.id,
        package.questions,
        content,
        title=package.module.title,
        pages=pages,
        helplines=quick_helplines(package.material.course),
        leave_address=package.leave_address,
        site_words=words("site"),
    )


def sco(
    template: str, id: str, questions: Iterable[QuestionView], content: Files, /, **values: object
) -> Files:
    """Return the files of a package of one SCO: its page from a template, the files in `content`, and the manifest.

    SCORM 1.2 expects the manifest as `imsmanifest.xml` at the root of the archive.
    """
    by_id = {question.id: question for question in questions}
    page = fill(
        template,
        weights={id: total_points(question) for id, question in by_id.items() if question.is_scored},
        digests={id: digest_of(question) for id, question in by_id.items()},
        words=words("scorm"),
        **values,
    )
    files = {"index.html": page.encode(), **content}
    manifest = fill_xml("scorm/imsmanifest.xml.jinja", id=id, title=values["title"], names=sorted(files))
    return {"imsmanifest.xml": manifest, **files}


def digest_of(question: QuestionView) -> str:
    """Return a digest of a question's content, with which a saved answer is stored; another digest makes it invalid.

    The number of the question is left out, so that adding or removing an earlier question doesn't matter.
    """
    return sha256(repr(replace(question, number=0)).encode()).hexdigest()[:8]


def tokens_css() -> str:
    """Return CSS with the colours as custom properties, with the dark colours for readers who prefer dark mode."""
    return f"{css_rule('light')}@media screen and (prefers-color-scheme: dark) {{\n{css_rule('dark')}}}\n"


CHANGES = {"open": "open_sent", "poll": "poll_kept"}
FORMAT = Format(write, changes={**CHANGES, "exam": "answers_inside"})
MODULE = Format(write_module, changes=CHANGES, holds_exam=False)
