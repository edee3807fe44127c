"""A module as Common Cartridge 1.1, which Moodle, Canvas and Brightspace import: pages, quizzes as QTI 1.2, links.

The items are Canvas's of `canvas.py` under the cartridge's own profiles; it knows no pairs, no order and no polls.
"""

import posixpath
from dataclasses import replace

from lxml import etree

from vorming.exports import canvas
from vorming.exports.bundle import Files, zip_bytes
from vorming.exports.course_package import CoursePackage
from vorming.exports.format import PARTS, Format, fitting
from vorming.exports.lesson_pages import LessonPage, inner_html
from vorming.exports.material import Material, QuestionSet
from vorming.exports.xml import add, in_namespace, xml_bytes
from vorming.quiz.view import QuizView
from vorming.source.current import language
from vorming.text.templates import templates
from vorming.text.words import words

PACKAGE = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
LOM = "http://ltsc.ieee.org/xsd/imsccv1p1/LOM/manifest"
LINK = "http://www.imsglobal.org/xsd/imsccv1p1/imswl_v1p1"
ASSESSMENT = "imsqti_xmlv1p2/imscc_xmlv1p1/assessment"
PROFILES = {
    "multiple_choice_question": "cc.multiple_choice.v0p1",
    "multiple_answers_question": "cc.multiple_response.v0p1",
    "true_false_question": "cc.true_false.v0p1",
    "essay_question": "cc.essay.v0p1",
}
"""Each kind of question of Canvas, and the profile that the cartridge has for it."""
STYLES = ("site.css", "quiz.css", "charts.css")
SCRIPTS = ("quiz.js", "comparison.js")

FORMAT = Format(
    lambda material: {},
    types=frozenset({"single", "multiple", "truefalse", "open"}),
    keeps=PARTS - {"hint", "roles", "debrief"},
    instead="page_only",
    changes={"open": "open_no_points", "reason": "reason_split", "part-points": "partial"},
    holds_exam=False,
)
"""What its quizzes hold; the pages of the cartridge hold all questions."""


def write(package: CoursePackage) -> Files:
    """Make the cartridge of a module."""
    return {f"{package.module.id}-cc.imscc": zip_bytes(package_files(package))}


def package_files(package: CoursePackage) -> dict[str, bytes]:
    """Return the files of the cartridge."""
    fitted = fitting(FORMAT, package.material)
    pages = {_file(page.name): _page(package, page).encode() for page in package.pages}
    shown = {name: package.site.read(f"_static/{name}") for name in (*STYLES, *SCRIPTS)}
    quizzes = {
        f"toetsen/{section.id}.xml": _quiz(fitted.practice, section) for section in fitted.practice.sections
    }
    links = _links(package.material)
    assets = {**shown, **package.picture_files()}
    titles = {_file(page.name): page.title for page in package.pages}
    manifest = _manifest(
        package,
        titles,
        {f"toetsen/{s.id}.xml": s.title for s in fitted.practice.sections},
        links,
        sorted(assets),
    )
    return {
        "imsmanifest.xml": manifest,
        **pages,
        **assets,
        **quizzes,
        **{name: content for name, (_, content) in links.items()},
    }


def _file(name: str) -> str:
    return f"{name.removeprefix('book/').replace('/', '-')}.html"


def _page(package: CoursePackage, page: LessonPage) -> str:
    """Write a page by itself; the packages of a platform stand in its own frame, without ours."""

    def link(name: str, anchor: str) -> str:
        target = "" if name == page.name else _file(name)
        return f"{target}{f'#{anchor}' if anchor else ''}" or "#" if name in package.names else ""

    package.site.localise(page, link, package.pictures)
    return (
        templates()
        .get_template("scorm/cartridge-page.html.jinja")
        .render(
            title=page.title,
            styles=STYLES,
            scripts=SCRIPTS,
            body=inner_html(page.body),
            leave_address=str(package.material.course.organisation.leave_address or ""),
            site_words=words("site"),
        )
    )


def _quiz(chosen: QuestionSet, section: QuizView) -> bytes:
    """Write the questions of a lesson as a test of the cartridge."""
    root = canvas.assessment(replace(chosen, id=section.id, title=section.title, sections=(section,)))
    test = root[0]
    metadata = etree.Element("qtimetadata")
    for label, entry in (("cc_profile", "cc.exam.v0p1"), ("qmd_assessmenttype", "Examination")):
        _field(metadata, label, entry)
    test.insert(0, metadata)
    for fields in root.iter("itemmetadata"):
        kind, points = (field.text or "" for field in fields.iter("fieldentry"))
        fields.clear()
        own = add(fields, "qtimetadata")
        _field(own, "cc_profile", PROFILES[kind])
        _field(own, "cc_weighting", points.partition(".")[0])
    return xml_bytes(in_namespace(root, canvas.QTI12))


def _field(metadata: etree._Element, label: str, entry: str) -> None:
    field = add(metadata, "qtimetadatafield")
    add(field, "fieldlabel", label)
    add(field, "fieldentry", entry)


def _links(material: Material) -> dict[str, tuple[str, bytes]]:
    """Return the sources to read on as links: file -> title and content."""
    sources = (material.course.source(id) for id in material.module.reading)
    return {
        f"links/{source.id}.xml": (source.title, _link(source.title, source.url))
        for source in sources
        if source.url
    }


def _link(title: str, address: str) -> bytes:
    root = etree.Element("webLink")
    add(root, "title", title)
    add(root, "url", href=address)
    return xml_bytes(in_namespace(root, LINK))


def _manifest(
    package: CoursePackage,
    pages: dict[str, str],
    quizzes: dict[str, str],
    links: dict[str, tuple[str, bytes]],
    assets: list[str],
) -> bytes:
    """List everything: pages, then quizzes, then links, as one list of contents."""
    root = etree.Element("manifest", identifier=f"m-{package.module.id}")
    metadata = add(root, "metadata")
    add(metadata, "schema", "IMS Common Cartridge")
    add(metadata, "schemaversion", "1.1.0")
    organization = add(
        add(root, "organizations"), "organization", identifier="org", structure="rooted-hierarchy"
    )
    top = add(organization, "item", identifier="top")
    resources = add(root, "resources")
    listed = [(file, title, "webcontent") for file, title in pages.items()]
    listed += [(file, title, ASSESSMENT) for file, title in quizzes.items()]
    listed += [(file, title, "imswl_xmlv1p1") for file, (title, _) in links.items()]
    for file, title, kind in listed:
        name = posixpath.splitext(file)[0].replace("/", "-")
        item = add(top, "item", identifier=f"i-{name}", identifierref=f"r-{name}")
        add(item, "title", title)
        resource = add(resources, "resource", identifier=f"r-{name}", type=kind)
        if kind == "webcontent":
            resource.set("href", file)
        add(resource, "file", href=file)
        if kind == "webcontent":
            add(resource, "dependency", identifierref="r-assets")
    shared = add(resources, "resource", identifier="r-assets", type="webcontent")
    for file in assets:
        add(shared, "file", href=file)
    tree = in_namespace(root, PACKAGE, lomimscc=LOM)
    tree[0].append(_lom(package.module.title))
    return xml_bytes(tree)


def _lom(title: str) -> etree._Element:
    """Write the title as the metadata of the cartridge."""
    lom = etree.Element(f"{{{LOM}}}lom", nsmap={"lomimscc": LOM})
    general = etree.SubElement(lom, f"{{{LOM}}}general")
    string = etree.SubElement(
        etree.SubElement(general, f"{{{LOM}}}title"), f"{{{LOM}}}string", language=language()
    )
    string.text = title
    return lom
