"""YAML comes in as text with places, and nothing in a file can break the reader."""

from pathlib import Path

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from vorming.model.course import FILES
from vorming.model.quiz import Quiz
from vorming.source.parse import parse_model
from vorming.source.problems import Problem
from vorming.source.yaml import read_yaml, read_yaml_text


@pytest.mark.parametrize(
    "scalar", ["12:30", "no", "010", "1e3", "2026-11-23", "0x10", "on", "1_000", "Norway: NO"[8:]]
)
def test_scalar_stays_text(scalar: str) -> None:
    assert read_yaml_text(f"key: {scalar}", "a.yml").value == {"key": scalar}


@pytest.mark.parametrize(
    ("text", "value"), [("key:", None), ("key: ~", None), ('key: ""', ""), ('key: "null"', "null")]
)
def test_empty_is_none_and_quoted_is_text(text: str, value: str | None) -> None:
    assert read_yaml_text(text, "a.yml").value == {"key": value}


CUT = """\
a: Welke kleur #1 is dit?
b: "Welke kleur"  # een opmerking
c: Welke
  kleur # is
# een regel
d: [Een zin, een#twee]
e:
  - Een zin
  # een regel
  - {f: 5, g: Een}  # einde
  - |  # blok
    Een #zin
"""


@pytest.mark.parametrize("is_front", [False, True])
def test_a_text_without_quotes_knows_that_a_comment_ends_it(is_front: bool) -> None:
    assert read_yaml_text(CUT, "a.yml", is_front=is_front).cut == {("a",), ("c",)}


@pytest.mark.parametrize("is_front", [False, True])
@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("a: #1 is dit", 3),
        ("- #metoo", 2),
        ("accent: #9e1b32", 8),
        ("a:  # een opmerking", 0),
        ("a: ### een lijn", 0),
        ("a: #", 0),
        ("a: #x\n  b: 1", 0),
    ],
)
def test_a_text_that_starts_with_a_hash_is_no_comment(text: str, column: int, is_front: bool) -> None:
    problems = read_yaml_text(text, "a.yml", is_front=is_front).problems
    assert [found.place.column for found in problems] == [column] * bool(column)


def test_every_part_knows_its_place() -> None:
    source = read_yaml_text("a:\n  - b: 1\n    c: 2\n", "a.yml", is_front=True)
    assert str(source.place("a", 0, "c")) == "a.yml:4:8"
    assert str(source.place("a", 0, "unknown")) == "a.yml:3:5"


@given(st.text(max_size=400))
@example("=")
@example("0:\r0")
@settings(max_examples=300, deadline=None)
def test_any_text_gives_a_value_or_problems_never_an_exception(text: str) -> None:
    source = read_yaml_text(text, "a.yml")
    assert all(isinstance(item, Problem) for item in source.problems)


_LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=12)
_VALUES = st.recursive(
    _LEAVES,
    lambda c: (
        st.lists(c, max_size=3)
        | st.dictionaries(
            st.sampled_from(["facts", "id", "type", "questions", "options", "single", "sources"]),
            c,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(_VALUES)
@settings(max_examples=200, deadline=None)
def test_any_structure_parses_to_problems_with_a_place(value: object) -> None:
    source = read_yaml_text(yaml.safe_dump(value, allow_unicode=True), "a.yml")
    for model in (FILES["facts"], Quiz):
        parsed, problems = parse_model(model, source)
        assert parsed is not None or problems
        assert all(problem.place.path == "a.yml" and problem.place.line >= 1 for problem in problems)


def test_folder_in_place_of_a_file_is_one_problem(tmp_path: Path) -> None:
    (tmp_path / "a.yml").mkdir()
    assert [p.rule_id for p in read_yaml(tmp_path, "a.yml").problems] == ["file-unreadable"]


def test_deep_nesting_is_refused() -> None:
    assert [p.rule_id for p in read_yaml_text("[" * 5000 + "]" * 5000, "a.yml").problems] == ["yaml-depth"]


def test_an_anchor_is_refused() -> None:
    assert [p.rule_id for p in read_yaml_text("a: &Zorg is duur\n", "a.yml").problems] == ["yaml-tag"]


CAUSES = [
    ("a:\n\t- b\n", "2:1", "tab"),
    ("a: Zij zegt: nee\n", "1:12", "dubbelepunt; zet de hele tekst"),
    ("a: “Zij zegt: nee”\n", "1:13", "krulaanhalingstekens"),
    ('a: "open\nb: c\nd: e\n', "1:4", "niet gesloten"),
    ('a: "open\nb: "c"\nd: e\n', "1:4", "niet gesloten"),
    ('a: "Een\n  map C:\\zorg"\n', "2:9", "schrijf \\\\, of zet"),
    ('a: "C:\\usb"\n', "1:7", "schrijf \\\\, of zet"),
    ("a: `x`\n", "1:4", "mag niet met ` beginnen"),
    ("a: ? x\n", "1:4", "mag niet met ? beginnen"),
    ("a: *Zorg* is duur\n", "1:4", "mag niet met * beginnen"),
    ("a: **Zorg** is duur\n", "1:4", "mag niet met * beginnen"),
    ("a: 'Zo'n peer'\nb: c\n", "1:8", "hier loopt de tekst door"),
    ('a: "Een "peer" hier"\n', "1:10", "hier loopt de tekst door"),
    ("a: [Een] peer\n", "1:10", "hier loopt de tekst door"),
    ('a:\n  - "Een" peer\n', "2:11", "hier loopt de tekst door"),
    ("{a: 'Zo'n peer', b: c}\n", "1:9", "hier loopt de tekst door"),
    ('{a: "een" b: c}\n', "1:11", "ontbreekt een komma"),
    ("{a: Een peer: rood}\n", "1:13", "dubbelepunt; zet de hele tekst"),
    ("{a: Een [rode] peer}\n", "1:9", "[ of {"),
    ("a: b\nc:Een peer\nd: e\n", "2:1", "hoort een spatie"),
    ("a: b\nnog een zin\nd: e\n", "3:1", "ontbreekt een dubbelepunt"),
    ("a: b\n  c: d\n", "2:4", "springt anders in"),
    ("- a: b\n    - c: d\n", "2:8", "springt anders in"),
    ("a: b\nc: een\u2028zin\nd: e\n", "2:7", "dat niemand ziet (U+2028)"),
    ("a: b\n\xa0 c: d\n", "2:1", "dat niemand ziet (U+00A0)"),
]


@pytest.mark.parametrize("is_front", [False, True])
@pytest.mark.parametrize(("text", "place", "said"), CAUSES)
def test_the_cause_of_a_fault_is_said_where_it_begins(
    text: str, place: str, said: str, is_front: bool
) -> None:
    (found,) = read_yaml_text(text, "f.yml", is_front=is_front).problems
    assert str(found.place) == f"f.yml:{int(place[0]) + is_front}{place[1:]}"
    assert said in found.message
