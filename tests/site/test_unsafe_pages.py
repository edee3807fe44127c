"""Bad input on a page: each gives one problem, on its own line, at `vorming check`."""

from pathlib import Path

import pytest

from tests.conftest import append_to, vorming

BAD = (
    ("<script>alert(1)</script>", "html-unsafe"),
    ('<p style="color: red">Rood</p>', "html-unsafe"),
    ('Klik <a href="https://example.org" onclick="x()">hier</a>.', "html-unsafe"),
    ('<iframe src="https://example.org"></iframe>', "html-unsafe"),
    ('<img src="https://example.org/spoor.gif" alt="Niets">', "html-unsafe"),
    ("<!-- een opmerking die iedereen kan lezen -->", "html-unsafe"),
    ("[Klik](javascript:alert(1))", "html-unsafe"),
    ("![](kaart.png)", "alt-missing"),
    ("![ ](kaart.png)", "alt-missing"),
    ("![kaart.png](kaart.png)", "alt-missing"),
    ("![afbeeldingen/kaart.svg](kaart.png)", "alt-missing"),
    ("![../_build/jupyter_execute/kaart](kaart.png)", "alt-missing"),
    ("![Een kaart](https://example.org/kaart.png)", "image-elsewhere"),
    ("[Lees verder](nergens.md)", "link-dead"),
    ("[Lees verder](nergens.html)", "link-dead"),
    ("[Lees verder](/book/nergens.md)", "link-dead"),
    ("{doc}`nergens`", "link-dead"),
)
BAD_BLOCKS = (
    ("```{image} kaart.png\n```", "alt-missing"),
    ("```{figure} kaart.png\n:alt: kaart.png\nEen kaart.\n```", "alt-missing"),
    ("```{list-table}\n* - Bezoek\n  - 221 euro\n```", "table-no-header"),
    ("| | |\n|---|---|\n| Bezoek | 221 euro |", "table-no-header"),
    ("<table><tr><td>Bezoek</td></tr></table>", "html-unsafe"),
)


def test_each_bad_line_is_named_with_its_line_and_its_rule(mini: Path) -> None:
    page = mini / "book/les/kaart.md"
    text = page.read_text(encoding="utf-8")
    expected = []
    for bad, rule in (*BAD, *BAD_BLOCKS):
        text += "\n"
        expected.append((f"book/les/kaart.md:{text.count(chr(10)) + 1}:", rule, bad))
        text += f"{bad}\n"
    page.write_text(text, encoding="utf-8")
    done = vorming(mini, "check")
    lines = done.stdout.splitlines()
    missed = [
        (bad, rule)
        for place, rule, bad in expected
        if not any(line.startswith(place) and line.endswith(f"[{rule}]") for line in lines)
    ]
    assert missed == []
    assert done.returncode == 1 and "Traceback" not in done.stderr


@pytest.mark.parametrize("href", ["#nergens", "eerste.md#nergens"])
def test_link_to_a_heading_that_is_not_there_stops_the_build_at_its_line(mini: Path, href: str) -> None:
    page = mini / "book/les/kaart.md"
    append_to(page, f"\n[Lees verder]({href})\n")
    done = vorming(mini, "build", "--only", "html")
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "book/les/kaart.md:5" in done.stdout and "[link-dead]" in done.stdout


def test_good_links_pictures_and_tables_are_left_alone(mini: Path) -> None:
    page = mini / "book/les/kaart.md"
    good = "\n[Zie](eerste.md), [de prijs](eerste.md#wat-kost-het), [hier](#kaart), [bel](tel:112), H{sub}`2`O.\n"
    append_to(page, good)
    done = vorming(mini, "check")
    assert "kaart.md" not in done.stdout and done.returncode == 0, done.stdout
