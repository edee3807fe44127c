"""From a loaded course to files on disk: questions in every format, and modules as packages with their pages.

A build writes every module; the command line one module, in the formats that it names.
"""

import shutil
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from vorming.exports import FORMATS, cartridge, load_format, scorm
from vorming.exports.course_package import CoursePackage
from vorming.exports.format import Bundle, Format, notes_on, render, write_bundle
from vorming.exports.material import material_of
from vorming.model.course import Module
from vorming.source.fingerprint import package_digest, read_digests, write_digests
from vorming.source.load import Loaded
from vorming.text.words import words

EXPORTS = "_build/exports"
STAMPS = ".stand.json"
"""In the folder of all exports: a digest of what each format of a module was made from."""
PACKAGES: Mapping[str, Format[CoursePackage]] = {"course-scorm": scorm.MODULE, "cc": cartridge.FORMAT}
"""The packages by the name of their folder. What their formats say they hold is about the quizzes of the platform."""


def export_module(
    loaded: Loaded, module_id: str, names: Iterable[str], folder: Path, *, is_ours: bool
) -> Iterator[tuple[str, Bundle]]:
    """Write a module in the given formats, each in a folder of its own below `folder`.

    Yields each when written, after what the command line says of it: for what it is, its files, and below them its
    report. `is_ours` tells a folder of the build, which is replaced as a whole, from one that an author chose.
    """
    material = material_of(loaded, module_id)
    for name in names:
        bundle = render(load_format(name), material)
        files = write_bundle(bundle, folder / name, is_ours=is_ours)
        lines = [words("exports").group("formats")[name], *(f"  {file}" for file in files)]
        yield "\n".join([*lines, *(f"    {line}" for line in bundle.report.splitlines())]), bundle


def export_all(loaded: Loaded, folder: Path) -> None:
    """Write every module in every format, as `folder/MODULE/FORMAT`.

    What would be made from the same as in the last build stays as it is; a module that is no longer in the course goes.
    """
    before, now = read_digests(folder / STAMPS), dict[str, str]()
    for module in loaded.parsed.modules:
        made_from = _digests(loaded, module)
        # Left as it is with its report, for the digest holds the version of this package too.
        stale = [
            name
            for name in FORMATS
            if before.get(f"{module.id}/{name}") != made_from[name]
            or not (folder / module.id / name).is_dir()
        ]
        list(export_module(loaded, module.id, stale, folder / module.id, is_ours=True))
        now |= {f"{module.id}/{name}": digest for name, digest in made_from.items()}
    for old in {key.partition("/")[0] for key in before} - {module.id for module in loaded.parsed.modules}:
        shutil.rmtree(folder / old, ignore_errors=True)
    write_digests(folder / STAMPS, now)


def _digests(loaded: Loaded, module: Module) -> Mapping[str, str]:
    """Return by format a digest of what it is made from: the course without other modules' lessons.

    A format that reads no pages has the same digest after an edit of a lesson's text, and is left alone.
    """
    course = loaded.parsed
    lessons = tuple(page for page in course.lessons if page.lesson.id in module.lessons)
    banks = {module.final_test, *(page.lesson.quiz for page in lessons)}
    quizzes = tuple(quiz for quiz in course.quizzes if quiz.id in banks)
    own = course.model_copy(update={"lessons": lessons, "quizzes": quizzes})
    data = "\n".join([package_digest(), own.model_dump_json()])
    pages = "\n".join([data, *(loaded.page(page.page).text for page in lessons)])
    texts = {name: pages if load_format(name).reads_pages else data for name in FORMATS}
    return {name: sha256(text.encode()).hexdigest() for name, text in texts.items()}


def write_packages(loaded: Loaded, site: Path, folder: Path) -> Iterator[str]:
    """Write each module's packages as `folder/MODULE/FORMAT`.

    `site` is the built site of the trainee. Yields a sentence for each package that cannot be
    made because the site lacks a file; the others are made all the same.
    """
    for module in loaded.parsed.modules:
        for name, chosen in PACKAGES.items():
            # Each from pages that are read anew: a package changes their links and pictures.
            material = material_of(loaded, module.id)
            try:
                files = chosen.write(CoursePackage(material, site))
                bundle = Bundle(files, tuple(notes_on(chosen, material)))
                write_bundle(bundle, folder / module.id / name, is_ours=True)
            except FileNotFoundError as error:
                said = words("exports")["package_failed"]
                yield said.format(module=module.id, name=name, file=error.filename)
