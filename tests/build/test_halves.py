"""A large book is read and written by two processes, and is the same book, with the same warnings."""

import subprocess
import sys
from pathlib import Path

from tests.build.test_rebuild import digests

BUILD = """
import os
from vorming.sphinx_ext import halves
from vorming.cli import main
halves.MANY, os.cpu_count = 2, lambda: 2
main(["build", "--only", "html"])
"""
"""Builds even a small book in halves."""


def _build(root: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", BUILD], cwd=root, capture_output=True, text=True, check=False
    )


def _pages(root: Path) -> dict[str, str]:
    folder = root / "_build/html"
    return digests(folder, (path for path in folder.rglob("*") if path.is_file()))


def test_a_book_in_halves_is_the_same_book(mini: Path, mini_built: Path) -> None:
    done = _build(mini)
    assert done.returncode == 0, done.stdout + done.stderr
    assert _pages(mini) == _pages(mini_built)


def test_an_edit_of_every_page_ends_in_the_same_book(mini: Path) -> None:
    pages = [path for path in (mini / "book").rglob("*.md") if path.stem != "kaart"]
    before = {path: path.read_text("utf-8") for path in pages}
    for path in pages:
        path.write_text(f"{before[path]}\nEen woord dat weer verdwijnt.\n", "utf-8")
    assert _build(mini).returncode == 0
    for path in pages:
        path.write_text(before[path], "utf-8")
    edited = _build(mini)
    assert edited.returncode == 0, edited.stderr
    found = _pages(mini)
    assert "verdwijnt" not in (mini / "_build/html/searchindex.js").read_text("utf-8")
    (mini / "_build").rename(mini / "_build-ervoor")
    _build(mini)
    assert found == _pages(mini)


def test_both_halves_tell_what_is_wrong(mini: Path) -> None:
    pages = sorted((mini / "book").rglob("*.md"))[:2]
    for path in pages:
        path.write_text(f"{path.read_text('utf-8')}\nZie {{ref}}`nergens-{path.stem}`.\n", "utf-8")
    done = _build(mini)
    assert done.returncode == 1
    assert all(f"nergens-{path.stem}" in done.stderr for path in pages)
