"""A course in French or English says nothing in Dutch to its readers, in any output, and is for everyone on a phone."""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import Browser, ViewportSize

from tests.conftest import append_to, build, vorming
from tests.language.test_words import FOR_READERS
from tests.support.axe import SCRIPTS, violations
from vorming.check import check_course
from vorming.source.yaml import scalars
from vorming.text.words import read_words

READ = {".html", ".xml", ".json", ".js", ".md", ".txt", ".typ", ".csv", ".webmanifest"}
LEAST = 9
"""Shorter words may be the same by chance, or be part of a name."""
FOR_AUTHORS = {("packs", "release"), ("packs", "changes")}
NAMES = ("packs", "files")
"""The names of papers; the folders of the trainer have Dutch names in every language."""
SIGNS = "\"mot\" et \"un 'autre' mot\" dans l'été '90 -- ici... *\"là\"*, 't est 'vrai'."
SHOWN = {
    "fr": "«\u00a0mot\u00a0» et «\u00a0un “autre” mot\u00a0» dans l’été ’90 – ici… <em>«\u00a0là\u00a0»</em>, ’t est “vrai”.",
    "en": "“mot” et “un ‘autre’ mot” dans l’été ’90 – ici… <em>“là”</em>, ’t est ‘vrai’.",
}
PHONE: ViewportSize = {"width": 390, "height": 844}


@pytest.fixture(scope="module", params=["fr", "en"])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """The course of `vorming new` in another language, built; don't change it."""
    folder = tmp_path_factory.mktemp(request.param) / "cours"
    done = vorming(folder.parent, "new", str(folder), "--language", request.param)
    assert done.returncode == 0, done.stdout + done.stderr
    append_to(folder / "book/lessons/first.md", f"\nAB {SIGNS}\n")
    facts = folder / "book/_data/facts.yml"
    facts.write_text(
        re.sub("statement: .*", f"statement: CD {SIGNS}", facts.read_text(encoding="utf-8")), encoding="utf-8"
    )
    build(folder)
    return request.param, folder


def test_a_new_course_has_all_but_an_address_and_a_dictionary(built: tuple[str, Path]) -> None:
    rules = {found.rule_id for found in check_course(built[1])}
    assert rules <= {"address-placeholder", "language-unchecked"}


def test_a_page_and_an_item_have_the_signs_of_their_language(built: tuple[str, Path]) -> None:
    language, folder = built
    page = (folder / "_build/html/book/lessons/first.html").read_text(encoding="utf-8")
    assert [f"<p>{start} {SHOWN[language]}</p>" in page for start in ("AB", "CD")] == [True, True]


def test_no_dutch_word_of_the_interface_is_in_any_output(built: tuple[str, Path]) -> None:
    language, folder = built
    dutch = _only_dutch(language)
    found = {(path, text) for path, data in _files(folder / "_build") for text in dutch if text in data}
    assert found == set()


def test_no_paper_has_a_dutch_name(built: tuple[str, Path]) -> None:
    dutch = tuple(text for loc, text in scalars(read_words("packs", "nl")) if loc[0] == "files")
    papers = [path.stem for path in (built[1] / "_build").rglob("*.pdf")]
    assert papers and not any(name.endswith(dutch) for name in papers)


def test_pages_and_papers_say_which_language_they_are_in(built: tuple[str, Path]) -> None:
    language, folder = built
    for path, data in _files(folder / "_build"):
        if path.endswith(".html") and "<html" in data:
            assert re.search(rf'<html lang="{language}-BE"', data), path
    for paper in (folder / "_build").rglob("*.pdf"):
        with pikepdf.open(paper) as pdf:
            assert str(pdf.Root.Lang).startswith(language), paper


def test_every_page_deck_and_speakers_window_passes_axe_on_a_phone(
    built: tuple[str, Path], browser: Browser
) -> None:
    context = browser.new_context(viewport=PHONE)
    for script in SCRIPTS:
        context.add_init_script(path=script)
    page, wrong, names = context.new_page(), [], []
    for path in sorted((built[1] / "_build").rglob("*.html")):
        if 'http-equiv="refresh"' in path.read_text(encoding="utf-8"):
            continue  # it leads to another of these
        page.goto(path.as_uri())
        names.append(path.name)
        wrong += [(path.name, what) for what in (*violations(page), *page.evaluate("look.sideways()"))]
    context.close()
    assert wrong == []
    assert {"dia-spreker.html", "verslag.html", "attest.html", "begeleider.html"} <= {*names}


def _only_dutch(language: str) -> set[str]:
    """Return the texts of the interface that are said otherwise in a language, without placeholders."""
    found: set[str] = set()
    for name in FOR_READERS:
        own = dict(scalars(read_words(name, language)))
        for loc, text in scalars(read_words(name, "nl")):
            if (name, loc[0]) not in {*FOR_AUTHORS, NAMES} and own[loc] != text:
                found |= {part.strip(" *:.,()") for part in re.split(r"\{[^{}]*\}", text)}
    every = {text for name in FOR_READERS for _, text in scalars(read_words(name, language))}
    return {text for text in found if len(text) >= LEAST and not any(text in other for other in every)}


def _files(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the text of each file for readers, also of those inside packages."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not name.startswith((".", "doctrees")):
            yield from _texts(name, path.read_bytes())


def _texts(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    if Path(name).suffix in READ:
        yield name, data.decode("utf-8", "replace")
    elif zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for inner in archive.namelist():
                yield from _texts(f"{name}!{inner}", archive.read(inner))
