"""An edited entry makes exactly the pages stale that draw it in."""

from pathlib import Path

import pytest

from tests.conftest import replace_in
from vorming.course.usage import page_digests, usage
from vorming.source.load import load_course


def _digests(root: Path) -> dict[str, str]:
    return dict(page_digests(load_course(root)))


EDITS = {
    "a help line": (
        "book/_data/helplines.yml",
        "Iedereen in nood",
        "Elke mens in nood",
        {"book/naslag/nummers", "book/les/kaart"},
    ),
    "a term": (
        "book/_data/glossary.yml",
        "wat er gebeurde",
        "wat er gebeurd is",
        {"book/naslag/begrippen", "book/les/eerste"},
    ),
    "a fact": (
        "book/_data/facts.yml",
        "Zonder verzekering",
        "Zonder een verzekering",
        {"book/les/eerste", "book/naslag/stand-van-zaken"},
    ),
    "a programme": ("book/_data/course.yml", "13:30", "14:30", {"book/index"}),
}


PACKS = "book/naslag/pakketten"
"""The page that says what changed in the packs: it is made from all that they hold."""


@pytest.mark.parametrize("edit", EDITS)
def test_edit_changes_the_digest_of_the_pages_that_use_it(edit: str, mini: Path) -> None:
    file, old, new, expected = EDITS[edit]
    before = _digests(mini)
    replace_in(mini / file, old, new)
    after = _digests(mini)
    assert {name for name in before if before[name] != after[name]} == {*expected, PACKS}


def test_the_newest_day_of_checking_is_read_again_only_where_its_item_stands(mini: Path) -> None:
    before = _digests(mini)
    replace_in(mini / "book/_data/helplines.yml", "checked_on: 2026-11-23", "checked_on: 2026-11-29")
    after = _digests(mini)
    assert {name for name in before if before[name] != after[name]} == EDITS["a help line"][3]


def test_a_source_with_the_id_of_a_fact_is_still_drawn(mini: Path) -> None:
    before = usage(load_course(mini))["source", "bron-een"]
    for path in (path for path in mini.rglob("*") if path.suffix in {".bib", ".md", ".yml"}):
        path.write_text(path.read_text(encoding="utf-8").replace("bron-een", "prijs-zorg"), encoding="utf-8")
    assert before and usage(load_course(mini))["source", "prijs-zorg"] == before


UNSEEN = {
    "a price in the wording of a point": (
        "```{contradiction} K1\n```\n",
        ("book/_data/contradictions.yml", "rond 550 euro", "rond {fact}`prijs-zorg`"),
        ("book/_data/facts.yml", "value: 550", "value: 551"),
    ),
    "the question of a comparison": (
        "```{comparison}\n```\n",
        None,
        ("book/_data/policies.yml", "short: kopen strafbaar", "short: kopen verboden"),
    ),
    "the name of a model on a card": (
        "```{jurisdiction} BE\n```\n",
        None,
        ("book/_data/policies.yml", "title: Integratief", "title: Insluitend"),
    ),
    "the name of the organisation in a note on both sides": (
        "```{contradiction} K1\n```\n",
        None,
        ("book/_data/course.yml", "  name: ", "  name: De Nieuwe "),
    ),
    "the title of a page that the ledger names": (
        "```{ledger}\n```\n",
        None,
        ("book/les/eerste.md", "# Eerste les", "# De eerste les"),
    ),
    "the lessons of a self-test": (
        "```{self-test} proef\n```\n",
        None,
        ("book/_data/course.yml", "lessons: [eerste]", "lessons: [eerste, eerste]"),
    ),
}
"""What a directive shows beside the items it names: the page, what it needs first, and the edit."""


@pytest.mark.parametrize("edit", UNSEEN)
def test_edit_of_what_a_directive_shows_besides_makes_its_page_stale(edit: str, mini: Path) -> None:
    body, first, (file, old, new) = UNSEEN[edit]
    (mini / "book/les/kaart.md").write_text(f"# Kaart\n\n{body}", encoding="utf-8")
    if first:
        replace_in(mini / first[0], first[1], first[2])
    before = _digests(mini)
    replace_in(mini / file, old, new)
    assert _digests(mini)["book/les/kaart"] != before["book/les/kaart"]


def test_usage_names_the_pages_of_a_fact(mini: Path) -> None:
    assert usage(load_course(mini))["fact", "prijs-zorg"] == ("book/les/eerste",)
