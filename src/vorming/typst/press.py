"""Setting papers with Typst while the next are written; a paper with unchanged markup is skipped.

For a release, Typst also gives the page of a pack on which each mark stands.
"""

import json
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from hashlib import sha256
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import Any

import typst

from vorming.packs.register import Mark
from vorming.source.files import write_whole
from vorming.source.fingerprint import read_digests, write_digests
from vorming.source.problems import Problem
from vorming.typst.compiler import FIXED_TIME, FONTS, STANDARDS, set_apart
from vorming.typst.look import PICTURES, write_look

STAMPS = ".gezet.json"
"""The file with a digest of the markup from which each paper was set, in the folder of the sources or of the days."""


class Press:
    """Sets papers into `folder` from their markup in `sources`, and skips papers whose markup has not changed.

    stamps: the file with digests of markup; by default in `sources`. processes: the number that work at a time, each of which
    sets two papers at a time.
    """

    def __init__(self, folder: Path, sources: Path, stamps: Path | None = None, processes: int = 2) -> None:
        self.folder, self.sources = folder, sources
        self.stamps_file = stamps or sources / STAMPS
        self.look = f"{write_look(sources)} {version('typst')} {STANDARDS} {FIXED_TIME}"
        self.stamps = read_digests(self.stamps_file)
        # A third process would mostly cost memory on a laptop.
        self.workers = ThreadPoolExecutor(processes)
        self.waiting: list[tuple[list[str], Future[list[bytes | Problem]]]] = []

    def submit(self, markups: Mapping[str, str]) -> None:
        """Start a process that sets some papers, without those whose PDF was already set from the same markup.

        markups: by the name of the PDF, without .pdf.
        """
        names = []
        for name, markup in markups.items():
            # The stamp includes the look, because other templates, fonts or words change the paper too.
            stamp = sha256(f"{self.look}\n{markup}".encode()).hexdigest()
            if self.stamps.get(name) != stamp or not (self.folder / f"{name}.pdf").is_file():
                self.stamps[name] = stamp
                write_whole(self.sources / f"{name}.typ", markup.encode())
                names.append(name)
        if names:
            sources = [self.sources / f"{name}.typ" for name in names]
            self.waiting.append((names, self.workers.submit(set_apart, sources, self.sources)))

    def remove_others(self, names: set[str]) -> None:
        """Remove the packs of an older course, whose name is not in `names`."""
        old_names = {path.stem for path in self.folder.glob("*.pdf")}
        for name in (old_names | self.stamps.keys()) - names:
            (self.folder / f"{name}.pdf").unlink(missing_ok=True)
            (self.sources / f"{name}.typ").unlink(missing_ok=True)
            self.stamps.pop(name, None)

    def finish(self) -> Iterator[Problem]:
        """Wait for all papers, and yield their problems; a paper with a problem keeps its previous PDF."""
        self.workers.shutdown()
        # Remove unused pictures. The stored pieces of lessons use pictures too, for the papers of days.
        files = (*self.sources.rglob("*.typ"), *self.sources.glob("*.pickle"))
        sources = b"".join(path.read_bytes() for path in files)
        for path in (self.sources / PICTURES).glob("*"):
            if f"{PICTURES}/{path.name}".encode() not in sources:
                path.unlink()
        results = (zip(names, future.result(), strict=True) for names, future in self.waiting)
        for name, result in chain.from_iterable(results):
            if isinstance(result, Problem):
                del self.stamps[name]
                yield result
            else:
                write_whole(self.folder / f"{name}.pdf", result)
        write_digests(self.stamps_file, self.stamps)


def find_marks(folder: Path, markup: str) -> tuple[Mark, ...]:
    """Return the marks of a pack in reading order, with their pages from 1.

    folder: the folder with the templates. Only with the input `marks` do the templates make metadata of
    marks, so that a PDF has no trace of them.
    """
    options: Any = {**FONTS, "field": "value", "root": str(folder), "sys_inputs": {"marks": "yes"}}
    marks = typst.query(markup.encode(), "<mark>", **options)
    return tuple(Mark(*mark) for mark in json.loads(marks))
