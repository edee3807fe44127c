"""`vorming new` writes a course that checks, builds and is released at once, also from a wheel of this package."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT, vorming
from vorming.check import check_course


def test_a_new_course_checks_and_is_released_at_once(tmp_path: Path) -> None:
    """In Dutch; `tests/build/test_languages.py` has the others."""
    folder = tmp_path / "nieuwe cursus"
    done = vorming(tmp_path, "new", str(folder))
    assert done.returncode == 0, done.stdout + done.stderr
    assert {found.rule_id for found in check_course(folder)} <= {"address-placeholder"}
    done = vorming(folder, "release", "--on", "2026-12-01")
    assert done.returncode == 0, done.stdout + done.stderr
    assert (folder / "book/_data/packs.yml").read_text("utf-8").startswith("releases:\n")
    assert (folder / "_build/html/index.html").exists() and list((folder / "_build/packs").glob("*.pdf"))


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "brief.txt").write_text("van mij", encoding="utf-8")
    done = vorming(tmp_path, "new", str(tmp_path))
    assert done.returncode == 2 and "niet leeg" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["brief.txt"]


@pytest.mark.parametrize("name", ["mijn\ncursus", "mijn\tcursus", "cursus\u202e"])
def test_a_name_that_nobody_can_read_is_refused(name: str, tmp_path: Path) -> None:
    done = vorming(tmp_path, "new", name)
    assert done.returncode == 2 and "een teken dat niemand ziet" in done.stderr
    assert not list(tmp_path.iterdir())


def test_a_wheel_carries_all_that_a_new_course_needs(tmp_path: Path) -> None:
    source = tmp_path / "source"
    shutil.copytree(ROOT / "src", source / "src", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    for name in ("pyproject.toml", "README.md", "LICENSE", "LICENSE-TEXT"):
        shutil.copy(ROOT / name, source)
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--no-deps",
        "--no-build-isolation",
        "-q",
        "-w",
        str(tmp_path),
        str(source),
    ]
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    code = "import sys; sys.path.insert(0, sys.argv.pop(1)); from vorming.cli import main; main()"
    for arguments in (["new", "cursus"], ["check", "--root", "cursus"]):
        command = [sys.executable, "-I", "-c", code, str(tmp_path / "site"), *arguments]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
