"""Writing exports to disk: questions in every format, and modules as packages with their pages.

A build writes all modules in all formats; the command line writes one module in the given formats.
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
"""The file, in the folder of all exports, with a digest of the input of each format of a module."""
PACKAGES: Mapping[str, Format[CoursePackage]] = {"course-scorm": scorm.MODULE, "cc": cartridge.FORMAT}
"""The formats of packages, by folder name. The types and parts that they keep are those in the platform's quizzes."""


def export_module(
    loaded: Loaded, module_id: str, names: Iterable[str], folder: Path, *, is_ours: bool
) -> Iterator[tuple[str, Bundle]]:
    """Write a module in the given formats, each in its own folder below `folder`.

    Yield (text for the terminal, bundle) for each format, once its files are written. The text has the purpose of the
    format, its files and its report.
    is_ours: whether the folder belongs to the build, and is replaced as a whole, or was chosen by an author.
    """
    material = material_of(loaded, module_id)
    for name in names:
        bundle = render(load_format(name), material)
        files = write_bundle(bundle, folder / name, is_ours=is_ours)
        lines = [words("exports").group("formats")[name], *(f"  {file}" for file in files)]
        yield "\n".join([*lines, *(f"    {line}" for line in bundle.report.splitlines())]), bundle


def export_all(loaded: Loaded, folder: Path) -> None:
    """Write every module in every format, as `folder/MODULE/FORMAT`.

    An export with unchanged input is kept, and modules that are no longer in the course are removed.
    """
    before, now = read_digests(folder / STAMPS), dict[str, str]()
    for module in loaded.parsed.modules:
        digests = _digests(loaded, module)
        # The digest includes this package, so an unchanged export keeps its report too.
        stale = [
            name
            for name in FORMATS
            if before.get(f"{module.id}/{name}") != digests[name] or not (folder / module.id / name).is_dir()
        ]
        list(export_module(loaded, module.id, stale, folder / module.id, is_ours=True))
        now |= {f"{module.id}/{name}": digest for name, digest in digests.items()}
    for old in {key.partition("/")[0] for key in before} - {module.id for module in loaded.parsed.modules}:
        shutil.rmtree(folder / old, ignore_errors=True)
    write_digests(folder / STAMPS, now)


def _digests(loaded: Loaded, module: Module) -> Mapping[str, str]:
    """Return a digest of the input of each format: the course without the lessons of other modules.

    After an edit of the text of a lesson, only formats that read pages have another digest.
    """
    course = loaded.parsed
    lessons = tuple(page for page in course.lessons if page.lesson.id in module.lessons)
    banks = {module.final_test, *(page.lesson.quiz for page in lessons)}
    quizzes = tuple(quiz for quiz in course.quizzes if quiz.id in banks)
    reduced = course.model_copy(update={"lessons": lessons, "quizzes": quizzes})
    data = "\n".join([package_digest(), reduced.model_dump_json()])
    pages = "\n".join([data, *(loaded.page(page.page).text for page in lessons)])
    texts = {name: pages if load_format(name).reads_pages else data for name in FORMATS}
    return {name: sha256(text.encode()).hexdigest() for name, text in texts.items()}


def write_packages(loaded: Loaded, site: Path, folder: Path) -> Iterator[str]:
    """Write the packages of each module, as `folder/MODULE/FORMAT`.

    site: the built site for trainees. Yield a sentence for each package that cannot be made because the site lacks a file;
    the other packages are still made.
    """
    for module in loaded.parsed.modules:
        for name, chosen in PACKAGES.items():
            # The pages are read again for each package, which changes their links and pictures.
            material = material_of(loaded, module.id)
            try:
                files = chosen.write(CoursePackage(material, site))
                bundle = Bundle(files, tuple(notes_on(chosen, material)))
                write_bundle(bundle, folder / module.id / name, is_ours=True)
            except FileNotFoundError as error:
                sentence = words("exports")["package_failed"]
                yield sentence.format(module=module.id, name=name, file=error.filename)
