"""A module as one SCORM 1.2 package of one SCO: lessons, charts, cases, scenarios, quizzes, self-test, help lines.

The score is that of the scored questions on its pages, the best answer to each; “completed” once every page was
opened and every scored question was answered. `assets/scorm/session.js` keeps both rules.
"""

import json

from markupsafe import Markup

from vorming.course.draws import quick_helplines
from vorming.exports.bundle import Files, zip_bytes
from vorming.exports.course_package import CoursePackage, short_name
from vorming.exports.format import Format, total_points
from vorming.exports.lesson_pages import inner_html
from vorming.exports.scorm import digest_of, manifest
from vorming.text.templates import asset, fill
from vorming.text.words import words

STYLES = ("site.css", "quiz.css", "charts.css", "nav.css", "course.css")
SCRIPTS = ("terms.js", "quiz.js", "comparison.js", "session.js", "course.js")
FROM_SITE = ("site.css", "quiz.css", "charts.css", "quiz.js", "comparison.js")
OWN = ("nav.css", "course.css", "session.js", "course.js")
POLICY = "default-src 'self'; base-uri 'none'; form-action 'none'; object-src 'none'"


def write(package: CoursePackage) -> Files:
    """Make the package of a module."""
    return {f"{package.module.id}-course-scorm.zip": zip_bytes(package_files(package))}


def package_files(package: CoursePackage) -> Files:
    """Return the files of the package by name, with a manifest of them all."""
    content = {"index.html": _page(package).encode(), "terms.js": _terms_script()}
    content |= {name: package.site.read(f"_static/{name}") for name in FROM_SITE}
    content |= {name: asset(f"scorm/{name}") for name in OWN}
    content |= package.picture_files()
    return {"imsmanifest.xml": manifest(package.module.id, package.module.title, sorted(content)), **content}


def _terms_script() -> bytes:
    """Return the site's script that explains a term at a tap, with what it needs of the rest."""
    said = json.dumps(dict(words("site").group("script")), ensure_ascii=False)
    head = f"const SCRIPT_WORDS = {said};\n".encode()
    return head + asset("site/js/site.js") + asset("site/js/terms.js")


def _page(package: CoursePackage) -> str:
    """Write all pages as sections of one document: ids of their own, and links that stay in the document."""
    ids = {name: short_name(name) for name in package.names}

    def link(name: str, anchor: str) -> str:
        return f"#{ids[name]}{f'-{anchor}' if anchor else ''}" if name in ids else ""

    pages = []
    for page in package.pages:
        id = ids[page.name]
        package.site.localise(page, link, package.pictures, prefix=f"{id}-")
        pages.append({"id": id, "title": page.title, "html": Markup(inner_html(page.body))})
    questions = package.scored()
    return fill(
        "scorm/course.html.jinja",
        title=package.module.title,
        policy=POLICY,
        styles=STYLES,
        scripts=SCRIPTS,
        pages=pages,
        weights={id: total_points(found) for id, found in questions.items()},
        digests={id: digest_of(found) for id, found in questions.items()},
        helplines=quick_helplines(package.material.course),
        leave_address=package.leave_address,
        words=words("scorm"),
        site_words=words("site"),
    )


FORMAT = Format(write, holds_exam=False)
