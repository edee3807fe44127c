"""A copy of this package to add something to, and the command line of that copy."""

import os
import shutil
import subprocess
import sys
from pathlib import Path


def copy_package(repository: Path, folder: Path) -> Path:
    """Copy the package; return the folder to import it from."""
    shutil.copytree(repository / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__"))
    return folder / "src"


def insert(file: Path, *, before: str, text: str) -> None:
    """Put a text before another one that stands in a file once."""
    whole = file.read_text(encoding="utf-8")
    assert whole.count(before) == 1
    file.write_text(whole.replace(before, text + before), encoding="utf-8")


def run(package: Path, root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command of a copied package in a course folder."""
    command = [sys.executable, "-m", "vorming", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(package)}
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
