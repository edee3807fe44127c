"""What is due, and that something still holds: on the command line."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.conftest import replace_in, vorming
from vorming.check import check_loaded
from vorming.check.due import WORDS, all_entries, due_entries, note_checked
from vorming.cli import main
from vorming.course.kinds import dated_items, facts_date
from vorming.source.load import load_course
from vorming.source.problems import has_errors
from vorming.trainer.pages import render_pages


def run(root: Path, *arguments: str) -> tuple[int, str]:
    command, *rest = arguments
    done = CliRunner().invoke(main, [command, "--root", str(root), *rest])
    return done.exit_code, done.output


def files(root: Path) -> dict[str, list[str]]:
    return {path.name: path.read_text("utf-8").splitlines() for path in (root / "book/_data").glob("*.yml")}


def test_each_kind_that_has_a_date_can_be_due(mini: Path) -> None:
    loaded = load_course(mini)
    with_date = {found.kind for found in dated_items(loaded) if found.item.recheck_on}
    assert with_date >= {"fact", "faq", "helpline", "contradiction", "jurisdiction", "policies"}
    assert {entry.kind for entry in due_entries(loaded, date(2200, 1, 1))} == with_date
    assert due_entries(loaded, date(2000, 1, 1)) == ()


def test_due_says_id_line_words_source_and_page(mini: Path) -> None:
    code, said = run(mini, "due", "--on", "2027-02-23")
    lines = (mini / "book/_data/facts.yml").read_text("utf-8").splitlines()
    line = next(i for i, text in enumerate(lines, start=1) if "id: prijs-zorg" in text)
    assert code == 0
    for part in (
        "prijs-zorg",
        f"book/_data/facts.yml:{line}:",
        "550 euro",
        "Eerste bron https://",
        "Eerste les",
    ):
        assert part in said


@pytest.mark.parametrize("days", [0, 400])
def test_what_was_checked_is_due_no_more_and_check_finds_nothing_wrong(mini: Path, days: int) -> None:
    loaded = load_course(mini)
    day = date(2030, 5, 1) + timedelta(days=days)
    ids = [entry.key for entry in due_entries(loaded, day)]
    before = files(mini)
    note_checked(loaded, ids, day)
    assert due_entries(load_course(mini), day) == ()
    problems = check_loaded(load_course(mini), day)
    assert [p for p in problems if p.rule_id in {"recheck-expired", "date-future"}] == []
    assert not has_errors(problems)
    for name, lines in files(mini).items():
        other = [(a, b) for a, b in zip(before[name], lines, strict=True) if a != b]
        assert all("checked_on:" in a and b == a.replace("2026-11-23", str(day)) for a, b in other)


def test_date_of_the_facts_follows(mini: Path) -> None:
    note_checked(load_course(mini), ["noodnummer"], date(2027, 5, 2))
    course = load_course(mini).parsed
    assert facts_date(course) == date(2027, 5, 2)


GENT = """\
place: Gent
contacts:
  - {id: caw, name: CAW, phone: 09 248 00 31, checked_on: 2026-11-23}
  - {id: zeden, name: Zeden van de zone, checked_on: 2026-11-23, recheck_every: 1 year}
"""


@pytest.fixture
def gent(mini: Path) -> Path:
    """The contacts of a place, beside the example that everybody copies."""
    (mini / "lokaal").mkdir()
    (mini / "lokaal/voorbeeld.yml").write_text(GENT, "utf-8")
    path = mini / "lokaal/gent.yml"
    path.write_text(GENT, "utf-8")
    return path


def test_the_contacts_of_a_place_are_due_and_can_be_checked(mini: Path, gent: Path) -> None:
    code, said = run(mini, "due", "--on", "2027-05-23")
    assert run(mini, "due", "--on", "23 mei 2027") == (code, said)
    assert code == 0
    assert "gent/caw   lokaal/gent.yml:3:5" in said and "09 248 00 31" in said
    assert WORDS["no_source"] in said.partition("gent/caw")[2]
    assert "zeden" not in said and "voorbeeld" not in said
    assert "lokaal/gent.yml" in note_checked(load_course(mini), ["gent/caw", "prijs-zorg"], date(2027, 5, 23))
    assert gent.read_text("utf-8") == GENT.replace(
        "2026-11-23}\n  - {id: zeden", "2027-05-23}\n  - {id: zeden"
    )
    assert "gent/caw" not in run(mini, "due", "--on", "2027-05-23")[1]


def test_a_sign_that_no_paper_has_is_told_at_its_line_in_the_file_of_a_place(mini: Path, gent: Path) -> None:
    gent.write_text(GENT.replace("name: ", "name: 👍 ", 1), "utf-8")
    code, said = run(mini, "due", "--on", "2027-05-23")
    assert code == 1 and "lokaal/gent.yml:3:" in said and "[glyph-missing]" in said


def test_a_fault_in_the_file_of_a_place_is_told_after_the_list(mini: Path, gent: Path) -> None:
    gent.write_text(GENT.replace("09 248 00 31", "bel maar"), "utf-8")
    code, said = run(mini, "due", "--on", "2027-05-23")
    assert code == 1
    assert "prijs-zorg" in said and "lokaal/gent.yml:3:33: fout: “bel maar” is geen telefoonnummer" in said
    assert run(mini, "checked", "gent/caw")[0] == 2


@pytest.mark.parametrize(("id", "said"), [("noodnumer", "Bedoel je “noodnummer”?"), ("", "ID")])
def test_an_unknown_id_changes_nothing(mini: Path, id: str, said: str) -> None:
    before = files(mini)
    code, output = run(mini, "checked", "prijs-zorg", id)
    assert code == 2
    assert said in output
    assert files(mini) == before


def test_an_id_of_two_kinds_asks_which(mini: Path) -> None:
    path = mini / "book/_data/faq.yml"
    replace_in(path, "id: wat-kost-zorg", "id: prijs-zorg")
    code, output = run(mini, "checked", "prijs-zorg")
    assert code == 2
    assert "fact/prijs-zorg" in output
    assert run(mini, "checked", "fact/prijs-zorg")[0] == 0


def test_a_folder_that_cannot_be_written_is_said(mini: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied", str(mini / "book/_data/facts.yml"))

    monkeypatch.setattr(Path, "replace", refuse)
    before = files(mini)
    code, output = run(mini, "checked", "prijs-zorg")
    assert code == 1
    assert "Traceback" not in output
    assert files(mini) == before


def test_the_trainers_page_lists_the_same(mini: Path) -> None:
    loaded = load_course(mini)
    page = render_pages(loaded)["begeleider/feiten-nakijken.html"].decode()
    assert page.count("data-recheck=") == len(all_entries(loaded))
    assert all(entry.id in page for entry in all_entries(loaded))


@pytest.mark.parametrize("day", ["1026-11-29", "2206-11-29", f"{date.today() + timedelta(days=2)}"])
def test_a_day_that_no_item_can_have_is_not_noted(day: str, mini: Path) -> None:
    facts = mini / "book/_data/facts.yml"
    before = facts.read_bytes()
    done = vorming(mini, "checked", "prijs-zorg", "--on", day)
    assert done.returncode == 2 and "--on" in done.stderr
    assert facts.read_bytes() == before
