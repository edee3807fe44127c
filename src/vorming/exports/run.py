"""From a loaded course to files on disk: one module, some formats."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from vorming.exports import WRITERS
from vorming.exports.bundle import Bundle, write_bundle
from vorming.exports.material import Material, gather_material
from vorming.load import Loaded
from vorming.words import words

EXPORTS = "_build/exports"


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
        bundle, target = WRITERS[name].render(material), folder / name
        yield Exported(name, target, write_bundle(bundle, target, report, is_ours=is_ours), bundle)


def export_all(loaded: Loaded, folder: Path) -> None:
    """Write every module in every format."""
    course = loaded.course
    assert course is not None, "a course with errors is not exported"
    for module in course.modules:
        for _ in export_module(loaded, module.id, WRITERS, folder / module.id, is_ours=True):
            pass
