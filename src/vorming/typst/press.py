"""The packs of one build set by Typst: two at a time while the next are written, and none twice."""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from vorming.source.fingerprint import read_digests, write_digests
from vorming.source.problems import Problem
from vorming.typst.compiler import FIXED_TIME, STANDARDS, compile_apart
from vorming.typst.images import PICTURES
from vorming.typst.look import write_look
from vorming.typst.markup import PAGE, PAGES, SHARED

STAMPS = ".gezet.json"
"""In the folder of the sources: from which markup each pack was set."""

Compile = Callable[[Path], bytes | Problem]


class Press:
    """Sets packs into `folder` from the sources in `sources`; one whose markup is the same stays as it is.

    `compile` sets one file; `stamps` is where it is kept what was set from which markup.
    """

    def __init__(
        self, folder: Path, sources: Path, stamps: Path | None = None, compile: Compile = compile_apart
    ) -> None:
        self.folder, self.sources, self.compile = folder, sources, compile
        self.kept = stamps or sources / STAMPS
        self.look = f"{write_look(sources)} {version('typst')} {STANDARDS} {FIXED_TIME}"
        self.stamps = read_digests(self.kept)
        self.workers = ThreadPoolExecutor(2)
        self.waiting: dict[str, Future[Problem | None]] = {}
        self.pages: dict[str, str] = {}

    def take(
        self, name: str, markup: str, pages: Mapping[str, str], others: Mapping[str, str] | None = None
    ) -> None:
        """Set a pack, unless it was set from the same markup before; Typst works while we go on.

        `others` are pages that it draws on and that stand in `sources` already.
        """
        stamp = sha256(
            "\n".join([self.look, markup, *pages.values(), *(others or {}).values()]).encode()
        ).hexdigest()
        if self.stamps.get(name) == stamp and (self.folder / f"{name}.pdf").is_file():
            return
        self._write_pages(pages)
        self.stamps.pop(name, None)
        source = self.sources / f"{name}.typ"
        source.parent.mkdir(parents=True, exist_ok=True)
        source.write_text(markup, encoding="utf-8")
        self.waiting[name] = self.workers.submit(self._set, name, stamp)

    def _write_pages(self, pages: Mapping[str, str]) -> None:
        """Write pages that a pack shares, unless one before it shares them too: Typst may be reading those."""
        for name in pages.keys() - self.pages.keys():
            path = self.sources / PAGES / f"{name}.typ"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(PAGE.format(markup=pages[name]), encoding="utf-8")
        self.pages.update(pages)

    def _set(self, name: str, stamp: str) -> Problem | None:
        made = self.compile(self.sources / f"{name}.typ")
        if isinstance(made, Problem):
            return made
        _write_beside(self.folder / f"{name}.pdf", made)
        self.stamps[name] = stamp
        return None

    def forget_others(self, names: set[str]) -> None:
        """Remove what an older course left: packs that the course no longer has."""
        for path in (*self.folder.glob("*.pdf"), *self.sources.glob("*-*.typ")):
            if path.stem not in names:
                path.unlink()
                self.stamps.pop(path.stem, None)

    def _forget_pages(self) -> None:
        """Remove the pages that no pack holds any more."""
        packs = (path.read_text(encoding="utf-8") for path in self.sources.glob("*-*.typ"))
        held = {found["name"] for markup in packs for found in SHARED.finditer(markup)}
        folder = self.sources / PAGES
        for path in folder.rglob("*.typ"):
            if path.relative_to(folder).with_suffix("").as_posix() not in held:
                path.unlink()

    def _forget_pictures(self) -> None:
        """Remove the pictures that no pack, no page of one and no piece for days shows any more."""
        files = (*self.sources.rglob("*.typ"), *self.sources.glob("*.pickle"))
        written = b"".join(path.read_bytes() for path in files)
        for path in (self.sources / PICTURES).glob("*"):
            if f"{PICTURES}/{path.name}".encode() not in written:
                path.unlink()

    def finish(self) -> Iterator[Problem]:
        """Wait for all packs and yield what is wrong; then the pack of before stays."""
        self.workers.shutdown()
        self._forget_pages()
        self._forget_pictures()
        yield from (found for each in self.waiting.values() if (found := each.result()))
        write_digests(self.kept, self.stamps)


def _write_beside(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.nieuw")
    beside.write_bytes(data)
    beside.replace(path)
