"""Firefox: the deck and the speaker's window, two windows that speak by messages alone; and the whole site.

The site is read in Chromium too: unlike Playwright's, this one keeps pages in memory for the Back button.
"""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html

from tests.conftest import COURSE
from tests.site.conftest import HOME
from tests.support.clients import HERE, package
from tests.support.serving import serving
from vorming.quiz.view import view_question
from vorming.source.load import load_course
from vorming.text.markdown import values_of

FIREFOX = shutil.which("firefox-esr") or shutil.which("firefox")
BROWSERS = {"firefox": FIREFOX, "chrome": shutil.which("chromium")}
NEWS = "<!doctype html><title>Het nieuws</title><link rel=icon href=data:,><h1>Het nieuws</h1>"


def test_two_windows_speak_in_firefox_and_survive_a_reload_of_either(
    course_built: Path, tmp_path: Path
) -> None:
    if FIREFOX is None:
        pytest.skip("Firefox ontbreekt: installeer firefox-esr")
    package("puppeteer-core")
    stick = tmp_path / "een stick # é"
    for name in ("dias", "dagen", "_images"):
        shutil.copytree(course_built / "_build/trainer" / name, stick / name)
    decks = [
        path for path in stick.glob("dagen/*/dia.html") if 'data-type="single"' in path.read_text("utf-8")
    ]
    deck = min(decks, key=lambda path: (path.stat().st_size, path))
    command = ["node", "firefox.js", FIREFOX, deck.as_uri()]
    done = subprocess.run(command, cwd=HERE, capture_output=True, text=True, check=False, timeout=900)
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    hands = [1, 1, *[0] * (len(seen["afterSpeakerReload"]["hands"]) - 2)]
    assert seen == {
        "said": [],
        "asked": [],
        "follows": True,
        "afterSpeakerReload": {"clock": "Pauzeer", "hands": hands},
        "afterDeckReload": {"isSameSlide": True, "hands": hands},
        "previews": [1, 2],
        "reopened": True,
    }


@pytest.fixture(scope="module")
def neutral(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Another site to leave to; under another name than ours, so that browsers tell them apart."""
    folder = tmp_path_factory.mktemp("nieuws")
    (folder / "index.html").write_text(NEWS, encoding="utf-8")
    (folder / "_headers").write_text("/*\n", encoding="utf-8")
    with serving(folder) as address:
        yield address.replace("127.0.0.1", "localhost")


@pytest.fixture(scope="module")
def own_site(course_built: Path, neutral: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the course, as a course with that other site would have it."""
    course = load_course(course_built).parsed
    folder = shutil.copytree(course_built / "_build/html", tmp_path_factory.mktemp("stick") / "een stick # é")
    for page in folder.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        page.write_text(text.replace(str(course.organisation.leave_address), neutral), encoding="utf-8")
    return folder


def _part_of(site: Path, name: str) -> str:
    """Return the first page of the part that a page stands in."""
    path = site / f"{name}.html"
    (link,) = html.parse(path).xpath("//nav//li[contains(@class, 'is-open')]/a/@href")
    return (path.parent / link).resolve().relative_to(site).with_suffix("").as_posix()


def _verdict_on_the_first_option(site: Path, name: str) -> str:
    course = load_course(COURSE).parsed
    id = html.parse(site / f"{name}.html").xpath("//*[@data-type='single']/@data-question")[0]
    question = next(question for question in course.questions if question.id == id)
    return "Juist" if view_question(question, 1, values_of(course)).options[0].is_correct else "Niet juist"


@pytest.mark.parametrize("place", ["http", "file"])
@pytest.mark.parametrize("browser", BROWSERS)
def test_reader_does_everything_on_the_site_and_back_does_not_bring_back_what_she_left(
    own_site: Path, neutral: str, lesson: str, browser: str, place: str
) -> None:
    executable = BROWSERS[browser]
    if executable is None:
        pytest.skip(f"{browser} ontbreekt")
    package("puppeteer-core")
    with serving(own_site) as served:
        address = served if place == "http" else f"{own_site.as_uri()}/"
        pages = [f"{name}.html" for name in (HOME, _part_of(own_site, lesson), lesson)]
        title = load_course(COURSE).page(lesson).title
        command = ["node", "reader.js", browser, executable, address, neutral, *pages, title]
        done = subprocess.run(command, cwd=HERE, capture_output=True, text=True, check=False, timeout=900)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "said": [],
        "asked": [],
        "verdict": _verdict_on_the_first_option(own_site, lesson),
        "isExplained": True,
        "isOtherGround": True,
        "kept": [["kleuren"], []],
        "finds": True,
        "isShownOnBackInside": True,
        "endsAt": "Het nieuws",
        "keptAfter": [[], []],
    }
