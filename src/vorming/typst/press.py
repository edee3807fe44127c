"""Setting papers with Typst, two at a time while the next are written; a paper with unchanged markup is skipped.

For a release, Typst also gives the page of a pack on which each mark stands.
"""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

import typst

from vorming.packs.register import Mark
from vorming.source.files import write_whole
from vorming.source.fingerprint import read_digests, write_digests
from vorming.source.problems import Problem
from vorming.typst.compiler import FIXED_TIME, FONTS, STANDARDS, compile_apart
from vorming.typst.look import PICTURES, write_look

STAMPS = ".gezet.json"
"""The file with a digest of the markup from which each paper was set, in the folder of the sources or of the days."""
Compile = Callable[[Path], bytes | Problem]


class Press:
    """Sets papers into `folder` from their markup in `sources`, and skips papers whose markup has not changed.

    compile: sets one file. Two papers are set at a time, in threads, so it must be thread-safe.
    stamps: the file with digests of markup; by default in `sources`.
    """

    def __init__(
        self, folder: Path, sources: Path, stamps: Path | None = None, compile: Compile = compile_apart
    ) -> None:
        self.folder, self.sources, self.compile = folder, sources, compile
        self.stamps_file = stamps or sources / STAMPS
        self.look = f"{write_look(sources)} {version('typst')} {STANDARDS} {FIXED_TIME}"
        self.stamps = read_digests(self.stamps_file)
        # Two at a time, because a third would mostly cost memory on a laptop.
        self.workers = ThreadPoolExecutor(2)
        self.waiting: dict[str, Future[bytes | Problem]] = {}

    def submit(self, name: str, markup: str) -> None:
        """Start to set a paper in another thread, unless its PDF was already set from the same markup.

        name: the name of its PDF, without .pdf.
        """
        # The stamp includes the look, because other templates, fonts or words change the paper too.
        stamp = sha256(f"{self.look}\n{markup}".encode()).hexdigest()
        if self.stamps.get(name) == stamp and (self.folder / f"{name}.pdf").is_file():
            return
        self.stamps[name] = stamp
        source = write_whole(self.sources / f"{name}.typ", markup.encode())
        self.waiting[name] = self.workers.submit(self.compile, source)

    def wait(self) -> None:
        """Wait until all papers taken so far are set."""
        wait(self.waiting.values())

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
        for name, future in self.waiting.items():
            result = future.result()
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
    query_file = folder / ".plaatsen.typ"
    query_file.write_text(markup, encoding="utf-8")
    options: Any = {**FONTS, "field": "value", "root": str(folder), "sys_inputs": {"marks": "yes"}}
    try:
        marks = typst.query(str(query_file), "<mark>", **options)
    finally:
        query_file.unlink()
    return tuple(Mark(path, line, page) for path, line, page in json.loads(marks))
