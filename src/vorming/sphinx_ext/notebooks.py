"""How the kernels of a build run, and when their cached outputs must be thrown away.

The cache of notebooks knows only their code. What they show also depends on the data and on this
package, so a file in the cache has a digest of both; when it differs, the cache is thrown away.
"""

import json
import os
import re
import shutil
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx

from vorming.check.text_rules import find_plain_faults
from vorming.nodes.course import has_class
from vorming.source.fingerprint import notebook_fingerprint
from vorming.sphinx_ext.base import report_at
from vorming.text.terminal import strip_controls

KERNEL = "python3"
"""The one kernel, whatever a notebook says: nb_kernel_rgx_aliases in _config.yml."""

SETTINGS = {
    # 50 is CRITICAL: a kernel that talks to its own parent alone has nothing to warn of.
    "IPKernelApp": {"log_level": 50},
    # A history is a database on disk, which kernels would share.
    "HistoryManager": {"enabled": False},
}


def prepare_notebooks(app: Sphinx) -> None:
    """Prepare the settings of the kernels and the cache of notebooks.

    Listens to builder-inited, which is before MyST-NB runs the first notebook.
    """
    prepare_kernels(Path(app.doctreedir).parent / ".ipython")
    if app.config.nb_execution_cache_path:
        forget_stale_outputs(Path(app.srcdir), Path(app.srcdir) / app.config.nb_execution_cache_path)


def prepare_kernels(folder: Path) -> None:
    """Make kernels that start from here on read our settings, which are written into `folder`."""
    profile = folder / "profile_default"
    profile.mkdir(parents=True, exist_ok=True)
    (profile / "ipython_kernel_config.json").write_text(json.dumps(SETTINGS), encoding="utf-8")
    os.environ["IPYTHONDIR"] = str(folder)
    # Where Matplotlib can keep nothing, it warns of that in each cell that draws.
    if not os.access(os.environ.get("HOME", ""), os.W_OK):
        os.environ.setdefault("MPLCONFIGDIR", str(folder / "matplotlib"))


def forget_stale_outputs(root: Path, cache: Path) -> None:
    """Throw the cache away when data or package have changed since it was filled.

    root: the folder of the course. cache: that of jupyter-cache; it exists afterwards.
    """
    stamp, now = cache / ".stand", notebook_fingerprint(root)
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == now:
        return
    shutil.rmtree(cache, ignore_errors=True)
    cache.mkdir(parents=True)
    stamp.write_text(now, encoding="utf-8")


_TAG = re.compile(r"<[^<>]*>")
# Where a warning comes from: a temporary file with another name in each run.
_ORIGIN = re.compile(r"^\S+:\d+: ")
# A value without words of its own, which Python shows by its place in memory.
_IN_MEMORY = re.compile(r"<[^<>]* at 0x[0-9a-f]+>")


def tidy_outputs(app: Sphinx, doctree: nodes.document) -> None:
    """Remove from what cells print the characters that steer a terminal, and report what no page may show.

    That is what no pack can set (characters that its fonts lack, formulas in LaTeX), a block that was not read, and
    what differs from run to run: a place in memory, and what Python warns of, with paths of this machine. Listens to
    doctree-read.
    """
    for formula in (*doctree.findall(nodes.math), *doctree.findall(nodes.math_block)):
        report_at(app, formula, "maths-unknown")
    for raw in doctree.findall(nodes.raw):
        for fault in find_plain_faults(_TAG.sub(" ", raw.astext())):
            if fault.rule_id == "block-not-read":
                report_at(app, raw, fault.rule_id, **fault.values)
    for block in doctree.findall(nodes.literal_block):
        text = strip_controls(block.astext())
        if has_class(block, "stderr", "traceback"):
            # The last line that isn't indented: before it are the lines of code that led there.
            said = [line for line in text.splitlines() if line and not line.startswith(" ")]
            report_at(app, block, "notebook-warns", value=_ORIGIN.sub("", said[-1] if said else text.strip()))
        elif has_class(block, "output"):
            if found := _IN_MEMORY.search(text):
                report_at(app, block, "output-differs", value=found[0])
            for fault in find_plain_faults(text):
                report_at(app, block, fault.rule_id, **fault.values)
        if text != block.astext():
            block.rawsource, block.children = text, []
            block += nodes.Text(text)


def forget_cell_tags(app: Sphinx, doctree: nodes.document) -> None:
    """Remove the tags of cells from their classes: an author's word must not choose how a page looks."""
    for cell in doctree.findall(nodes.container):
        if str(cell.get("nb_element", "")).startswith("cell_"):
            cell["classes"] = [name for name in cell["classes"] if not name.startswith("tag_")]
