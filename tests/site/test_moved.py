"""Old names of pages, addresses that lead nowhere, and the link to improve a page."""

from pathlib import Path

import pytest

from tests.conftest import build, replace_in
from vorming.model.course import Course, Settings


def test_old_names_lead_on_and_pages_name_their_source(mini: Path) -> None:
    course = mini / "book/_data/course.yml"
    replace_in(
        course,
        "  help_page:",
        "  repository: https://voorbeeld.example/wij/cursus\n"
        "  redirects: {book/oud/les: book/les/eerste}\n  help_page:",
    )
    build(mini, "--only", "html")
    site = mini / "_build/html"
    old = (site / "book/oud/les.html").read_text("utf-8")
    assert 'content="0; url=../../book/les/eerste.html"' in old
    assert (site / "book/oud" / "../../book/les/eerste.html").exists()
    assert 'href="https://vorming.test/"' in (site / "404.html").read_text("utf-8")
    page = (site / "book/les/eerste.html").read_text("utf-8")
    assert 'href="https://voorbeeld.example/wij/cursus/edit/main/book/les/eerste.md"' in page


@pytest.mark.parametrize(
    ("address", "editor"),
    [
        ("https://github.com/wij/cursus", "https://github.com/wij/cursus/edit/main/"),
        ("https://github.com/wij/cursus.git", "https://github.com/wij/cursus/edit/main/"),
        ("https://gitlab.com/wij/cursus/", "https://gitlab.com/wij/cursus/-/edit/main/"),
        ("https://elders.example/wij/edit/trunk", "https://elders.example/wij/edit/trunk/"),
    ],
)
def test_the_address_of_a_repository_leads_to_its_editor(address: str, editor: str, course: Course) -> None:
    settings = course.settings.model_dump() | {"repository": address}
    assert str(Settings.model_validate(settings).repository) == editor


def test_without_a_repository_no_page_offers_to_improve_it(mini_built: Path) -> None:
    assert "Verbeter deze pagina" not in (mini_built / "_build/html/book/les/eerste.html").read_text("utf-8")
