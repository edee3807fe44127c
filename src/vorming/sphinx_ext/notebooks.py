"""Before notebooks run: kernels without history, and no outputs from other data.

The cache of notebooks knows only their code. What they show also depends on the data and on this
package, so a digest of both stands beside it; when that differs, the cache is thrown away.
"""

import shutil
from pathlib import Path

from sphinx.application import Sphinx

from vorming.fingerprint import notebook_fingerprint
from vorming.kernel import prepare_kernels

STAMP = ".stand"


def prepare_notebooks(app: Sphinx) -> None:
    """Make ready what the notebooks of this build need."""
    prepare_kernels(Path(app.doctreedir).parent / ".ipython")
    if app.config.nb_execution_cache_path:
        forget_stale_outputs(Path(app.srcdir), Path(app.srcdir) / app.config.nb_execution_cache_path)


def forget_stale_outputs(root: Path, cache: Path) -> None:
    """Throw the cache away when data or package have changed since it was filled."""
    stamp, now = cache / STAMP, notebook_fingerprint(root)
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == now:
        return
    shutil.rmtree(cache, ignore_errors=True)
    cache.mkdir(parents=True)
    stamp.write_text(now, encoding="utf-8")
