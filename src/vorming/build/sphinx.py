"""The only module that runs Sphinx: once to read the pages, and once to write each output. It also parses the warnings.

Reading leaves a pickled environment and a doctree per page below _build/doctrees. Each output is written from those by
another Sphinx in its own process, because docutils keeps the registrations of a Sphinx. The time of a doctree is the time at
which its page last became stale, so each output can compare it with its own files.
"""

import io
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from traceback import walk_tb
from typing import Any

from jupyter_book.config import get_final_config
from sphinx.application import Sphinx
from sphinx.util.build_phase import BuildPhase
from sphinx.util.docutils import docutils_namespace, patch_docutils
from sphinx.util.parallel import SerialTasks

from vorming.source.files import path_below
from vorming.source.fingerprint import DOCTREES
from vorming.source.load import Loaded, load_course
from vorming.source.pages import CELL, cell_at, place_in_notebook
from vorming.source.problems import Place, Problem, phrases, problem, strip_controls
from vorming.text.words import words

FIXED_DATE = "1767225600"
"""SOURCE_DATE_EPOCH of every output (2026-01-01), so that the same source gives the same bytes."""

_START = re.compile(
    r"^(?:(?P<path>.+?)(?::(?P<line>\d*)(?::(?P<column>\d+))?)?: )?(?:WARNING|ERROR|SEVERE|CRITICAL): ",
    re.MULTILINE,
)
# A problem of this package, logged by `sphinx_ext.base.report`: its line is the line in the file, also for notebooks.
_OURS = re.compile(r"^.* \[[\w-]+\]\n    ")
_IN_CELL = re.compile(r"(?:Cell|Input) In ?\[\d+\](?:, |\))[^\n]*?line:? ?(\d+)|-+> (\d+) ")


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
    root: Path,
    builder: str,
    folder: Path,
    then: Callable[[Sphinx], Iterable[Problem]] = lambda app: (),
    **config: object,
) -> tuple[str | Problem, ...]:
    """Write the pages of one output that are older than their doctree; return the warnings of Sphinx.

    then: a function that makes other files from the same pages, and returns problems; it runs even if no page is stale.
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
        found = tuple(then(app))
        return (*describe_warnings(read_warnings(warnings.getvalue(), root)), *found)


def write_site(loaded: Loaded, folder: Path) -> tuple[str | Problem, ...]:
    """Write the site for trainees."""
    return write_course(loaded.root, "html", folder, vorming_edition="trainee")


def write_trainer(loaded: Loaded, folder: Path) -> tuple[str | Problem, ...]:
    """Write the trainer's edition, with the decks and the trainer's own pages."""
    from vorming.sphinx_ext.decks import make_decks
    from vorming.trainer.day import write_trainer_site

    found = write_course(loaded.root, "html", folder, make_decks, vorming_edition="trainer")
    if all(isinstance(each, Problem) for each in found):  # no warning of Sphinx
        write_trainer_site(loaded, folder)
    return found


def write_packs(loaded: Loaded, folder: Path, module: str = "") -> tuple[str | Problem, ...]:
    """Write the packs, or only those of a module."""
    from vorming.typst.builder import long_sheets

    found = write_course(loaded.root, "typst", folder, vorming_packs_module=module)
    return (*found, *long_sheets(loaded, folder))


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


@dataclass(frozen=True)
class SphinxWarning:
    """A warning: the path relative to the course and the line, both empty if Sphinx gives none, and the text.

    `column` is known for problems of this package and in notebooks, and otherwise 0. `cell` is the number of the cell in a
    notebook, from 1, and otherwise 0.
    """

    path: str
    line: str
    text: str
    cell: int = 0
    column: int = 0

    @property
    def page(self) -> str:
        """The name of the page, or an empty text if `path` is empty."""
        return self.path.removesuffix(".md").removesuffix(".ipynb")

    def __str__(self) -> str:
        """Return the warning in the form of an error of `vorming check`, because every warning stops a build.

        A common warning is in Dutch, with Sphinx's own text below it, which an author can search for.
        """
        place = ":".join(filter(None, (self.path, self.line, str(self.column or ""))))
        known = words("build").group("warned")
        dutch = next((sentence for part, sentence in known.items() if part in self.text), "")
        message = f"{dutch}\n    {self.text.splitlines()[0]}" if dutch else self.text
        if self.cell:
            message = words("build")["in_cell"].format(cell=self.cell, said=message)
        return ": ".join(filter(None, (place, phrases("severities")["error"], message)))


def read_warnings(text: str, root: Path) -> Iterator[SphinxWarning]:
    """Yield the warnings in a log of Sphinx, in order; a warning may have several lines."""
    text = strip_controls(text)
    starts = list(_START.finditer(text))
    bounds = [*(start.start() for start in starts), len(text)]
    if before := text[: bounds[0]].strip():
        yield SphinxWarning("", "", before)
    for start, end in zip(starts, bounds[1:], strict=True):
        path = path_below(start["path"], root) if start["path"] else ""
        line, message, cell = start["line"] or "", text[start.end() : end].strip(), 0
        column = int(start["column"] or 0)
        if path.endswith(".ipynb") and line and (root / path).is_file():
            place = Place(path, int(line), column)
            if place.line >= CELL and not _OURS.match(message):
                place = place_in_notebook(root, path, place.line // CELL, place.line % CELL)
            line, column, cell = str(place.line), place.column, cell_at(root, place)
        yield SphinxWarning(path, line, message, cell, column)


def describe_warnings(warnings: Iterable[SphinxWarning]) -> tuple[str, ...]:
    """Return the texts of warnings for an author, each once."""
    return tuple(dict.fromkeys(map(str, warnings)))


def describe_fault(error: BaseException, root: Path, page: str) -> Problem | None:
    """Return a problem at the cell of a notebook that failed, or None if the error has another cause.

    error: the exception of the build; the failure of a cell may be among its causes.
    page: the name of the page that was being read, without suffix.
    """
    path = f"{page}.ipynb"
    fault: BaseException | None = error
    # Exceptions are compared by name, so that a build without notebooks doesn't import nbclient.
    known = phrases("notebook_causes")
    while fault is not None and type(fault).__name__ not in {"CellExecutionError", *known}:
        fault = fault.__cause__ or fault.__context__
    if fault is None or not (root / path).is_file():
        return None
    message = strip_controls(str(fault))
    kind = getattr(fault, "ename", "") or type(fault).__name__
    detail = known.get(kind, f"{kind}: {getattr(fault, 'evalue', '')}".strip(": "))
    if kind == "NoneType":  # the kernel names no error of an object that fails while it is shown
        detail = message.strip().rpartition("\n")[2]
    number, line = _find_cell(root / path, fault, message)
    place = place_in_notebook(root, path, number, line) if number else Place(path)
    return problem(place, "notebook-failed", cell=number or "?", line=line, detail=detail.partition("\n")[0])


def _find_cell(path: Path, fault: BaseException, message: str) -> tuple[int, int]:
    """Return the number and the line, from 1, of the cell in which nbclient raised an error; (0, 1) if unknown."""
    for frame, _ in walk_tb(fault.__traceback__):
        # From the frame, because not every message has the source, and two cells may have the same source.
        if isinstance(index := frame.f_locals.get("cell_index"), int):
            source = "".join(json.loads(path.read_text(encoding="utf-8"))["cells"][index]["source"])
            # An error that caused this one may come first, with an arrow at a line of a library.
            found = [match.groups() for match in _IN_CELL.finditer(message.replace(source, "", 1))]
            lines = [*(line for line, _ in found if line), *(line for _, line in found if line)]
            return index + 1, int(lines[0]) if lines else 1
    return 0, 1
