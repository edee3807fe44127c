"""Packs are set without asking any host for anything, with the same bytes: Typst fetches nothing.

Every request that Typst makes goes through the proxy that its environment names: ours, which notes whom it is
asked for and answers nothing. This needs no right of the system, so it holds in a container too.
"""

import os
import shutil
import socketserver
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

SET = """
import sys
from pathlib import Path
from vorming.typst.compiler import set_paper

source = Path(sys.argv[1])
made = set_paper(source, source.parent)
if not isinstance(made, bytes):
    sys.exit(made.message)
source.with_suffix(".pdf").write_bytes(made)
"""


class Proxy(socketserver.ThreadingTCPServer):
    """A proxy on loopback that notes the first line of each request and closes the connection."""

    daemon_threads = True

    def __init__(self) -> None:
        self.asked: list[str] = []
        super().__init__(("127.0.0.1", 0), _Note)

    @property
    def environment(self) -> dict[str, str]:
        address = f"http://127.0.0.1:{self.server_address[1]}"
        names = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
        kept = {name: value for name, value in os.environ.items() if name.upper() not in {*names, "NO_PROXY"}}
        return kept | dict.fromkeys(names, address) | {name.lower(): address for name in names}


class _Note(socketserver.StreamRequestHandler):
    server: Proxy

    def handle(self) -> None:
        self.server.asked.append(self.rfile.readline().decode("ascii", "replace"))


@pytest.fixture
def proxy() -> Iterator[Proxy]:
    with Proxy() as opened:
        thread = threading.Thread(target=opened.serve_forever)
        thread.start()
        yield opened
        opened.shutdown()
        thread.join()


def set_pack(proxy: Proxy, source: Path) -> subprocess.CompletedProcess[str]:
    """Set one file in a process whose every request goes through `proxy`."""
    command = [sys.executable, "-c", SET, str(source)]
    return subprocess.run(command, env=proxy.environment, capture_output=True, text=True, check=False)


@pytest.fixture
def sources(mini_built: Path, tmp_path: Path) -> Path:
    """The markup of the mini-book's packs with its templates, to change at will."""
    return shutil.copytree(mini_built / "_build" / "packs" / "typ", tmp_path / "typ")


def test_a_package_that_a_template_asked_for_would_be_noted(proxy: Proxy, sources: Path) -> None:
    asking = sources / "vraagt.typ"
    asking.write_text('#import "@preview/cetz:0.3.4": canvas\n#canvas({})', encoding="utf-8")
    assert set_pack(proxy, asking).returncode == 1
    assert len(proxy.asked) == 1


@pytest.mark.parametrize("name", ["proef-leesboek", "kaartjes-abcd"])
def test_packs_are_set_without_asking_any_host(
    proxy: Proxy, mini_built: Path, sources: Path, name: str
) -> None:
    done = set_pack(proxy, sources / f"{name}.typ")
    assert done.returncode == 0, done.stderr
    assert proxy.asked == []
    built = mini_built / "_build" / "packs" / f"{name}.pdf"
    assert (sources / f"{name}.pdf").read_bytes() == built.read_bytes()


def test_no_markup_and_no_template_asks_for_a_package(sources: Path) -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in sources.rglob("*.typ")}
    assert {"vorming.typ", "proef-leesboek.typ"} <= set(texts)
    assert [name for name, text in texts.items() if "@preview" in text or "@local" in text] == []
