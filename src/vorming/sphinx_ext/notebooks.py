"""Before notebooks run: kernels without history, and no outputs from other data."""

from pathlib import Path

from sphinx.application import Sphinx

from vorming.kernel import forget_stale_outputs, prepare_kernels


def prepare_notebooks(app: Sphinx) -> None:
    """Make ready what the notebooks of this build need."""
    prepare_kernels(Path(app.doctreedir).parent / ".ipython")
    if app.config.nb_execution_cache_path:
        forget_stale_outputs(Path(app.srcdir), Path(app.srcdir) / app.config.nb_execution_cache_path)
