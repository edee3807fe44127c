"""Notebooks executed afresh, in order, without a network; what breaks is named with its cell and line."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode

from tests.conftest import COURSE, ROOT
from vorming.charts import RenderedChart
from vorming.sphinx_ext.notebooks import prepare_kernels

FOLDER = COURSE / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
SECONDS = 120

# The kernel talks to us through zmq, which doesn't pass here.
NO_NETWORK = """
import socket, warnings
warnings.simplefilter("error")
def _refuse(*_, **__):
    raise AssertionError("een notebook vraagt niets aan het netwerk")
socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = _refuse
"""


def read(path: Path) -> NotebookNode:
    return nbformat.read(path, as_version=4)


@cache
def executed(path: Path) -> NotebookNode:
    return run(path.stem, read(path))


def run(name: str, notebook: NotebookNode) -> NotebookNode:
    """Execute a notebook; a cell that fails gives an AssertionError that says where."""
    prepare_kernels(ROOT / "_build/.ipython")
    guard = nbformat.v4.new_code_cell(NO_NETWORK, id="zonder-netwerk")
    notebook.cells.insert(0, guard)
    client = NotebookClient(
        notebook, timeout=SECONDS, kernel_name="python3", resources={"metadata": {"path": str(FOLDER)}}
    )
    try:
        client.execute()
    except CellExecutionError:
        raise AssertionError(_where(name, notebook)) from None
    notebook.cells.remove(guard)
    return notebook


def exercise(*cells: str, imports: str = "open_course") -> NotebookNode:
    """Write a notebook that opens the course, with these cells: cel-1, cel-2 and on."""
    head = f"from vorming.charts.notebook import {imports}, open_course\n\ncourse = open_course()"
    code = [nbformat.v4.new_code_cell(source, id=f"cel-{n}") for n, source in enumerate((head, *cells))]
    return nbformat.v4.new_notebook(cells=code)


def _where(name: str, notebook: NotebookNode) -> str:
    """Say in which cell and on which line a notebook broke."""
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            if output.output_type == "error":
                plain = re.sub(r"\x1b\[[\d;]*m", "", "\n".join(output.traceback))
                line = re.search(r"^-+> (\d+)", plain, re.MULTILINE)
                at = f", regel {line[1]}" if line else ""
                return f"notebooks/{name}.ipynb, cel “{cell.id}”{at}: {output.ename}: {output.evalue}"
    return f"notebooks/{name}.ipynb: niet uitgevoerd"


def outputs(notebook: NotebookNode) -> list[NotebookNode]:
    return [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]


def output_of(notebook: NotebookNode, cell_id: str) -> Mapping[str, str]:
    """Return the data that a cell shows."""
    cell = next(cell for cell in notebook.cells if cell.id == cell_id)
    (output,) = cell.outputs
    data: Mapping[str, str] = output.data
    return data


def charts(notebook: NotebookNode) -> list[RenderedChart]:
    """Return the charts a notebook shows, read from its outputs."""
    found = (
        re.fullmatch(r"```\{chart-data\}\n(.*)\n```\n", output.data["text/markdown"], re.DOTALL)
        for output in outputs(notebook)
    )
    return [RenderedChart.model_validate_json(match[1]) for match in found if match]
