"""From a loaded course to files on disk: one module, some formats."""

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from vorming.exports import FORMATS
from vorming.exports.bundle import Bundle, write_bundle
from vorming.exports.format import render
from vorming.exports.material import Material, gather_material
from vorming.model.course import Module
from vorming.source.fingerprint import package_digest, read_digests, write_digests
from vorming.source.load import Loaded
from vorming.text.words import words

EXPORTS = "_build/exports"
STAMPS = ".stand.json"
"""In the folder of all exports: what each module was made from."""


@dataclass(frozen=True)
class Exported:
    """One format that was written: where, what files, what the report says."""

    name: str
    folder: Path
    files: tuple[Path, ...]
    bundle: Bundle

    @property
    def has_skipped(self) -> bool:
        return any(note.is_skipped for note in self.bundle.notes)


def material_of(loaded: Loaded, module_id: str) -> Material:
    """Gather what the exports of a module start from."""
    course = loaded.course
    assert course is not None, "a course with errors is not exported"
    pages = {page.name: page for page in loaded.pages}
    return gather_material(course, course.module(module_id), pages)


def export_module(
    loaded: Loaded, module_id: str, names: Iterable[str], folder: Path, *, is_ours: bool
) -> Iterator[Exported]:
    """Write a module in the given formats, each in a folder of its own below `folder`."""
    material = material_of(loaded, module_id)
    report = f"{words('exports')['report'].lower()}.txt"
    for name in names:
        bundle, target = render(FORMATS[name], material), folder / name
        yield Exported(name, target, write_bundle(bundle, target, report, is_ours=is_ours), bundle)


def export_all(loaded: Loaded, folder: Path) -> None:
    """Write every module in every format; a module that nothing touched since stays as it stands in `folder`."""
    course = loaded.course
    assert course is not None, "a course with errors is not exported"
    before, now = read_digests(folder / STAMPS), {}
    for module in course.modules:
        now[module.id] = _stamp(loaded, module)
        if before.get(module.id) != now[module.id] or not (folder / module.id).is_dir():
            list(export_module(loaded, module.id, FORMATS, folder / module.id, is_ours=True))
    for old in before.keys() - now.keys():
        shutil.rmtree(folder / old, ignore_errors=True)
    write_digests(folder / STAMPS, now)


def _stamp(loaded: Loaded, module: Module) -> str:
    """Return a digest of what a module's exports are made from: the course without other modules' lessons."""
    course = loaded.course
    assert course is not None
    lessons = tuple(page for page in course.lessons if page.lesson.id in module.lessons)
    banks = {module.final_test, *(page.lesson.quiz for page in lessons)}
    quizzes = tuple(quiz for quiz in course.quizzes if quiz.id in banks)
    own = course.model_copy(update={"lessons": lessons, "quizzes": quizzes})
    texts = (loaded.page(page.page).text for page in lessons)
    return sha256("\n".join([package_digest(), own.model_dump_json(), *texts]).encode()).hexdigest()
