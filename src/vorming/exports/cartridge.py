"""A module as Common Cartridge 1.1, which Moodle, Canvas and Brightspace import: pages, quizzes as QTI 1.2, links.

The items use the template of `canvas.py`, with the profiles of the cartridge, which has no pairs, order or polls. The format
only limits the quizzes of the platform; the pages have all questions.
"""

from vorming.exports.course_package import CoursePackage, LessonPage, short_name
from vorming.exports.format import PARTS, Files, Format, fill_xml, fitting, split_reasons, zip_bytes
from vorming.quiz.texts import quiz_script
from vorming.source.current import language
from vorming.text.templates import fill
from vorming.text.words import words

PROFILES = {
    "single": "cc.multiple_choice.v0p1",
    "multiple": "cc.multiple_response.v0p1",
    "truefalse": "cc.true_false.v0p1",
    "open": "cc.essay.v0p1",
}
"""The profile of the cartridge for each type of question."""
STYLES = ("site.css", "quiz.css", "charts.css")
SCRIPTS = ("quiz.js", "comparison.js")


def write(package: CoursePackage) -> Files:
    """Make the cartridge of a module."""
    return {f"{package.module.id}-cc.imscc": zip_bytes(package_files(package))}


def package_files(package: CoursePackage) -> Files:
    """Return the files of the cartridge by name, with the manifest."""
    files: dict[str, bytes] = {}
    listed = []
    for page in package.pages:
        name = short_name(page.name)
        files[f"{name}.html"] = _page(package, page)
        listed.append((name, page.title, "webcontent", f"{name}.html"))
    for section in fitting(FORMAT, package.material).practice.sections:
        file = f"quizzes/{section.id}.xml"
        files[file] = fill_xml(
            "exports/canvas/assessment.xml.jinja",
            chosen=section,
            questions=split_reasons(section.questions),
            profiles=PROFILES,
        )
        listed.append((f"quiz-{section.id}", section.title, "imsqti_xmlv1p2/imscc_xmlv1p1/assessment", file))
    for source in map(package.material.course.source, package.module.reading):
        if source.url:
            file = f"links/{source.id}.xml"
            files[file] = fill_xml("exports/cartridge/link.xml.jinja", source=source)
            listed.append((f"links-{source.id}", source.title, "imswl_xmlv1p1", file))
    shared = {name: package.read(f"_static/{name}") for name in (*STYLES, "comparison.js")}
    shared |= {"quiz.js": quiz_script(), **package.picture_files()}
    manifest = fill_xml(
        "exports/cartridge/imsmanifest.xml.jinja",
        module=package.module,
        listed=listed,
        shared=sorted(shared),
        language=language(),
    )
    return {"imsmanifest.xml": manifest, **shared, **files}


def _page(package: CoursePackage, page: LessonPage) -> bytes:
    """Write a page as a document of its own, which the platform shows in a frame."""

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
    ).encode()


FORMAT = Format(
    write,
    keeps=PARTS - {"hint", "roles", "debrief"},
    changes={"open": "open_no_points", "reason": "reason_split", "part-points": "partial"},
    holds_exam=False,
    refuses=lambda question: None if question.type in PROFILES else "page_only",
)
