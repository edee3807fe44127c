"""BibTeX is read entry by entry: what is wrong with one is said at its line, and the others are read."""

import pytest
from pybtex.database import parse_string

from vorming.source.bibliography import add_entry, read_bibliography
from vorming.source.typography import typographic
from vorming.sphinx_ext.bibliography import DutchStyle, NameAndYear
from vorming.text.markdown import enumerate_authors

GOOD = "@misc{goed,\n  title = {Zorg},\n  author = {{UTSOPI}},\n}\n"


@pytest.mark.parametrize("title", ["", "{}", "{ }", " "])
def test_a_title_without_a_character_is_missing(title: str) -> None:
    source, found = read_bibliography(
        f"@misc{{leeg,\n  title = {{{title}}},\n  author = {{A}},\n}}\n{GOOD}", "a.bib"
    )
    assert [(str(fault.place), fault.rule_id) for fault in source.problems] == [
        ("a.bib:1:1", "source-invalid")
    ]
    assert "title" in source.problems[0].message
    assert [entry.id for entry in found] == ["leeg", "goed"]


def test_signs_that_bibtex_escapes_are_read_as_they_are_printed() -> None:
    text = add_entry("", "een", {"author": "A & B", "title": "5 % van CD&V_x"})
    _, found = read_bibliography(text, "a.bib")
    assert [(source.author, source.title) for source in found] == [("A & B", "5 % van CD&V_x")]


def test_accents_and_dashes_are_the_same_in_every_output() -> None:
    written = (
        "@misc{een,\n  title = {{\\'E}tude -- {EU}},\n  author = {M{\\\"u}ller, J{\\\"o}rg and {R\\'eseau}},\n"
        "  year = {2024},\n  url = {https://www.example.org/~a--b},\n}\n"
    )
    _, (source,) = read_bibliography(written, "a.bib")
    assert source.title == "Étude – EU"
    assert str(source.url) == "https://www.example.org/~a--b"
    entry = parse_string(written, "bibtex").entries["een"]
    (label,) = NameAndYear().format_labels([entry])
    assert label == "Jörg Müller en Réseau, 2024"
    assert str(DutchStyle().format_entry(label, entry).text).startswith(
        "Jörg Müller en Réseau (2024). Étude – EU."
    )


def _formatted(text: str) -> str:
    (entry,) = parse_string(text, "bibtex").entries.values()
    (label,) = NameAndYear().format_labels([entry])
    return str(DutchStyle().format_entry(label, entry).text)


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ("title = {Een [x](y) en <b>x</b> *peer*}", "A (z.d.). Een [x](y) en <b>x</b> *peer*."),
        ("title = {\\textit{Schuin}, {\\em nadruk} en \\emph{meer}}", "A (z.d.). Schuin, nadruk en meer."),
        ("title = {Van \\$5 tot \\{6\\}, 7\\%, kost $5 of $6}", "A (z.d.). Van $5 tot {6}, 7%, kost $5 of $6."),
        ("title = {Mart{\\'{\\i}}n}", "A (z.d.). Martín."),
        ("title = {'s Avonds in de jaren '90}", "A (z.d.). ’s Avonds in de jaren ’90."),
        ("title = {Zo'n \"peer\"}", "A (z.d.). Zo’n “peer”."),
        ("title = T, year = {2020--2021}", "A (2020–2021). T."),
        ("title = T, date = {2020-05-03}", "A (2020). T."),
        ("title = T, date = {2019-12/2020-01}", "A (2019–2020). T."),
        ("title = T, journal = {De Peer}, volume = 12, number = 3, pages = {45--67}", "A (z.d.). T. De Peer, 12(3), 45–67."),
        ("title = T, journaltitle = {De Peer}", "A (z.d.). T. De Peer."),
        ("title = T, url = {https://x.be/a\\_b\\%20c?x=1\\&y=2}", "A (z.d.). T. https://x.be/a_b%20c?x=1&y=2"),
    ],
)  # fmt: skip
def test_a_list_of_sources_shows_plain_text(fields: str, shown: str) -> None:
    text = f"@string{{T = {{T}}}}\n@article{{een, author = {{A}}, {fields}}}\n"
    assert _formatted(text) == shown
    source, (found,) = read_bibliography(text, "a.bib")
    assert source.problems == ()
    # The same by the two ways that a title takes, but for the quotation marks, which Sphinx turns.
    assert typographic(found.title, "nl") in shown and (found.year or "z.d.") in shown and found.url in shown


def test_more_authors_are_told_in_two_letters() -> None:
    text = "@misc{een, author = {Peeters, An and others}, title = {T}, year = 2020}"
    assert _formatted(text) == "An Peeters e.a. (2020). T."
    _, (source,) = read_bibliography(text, "a.bib")
    assert enumerate_authors(source.author) == "An Peeters e.a."


def test_what_is_empty_beside_title_and_author_is_left_out() -> None:
    source, found = read_bibliography(
        "@misc{een,\n  title = {A},\n  author = {B},\n  year = {{}},\n}\n", "a.bib"
    )
    assert (source.problems, found[0].year) == ((), "")


def test_keys_that_differ_only_in_case_are_one() -> None:
    source, found = read_bibliography(GOOD + GOOD.replace("goed", "Goed"), "a.bib")
    assert [(str(fault.place), fault.rule_id) for fault in source.problems] == [("a.bib:5:1", "id-duplicate")]
    assert [entry.id for entry in found] == ["goed"]


def test_each_entry_has_its_place_when_several_stand_on_one_line() -> None:
    two = "@string{x={y}} @misc{a, author={A}, title={T}} @misc{b, author={B}, title={U}}\n@comment{c}\n"
    source, _ = read_bibliography(f"{two}{GOOD}", "a.bib")
    assert {str(loc[0]): str(place) for loc, place in source.places.items()} == {
        "a": "a.bib:1:16",
        "b": "a.bib:1:48",
        "goed": "a.bib:3:1",
    }
    assert source.problems == ()


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("@misc{b, author={B} title={U}}", "er ontbreekt een komma vóór “title”"),
        ("@misc{b, author={B, title={U}}", "er ontbreekt een accolade"),
        ("@misc{b, title={U}}", "author ontbreekt"),
        ("@misc{b, title={U}, author={,}}", "author ontbreekt"),
        ("@misc{b, title={U}}, author={B}}", "er staat een } te veel"),
        ("@misc{b, author={B}, title={U}}, url={https://x.be}}", "er staat een } te veel"),
        ("@misc{b,\n title: {U},\n author={B}}", "schrijf title = en dan een accolade"),
        ("@misc{b,\n title {U},\n author={B}}", "schrijf title = en dan een accolade"),
        ("@misc{b, title = “U”, author={B}}", "zet de tekst van title tussen accolades"),
        ("@misc{b,\n % nog nakijken\n title={U}, author={B}}", "haal de regel met % weg"),
        ("@misc{b,\n title={U}, % nog nakijken\n author={B}}", "haal de regel met % weg"),
        ("@misc{\n title = {U}, author={B}}", "hoort een sleutel"),
        (
            "@misc{,\n title = {U}, author={B}}",
            "bron “” is niet leesbaar (achter de eerste accolade hoort een sleutel",
        ),
        ("@misc{bron b,\n title = {U}, author={B}}", "de sleutel heeft een teken dat niet kan"),
    ],
)
def test_a_fault_is_told_at_its_own_entry_on_a_line(entry: str, said: str) -> None:
    source, _ = read_bibliography(f"@misc{{a, author={{A}}, title={{T}}}} {entry}\n", "a.bib")
    assert [str(fault.place) for fault in source.problems] == ["a.bib:1:33"]
    assert said in source.problems[0].message


@pytest.mark.parametrize(
    ("field", "place", "said"),
    [
        ("month = maart", "2:10", "zet “maart” tussen accolades"),
        ("author naam = {B}", "2:9", "bij “naam = {B},” klopt de schrijfwijze niet"),
        ("{author} = {B}", "2:2", "bij “{author} = {B},” klopt"),
        ("title = 'U'", "2:10", "bij “'U',” klopt"),
        ('title = "Een "peer" hier"', "2:16", 'bij “peer" hier",” klopt'),
    ],
)
def test_a_fault_of_writing_is_told_where_reading_stopped(field: str, place: str, said: str) -> None:
    source, _ = read_bibliography(f"@misc{{b,\n {field},\n author={{B}}, title={{T}}}}\n", "a.bib")
    assert [str(fault.place) for fault in source.problems] == [f"a.bib:{place}"]
    assert said in source.problems[0].message


@pytest.mark.parametrize(
    ("author", "end", "line"), [("{{A}", "}", 2), ("{A}}", "}", 2), ("{A}", "", 3), ("{A}", "}}", 3)]
)
def test_a_brace_is_told_at_its_field_and_the_entry_is_known(author: str, end: str, line: int) -> None:
    source, entries = read_bibliography(f"@misc{{b,\n author = {author},\n title = {{T}}\n{end}\n", "a.bib")
    assert [fault.place.line for fault in source.problems] == [line]
    assert [entry.id for entry in entries] == ["b"]


@pytest.mark.parametrize(
    ("field", "said"),
    [("Title = {V}", "title staat er twee keer"), ("crossref = {geen}", "crossref “geen” bestaat niet")],
)
def test_a_fault_of_a_field_is_told_at_its_line(field: str, said: str) -> None:
    source, _ = read_bibliography(
        f"{GOOD}@misc{{b,\n  author={{B}},\n  title={{U}},\n  {field},\n}}\n", "a.bib"
    )
    assert [str(fault.place) for fault in source.problems] == ["a.bib:8:3"]
    assert said in source.problems[0].message


@pytest.mark.parametrize(
    ("title", "unread"),
    [
        ("Zorg {\\texteuro}5", "\\texteuro"),
        ("\\euro{} 9", "\\euro"),
        ("10\\,000", "\\,"),
        ("\\enquote*{x}", "\\enquote"),
        ("Een \\LaTeX", "\\LaTeX"),
        ("H$_2$O", "$_2$"),
    ],
)
def test_a_sign_that_latex_alone_knows_is_told_at_its_field(title: str, unread: str) -> None:
    source, _ = read_bibliography(
        f"@misc{{b,\n author={{B}},\n title={{{title}}},\n abstract={{\\euro}}}}\n", "a.bib"
    )
    assert [str(fault.place) for fault in source.problems] == ["a.bib:3:2"]
    assert f"“{unread}” wordt hier niet gelezen" in source.problems[0].message


@pytest.mark.parametrize(
    ("field", "said"),
    [
        ("author = {Jansen, J.; Peeters, P.}", "tussen twee namen van author hoort and"),
        ("author = {Jan and {}}", "tussen twee namen van author hoort and"),
        ("author = {Jan and}", "tussen twee namen van author hoort and"),
        ("author = {Jan and and An}", "tussen twee namen van author hoort and"),
        ("author = {and Jan}", "tussen twee namen van author hoort and"),
        ("author = {a, b, c, d, e}", "author heeft te veel komma’s"),
        ("author = {B}, url = {https://x.be/a b}", "url is geen adres"),
        ("author = {B}, url = {https://an:geheim@x.be/}", "url is geen adres"),
        ("author = {B}, url = {https://x.be:99999/}", "url is geen adres"),
    ],
)
def test_a_fault_of_names_or_an_address_is_told_at_its_field(field: str, said: str) -> None:
    source, _ = read_bibliography(f"@misc{{b,\n  title={{U}},\n  {field},\n}}\n", "a.bib")
    assert [fault.place.line for fault in source.problems] == [3]
    assert said in source.problems[0].message


def test_an_entry_without_its_sign_is_told_at_its_line() -> None:
    source, _ = read_bibliography(f"{GOOD}\nmisc{{b,\n  author={{B}},\n  title={{U}},\n}}\n", "a.bib")
    assert [str(fault.place) for fault in source.problems] == ["a.bib:6:1"]
    assert "zet @ voor misc" in source.problems[0].message
