"""Every module as one package for a platform, in each of its two formats, with a report each."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from vorming.exports import cartridge, course_scorm
from vorming.exports.bundle import Bundle, write_bundle
from vorming.exports.course_package import CoursePackage, page_names
from vorming.exports.format import Format, notes_on
from vorming.exports.lesson_pages import Site
from vorming.exports.run import material_of
from vorming.source.load import Loaded
from vorming.text.words import words

PACKAGES: Mapping[str, Format[CoursePackage]] = {"course-scorm": course_scorm.FORMAT, "cc": cartridge.FORMAT}
"""The packages by the name of their folder. What their formats say they hold is about the quizzes of the platform."""


def write_packages(loaded: Loaded, site: Path, folder: Path) -> Iterator[str]:
    """Write each module's packages as `folder/MODULE/FORMAT`.

    `site` is the built site of the trainee. Yields a sentence, with its line break, for each package that cannot be
    made because the site lacks a file; the others are made all the same.
    """
    for module in loaded.parsed.modules:
        for name, chosen in PACKAGES.items():
            # Each from pages that are read anew: a package changes their links and pictures.
            material = material_of(loaded, module.id)
            pages = Site(site, str(material.course.settings.site_address))
            package = CoursePackage(material, pages, page_names(loaded, module))
            try:
                bundle = Bundle(chosen.write(package), tuple(notes_on(chosen, material)))
                write_bundle(bundle, folder / module.id / name, is_ours=True)
            except FileNotFoundError as error:
                said = words("exports")["package_failed"]
                yield said.format(module=module.id, name=name, file=error.filename) + "\n"
