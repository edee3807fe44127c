"""BibTeX is read entry by entry: what is wrong with one is said at its line, and the others are read."""

import pytest
from pybtex.database import parse_string

from vorming.source.bibliography import add_entry, read_bibliography
from vorming.sphinx_ext.bibliography import DutchStyle, NameAndYear

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
        ("@misc{b, author=B, title={U}}", "zet “B” tussen accolades"),
        ("@misc{b, author={B, title={U}}", "er ontbreekt een accolade"),
        ("@misc{b, title={U}}", "author ontbreekt"),
    ],
)
def test_a_fault_is_told_at_its_own_entry_on_a_line(entry: str, said: str) -> None:
    source, _ = read_bibliography(f"@misc{{a, author={{A}}, title={{T}}}} {entry}\n", "a.bib")
    assert [str(fault.place) for fault in source.problems] == ["a.bib:1:33"]
    assert said in source.problems[0].message
