"""What a format makes: files as bytes, and notes for the report. Also how both are written to disk."""

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from vorming.source.files import write_files
from vorming.text.words import words

FIXED_DATE = (1980, 1, 1, 0, 0, 0)
"""The date of every entry in an archive, the first that a ZIP file can hold: the same course gives the same bytes."""

Files = Mapping[str, bytes]
"""The files of a format, by their POSIX path below its folder."""


@dataclass(frozen=True, order=True)
class Note:
    """A question, or a whole file, that a format holds in another form, or not at all where `is_skipped`.

    `key` is one of `notes` in the words.
    """

    about: str
    key: str
    is_skipped: bool = False


@dataclass(frozen=True)
class Bundle:
    """Files by name, and the notes for the report."""

    files: Files
    notes: tuple[Note, ...] = ()

    @property
    def report(self) -> str:
        """The notes as text: a line per reason with the questions it is about, what is left out first."""
        said = words("exports")
        about: dict[tuple[bool, str], list[str]] = {}
        # `is_skipped` comes first in the key, so that what is left out leads the sorted report.
        for note in self.notes:
            about.setdefault((note.is_skipped, note.key), []).append(note.about)
        lines = [
            f"{said['skipped' if is_skipped else 'changed']} – {said.group('notes')[key]}: {', '.join(names)}\n"
            for (is_skipped, key), names in sorted(about.items(), reverse=True)
        ]
        return "".join(lines) or f"{said['nothing_changed']}\n"


def zip_bytes(files: Files) -> bytes:
    """Pack files into an archive whose bytes depend on nothing but them: sorted names, one date, fixed rights."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, FIXED_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            # Without rights a file is unpacked on Unix as one that nobody may read.
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name], compresslevel=9)
    return buffer.getvalue()


def write_bundle(bundle: Bundle, folder: Path, *, is_ours: bool) -> tuple[Path, ...]:
    """Write the files of a bundle with its report; return their paths, sorted by name.

    In a folder of ours nothing of an earlier export stays. In any other folder only the files of these names are
    replaced.
    """
    report = f"{words('exports')['report'].lower()}.txt"
    files = {**bundle.files, report: bundle.report.encode()}
    for old in list(folder.rglob("*")) if is_ours else ():
        if old.is_file() and old.relative_to(folder).as_posix() not in files:
            old.unlink()
    write_files(folder, files)
    return tuple(folder / name for name in sorted(files))
