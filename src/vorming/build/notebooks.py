"""Running notebooks while the pages are read, each in a fork of one process that has imported the libraries.

A separate kernel takes a second to start and another second to import the libraries. A notebook that runs here goes into the
cache of MyST-NB, where Sphinx finds it. A notebook that fails here (an error, a widget, a system without forks) isn't cached;
Sphinx then runs it itself and reports its errors.
"""

import os
import signal
import sys
from collections.abc import Callable, Iterable
from hashlib import sha256
from importlib import import_module
from multiprocessing import connection, get_all_start_methods, get_context
from pathlib import Path
from typing import Any

from vorming.build.processes import end_with_parent, start_piped
from vorming.build.stamps import Stamps, remove
from vorming.model.config import Config
from vorming.source.load import load_course
from vorming.source.parse import parse_model
from vorming.source.yaml import read_yaml
from vorming.sphinx_ext.notebooks import KERNEL, SETTINGS, clear_stale_outputs

CACHE = "_build/.jupyter_cache"
"""The only cache folder that `_config.yml` may name."""
RAN = ".gelopen"
"""The file with the digests of the notebooks that ran here, one a line, in the folder of the cache."""

NOT_OUTPUT = {"status", "execute_input"}
OUTPUT = {"stream", "display_data", "execute_result"}
"""The kernel messages (Jupyter messaging protocol) that a notebook keeps; a cell with other messages needs a real kernel."""


def start_notebooks(stamps: Stamps) -> Callable[[], object]:
    """Start to run the notebooks that aren't in the cache; return a function that waits until all have run.

    The course need not have passed the checks. A cache that was changed since the last build is deleted first.
    """
    root = stamps.root
    cache, source = root / CACHE, read_yaml(root, "_config.yml")
    config = None if source.problems else parse_model(Config, source)[0]
    if config is None:
        return lambda: None
    if not stamps.is_whole(CACHE):
        remove(cache)
    stamps.forget(CACHE)
    clear_stale_outputs(root, cache)
    done = (cache / RAN).read_text().split() if (cache / RAN).is_file() else []
    paths = (root / page.path for page in load_course(root).pages if page.path.endswith(".ipynb"))
    waiting = [path for path in paths if path.is_file() and _digest(path) not in done]
    if not waiting or "fork" not in get_all_start_methods():
        return lambda: None
    # For Sphinx this is the time limit of a cell; here it is the limit of a whole notebook.
    pipe = start_piped(_run_all, waiting, cache, config.execute.timeout)
    return lambda: connection.wait([pipe])


def keep_notebooks(stamps: Stamps) -> None:
    """Stamp the cached outputs for the next build, unless the course was edited while the notebooks ran."""
    if not stamps.has_changed():
        stamps.keep(CACHE)


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def _run_all(paths: Iterable[Path], cache: Path, seconds: int) -> None:
    """Run notebooks one after the other, because the other core reads the pages."""
    # `sys.exit` also ends the child that runs a notebook; the default handler of the signal would leave it running.
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(number))
    # The output of a notebook or its kernel may not reach the terminal.
    with Path(os.devnull).open("wb") as nothing:
        os.dup2(nothing.fileno(), 1)
        os.dup2(nothing.fileno(), 2)
    # Imported here for all forks, with the backend of a kernel, which draws in the page. Matplotlib may print messages about
    # its cache of fonts at import, which must not end up in the output of a notebook.
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    for name in ("ipykernel.inprocess.manager", "jupyter_cache.cache.main", "matplotlib.font_manager"):
        import_module(name)
    import_module("vorming.charts.notebook")
    for path in paths:
        child = get_context("fork").Process(target=_run_into_cache, args=(path, cache), daemon=True)
        child.start()
        # After a timeout Sphinx runs the notebook again, and reports the cell.
        child.join(seconds)
        child.kill()


def _run_into_cache(path: Path, cache: Path) -> None:
    """Run a notebook, unless its outputs are already in the cache, and add its digest to `RAN`."""
    end_with_parent()
    import nbformat
    from jupyter_cache import get_cache
    from jupyter_cache.base import CacheBundleIn

    read: Any = nbformat.read
    store, notebook = get_cache(cache), read(path, as_version=4)
    if "kernelspec" in notebook.metadata:
        notebook.metadata.kernelspec["name"] = KERNEL
    try:
        store.match_cache_notebook(notebook)
        is_cached = True
    except KeyError:
        is_cached = run_notebook(notebook, path.parent)
        if is_cached:
            bundle = CacheBundleIn(notebook, str(path))
            store.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)
    if is_cached:
        with (cache / RAN).open("a") as ran:
            ran.write(f"{_digest(path)}\n")
    os._exit(0)  # without waiting for the kernel's threads


def run_notebook(notebook: Any, folder: Path) -> bool:
    """Run a notebook in this process, in its folder, and store its outputs in it.

    Return whether its outputs may be cached: False after an error, or after an output that needs a real kernel. The process
    can't run another notebook afterwards.
    """
    from ipykernel.inprocess.manager import InProcessKernelManager
    from traitlets.config import Config

    os.chdir(folder)
    # As in a kernel: a notebook may import modules in its folder.
    sys.path.insert(0, "")
    manager: Any = InProcessKernelManager(config=Config(SETTINGS))
    manager.start_kernel()
    notebook.metadata.language_info = manager.kernel.language_info
    client = manager.client()
    client.start_channels()
    return all(_run_cell(client, cell) for cell in notebook.cells if cell.cell_type == "code")


def _run_cell(client: Any, cell: Any) -> bool:
    from nbformat import v4

    make_output: Any = v4.output_from_msg
    client.execute(cell.source)
    reply = client.get_shell_msg()["content"]
    outputs: list[Any] = []
    while True:
        message = client.get_iopub_msg()
        kind = message["msg_type"]
        if kind == "status" and message["content"]["execution_state"] == "idle":
            break  # the last message of a cell
        if kind in NOT_OUTPUT:
            continue
        if kind not in OUTPUT:
            return False
        output = make_output(message)
        last = outputs[-1] if outputs else None
        if kind == "stream" and last and last.output_type == kind and last.name == output.name:
            last.text += output.text  # consecutive prints are one output
        else:
            outputs.append(output)
    cell.execution_count, cell.outputs = reply["execution_count"], outputs
    return bool(reply["status"] == "ok")
