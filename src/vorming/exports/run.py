"""Writing the questions of modules to disk, in any format.

A build writes all modules in all formats; the command line writes one module in the given formats.
"""

import shutil
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from vorming.exports import FORMATS, load_format
from vorming.exports.format import Bundle, material_of, render, write_bundle
from vorming.model.course import Module
from vorming.source.fingerprint import package_digest, read_digests, write_digests
from vorming.source.load import Loaded
from vorming.text.words import words

EXPORTS = "_build/exports"
STAMPS = ".stand.json"
"""The file, in the folder of all exports, with a digest of the input of each export."""


def export_module(
    loaded: Loaded, module_id: str, names: Iterable[str], folder: Path
) -> Iterator[tuple[str, Bundle]]:
    """Write a module in the given formats, each in its own folder below `folder`.

    Yield (text for the terminal, bundle) for each format, once its files are written. The text has the purpose of the
    format, its files and the reasons of its report; which questions they concern is in the file of the report.
    """
    material = material_of(loaded, module_id)
    for name in names:
        bundle = render(load_format(name), material)
        files = write_bundle(bundle, folder / name)
        lines = [words("exports").group("formats")[name], *(f"  {file}" for file in files)]
        reasons = [line for line in bundle.report.splitlines() if line and not line.startswith(" ")]
        yield "\n".join([*lines, *(f"    {line}" for line in reasons)]), bundle


def export_all(loaded: Loaded, folder: Path) -> None:
    """Write every module in every format, as `folder/MODULE/FORMAT`, in the place of all that was there.

    Only an export with unchanged input stays, which is most of them after an edit of the text of a lesson.
    """
    before, now = read_digests(folder / STAMPS), dict[str, str]()
    for module in loaded.parsed.modules:
        now.update((f"{module.id}/{name}", digest) for name, digest in _digests(loaded, module))
    fresh = {name for name, digest in now.items() if before.get(name) == digest and (folder / name).is_dir()}
    for old in folder.glob("*/*"):
        if old.relative_to(folder).as_posix() not in fresh:
            shutil.rmtree(old)
            if not any(old.parent.iterdir()):
                old.parent.rmdir()
    for module in loaded.parsed.modules:
        stale = [name for name in FORMATS if f"{module.id}/{name}" not in fresh]
        list(export_module(loaded, module.id, stale, folder / module.id))
    write_digests(folder / STAMPS, now)


def _digests(loaded: Loaded, module: Module) -> Iterator[tuple[str, str]]:
    """Yield a digest of the input of each format: this package, and the course without the lessons of other modules."""
    lessons = tuple(page for page in loaded.parsed.lessons if page.lesson.id in module.lessons)
    banks = {module.final_test, *(page.lesson.quiz for page in lessons)}
    quizzes = tuple(quiz for quiz in loaded.parsed.quizzes if quiz.id in banks)
    course = loaded.parsed.model_copy(update={"lessons": lessons, "quizzes": quizzes})
    data = package_digest() + course.model_dump_json()
    # All pages, since a link may name a heading of another page.
    pages = "".join(page.document.text for page in loaded.pages)
    for name in FORMATS:
        text = data + pages if load_format(name).reads_pages else data
        yield name, sha256(text.encode()).hexdigest()
