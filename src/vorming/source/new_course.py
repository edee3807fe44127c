"""Write a new course: small and complete, in one of the languages of the tool."""

import shutil
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from vorming.model.course import FILES
from vorming.source.yaml import read_yaml


def write_course(folder: Path, language: str) -> None:
    """Write a course that passes the checks and can be built, into a folder that is empty or does not exist yet."""
    with as_file(files("vorming") / "assets" / "new") as assets:
        for part in ("shared", language):
            shutil.copytree(assets / part, folder, dirs_exist_ok=True)
    # The asset has another name, since the packaging would leave out a file called .gitignore.
    (folder / "gitignore").rename(folder / ".gitignore")
    course: Any = FILES["course"].model_validate(read_yaml(folder, "book/_data/course.yml").value)
    config = folder / "_config.yml"
    values = {"title": course.course.title, "author": course.organisation.name, "language": language}
    config.write_text(config.read_text(encoding="utf-8").format(**values), encoding="utf-8")
