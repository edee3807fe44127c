"""Old names of pages, addresses that lead nowhere, and the link to improve a page."""

from pathlib import Path

from tests.conftest import build


def test_old_names_lead_on_and_pages_name_their_source(mini: Path) -> None:
    course = mini / "book/_data/course.yml"
    text = course.read_text("utf-8").replace(
        "  help_page:",
        "  repository: https://voorbeeld.example/edit/main/\n"
        "  redirects: {book/oud/les: book/les/eerste}\n  help_page:",
    )
    course.write_text(text, "utf-8")
    build(mini, "--only", "html")
    site = mini / "_build/html"
    old = (site / "book/oud/les.html").read_text("utf-8")
    assert 'content="0; url=../../book/les/eerste.html"' in old
    assert (site / "book/oud" / "../../book/les/eerste.html").exists()
    assert 'href="https://vorming.example/"' in (site / "404.html").read_text("utf-8")
    page = (site / "book/les/eerste.html").read_text("utf-8")
    assert 'href="https://voorbeeld.example/edit/main/book/les/eerste.md"' in page


def test_without_a_repository_no_page_offers_to_improve_it(mini_built: Path) -> None:
    assert "Verbeter deze pagina" not in (mini_built / "_build/html/book/les/eerste.html").read_text("utf-8")
