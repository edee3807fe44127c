"""The only module that runs Sphinx: once to read the pages, and once to write each output.

Reading leaves a pickled environment and a doctree per page below _build/doctrees. Each output is written from those by
another Sphinx in its own process, because docutils keeps the registrations of a Sphinx. The time of a doctree is the time at
which its page last became stale, so each output can compare it with its own files.
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
"""SOURCE_DATE_EPOCH of every output (2026-01-01), so that the same source gives the same bytes."""


def read_course(root: Path, before_page: Callable[[str], object] = lambda path: None) -> tuple[str, ...]:
    """Read changed pages; return the warnings of Sphinx.

    before_page: called with the path of each page before it is read; an exception in it ends the read.
    The failure of a notebook cell is returned as a warning; any other exception is raised.
    """
    with open_sphinx(root, "vorming-read", DOCTREES, {}) as (app, warnings):
        app.connect("source-read", lambda app, name, _: before_page(app.env.doc2path(name)))
        try:
            app.build()
        except Exception as error:
            fault = describe_fault(error, root, app.env.temp_data.get("docname", ""))
            if fault is None:
                raise
            return (fault.with_hint,)
    if log := warnings.getvalue():
        # Without an environment the next Sphinx reads all pages, and so repeats the warnings that are still true.
        (root / DOCTREES / "environment.pickle").unlink(missing_ok=True)
    return describe_warnings(read_warnings(log, root))


def write_course(
    root: Path, builder: str, folder: Path, then: Callable[[Sphinx], None] | None = None, **config: object
) -> tuple[str, ...]:
    """Write the pages of one output that are older than their doctree; return the warnings of Sphinx.

    then: a function that makes other files from the same pages; it runs even if no page is stale.
    config: settings of Sphinx for this output.
    """
    with open_sphinx(root, builder, folder, config) as (app, warnings):
        outdated = app.builder.get_outdated_docs()
        names = set[str]() if isinstance(outdated, str) else set(outdated)
        for name in app.env.found_docs:
            page = Path(getattr(app.builder, "get_outfilename", lambda name: "")(name))
            doctree = Path(app.doctreedir) / f"{name}.doctree"
            if not page.is_file() or page.stat().st_mtime_ns < doctree.stat().st_mtime_ns:
                names.add(name)
        if names:
            # As `Builder.build` does, but without reading first, which is already done. Not in parallel, because outputs
            # are already written at the same time, each on one core.
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
    """Open a Sphinx with the settings that Jupyter Book makes of `_config.yml`; yield it with a buffer for its warnings.

    folder, doctrees: the output folder and the folder of doctrees, relative to the root. The registrations in docutils are
    undone when the block ends. The content must have passed `vorming check`; under plain Jupyter Book, the extension checks
    it.
    """
    final, _ = get_final_config(
        user_yaml=root / "_config.yml", sourcedir=root, cli_config={"latex_individualpages": False}
    )
    settings: dict[str, Any] = dict(final)
    settings["external_toc_path"] = str(root / "_toc.yml")
    # Absolute, because with a relative path notebooks run again if the command is run in another folder.
    settings["nb_execution_cache_path"] = str(root / settings["nb_execution_cache_path"])
    # Pages are included by name, because sphinx-external-toc would search the whole folder for files to exclude.
    settings["external_toc_exclude_missing"] = False
    settings["include_patterns"] = [page.path for page in load_course(root).pages]
    settings["vorming_is_checked"] = True
    os.environ["SOURCE_DATE_EPOCH"] = FIXED_DATE  # overrides any value, which would change the outputs
    warnings = io.StringIO()
    with docutils_namespace(), patch_docutils():
        yield (
            Sphinx(
                srcdir=root,
                # There is no conf.py; all settings come from Jupyter Book.
                confdir=None,
                outdir=root / folder,
                doctreedir=root / doctrees,
                buildername=builder,
                confoverrides=settings | config,
                status=None,
                warning=warnings,
                # So that an author sees all warnings at once.
                keep_going=True,
            ),
            warnings,
        )
