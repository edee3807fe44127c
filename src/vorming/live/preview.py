"""A course in the memory of one process, with its pages brought up to date after each edit."""

import filecmp
import io
import shutil
import traceback
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import perf_counter

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from vorming.build.sphinx import open_sphinx
from vorming.build.sphinx_warnings import Warned, describe_warnings, read_warnings
from vorming.build.stamps import remove
from vorming.check import check_loaded
from vorming.check.guard import leaks_on_site
from vorming.course.editions import Edition
from vorming.source.files import write_whole
from vorming.source.load import load_course
from vorming.text.words import words

SAID = words("cli").group("live")
FOLDER = "_build/.live"
DOCTREES = f"{FOLDER}/doctrees"
SETTINGS = ("_config.yml", "_toc.yml")


@dataclass(frozen=True)
class State:
    """What the preview shows after an update."""

    version: int
    """The number of updates so far."""
    problems: tuple[str, ...] = ()
    """What keeps the pages from being up to date, or what Sphinx warned of, each with its hint below it."""
    seconds: float = 0.0
    """How long the update took."""
    pages: int = 0
    """How many pages it wrote."""

    @property
    def summary(self) -> str:
        """What the update did, for the terminal: a line, or each problem."""
        if self.problems:
            return "\n".join([SAID["not_good"], *self.problems])
        pages = f"{self.pages} {SAID['page' if self.pages == 1 else 'pages']}"
        return SAID["renewed"].format(pages=pages, seconds=f"{self.seconds:.2f}".replace(".", ","))


class Preview:
    """Sphinx and its environment, kept in memory between edits.

    Not for use from several threads: docutils and Sphinx have state per process.
    """

    def __init__(self, root: Path, edition: str) -> None:
        self.root = root.resolve()
        self.edition = edition
        self.folder = self.root / FOLDER / edition
        self.work = self.root / FOLDER / f".{edition}"
        self.state = State(0)
        self._open = ExitStack()
        self._app: Sphinx | None = None
        self._settings: list[bytes] = []
        self._warnings = io.StringIO()
        self._warned: tuple[Warned, ...] = ()

    def close(self) -> None:
        """Close Sphinx; the next update opens a new one."""
        self._open.close()
        self._app = None

    def update(self) -> State:
        """Bring the pages up to date and return the new state.

        Where the content has errors nothing is written, and the last good pages stay.
        """
        started, pages = perf_counter(), list[str]()
        problems = check_loaded(load_course(self.root), date.today())
        wrong = [found.with_hint for found in problems if found.is_error]
        if not wrong:
            try:
                pages = self._write()
                # Sphinx warns when it reads a page: of pages that were not read this time its warnings stay.
                others = {page.name for page in load_course(self.root).pages}.difference(pages)
                earlier = (warned for warned in self._warned if warned.page in others)
                self._warned = (*earlier, *read_warnings(self._warnings.getvalue(), self.root))
                wrong = [*describe_warnings(self._warned), *self._put_in_place()]
            # Our own bug, or a file that was removed meanwhile: show it, and start anew at the next edit.
            except Exception:
                wrong = [traceback.format_exc()]
                self.close()
        self.state = State(self.state.version + 1, tuple(wrong), perf_counter() - started, len(pages))
        return self.state

    def _write(self) -> list[str]:
        """Read and write the pages that an edit made stale, or all with a new Sphinx; return their names."""
        # Sphinx reads its settings and the list of its pages when it opens.
        if (texts := [(self.root / name).read_bytes() for name in SETTINGS]) != self._settings:
            self.close()
        self._settings = texts
        if self._app is None:
            self._app = self._open_sphinx()
            self._app.build()
            return sorted(self._app.env.found_docs)
        self._warnings.seek(0)
        self._warnings.truncate()
        builder = self._app.builder
        assert isinstance(builder, StandaloneHTMLBuilder)
        stale = builder.read()
        if stale:
            builder.images.clear()  # those of earlier edits are copied, and their files may be gone
            builder.write([], stale)
            builder.copy_image_files()  # which Sphinx leaves to the end of a build
        return stale

    def _open_sphinx(self) -> Sphinx:
        # An earlier preview left doctrees of its first read, which know nothing of the edits after it.
        for old in (self.folder, self.work, self.root / DOCTREES):
            remove(old)
        # A cache of its own, which no build empties; it begins with what the last build ran.
        notebooks = self.root / FOLDER / ".jupyter_cache"
        if not notebooks.exists():
            with suppress(OSError, shutil.Error):
                shutil.copytree(self.root / "_build/.jupyter_cache", notebooks)
        config = {
            "vorming_edition": self.edition,
            "vorming_is_preview": True,
            "html_show_search_summary": False,
            "nb_execution_cache_path": str(notebooks),
        }
        opened = open_sphinx(self.root, "html", self.work, config, doctrees=DOCTREES)
        app, self._warnings = self._open.enter_context(opened)
        return app

    def _put_in_place(self) -> Iterator[str]:
        """Copy what was written to where it is served, but no file that shows trainees what is not for them.

        Yields what stands in such a file; it is looked at again after each edit, until it may be served.
        """
        loaded = load_course(self.root)
        for made in sorted(path for path in self.work.rglob("*") if path.is_file()):
            name = made.relative_to(self.work)
            served = self.folder / name
            if served.exists() and filecmp.cmp(made, served):
                continue
            data = made.read_bytes()
            leaks = leaks_on_site(loaded, name.as_posix(), data) if self.edition == Edition.TRAINEE else ()
            if found := [leak.with_hint for leak in leaks]:
                served.unlink(missing_ok=True)
                yield from found
            else:
                write_whole(served, data)
                shutil.copystat(made, served)
