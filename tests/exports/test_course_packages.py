"""A module as one package: read through in a run-time, and every file, link and question of the cartridge."""

import io
import posixpath
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from lxml import etree, html
from playwright.sync_api import FrameLocator, Page, expect

from tests.conftest import build
from tests.exports.test_scorm import NOT_SAVED, OPEN, REFUSE, has_value, serve_platform
from tests.support.answering import put
from tests.support.quiz_book import BOOK, MODULE, scoring_cases, view
from tests.support.xml import values
from vorming.exports import packages
from vorming.exports.format import Files, Format, material_of
from vorming.exports.packages import PACKAGES, CoursePackage, write_packages
from vorming.source.load import Loaded, load_course


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The book with every type of question, with its site built."""
    folder = tmp_path_factory.mktemp("pakket") / "een boek é"
    shutil.copytree(BOOK, folder, ignore=shutil.ignore_patterns("_build"))
    build(folder, "--only", "html")
    return folder


@pytest.fixture(scope="module")
def loaded(book: Path) -> Loaded:
    return load_course(book)


def package(loaded: Loaded) -> CoursePackage:
    return CoursePackage(material_of(loaded, MODULE), loaded.root / "_build/html")


def contents(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


@pytest.fixture(scope="module")
def platform(loaded: Loaded, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A small learning platform on loopback with the package unpacked; its address."""
    root = tmp_path_factory.mktemp("platform")
    for name, content in packages.scorm_files(package(loaded)).items():
        path = root / "module" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    yield from serve_platform(root)


def launch(page: Page, platform: str, before: dict[str, Any] | None = None) -> FrameLocator:
    page.goto(platform)
    page.evaluate(OPEN, ["module", before])
    frame = page.frame_locator("iframe")
    # It says where one is once it has put back what the platform kept.
    expect(frame.locator(".scorm-where")).not_to_be_empty()
    return frame


def value(page: Page, name: str) -> str:
    return str(page.evaluate("(name) => window.real.LMSGetValue(name)", name))


def read_through(frame: FrameLocator) -> None:
    """Open every page by the package's own button."""
    pages = frame.locator(".package-page")
    for at in range(1, pages.count()):
        frame.get_by_role("button", name="Volgende").click()
        expect(pages.nth(at)).to_be_visible()


def answer(frame: FrameLocator, id: str, response: tuple[str, ...]) -> None:
    """Go to the page of a question by the list of contents, and answer it there."""
    question = frame.locator(f".package-page [data-question='{id}']").first
    section = question.locator("xpath=ancestor::section[contains(@class, 'package-page')]")
    if not section.is_visible():
        frame.locator(".package-contents summary").click()
        frame.locator(f".package-contents a[href='#{section.get_attribute('id')}']").click()
        expect(section).to_be_visible()
    root = frame.locator(f"#{question.get_attribute('id')}")
    put(frame, view(id), response, root=root)
    root.get_by_role("button", name="Controleer").click()
    expect(root.locator(".question-status")).not_to_be_empty()


def test_read_through_with_every_answer_right_it_is_completed_with_100(page: Page, platform: str) -> None:
    frame = launch(page, platform)
    read_through(frame)
    has_value(page, "cmi.core.lesson_status", "incomplete")
    for case in [case for case in scoring_cases() if case.fraction == 1]:
        answer(frame, case.question, case.response)
    has_value(page, "cmi.core.score.raw", 100)
    has_value(page, "cmi.core.lesson_status", "completed")
    calls = page.evaluate("window.calls")
    assert [call for call in calls if call[3] != "0" or call[2] == "false"] == []


def test_who_comes_back_sees_her_page_and_her_answers(page: Page, platform: str) -> None:
    frame = launch(page, platform)
    answer(frame, "t-multiple", ("Medische zorg", "Een gesprek"))
    kept, place = value(page, "cmi.suspend_data"), value(page, "cmi.core.lesson_location")
    assert len(kept) < 4096 and place
    before = {
        "cmi": {"suspend_data": kept, "core": {"lesson_status": "incomplete", "lesson_location": place}}
    }
    again = launch(page, platform, before)
    expect(again.locator(f"#{place}")).to_be_visible()
    expect(again.locator(".package-page:visible")).to_have_count(1)
    question = again.locator(f"#{place} [data-question='t-multiple']")
    expect(question.locator("input:checked")).to_have_count(2)
    expect(question.locator(".question-status")).to_contain_text("Juist")


def test_reading_again_takes_no_status_and_no_score_away(page: Page, platform: str) -> None:
    done = {"cmi": {"core": {"lesson_status": "completed", "score": {"raw": "85"}}}}
    frame = launch(page, platform, done)
    read_through(frame)
    assert value(page, "cmi.core.lesson_status") == "completed"
    assert value(page, "cmi.core.score.raw") == "85"


def test_a_platform_that_no_longer_saves_is_noticed(page: Page, platform: str) -> None:
    frame = launch(page, platform)
    page.evaluate(REFUSE)
    read_through(frame)
    expect(frame.locator(".scorm-where")).to_contain_text(NOT_SAVED)


def test_the_list_of_contents_says_which_page_is_open(page: Page, platform: str) -> None:
    frame = launch(page, platform)
    read_through(frame)
    last = frame.locator(".package-page").last.get_attribute("id")
    expect(frame.locator("[aria-current]")).to_have_count(1)
    expect(frame.locator(f"[aria-current=page][href='#{last}']")).to_have_count(1)


def test_who_comes_back_sees_what_she_wrote_and_chose(page: Page, platform: str) -> None:
    frame = launch(page, platform)
    read_through(frame)
    # By the program of the page: the questions may stand on any of its pages.
    frame.locator("textarea").first.evaluate(
        """text => {
          text.value = "Kom binnen.";
          text.closest(".question").querySelector(".quiz-button").click();
          document.querySelector(".question-poll input").click();
        }"""
    )
    has_value(page, "cmi.interactions._count", 1)
    before = {"cmi": {"suspend_data": value(page, "cmi.suspend_data")}}
    again = launch(page, platform, before)
    expect(again.locator("textarea").first).to_have_value("Kom binnen.")
    expect(again.locator(".question-poll input").first).to_be_checked()


def test_package_is_accessible_and_asks_nothing_elsewhere(page: Page, platform: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{platform}module/index.html")
    expect(page.locator(".scorm-where")).not_to_be_empty()
    results = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
    assert [found["id"] for found in results.response["violations"]] == []
    assert [url for url in asked if not url.startswith(platform)] == []


def test_names_in_a_package_are_portable_and_differ() -> None:
    names = [
        "les/een vraag",
        "les/één-vraag",
        "Les-een-vraag",
        "DBLP:conf/x",
        "../../x",
        "a|b",
        "a?b",
        "مرحبا",
    ]
    names += ["con", "aux.png", "quiz/les", "links/x", "assets", "foto.png", "Foto.PNG"]
    found = packages.portable_names({name: name for name in names})
    assert len({name.lower() for name in found.values()}) == len(names)
    assert all(re.fullmatch(r"[\w-]([\w.-]*[\w-])?", name, re.ASCII) for name in found.values())
    assert not {"con", "aux.png", "quiz-les", "links-x", "assets"} & set(found.values())


def test_pages_with_any_name_are_all_in_a_package(book: Path, tmp_path: Path) -> None:
    root = shutil.copytree(book, tmp_path / "boek", ignore=shutil.ignore_patterns("_build"))
    # The first has the name of its quiz, and the second has the name of the first with other signs.
    names = {"book/les/alle-types": "book/quiz/alle-types", "book/les/zelftest": "book/quiz alle/types"}
    for old, new in names.items():
        (root / new).parent.mkdir()
        (root / f"{old}.md").rename(root / f"{new}.md")
        for path in (root / "_toc.yml", root / "book/_data/course.yml"):
            path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    build(root, "--only", "html")
    files = packages.cartridge_files(package(load_course(root)))
    listed = values(etree.fromstring(files["imsmanifest.xml"]), "//@identifier")
    assert len(set(listed)) == len(listed) and not [name for name in listed if " " in name]
    ids = values(html.fromstring(packages.scorm_files(package(load_course(root)))["index.html"]), "//@id")
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("chosen", PACKAGES.values(), ids=PACKAGES)
def test_package_is_the_same_twice_and_holds_no_trainer_s_text(
    loaded: Loaded, chosen: Format[CoursePackage]
) -> None:
    (once,), (again,) = (chosen.write(package(loaded)).values() for _ in range(2))
    assert once == again
    whole = b"".join(contents(once).values()).decode("utf-8", "replace")
    assert "KANARIE" not in whole


@pytest.mark.parametrize("files_of", [packages.scorm_files, packages.cartridge_files])
def test_every_link_and_picture_of_a_package_leads_somewhere(
    loaded: Loaded, files_of: Callable[[CoursePackage], Files]
) -> None:
    files = files_of(package(loaded))
    for name, content in files.items():
        if not name.endswith(".html"):
            continue
        tree = html.fromstring(content.decode())
        ids = values(tree, "//@id")
        assert len(ids) == len(set(ids))
        for reference in values(tree, "//@href | //@src | //@srcset"):
            path, _, anchor = reference.partition("#")
            if ":" in path.partition("/")[0]:
                continue
            assert not path or posixpath.normpath(path) in files, (name, reference)
            assert path or not anchor or anchor in ids, (name, reference)


def test_package_of_a_module_that_is_gone_goes_too(loaded: Loaded, tmp_path: Path) -> None:
    (tmp_path / "weg").mkdir()
    write_packages(loaded, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [MODULE]


def test_cartridge_lists_every_file_once_and_its_quizzes_have_profiles(loaded: Loaded) -> None:
    files = packages.cartridge_files(package(loaded))
    c = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
    manifest = etree.fromstring(files["imsmanifest.xml"])
    assert sorted(values(manifest, "//c:file/@href", c=c)) == sorted(set(files) - {"imsmanifest.xml"})
    assert {*values(manifest, "//@identifierref")} <= {*values(manifest, "//c:resource/@identifier", c=c)}
    quizzes = [etree.fromstring(content) for name, content in files.items() if name.startswith("quizzes/")]
    assert quizzes
    of_item = "//*[local-name()='item']//*[local-name()='fieldlabel'][text()='cc_profile']/../*[2]/text()"
    for quiz in quizzes:
        assert {*values(quiz, of_item)} <= {*packages.PROFILES.values()}
