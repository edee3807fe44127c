"""Imports point one way."""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src" / "vorming"

FORBIDDEN = {
    "model": (
        "sphinx",
        "docutils",
        "vorming.load",
        "vorming.check",
        "vorming.sphinx_ext",
        "vorming.build",
        "pathlib",
    ),
    "rules.py": ("vorming",),
    "problems.py": ("sphinx", "docutils", "vorming.load", "vorming.model"),
    "yaml_source.py": ("sphinx", "docutils", "vorming.load", "vorming.model"),
    "load.py": ("sphinx", "docutils", "vorming.check", "vorming.sphinx_ext", "vorming.build"),
    "check": ("sphinx", "docutils", "vorming.sphinx_ext", "vorming.build", "vorming.cli"),
    "language": ("sphinx", "docutils", "vorming.check", "vorming.sphinx_ext", "vorming.build", "vorming.cli"),
    "exports": ("sphinx", "docutils", "vorming.sphinx_ext", "vorming.build", "vorming.cli"),
    "sphinx_ext": ("vorming.build", "vorming.cli"),
    "build.py": ("vorming.cli",),
}


@pytest.mark.parametrize("part", FORBIDDEN)
def test_layer_imports_nothing_from_above(part: str) -> None:
    files = [SOURCE / part] if part.endswith(".py") else sorted((SOURCE / part).rglob("*.py"))
    assert files
    wrong = [
        f"{file.name}: {name}"
        for file in files
        for name in _imports(file)
        if _is_forbidden(name, FORBIDDEN[part])
    ]
    assert wrong == []


def test_help_and_check_do_not_import_sphinx(repository: Path) -> None:
    import subprocess
    import sys

    code = "import sys, vorming.cli, vorming.check; print([m for m in sys.modules if m.split('.')[0] in {'sphinx', 'docutils', 'matplotlib'}])"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"


def _imports(file: Path) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    found = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return found | {
        node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module
    }


def _is_forbidden(name: str, forbidden: tuple[str, ...]) -> bool:
    return any(name == word or name.startswith(f"{word}.") for word in forbidden)
