"""The resident part: a course in memory, brought up to date after each edit."""

import io
import shutil
import traceback
from collections.abc import Collection
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import perf_counter

from sphinx.application import Sphinx

from vorming.build.sphinx import open_sphinx
from vorming.build.sphinx_warnings import Warned, describe_warnings, read_warnings
from vorming.build.stamps import remove
from vorming.check import check_loaded
from vorming.live.builder import LiveBuilder
from vorming.source.load import load_course
from vorming.source.problems import has_errors

FOLDER = "_build/.live"
DOCTREES = f"{FOLDER}/doctrees"
CACHE = Path("_build/.jupyter_cache")


@dataclass(frozen=True)
class State:
    """What the preview shows now: its version, what is wrong, and how long the update took."""

    version: int
    problems: tuple[str, ...] = ()
    seconds: float = 0.0
    pages: int = 0

    @property
    def summary(self) -> str:
        """What the update did, for the terminal: a line, or one for each problem."""
        if self.problems:
            return "\n".join(["Nog niet goed:", *self.problems])
        pages = f"{self.pages} {'pagina' if self.pages == 1 else 'pagina’s'}"
        return f"{pages} vernieuwd in {self.seconds:.2f} s".replace(".", ",")


class Preview:
    """Keeps Sphinx and its environment in memory between edits."""

    def __init__(self, root: Path, edition: str) -> None:
        self.root = root.resolve()
        self.edition = edition
        self.folder = self.root / FOLDER / edition
        self.state = State(0)
        self._open = ExitStack()
        self._app: Sphinx | None = None
        self._warnings = io.StringIO()
        self._warned: tuple[Warned, ...] = ()

    def close(self) -> None:
        """Let Sphinx go; the next update opens a new one."""
        self._open.close()
        self._app = None

    def update(self) -> State:
        """Bring the pages up to date, or say what keeps them from it; the last good ones stay."""
        started = perf_counter()
        wrong, pages = self._wrong_content(), frozenset[str]()
        if not wrong:
            try:
                pages = self._write()
                wrong = self._wrong_pages(pages)
            # Our own bug, or a file that went meanwhile: say it, and start anew at the next edit.
            except Exception:
                wrong = tuple(traceback.format_exc().splitlines())
                self.close()
        self.state = State(self.state.version + 1, wrong, perf_counter() - started, len(pages))
        return self.state

    def _wrong_content(self) -> tuple[str, ...]:
        problems = check_loaded(load_course(self.root), date.today())
        if not has_errors(problems):
            return ()
        return tuple(f"{found} — {found.hint}" for found in problems if found.is_error)

    def _wrong_pages(self, pages: Collection[str]) -> tuple[str, ...]:
        """Return what Sphinx warned of; it does so once, so a page's warning stays until that page is read again."""
        names = {page.name for page in load_course(self.root).pages} - set(pages)
        kept = (warned for warned in self._warned if warned.page in names)
        self._warned = (*kept, *read_warnings(self._warnings.getvalue(), self.root))
        return tuple(describe_warnings(self._warned).splitlines())

    def _write(self) -> frozenset[str]:
        """Read what is stale, write it, and return which pages that were."""
        if self._app is None:
            return self._write_first()
        self._warnings.truncate(self._warnings.seek(0))
        builder = self._app.builder
        stale = builder.read()
        if stale:
            builder.write([], stale)
        return frozenset(stale)

    def _own_notebooks(self) -> Path:
        """Return a cache of notebooks that no build empties; it begins with what the last build ran."""
        cache = self.root / FOLDER / CACHE.name
        if not cache.exists():
            with suppress(OSError, shutil.Error):
                shutil.copytree(self.root / CACHE, cache)
        return cache

    def _write_first(self) -> frozenset[str]:
        """Write all pages: what an earlier preview left says nothing of the edits after its first read."""
        for old in (self.folder, self.root / DOCTREES):
            remove(old)
        config = {
            "vorming_edition": self.edition,
            "html_show_search_summary": False,
            "nb_execution_cache_path": str(self._own_notebooks()),
        }
        opened = open_sphinx(
            self.root,
            "html",
            self.folder,
            config,
            doctrees=DOCTREES,
            extensions=("vorming.live.builder",),
        )
        self._app, self._warnings = self._open.enter_context(opened)
        self._app.build()
        assert isinstance(self._app.builder, LiveBuilder)
        self._app.builder.is_first = False
        return frozenset(self._app.env.found_docs)
