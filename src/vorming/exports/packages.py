"""Every module as one package for a platform, in each of its two formats, with a report each."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from vorming.exports import cartridge, course_scorm
from vorming.exports.bundle import Bundle, Files, write_bundle
from vorming.exports.course_package import CoursePackage, page_names
from vorming.exports.format import Format, notes_on
from vorming.exports.lesson_pages import Site
from vorming.exports.run import material_of
from vorming.model.course import Module
from vorming.source.load import Loaded
from vorming.text.words import words


@dataclass(frozen=True)
class PackageFormat:
    """A format of a whole module: what makes it, and what its quizzes hold."""

    write: Callable[[CoursePackage], Files]
    questions: Format


PACKAGES: Mapping[str, PackageFormat] = {
    "course-scorm": PackageFormat(course_scorm.write, Format(lambda material: {}, holds_exam=False)),
    "cc": PackageFormat(cartridge.write, cartridge.FORMAT),
}


def write_packages(loaded: Loaded, site: Path, folder: Path) -> Iterator[str]:
    """Write each module's packages into `folder`; yield a sentence for each that cannot be made.

    `site` is the built site of the trainee. The other packages are made all the same.
    """
    assert loaded.course is not None, "a course with errors is not exported"
    for module in loaded.course.modules:
        for name, chosen in PACKAGES.items():
            try:
                write_bundle(
                    _bundle(loaded, module, site, chosen), folder / module.id / name, _report(), is_ours=True
                )
            except OSError as error:
                said = words("exports")["package_failed"]
                yield said.format(module=module.id, name=name, file=error.filename) + "\n"


def _bundle(loaded: Loaded, module: Module, site: Path, chosen: PackageFormat) -> Bundle:
    material = material_of(loaded, module.id)
    address = str(material.course.settings.site_address)
    package = CoursePackage(material, Site(site, address), page_names(loaded, module))
    return Bundle(chosen.write(package), tuple(notes_on(chosen.questions, material)))


def _report() -> str:
    return f"{words('exports')['report'].lower()}.txt"
