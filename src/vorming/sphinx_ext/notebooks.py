"""How the kernels of a build run, and when what they showed must be forgotten.

The cache of notebooks knows only their code. What they show also depends on the data and on this
package, so a digest of both stands beside it; when that differs, the cache is thrown away.
"""

import json
import os
import shutil
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx

from vorming.source.fingerprint import notebook_fingerprint

KERNEL = "python3"
"""The one kernel, whatever a notebook says: nb_kernel_rgx_aliases in _config.yml."""

STAMP = ".stand"

SETTINGS = {
    # A kernel of a build talks to its own parent on this machine alone.
    "IPKernelApp": {"log_level": 50},
    "HistoryManager": {"enabled": False},
}


def prepare_kernels(folder: Path) -> None:
    """Make kernels that start from here on read our settings, kept in `folder`."""
    profile = folder / "profile_default"
    profile.mkdir(parents=True, exist_ok=True)
    (profile / "ipython_kernel_config.json").write_text(json.dumps(SETTINGS), encoding="utf-8")
    os.environ["IPYTHONDIR"] = str(folder)


def forget_stale_outputs(root: Path, cache: Path) -> None:
    """Throw the cache away when data or package have changed since it was filled."""
    stamp, now = cache / STAMP, notebook_fingerprint(root)
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == now:
        return
    shutil.rmtree(cache, ignore_errors=True)
    cache.mkdir(parents=True)
    stamp.write_text(now, encoding="utf-8")


def forget_cell_tags(app: Sphinx, doctree: nodes.document) -> None:
    """Take the tags of cells away from their classes: an author's word doesn't choose how a page looks."""
    for cell in doctree.findall(nodes.container):
        if str(cell.get("nb_element", "")).startswith("cell_"):
            cell["classes"] = [name for name in cell["classes"] if not name.startswith("tag_")]


def prepare_notebooks(app: Sphinx) -> None:
    """Make ready what the notebooks of this build need."""
    prepare_kernels(Path(app.doctreedir).parent / ".ipython")
    if app.config.nb_execution_cache_path:
        forget_stale_outputs(Path(app.srcdir), Path(app.srcdir) / app.config.nb_execution_cache_path)
