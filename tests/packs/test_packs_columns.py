"""Worksheets in columns: wherever on a page they start, no line stands on another or off the paper."""

import re
from collections import Counter
from pathlib import Path

import pikepdf
import pytest

from tests.support.pdf import HEAD, lines_on_lines, pages_of, set_markup, text_of

OPTION = '#option(letter: "A", lorem(9))\n'
QUESTION = "#question(number: 1, [Wat zeg je?])[{}]\n"
LAST = "#question(number: 3, last-lines: 9, [Schrijf op.])[]"
COLUMNS = "#in-columns[#worksheet[{}]]"
ABOVE = [0, 120, 160, 175, 190, 200, 205, 210, 215, 220, 225, 230]


MARGINS = "#set page(margin: (left: punch, right: edge + gutter + notes-width, y: 25mm))"


def set_below(folder: Path, above: int, markup: str) -> Path:
    """Set markup that starts so many millimetres down the page."""
    return set_markup(folder, f"{HEAD}{MARGINS}\n#block(height: {above}mm)\n{markup}\n")


def test_words_on_each_other_or_off_the_paper_are_counted(tmp_path: Path) -> None:
    beside = "#place(dx: 40mm)[Woord]"
    assert lines_on_lines(set_below(tmp_path, 0, f"#place[Woord]{beside}")) == 0
    assert lines_on_lines(set_below(tmp_path, 0, f"#place[Woord]#place[Ander]{beside}")) == 1
    assert lines_on_lines(set_below(tmp_path, 0, "#place(dx: 205mm - punch)[Woord]")) == 1


@pytest.mark.parametrize("options", [4, 9])
@pytest.mark.parametrize("above", ABOVE)
def test_columns_low_on_a_page_go_to_the_next(tmp_path: Path, above: int, options: int) -> None:
    pdf = set_below(tmp_path, above, COLUMNS.format(QUESTION.format(OPTION * options) * 5))
    assert lines_on_lines(pdf) == 0


@pytest.mark.parametrize(("above", "pages", "lines"), [(140, 1, 9), (155, 1, 8), (160, 1, 3), (165, 2, 9)])
def test_last_lines_take_no_page_of_their_own(tmp_path: Path, above: int, pages: int, lines: int) -> None:
    """Nine lines are asked: where there is room all stand, where there is little fewer, and never less than three."""
    first = QUESTION.format(OPTION * 4) * 2
    pdf = set_below(tmp_path, above, COLUMNS.format(first + LAST))
    assert (len(pages_of(pdf)), ruled_lines(pdf)) == (pages, lines)


@pytest.mark.parametrize("above", range(200, 240, 4))
def test_no_line_to_write_on_stands_alone(tmp_path: Path, above: int) -> None:
    pdf = set_below(tmp_path, above, "#writing-lines(count: 6)")
    with pikepdf.open(pdf) as found:
        assert 1 not in [_strokes(page) for page in found.pages]


@pytest.mark.parametrize("above", range(190, 246, 5))
def test_title_of_a_note_in_the_margin_stands_with_its_first_lines(tmp_path: Path, above: int) -> None:
    note = '#course-box(kind: "trainer-note", title: [KANARIETITEL])[#minutes[5] #lorem(90)]'
    pdf = set_below(tmp_path, above, "#beside[" + "tekst " * 150 + f"][{note}]")
    (page,) = [page for page in pages_of(pdf) if "KANARIETITEL" in page]
    assert "consectetur" in page.partition("KANARIETITEL")[2]


@pytest.mark.parametrize(
    ("words", "sets", "is_whole"),
    [(20, 1, True), (60, 1, True), (90, 1, False), (20, 2, True), (60, 4, False), (20, 14, False)],
)
def test_role_cards_stay_with_their_situation(tmp_path: Path, words: int, sets: int, is_whole: bool) -> None:
    """The cards of a play are on one page where they fit; else each of its pages says whose cards they are."""
    cards = f"(([KAART], lorem({words})),) * 5"
    plays = ", ".join(f"([SPEL{letter}], [per 5], {cards}, {sets})" for letter in "ABC")
    pdf = set_below(tmp_path, 0, f'#role-cards(title: "Rolkaarten", plays: ({plays}))')
    on_pages = [re.findall(r"SPEL.|KAART", page) for page in pages_of(pdf)]
    found = [kinds for kinds in on_pages if kinds]
    assert all(kinds[0].startswith("SPEL") and kinds[-1] == "KAART" for kinds in found), found
    shown = Counter(kind for kinds in found for kind in kinds)
    assert shown.pop("KAART") == 5 * sets * 3
    assert set(shown) == {"SPELA", "SPELB", "SPELC"}
    assert (set(shown.values()) == {1}) is is_whole


@pytest.mark.parametrize(("words", "is_more"), [(20, True), (120, False)])
def test_role_cards_fill_a_sheet_where_the_group_is_unknown(
    tmp_path: Path, words: int, is_more: bool
) -> None:
    cards = f"(([KAART], lorem({words})),) * 5"
    pdf = set_below(
        tmp_path, 0, f'#role-cards(title: "Rolkaarten", plays: (([SPEL], [per 5], {cards}, none),))'
    )
    text = "".join(pages_of(pdf))
    sets = text.count("KAART") // 5
    assert (sets > 1) is is_more
    assert (f"Hier staan {sets} sets." in " ".join(text.split())) is is_more
    assert not is_more or text.count("SPEL") == 1


def ruled_lines(pdf: Path) -> int:
    """Count the lines to write on: nothing else in these questions is drawn with straight lines."""
    with pikepdf.open(pdf) as found:
        return sum(map(_strokes, found.pages))


def _strokes(page: pikepdf.Page) -> int:
    return sum(str(step.operator) == "l" for step in pikepdf.parse_content_stream(page))


@pytest.mark.parametrize("word", ["voornaam.achternaam@dienstenvoorwelzijn.be", "x1" * 90, "123_" * 40])
def test_a_long_word_stays_in_its_cell_and_on_the_paper(tmp_path: Path, word: str) -> None:
    cells = f'[#"{word}"][#"BE71096123456769"]'
    table = f"#data-table(columns: (1fr, 1fr, 1fr), head: ([Een], [Twee], [Drie])){cells}[Drie]"
    pdf = set_below(tmp_path, 0, f'#show: body-text\n{table}\n#"{word}"')
    assert lines_on_lines(pdf) == 0
    assert word in "".join(text_of(pdf).split())  # no sign was added
