"""A course of another organisation builds from its own data alone: four audiences, no policies, no FAQ, no exam."""

import re
import shutil
from pathlib import Path

import pikepdf
import pytest

from tests.conftest import ROOT, build, replace_in, vorming
from vorming.source.load import load_course

BRAND = ROOT / "tests" / "books" / "brand"
FOREIGN = ("utsopi", "sekswerk", "sekswerker")
"""Words of the organisation that the tool was made for."""


@pytest.fixture(scope="module")
def brand(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The fire-safety course, built; don't change it."""
    folder = tmp_path_factory.mktemp("brand") / "boek"
    shutil.copytree(BRAND, folder)
    replace_in(folder / "book/mark.svg", "<path", "<!-- Jan Peeters --><path")
    build(folder)
    return folder


def test_a_course_needs_no_other_data_file_than_course_yml() -> None:
    assert [path.name for path in (BRAND / "book/_data").glob("*.*")] == ["course.yml"]
    done = vorming(BRAND, "check")
    assert done.returncode == 0, done.stdout


def test_each_output_is_there_for_each_of_the_four_audiences(brand: Path) -> None:
    for module in ("kantoor", "keuken", "atelier", "school"):
        names = {path.stem for path in (brand / "_build/packs").glob(f"{module}-*.pdf")}
        assert names == {f"{module}-leesboek"}
        assert list((brand / "_build/exports" / module).iterdir())
    assert (brand / "_build/html/index.html").exists()
    trainer = brand / "_build/trainer"
    start = (trainer / "begeleider.html").read_text(encoding="utf-8")
    missing = [link for link in re.findall(r'href="([^":#]+)["#]', start) if not (trainer / link).exists()]
    assert start and missing == []


def test_no_output_speaks_of_another_organisation(brand: Path) -> None:
    for path in (brand / "_build").rglob("*"):
        if path.suffix in {".html", ".json", ".txt", ".xml", ".md", ".csv", ".js", ".typ"}:
            text = path.read_text(encoding="utf-8", errors="replace").lower()
            assert not [word for word in FOREIGN if word in text], path
    for path in (brand / "_build/packs").glob("*.pdf"):
        with pikepdf.open(path) as pdf:
            assert "Brandwijzer" in str(pdf.docinfo["/Author"]), path


def test_without_a_neutral_site_there_is_no_leave_button(brand: Path) -> None:
    assert 'class="leave"' not in (brand / "_build/html/index.html").read_text(encoding="utf-8")


def test_an_attributed_item_that_names_nobody_is_the_word_of_the_organisation(mini: Path) -> None:
    course = mini / "book/_data/course.yml"
    replace_in(course, "  contact:", "  voice: De bond\n  contact:")
    facts = load_course(mini).parsed.facts
    assert {fact.attributed_to for fact in facts if fact.status == "attributed"} == {"De bond"}


def test_the_mark_and_the_colours_of_the_organisation_are_on_every_output(brand: Path) -> None:
    mark, accent = 'd="M32 4C20 20 12 30', "#1d4f91"
    for name in ("html/book/home.html", "html/_static/mark.svg", "packs/typ/mark.svg"):
        made = (brand / "_build" / name).read_text(encoding="utf-8")
        assert mark in made and "Jan Peeters" not in made, name
    assert accent in (brand / "_build/html/_static/site.css").read_text(encoding="utf-8")
    assert accent in (brand / "_build/packs/typ/look.json").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "drawing", ["<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "geen tekening"]
)
def test_a_mark_that_is_no_drawing_is_refused(tmp_path: Path, drawing: str) -> None:
    folder = shutil.copytree(BRAND, tmp_path / "boek")
    (folder / "book/mark.svg").write_text(drawing, encoding="utf-8")
    done = vorming(folder, "check")
    assert done.returncode == 1 and "[file-broken]" in done.stdout
