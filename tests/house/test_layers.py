"""Imports point one way."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "vorming"

LAYERS = (
    ("__main__.py",),
    ("cli.py",),
    ("desk",),
    ("live",),
    ("build",),
    ("trainer",),
    ("typst",),
    ("sphinx_ext",),
    ("slides", "exports"),
    ("packs",),
    ("nodes.py",),
    ("check",),
    ("charts",),
    ("quiz",),
    ("language",),
    ("course",),
    ("text",),
    ("source",),
    ("model",),
)
"""The folders and modules of the package, the top one first: imports go down only."""

WITHOUT_SPHINX = ("model", "text", "source", "course", "quiz", "language", "check", "packs", "exports")


@pytest.mark.parametrize("number", range(len(LAYERS)))
def test_a_layer_imports_nothing_from_above(number: int) -> None:
    above = tuple(f"vorming.{name.removesuffix('.py')}" for layer in LAYERS[:number] for name in layer)
    beside = {
        name: tuple(f"vorming.{other}" for other in LAYERS[number] if other != name)
        for name in LAYERS[number]
    }
    wrong = [
        f"{file}: {found}"
        for name in LAYERS[number]
        for file in _files(name)
        for found in _imports(file)
        if _is_forbidden(found, above + beside[name])
    ]
    assert wrong == []


def test_every_folder_has_a_layer() -> None:
    parts = {
        path.name for path in SOURCE.iterdir() if (path / "__init__.py").exists() or path.suffix == ".py"
    }
    assert parts - {"__init__.py"} == {name for layer in LAYERS for name in layer}
    assert len([path for path in SOURCE.glob("*.py") if path.name != "__init__.py"]) <= 3


@pytest.mark.parametrize("part", WITHOUT_SPHINX)
def test_what_reads_and_checks_knows_no_sphinx(part: str) -> None:
    wrong = [
        f"{file}: {found}"
        for file in _files(part)
        for found in _imports(file)
        if _is_forbidden(found, ("sphinx", "docutils"))
    ]
    assert wrong == []


def test_help_and_check_do_not_import_sphinx(repository: Path) -> None:
    code = "import sys, vorming.cli, vorming.check; print([m for m in sys.modules if m.split('.')[0] in {'sphinx', 'docutils', 'matplotlib'}])"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "[]"


def _files(name: str) -> list[Path]:
    return [SOURCE / name] if name.endswith(".py") else sorted((SOURCE / name).rglob("*.py"))


def _imports(file: Path) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    found = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return found | {
        node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module
    }


def _is_forbidden(name: str, forbidden: tuple[str, ...]) -> bool:
    return any(name == word or name.startswith(f"{word}.") for word in forbidden)
