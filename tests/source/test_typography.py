"""Quotation marks and apostrophes: one rule, for all that people read."""

from pathlib import Path

import pytest

from tests.conftest import replace_in
from vorming.source.load import load_course
from vorming.source.typography import quoted, typographic


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("'s Avonds in de jaren '90", "’s Avonds in de jaren ’90"),
        ('‘t is zo\'n *"peer"*', "’t is zo’n *“peer”*"),
        ("zeg 'peer' of \"appel\"", "zeg ‘peer’ of “appel”"),
        ("`'a'` {term}`foto's` [b](c'd) \\\" &quot;", "`'a'` {term}`foto's` [b](c'd) \\\" &quot;"),
        (
            "A -- b --- c ... `--` [d](e--f) \\-- https://g.be/h--i",
            "A – b — c … `--` [d](e--f) \\-- https://g.be/h--i",
        ),
        ("| A -- b | C |\n|---|:--:|\n| d | e |", "| A – b | C |\n|---|:--:|\n| d | e |"),
        ('Een " hier.\n\nEn " daar, \ue000.', 'Een " hier.\n\nEn " daar, \ue000.'),
    ],
)
def test_a_text_gets_its_quotation_marks(text: str, shown: str) -> None:
    assert typographic(text, "nl") == shown


def test_each_language_has_its_own() -> None:
    assert typographic('"oui"', "fr") == quoted("oui", "fr") == "«\u00a0oui\u00a0»"


def test_every_text_of_a_course_gets_them_when_it_is_read(mini: Path) -> None:
    data = mini / "book/_data"
    replace_in(data / "course.yml", "title: Kort", "title: Zo'n korte")
    replace_in(data / "glossary.yml", "De politie laten weten", "De politie 's avonds laten weten")
    replace_in(data / "references.bib", "Eerste bron", "Bron uit '90")
    replace_in(mini / "book/les/eerste.md", "# Eerste les", "# Zo'n les")
    replace_in(mini / "book/les/eerste.md", "title: Start", "title: Zo'n start")
    loaded = load_course(mini)
    course = loaded.parsed
    assert course.modules[0].programmes[0].title.startswith("Zo’n korte")
    assert course.terms[0].definition.startswith("De politie ’s avonds")
    assert course.source("bron-een").title == "Bron uit ’90"
    assert (course.lessons[0].title, loaded.page("book/les/eerste").title) == ("Zo’n les", "Zo’n les")
    assert course.lessons[0].lesson.run[0].title == "Zo’n start"
