"""What an export makes: files as bytes and notes on what was left out or changed. And how it lands on disk."""

import io
import shutil
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from vorming.text.words import words

FIXED_DATE = (1980, 1, 1, 0, 0, 0)
"""The date of every entry in an archive: the same course gives the same bytes."""


@dataclass(frozen=True, order=True)
class Note:
    """A question, or a whole file, that a format cannot hold as it is; `key` names the reason in exports.yml."""

    about: str
    key: str
    is_skipped: bool = False


Files = Mapping[str, bytes]
"""The files of a format, by name."""


@dataclass(frozen=True)
class Bundle:
    """Files by name, and the notes for the report."""

    files: Files
    notes: tuple[Note, ...] = ()

    @property
    def report(self) -> str:
        """The notes as text: a line per reason, with the questions it is about."""
        said = words("exports")
        reasons = dict.fromkeys((note.is_skipped, note.key) for note in self.notes)
        lines = [self._line(is_skipped, key) for is_skipped, key in sorted(reasons, reverse=True)]
        return "".join(f"{line}\n" for line in lines or [said["nothing_changed"]])

    def _line(self, is_skipped: bool, key: str) -> str:
        said = words("exports")
        about = ", ".join(
            note.about for note in self.notes if (note.is_skipped, note.key) == (is_skipped, key)
        )
        kind = said["skipped"] if is_skipped else said["changed"]
        return f"{kind} – {said.group('notes')[key]}: {about}"


def skipped(about: str, key: str) -> Note:
    """Note that a question is left out."""
    return Note(about, key, is_skipped=True)


def changed(about: str, key: str) -> Note:
    """Note that a question is there in another form."""
    return Note(about, key)


def zip_bytes(files: Mapping[str, bytes]) -> bytes:
    """Pack files into an archive that depends on nothing but them."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, FIXED_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name], compresslevel=9)
    return buffer.getvalue()


def write_bundle(bundle: Bundle, folder: Path, report_name: str, *, is_ours: bool) -> tuple[Path, ...]:
    """Write the files and the report. A folder of ours is replaced as a whole; in another, file by file."""
    files = {**bundle.files, report_name: bundle.report.encode()}
    if is_ours and _read_folder(folder) != files:
        work = folder.with_name(f".{folder.name}.nieuw")
        shutil.rmtree(work, ignore_errors=True)
        for name, content in files.items():
            _write(work / name, content)
        shutil.rmtree(folder, ignore_errors=True)
        work.rename(folder)
    if is_ours:
        return tuple(folder / name for name in sorted(files))
    return tuple(_write(folder / name, content) for name, content in sorted(files.items()))


def _read_folder(folder: Path) -> dict[str, bytes]:
    """Return all that stands in a folder, by name."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def _write(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.nieuw")
    beside.write_bytes(content)
    return beside.replace(path)
