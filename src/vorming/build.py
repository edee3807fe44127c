"""All outputs from one course: the book in two editions, and what hangs on them."""

import multiprocessing
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

DOCTREES = "_build/doctrees"


@dataclass(frozen=True)
class Output:
    """Something that a build makes: where it lands, and how to open it."""

    folder: str
    opens: str
    make: Callable[[Path], int]


def run_sphinx(root: Path, builder: str, folder: str, **config: object) -> int:
    """Build the book once with a Sphinx builder; 0 when there was no warning."""
    from jupyter_book.config import get_final_config
    from sphinx.application import Sphinx
    from sphinx.util.docutils import docutils_namespace, patch_docutils

    os.environ.setdefault("SOURCE_DATE_EPOCH", "1767225600")
    final, _ = get_final_config(
        user_yaml=root / "_config.yml", sourcedir=root, cli_config={"latex_individualpages": False}
    )
    final.update(config)
    final["external_toc_path"] = str(root / "_toc.yml")
    with docutils_namespace(), patch_docutils():
        app = Sphinx(
            srcdir=root,
            confdir=None,
            outdir=root / folder,
            doctreedir=root / DOCTREES,
            buildername=builder,
            confoverrides=final,
            freshenv=False,
            warningiserror=False,
            keep_going=True,
            status=None,
            warning=sys.stderr,
        )
        app.build()
        return int(app.statuscode or app._warncount > 0)


def _html(root: Path) -> int:
    return run_sphinx(root, "html", "_build/html", vorming_edition="trainee")


def _trainer(root: Path) -> int:
    return run_sphinx(root, "html", "_build/trainer", vorming_edition="trainer")


OUTPUTS: Mapping[str, Output] = {
    "html": Output("_build/html", "index.html", _html),
    "trainer": Output("_build/trainer", "index.html", _trainer),
}
"""What `vorming build` makes, in this order."""


def build_output(root: Path, name: str) -> int:
    """Make one output in a process of its own (two HTML builders don't share one); 0 when clean."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        return pool.apply(OUTPUTS[name].make, (root,))
