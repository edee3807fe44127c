"""Notebooks run while the pages are read: each in a fork of one process that has imported it all.

A kernel of its own costs a notebook a second to start and another to import. What runs here goes into the
same cache as Sphinx's own runs, so that Sphinx finds it there. What doesn't run here (an error, a widget,
a system without forks) isn't cached: then Sphinx runs it itself, and says what is wrong with it.
"""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from hashlib import sha256
from importlib import import_module
from multiprocessing import connection, get_all_start_methods, get_context
from pathlib import Path
from typing import Any

from vorming.build.processes import end_with_parent, start_process
from vorming.build.stamps import Stamps, remove
from vorming.source.load import load_course
from vorming.source.yaml import read_yaml
from vorming.sphinx_ext.notebooks import KERNEL, SETTINGS, forget_stale_outputs

RAN = ".gelopen"
"""In the cache's folder: the digests of the notebooks that ran here, one a line."""

NOT_OUTPUT = {"status", "execute_input"}
OUTPUT = {"stream", "display_data", "execute_result"}
SECONDS = 120


def start_notebooks(stamps: Stamps) -> Callable[[], object]:
    """Start running the notebooks that aren't in the cache; return what waits until all have run.

    The course needn't be a good one yet.
    """
    root, folder = stamps.root, _cache_of(stamps.root)
    if folder is None:
        return lambda: None
    cache = root / folder
    if not stamps.is_whole(folder):
        remove(cache)
    stamps.forget(folder)
    forget_stale_outputs(root, cache)
    waiting = _not_run(root, cache) if "fork" in get_all_start_methods() else []
    if not waiting:
        return lambda: None
    process = get_context("fork").Process(target=_run_all, args=(waiting, cache, _timeout_of(root)))
    start_process(process)
    # Not `join`: a process that is forked later waits as well.
    return lambda: connection.wait([process.sentinel])


def keep_notebooks(stamps: Stamps) -> None:
    """Keep what the notebooks showed for the next build, unless their data were edited meanwhile."""
    if (folder := _cache_of(stamps.root)) and not stamps.has_changed():
        stamps.keep(folder)


def _cache_of(root: Path) -> str | None:
    """Return the folder of the cache, below the root; None when the book keeps none."""
    chosen = _execution(root)
    return (
        str(chosen["cache"]) if chosen.get("execute_notebooks") == "cache" and chosen.get("cache") else None
    )


def _timeout_of(root: Path) -> int:
    """Return how long a cell may take, which is how long we give a notebook; Sphinx gives each cell that long."""
    chosen = str(_execution(root).get("timeout"))
    return int(chosen) if chosen.isdecimal() else SECONDS


def _execution(root: Path) -> dict[str, Any]:
    """Return how the course has its notebooks executed."""
    config: Any = read_yaml(root, "_config.yml").value
    chosen = config.get("execute") if isinstance(config, dict) else None
    return chosen if isinstance(chosen, dict) else {}


def _not_run(root: Path, cache: Path) -> list[Path]:
    done = (cache / RAN).read_text().split() if (cache / RAN).is_file() else []
    paths = (root / page.path for page in load_course(root).pages if page.path.endswith(".ipynb"))
    return [path for path in paths if path.is_file() and _digest(path) not in done]


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def _run_all(paths: list[Path], cache: Path, timeout: int) -> None:
    """Run notebooks one after the other: the pages are read on the other core."""
    end_with_parent()
    # Leaving ends the notebook that runs, which a signal to this process alone would not.
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(number))
    _silence()
    _import_all()
    for path in paths:
        child = get_context("fork").Process(target=_run_into_cache, args=(path, cache), daemon=True)
        child.start()
        child.join(timeout)
        child.kill()


def _import_all() -> None:
    """Import what every notebook needs, as a kernel would: it draws in the page."""
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    for name in ("ipykernel.inprocess.manager", "jupyter_cache.cache.main", "vorming.charts.notebook"):
        import_module(name)


def _run_into_cache(path: Path, cache: Path) -> None:
    end_with_parent()
    from jupyter_cache import get_cache
    from jupyter_cache.base import CacheBundleIn

    store, notebook = get_cache(cache), _notebook(path.read_text(encoding="utf-8"))
    notebook.metadata.setdefault("kernelspec", {})["name"] = KERNEL
    is_cached = _is_cached(store, notebook)
    if not is_cached and run_notebook(notebook, path.parent):
        store.cache_notebook_bundle(CacheBundleIn(notebook, str(path)), check_validity=False, overwrite=True)
        is_cached = True
    if is_cached:
        with (cache / RAN).open("a") as ran:
            ran.write(f"{_digest(path)}\n")
    os._exit(0)  # without waiting for the kernel's threads


def _notebook(text: str) -> Any:
    import nbformat

    read: Any = nbformat.reads
    return read(text, as_version=4)


def _silence() -> None:
    """Let nothing of a notebook or its kernel reach the terminal."""
    with Path(os.devnull).open("wb") as nothing:
        os.dup2(nothing.fileno(), 1)
        os.dup2(nothing.fileno(), 2)


def _is_cached(store: Any, notebook: Any) -> bool:
    try:
        store.match_cache_notebook(notebook)
    except KeyError:
        return False
    return True


def run_notebook(notebook: Any, folder: Path) -> bool:
    """Run a notebook in this process, in its folder; tell whether all of it ran and can be kept."""
    from ipykernel.inprocess.manager import InProcessKernelManager
    from traitlets.config import Config

    os.chdir(folder)
    sys.path.insert(0, "")
    manager: Any = InProcessKernelManager(config=Config(SETTINGS))
    manager.start_kernel()
    notebook.metadata.language_info = manager.kernel.language_info
    client = manager.client()
    client.start_channels()
    return all(_run_cell(client, cell) for cell in notebook.cells if cell.cell_type == "code")


def _run_cell(client: Any, cell: Any) -> bool:
    client.execute(cell.source)
    reply = client.get_shell_msg(timeout=SECONDS)["content"]
    messages = list(_messages(client))
    kinds = {message["msg_type"] for message in messages}
    if reply["status"] != "ok" or kinds - OUTPUT - NOT_OUTPUT:
        return False
    cell.execution_count = reply["execution_count"]
    cell.outputs = list(_outputs(message for message in messages if message["msg_type"] in OUTPUT))
    return True


def _messages(client: Any) -> Iterator[Any]:
    """Yield what the kernel says of a cell, until it is idle."""
    while True:
        message = client.get_iopub_msg(timeout=SECONDS)
        if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
            return
        yield message


def _outputs(messages: Iterator[Any]) -> Iterator[Any]:
    """Yield outputs as a notebook keeps them; what is printed in one go is one output."""
    from nbformat.v4 import output_from_msg

    last: Any = None
    for output in map(output_from_msg, messages):
        if (
            last is not None
            and last.output_type == output.output_type == "stream"
            and last.name == output.name
        ):
            last.text += output.text
            continue
        if last is not None:
            yield last
        last = output
    if last is not None:
        yield last
