"""A number, a price or a date that is typed where its item is named: found in pages and in items."""

from pathlib import Path

import pytest

from tests.conftest import append_to, replace_in, vorming
from vorming.check import check_course

FACTS = "book/_data/facts.yml"
PAGE = "book/les/kaart.md"
DATED = "  - id: wet-geldt\n    statement: De wet geldt sinds 8 april 2026.\n    date: 2026-04-08\n    status: verified\n    sources: [bron-een]\n    checked_on: 2026-11-23\n    recheck_every: never\n"


def _said(root: Path) -> list[str]:
    return [
        found.message
        for found in check_course(root)
        if found.rule_id in {"number-typed", "fact-value-unsaid"}
    ]


@pytest.mark.parametrize(
    ("line", "typed"),
    [
        ("Bel 112.", ["112"]),
        ("Je betaalt {fact}`prijs-zorg`, dus 550 euro.", ["550 euro"]),
        ("Je betaalt {fact}`prijs-zorg`, dus € 550, of 550,00 €.", ["€ 550", "550,00 €"]),
        ("Dat geldt sinds {fact}`wet-geldt`, dus sinds 8 april 2026.", ["8 april 2026"]),
        ("Dat geldt sinds {fact}`wet-geldt`, dus sinds 08/04/2026.", ["08/04/2026"]),
        ("Dat geldt sinds {fact}`wet-geldt`, en niet sinds 18 april 2026.", []),
        ("Dat geldt sinds 8 april 2026.", ["8 april 2026"]),
    ],
)
def test_no_page_types_a_date_of_a_fact_or_a_value_of_an_item_that_it_names(
    mini: Path, line: str, typed: list[str]
) -> None:
    append_to(mini / FACTS, DATED)
    append_to(mini / PAGE, f"\n{line}\n")
    assert _said(mini) == [f"“{value}” staat hier getypt, en verandert niet mee" for value in typed]


def test_a_new_short_number_is_no_obstacle_and_is_known_once_the_settings_name_it(mini: Path) -> None:
    replace_in(mini / "book/_data/helplines.yml", 'phone: "112"', 'phone: "1713"')
    found = [problem for problem in check_course(mini) if problem.rule_id == "phone-new"]
    assert [problem.is_error for problem in found] == [False]
    replace_in(mini / "book/_data/course.yml", "course:\n", 'course:\n  short_numbers: ["1713"]\n')
    assert not [problem for problem in check_course(mini) if problem.rule_id == "phone-new"]


@pytest.mark.parametrize("number", ["0800 0113", "0 800 05 95 95", "3919"])
def test_a_course_abroad_writes_its_numbers_as_they_are_dialled_there(mini: Path, number: str) -> None:
    replace_in(mini / "book/_data/helplines.yml", 'phone: "112"', f'phone: "{number}"')
    contact = (
        f'place: Lille\ncontacts:\n  - {{id: ici, name: Ici, phone: "{number}", checked_on: 2026-11-20}}\n'
    )
    (mini / "lokaal").mkdir()
    (mini / "lokaal/lille.yml").write_text(contact, encoding="utf-8")
    replace_in(mini / "book/_data/course.yml", "course:\n", "course:\n  country: NO\n")
    assert "phone-" not in vorming(mini, "check").stdout
    replace_in(mini / "book/_data/course.yml", "country: NO", "country: BE")
    at_home = vorming(mini, "check").stdout
    rule = "phone-new" if len(number) == 4 else "phone-invalid"
    assert f"[{rule}]" in at_home
    assert ("lokaal/lille.yml:3" in at_home) == (rule == "phone-invalid")


def test_an_item_that_names_a_fact_does_not_type_its_date(mini: Path) -> None:
    append_to(mini / FACTS, DATED)
    path = mini / "book/_data/open_points.yml"
    append_to(
        path, "  - {id: wet, title: De wet, question: Ging ze in op 8 april 2026?, facts: [wet-geldt]}\n"
    )
    assert _said(mini) == ["“8 april 2026” staat hier getypt, en verandert niet mee"]


def test_a_fact_says_its_own_date(mini: Path) -> None:
    append_to(mini / FACTS, DATED.replace("date: 2026-04-08", "date: 2026-04-09"))
    assert _said(mini) == ["de zin van “wet-geldt” noemt 8 april 2026, maar de waarde is 9 april 2026"]


def test_a_fact_names_a_help_line_by_its_role_and_plain_text_has_no_roles(mini: Path) -> None:
    append_to(mini / FACTS, DATED.replace("De wet geldt", "Bel 112 als de wet geldt,"))
    replace_in(mini / "book/_data/helplines.yml", "Iedereen in nood.", "Iedereen in nood. Bel 112.")
    assert _said(mini) == ["“112” staat hier getypt, en verandert niet mee"]
