"""A module as one package, with its pages from the built site: as SCORM 1.2, and as Common Cartridge 1.1.

Because the pages come from the built site, a package has the same text, charts and quizzes as the site, and nothing that the
site doesn't show, such as a trainer's note or the key of an exam.
"""

import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, count
from pathlib import Path
from typing import Any
from unicodedata import normalize
from urllib.parse import quote

from lxml import html
from markupsafe import Markup

from vorming.course.editions import SITE
from vorming.exports import scorm
from vorming.exports.format import (
    PARTS,
    Bundle,
    Files,
    Format,
    Material,
    fill_xml,
    fitting,
    material_of,
    notes_on,
    split_reasons,
    write_bundle,
    zip_bytes,
)
from vorming.model.course import Module
from vorming.packs.content import list_page
from vorming.quiz.texts import quiz_script
from vorming.quiz.view import QuestionView
from vorming.source.current import language
from vorming.source.load import Loaded
from vorming.source.pages import target_path
from vorming.text.templates import asset, fill, script
from vorming.text.words import words

STYLES = ("site.css", "quiz.css", "charts.css")
"""The styles that the pages need."""
SCORM_ASSETS = ("nav.css", "course.css", "session.js", "course.js")
PROFILES = {
    "single": "cc.multiple_choice.v0p1",
    "multiple": "cc.multiple_response.v0p1",
    "truefalse": "cc.true_false.v0p1",
    "open": "cc.essay.v0p1",
}
"""The profile of the cartridge for each type of question, which has no pairs, order or polls."""
ID_ATTRIBUTES = ("id", "for", "aria-labelledby", "aria-describedby", "aria-controls", "headers")
"""Attributes whose value is an id, or several ids separated by spaces."""
LINK_ATTRIBUTES = ("href", "data-term")
SOURCE_ATTRIBUTES = ("src", "srcset")
_TAKEN = re.compile(r"(?:assets|(?:links|quiz)-.*|aux|con|nul|prn|(?:com|lpt)\d)?(?:\..*)?", re.IGNORECASE)
"""No name, or one that another part of a cartridge may have or that Windows refuses."""


@dataclass(frozen=True)
class SitePage:
    """A page of the site without its frame: its name in the toc, its title, and an element with its text and terms."""

    name: str
    title: str
    body: html.HtmlElement

    @property
    def content(self) -> str:
        """The HTML of the text, without the element around it."""
        return "".join(html.tostring(child, encoding="unicode") for child in self.body)


@dataclass(frozen=True)
class CoursePackage:
    """A module with its questions, and with the pages that a trainee reads, in order.

    A format changes the pages in place (`localise`), so each package needs its own object. Reading raises FileNotFoundError,
    with the name of the file, if the site lacks a file.
    """

    material: Material
    site: Path
    """The folder of the built site."""

    @property
    def module(self) -> Module:
        return self.material.module

    @property
    def leave_address(self) -> str:
        """The address to which the leave button leads, or an empty text if there is no button."""
        return str(self.material.course.organisation.leave_address or "")

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the pages in the toc, each once.

        These are the lessons, the pages with the self-test of the module, the take-away card, and the page with all help
        lines.
        """
        module, loaded = self.module, self.material.loaded
        lessons = [self.material.course.lesson(id).page for id in module.lessons]
        calls = ((page.name, call) for page in loaded.pages for call in page.calls)
        tests = [name for name, call in calls if call.name == "self-test" and call.argument == module.id]
        numbers = list_page(loaded, "helplines")
        return tuple(filter(None, dict.fromkeys([*lessons, *tests, module.take_away, numbers])))

    @cached_property
    def pages(self) -> tuple[SitePage, ...]:
        """The pages, each with its article without the list “on this page”, and its list of terms."""
        pages = []
        for name in self.names:
            # Not read by lxml, whose error for a missing file doesn't name the cause.
            text, parser = self.read(f"{name}.html"), html.HTMLParser(encoding="utf-8")
            tree: Any = html.document_fromstring(text, parser)
            body = html.Element("div")
            body.extend(tree.xpath("//article | //details[contains(@class, 'page-terms')]"))
            for part in body.xpath(".//details[contains(@class, 'on-page')]"):
                part.getparent().remove(part)
            pages.append(SitePage(name, body.xpath("string(.//h1)").strip(), body))
        return tuple(pages)

    def read(self, path: str) -> bytes:
        """Read a file of the site."""
        return (self.site / path).read_bytes()

    @cached_property
    def short_names(self) -> Mapping[str, str]:
        """The name in the package of each page, all in one folder so that links need no path."""
        return portable_names({name: name.removeprefix("book/") for name in self.names})

    @cached_property
    def pictures(self) -> Mapping[str, str]:
        """The name in the package of each picture that a page shows, by its path on the site."""
        paths = {}
        for page in self.pages:
            for node in page.body.iter():
                for value in filter(None, map(node.get, SOURCE_ATTRIBUTES)):
                    path = target_path(page.name, value)
                    paths[path] = path.rpartition("/")[2]
        return {path: f"beelden/{name}" for path, name in portable_names(paths).items()}

    def shared_files(self) -> dict[str, bytes]:
        """Return the pictures, styles and scripts of the pages, by their name in the package."""
        files = {name: self.read(path) for path, name in self.pictures.items()}
        files |= {name: self.read(f"_static/{name}") for name in (*STYLES, "comparison.js")}
        return files | {"quiz.js": quiz_script()}

    @property
    def questions(self) -> list[QuestionView]:
        """The questions on the pages."""
        ids = {id for page in self.pages for id in page.body.xpath(".//@data-question")}
        return [question for question in self.material.practice.questions if question.id in ids]

    def localise(self, page: SitePage, link: Callable[[str, str], str], prefix: str = "") -> None:
        """Change the links and pictures of a page, in place, so that they lead to files of the package.

        link: returns the new target of a link to a page of the package, from its name and an anchor, which may be empty; any
        other link leads to the site online. prefix: put before every id, for pages that share one document.
        """
        pictures = self.pictures  # computed from all pages before the first page is changed
        changes: dict[str, Callable[[str], str]] = {
            **dict.fromkeys(ID_ATTRIBUTES, lambda value: " ".join(f"{prefix}{id}" for id in value.split())),
            **dict.fromkeys(LINK_ATTRIBUTES, lambda value: self._linked(page.name, value, link)),
            **dict.fromkeys(SOURCE_ATTRIBUTES, lambda value: pictures[target_path(page.name, value)]),
        }
        for node in page.body.iter():
            for attribute, change in changes.items():
                if value := node.get(attribute):
                    node.set(attribute, change(value))

    def _linked(self, page: str, reference: str, link: Callable[[str, str], str]) -> str:
        if ":" in reference.partition("/")[0]:
            return reference  # mailto:, tel:, https:
        path, _, anchor = reference.partition("#")
        target = target_path(page, path) if path else f"{page}.html"
        if (name := target.removesuffix(".html")) in self.names:
            return link(name, anchor)
        # The address ends with a slash.
        return f"{self.material.course.settings.site_address}{quote(target)}{f'#{anchor}' if anchor else ''}"


def portable_names(names: Mapping[str, str]) -> dict[str, str]:
    """Return for each key its name in ASCII letters, digits, hyphens, underscores and dots, which no other key has.

    The name is the value without accents. A manifest can have it as an identifier, and any system as the name of a file.
    """
    found: dict[str, str] = {}
    used = set[str]()
    for key, name in names.items():
        letters = normalize("NFKD", name).encode("ascii", "ignore").decode()
        plain = re.sub(r"[^\w.-]+", "-", letters, flags=re.ASCII).strip("-.")
        free = chain([plain], (f"{number}-{plain}" for number in count(2)))
        found[key] = next(new for new in free if not _TAKEN.fullmatch(new) and new.lower() not in used)
        used.add(found[key].lower())
    return found


def scorm_files(package: CoursePackage) -> Files:
    """Return the files of the package in SCORM by name: lessons, charts, cases, scenarios, quizzes, self-test, help lines.

    All pages are sections of one document, with a prefix before their ids, and links within the document.
    """

    def link(name: str, anchor: str) -> str:
        return f"#{package.short_names[name]}{f'--{anchor}' if anchor else ''}"

    pages = []
    for page in package.pages:
        id = package.short_names[page.name]
        package.localise(page, link, prefix=f"{id}--")
        pages.append({"id": id, "title": page.title, "html": Markup(page.content)})
    # The script of the site that explains a term at a tap, with the scripts and words that it needs.
    terms = script("SCRIPT_WORDS", words("site").group("script"), "site/js/site.js", "site/js/terms.js")
    content = {"terms.js": terms, **package.shared_files()}
    content |= {name: asset(f"scorm/{name}") for name in SCORM_ASSETS}
    return scorm.sco(
        "scorm/course.html.jinja",
        package.module.id,
        package.questions,
        content,
        title=package.module.title,
        pages=pages,
        helplines=package.material.course.quick_helplines,
        leave_address=package.leave_address,
        site_words=words("site"),
    )


def cartridge_files(package: CoursePackage) -> Files:
    """Return the files of the cartridge, which Moodle, Canvas and Brightspace import: pages, quizzes as QTI 1.2, links.

    The quizzes use the template of Canvas in `qti.py`, with the profiles of the cartridge. The format limits only them; the pages
    have all questions.
    """
    files: dict[str, bytes] = {}
    listed = []
    for page in package.pages:
        name = package.short_names[page.name]
        files[f"{name}.html"] = _page(package, page)
        listed.append((name, page.title, "webcontent", f"{name}.html"))
    for section in fitting(CARTRIDGE, package.material).practice.sections:
        file = f"quizzes/{section.id}.xml"
        files[file] = fill_xml(
            "exports/canvas/assessment.xml.jinja",
            chosen=section,
            questions=split_reasons(section.questions),
            profiles=PROFILES,
        )
        listed.append((f"quiz-{section.id}", section.title, "imsqti_xmlv1p2/imscc_xmlv1p1/assessment", file))
    links = portable_names({key: key for key in package.module.reading})
    for source in map(package.material.course.source, links):
        if source.url:
            name = links[source.id]
            files[f"links/{name}.xml"] = fill_xml("exports/cartridge/link.xml.jinja", source=source)
            listed.append((f"links-{name}", source.title, "imswl_xmlv1p1", f"links/{name}.xml"))
    shared = package.shared_files()
    manifest = fill_xml(
        "exports/cartridge/imsmanifest.xml.jinja",
        module=package.module,
        listed=listed,
        shared=sorted(shared),
        language=language(),
    )
    return {"imsmanifest.xml": manifest, **shared, **files}


def _page(package: CoursePackage, page: SitePage) -> bytes:
    """Write a page as a document of its own, which the platform shows in a frame."""

    def link(name: str, anchor: str) -> str:
        target = "" if name == page.name else f"{package.short_names[name]}.html"
        return f"{target}{f'#{anchor}' if anchor else ''}" or "#"

    package.localise(page, link)
    return fill(
        "scorm/cartridge-page.html.jinja",
        title=page.title,
        styles=STYLES,
        scripts=("quiz.js", "comparison.js"),
        body=page.content,
        leave_address=package.leave_address,
        site_words=words("site"),
    ).encode()


def archived(end: str, files_of: Callable[[CoursePackage], Files]) -> Callable[[CoursePackage], Files]:
    """Return a function that packs the files of a package in one archive, whose name has this end."""
    return lambda package: {f"{package.module.id}-{end}": zip_bytes(files_of(package))}


SCORM = Format(archived("course-scorm.zip", scorm_files), changes=scorm.CHANGES, holds_exam=False)
CARTRIDGE = Format(
    archived("cc.imscc", cartridge_files),
    keeps=PARTS - {"hint", "roles", "debrief"},
    changes={"open": "open_no_points", "reason": "reason_split", "part-points": "partial"},
    holds_exam=False,
    refuses=lambda question: None if question.type in PROFILES else "page_only",
)
PACKAGES: Mapping[str, Format[CoursePackage]] = {"course-scorm": SCORM, "cc": CARTRIDGE}
"""The formats of packages, by folder name. The types and parts that they keep are those in the platform's quizzes."""


def write_packages(loaded: Loaded, folder: Path) -> None:
    """Write the packages of each module, as `folder/MODULE/FORMAT`, in the place of all that was there."""
    shutil.rmtree(folder)
    folder.mkdir()
    for module in loaded.parsed.modules:
        for name, chosen in PACKAGES.items():
            # The pages are read again for each package, which changes their links and pictures.
            material = material_of(loaded, module.id)
            files = chosen.write(CoursePackage(material, loaded.root / SITE))
            bundle = Bundle(files, tuple(notes_on(chosen, material)))
            write_bundle(bundle, folder / module.id / name)
