"""The resident part: a course in memory, brought up to date after each edit."""

import io
import traceback
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from time import perf_counter

from sphinx.application import Sphinx

from vorming.check import check_loaded
from vorming.live.builder import LiveBuilder
from vorming.load import load_course
from vorming.problems import has_errors
from vorming.sphinx_build import open_sphinx

FOLDER = "_build/.live"


@dataclass(frozen=True)
class State:
    """What the preview shows now: its version, what is wrong, and how long the update took."""

    version: int
    problems: tuple[str, ...] = ()
    seconds: float = 0.0
    pages: int = 0


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

    def close(self) -> None:
        """Let Sphinx go; the next update opens a new one."""
        self._open.close()
        self._app = None

    def update(self) -> State:
        """Bring the pages up to date, or say what keeps them from it; the last good ones stay."""
        started = perf_counter()
        wrong, pages = self._wrong_content(), 0
        if not wrong:
            try:
                pages = self._write()
                wrong = tuple(self._warnings.getvalue().splitlines())
            # Our own bug, or a file that went meanwhile: say it, and start anew at the next edit.
            except Exception:
                wrong = tuple(traceback.format_exc().splitlines())
                self.close()
        self.state = State(self.state.version + 1, wrong, perf_counter() - started, pages)
        return self.state

    def _wrong_content(self) -> tuple[str, ...]:
        problems = check_loaded(load_course(self.root), date.today())
        if not has_errors(problems):
            return ()
        return tuple(f"{found} — {found.hint}" for found in problems if found.is_error)

    def _write(self) -> int:
        """Read what is stale, write it, and return how many pages that were."""
        if self._app is None:
            return self._write_first()
        self._warnings.truncate(self._warnings.seek(0))
        builder = self._app.builder
        stale = builder.read()
        if stale:
            builder.write([], stale)
        return len(stale)

    def _write_first(self) -> int:
        config = {"vorming_edition": self.edition, "html_show_search_summary": False}
        opened = open_sphinx(
            self.root,
            "html",
            self.folder,
            config,
            doctrees=f"{FOLDER}/doctrees",
            extensions=("vorming.live.builder",),
        )
        self._app, self._warnings = self._open.enter_context(opened)
        self._app.build()
        assert isinstance(self._app.builder, LiveBuilder)
        self._app.builder.is_first = False
        return len(self._app.env.found_docs)
