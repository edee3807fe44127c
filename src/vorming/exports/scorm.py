"""SCORM 1.2: one SCO with its own navigation, of a set of questions or of a whole module with its pages.

Practice: the best answer to each question counts. Exam: the first one does. A module is “completed” once every page
was opened and every scored question was answered. `assets/scorm/session.js` keeps these rules and talks to the platform
(SCORM 1.2 Run-Time Environment); here are the packages (SCORM 1.2 Content Aggregation Model).
"""

import json
from dataclasses import replace
from hashlib import sha256

from markupsafe import Markup

from vorming.course.draws import quick_helplines
from vorming.exports.course_package import CoursePackage, short_name
from vorming.exports.format import Files, Format, total_points, zip_bytes
from vorming.exports.material import Material, QuestionSet
from vorming.exports.xml import fill_xml
from vorming.quiz.texts import html_texts, render_quiz
from vorming.quiz.view import QuestionView
from vorming.text.templates import asset, fill
from vorming.text.tokens import css_rule
from vorming.text.words import words

ASSETS = (
    "quiz/static/quiz.css",
    "quiz/static/quiz.js",
    "scorm/nav.css",
    "scorm/scorm.css",
    "scorm/session.js",
    "scorm/scorm.js",
)
"""What the package of a set of questions holds beside its page."""
POLICY = "default-src 'self'; base-uri 'none'; form-action 'none'; object-src 'none'"
MODULE_ASSETS = ("nav.css", "course.css", "session.js", "course.js")
SITE_FILES = ("site.css", "quiz.css", "charts.css", "quiz.js", "comparison.js")
"""What the package of a module holds: of ours, and of the site."""


def write(material: Material) -> Files:
    """Make one package per set."""
    return {f"{chosen.id}-scorm.zip": zip_bytes(package(chosen)) for chosen in material.sets}


def package(chosen: QuestionSet) -> Files:
    """Return the files of one package by name."""
    sections = [(section.title, Markup(render_quiz(html_texts(section)))) for section in chosen.sections]
    page = fill(
        "scorm/scorm.html.jinja",
        chosen=chosen,
        sections=sections,
        weights={found.id: total_points(found) for found in chosen.questions if found.is_scored},
        digests={found.id: digest_of(found) for found in chosen.questions},
        words=words("scorm"),
    )
    content = {"index.html": page.encode(), "tokens.css": tokens_css().encode()}
    content |= {path.rpartition("/")[2]: asset(path) for path in ASSETS}
    return with_manifest(chosen.id, chosen.title, content)


def write_module(package: CoursePackage) -> Files:
    """Make the package of a module: lessons, charts, cases, scenarios, quizzes, self-test, help lines."""
    return {f"{package.module.id}-course-scorm.zip": zip_bytes(module_files(package))}


def module_files(package: CoursePackage) -> Files:
    """Return the files of the package of a module by name.

    All pages are sections of one document: with ids of their own, and links that stay in the document.
    """
    ids = {name: short_name(name) for name in package.names}

    def link(name: str, anchor: str) -> str:
        return f"#{ids[name]}{f'-{anchor}' if anchor else ''}" if name in ids else ""

    pages = []
    for page in package.pages:
        id = ids[page.name]
        package.localise(page, link, prefix=f"{id}-")
        pages.append({"id": id, "title": page.title, "html": Markup(page.content)})
    questions = package.asked()
    document = fill(
        "scorm/course.html.jinja",
        title=package.module.title,
        policy=POLICY,
        pages=pages,
        weights={id: total_points(found) for id, found in questions.items() if found.is_scored},
        digests={id: digest_of(found) for id, found in questions.items()},
        helplines=quick_helplines(package.material.course),
        leave_address=package.leave_address,
        words=words("scorm"),
        site_words=words("site"),
    )
    # The site's script that explains a term at a tap, with what it needs of the rest.
    said = json.dumps(dict(words("site").group("script")), ensure_ascii=False)
    terms = f"const SCRIPT_WORDS = {said};\n".encode() + asset("site/js/site.js") + asset("site/js/terms.js")
    content = {"index.html": document.encode(), "terms.js": terms, **package.picture_files()}
    content |= {name: package.read(f"_static/{name}") for name in SITE_FILES}
    content |= {name: asset(f"scorm/{name}") for name in MODULE_ASSETS}
    return with_manifest(package.module.id, package.module.title, content)


def digest_of(question: QuestionView) -> str:
    """Return what a saved answer hangs on: another digest once a question reads or counts otherwise.

    Its number is left out, so that a question that is added or dropped before it changes nothing.
    """
    return sha256(repr(replace(question, number=0)).encode()).hexdigest()[:8]


def tokens_css() -> str:
    """Write the colours as custom properties, dark on the screen of who has it so."""
    return f"{css_rule('light')}@media screen and (prefers-color-scheme: dark) {{\n{css_rule('dark')}}}\n"


def with_manifest(id: str, title: str, content: Files) -> Files:
    """Add to the files of a package the list of them, for one SCO, index.html.

    SCORM 1.2 looks for it as `imsmanifest.xml` at the root of the archive.
    """
    manifest = fill_xml("scorm/imsmanifest.xml.jinja", id=id, title=title, names=sorted(content))
    return {"imsmanifest.xml": manifest, **content}


CHANGES = {"open": "open_sent", "poll": "poll_kept"}
FORMAT = Format(write, changes=CHANGES, remarks={"exam": "answers_inside"})
MODULE = Format(write_module, changes=CHANGES, holds_exam=False)
