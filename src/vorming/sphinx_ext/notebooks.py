"""How the kernels of a build run, and when their cached outputs must be thrown away.

The cache of notebooks knows only their code. What they show also depends on the data and on this
package, so a file in the cache has a digest of both; when it differs, the cache is thrown away.
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


def forget_stale_outputs(root: Path, cache: Path) -> None:
    """Throw the cache away when data or package have changed since it was filled.

    root: the folder of the course. cache: that of jupyter-cache; it exists afterwards.
    """
    stamp, now = cache / STAMP, notebook_fingerprint(root)
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == now:
        return
    shutil.rmtree(cache, ignore_errors=True)
    cache.mkdir(parents=True)
    stamp.write_text(now, encoding="utf-8")


def forget_cell_tags(app: Sphinx, doctree: nodes.document) -> None:
    """Remove the tags of cells from their classes: an author's word must not choose how a page looks.

    Listens to doctree-read.
    """
    for cell in doctree.findall(nodes.container):
        if str(cell.get("nb_element", "")).startswith("cell_"):
            cell["classes"] = [name for name in cell["classes"] if not name.startswith("tag_")]
