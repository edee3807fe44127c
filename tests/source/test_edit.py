"""Changes in YAML by place: what is asked changes, and no sign beside it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vorming.model.base import Loc
from vorming.source.edit import (
    Bare,
    ChangedMeanwhileError,
    EditError,
    New,
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
    ({("items", 0, "day"): Bare("2027-03-01")}, ["    day: 2027-03-01  # dag"]),
    (
        {("items", 1, "day"): Bare("2027-03-01")},
        ["  - {id: twee, day: 2027-03-01, names: [a, 'b c']}"],
    ),
    ({("items", 0, "phone"): "101"}, ['    phone: "101"']),
    ({("items", 0, "says"): 'Zij zegt: "nee".'}, ['    says:   "Zij zegt: \\"nee\\"."']),
    ({("end",): "a: b"}, ['end: "a: b"']),
    ({("end",): "575"}, ['end: "575"']),
    ({("end",): Bare("4.50")}, ["end: 4.50"]),
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
def test_an_item_comes_after_the_last_one_and_in_its_style(end: str) -> None:
    text, last = TEXT.replace("\n", end), "  - {id: twee, day: 2026-01-01, names: [a, 'b c']}"
    fields: New = {"id": "drie", "says": "a: b", "names": ["c"], "day": Bare("2027-03-01")}
    line = '  - {id: drie, says: "a: b", names: [c], day: 2027-03-01}'
    assert edit_yaml(text, {("items", 2): fields}) == text.replace(last, f"{last}{end}{line}")
    lines = ["  - id: drie", '    says: "a: b"', "    names: [c]", "    day: 2027-03-01"]
    after = edit_yaml(text.replace(last, "  - id: twee"), {("items", 2): fields})
    assert after == text.replace(last, end.join(["  - id: twee", *lines]))


@pytest.mark.parametrize("text", ["items: []\n", "items:\n", "a: b\nitems: []", "b: c\n", "b: {c: d}\n# e"])
def test_an_empty_list_gets_its_first_item(text: str) -> None:
    value = read_yaml_text(edit_yaml(text, {("items",): [{"id": "een", "n": Bare("5")}]}), "").value
    assert isinstance(value, dict) and value["items"] == [{"id": "een", "n": "5"}]


@pytest.mark.parametrize("text", ["items: [a]\n", "items: a\n", "- a\n", "b: c\n", ""])
def test_an_item_is_refused_where_there_is_no_list_for_it(text: str) -> None:
    with pytest.raises(EditError):
        edit_yaml(text, {("items", 1): {"id": "een"}})


PARTS = """\
facts:
  - id: een
    # de zin
    says: Een zin.  # zo staat het er
    sum:
      - {label: a, value: 1}
      - {label: b, value: 2}  # twee
    law:
      name: wet
      steps:
        - label: stap
          date: 2020

        # nog een
        - label: stap
          note: noot

    # na de wet
    day: 2026-01-01
"""
ORDER = [("facts", 0, *loc) for loc in (
    ("says",), ("unit",), ("sum",), ("other", "says"), ("other", "sources"), ("law", "name"), ("law", "note"), ("day",),
)]  # fmt: skip
OTHER: New = {"says": "Een: ander.", "parts": [{"label": "x", "value": Bare("1")}], "sources": ["a", "b"]}


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("edits", "old", "new"),
    [
        ({("unit",): "euro"}, "er\n", "er\n    unit: euro\n"),
        ({("other",): OTHER}, "# twee\n", """\
# twee
    other:
      says: "Een: ander."
      parts:
        - label: x
          value: 1
      sources: [a, b]
"""),
        ({("law", "note"): "n"}, "name: wet\n", "name: wet\n      note: n\n"),
        ({("sum", 2): {"label": "c", "value": Bare("3")}}, "# twee\n", "# twee\n      - {label: c, value: 3}\n"),
        ({("law", "steps", 2): {"label": "c", "date": Bare("3")}}, "noot\n", "noot\n        - label: c\n          date: 3\n"),
        ({("sum", 0, "unit"): "x, y"}, "value: 1}", 'value: 1, unit: "x, y"}'),
        ({("sum", 1): None}, "      - {label: b, value: 2}  # twee\n", ""),
        ({("sum",): None}, "    sum:\n      - {label: a, value: 1}\n      - {label: b, value: 2}  # twee\n", ""),
        ({("law", "steps", 0): None}, "        - label: stap\n          date: 2020\n", ""),
        ({("sum", 0): None, ("sum", 1, "value"): Bare("3"), ("sum", 2): {"label": "c"}},
         "      - {label: a, value: 1}\n      - {label: b, value: 2}  # twee\n",
         "      - {label: b, value: 3}  # twee\n      - {label: c}\n"),
        ({("sum",): None, ("unit",): "euro", ("other",): {"says": "a"}},
         "er\n    sum:\n      - {label: a, value: 1}\n      - {label: b, value: 2}  # twee\n",
         "er\n    unit: euro\n    other:\n      says: a\n"),
    ],
)  # fmt: skip
def test_a_part_comes_at_its_place_and_goes_with_its_lines(
    edits: dict[Loc, New], old: str, new: str, end: str
) -> None:
    assert PARTS.count(old) == 1
    after = edit_yaml(PARTS.replace("\n", end), {("facts", 0, *loc): n for loc, n in edits.items()}, ORDER)
    assert after == PARTS.replace(old, new).replace("\n", end)


def test_several_places_at_once() -> None:
    after = edit_yaml(
        TEXT, {("items", 0, "day"): Bare("2027-03-01"), ("items", 1, "day"): Bare("2027-03-02")}
    )
    assert after == TEXT.replace("2026-01-01  #", "2027-03-01  #").replace("2026-01-01,", "2027-03-02,")


@pytest.mark.parametrize("loc", [("items", 0, "id"), ("items",), ("nergens", "hier")])
def test_what_cannot_go_alone_is_refused(loc: Loc) -> None:
    with pytest.raises(EditError):
        edit_yaml(TEXT.replace("\nend: z", ""), {loc: None})


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
        value = value[part]  # type: ignore[index]
    assert value == text


def test_a_byte_order_mark_stays(tmp_path: Path) -> None:
    path = tmp_path / "x.yml"
    path.write_bytes(b"\xef\xbb\xbfa: b\r\n")
    old = read_file(path)
    write_file(old, edit_yaml(old.text, {("a",): "c"}))
    assert path.read_bytes() == b"\xef\xbb\xbfa: c\r\n"
    assert [found.name for found in tmp_path.iterdir()] == ["x.yml"]


def test_the_new_text_is_on_disk_before_it_replaces_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, seen = tmp_path / "x.yml", list[str]()
    path.write_text("a: b\n")
    monkeypatch.setattr("os.fsync", lambda _: seen.append(path.read_text()))
    write_file(read_file(path), "a: c\n")
    assert (seen, path.read_text()) == (["a: b\n"], "a: c\n")


def test_a_file_that_changed_meanwhile_is_left(tmp_path: Path) -> None:
    path = tmp_path / "x.yml"
    path.write_text("a: b\n")
    old = read_file(path)
    path.write_text("a: van een ander\n")
    with pytest.raises(ChangedMeanwhileError):
        write_file(old, "a: c\n")
    assert path.read_text() == "a: van een ander\n"
    assert [found.name for found in tmp_path.iterdir()] == ["x.yml"]
