"""Keep a course in memory and bring its pages up to date after each edit."""

import filecmp
import io
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import perf_counter

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from vorming.build.failures import describe_failure
from vorming.build.sphinx import SphinxWarning, describe_warnings, open_sphinx, read_warnings
from vorming.build.stamps import remove
from vorming.check import check_loaded
from vorming.check.guard import leaks_on_site
from vorming.course.editions import Edition
from vorming.source.files import write_whole
from vorming.source.load import load_course
from vorming.text.words import words

WORDS = words("cli").group("live")
FOLDER = "_build/.live"
DOCTREES = f"{FOLDER}/doctrees"
SETTINGS = ("_config.yml", "_toc.yml")


@dataclass(frozen=True)
class State:
    """The state of the preview after an update."""

    version: int
    """The number of updates so far."""
    problems: tuple[str, ...] = ()
    """The errors for which the pages are not up to date, or the warnings of Sphinx, each followed by its hint."""
    seconds: float = 0.0
    """The duration of the update."""
    pages: int = 0
    """The number of pages that were written."""

    @property
    def summary(self) -> str:
        """The result of the update, for the terminal: one line, or all problems."""
        if self.problems:
            return "\n".join([WORDS["not_good"], *self.problems])
        pages = f"{self.pages} {WORDS['page' if self.pages == 1 else 'pages']}"
        return WORDS["renewed"].format(pages=pages, seconds=f"{self.seconds:.2f}".replace(".", ","))


class Preview:
    """Sphinx and its environment, kept in memory between edits.

    Use it from one thread only, since docutils and Sphinx have global state.
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
        self._warned: tuple[SphinxWarning, ...] = ()

    def close(self) -> None:
        """Close Sphinx; the next update opens a new one."""
        self._open.close()
        self._app = None

    def update(self) -> State:
        """Bring the pages up to date and return the new state.

        If the content has errors, nothing is written and the last good pages stay.
        """
        started, pages = perf_counter(), list[str]()
        problems = check_loaded(load_course(self.root), date.today())
        messages = [found.with_hint for found in problems if found.is_error]
        if not messages:
            try:
                pages = self._write()
                # Sphinx warns when it reads a page, so keep the earlier warnings of pages that were not read now.
                others = {page.name for page in load_course(self.root).pages}.difference(pages)
                earlier = (warned for warned in self._warned if warned.page in others)
                self._warned = (*earlier, *read_warnings(self._warnings.getvalue(), self.root))
                messages = [*describe_warnings(self._warned), *self._put_in_place()]
            # A bug, or a file that was removed meanwhile: restart Sphinx at the next edit.
            except Exception as error:
                messages = [describe_failure(error, self.root)]
                self.close()
        self.state = State(self.state.version + 1, tuple(messages), perf_counter() - started, len(pages))
        return self.state

    def _write(self) -> list[str]:
        """Read and write the stale pages, or with a new Sphinx all pages; return their names."""
        # Sphinx reads its settings and the contents list only when it starts.
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
            builder.copy_image_files()  # Sphinx only does this at the end of a full build
        return stale

    def _open_sphinx(self) -> Sphinx:
        # The doctrees of an earlier preview are from its first read, and lack later edits.
        for old in (self.folder, self.work, self.root / DOCTREES):
            remove(old)
        # Use a separate notebook cache, which no build empties; it starts as a copy of that of the last build.
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
        """Copy new files to the served folder, except files that show trainees a text that is not for them.

        Yield the leaks in such a file. It is checked again after each edit, until it can be served.
        """
        loaded = load_course(self.root)
        for made in sorted(path for path in self.work.rglob("*") if path.is_file()):
            name = made.relative_to(self.work)
            served = self.folder / name
            if served.exists() and filecmp.cmp(made, served):
                continue
            data = made.read_bytes()
            leaks = leaks_on_site(loaded, name.as_posix(), data) if self.edition == Edition.TRAINEE else ()
            if hints := [leak.with_hint for leak in leaks]:
                served.unlink(missing_ok=True)
                yield from hints
            else:
                write_whole(served, data)
                shutil.copystat(made, served)
