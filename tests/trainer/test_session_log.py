"""A log of a session is checked with its lines, kept byte for byte, and teaches what to improve."""

from pathlib import Path

import pytest

from tests.conftest import vorming
from vorming.quiz.view import view_question
from vorming.source.load import load_course
from vorming.text.markdown import values_of
from vorming.trainer.log import read_session

GOOD = """session:
  module: proef
  date: 2026-11-20
  group: 12
  minutes: 34
  ran_long:
    - {lesson: eerste, step: "Opdracht", minutes: 6}
  questions:
    - "Mag je dat weigeren?"
  challenged:
    - {fact: prijs-zorg, said: "Bij ons is het duurder."}
  hands:
    - {question: eerste-melding, counts: [3, 9]}
  remark: "Neem meer tijd voor de opdracht."
"""


def saved(mini: Path, text: str) -> Path:
    path = mini / "verslag.yml"
    path.write_text(text, encoding="utf-8")
    return path


def kept(mini: Path) -> list[Path]:
    return sorted((mini / "book/_data/sessions").glob("*"))


def test_log_is_kept_byte_for_byte_and_only_once(mini: Path) -> None:
    path = saved(mini, GOOD)
    first, second = (vorming(mini, "log", "add", str(path)) for _ in range(2))
    assert first.returncode == second.returncode == 0, first.stderr
    assert "Toegevoegd" in first.stdout and "stond er al" in second.stdout
    assert [found.name for found in kept(mini)] == ["2026-11-20-proef.yml"]
    assert kept(mini)[0].read_text(encoding="utf-8") == GOOD


def test_second_session_of_a_day_gets_a_name_of_its_own(mini: Path) -> None:
    for text in (GOOD, GOOD.replace("group: 12", "group: 8")):
        vorming(mini, "log", "add", str(saved(mini, text)))
    assert [found.name for found in kept(mini)] == ["2026-11-20-proef-2.yml", "2026-11-20-proef.yml"]


@pytest.mark.rule("log-comment", "log-counts", "log-personal")
@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("module: proef", "module: proff"), "verslag.yml:2:11: fout: module “proff” bestaat niet [reference-unknown]"),
        (("2026-11-20", "20/11/2026"), "verslag.yml:3:9: fout: “20/11/2026” is geen datum [date-invalid]"),
        (('"Opdracht"', '"Opdrach"'), "verslag.yml:7:30: fout: stap “Opdrach” bestaat niet [reference-unknown]"),
        (("prijs-zorg", "prijs"), "verslag.yml:11:14: fout: feit “prijs” bestaat niet [reference-unknown]"),
        (("[3, 9]", "[3, 9, 1]"), "verslag.yml:13:42: fout: bij vraag “eerste-melding” staan 3 totalen; ze heeft 2 antwoorden [log-counts]"),
        (("Mag je dat weigeren?", "Mail jan@example.be"), "verslag.yml:9:7: fout: “jan@example.be” lijkt een adres of een nummer van iemand [log-personal]"),
        (("Bij ons is het duurder.", "Bel 0470 12 34 56."), "[log-personal]"),
        (("group: 12", "group: 12 # Jan De Smet"), "verslag.yml:4:13: fout: een verslag heeft geen commentaar (#) [log-comment]"),
        (('remark: "Neem meer tijd voor de opdracht."', "remark: | # Jan\n    Goed."), "[log-comment]"),
        (("9]}", "9]}\t# Jan"), "verslag.yml:13:50: fout: een verslag heeft geen commentaar (#) [log-comment]"),
        (("[3, 9]", "[3, -9]"), "verslag.yml:13:46: fout: “-9” kan niet bij “counts”"),
        (("[3, 9]", "[3, veel]"), "verslag.yml:13:46: fout: “veel” kan niet bij “counts” (hier hoort een geheel getal) [value-invalid]"),
        (("group: 12", "groep: 12"), "verslag.yml:4:3: fout: onbekende sleutel “groep” [key-unknown]"),
        (("counts: [3, 9]", "counts: [3, 9"), "[yaml-syntax]"),
    ],
)  # fmt: skip
def test_wrong_edit_is_a_problem_with_its_line_and_nothing_is_lost(
    mini: Path, change: tuple[str, str], expected: str
) -> None:
    path = saved(mini, GOOD.replace(*change))
    before = path.read_bytes()
    done = vorming(mini, "log", "add", str(path))
    assert done.returncode == 1
    assert expected in done.stdout
    assert "Niets toegevoegd" in done.stdout and "Traceback" not in done.stderr
    assert kept(mini) == [] and path.read_bytes() == before


@pytest.mark.parametrize(
    "said",
    [
        "Bel 0470-12-34-56.",
        "Bel 470 12 34 56.",
        "Bel +32 (0)2 123 45 67.",
        "Het nummer is 85.07.30-033.61.",
        "Op BE68 5390 0754 7034.",
        "Op NL91ABNA0417164300.",
        "Mail jan(at)school.be.",
        "Mail jan [at] school [dot] be.",
        "Mail jan apenstaart school punt be.",
        "Volg @jandesmet.",
        "Ze woont in de Kerkstraat 12.",
        "Elle habite rue de l’Église 12.",
        "Elle habite 12, rue Neuve.",
        "Ze woont Kerkstraat, 12.",
        "Ze woont in de Kerkstr. nr. 12.",
        "Ze woont op de Grote Markt 5.",
        "Ze woont aan de Molenweg 4.",
        "Mail jan @ school . be.",
        "Kijk op instagram.com/jandesmet.",
        "Bel 0470,12,34,56.",
        "Hij is geboren op 12/03/1985.",
        "De auto was 1-ABC-123.",
    ],
)
def test_what_leads_to_a_person_is_refused(said: str, mini: Path) -> None:
    course = load_course(mini).parsed
    path = saved(mini, GOOD.replace("Mag je dat weigeren?", said))
    _, problems = read_session(path.parent, path.name, course)
    assert len(problems) == 1 and str(problems[0]).endswith("[log-personal]")


@pytest.mark.parametrize(
    "said",
    [
        "Van 2 tot 3 uur, met 12 mensen.",
        "In 2026 kost het 550 euro. # 3 keer",
        "Op 20/11/2026.",
        "Onderweg 10 minuten. Op de arbeidsmarkt 3 kansen.",
        "In 2024, 2025, 2026 en 9:10.",
        "Wat at iedereen. Zie https://utsopi.be/nl.",
        "De man is geboren in Gent. Op 3 na weten ze het.",
    ],
)
def test_what_leads_to_nobody_is_kept(said: str, mini: Path) -> None:
    course = load_course(mini).parsed
    path = saved(mini, GOOD.replace("Mag je dat weigeren?", said))
    assert read_session(path.parent, path.name, course)[1] == ()


def test_missing_file_is_said_in_dutch(mini: Path) -> None:
    done = vorming(mini, "log", "add", "weg.yml")
    assert done.returncode == 1 and "het bestand bestaat niet" in done.stdout


def test_report_adds_up_what_to_improve(mini: Path) -> None:
    for text in (GOOD, GOOD.replace("2026-11-20", "2026-11-21").replace("minutes: 6}", "minutes: 10}")):
        assert vorming(mini, "log", "add", str(saved(mini, text))).returncode == 0
    done = vorming(mini, "log", "report")
    assert done.returncode == 0
    assert "2 vormingen, 24 mensen." in done.stdout
    assert "Eerste les: Opdracht: 2 keer, gemiddeld 8 minuten langer." in done.stdout
    wrong = _wrong_hands(mini)
    assert f"Kan een melding anoniem? {2 * wrong} van 24 handen." in done.stdout
    assert "Mag je dat weigeren?" in done.stdout and "Bij ons is het duurder." in done.stdout


def _wrong_hands(mini: Path) -> int:
    """Return which of the two totals stands at the wrong answer: the shuffle decides."""
    course = load_course(mini).parsed
    question = course.quiz("eerste").questions[0]
    options = view_question(question, 1, values_of(course)).options
    return next(n for n, option in zip((3, 9), options, strict=True) if not option.is_correct)


def test_wrong_item_of_a_list_is_one_problem(mini: Path) -> None:
    done = vorming(mini, "log", "add", str(saved(mini, GOOD.replace("[3, 9]", "[3, veel]"))))
    assert done.stdout.count("fout:") == 1


def test_kept_log_that_was_edited_wrongly_is_named_and_the_others_count(mini: Path) -> None:
    for text in (GOOD, GOOD.replace("2026-11-20", "2026-11-21")):
        vorming(mini, "log", "add", str(saved(mini, text)))
    first, second = kept(mini)
    first.write_text(GOOD.replace("group: 12", "group: twaalf"), encoding="utf-8")
    second.write_text(GOOD.replace("prijs-zorg", "prijs"), encoding="utf-8")
    done = vorming(mini, "log", "report")
    assert done.returncode == 1
    assert "1 vorming, 12 mensen." in done.stdout
    assert "book/_data/sessions/2026-11-20-proef.yml:4:10: fout:" in done.stdout
    assert "book/_data/sessions/2026-11-21-proef.yml:11:14: fout: feit “prijs” bestaat niet" in done.stdout
    assert first.read_text(encoding="utf-8") == GOOD.replace("group: 12", "group: twaalf")


def test_report_without_logs_says_how_to_begin(mini: Path) -> None:
    assert "Er zijn nog geen verslagen" in vorming(mini, "log", "report").stdout


def test_kept_logs_stand_in_no_output(mini: Path) -> None:
    vorming(mini, "log", "add", str(saved(mini, GOOD.replace("Neem meer", "KANARIEVERSLAG"))))
    done = vorming(mini, "build", "--only", "html", "--only", "trainer")
    assert done.returncode == 0, done.stderr
    texts = (p.read_bytes() for p in (mini / "_build").rglob("*") if p.suffix in {".html", ".js"})
    assert not any(b"KANARIEVERSLAG" in text for text in texts)
