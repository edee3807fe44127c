"""SCORM 1.2: one SCO with its own navigation, made of the same template, script and style as the page.

Practice: the best answer to each question counts. Exam: the first one does.
"""

from dataclasses import replace
from hashlib import sha256
from importlib.resources import files

from lxml import etree
from markupsafe import Markup

from vorming.exports.bundle import Files, zip_bytes
from vorming.exports.format import Format
from vorming.exports.material import Material, QuestionSet
from vorming.exports.xml import add, in_namespace, xml_bytes
from vorming.quiz.html import html_texts, render_quiz
from vorming.quiz.view import QuestionView
from vorming.text.templates import templates
from vorming.text.tokens import Theme, css_variables, load_tokens
from vorming.text.words import words

PACKAGE = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
ADL = "http://www.adlnet.org/xsd/adlcp_rootv1p2"
ASSETS = (
    "quiz/static/quiz.css",
    "quiz/static/quiz.js",
    "scorm/scorm.css",
    "scorm/session.js",
    "scorm/scorm.js",
)


def write(material: Material) -> Files:
    """Make one package per set."""
    return {f"{chosen.id}-scorm.zip": zip_bytes(package(chosen)) for chosen in material.sets}


def package(chosen: QuestionSet) -> dict[str, bytes]:
    """Return the files of one package."""
    content = {
        "index.html": _page(chosen).encode(),
        "tokens.css": tokens_css().encode(),
        **{path.rpartition("/")[2]: asset(path) for path in ASSETS},
    }
    return {"imsmanifest.xml": manifest(chosen.id, chosen.title, sorted(content)), **content}


def asset(path: str) -> bytes:
    """Read a file of our own assets."""
    return (files("vorming") / "assets" / path).read_bytes()


def _page(chosen: QuestionSet) -> str:
    sections = [(section.title, Markup(render_quiz(html_texts(section)))) for section in chosen.sections]
    scored = [question for question in chosen.questions if question.is_scored]
    weights = {question.id: question.points * (2 if question.reason else 1) for question in scored}
    template = templates().get_template("scorm/scorm.html.jinja")
    digests = {question.id: digest_of(question) for question in chosen.questions}
    return template.render(
        chosen=chosen, sections=sections, weights=weights, digests=digests, words=words("scorm")
    )


def digest_of(question: QuestionView) -> str:
    """Return what a saved answer hangs on: another digest once a question reads or counts otherwise.

    Its number is left out, so that a question that is added or dropped before it changes nothing.
    """
    return sha256(repr(replace(question, number=0)).encode()).hexdigest()[:8]


def tokens_css() -> str:
    """Write the colours as custom properties, dark where the reader's system is."""
    light, dark = (_rule(theme) for theme in ("light", "dark"))
    return f"{light}@media (prefers-color-scheme: dark) {{\n{dark}}}\n"


def _rule(theme: Theme) -> str:
    pairs = css_variables(load_tokens(), theme).items()
    return ":root {\n" + "".join(f"  {name}: {value};\n" for name, value in pairs) + "}\n"


def manifest(id: str, title: str, names: list[str]) -> bytes:
    """List the files of a package of one SCO, index.html."""
    root = etree.Element("manifest", identifier=f"m-{id}", version="1.2", nsmap={"adlcp": ADL})
    metadata = add(root, "metadata")
    add(metadata, "schema", "ADL SCORM")
    add(metadata, "schemaversion", "1.2")
    organization = add(add(root, "organizations", default="org"), "organization", identifier="org")
    add(organization, "title", title)
    add(add(organization, "item", identifier="item", identifierref="sco"), "title", title)
    resource = add(add(root, "resources"), "resource", identifier="sco", type="webcontent", href="index.html")
    resource.set(f"{{{ADL}}}scormtype", "sco")
    for name in names:
        add(resource, "file", href=name)
    return xml_bytes(in_namespace(root, PACKAGE, adlcp=ADL))


FORMAT = Format(write, remarks={"exam": "answers_inside"})
