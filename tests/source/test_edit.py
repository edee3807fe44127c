"""Changes in YAML by place: what is asked changes, and no sign beside it."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vorming.model.base import Loc
from vorming.source.edit import (
    ChangedMeanwhileError,
    EditError,
    New,
    Plain,
    append_item,
    edit_yaml,
    read_file,
    write_file,
)
from vorming.source.yaml import read_yaml_text

TEXT = """\
# bovenaan
items:
  - id: een   # opmerking
    says:   "Een zin."
    phone: "112"
    day: 2026-01-01  # dag
    long: |
      één

      twee

    # na de tekst
  - {id: twee, day: 2026-01-01, names: [a, 'b c']}

# onderaan
end: z
"""

CASES: list[tuple[dict[Loc, New], list[str]]] = [
    ({("items", 0, "day"): date(2027, 3, 1)}, ["    day: 2027-03-01  # dag"]),
    (
        {("items", 1, "day"): date(2027, 3, 1)},
        ["  - {id: twee, day: 2027-03-01, names: [a, 'b c']}"],
    ),
    ({("items", 0, "phone"): "101"}, ['    phone: "101"']),
    ({("items", 0, "says"): 'Zij zegt: "nee".'}, ['    says:   "Zij zegt: \\"nee\\"."']),
    ({("end",): "a: b"}, ['end: "a: b"']),
    ({("end",): "575"}, ['end: "575"']),
    ({("end",): Plain("4.50")}, ["end: 4.50"]),
    ({("items", 1, "names"): ["c", "d, e"]}, ['  - {id: twee, day: 2026-01-01, names: [c, "d, e"]}']),
    ({("items", 1, "unit"): "euro"}, ["  - {id: twee, day: 2026-01-01, names: [a, 'b c'], unit: euro}"]),
    ({("items", 0, "unit"): "euro"}, ["    unit: euro"]),
    ({("items", 0, "long"): "drie\n\nvier\n"}, ["      drie", "      vier"]),
]


def changed_lines(before: str, after: str) -> list[str]:
    known = before.splitlines()
    return [line for line in after.splitlines() if line not in known]


@pytest.mark.parametrize(("edits", "lines"), CASES)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_only_the_lines_of_the_place_change(edits: dict[Loc, New], lines: list[str], end: str) -> None:
    text = TEXT.replace("\n", end)
    assert changed_lines(text, edit_yaml(text, edits)) == lines


def test_a_key_goes_with_its_line() -> None:
    assert edit_yaml(TEXT, {("items", 0, "phone"): None}) == TEXT.replace('    phone: "112"\n', "")
    assert edit_yaml(TEXT, {("items", 1, "day"): None}) == TEXT.replace(", day: 2026-01-01, n", ", n")
    assert edit_yaml(TEXT, {("items", 0, "site"): None}) == TEXT


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_an_item_comes_after_the_last_one_and_before_what_follows(end: str) -> None:
    text = TEXT.replace("\n", end)
    fields: dict[str, New] = {
        "id": "drie",
        "says": "a: b",
        "names": ["c"],
        "day": Plain("2027-03-01"),
        "site": None,
    }
    after = append_item(text, "items", fields)
    lines = ["  - id: drie", '    says: "a: b"', "    names: [c]", "    day: 2027-03-01"]
    assert after == text.replace(f"'b c']}}{end}", f"'b c']}}{end}{end.join(lines)}{end}")


@pytest.mark.parametrize("text", ["items: []\n", "items:\n", "a: b\nitems: []"])
def test_an_empty_list_gets_its_first_item(text: str) -> None:
    value = read_yaml_text(append_item(text, "items", {"id": "een", "n": Plain("5")}), "").value
    assert isinstance(value, dict) and value["items"] == [{"id": "een", "n": "5"}]


@pytest.mark.parametrize("text", ["items: [a]\n", "items: a\n", "- a\n", "b: c\n", ""])
def test_an_item_is_refused_where_there_is_no_list_for_it(text: str) -> None:
    with pytest.raises(EditError):
        append_item(text, "items", {"id": "een"})


def test_several_places_at_once() -> None:
    after = edit_yaml(TEXT, {("items", 0, "day"): date(2027, 3, 1), ("items", 1, "day"): date(2027, 3, 2)})
    assert after == TEXT.replace("2026-01-01  #", "2027-03-01  #").replace("2026-01-01,", "2027-03-02,")


@pytest.mark.parametrize("loc", [("items", 0, "id"), ("items", 0), ("nergens", "hier")])
def test_what_cannot_go_alone_is_refused(loc: Loc) -> None:
    with pytest.raises(EditError):
        edit_yaml(TEXT, {loc: None})


@given(
    st.text(
        st.characters(
            blacklist_categories=["Cs", "Cc"], blacklist_characters="\x85\u2028\u2029\ufeff\ufffe\uffff"
        ),
        min_size=1,
    )
)
@pytest.mark.parametrize("loc", [("end",), ("items", 1, "id"), ("items", 0, "says"), ("items", 0, "nieuw")])
def test_any_text_is_read_back(loc: Loc, text: str) -> None:
    try:
        value = read_yaml_text(edit_yaml(TEXT, {loc: text}), "").value
    except EditError:
        return
    for part in loc:
        value = value[part]  # type: ignore[index,call-overload]
    assert value == text


def test_a_byte_order_mark_stays(tmp_path: Path) -> None:
    path = tmp_path / "x.yml"
    path.write_bytes(b"\xef\xbb\xbfa: b\r\n")
    old = read_file(path)
    write_file(old, edit_yaml(old.text, {("a",): "c"}))
    assert path.read_bytes() == b"\xef\xbb\xbfa: c\r\n"
    assert [found.name for found in tmp_path.iterdir()] == ["x.yml"]


def test_a_file_that_changed_meanwhile_is_left(tmp_path: Path) -> None:
    path = tmp_path / "x.yml"
    path.write_text("a: b\n")
    old = read_file(path)
    path.write_text("a: van een ander\n")
    with pytest.raises(ChangedMeanwhileError):
        write_file(old, "a: c\n")
    assert path.read_text() == "a: van een ander\n"
    assert [found.name for found in tmp_path.iterdir()] == ["x.yml"]
