"""The documentation says what is there."""

import re
from pathlib import Path

import pytest

from vorming.cli import main
from vorming.reference import FILE, render_rules
from vorming.vocabulary import OWN_DIRECTIVES

DOCS = ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md")


@pytest.mark.parametrize("name", DOCS)
def test_every_command_that_a_document_names_exists(name: str, repository: Path) -> None:
    text = (repository / name).read_text(encoding="utf-8")
    named = set(re.findall(r"`(?:\.venv/bin/)?vorming ([a-z][a-z-]*)", text))
    assert named <= set(main.commands)


@pytest.mark.parametrize("name", DOCS)
def test_every_make_target_that_a_document_names_exists(name: str, repository: Path) -> None:
    targets = set(
        re.findall(r"^([a-z-]+):", (repository / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    )
    named = set(re.findall(r"(?:`|\$ )make ([a-z-]+)", (repository / name).read_text(encoding="utf-8")))
    assert named <= targets


@pytest.mark.parametrize("name", DOCS)
def test_every_file_that_a_document_links_to_exists(name: str, repository: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", (repository / name).read_text(encoding="utf-8"))
    assert [link for link in links if not (repository / link).exists()] == []


def test_every_directive_stands_in_the_authors_table(repository: Path) -> None:
    text = (repository / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert {
        name for name in OWN_DIRECTIVES if f"{{{name}}}" not in text and f"{{{name} " not in text
    } == set()


def test_table_of_rules_is_fresh(repository: Path) -> None:
    assert (repository / FILE).read_text(encoding="utf-8") == render_rules(), "run: vorming docs"


def test_no_document_or_source_names_an_index_or_a_machine(repository: Path) -> None:
    wrong = re.compile(r"--(?:extra-)?index-url|\"resolved\": *\"http|/root/|/home/[a-z]")
    files = [
        path
        for path in repository.glob("*")
        if path.is_file() and path.suffix in {".md", ".toml", ".lock", ".yml"}
    ]
    files += [
        path
        for folder in ("src", "docs", "tests/clients")
        for path in (repository / folder).rglob("*.[mjpty]*")
    ]
    texts = {
        path: path.read_text(encoding="utf-8", errors="replace")
        for path in files
        if "node_modules" not in path.parts and path.is_file()
    }
    assert [str(path) for path, text in texts.items() if wrong.search(text)] == []
