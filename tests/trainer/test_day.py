"""A day's own folder: made by one command, whole by itself, never written over, and safe from builds."""

import re
import shutil
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from unicodedata import normalize
from urllib.parse import unquote, urlsplit

import pikepdf
import pytest
from lxml import html

from tests.conftest import COURSE, append_to, build, replace_in, vorming
from tests.support.pdf import HEAD, links_of, pages_of, set_markup, text_of
from tests.support.quiz_book import loaded as quiz_loaded
from vorming.check.contacts import CONTACTS, EXAMPLE, read_place
from vorming.cli import read_clock, read_day, read_length
from vorming.course.planning import Demands, Part, PlannedStep, written_plan
from vorming.model.base import Status
from vorming.model.course import Course, DifficultMoment, Step
from vorming.model.items import OtherSource
from vorming.model.quiz import Match, Scenario, Single, TrueFalse
from vorming.packs.days import Unsure, changing_of_day, unsure_of_day, volatile_facts
from vorming.quiz.view import ALONE, NumberView, QuestionView
from vorming.slides.deck import Slide, plan_data
from vorming.source.load import Loaded, load_course
from vorming.source.problems import Place
from vorming.text.markdown import statement_said
from vorming.text.numbers import format_value
from vorming.text.words import words
from vorming.trainer.day import MOST_SLIDES, PAPERS, check_length, cut_list, to_print, what_was_made
from vorming.typst import papers
from vorming.typst.look import Images
from vorming.typst.markup import call, literal
from vorming.typst.papers import (
    WORDS_A_MINUTE,
    Day,
    write_answers,
    write_exam,
    write_participant,
    write_trainer,
)
from vorming.typst.pieces import CutSheet, Heading, LessonPieces, Piece
from vorming.typst.quizzes import write_key

ASKED = (
    "day",
    "proef",
    "--start",
    "9:10",
    "--minutes",
    "0u40",
    "--group",
    "4",
    "--no-phones",
    "--date",
    "1 december 2099",
    "--name",
    "dinsdag",
)
LOCAL = """\
place: Gent
contacts:
  - {id: caw, name: CAW KANARIEPLAATS, phone: 09 248 00 31, hours: Op werkdagen, note: Vraag An, checked_on: 2026-11-29}
  - {id: wijkagent, name: Agent KANARIEWIJK, phone: 09 266 61 11, note: Bel 's avonds naar "An", checked_on: 2026-11-29}
  - {id: leeg, name: KANARIELEEG, checked_on: 2026-11-29}
"""
ROWS = """
## Wie bel je?

| Wie | Nummer |
|---|---|
| Slachtofferhulp | {contact}`caw` |
| Zorgcentrum | {contact}`zorgcentrum` |
"""


@pytest.fixture(scope="module")
def asked(mini_built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a day that was asked of the built mini-book, with the contacts of a place."""
    root = shutil.copytree(mini_built, tmp_path_factory.mktemp("dag") / "mini")
    append_to(root / "book/les/kaart.md", ROWS)
    course = root / "book/_data/course.yml"
    replace_in(course, "  help_page:", "  first_help: book/les/kaart\n  help_page:")
    local = root / "gent.yml"
    local.write_text(LOCAL, encoding="utf-8")
    done = vorming(root, *ASKED, "--local", str(local))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Klaar: open _build/trainer/eigen-dagen/dinsdag/index.html" in done.stdout
    return root / "_build/trainer/eigen-dagen/dinsdag"


def test_folder_holds_every_paper_and_the_slides(asked: Path) -> None:
    names = {path.name for path in asked.iterdir()}
    papers = ("draaiboek", "deelnemer", "begeleider", "knipbladen", "zakkaart", "antwoorden")
    assert names >= {f"{name}.pdf" for name in papers} | {"index.html", "dia.html", "dia-spreker.html"}
    assert not names & {"eindtoets.pdf", "sleutel.pdf"}, "this programme has no test"


def test_lessons_that_the_chosen_programme_leaves_out_are_said(course: Course) -> None:
    module = course.modules[0]
    plan = written_plan(course, module, module.programmes[0])
    assert what_was_made(replace(plan, left_out=()), "dag.html") == "Klaar: open dag.html"
    said = what_was_made(replace(plan, left_out=course.lessons[:2]), "dag.html")
    for title in (plan.programme.title, *(page.title for page in course.lessons[:2])):
        assert title in said


def test_first_help_and_cards_to_vote_lie_in_the_folder_and_in_the_list_to_print(asked: Path) -> None:
    leads_to = set(re.findall(r'href="([^"]+\.pdf)"', (asked / "index.html").read_text(encoding="utf-8")))
    assert leads_to >= {"packs/eerste-hulp.pdf", "packs/kaartjes-abcd.pdf", "antwoorden.pdf"}
    assert not [name for name in leads_to if not (asked / name).is_file()]


def test_date_is_on_the_papers_and_in_the_log(asked: Path) -> None:
    for name in ("deelnemer", "begeleider", "draaiboek"):
        assert "dinsdag 1 december 2099" in " ".join(text_of(asked / f"{name}.pdf").split()), name
    assert '"on": "2099-12-01"' in (asked / "begeleider/verslag.html").read_text(encoding="utf-8")
    assert 'data-on="2099-12-01"' in (asked / "begeleider/attest.html").read_text(encoding="utf-8")


def test_role_cards_are_counted_for_the_group_without_an_empty_page(asked: Path) -> None:
    pages = pages_of(asked / "knipbladen.pdf", "-layout")
    assert all(len(page.split()) > 10 for page in pages)
    (cards,) = (page for page in pages if "Rolkaarten" in page)
    course = load_course(asked.parents[3]).parsed
    (play,) = (q for quiz in course.quizzes for q in quiz.questions if isinstance(q, Scenario) and q.roles)
    first = play.roles[0].partition(":")[0]
    sets = -(-4 // len(play.roles))
    assert len(re.findall(rf"\b{re.escape(first)}\b", cards)) == sets > 1
    assert f"{sets} sets" in cards, "else a trainer who reads the number of sets prints the sheet as often"


CARDS = """
```{cards} Wat zeg je?
:group: 2
- KANARIEKAART
- Ik luister.
```
"""


def test_a_group_gets_as_many_sets_of_cards_as_its_people_share(mini_built: Path, tmp_path: Path) -> None:
    root = shutil.copytree(mini_built, tmp_path / "mini")
    page = root / "book/les/eerste.md"
    start, print_, rest = page.read_text(encoding="utf-8").partition("print: [role-cards")
    note, at, end = rest.partition("[^noot]: ")
    page.write_text(f"{start}{print_}, cut-sheets{note}{CARDS}\n{at}{end}", encoding="utf-8")
    done = vorming(root, *ASKED)
    assert done.returncode == 0, done.stdout + done.stderr
    cut = pages_of(root / "_build/trainer/eigen-dagen/dinsdag/knipbladen.pdf", "-layout")
    sets = [page for page in cut if "KANARIEKAART" in page]
    assert len(sets) == 2 and all("één set per 2" in page for page in sets)


def test_each_numbered_paper_says_its_number_on_every_page(asked: Path) -> None:
    numbers = set()
    for name in ("deelnemer", "begeleider"):
        pages = pages_of(asked / f"{name}.pdf", "-layout")
        ((number,),) = {tuple(re.findall(r"Pakket (\S+)", page)) for page in pages}
        with pikepdf.open(asked / f"{name}.pdf") as pdf:
            assert number in str(pdf.docinfo["/Keywords"]), "`vorming changes` reads it there"
        numbers.add(number)
    assert len(numbers) == 2


@pytest.mark.parametrize("is_own", [True, False])
def test_folder_stands_by_itself(asked: Path, tmp_path: Path, *, is_own: bool) -> None:
    folder = asked if is_own else asked.parents[1] / "dagen/proef-kort"
    stick = shutil.copytree(folder, tmp_path / "stick")
    for page in stick.rglob("*.html"):
        for element in html.document_fromstring(page.read_bytes()).iter(
            "a", "link", "script", "img", "iframe"
        ):
            link = element.get("href") or element.get("src") or ""
            parts = urlsplit(link)
            # Back to the trainer's pages leads only the day of a programme, and only from its start.
            is_back = not is_own and page == stick / "index.html" and link == "../../begeleider.html"
            if parts.path and not parts.scheme and not is_back:
                target = (page.parent / unquote(parts.path)).resolve()
                assert target.is_relative_to(stick) and target.exists(), f"{page.name}: {link}"


def test_the_list_of_own_days_leads_to_them_and_to_the_start_page(asked: Path) -> None:
    days = html.parse(asked.parent / "index.html").xpath("//main//a/@href")
    assert f"{asked.name}/index.html" in days
    (link,) = html.parse(asked.parent / "index.html").xpath("//header//a")
    assert (asked.parent / link.get("href")).resolve().is_file()


def test_own_contacts_are_on_the_papers_and_slides_of_the_day_alone(asked: Path) -> None:
    for name in ("deelnemer", "begeleider", "zakkaart"):
        assert "KANARIEPLAATS" in text_of(asked / f"{name}.pdf"), name
    for name in ("index", "dia"):
        assert "KANARIEPLAATS" in (asked / f"{name}.html").read_text(encoding="utf-8")
    others = [path for path in asked.parents[2].rglob("*.html") if asked not in path.parents]
    assert others and not any("KANARIEPLAATS" in path.read_text(encoding="utf-8") for path in others)


def test_contact_is_shown_with_all_that_is_known_of_it_or_that_nothing_is(asked: Path) -> None:
    assert "Op werkdagen · Vraag An" in " ".join(text_of(asked / "deelnemer.pdf").split())
    rows = html.parse(asked / "index.html").xpath("//dl[@class='contacts']/div")
    shown = {row.find("dt").text: row.find("dd").text_content() for row in rows}
    assert shown["CAW KANARIEPLAATS"] == "09 248 00 31 · Op werkdagen · Vraag An"
    assert all(shown.values()), "an empty line reads as a mistake"


def test_card_has_a_contact_in_its_own_row_and_another_on_its_back(asked: Path) -> None:
    front, back = pages_of(asked / "zakkaart.pdf", "-layout")
    (row,) = (line for line in front.splitlines() if "Slachtofferhulp" in line)
    assert "KANARIEPLAATS 09 248 00 31 · Op werkdagen · Vraag An" in row.replace("\u00a0", " ")
    assert "Bel ’s avonds naar “An”" in back
    assert "KANARIEWIJK" in back and "KANARIEWIJK" not in front and "KANARIEPLAATS" not in back


def test_example_of_a_place_has_every_contact_that_a_card_has_a_row_for(repository: Path) -> None:
    loaded = load_course(repository)
    wanted = {call.argument for page in loaded.pages for call in page.calls if call.name == "contact"}
    _, place, problems = read_place(repository, f"{CONTACTS}/{EXAMPLE}")
    assert place is not None and not problems and wanted
    assert wanted <= {contact.id for contact in place.contacts}


def test_participant_reads_no_final_test_and_gets_the_answers_on_a_sheet_of_their_own(asked: Path) -> None:
    worksheet, answers = text_of(asked / "deelnemer.pdf"), text_of(asked / "antwoorden.pdf")
    assert "Eindtoets" not in worksheet and "Eindtoets" not in answers
    assert answers.lstrip().startswith("Antwoorden")
    course = load_course(asked.parents[3]).parsed
    ids = {id for page in course.lessons for step in page.lesson.run for id in step.questions}
    own = [q for q in course.questions if q.id in ids and q.type != "scenario"]
    explained = [" ".join(q.explanation.split()[:4]) for q in own]
    assert explained
    for said_first in explained:
        assert said_first in " ".join(answers.split()), "each question of the day has its answer there"
        assert said_first not in " ".join(worksheet.split()), "and none on the worksheet"


def test_no_paper_and_no_slide_leads_to_a_site_that_is_not_there(mini: Path) -> None:
    course = mini / "book/_data/course.yml"
    replace_in(course, "https://vorming.test/", "https://vorming.example/")
    build(mini, "--only", "packs", "--only", "days")
    papers = [*(mini / "_build/packs").glob("*.pdf"), *(mini / "_build/trainer/dagen").rglob("*.pdf")]
    for path in papers:
        assert "vorming.example" not in text_of(path) + "".join(set().union(*links_of(path))), path.name
    decks = [*(mini / "_build/trainer").rglob("dia.html"), *(mini / "_build/trainer/dias").glob("*.html")]
    for path in decks:
        deck = path.read_text(encoding="utf-8")
        assert "vorming.example" not in deck and 'class="qr"' not in deck, path.name
    assert papers and decks


def test_papers_and_slides_lead_to_the_site(mini_built: Path) -> None:
    site = "https://vorming.test/book/index.html"
    for name in ("packs/proef-leesboek.pdf", "trainer/dagen/proef-kort/deelnemer.pdf"):
        assert site in links_of(mini_built / "_build" / name)[0], name
    closing = html.parse(mini_built / "_build/trainer/dagen/proef-kort/dia.html").xpath("//section")[-1]
    assert site in " ".join(closing.itertext()) and closing.xpath(".//*[contains(@class, 'qr')]")


def test_a_warning_leads_to_the_help_lines_by_their_page(asked: Path, mini_built: Path) -> None:
    sentence = words("boxes")["way_out"].partition("{{doc}}")[0]
    page = re.compile(rf"{re.escape(sentence)}(.+), {words('packs')['on_page']} (\d+)\.")
    for paper in (asked / "deelnemer.pdf", mini_built / "_build/packs/proef-leesboek.pdf"):
        pages = pages_of(paper, "-layout")
        ((title, number),) = page.findall("".join(pages))
        assert title in pages[int(number) - 1].splitlines()
    # The trainer's paper has no help lines to lead to.
    assert sentence not in text_of(asked / "begeleider.pdf")


def test_form_of_the_speakers_window_is_that_of_this_day(asked: Path) -> None:
    assert "verslag.html?dag=dinsdag" in (asked / "dia-spreker.html").read_text(encoding="utf-8")
    assert '"id": "dinsdag"' in (asked / "begeleider/verslag.html").read_text(encoding="utf-8")


def test_speaker_gets_the_plan_that_python_made(asked: Path) -> None:
    deck = (asked / "dia.html").read_text(encoding="utf-8")
    found = re.search(r'"plan": (\{.*?\}), "slides"', deck)
    assert found and '"start": 550' in found[1] and '"total": 40' in found[1]


def test_no_slide_but_the_last_sends_a_group_without_phones_to_the_site(
    asked: Path, mini_built: Path
) -> None:
    codes = {}
    for deck in (asked / "dia.html", next((mini_built / "_build/trainer/dagen").glob("*/dia.html"))):
        codes[deck] = html.parse(deck).xpath("count(//figure[@class='code'])")
    assert codes.pop(asked / "dia.html") == 0
    assert all(codes.values()), "with phones they have it"


def test_day_is_not_written_over(asked: Path) -> None:
    root = asked.parents[3]
    again = vorming(root, *ASKED)
    assert again.returncode == 1 and "De map _build/trainer/eigen-dagen/dinsdag bestaat al" in again.stdout
    elsewhere = vorming(root.parent, *ASKED, "--root", root.name).stdout
    assert f"De map {root.name}/_build/trainer/eigen-dagen/dinsdag bestaat al" in elsewhere


@pytest.mark.parametrize(
    ("arguments", "said_"),
    [
        (["--local", "weg.yml"], "weg.yml:1:1: fout: het bestand bestaat niet [file-missing]"),
        (["--local", "plaats/fout.yml"], "plaats/fout.yml:3:47: fout: “bel maar”"),
        (["--root", "weg"], "Map “weg” bestaat niet"),
        (["--name", "../weg"], "kan geen naam van een map zijn"),
        (["--name", "CON"], "kan geen naam van een map zijn"),
        (["--name", "lpt1.dag"], "kan geen naam van een map zijn"),
        (["--name", "punt."], "kan geen naam van een map zijn"),
        (["--name", "é" * 61], "hoogstens 60 letters"),
        (["--minutes", "5"], "kies tussen 15 en 600 minuten"),
        (["--date", "2020-01-31"], "31 januari 2020 is voorbij"),
        (["--date", "morgen"], "is geen dag bij --date"),
    ],
)
def test_bad_input_gives_one_sentence_and_makes_nothing(mini: Path, arguments: list[str], said_: str) -> None:
    (mini / "plaats").mkdir()
    (mini / "plaats/fout.yml").write_text(LOCAL.replace("09 248 00 31", "bel maar"), encoding="utf-8")
    done = vorming(mini, "day", "proef", *arguments)
    assert done.returncode in {1, 2} and said_ in (done.stdout + done.stderr).replace("\u00a0", " ")
    assert "Traceback" not in done.stderr and not (mini / "_build/trainer/eigen-dagen").exists()


@pytest.mark.parametrize("name", ["école", "a", "console", "1-december.b", "é" * 60])
def test_name_of_a_folder_is_one_however_its_accents_are_typed(mini: Path, name: str) -> None:
    (mini / "_build/trainer/eigen-dagen" / name).mkdir(parents=True)
    done = vorming(mini, "day", "proef", "--name", normalize("NFD", name))
    assert f"eigen-dagen/{name} bestaat al" in done.stdout, done.stderr


@pytest.mark.parametrize("text", ["9:10", "9u10", "9.10", "09:10"])
def test_clock_times_are_read_as_people_write_them(text: str) -> None:
    found = read_clock(text)
    assert found and (found.hour, found.minute) == (9, 10)


@pytest.mark.parametrize(
    "text",
    ["2026-12-01", "1/12/2026", "1.12.2026", "1 december 2026", "dinsdag 1 dec. 2026", "1/12", "1 december"],
)
def test_days_are_read_as_people_write_them(text: str) -> None:
    assert read_day(text, date(2026, 11, 29)) == date(2026, 12, 1)


def test_day_without_a_year_is_the_next_one() -> None:
    assert read_day("28/11", date(2026, 11, 29)) == date(2027, 11, 28)
    assert read_day("1 sept.", date(2026, 11, 29)) == date(2027, 9, 1)
    assert read_day("31/2", date(2026, 11, 29)) is None


@pytest.mark.parametrize(
    "text", ["135", "2u15", "2:15", "2.15", "135 min", "2 uur 15", "2 uur en 15 minuten", "2 u 15 min."]
)
def test_lengths_are_read_as_people_write_them(text: str) -> None:
    assert read_length(text) == 135


@pytest.mark.parametrize("text", ["2.5", "2,5", "2:5", "2.", "2 uur 75"])
def test_a_length_with_two_meanings_is_none(text: str) -> None:
    assert read_length(text) is None


@pytest.mark.rule("day-long")
def test_day_with_more_pages_or_slides_than_a_trainer_can_carry_is_told(
    mini_built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded = load_course(mini_built)
    module = loaded.parsed.modules[0]
    plan = written_plan(loaded.parsed, module, module.programmes[0])
    folder = mini_built / "_build/trainer/dagen" / plan.programme.id
    assert list(check_length(loaded, plan, folder, slides=10)) == []
    bundle = next(paper for paper in PAPERS if paper.name == "begeleider")
    monkeypatch.setattr("vorming.trainer.day.PAPERS", [replace(bundle, most_pages=(0, 0))])
    found = [str(each) for each in check_length(loaded, plan, folder, slides=max(MOST_SLIDES) + 1)]
    assert len(found) == 2 and all("course.yml" in line and "[day-long]" in line for line in found)
    assert "dia.html" in found[0] and "begeleider.pdf" in found[1]


def test_final_test_of_a_day_asks_nothing_of_which_the_day_teaches_no_objective(tmp_path: Path) -> None:
    loaded = load_course(COURSE)
    course = loaded.parsed
    known = {objective.id for page in course.lessons for objective in page.lesson.objectives}
    for module in course.modules:
        plans = [written_plan(course, module, programme) for programme in module.programmes]
        for plan in (plan for plan in plans if plan.has_test):
            assert module.final_test
            test = Day(loaded, plan, {}, Images(tmp_path)).final_test
            taught = {id for taught in plan.steps for id in taught.step.objectives}
            whole = course.quiz(module.final_test).questions
            about = {question.id: known.intersection(question.covers) for question in whole}
            assert [view.number for view in test] == list(range(1, len(test) + 1))
            assert [view.id for view in test] == [id for id in about if not about[id] or about[id] & taught]


def test_key_points_of_a_day_are_those_to_which_its_steps_lead(mini_built: Path, tmp_path: Path) -> None:
    root = shutil.copytree(mini_built, tmp_path / "mini")
    page = root / "book/les/eerste.md"
    for was, now in (
        (
            "    - De zorg kost",
            "    - KANARIEKERN hoort bij de kern.\n    - text: KANARIEPUNT De zorg kost",
        ),
        ("vast bedrag.", "vast bedrag.\n      objectives: [eerste-prijs]"),
        ("    - Een melding kan", "    - objectives: [eerste-woord]\n      text: KANARIEVER Een melding kan"),
        ("objectives: [eerste-prijs, eerste-woord]}", "objectives: [eerste-prijs]}"),
        ("keep: may-go,", "keep: may-go, objectives: [eerste-woord],"),
    ):
        replace_in(page, was, now)
    append_to(page, "\n```{dropdown} Zo kan het\nKANARIEVOUW\n```\n")
    for length, has_all in (("15", False), ("30", True)):
        name = f"dag-{length}"
        done = vorming(root, "day", "proef", "--minutes", length, "--name", name)
        assert done.returncode == 0, done.stdout + done.stderr
        folder = root / "_build/trainer/eigen-dagen" / name
        worksheet = text_of(folder / "deelnemer.pdf")
        assert "KANARIEKERN" not in worksheet and "KANARIEVOUW" not in worksheet, "they answer its exercises"
        # The last heading is that of the last step, which the shorter day leaves out.
        assert ("KANARIEVOUW" in text_of(folder / "antwoorden.pdf")) is has_all
        papers = [text_of(folder / f"{paper}.pdf") for paper in ("antwoorden", "begeleider")]
        for shown in (*papers, (folder / "dia.html").read_text(encoding="utf-8")):
            assert "KANARIEKERN" in shown and "KANARIEPUNT" in shown
            assert ("KANARIEVER" in shown) is has_all


@pytest.fixture
def taught(tmp_path: Path) -> Day:
    """A day of two steps that use one table; the first asks a question with a reason."""
    loaded = quiz_loaded()
    course = loaded.parsed
    question = next(
        q for quiz in course.quizzes for q in quiz.questions if isinstance(q, TrueFalse) and q.reason
    )
    steps = [
        Step(id=id, title=id, minutes=5, method="case", uses=("tabel",), prepare=(f"KANARIETAAK {id}",))
        for id in ("een", "twee")
    ]
    page = course.lessons[0]
    page = page.model_copy(update={"lesson": page.lesson.model_copy(update={"run": tuple(steps)})})
    asked = (PlannedStep(page, steps[0], 5, (question.id,)), PlannedStep(page, steps[1], 5))
    plan = written_plan(course, course.modules[0], course.modules[0].programmes[0])
    plan = replace(plan, parts=(Part("lesson", "Les", 10, asked),))
    table = Heading("Kop", 0, (Piece("table", ("tabel",), "KANARIETABEL"),), "")
    pieces = LessonPieces((), "", 0, (), "", (table,), {}, ())
    return Day(loaded, plan, {page.lesson.id: pieces}, Images(tmp_path))


def _with_steps(day: Day, *steps: PlannedStep, demands: Demands | None = None) -> Day:
    """The day with other steps in its only part."""
    (part,) = day.plan.parts
    parts = (replace(part, steps=steps),)
    return replace(day, plan=replace(day.plan, parts=parts, demands=demands or day.plan.demands))


def test_slides_after_the_last_step_are_not_due_before_it_ends(taught: Day) -> None:
    (step, _), slides = taught.plan.steps, [Slide("title", ""), Slide("case", ""), Slide("closing", "")]
    slides[1] = replace(slides[1], step=(step.key[0], step.number))
    part = Part("lesson", "Les", 5, (step,), start=540)
    assert plan_data([part], slides)["due"] == [[0, 0], [0, 5], [5, 5]]


def test_table_that_two_steps_use_stands_on_the_worksheet_once(taught: Day) -> None:
    assert write_participant(taught).count("KANARIETABEL") == 1


def test_questions_of_a_day_stand_on_the_worksheet_after_the_exercises_of_all_steps(taught: Day) -> None:
    first, second = taught.plan.steps
    last = Piece("exercise", ("laatste",), "KANARIELAATSTE")
    (lesson,) = taught.pieces.values()
    headings = (*lesson.headings, Heading("Kop", 1, (last,), ""))
    pieces = {id: replace(lesson, headings=headings) for id in taught.pieces}
    uses = second.step.model_copy(update={"uses": ("laatste",)})
    paper = write_participant(_with_steps(replace(taught, pieces=pieces), first, replace(second, step=uses)))
    (view,) = taught.questions.values()
    asked = paper.index(literal(view.short_prompt)[1:-1])
    assert (
        paper.index("KANARIETABEL")
        < paper.index("KANARIELAATSTE")
        < paper.index("Vragen van vandaag")
        < asked
    )


@pytest.mark.parametrize("is_first", [True, False])
def test_question_in_own_words_that_opens_a_test_has_a_page_of_its_own(
    taught: Day, *, is_first: bool
) -> None:
    bank = next(bank for bank in taught.course.quizzes if any(q.type == "open" for q in bank.questions))
    asked = sorted(bank.questions, key=lambda question: (question.type == "open") != is_first)
    quizzes = [
        each.model_copy(update={"questions": tuple(asked)}) if each is bank else each
        for each in taught.course.quizzes
    ]
    module = taught.plan.module.model_copy(update={"final_test": bank.id})
    course = taught.course.model_copy(update={"quizzes": tuple(quizzes)})
    test = Part("test", "Toets", 10)
    plan = replace(taught.plan, module=module, parts=(*taught.plan.parts, test))
    paper = write_exam(replace(taught, loaded=replace(taught.loaded, course=course), plan=plan))
    assert ("first: none" not in paper) is is_first


def test_fact_that_is_attributed_says_by_whom_among_those_that_change(taught: Day) -> None:
    fact = taught.course.facts[0]
    volatile = {"recheck_on": date(2027, 1, 1), "statement": "KANARIEFEIT."}
    for status, said in (("attributed", "Volgens KANARIEWIE"), ("verified", "")):
        changed = fact.model_copy(
            update={**volatile, "status": Status(status), "attributed_to": "KANARIEWIE"}
        )
        assert statement_said(changed).startswith(f"**{said}" if said else "KANARIEFEIT")


def test_answers_give_the_letter_of_the_reason_too(taught: Day) -> None:
    (view,) = taught.questions.values()
    assert view.reason
    (right,) = [option.letter for option in view.reason.options if option.is_correct]
    assert f"waarom {right}" in write_answers(taught)


def test_decimal_answer_reads_the_same_in_the_key_and_among_the_answers(taught: Day) -> None:
    number = NumberView(Decimal("12345.50"), Decimal(0), "euro", ())
    view = QuestionView("bedrag", "numeric", 1, 1, "", "", "", numeric=number)
    vars(taught)["questions"] = {view.id: view}
    said = literal(format_value(number.answer, number.unit))
    assert said in write_answers(taught)
    assert said in write_key((view,), taught.context, {view.id: Place("")})[0]


def _filling(taught: Day, *pieces: Piece) -> Day:
    """A day whose steps use these pieces, and fill in the table."""
    (part,) = taught.plan.parts
    (lesson,) = taught.plan.lessons
    names = tuple(name for piece in pieces for name in piece.names)
    run = tuple(t.step.model_copy(update={"uses": names, "fills": ("tabel",)}) for t in part.steps)
    filling = lesson.model_copy(update={"lesson": lesson.lesson.model_copy(update={"run": run})})
    steps = [replace(t, page=filling, step=step) for t, step in zip(part.steps, run, strict=True)]
    headings = (Heading("Kop", 0, pieces, ""),)
    known = {lesson.lesson.id: replace(taught.pieces[lesson.lesson.id], headings=headings)}
    return replace(
        taught, plan=replace(taught.plan, parts=(replace(part, steps=tuple(steps)),)), pieces=known
    )


def test_table_that_is_filled_in_is_empty_on_the_worksheet_and_whole_among_the_answers(taught: Day) -> None:
    day = _filling(taught, Piece("table", ("tabel",), "KANARIETABEL", "LEGETABEL"))
    worksheet, answers = write_participant(day), write_answers(day)
    assert "LEGETABEL" in worksheet and "KANARIETABEL" not in worksheet
    assert "KANARIETABEL" in answers and "LEGETABEL" not in answers
    day.__dict__.update(questions={}, self_test=())
    untested = write_answers(day)
    assert untested.index("level: 1") < untested.index("KANARIETABEL"), "a paper starts with its own heading"


@pytest.mark.parametrize("is_below", [True, False])
def test_table_to_fill_in_stays_with_its_task(taught: Day, is_below: bool) -> None:
    table = Piece("table", ("tabel",), "KANARIETABEL", "LEGETABEL")
    task = Piece("exercise", ("opdracht",), "OPDRACHT")
    first, second = (task, table) if is_below else (table, task)
    boxes = [call("day-box", piece.blank or piece.markup) for piece in (first, second)]
    assert call("day-box", "\n\n".join(boxes)) in write_participant(_filling(taught, first, second))


def test_paper_says_of_a_help_line_when_it_answers_for_whom_and_its_site(taught: Day) -> None:
    course = taught.course
    line = course.helplines[0].model_copy(
        update={"phone": "1234", "hours": "KANARIEUUR.", "for_whom": "KANARIEWIE.", "site": "kanarie.example"}
    )
    day = replace(
        taught, loaded=replace(taught.loaded, course=course.model_copy(update={"helplines": (line,)}))
    )
    paper = write_participant(day)
    assert all(text in paper for text in ("KANARIEUUR", "KANARIEWIE", "kanarie.example"))


def test_rows_to_fill_in_are_those_of_the_module_or_else_of_the_course(taught: Day) -> None:
    settings = taught.course.settings.model_copy(update={"local_contacts": ("KANARIECURSUS",)})
    loaded = replace(taught.loaded, course=taught.course.model_copy(update={"settings": settings}))
    for own, shown in ((), "KANARIECURSUS"), (("KANARIEMODULE",), "KANARIEMODULE"):
        module = taught.plan.module.model_copy(update={"local_contacts": own})
        day = replace(taught, loaded=loaded, plan=replace(taught.plan, module=module))
        assert re.findall("KANARIE(?:CURSUS|MODULE)", write_participant(day)) == [shown]


def test_questions_of_a_worksheet_are_numbered_without_a_gap(taught: Day) -> None:
    questions = {q.id: q for quiz in taught.course.quizzes for q in quiz.questions}
    scenario = next(q.id for q in questions.values() if isinstance(q, Scenario))
    first, second = taught.plan.steps
    others = [q for q in questions if q not in (scenario, *first.questions)][:2]
    day = _with_steps(taught, first, replace(second, questions=(scenario, *others)))
    numbers = {id: view.number for id, view in day.questions.items()}
    assert numbers == {first.questions[0]: 1, scenario: ALONE, others[0]: 2, others[1]: 3}


@pytest.mark.parametrize(
    ("group", "copies", "cut"),
    [
        (None, "zie wat erbij staat", "KANARIEKAART: 1 per 3 mensen"),
        (16, "1", "één keer, want voor je groep staat alles er al in (KANARIEKAART: 6 ×"),
    ],
)
def test_list_to_print_says_for_how_many_one_set_is_where_the_group_is_unknown(
    taught: Day, group: int | None, copies: str, cut: str
) -> None:
    scenario = next(q for q in taught.course.questions if isinstance(q, Scenario) and q.roles)
    first, second = taught.plan.steps
    voted = first.step.model_copy(update={"print": ("answer-cards",)})
    steps = (replace(first, step=voted), replace(second, questions=(scenario.id,)))
    (lesson,) = taught.plan.lessons
    cards = CutSheet(("tabel",), "KANARIEKAART", 3, ("a",))
    pieces = {lesson.lesson.id: replace(taught.pieces[lesson.lesson.id], cards=(cards,))}
    day = _with_steps(replace(taught, pieces=pieces), *steps, demands=Demands(group=group))
    papers = list(to_print(day, {"deelnemer", "knipbladen"}))
    (sheets,) = (paper for paper in papers if paper.file == "knipbladen.pdf")
    players = len(scenario.roles)
    role_cards = f"1 per {players} mensen" if group is None else f"{-(-group // players)} ×"
    assert sheets.copies == copies and cut in sheets.title
    assert f"rolkaarten: {role_cards}" in sheets.title
    (letters,) = (paper for paper in papers if paper.file.endswith("kaartjes-abcd.pdf"))
    assert letters.copies == ("1 per persoon" if group is None else str(group))


@pytest.mark.parametrize(("group", "count"), [(None, "1 per {} mensen"), (12, "{} ×")])
def test_list_to_print_says_to_which_step_role_cards_belong_where_two_have_some(
    taught: Day, group: int | None, count: str
) -> None:
    play = next(q for q in taught.course.questions if isinstance(q, Scenario) and q.roles)
    small = play.model_copy(update={"id": "klein", "roles": play.roles[:2]})
    large = play.model_copy(update={"id": "groot", "roles": play.roles[:1] * 3})
    quiz = taught.course.quizzes[0].model_copy(update={"questions": (small, large)})
    course = taught.course.model_copy(update={"quizzes": (quiz,)})
    steps = zip(taught.plan.steps, ((small.id,), (large.id,)), strict=True)
    asked = (replace(step, questions=own) for step, own in steps)
    day = _with_steps(taught, *asked, demands=Demands(group=group))
    day = replace(day, loaded=replace(taught.loaded, course=course))
    first, second = (step.step.title for step in day.plan.steps)
    sizes = (2, 3) if group is None else (6, 4)
    expected = [
        f"rolkaarten bij “{title}”: {count.format(n)}"
        for title, n in zip((first, second), sizes, strict=True)
    ]
    assert list(cut_list(day)) == expected


def test_trainer_reads_at_a_step_which_questions_it_asks(taught: Day) -> None:
    first, second = taught.plan.steps
    more = [q.id for q in taught.course.questions if q.type == "single"][:2]
    paper = write_trainer(_with_steps(taught, first, replace(second, questions=tuple(more))))
    assert paper.count("deze stap: vraag 1") == paper.count("deze stap: vragen 2 en 3") == 1
    assert "meer letters dan kaartjes" not in paper
    assert "deze stap: vra" not in write_trainer(_with_steps(taught, second))


def test_trainer_prepares_what_every_day_asks_and_then_what_its_own_steps_ask(taught: Day) -> None:
    day = _with_steps(taught, taught.plan.steps[0])
    assert day.plan.prepare == [*day.plan.module.prepare, "KANARIETAAK een"]
    paper = write_trainer(day)
    assert "KANARIETAAK een" in paper and "KANARIETAAK twee" not in paper


def test_question_with_more_answers_than_cards_is_ticked_on_the_worksheet(taught: Day) -> None:
    question = next(q for q in taught.course.questions if isinstance(q, Single))
    many = question.model_copy(update={"options": (*question.options, *question.options[:1] * 4)})
    quizzes = [
        quiz.model_copy(update={"questions": tuple(many if q is question else q for q in quiz.questions)})
        for quiz in taught.course.quizzes
    ]
    course = taught.course.model_copy(update={"quizzes": tuple(quizzes)})
    day = _with_steps(taught, replace(taught.plan.steps[0], questions=(question.id,)))
    day = replace(day, loaded=replace(taught.loaded, course=course))
    assert "Voor vraag 1 zijn er meer letters dan kaartjes" in write_trainer(day)


def test_question_without_letters_is_filled_in_on_the_worksheet(taught: Day) -> None:
    pairs = next(q.id for q in taught.course.questions if isinstance(q, Match))
    day = _with_steps(taught, replace(taught.plan.steps[0], questions=(pairs,)))
    assert "Vraag 1 vult ieder in op het werkblad" in write_trainer(day)


def test_what_is_to_confirm_comes_first_and_what_changes_by_its_date() -> None:
    loaded = load_course(COURSE)
    for module in loaded.parsed.modules:
        for programme in module.programmes:
            plan = written_plan(loaded.parsed, module, programme)
            facts, changing = volatile_facts(loaded, plan), changing_of_day(loaded, plan)
            first = [fact.statement for fact in facts if fact.status is Status.UNCONFIRMED]
            unsure = [each.statement for each in unsure_of_day(loaded, plan)]
            points = {each.wording for each in loaded.parsed.contradictions if each.status == "open"}
            assert unsure[: len(first)] == first and points.issuperset(unsure[len(first) :])
            confirmed = [fact.id for fact in facts if fact.status is not Status.UNCONFIRMED]
            assert sorted(fact.id for fact in changing) == sorted(confirmed)
            days = [fact.recheck_on for fact in changing]
            assert None not in days and days == sorted(filter(None, days))


def test_open_point_of_a_day_is_to_confirm_where_no_fact_of_the_day_says_so(mini: Path) -> None:
    loaded = load_course(mini)
    course = loaded.parsed
    (point,) = course.contradictions
    plan = written_plan(course, course.modules[0], course.modules[0].programmes[0])
    assert point.status == "open"
    assert [each.statement for each in unsure_of_day(loaded, plan)].count(point.wording) == 1
    settled = course.model_copy(update={"contradictions": (point.model_copy(update={"status": "settled"}),)})
    assert point.wording not in [
        each.statement for each in unsure_of_day(replace(loaded, course=settled), plan)
    ]


def test_trainers_paper_says_what_another_source_says_before_the_run_sheet_and_what_changes_last(
    taught: Day, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = taught.course.facts[:2]
    other = OtherSource(statement="KANARIEBRON zegt iets anders.", sources=first.sources)
    told = first.model_copy(update={"statement": "KANARIEFEIT.", "other": other})
    dates = [
        second.model_copy(update={"checked_on": date(2026, month, 1), "recheck_every": "3 months"})
        for month in (1, 2)
    ]
    unsure = Unsure(told.statement, Place(""), other.statement)
    monkeypatch.setattr(papers, "unsure_of_day", lambda *_: [unsure])
    monkeypatch.setattr(papers, "changing_of_day", lambda *_: dates)
    monkeypatch.setattr(Loaded, "place", lambda *_: Place(""))  # the course has no such facts
    paper = write_trainer(taught).replace("\u00a0", " ")
    places = [
        paper.index(text)
        for text in (
            "KANARIEFEIT",
            "KANARIEBRON",
            "#run-sheet(",
            "Nakijken vóór 1 april",
            "Nakijken vóór 1 mei",
        )
    ]
    assert places == sorted(places) and "over zijn datum" not in paper.partition("Nakijken vóór 1 april")[2]
    on = replace(taught.plan, demands=replace(taught.plan.demands, on=date(2026, 4, 1)))
    paper = write_trainer(replace(taught, plan=on)).replace("\u00a0", " ")
    assert "1 april 2026: op jouw dag over zijn datum" in paper and "1 mei 2026: op" not in paper


def test_every_day_has_the_moments_that_may_come_on_any_day_before_those_of_its_lessons(taught: Day) -> None:
    (lesson,) = taught.pieces
    first, second = taught.course.facts[:2]
    often = first.model_copy(update={"status": Status.VERIFIED, "recheck_every": "3 months"})
    moment = DifficultMoment(
        id="eigen", lesson=lesson, says="Ja?", short="Nee.", long="Nee.", boundary="Nee.", stop="Nee."
    )
    elsewhere = {"lesson": "een-les-die-de-dag-niet-geeft"}
    other_module = {"lesson": "een-les-van-een-andere-module"}
    moments = (
        moment,
        moment.model_copy(update={"id": "vreemd", "facts": (second.id,), **elsewhere}),
        moment.model_copy(update={"id": "altijd", "facts": (often.id,), "every_day": True, **elsewhere}),
        moment.model_copy(update={"id": "anders", "every_day": True, **other_module}),
        moment.model_copy(update={"id": "algemeen", "every_day": True}),
        moment.model_copy(update={"id": "versie", "every_day": True, "replaces": "algemeen"}),
        moment.model_copy(update={"id": "elders", "every_day": True, "replaces": "eigen", **other_module}),
        moment.model_copy(update={"id": "stap", "step": "een-stap-die-de-dag-niet-heeft"}),
    )
    facts = (often, *taught.course.facts[1:])
    course = taught.course.model_copy(update={"difficult_moments": moments, "facts": facts})
    own = replace(
        taught.pieces[lesson],
        moments={
            "eigen": "KANARIE-EIGEN",
            "stap": "KANARIE-STAP",
            "algemeen": "KANARIE-ALGEMEEN",
            "versie": "KANARIE-VERSIE",
        },
    )
    others = replace(own, moments={"vreemd": "KANARIE-VREEMD", "altijd": "KANARIE-ALTIJD"})
    pieces = {
        lesson: own,
        elsewhere["lesson"]: others,
        other_module["lesson"]: replace(
            own, moments={"anders": "KANARIE-ANDERS", "elders": "KANARIE-ELDERS"}
        ),
    }
    module = taught.plan.module.model_copy(update={"lessons": (lesson, elsewhere["lesson"])})
    day = replace(
        taught,
        plan=replace(taught.plan, module=module),
        loaded=replace(taught.loaded, course=course),
        pieces=pieces,
    )
    paper = write_trainer(day)
    assert re.findall("KANARIE-[A-Z]+", paper) == ["KANARIE-ALTIJD", "KANARIE-VERSIE", "KANARIE-EIGEN"]
    changing = [fact.id for fact in changing_of_day(day.loaded, day.plan)]
    assert often.id in changing and second.id not in changing, "what she may say is checked too"


def _frame(pages: list[str]) -> str:
    """Return the frame on the first page: it stands beside a list, so its lines are the right-hand part of those of the page."""
    return " ".join(re.split(r" {3,}", line)[-1].strip() for line in pages[0].splitlines())


def test_trainer_with_an_hour_reads_the_chosen_notes_and_moments_first(
    mini_built: Path, tmp_path: Path
) -> None:
    root = shutil.copytree(mini_built, tmp_path / "mini")
    page = root / "book/les/eerste.md"
    text = page.read_text(encoding="utf-8")
    start = "{trainer-note} Zo breng je dit\n"
    assert text.count(start) == 1
    page.write_text(text.replace(start, f"{start}:first:\n"), encoding="utf-8")
    moments = root / "book/_data/difficult_moments.yml"
    saying = "Waarom is dat zo duur?"
    text = moments.read_text(encoding="utf-8")
    assert text.count(f"    says: {saying}\n") == 1
    moments.write_text(text.replace("    says:", "    first: true\n    says:", 1), encoding="utf-8")
    done = vorming(root, *ASKED)
    assert done.returncode == 0, done.stdout + done.stderr
    pages = pages_of(root / "_build/trainer/eigen-dagen/dinsdag/begeleider.pdf", "-layout")
    frame = _frame(pages)
    # To the end of the step: the role play to read aloud comes after the note.
    (named,) = re.finditer(r"Zo breng je dit \(blz\. (\d+)–(\d+)\)", frame)
    first, last = map(int, named.groups())
    assert "KANARIEBEGELEIDER" in pages[first - 1] and "Jo zwijgt." in "".join(pages[first:last])
    (moment,) = re.finditer(rf"“{re.escape(saying)}” \(blz\. (\d+)\)", frame)
    assert "KANARIEMOMENT" in pages[int(moment[1]) - 1]
    hour, then = (words("packs").group("day")[key] for key in ("hour_first", "hour_then"))
    (said,) = re.finditer(re.escape(hour).replace(r"\{minutes\}", r"(\d+)"), frame)
    assert int(said[1]) == 1, "the two notes are short"
    rest = frame.index("Het draaiboek: blz.")
    assert said.start() < named.start() < moment.start() < frame.index(then) < rest


def test_trainer_with_an_hour_finds_on_the_first_page_where_to_begin(asked: Path) -> None:
    pages = pages_of(asked / "begeleider.pdf", "-layout")
    frame = _frame(pages)
    (line,) = re.findall(r"Het draaiboek: blz\. (\d+)", frame)
    assert "Draaiboek" in pages[int(line) - 1].split()
    said_of_notes, moments = (words("packs").group("day")[key] for key in ("hour_must", "hour_moments"))
    pattern = re.escape(said_of_notes).replace(r"\{minutes\}", r"\d+")
    assert (pointed := re.search(rf"{pattern}: blz\. (\d+)", frame))
    assert "Notitie voor de begeleider" in pages[int(pointed[1]) - 1]
    assert f"{moments}: blz." in frame
    # What may go is read only by who gives it.
    may_go, marked = words("packs").group("day")["hour_may_go"], words("packs")["may_go"]
    assert (f"{may_go}: blz." in frame) == any(marked in page for page in pages[1:])


def test_trainer_with_an_hour_reads_the_notes_that_open_a_lesson_too(taught: Day) -> None:
    (lesson,) = taught.pieces
    opened = replace(taught.pieces[lesson], trainer_opening="KANARIENOTITIE", note_words=10 * WORDS_A_MINUTE)
    silent, paper = write_trainer(taught), write_trainer(replace(taught, pieces={lesson: opened}))
    assert "#must-read[" not in silent and re.search(r"#must-read\[\s*KANARIENOTITIE", paper)
    minutes = [re.findall(r"ongeveer\D*(\d+)", text.replace("\u00a0", " "))[0] for text in (silent, paper)]
    assert int(minutes[1]) == int(minutes[0]) + 10


def test_note_does_not_give_the_minutes_of_the_lesson_if_the_day_gives_its_step_others(
    taught: Day, tmp_path: Path
) -> None:
    (step, *_) = taught.plan.steps
    for more in 0, -1, 1:
        day = _with_steps(taught, replace(step, minutes=step.step.minutes + more))
        assert f"retimed: {str(more != 0).lower()}" in write_trainer(day)
    for retimed in False, True:
        body = call("trainer-step", call("minutes", "KANARIEMINUTEN"), retimed=retimed)
        pdf = set_markup(tmp_path, f"{HEAD}= Kop\n{body}")
        assert ("KANARIEMINUTEN" in text_of(pdf)) is not retimed
