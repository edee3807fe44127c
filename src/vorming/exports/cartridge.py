"""A module as Common Cartridge 1.1, which Moodle, Canvas and Brightspace import: pages, quizzes as QTI 1.2, links.

The items are Canvas's of `canvas.py` under the cartridge's own profiles; it knows no pairs, no order and no polls.
The pages hold all questions; only what goes into the quizzes of the platform is limited by the format.
"""

import posixpath
from collections.abc import Iterable
from dataclasses import replace

from lxml import etree

from vorming.exports import canvas
from vorming.exports.course_package import CoursePackage, LessonPage, short_name
from vorming.exports.format import PARTS, Files, Format, fitting, zip_bytes
from vorming.exports.material import QuestionSet
from vorming.exports.xml import add, content_manifest, in_namespace, xml_bytes
from vorming.quiz.view import QuizView
from vorming.source.current import language
from vorming.text.templates import fill
from vorming.text.words import words

PACKAGE = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
LOM = "http://ltsc.ieee.org/xsd/imsccv1p1/LOM/manifest"
LINK = "http://www.imsglobal.org/xsd/imsccv1p1/imswl_v1p1"
PAGE_TYPE, LINK_TYPE = "webcontent", "imswl_xmlv1p1"
ASSESSMENT_TYPE = "imsqti_xmlv1p2/imscc_xmlv1p1/assessment"
PROFILES = {
    "multiple_choice_question": "cc.multiple_choice.v0p1",
    "multiple_answers_question": "cc.multiple_response.v0p1",
    "true_false_question": "cc.true_false.v0p1",
    "essay_question": "cc.essay.v0p1",
}
"""Each kind of question of Canvas, and the profile that the cartridge has for it."""
STYLES = ("site.css", "quiz.css", "charts.css")
SCRIPTS = ("quiz.js", "comparison.js")


def write(package: CoursePackage) -> Files:
    """Make the cartridge of a module."""
    return {f"{package.module.id}-cc.imscc": zip_bytes(package_files(package))}


def package_files(package: CoursePackage) -> Files:
    """Return the files of the cartridge by name, with a manifest of them all."""
    files, listed = {}, []
    for page in package.pages:
        name = f"{short_name(page.name)}.html"
        files[name] = _page(package, page).encode()
        listed.append((name, page.title, PAGE_TYPE))
    practice = fitting(FORMAT, package.material).practice
    for section in practice.sections:
        name = f"toetsen/{section.id}.xml"
        files[name] = _quiz(practice, section)
        listed.append((name, section.title, ASSESSMENT_TYPE))
    for source in map(package.material.course.source, package.module.reading):
        if source.url:
            name = f"links/{source.id}.xml"
            link = etree.Element("webLink")
            add(link, "title", source.title)
            add(link, "url", href=source.url)
            files[name] = xml_bytes(in_namespace(link, LINK))
            listed.append((name, source.title, LINK_TYPE))
    shared = {name: package.read(f"_static/{name}") for name in (*STYLES, *SCRIPTS)}
    shared |= package.picture_files()
    return {"imsmanifest.xml": _manifest(package, listed, sorted(shared)), **shared, **files}


def _page(package: CoursePackage, page: LessonPage) -> str:
    """Write a page by itself; a platform shows it within a frame of its own."""

    def link(name: str, anchor: str) -> str:
        if name not in package.names:
            return ""
        target = "" if name == page.name else f"{short_name(name)}.html"
        return f"{target}{f'#{anchor}' if anchor else ''}" or "#"

    package.localise(page, link)
    return fill(
        "scorm/cartridge-page.html.jinja",
        title=page.title,
        styles=STYLES,
        scripts=SCRIPTS,
        body=page.content,
        leave_address=package.leave_address,
        site_words=words("site"),
    )


def _quiz(chosen: QuestionSet, section: QuizView) -> bytes:
    """Write the questions of a lesson as a test of the cartridge, with its profiles in the place of Canvas's kinds."""
    root = canvas.assessment(replace(chosen, id=section.id, title=section.title, sections=(section,)))
    metadata = etree.Element("qtimetadata")
    canvas.add_field(metadata, "cc_profile", "cc.exam.v0p1")
    canvas.add_field(metadata, "qmd_assessmenttype", "Examination")
    root[0].insert(0, metadata)
    # Canvas says of each item its kind and its points, in this order (`canvas.assessment`).
    for fields in root.iter("itemmetadata"):
        kind, points = (field.text or "" for field in fields.iter("fieldentry"))
        # The profiles take the place of what only Canvas knows.
        fields.clear()
        own = add(fields, "qtimetadata")
        canvas.add_field(own, "cc_profile", PROFILES[kind])
        canvas.add_field(own, "cc_weighting", points.partition(".")[0])
    return xml_bytes(in_namespace(root, canvas.QTI12))


def _manifest(package: CoursePackage, listed: Iterable[tuple[str, str, str]], shared: Iterable[str]) -> bytes:
    """List the pages, quizzes and links (file, title, type) as one list of contents, and what all pages share."""
    root, organizations, resources = content_manifest(package.module.id, "IMS Common Cartridge", "1.1.0")
    organization = add(organizations, "organization", identifier="org", structure="rooted-hierarchy")
    top = add(organization, "item", identifier="top")
    for file, title, kind in listed:
        name = posixpath.splitext(file)[0].replace("/", "-")
        item = add(top, "item", identifier=f"i-{name}", identifierref=f"r-{name}")
        add(item, "title", title)
        resource = add(resources, "resource", identifier=f"r-{name}", type=kind)
        add(resource, "file", href=file)
        if kind == PAGE_TYPE:
            resource.set("href", file)
            add(resource, "dependency", identifierref="r-assets")
    # One resource for what all pages share: a cartridge lists each of its files once.
    assets = add(resources, "resource", identifier="r-assets", type=PAGE_TYPE)
    for file in shared:
        add(assets, "file", href=file)
    tree = in_namespace(root, PACKAGE, lomimscc=LOM)
    # The title of the cartridge, in the namespace of the metadata.
    lom = etree.SubElement(tree[0], f"{{{LOM}}}lom", nsmap={"lomimscc": LOM})
    title_node = etree.SubElement(etree.SubElement(lom, f"{{{LOM}}}general"), f"{{{LOM}}}title")
    etree.SubElement(title_node, f"{{{LOM}}}string", language=language()).text = package.module.title
    return xml_bytes(tree)


FORMAT = Format(
    write,
    types=frozenset({"single", "multiple", "truefalse", "open"}),
    keeps=PARTS - {"hint", "roles", "debrief"},
    instead="page_only",
    changes={"open": "open_no_points", "reason": "reason_split", "part-points": "partial"},
    holds_exam=False,
)
