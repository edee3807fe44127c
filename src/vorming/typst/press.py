"""Papers set by Typst: two at a time while the next are written, and none again whose markup is the same.

At a release Typst is also asked on which page of a pack each mark stands.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import typst

from vorming.packs.register import Mark
from vorming.source.files import write_whole
from vorming.source.fingerprint import read_digests, write_digests
from vorming.source.problems import Problem
from vorming.typst.compiler import FIXED_TIME, FONTS, STANDARDS, compile_apart
from vorming.typst.look import PICTURES, write_look
from vorming.typst.markup import MARK, PAGE_HEAD, PAGES, SHARED, literal

STAMPS = ".gezet.json"
"""In the folder of the sources, or that of the days: from which markup each paper was set."""
Compile = Callable[[Path], bytes | Problem]
_HEADING = re.compile(rf"(?P<mark>{MARK.pattern})(?P<heading>\s*(?:#anchor\([^)\n]*\)\s*)*#heading\([^\n]*)")
"""A heading after its mark: a heading may go to the next page, and its mark would stay behind."""
ASKING = "#let mark-here(path, line) = context [#metadata((path, line, here().page()))<mark>]\n"


class Press:
    """Sets papers into `folder` from their markup in `sources`; one whose markup is the same stays as it is.

    `compile` sets one file. `stamps` is the file of what was set from which markup; the default is in `sources`.
    Two papers are set at a time, in threads: `compile` must work beside itself.
    """

    def __init__(
        self, folder: Path, sources: Path, stamps: Path | None = None, compile: Compile = compile_apart
    ) -> None:
        self.folder, self.sources, self.compile = folder, sources, compile
        self.stamps_file = stamps or sources / STAMPS
        self.look = f"{write_look(sources)} {version('typst')} {STANDARDS} {FIXED_TIME}"
        self.stamps = read_digests(self.stamps_file)
        # Two at a time: a third would only take memory on a laptop.
        self.workers = ThreadPoolExecutor(2)
        self.waiting: dict[str, Future[bytes | Problem]] = {}
        self.pages: set[str] = set()

    def take(self, name: str, markup: str, pages: Mapping[str, str]) -> None:
        """Set a paper, unless it was set from the same markup before; Typst works while the caller goes on.

        `name` is that of its PDF, without .pdf. `pages` are the files that it shares with other packs, by name.
        """
        # The look too: with other templates, fonts or words the same markup is another paper.
        stamp = sha256("\n".join([self.look, markup, *pages.values()]).encode()).hexdigest()
        if self.stamps.get(name) == stamp and (self.folder / f"{name}.pdf").is_file():
            return
        # A page that an earlier pack shares too is written already: Typst may be reading it.
        for page in pages.keys() - self.pages:
            write_whole(self.sources / PAGES / f"{page}.typ", pages[page].encode())
        self.pages.update(pages)
        self.stamps[name] = stamp
        source = write_whole(self.sources / f"{name}.typ", markup.encode())
        self.waiting[name] = self.workers.submit(self.compile, source)

    def wait(self) -> None:
        """Wait for all papers that were taken so far."""
        wait(self.waiting.values())

    def forget_others(self, names: set[str]) -> None:
        """Remove what an older course left: packs that are none of `names`."""
        made = {path.stem for path in self.folder.glob("*.pdf")}
        for name in (made | self.stamps.keys()) - names:
            (self.folder / f"{name}.pdf").unlink(missing_ok=True)
            (self.sources / f"{name}.typ").unlink(missing_ok=True)
            self.stamps.pop(name, None)

    def finish(self) -> Iterator[Problem]:
        """Wait for all papers and yield what is wrong; a paper with a problem keeps its PDF of before."""
        self.workers.shutdown()
        # The pages that no pack holds any more go.
        held: set[str] = set()
        for path in (self.sources / f"{name}.typ" for name in self.stamps):
            if path.is_file():
                held.update(found["name"] for found in SHARED.finditer(path.read_text(encoding="utf-8")))
        folder = self.sources / PAGES
        for path in folder.rglob("*.typ"):
            if path.relative_to(folder).with_suffix("").as_posix() not in held:
                path.unlink()
        # Then the pictures that nothing shows. The stored pieces of lessons name some too, for the papers of days.
        files = (*self.sources.rglob("*.typ"), *self.sources.glob("*.pickle"))
        written = b"".join(path.read_bytes() for path in files)
        for path in (self.sources / PICTURES).glob("*"):
            if f"{PICTURES}/{path.name}".encode() not in written:
                path.unlink()
        for name, waiting in self.waiting.items():
            made = waiting.result()
            if isinstance(made, Problem):
                del self.stamps[name]
                yield made
            else:
                write_whole(self.folder / f"{name}.pdf", made)
        write_digests(self.stamps_file, self.stamps)


def find_marks(folder: Path, markup: str) -> tuple[Mark, ...]:
    """Return the marks of a pack in reading order, with their pages from 1; what it draws on stands in `folder`.

    The marks are comments, so that a PDF holds nothing of them. For the question they become metadata, which Typst
    gives with its page.
    """

    def page(shared: re.Match[str]) -> str:
        """Return the markup of a page that the pack shares, with the break that starts it."""
        text = (folder / PAGES / f"{shared['name']}.typ").read_text(encoding="utf-8")
        return text.removeprefix(PAGE_HEAD).removesuffix("]\n")

    def ask(mark: re.Match[str]) -> str:
        return f"#mark-here({literal(mark['path'])}, {mark['line']})"

    asking = folder / ".plaatsen.typ"
    markup = SHARED.sub(page, markup)
    markup = _HEADING.sub(lambda found: found["heading"] + found["mark"], markup)
    asking.write_text(ASKING + MARK.sub(ask, markup), encoding="utf-8")
    try:
        found = typst.query(str(asking), "<mark>", field="value", root=str(folder), **FONTS)
    finally:
        asking.unlink()
    return tuple(Mark(path, line, page) for path, line, page in json.loads(found))
