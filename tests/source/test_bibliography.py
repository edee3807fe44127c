"""BibTeX is read entry by entry: what is wrong with one is said at its line, and the others are read."""

import pytest

from vorming.source.bibliography import read_bibliography

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


def test_what_is_empty_beside_title_and_author_is_left_out() -> None:
    source, found = read_bibliography(
        "@misc{een,\n  title = {A},\n  author = {B},\n  year = {{}},\n}\n", "a.bib"
    )
    assert (source.problems, found[0].year) == ((), "")


def test_keys_that_differ_only_in_case_are_one() -> None:
    source, found = read_bibliography(GOOD + GOOD.replace("goed", "Goed"), "a.bib")
    assert [(str(fault.place), fault.rule_id) for fault in source.problems] == [("a.bib:5:1", "id-duplicate")]
    assert [entry.id for entry in found] == ["goed"]
