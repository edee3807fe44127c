"""Nodes -> Typst markup -> PDF, without Sphinx: what the writers promise one by one."""

import pickle
import re
import subprocess
import sys
from pathlib import Path

import pytest
from docutils import nodes
from docutils.utils import new_document

from tests.support.pdf import lines_on_lines, pages_of
from tests.support.quiz_book import BANK, course
from vorming.course.editions import Edition
from vorming.nodes import quiz_node, vorming_box, vorming_lines
from vorming.quiz.view import view_quiz
from vorming.source.problems import Place, Problem
from vorming.text.markdown import values_of
from vorming.typst.compiler import set_paper
from vorming.typst.context import Book, Links
from vorming.typst.look import Images, write_look
from vorming.typst.tables import blank_table
from vorming.typst.writer import Page


class unknown(nodes.Element):
    """A node of nobody."""


def write(*children: nodes.Node, edition: Edition = Edition.TRAINEE) -> tuple[str, list[Problem]]:
    document = new_document("les.md")
    document += children
    problems: list[Problem] = []
    book = Book(Path(), "https://voorbeeld.be/", Images(Path()), {})
    context = Page(document, "les", edition, book).context(problems, Links())
    return context.write(document), problems


def paragraph(*children: nodes.Node, line: int = 3) -> nodes.paragraph:
    found = nodes.paragraph("", "", *children)
    found.source, found.line = "les.md", line
    return found


@pytest.mark.parametrize(
    "words", ['Zeg "nee"', "C:\\map", "# geen kop", "*ster* _streep_ $som$", "[a](b) @x <y>"]
)
def test_text_is_never_markup(words: str) -> None:
    markup, problems = write(paragraph(nodes.Text(words)))
    assert markup.endswith('#"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"')
    assert problems == []


@pytest.mark.rule("pack-node-unknown")
def test_unknown_node_is_a_problem_with_its_place() -> None:
    markup, problems = write(paragraph(unknown(), line=7))
    assert [(p.rule_id, p.place) for p in problems] == [("pack-node-unknown", Place("les.md", 7))]
    assert "unknown" not in markup


def test_link_that_leads_nowhere_is_its_words() -> None:
    markup, problems = write(paragraph(nodes.reference("", "", nodes.Text("woord"))))
    assert markup.endswith('; #"woord"') and problems == []


def test_reference_to_a_footnote_that_is_gone_is_a_problem() -> None:
    _, problems = write(paragraph(nodes.footnote_reference("", "1", refid="weg")))
    assert [p.rule_id for p in problems] == ["footnote-missing"]


def test_footnote_keeps_what_stands_beside_its_paragraph() -> None:
    shown = [nodes.label("", "1"), paragraph(nodes.Text("Noot")), nodes.literal_block("", "code")]
    note = nodes.footnote("", *shown, ids=["n"])
    markup, _ = write(paragraph(nodes.footnote_reference("", "1", refid="n")), note)
    assert "Noot" in markup and '#code("code"' in markup


def set_page(folder: Path, markup: str) -> bytes | Problem:
    write_look(folder)
    source = folder / "proef.typ"
    head = '#import "page.typ": mark\n#set document(title: "Proef", date: datetime(year: 2026, month: 1, day: 1))\n'
    source.write_text(f'{head}#set text(lang: "nl")\n{markup}', encoding="utf-8")
    return set_paper(source, folder)


@pytest.mark.parametrize(("cells", "length"), [(1, 200), (2, 200), (3, 45)])
def test_code_and_addresses_without_a_space_stay_on_the_paper(
    tmp_path: Path, cells: int, length: int
) -> None:
    address = f"https://www.example.org/{'a' * 200}"
    link = nodes.reference("", "", nodes.Text(address), refuri=address)
    code = "a" * length
    markup, _ = write(
        paragraph(nodes.literal("", code)), nodes.literal_block("", f"a {code}"), paragraph(link)
    )
    columns = f"#table(columns: (1fr,) * {cells}, {f'[{markup}],' * cells})"
    made = set_page(tmp_path, f'#import "vorming.typ": *\n{columns}')
    assert isinstance(made, bytes), made
    (tmp_path / "proef.pdf").write_bytes(made)
    assert lines_on_lines(tmp_path / "proef.pdf") == 0


@pytest.mark.rule("glyph-missing")
def test_glyph_that_no_font_has_leads_back_to_its_line(tmp_path: Path) -> None:
    markup, _ = write(paragraph(nodes.Text("goed")), paragraph(nodes.Text("漢"), line=9))
    found = set_page(tmp_path, markup)
    assert isinstance(found, Problem)
    assert (found.rule_id, found.place) == ("glyph-missing", Place("les.md", 9))
    assert "漢" in found.message


@pytest.mark.rule("pack-not-set")
def test_what_typst_refuses_is_a_problem_with_its_place(tmp_path: Path) -> None:
    found = set_page(tmp_path, '#mark("les.md", 4); #image("weg.svg", alt: "Weg")')
    assert isinstance(found, Problem)
    assert (found.rule_id, found.place) == ("pack-not-set", Place("les.md", 4))


def table(rows: int) -> nodes.table:
    def row(*texts: str) -> nodes.row:
        return nodes.row("", *(nodes.entry("", paragraph(nodes.Text(text))) for text in texts))

    group = nodes.tgroup("", *(nodes.colspec(colwidth=1) for _ in range(2)), cols=2)
    group += nodes.thead("", row("Wat", "Hoeveel"))
    group += nodes.tbody("", *(row(f"regel {n}", str(n)) for n in range(rows)))
    return nodes.table("", group)


PACK = """#import "vorming.typ": *
#let labels = (:)
#show: body-text
"""


def set_pages(folder: Path, markup: str) -> list[str]:
    made = set_page(folder, markup)
    assert isinstance(made, bytes), made
    return pages_of(made)


def test_long_table_goes_on_with_its_head_on_every_page(tmp_path: Path) -> None:
    markup, problems = write(table(150))
    pages = set_pages(tmp_path, PACK + markup)
    assert problems == [] and len(pages) > 2
    assert all("Hoeveel" in page for page in pages)
    assert all(f"regel {n}" in " ".join(pages) for n in range(150))


def test_short_table_stays_whole() -> None:
    assert "whole: true" in write(table(5))[0]
    assert "whole: false" in write(table(40))[0]


@pytest.mark.parametrize(("rows", "whole"), [(4, "true"), (5, "false")])
def test_few_rows_stay_whole_even_when_they_are_high(rows: int, whole: str) -> None:
    high = table(rows)
    for said in list(high.findall(nodes.paragraph)):
        said.children = [nodes.Text("woord " * 40)]
    markup, _ = write(high)
    assert markup.count("woord " * 39) == 2 * (rows + 1) and f"whole: {whole}" in markup


def test_part_to_read_first_ends_on_the_page_of_its_last_line(tmp_path: Path) -> None:
    step = "#trainer-step(block(height: 190mm)[Nu])"
    markup = f'{PACK}#read-first(steps: "Stappen")\n{step}\n#trainer-lesson(title: "Straks")[Later]'
    first, second = set_pages(tmp_path, markup)
    assert "Nu" in first and "Straks" in second
    assert re.search(r"Stappen: blz\.\s1\s", first), first


@pytest.mark.parametrize("above", range(205, 247, 6))
def test_no_page_ends_with_one_row(tmp_path: Path, above: int) -> None:
    markup, _ = write(table(40))
    above_it = f"#set page(margin: 20mm)\n#block(height: {above}mm)\n"
    first = set_pages(tmp_path, PACK + above_it + markup)[0]
    assert "regel 1\n" in first or "Hoeveel" not in first


def test_empty_cell_at_the_end_of_a_row_has_room_to_write(tmp_path: Path) -> None:
    def form(*cells: str) -> nodes.table:
        made = table(len(cells))
        for row, cell in zip(list(made.findall(nodes.row))[1:], cells, strict=True):
            row[1].children = [paragraph(nodes.Text(cell))] if cell else [paragraph()]
        return made

    blank, _ = write(form("", ""))
    filled, _ = write(form("Brussel", "Gent"))
    assert blank.count("#room-to-write") == 2 and "#room-to-write" not in filled
    assert isinstance(set_page(tmp_path, PACK + blank), bytes)


@pytest.mark.parametrize(("columns", "rows", "room"), [(3, 4, "fill"), (2, 4, "write"), (3, 5, "write")])
def test_small_table_with_narrow_columns_has_more_room_to_write(
    tmp_path: Path, columns: int, rows: int, room: str
) -> None:
    form = table(rows)
    for group in form.findall(nodes.tgroup):
        group["cols"] = columns
    for row in form.findall(nodes.row):
        row += [nodes.entry("", paragraph(nodes.Text("meer"))) for _ in range(columns - 2)]
    blank, _ = write(blank_table(form))
    assert blank.count(f"#room-to-{room}") == blank.count("#room-to-") == rows
    assert isinstance(set_page(tmp_path, PACK + blank), bytes)


def test_sentence_that_leads_to_a_table_stays_with_it() -> None:
    def section(*blocks: nodes.Node) -> str:
        return write(nodes.section("", nodes.title("", "Kop"), *blocks, ids=["kop"]))[0]

    said = paragraph(nodes.Text("De tabel toont het."))
    legend = nodes.paragraph("", "ja, nee of deels", classes=["comparison-legend"])
    output = nodes.container("", table(3), nb_element="cell_code_output")
    assert "#lead-in[" in section(said, table(3))
    assert "#lead-in[" in section(said.deepcopy(), output)
    assert "#lead-in[" in (found := section(said.deepcopy(), legend, table(3))) and "#legend[" in found
    assert "#lead-in[" not in section(said.deepcopy(), paragraph(nodes.Text("Geen tabel.")))


def open_question() -> nodes.Element:
    return quiz_node(view_quiz(course().quiz(BANK), values_of(course()), ["t-open"]))


@pytest.mark.parametrize("after", [[], [nodes.comment("", "later")], [nodes.footnote("", ids=["n"])]])
def test_last_lines_of_a_page_may_be_fewer(after: list[nodes.Node]) -> None:
    markup, _ = write(open_question(), *after)
    assert "last-lines: 4" in markup and "writing-lines" not in markup


def test_lines_with_something_after_them_are_as_many_as_asked() -> None:
    section = nodes.section("", nodes.title("", "Kop"), open_question(), ids=["quiz"])
    markup, _ = write(section, paragraph(nodes.Text("Slot")))
    assert "last-lines: 0" in markup and "writing-lines(count: 4)" in markup


def box(*blocks: nodes.Node) -> vorming_box:
    return vorming_box("", *blocks, kind="case")


def test_lines_to_write_on_go_along_with_the_question_above_them() -> None:
    long = [paragraph(nodes.Text("woord " * 200)) for _ in range(3)]
    markup, _ = write(box(*long, paragraph(nodes.Text("Wat zeg je?")), vorming_lines(count=3)))
    assert '#together[#mark("les.md", 3); #"Wat zeg je?"' in markup
    markup, _ = write(box(*long, vorming_lines(count=3)))
    assert "#together" not in markup


def test_first_question_after_a_role_play_has_a_head() -> None:
    markup, _ = write(quiz_node(view_quiz(course().quiz(BANK), values_of(course()), ["t-scenario"])))
    assert markup.count("#debrief-head") == 1


def test_very_long_word_is_set(tmp_path: Path) -> None:
    word = "hottentottententententoonstelling" * 12
    markup, _ = write(paragraph(nodes.Text(word)), table(1))
    text = "".join(set_pages(tmp_path, PACK + markup))
    assert word in "".join(sign for sign in text if sign.isalpha())


def test_typst_ends_when_nobody_waits_for_it_any_more(tmp_path: Path) -> None:
    paper = tmp_path / "proef.typ"
    paper.write_text("#set document(title: [Proef])\nTekst.", encoding="utf-8")
    command = [sys.executable, "-m", "vorming.typst.compiler"]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
        assert process.stdin
        pickle.dump(([paper] * 1000, tmp_path), process.stdin)
        process.stdin.close()
        try:
            assert process.wait(timeout=60) == 1
        finally:
            process.kill()
