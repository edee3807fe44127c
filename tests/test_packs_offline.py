"""Packs are set in a process without a network, with the same bytes: Typst fetches nothing."""

import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from tests.conftest import ROOT

WITHOUT_NETWORK = (("unshare", "--map-root-user", "--net"), ("sudo", "-n", "unshare", "--net"))
"""Ways to run a command in a network of its own, in which there is nobody else; a machine allows one of them."""

CONNECT = "import socket; socket.create_connection(('192.0.2.1', 443), timeout=5)"
SET = """
import sys
from pathlib import Path
from vorming.typst.compiler import Compiler

source = Path(sys.argv[1])
made = Compiler(source.parent).compile(source)
if not isinstance(made, bytes):
    sys.exit(made.message)
source.with_suffix(".pdf").write_bytes(made)
"""


def offline(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python without a network."""
    return subprocess.run(
        [*_way(), sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@cache
def _way() -> tuple[str, ...]:
    return next(way for way in WITHOUT_NETWORK if shutil.which(way[0]) and _works(way))


def _works(way: tuple[str, ...]) -> bool:
    return subprocess.run([*way, "true"], capture_output=True, check=False).returncode == 0


@pytest.fixture
def sources(mini_built: Path, tmp_path: Path) -> Path:
    """The markup of the mini-book's packs with its templates, to change at will."""
    return shutil.copytree(mini_built / "_build" / "packs" / "typ", tmp_path / "typ")


def test_there_is_no_network_here_and_a_package_would_be_missed(sources: Path) -> None:
    assert "unreachable" in offline(CONNECT).stderr
    asking = sources / "vraagt.typ"
    asking.write_text('#import "@preview/cetz:0.3.4": canvas\n#canvas({})', encoding="utf-8")
    done = offline(SET, str(asking))
    assert done.returncode == 1
    assert "package" in done.stderr


@pytest.mark.parametrize("name", ["proef-deelnemer", "proef-begeleider", "kaartjes-abcd"])
def test_packs_are_set_without_a_network(mini_built: Path, sources: Path, name: str) -> None:
    done = offline(SET, str(sources / f"{name}.typ"))
    assert done.returncode == 0, done.stderr
    built = mini_built / "_build" / "packs" / f"{name}.pdf"
    assert (sources / f"{name}.pdf").read_bytes() == built.read_bytes()


def test_no_markup_and_no_template_asks_for_a_package(sources: Path) -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in sources.rglob("*.typ")}
    assert {"vorming.typ", "proef-deelnemer.typ", "eerste.trainer.typ"} <= set(texts)
    assert [name for name, text in texts.items() if "@preview" in text or "@local" in text] == []
