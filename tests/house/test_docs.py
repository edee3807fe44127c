"""The documentation says what is there."""

import re
from io import BytesIO
from pathlib import Path

import click
import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from click.testing import CliRunner

from vorming import cli
from vorming.build.outputs import OUTPUTS
from vorming.cli import MESSAGES, main
from vorming.model.directives import OWN_DIRECTIVES
from vorming.source.generated import FILE, MANUAL, render_manual, render_rules

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


def test_table_of_directives_is_fresh(repository: Path) -> None:
    manual = (repository / MANUAL).read_text(encoding="utf-8")
    assert render_manual(manual) == manual, "run: vorming docs"
    assert all(f"| `{{{name}}}" in manual for name in OWN_DIRECTIVES)


def test_table_of_rules_is_fresh(repository: Path) -> None:
    assert (repository / FILE).read_text(encoding="utf-8") == render_rules(), "run: vorming docs"


def test_words_of_the_command_line_are_fresh(repository: Path) -> None:
    committed = repository / "src/vorming/assets/locale/nl/LC_MESSAGES/click.mo"
    with committed.with_suffix(".po").open("rb") as source:
        write_mo(compiled := BytesIO(), read_po(source, locale="nl"))
    assert committed.read_bytes() == compiled.getvalue(), "run pybabel as click.po says"


def test_every_help_text_is_that_of_a_command_or_an_option() -> None:
    log = main.commands["log"]
    assert isinstance(log, click.Group)
    commands = {"main": main, **main.commands, **log.commands}
    assert commands.keys() == MESSAGES["commands"].keys()
    options = {param.opts[0] for command in commands.values() for param in command.params}
    assert tuple(OUTPUTS) == cli.OUTPUTS
    assert MESSAGES["options"].keys() == {name[2:] for name in options if name.startswith("--")} - {"version"}


@pytest.mark.parametrize(
    "arguments",
    [
        *([name, "--help"] for name in main.commands),
        ["--help"],
        ["expor"],
        ["build", "--onyl", "html"],
        ["build", "--only", "pakken"],
        ["build", "--root", "README.md"],
        ["run-sheet"],
        ["run-sheet", "politie", "--minutes", "x"],
        ["export", "scholen", "ocmw"],
        ["export", "scholen", "--to"],
        ["serve", "--trainer=ja"],
        ["release", "--on", "gisteren"],
        ["docs", "--root", "book"],
    ],
    ids=" ".join,
)
def test_command_line_speaks_dutch(arguments: list[str]) -> None:
    said = CliRunner().invoke(main, arguments).output
    english = r"\b(?:Usage|Error|Try|Show this|Did you mean|Missing|No such|Invalid|unexpected|does not|is not|Options:|Commands:)\b"
    assert said and re.findall(english, said) == []


TEXT = {
    ".py", ".js", ".json", ".typ", ".jinja", ".html", ".css", ".yml", ".toml", ".md", ".lock", ".po", ".sh",
}  # fmt: skip
"""What is written by hand: compiled files name the folder that they were compiled in."""


def test_no_document_or_source_names_an_index_or_a_machine(repository: Path) -> None:
    wrong = re.compile(r"--(?:extra-)?index-url|\"resolved\": *\"http|/root/|/home/[a-z]")
    files = [path for path in repository.glob("*") if path.is_file()]
    for folder in ("src", "docs", "tests", "tools"):
        files += [path for path in (repository / folder).rglob("*") if "node_modules" not in path.parts]
    found = [
        str(path)
        for path in files
        if path.suffix in TEXT and wrong.search(path.read_text(encoding="utf-8", errors="replace"))
    ]
    assert found == [str(Path(__file__))]
