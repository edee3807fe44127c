"""The settings of notebook kernels, the clearing of their cached outputs, and checks of these outputs.

The cache of notebooks compares only their code, but outputs also depend on the data of the course and on this package.
Therefore a file in the cache has a digest of both; if it differs, the cache is deleted.
"""

import json
import os
import re
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

from vorming.check.pages import NOT_SAYING, link_problems
from vorming.check.text_rules import find_faults, find_plain_faults
from vorming.nodes import has_class
from vorming.source.fingerprint import notebook_files, notebook_fingerprint
from vorming.source.markdown import read_markdown
from vorming.source.pages import CELL, place_in_notebook
from vorming.source.problems import phrases, problem, strip_controls
from vorming.sphinx_ext.base import report, report_at
from vorming.sphinx_ext.freshness import loaded_of

KERNEL = "python3"
"""The kernel of all notebooks; nb_kernel_rgx_aliases in _config.yml replaces any other name."""

SETTINGS = {
    # 50 is CRITICAL. Warnings of the kernel, such as those about its network ports, don't matter here, nor do errors in its
    # threads while it stops. What a cell writes to stderr is an output, which goes another way.
    "IPKernelApp": {"log_level": 50, "no_stderr": True},
    # Kernels would share the history, which is a database on disk.
    "HistoryManager": {"enabled": False},
}


def prepare_notebooks(app: Sphinx) -> None:
    """Prepare the settings of the kernels and the cache of notebooks.

    Handles builder-inited, which comes before MyST-NB runs the first notebook.
    """
    prepare_kernels(Path(app.doctreedir).parent / ".ipython")
    if app.config.nb_execution_cache_path:
        clear_stale_outputs(Path(app.srcdir), Path(app.srcdir) / app.config.nb_execution_cache_path)


def prepare_kernels(folder: Path) -> None:
    """Write `SETTINGS` into `folder`, and let kernels that start after this call read them."""
    profile = folder / "profile_default"
    profile.mkdir(parents=True, exist_ok=True)
    (profile / "ipython_kernel_config.json").write_text(json.dumps(SETTINGS), encoding="utf-8")
    os.environ["IPYTHONDIR"] = str(folder)
    # Without a folder to write into, Matplotlib shows a warning in each cell that draws.
    if not os.access(os.environ.get("HOME", ""), os.W_OK):
        os.environ.setdefault("MPLCONFIGDIR", str(folder / "matplotlib"))


def clear_stale_outputs(root: Path, cache: Path) -> None:
    """Delete the cached outputs if the data or the package have changed since they were made.

    root: the folder of the course. cache: the folder of jupyter-cache, which is created if needed.
    """
    stamp, now = cache / ".stand", notebook_fingerprint(root)
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == now:
        return
    shutil.rmtree(cache, ignore_errors=True)
    cache.mkdir(parents=True)
    stamp.write_text(now, encoding="utf-8")


def note_files(app: Sphinx, doctree: nodes.document) -> None:
    """Note the files that the code of a notebook may read by itself, so that an edit of one makes its page stale.

    Any file beside the notebooks may be read or imported, but data of the course only by name, or any of it with
    the name of its folder: what `open_course` gives is known per item. Handles doctree-read.
    """
    page = Path(app.env.doc2path(app.env.docname))
    for path in notebook_files(Path(app.srcdir)) if page.suffix == ".ipynb" else ():
        code = page.read_text(encoding="utf-8")
        if page.parent in path.parents or path.name in code or "_data" in code:
            app.env.note_dependency(str(path))


def refuse_outputs(app: Sphinx, doctree: nodes.document) -> None:
    """Report what cells show and not every output of the book can: HTML, files, pictures in Markdown or without description.

    `vorming check` looks after the other pages. Handles doctree-read.
    """
    for bundle in doctree.findall(nodes.container):
        if bundle.get("nb_element") != "mime_bundle":
            continue
        # Of an output that has Markdown, no page shows anything else.
        parts = bundle.findall(nodes.container)
        markdown = [part for part in parts if part.get("mime_type") == "text/markdown"]
        # `check_shown_markdown` finds HTML in Markdown.
        refused = (nodes.image, addnodes.download_reference) if markdown else nodes.raw
        for node in (node for part in markdown or [bundle] for node in part.findall(nodes.Element)):
            if isinstance(node, refused) and "variants" not in node:  # a chart has variants
                report_at(app, node, "output-kind")
            elif isinstance(node, nodes.image) and NOT_SAYING.fullmatch(str(node.get("alt", "")).strip()):
                report_at(app, node, "alt-missing", value=phrases("fragments")["from_notebook"])


# The origin of a warning: a temporary file, whose name differs in each run.
_ORIGIN = re.compile(r"^\S+:\d+: ")
# An object without a `__repr__` of its own, which Python shows with its address in memory, and what %time shows.
_IN_MEMORY = r"<(?:[^<>]|<\w+>)* at 0x[0-9a-f]+>|(?:CPU times|Wall time): .*"
_STEPS_BACK = re.compile("[\b\v\f]")
"""The characters that move the cursor of a terminal over a text, and do nothing on a page."""
_MOST_LINES = 200
"""The most lines of an output: four pages of paper."""
_LINE = 80
"""The characters of a line on paper, about."""


def check_shown_markdown(app: Sphinx, doctree: nodes.document) -> None:
    """Report the faults in the Markdown that cells show, by the rules for the text of pages.

    The doctree doesn't have that text. MyST-NB has written the notebook, of which the outputs may be in the cache alone.
    Handles doctree-read.
    """
    root, name = Path(app.srcdir), app.env.docname
    if not app.env.doc2path(name).endswith(".ipynb"):
        return
    import nbformat
    from jupyter_cache import get_cache

    settings = app.env.mystnb_config  # type: ignore[attr-defined]
    read: Any = nbformat.read
    notebook = read(Path(settings.output_folder, f"{name}.ipynb"), as_version=4)
    with suppress(KeyError):
        _, notebook = get_cache(settings.execution_cache_path).merge_match_into_notebook(notebook)
    for number, cell in enumerate(notebook.cells, start=1):
        # The last line of the cell, as for other outputs.
        place = place_in_notebook(root, f"{name}.ipynb", number, CELL)
        for output in cell.get("outputs", ()):
            document = read_markdown(output.get("data", {}).get("text/markdown", ""))
            for fault in find_faults(document):
                report(problem(place, fault.rule_id, **fault.values))
            for address in (str(span.token.attrs.get("href", "")) for span in document.spans):
                for dead in link_problems(loaded_of(app), name, address, place) if address else ():
                    report(dead)


def tidy_outputs(app: Sphinx, doctree: nodes.document) -> None:
    """Remove terminal control codes from the output of cells, and report output and code that no page may show.

    Reported are: content that a pack cannot print (characters that its fonts lack, formulas in LaTeX), a block that was
    not read, and output that differs between runs and machines (memory addresses, paths, and warnings of Python).
    Handles doctree-read.
    """
    for formula in (*doctree.findall(nodes.math), *doctree.findall(nodes.math_block)):
        # A page would show the HTML of such an output, which `refuse_outputs` reports.
        if not any(formula.parent.parent.findall(nodes.raw)):
            report_at(app, formula, "maths-unknown")
    folders = (folder for folder in (Path(app.srcdir), Path.home()) if folder.name)
    differs = re.compile("|".join([_IN_MEMORY, *(rf"{re.escape(str(folder))}\b" for folder in folders)]))
    for block in doctree.findall(nodes.literal_block):
        text = strip_controls(block.astext())
        if has_class(block, "stderr", "traceback"):
            # The message is the last line that isn't indented; indented lines are code.
            lines = [line for line in text.splitlines() if line and not line.startswith(" ")]
            report_at(
                app, block, "notebook-warns", value=_ORIGIN.sub("", lines[-1] if lines else text.strip())
            )
        elif has_class(block, "output") or has_class(block.parent, "cell_input"):
            if has_class(block, "output") and (match := differs.search(text)):
                report_at(app, block, "output-differs", value=match[0])
            count = sum(1 + len(line) // _LINE for line in text.split("\n"))
            if has_class(block, "output") and count > _MOST_LINES:
                report_at(app, block, "output-long", count=count, most=_MOST_LINES)
            for fault in find_plain_faults(block.astext() if _STEPS_BACK.search(block.astext()) else text):
                report_at(app, block, fault.rule_id, **fault.values)
        if text != block.astext():
            block.rawsource, block.children = text, []
            block += nodes.Text(text)


def remove_cell_tags(app: Sphinx, doctree: nodes.document) -> None:
    """Remove the tags of cells from their classes, so that a tag cannot change the look of a page."""
    for cell in doctree.findall(nodes.container):
        if str(cell.get("nb_element", "")).startswith("cell_"):
            cell["classes"] = [name for name in cell["classes"] if not name.startswith("tag_")]
