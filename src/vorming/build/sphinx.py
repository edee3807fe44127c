"""Sphinx, called from one place: one read, and as many writes as there are outputs.

Reading leaves a pickled environment and a doctree per page below _build/doctrees. Each output is
written from those by a Sphinx of its own, in a process of its own: docutils keeps what a Sphinx
registered in it. The time of a doctree says when its page last became stale, so every output knows
by itself which of its files are older.
"""

import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jupyter_book.config import get_final_config
from sphinx.application import Sphinx
from sphinx.util.build_phase import BuildPhase
from sphinx.util.docutils import docutils_namespace, patch_docutils
from sphinx.util.parallel import SerialTasks

from vorming.build.sphinx_warnings import describe_fault, describe_warnings, read_warnings
from vorming.source.fingerprint import DOCTREES
from vorming.source.load import load_course

FIXED_DATE = "1767225600"
"""SOURCE_DATE_EPOCH of every output (2026-01-01): the same source gives the same bytes."""


def read_course(root: Path, before_page: Callable[[str], object] = lambda path: None) -> tuple[str, ...]:
    """Read what has changed of the book; return what Sphinx warns of.

    `before_page` is called with the path of each page before it is read; what it raises ends the read. An exception
    that a page explains is told as a warning; any other one is raised.
    """
    with open_sphinx(root, "vorming-read", DOCTREES, {}) as (app, warnings):
        app.connect("source-read", lambda app, name, _: before_page(app.env.doc2path(name)))
        try:
            with _quiet():
                app.build()
        except Exception as error:
            fault = describe_fault(error, root, app.env.temp_data.get("docname", ""))
            if fault is None:
                raise
            return (fault.with_hint,)
    if found := warnings.getvalue():
        # The next Sphinx reads all pages: it doesn't warn again of one that it needn't read again.
        (root / DOCTREES / "environment.pickle").unlink(missing_ok=True)
    return describe_warnings(read_warnings(found, root))


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep from the terminal what a kernel writes there: it has the standard error of this process."""
    kept = os.dup(2)
    try:
        with Path(os.devnull).open("wb") as nothing:
            os.dup2(nothing.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def write_course(
    root: Path, builder: str, folder: Path, then: Callable[[Sphinx], None] | None = None, **config: object
) -> tuple[str, ...]:
    """Write the pages of one output that are older than their doctree; return Sphinx's warnings.

    `then` makes what is drawn from the same pages but is no page: it runs even when no page is stale. `config` holds
    settings of Sphinx for this output alone.
    """
    with open_sphinx(root, builder, folder, config) as (app, warnings):
        known = app.builder.get_outdated_docs()
        names = set[str]() if isinstance(known, str) else set(known)
        for name in app.env.found_docs:
            written = Path(getattr(app.builder, "get_outfilename", lambda name: "")(name))
            doctree = Path(app.doctreedir) / f"{name}.doctree"
            if not written.is_file() or written.stat().st_mtime_ns < doctree.stat().st_mtime_ns:
                names.add(name)
        if names:
            # As `Builder.build` does, but without reading first: that is done, and the pages are whole.
            # Outputs are written side by side already: one core each.
            app.builder.parallel_ok = False
            app.builder.finish_tasks = SerialTasks()
            app.phase = BuildPhase.RESOLVING
            app.builder.write(sorted(names), [], "update")
            app.builder.finish()
            app.builder.finish_tasks.join()
        app.emit("build-finished", None)
        if then:
            then(app)
        return describe_warnings(read_warnings(warnings.getvalue(), root))


@contextmanager
def open_sphinx(
    root: Path,
    builder: str,
    folder: str | Path,
    config: dict[str, object],
    *,
    doctrees: str = DOCTREES,
) -> Iterator[tuple[Sphinx, io.StringIO]]:
    """Open a Sphinx with the settings of `_config.yml` as Jupyter Book gives them; its warnings go into a buffer.

    `folder` and `doctrees` are below the root. Docutils is as it was when the block ends. The content must have passed
    the checks, which the extension makes by itself under a plain Jupyter Book.
    """
    final, _ = get_final_config(
        user_yaml=root / "_config.yml", sourcedir=root, cli_config={"latex_individualpages": False}
    )
    settings: dict[str, Any] = dict(final)
    settings["external_toc_path"] = str(root / "_toc.yml")
    # Absolute, or notebooks run again when the command is given from another folder.
    settings["nb_execution_cache_path"] = str(root / settings["nb_execution_cache_path"])
    # By name: to find out which files are no pages, sphinx-external-toc looks through the whole folder each time.
    settings["external_toc_exclude_missing"] = False
    settings["include_patterns"] = [page.path for page in load_course(root).pages]
    settings["vorming_is_checked"] = True
    os.environ["SOURCE_DATE_EPOCH"] = FIXED_DATE  # whatever stood there: it may not change what is made
    warnings = io.StringIO()
    with docutils_namespace(), patch_docutils():
        yield (
            Sphinx(
                srcdir=root,
                # There is no conf.py: all settings are those of Jupyter Book.
                confdir=None,
                outdir=root / folder,
                doctreedir=root / doctrees,
                buildername=builder,
                confoverrides=settings | config,
                status=None,
                warning=warnings,
                # An author wants all warnings at once, not the first alone.
                keep_going=True,
            ),
            warnings,
        )
