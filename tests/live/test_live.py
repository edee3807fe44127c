"""The live preview: an edit reaches the page, a broken edit is shown and recovers, loopback only."""

import asyncio
import json
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html
from sphinx.application import Sphinx

from tests.conftest import MINI, append_to, replace_in, vorming
from tests.support.serving import free_port, wait_for_answer
from vorming.live.preview import Preview
from vorming.live.server import HOST, LiveServer
from vorming.sphinx_ext import EVENTS

PATIENCE = 600
"""How many seconds a busy machine may need for one update."""


def _get(port: int, path: str) -> str:
    with urllib.request.urlopen(f"http://{HOST}:{port}{path}", timeout=PATIENCE) as answer:
        return str(answer.read().decode("utf-8"))


@contextmanager
def _served(folder: Path) -> Iterator[tuple[int, subprocess.Popen[str]]]:
    """Run `vorming serve` until the block ends; its port, and its process once the first pages are there."""
    port = free_port()
    command = [sys.executable, "-m", "vorming", "serve", "--port", str(port)]
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        assert process.stdout
        said = process.stdout.readline() + process.stdout.readline()
        assert "vernieuwd" in said, said + process.stdout.read()
        try:
            yield port, process
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A mini-book that one `vorming serve` shows to all tests."""
    return shutil.copytree(MINI, tmp_path_factory.mktemp("serve") / "mini boek é")


@pytest.fixture(scope="module")
def port(book: Path) -> Iterator[int]:
    """The port on which `vorming serve` shows it."""
    with _served(book) as (port, process):
        wait_for_answer(f"http://{HOST}:{port}/", process)
        yield port


def _states(port: int) -> Iterator[dict[str, Any]]:
    """Yield the state again and again, as an open page asks for it."""
    while True:
        yield json.loads(_get(port, "/_live/state"))
        time.sleep(0.02)


def _wait_until_shown(states: Iterator[dict[str, Any]], port: int, page: str, text: str) -> None:
    """Wait for an update without problems that shows a text: saving is no single step, so one may come too early."""
    next(state for state in states if not state["problems"] and text in _get(port, page))


def test_edit_reaches_the_page_and_a_broken_one_is_shown_and_recovers(book: Path, port: int) -> None:
    page, facts = book / "book/les/kaart.md", book / "book/_data/facts.yml"
    assert HOST == "127.0.0.1"
    states = _states(port)
    assert next(states)["problems"] == []
    append_to(page, "\nEen verse zin.\n")
    _wait_until_shown(states, port, "/book/les/kaart.html", "Een verse zin.")

    good = facts.read_text(encoding="utf-8")
    facts.write_text(good.replace("value: 550", "value: 551"), encoding="utf-8")
    assert any("[fact-parts-sum]" in str(state["problems"]) for state in states)
    assert "550\u00a0euro" in _get(port, "/book/les/eerste.html")

    facts.write_text(good.replace("kost zorg volgens", "kost de zorg volgens"), encoding="utf-8")
    _wait_until_shown(states, port, "/book/les/eerste.html", "kost de zorg volgens")


def test_path_outside_the_preview_is_not_served(port: int) -> None:
    with pytest.raises(urllib.error.HTTPError, match="404"):
        _get(port, "/%2e%2e/%2e%2e/%2e%2e/book/_data/facts.yml")


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "vreemd.example"},
        {"Host": "127.0.0.1.vreemd.example"},
        {"Host": "["},
        {"Origin": "https://vreemd.example"},
        {"Origin": "null"},
    ],
    ids=str,
)
def test_a_page_of_another_site_reads_nothing(headers: dict[str, str], port: int) -> None:
    asked = urllib.request.Request(f"http://{HOST}:{port}/index.html", headers=headers)
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(asked, timeout=PATIENCE)
    with urllib.request.urlopen(f"http://localhost:{port}/searchindex.js", timeout=PATIENCE) as answer:
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_a_folder_without_its_slash_leads_to_the_folder(book: Path, port: int) -> None:
    with urllib.request.urlopen(f"http://{HOST}:{port}/book", timeout=PATIENCE) as answer:
        assert answer.url == f"http://{HOST}:{port}/book/"
    folder = book / "_build/.live/trainee/map é/les"
    folder.mkdir(parents=True)
    (folder / "index.html").write_text("Hier.", encoding="utf-8")
    with urllib.request.urlopen(f"http://{HOST}:{port}/map%20%C3%A9/les", timeout=PATIENCE) as answer:
        assert answer.url == f"http://{HOST}:{port}/map%20%C3%A9/les/"


@pytest.mark.parametrize("name", ["%00", "x" * 300, "%ff%fe"])
def test_a_name_that_no_file_has_is_no_page(name: str, port: int) -> None:
    with pytest.raises(urllib.error.HTTPError, match="404"):
        _get(port, f"/{name}")


@pytest.mark.parametrize("port", [80000, 80, -1])
def test_a_port_that_does_not_exist_is_said(port: int, tmp_path: Path) -> None:
    done = vorming(tmp_path, "serve", "--port", str(port))
    assert (
        done.returncode == 2 and f"Poort {port} bestaat niet. Kies er een van 1024 tot 65535." in done.stderr
    )


@pytest.mark.parametrize("command", ["serve", "desk"])
def test_a_folder_that_is_no_course_is_not_served(command: str, tmp_path: Path) -> None:
    done = vorming(tmp_path, command)
    assert done.returncode == 1
    assert "deze map is geen cursus" in done.stdout
    assert not list(tmp_path.iterdir())


def test_it_stops_without_a_word_while_a_page_is_open(mini: Path) -> None:
    with _served(mini) as (port, process):
        wait_for_answer(f"http://{HOST}:{port}/", process)
        with closing(HTTPConnection(HOST, port)) as connection:  # which stays open for the next question
            connection.request("GET", "/_live/state")
            assert connection.getresponse().read()
            process.send_signal(signal.SIGINT)
            assert process.stdout and process.stdout.read() == ""
    assert process.returncode == 0


def test_a_second_preview_on_the_same_port_says_which_to_take(book: Path, port: int) -> None:
    done = vorming(book, "serve", "--port", str(port))
    assert f"Poort {port} is bezet" in done.stderr and done.returncode == 2


@pytest.fixture
def open_preview(mini: Path) -> Iterator[Callable[[str], Preview]]:
    """Open previews of the mini-book; at the end of the test they are closed, for they share Sphinx's own state."""
    with ExitStack() as opened:
        yield lambda edition: opened.enter_context(closing(Preview(mini, edition)))


@pytest.fixture
def preview(open_preview: Callable[[str], Preview]) -> Preview:
    """What trainees see of the mini-book, brought up to date once."""
    opened = open_preview("trainee")
    assert opened.update().problems == ()
    return opened


def test_a_warning_stays_until_its_page_is_read_again(
    mini: Path, preview: Preview, open_preview: Callable[[str], Preview], monkeypatch: pytest.MonkeyPatch
) -> None:
    # The check refuses what Sphinx is known to warn of: without it, such a warning comes through.
    monkeypatch.setattr("vorming.live.preview.check_loaded", lambda *_: ())
    faulty, other = mini / "book/les/kaart.md", mini / "book/naslag/nummers.md"
    good = faulty.read_text(encoding="utf-8")
    said = "book/les/kaart.md:5: fout: een kop slaat een niveau over. Na # komt ##, en na ## komt ###"
    faulty.write_text(good + "\n#### Te diep\n", encoding="utf-8")
    assert said in preview.update().problems[0]
    append_to(other, "\nEen verse zin.\n")
    assert said in preview.update().problems[0]
    preview.close()
    preview = open_preview("trainee")
    assert said in preview.update().problems[0]
    faulty.write_text(good, encoding="utf-8")
    assert preview.update().problems == ()


def test_an_edit_of_a_lesson_writes_its_page_and_not_the_numbers_of_the_packs(
    mini: Path, preview: Preview, open_preview: Callable[[str], Preview]
) -> None:
    lesson, packs = mini / "book/les/eerste.md", preview.folder / "book/naslag/pakketten.html"
    numbers = packs.read_bytes()
    append_to(lesson, "\nEen verse zin.\n")
    state = preview.update()
    assert (state.problems, state.pages) == ((), 1)
    assert packs.read_bytes() == numbers
    preview.close()
    preview = open_preview("trainee")
    preview.update()
    assert packs.read_bytes() != numbers


def test_a_new_page_comes_with_its_place_in_the_contents(mini: Path, preview: Preview) -> None:
    (mini / "book/les/nieuw.md").write_text("# Nieuw\n\nEen nieuwe pagina.\n", encoding="utf-8")
    toc = mini / "_toc.yml"
    place = "      - file: book/les/kaart\n"
    replace_in(toc, place, f"{place}      - file: book/les/nieuw\n")
    assert preview.update().problems == ()
    assert (preview.folder / "book/les/nieuw.html").is_file()
    assert "nieuw.html" in (preview.folder / "book/les/kaart.html").read_text(encoding="utf-8")


def test_a_picture_comes_and_goes_while_one_writes(mini: Path, preview: Preview) -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9H0z"/></svg>'
    (mini / "book/vlak.svg").write_text(drawing, encoding="utf-8")
    page = mini / "book/les/eerste.md"
    before = page.read_text(encoding="utf-8")
    page.write_text(before + "\n![Een vlak](../vlak.svg)\n", encoding="utf-8")
    assert preview.update().problems == ()
    assert (preview.folder / "_images/vlak.svg").is_file()
    # Taken away again, with its file, it is no error of later edits.
    (mini / "book/vlak.svg").unlink()
    page.write_text(before, encoding="utf-8")
    assert preview.update().problems == ()


def test_no_link_of_the_trainers_preview_is_dead(mini: Path, open_preview: Callable[[str], Preview]) -> None:
    preview = open_preview("trainer")
    assert preview.update().problems == ()
    dead = [
        f"{page.name}: {link}"
        for page in preview.folder.rglob("*.html")
        for link in html.parse(page).xpath("//a/@href")
        if not urlsplit(link).scheme and not (page.parent / unquote(urlsplit(link).path)).exists()
    ]
    assert dead == []


def test_an_edit_of_the_settings_reaches_the_pages(mini: Path, preview: Preview) -> None:
    pages = preview.state.pages
    replace_in(mini / "_config.yml", "nb_code_prompt_show: Toon", "nb_code_prompt_show: Kijk naar")
    assert (preview.update().problems, preview.state.pages) == ((), pages)


def test_an_edit_during_the_first_look_is_seen_at_the_next(
    mini: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = mini / "book/les/kaart.md"
    good = page.read_text(encoding="utf-8")

    def edit(_: Sphinx, name: str, text: list[str]) -> None:
        # Sphinx has read the file, and has yet to note the time of it.
        if name == "book/les/kaart" and text[0] == good:
            page.write_text(f"{good}\nEen verse zin.\n", encoding="utf-8")

    async def look() -> str:
        live = LiveServer(Preview(mini, "trainee"))
        async with live.lifespan(live.app()):
            while live.preview.state.version < 2:
                await asyncio.sleep(0.02)
        return (live.preview.folder / "book/les/kaart.html").read_text(encoding="utf-8")

    monkeypatch.setattr("vorming.sphinx_ext.EVENTS", (*EVENTS, ("source-read", edit)))
    # In a thread: a browser of another test may have a loop in this one.
    with ThreadPoolExecutor(1) as pool:
        assert "Een verse zin." in pool.submit(asyncio.run, look()).result()


def test_an_unexpected_error_is_shown_and_the_next_edit_starts_anew(
    mini: Path, preview: Preview, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object) -> list[str]:
        raise OSError("de schijf is vol")

    with monkeypatch.context() as broken:
        broken.setattr("sphinx.builders.Builder.read", fail)
        assert "de schijf is vol" in preview.update().problems[-1]
    page = mini / "book/les/kaart.md"
    append_to(page, "\nEen verse zin.\n")
    assert preview.update().problems == ()
    assert "Een verse zin." in (preview.folder / "book/les/kaart.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("edition", ["trainee", "trainer"])
def test_the_trainees_preview_holds_back_a_page_that_leaks_and_says_where(
    edition: str, mini: Path, open_preview: Callable[[str], Preview], monkeypatch: pytest.MonkeyPatch
) -> None:
    # The check refuses each leak that is known: without it, one comes through to the last look.
    monkeypatch.setattr("vorming.live.preview.check_loaded", lambda *_: ())
    secret = "Deze zin van negen gewone woorden leest enkel de begeleider."
    leak = f"\n```{{trainer-note}} Titel\nTekst.\n\n[^a]: {secret}\n```\n\n```{{tip}}\nBuiten[^a].\n```\n"
    page, other = mini / "book/les/kaart.md", mini / "book/naslag/nummers.md"
    good = page.read_text(encoding="utf-8")
    preview = open_preview(edition)
    served = preview.folder / "book/les/kaart.html"
    assert preview.update().problems == () and served.is_file()
    page.write_text(good + leak, encoding="utf-8")
    for _ in range(2):  # and after an edit of another page too
        problems = preview.update().problems
        if edition == "trainer":
            assert problems == () and secret in served.read_text(encoding="utf-8")
        else:
            assert not served.exists()
            assert [said for said in problems if "book/les/kaart.md:8:" in said and "[output-leak]" in said]
        other.write_text(other.read_text(encoding="utf-8") + "\nEen verse zin.\n", encoding="utf-8")
    page.write_text(good, encoding="utf-8")
    assert preview.update().problems == () and served.is_file()
