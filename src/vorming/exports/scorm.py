"""SCORM 1.2: one SCO with its own navigation, made of the same template, script and style as the page.

Practice: the best answer to each question counts. Exam: the first one does. `assets/scorm/session.js` talks to the
platform (SCORM 1.2 Run-Time Environment); here is the package (SCORM 1.2 Content Aggregation Model).
"""

from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256

from markupsafe import Markup

from vorming.exports.bundle import Files, zip_bytes
from vorming.exports.format import Format, total_points
from vorming.exports.material import Material, QuestionSet
from vorming.exports.xml import add, content_manifest, in_namespace, xml_bytes
from vorming.quiz.html import html_texts, render_quiz
from vorming.quiz.view import QuestionView
from vorming.text.templates import asset, fill
from vorming.text.tokens import css_rule
from vorming.text.words import words

PACKAGE = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
ADL = "http://www.adlnet.org/xsd/adlcp_rootv1p2"
ASSETS = (
    "quiz/static/quiz.css",
    "quiz/static/quiz.js",
    "scorm/nav.css",
    "scorm/scorm.css",
    "scorm/session.js",
    "scorm/scorm.js",
)


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
    return {"imsmanifest.xml": manifest(chosen.id, chosen.title, sorted(content)), **content}


def digest_of(question: QuestionView) -> str:
    """Return what a saved answer hangs on: another digest once a question reads or counts otherwise.

    Its number is left out, so that a question that is added or dropped before it changes nothing.
    """
    return sha256(repr(replace(question, number=0)).encode()).hexdigest()[:8]


def tokens_css() -> str:
    """Write the colours as custom properties, dark where the reader's system is."""
    return f"{css_rule('light')}@media (prefers-color-scheme: dark) {{\n{css_rule('dark')}}}\n"


def manifest(id: str, title: str, names: Iterable[str]) -> bytes:
    """List the files of a package of one SCO, index.html.

    SCORM 1.2 looks for it as `imsmanifest.xml` at the root of the archive. `names` are all other files of the package.
    """
    root, organizations, resources = content_manifest(id, "ADL SCORM", "1.2", version="1.2")
    organizations.set("default", "org")
    organization = add(organizations, "organization", identifier="org")
    add(organization, "title", title)
    add(add(organization, "item", identifier="item", identifierref="sco"), "title", title)
    resource = add(resources, "resource", identifier="sco", type="webcontent", href="index.html")
    resource.set(f"{{{ADL}}}scormtype", "sco")
    for name in names:
        add(resource, "file", href=name)
    return xml_bytes(in_namespace(root, PACKAGE, adlcp=ADL))


FORMAT = Format(write, remarks={"exam": "answers_inside"})
