"""A printed pack and the course of today: its number, what no longer holds, what to print again; and a release."""

import io
import os
import re
import shutil
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from pydantic import BaseModel

from tests.conftest import append_to, replace_in, vorming
from tests.support.pdf import pages_of
from tests.support.quiz_book import course as quiz_course
from vorming.build.release import release
from vorming.course.kinds import KINDS, kind_of
from vorming.language.prose import sentences
from vorming.model.base import Dated, Id, Item, Sentences, TrainerSentences
from vorming.model.course import CostBar, CostChart, Course
from vorming.model.walk import walk
from vorming.packs.changes import ChangeKind, Changes, find_changes, write_pages
from vorming.packs.content import PackContent, read_contents
from vorming.packs.printed import PAGE, read_printed, read_sections, section_key
from vorming.packs.register import Mark, add_release, find_places, make_release, unreleased
from vorming.source.load import Loaded, load_course
from vorming.text.markdown import inline_text, resolve_roles, values_of
from vorming.text.words import words
from vorming.trainer.day import marks_of_days
from vorming.typst.press import find_marks

DAY = date(2026, 11, 24)


def content(root: Path, name: str) -> PackContent:
    return next(found for found in read_contents(load_course(root)) if found.pack.name == name)


def numbers(root: Path) -> dict[str, str]:
    return {found.pack.name: found.number for found in read_contents(load_course(root))}


def released(root: Path) -> Loaded:
    """Note all packs of a course as released, each item on page 2 and each part on pages 3 and 4."""
    loaded = load_course(root)
    found = unreleased(loaded)
    places = {
        each.pack.name: {**{text.key: (3, 4) for text in each.sections}, **dict.fromkeys(each.items, (2,))}
        for each in found
    }
    add_release(root, make_release(DAY, places, found))
    return load_course(root)


def changes(root: Path, number: str) -> Changes:
    loaded = load_course(root)
    found = find_changes(loaded, number)
    assert found is not None
    return found


# What changes a number

NOT_READ = [
    ("book/_data/facts.yml", "checked_on: 2026-11-23", "checked_on: 2026-11-22"),
    ("book/les/eerste.md", "Ben je het eens? Zeg waarom.", "Ben je het eens?\nZeg waarom."),
    ("book/les/eerste.md", "## Wat kost het?", "% een opmerking voor jezelf\n\n## Wat kost het?"),
]


@pytest.mark.parametrize(("file", "find", "replace"), NOT_READ)
def test_number_stays_when_a_reader_reads_the_same(mini: Path, file: str, find: str, replace: str) -> None:
    before = numbers(mini)
    replace_in(mini / file, find, replace)
    assert numbers(mini) == before


FOR_TRAINERS = [
    ("book/les/eerste.md", "vertel eerst de prijs", "vertel daarna de prijs"),
    ("book/les/eerste.md", "KANARIEVOETNOOT", "KANARIEVOETNOOT anders"),
    ("book/_data/contradictions.yml", "KANARIEADVIES", "KANARIEADVIES anders"),
    ("book/_data/course.yml", "bring: [Stiften]", "bring: [Potloden]"),
    ("book/les/eerste.md", "method: explanation,", "method: explanation, prepare: [KANARIETAAK],"),
]


@pytest.mark.parametrize(("file", "find", "replace"), FOR_TRAINERS)
def test_what_only_the_trainer_reads_changes_the_number_of_her_own_paper_alone(
    mini: Path, file: str, find: str, replace: str
) -> None:
    before = numbers(mini)
    replace_in(mini / file, find, replace)
    assert changed(before, numbers(mini)) == {"proef-kort-begeleider"}


HERS = """\
  - id: enkel-zij
    statement: KANARIEZIJ leest dit alleen.
    status: verified
    sources: [bron-een]
    checked_on: 2026-11-23
"""


@pytest.mark.parametrize(
    ("file", "find", "replace"),
    [
        ("book/les/eerste.md", "## De vraag", "```{trainer-note} Nog\n{fact}`enkel-zij`\n```\n\n## De vraag"),
        ("book/_data/difficult_moments.yml", "facts: [prijs-zorg]", "facts: [enkel-zij]"),
    ],
    ids=["note", "moment"],
)
def test_what_her_notes_and_moments_draw_changes_the_number_of_her_paper(
    mini: Path, file: str, find: str, replace: str
) -> None:
    facts = mini / "book/_data/facts.yml"
    append_to(facts, HERS)
    replace_in(mini / file, find, replace)
    before = numbers(mini)
    replace_in(mini / "book/_data/facts.yml", "KANARIEZIJ", "KANARIEZIJ nooit")
    papers = {"proef-kort-begeleider", "proef-kort-deelnemer"}
    assert changed(before, numbers(mini)) & papers == {"proef-kort-begeleider"}


class Thing(Dated):
    """Of a kind that no table of packs names."""

    id: str
    name: str


def test_every_change_counts_of_a_kind_that_no_table_names() -> None:
    thing = Thing(id="paraplu", name="Rode paraplu", checked_on=DAY)
    said = [
        read_printed(thing.model_copy(update=update))
        for update in ({}, {"checked_on": date(2027, 1, 1)}, {"name": "Blauwe paraplu"})
    ]
    words = [each.words for each in said if each]
    assert words[0] == words[1] != words[2]


def test_what_a_chart_says_counts() -> None:
    bar = CostBar(fact="prijs-zorg", situation="Met een kaart")
    chart = CostChart(name="kosten", title="Wat kost het?", bars=(bar,))
    other = chart.model_copy(update={"bars": (bar.model_copy(update={"situation": "Zonder een kaart"}),)})
    once, again = read_printed(chart), read_printed(other)
    assert once and again and once.key == again.key and once.sense != again.sense


def changed(before: dict[str, str], after: dict[str, str]) -> set[str]:
    return {name for name, number in after.items() if number != before[name]}


def test_a_word_of_a_lesson_changes_the_number_of_each_pack_that_holds_it(mini: Path) -> None:
    before = numbers(mini)
    replace_in(mini / "book/les/eerste.md", "Een gewone voetnoot.", "Een andere voetnoot.")
    assert changed(before, numbers(mini)) == {
        "proef-leesboek",
        "proef-kort-deelnemer",
        "proef-kort-begeleider",
    }


def test_whom_a_group_finds_in_its_own_town_stands_on_the_papers_of_its_day(mini: Path) -> None:
    before = numbers(mini)
    replace_in(
        mini / "book/_data/course.yml", "  help_page:", "  local_contacts: [De wijkagent]\n  help_page:"
    )
    assert changed(before, numbers(mini)) == {"proef-kort-deelnemer", "proef-kort-begeleider"}


def test_hour_of_a_programme_stands_on_the_papers_of_its_day(mini: Path) -> None:
    before = numbers(mini)
    replace_in(mini / "book/_data/course.yml", 'start: "13:30"', 'start: "13:40"')
    found = changed(before, numbers(mini))
    assert found >= {"proef-kort-deelnemer", "proef-kort-begeleider"} and "proef-kaart" not in found


def test_answer_to_a_question_of_the_day_stands_on_the_participants_paper(mini: Path) -> None:
    before = numbers(mini)
    replace_in(
        mini / "book/_data/quizzes/eerste.yml", "Het zijn twee bedragen samen.", "Tel de twee bedragen op."
    )
    assert changed(before, numbers(mini)) == {"proef-kort-deelnemer", "proef-kort-begeleider"}


def test_sections_hold_what_trainees_read(mini: Path) -> None:
    page = load_course(mini).page("book/les/eerste")
    assert "KANARIEBEGELEIDER" in page.document.text and "KANARIEVOETNOOT" in page.document.text
    sections = read_sections(page)
    assert "KANARIE" not in " ".join(section.text for section in sections)
    assert [section.title for section in sections] == ["", "Wat kost het?", "De vraag", "Oefenen"]


# What has changed


def test_register_is_read_as_it_was_written(mini: Path) -> None:
    before = numbers(mini)
    loaded = released(mini)
    assert loaded.problems == ()
    release = loaded.parsed.released.releases[0]
    assert {pack.name: pack.number for pack in release.packs} == before
    assert release.released_on == DAY
    sections = [text for text in release.texts if text.key.startswith(f"{PAGE}/")]
    assert {at for section in sections for at in section.where.values()} == {(3, 4)}
    fact = next(text for text in release.texts if text.key == "fact/prijs-zorg")
    assert fact.value and set(fact.where.values()) == {(2,)}
    assert unreleased(loaded) == ()


def test_a_second_release_notes_only_what_is_new(mini: Path) -> None:
    released(mini)
    replace_in(mini / "book/les/eerste.md", "Een gewone voetnoot.", "Een andere voetnoot.")
    loaded = released(mini)
    first, second = loaded.parsed.released.releases
    assert len(first.packs) > 1
    assert [pack.name for pack in second.packs] == [
        "proef-leesboek",
        "proef-kort-deelnemer",
        "proef-kort-begeleider",
    ]


def test_pack_of_today_is_the_same(mini: Path) -> None:
    number = numbers(mini)["proef-leesboek"]
    assert changes(mini, number).is_same
    released(mini)
    found = changes(mini, number)
    assert found.is_same and found.print_again == ()


def test_other_number_makes_a_fact_wrong_and_names_its_pages(mini: Path) -> None:
    number = numbers(mini)["proef-leesboek"]
    released(mini)
    replace_in(mini / "book/_data/facts.yml", "value: 550", "value: 551")
    replace_in(mini / "book/_data/facts.yml", "value: 329", "value: 330")
    found = changes(mini, number)
    wrong = [change for change in found.of(ChangeKind.WRONG) if change.was]
    assert [(change.now.split(" / ")[0], change.at) for change in wrong] == [("551 euro", (2,))]
    assert 2 in found.print_again


def test_same_numbers_in_other_words_are_worded_better(mini: Path) -> None:
    number = numbers(mini)["proef-leesboek"]
    released(mini)
    replace_in(mini / "book/_data/faq.yml", "short: ", "short: Kort gezegd, ")
    found = changes(mini, number)
    assert found.of(ChangeKind.WRONG) == ()
    assert [change.kind for change in found.items] == [ChangeKind.REWORDED]
    assert found.unchanged > 5


def test_other_number_of_another_source_makes_a_fact_wrong(mini: Path) -> None:
    number = content(released(mini).root, "proef-leesboek").number
    replace_in(mini / "book/_data/facts.yml", "noemt 561 euro", "noemt 571 euro")
    replace_in(mini / "book/_data/facts.yml", "value: 561", "value: 571")
    wrong = changes(mini, number).of(ChangeKind.WRONG)
    assert [(change.was, change.now) for change in wrong if change.was] == [
        ("550 euro / 561 euro", "550 euro / 571 euro")
    ]


RENAMED = [("fact", "prijs-zorg", "prijs-van-zorg"), ("page", "book/les/eerste", "book/les/de-eerste")]


@pytest.mark.parametrize(("kind", "old", "new"), RENAMED)
def test_a_rename_changes_nothing_for_a_reader(mini: Path, kind: str, old: str, new: str) -> None:
    number = content(released(mini).root, "proef-leesboek").number
    if kind == "page":
        (mini / f"{old}.md").rename(mini / f"{new}.md")
    for path in [*(mini / "book").rglob("*.md"), *(mini / "book/_data").rglob("*.yml"), mini / "_toc.yml"]:
        if path.name != "packs.yml":
            path.write_text(
                path.read_text("utf-8")
                .replace(old, new)
                .replace(old.rpartition("/")[2] + ".md", new.rpartition("/")[2] + ".md"),
                "utf-8",
            )
    assert content(mini, "proef-leesboek").number == number
    assert changes(mini, number).is_same


def test_after_a_rename_only_what_else_changed_is_said(mini: Path) -> None:
    number = content(released(mini).root, "proef-leesboek").number
    for path in [*(mini / "book").rglob("*.md"), *(mini / "book/_data").rglob("*.yml")]:
        if path.name != "packs.yml":
            path.write_text(path.read_text("utf-8").replace("prijs-zorg", "prijs-van-zorg"), "utf-8")
    replace_in(mini / "book/les/eerste.md", "Een gewone voetnoot.", "Een andere voetnoot.")
    found = changes(mini, number)
    assert (found.items, len(found.texts)) == ((), 1)


def test_the_sentence_that_is_new_is_said(mini: Path) -> None:
    number = content(released(mini).root, "proef-leesboek").number
    replace_in(mini / "book/les/eerste.md", "Een gewone voetnoot.", "Een gewone voetnoot. En een zin erbij.")
    (change,) = changes(mini, number).texts
    assert change.sentences == ("En een zin erbij.",)
    assert "“En een zin erbij.”" in vorming(mini, "changes", "--since", number).stdout


@pytest.mark.parametrize(
    ("language", "denial"),
    [("nl", "Het is niet zo, "), ("fr", "Ce n’est pas vrai, "), ("en", "It is not so, ")],
)
def test_a_word_that_denies_makes_it_wrong(mini: Path, language: str, denial: str) -> None:
    replace_in(mini / "book/_data/course.yml", "course:\n", f"course:\n  language: {language}\n")
    (number,) = (held.number for held in read_contents(load_course(mini)) if held.pack.kind == "reader")
    released(mini)
    replace_in(mini / "book/_data/faq.yml", "short: ", f"short: {denial}")
    assert [change.kind for change in changes(mini, number).items] == [ChangeKind.WRONG]


def test_changed_text_of_a_lesson_names_its_heading(mini: Path) -> None:
    number = numbers(mini)["proef-leesboek"]
    released(mini)
    replace_in(mini / "book/les/eerste.md", "Ben je het eens?", "Ben je het daarmee eens?")
    found = changes(mini, number)
    assert [(change.about, change.at) for change in found.texts] == [("Eerste les › Oefenen", (3, 4))]
    assert found.items == () and found.print_again == (3, 4)


def test_pages_are_written_as_a_person_does() -> None:
    assert write_pages((3, 5, 6, 7, 12)) == "3, 5–7, 12"


def test_item_stands_on_the_page_of_its_block_and_of_its_data(mini: Path) -> None:
    loaded = load_course(mini)
    page = loaded.page("book/les/eerste")
    line = next(call.place.line for call in page.calls if call.name == "faq")
    marks = (
        Mark(page.path, 1, 4),
        Mark(page.path, line, 6),
        Mark("book/_data/faq.yml", 12, 7),
        Mark("book/naslag/nummers.md", 1, 9),
    )
    places = find_places(loaded, content(mini, "proef-leesboek"), marks)
    assert places["faq/wat-kost-zorg"] == (6, 7)
    assert places[section_key("book/les/eerste", "De vraag")] == (6,)


@pytest.mark.parametrize(("name", "pages"), [("begeleider", (1, 2, 3, 4)), ("deelnemer", (2,))])
def test_notes_of_a_day_may_be_on_any_page_of_the_trainers_paper(
    mini: Path, name: str, pages: tuple[int, ...]
) -> None:
    loaded, paper = load_course(mini), content(mini, f"proef-kort-{name}")
    plan = paper.pack.plan
    assert plan is not None
    at = loaded.place(plan.programme)
    marks = (Mark("book/les/eerste.md", 1, 1), Mark(at.path, at.line, 2), Mark("book/les/kaart.md", 1, 4))
    assert find_places(loaded, paper, marks)[section_key(plan.module.page, plan.title)] == pages


# The commands


def test_command_says_what_changed_and_what_to_print(mini: Path) -> None:
    number = numbers(mini)["proef-leesboek"]
    released(mini)
    replace_in(mini / "book/les/eerste.md", "Ben je het eens?", "Ben je het daarmee eens?")
    done = vorming(mini, "changes", "--since", number.lower())
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"Pakket {number}: Proefmodule, leesboek\nUitgegeven op 24")
    assert "Tekst die veranderd is (1):\n  - blz. 3–4: Eerste les › Oefenen" in done.stdout
    assert "Druk opnieuw: blz. 3–4." in done.stdout
    every = vorming(mini, "changes").stdout
    assert done.stdout.strip() in every and every.count("Uitgegeven op 24") == len(numbers(mini))


def test_pack_carries_the_number_by_which_it_is_known(mini_built: Path) -> None:
    for held in read_contents(load_course(mini_built)):
        day, _, paper = held.pack.name.rpartition("-")
        folder = f"_build/trainer/dagen/{day}/{paper}" if held.pack.plan else f"_build/packs/{held.pack.name}"
        done = vorming(mini_built, "changes", f"{folder}.pdf")
        assert f"Pakket {held.number}: " in done.stdout
        assert "Dit pakket klopt nog." in done.stdout


@pytest.mark.rule("pack-not-pdf", "pack-no-number", "pack-number-unknown")
def test_bad_input_gives_one_sentence(mini: Path, tmp_path: Path) -> None:
    empty, text = tmp_path / "leeg.pdf", tmp_path / "tekst.pdf"
    pikepdf.new().save(empty)
    text.write_text("geen pdf")
    os.mkfifo(pipe := tmp_path / "pijp.pdf")
    cases = {
        (str(pipe),): "pijp.pdf:1:1: fout: dit is geen PDF die gelezen kan worden [pack-not-pdf]",
        (str(text),): "tekst.pdf:1:1: fout: dit is geen PDF die gelezen kan worden [pack-not-pdf]",
        (str(empty),): "leeg.pdf:1:1: fout: deze PDF draagt geen nummer van een pakket [pack-no-number]",
        (str(tmp_path / "weg.pdf"),): "weg.pdf:1:1: fout: het bestand bestaat niet [file-missing]",
        (
            "--since",
            "AAAA-0000",
        ): "fout: het nummer “AAAA-0000” staat niet in de lijst van uitgegeven pakketten [pack-number-unknown]",
    }
    for arguments, sentence in cases.items():
        done = vorming(mini, "changes", *arguments)
        assert (done.returncode, "Traceback" in done.stderr) == (1, False)
        assert sentence in done.stdout
    assert vorming(mini, "changes", str(text), "--since", "AAAA-0000").returncode == 2
    assert "nog geen pakket uitgegeven" in vorming(mini, "changes").stdout


def test_an_item_that_a_moment_names_too_leaves_the_page_of_the_programme_alone(mini: Path) -> None:
    number = numbers(mini)["proef-kort-begeleider"]
    released(mini)
    # The fact is in the lesson, where the paper has it for everyone, and at a difficult moment.
    replace_in(mini / "book/_data/facts.yml", "Zonder verzekering kost", "Zonder een verzekering kost")
    found = changes(mini, number)
    assert found.now != number
    assert [change.at for change in found.items] == [(2,)] and found.texts == ()


@pytest.fixture(scope="module")
def release_folder(mini_built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built mini-book, released."""
    root = tmp_path_factory.mktemp("uitgave") / "mini"
    shutil.copytree(mini_built, root)
    done = vorming(root, "release", "--on", "2026-11-24")
    assert done.returncode == 0, done.stdout + done.stderr
    return root


def archive(root: Path, name: str) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO((root / "_build/release" / name).read_bytes()))


def test_release_notes_the_pages_of_the_pdf(release_folder: Path) -> None:
    loaded = load_course(release_folder)
    release = loaded.parsed.released.releases[0]
    by_name = {pack.name: pack for pack in release.packs}
    assert set(by_name) == set(numbers(release_folder))
    place = [pack.name for pack in release.packs].index("proef-leesboek") + 1
    fact = next(text for text in release.texts if text.key == "fact/prijs-zorg")
    assert len(fact.where[place]) > 0
    programmes = [text for text in release.texts if text.key.endswith("#Kort")]
    assert len(programmes) == 2, "the trainer's paper says more of it"
    assert all(at for part in programmes for at in part.where.values())


def test_cover_and_start_page_say_whether_a_pack_went_out(mini_built: Path, release_folder: Path) -> None:
    for root, is_out in ((mini_built, False), (release_folder, True)):
        cover = pages_of(root / "_build/packs/proef-leesboek.pdf", "-raw")[0]
        assert ("proefdruk" not in cover) == is_out
        start = (root / "_build/trainer/begeleider.html").read_text("utf-8")
        assert ("nog niet uitgegeven" not in start) == is_out


def squeezed(text: str) -> str:
    """Return letters and digits alone: paper breaks lines and words elsewhere."""
    return re.sub(r"[\W_]+", "", text.replace("\u00ad", "").casefold())


@pytest.mark.parametrize("built", ["mini_built", "course_built"])
def test_everything_stands_on_the_pages_that_are_named(built: str, request: pytest.FixtureRequest) -> None:
    root: Path = request.getfixturevalue(built)
    loaded = load_course(root)
    values = values_of(loaded.parsed)
    titles = {page.name: page.title for page in loaded.pages}
    facts = {f"fact/{fact.id}": fact.statement for fact in loaded.parsed.facts}
    others = [path for path in (root / "book/_data").rglob("*.yml") if path.name != "facts.yml"]
    own = squeezed(
        " ".join([page.document.text for page in loaded.pages] + [path.read_text("utf-8") for path in others])
    )
    wrong: list[object] = []
    folder = root / "_build/packs/typ"
    for held in (held for held in read_contents(loaded) if not held.pack.plan):
        pages = pages_of(root / f"_build/packs/{held.pack.name}.pdf", "-raw")
        printed = [squeezed(text) for text in pages]
        markup = (folder / f"{held.pack.name}.typ").read_text("utf-8")
        places = find_places(loaded, held, find_marks(folder, markup))
        for key in (section.key for section in held.sections):
            page, _, title = key.removeprefix(f"{PAGE}/").partition("#")
            said, at = squeezed(inline_text(resolve_roles(title or titles[page], values))), places[key]
            if not at or said not in printed[at[0] - 1]:
                wrong.append((held.pack.name, page, title, at))
        for key in held.items.keys() & facts.keys():
            said = squeezed(inline_text(resolve_roles(facts[key], values)))
            # A lesson or a question may say the same in its own words: that is no place of the fact.
            found = {i for i, text in enumerate(printed, start=1) if said in text and said not in own}
            if not places.get(key) or not found <= set(places[key]):
                wrong.append((held.pack.name, key, found, places.get(key)))
    assert wrong == []


def test_stick_has_the_trainers_pages_packs_and_exports(release_folder: Path) -> None:
    with archive(release_folder, "usb-stick.zip") as stick:
        names = set(stick.namelist())
        start = stick.read("index.html").decode()
    assert {
        "begeleider/begeleider.html",
        "begeleider/dagen/proef-kort/index.html",
        "begeleider/packs/proef-leesboek.pdf",
    } <= names
    assert any(name.startswith("exports/proef/moodle/") for name in names)
    assert "modules/proef/course-scorm/proef-course-scorm.zip" in names
    assert not any(name.endswith(".typ") for name in names if "/packs/" in name)
    assert set(re.findall(r'href="([^"#:]+)"', start)) <= names


def test_web_archive_is_the_trainees_site_alone(release_folder: Path) -> None:
    with archive(release_folder, "site.zip") as site:
        names = site.namelist()
        text = "".join(site.read(name).decode("utf-8", "replace") for name in names)
    assert "index.html" in names and "_headers" in names
    assert "KANARIE" not in text
    assert "proef-begeleider" not in text


def test_second_release_of_the_same_course_gives_the_same_bytes(release_folder: Path) -> None:
    folder = release_folder / "_build/release"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    register = (release_folder / "book/_data/packs.yml").read_bytes()
    assert vorming(release_folder, "run-sheet", "proef").returncode == 0  # of one day: it isn't released
    html = release_folder / "_build/html"
    (html / "index.html").unlink()
    (html / "vreemd.html").write_text("vreemd", encoding="utf-8")
    (html / ".git").mkdir()
    (html / ".git/config").write_text("geheim", encoding="utf-8")
    done = vorming(release_folder, "release", "--on", "2026-12-01")
    progress, _, end = done.stdout.partition("waren al uitgegeven")
    assert end and all(f"  {what}" in progress for what in words("build").group("what").values())
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert (release_folder / "book/_data/packs.yml").read_bytes() == register


@pytest.mark.parametrize("before", [b"releases: []\n", None])
def test_a_release_that_is_stopped_leaves_the_register_as_it_was(
    before: bytes | None, mini: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    register = mini / "book/_data/packs.yml"
    register.unlink()
    if before is not None:
        register.write_bytes(before)

    def record(*_: object) -> int:
        register.write_text("releases: [half]\n", encoding="utf-8")
        return 1

    def stop(_: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("vorming.build.release.record_release", record)
    monkeypatch.setattr("vorming.build.release.make_archives", stop)
    with pytest.raises(KeyboardInterrupt):
        release(mini, DAY)
    assert (register.read_bytes() if register.exists() else None) == before


def test_page_shows_the_number_of_today_and_what_changed(release_folder: Path) -> None:
    page = release_folder / "_build/html/book/naslag/pakketten.html"
    assert numbers(release_folder)["proef-leesboek"] in page.read_text("utf-8")


LEFT_OUT = {
    # asked of the organisation, or shown by another field or on another page
    "contradiction question", "jurisdiction short", "term forms",
    # on the papers of a day, which say it of their programme
    "module local_contacts",
    # on slides, or on cards that their players read alone
    "question live prompt", "question options live", "question roles",
}  # fmt: skip
"""Texts that trainees read, and no pack prints: by kind and field."""
KEY = {"criteria", "explanation", "feedback", "model_answer"}
"""The fields of a question that tell its answer."""


def items_of(course: Course) -> Iterator[BaseModel]:
    for kind in KINDS.values():
        yield from kind.items(course)
    yield course.policies.model_copy(update={"jurisdictions": ()})


def test_trainees_texts_are_printed_and_no_others(course: Course) -> None:
    left_out, leaked = set(), set()
    for item in (*items_of(course), *items_of(quiz_course())):
        said = read_printed(item)
        for found in walk(type(item), item) if said else ():
            names = [name for name in found.loc if isinstance(name, str)]
            own = {sentence.text for sentence in sentences(" ".join(str(found.value).split()))}
            is_printed = said and own <= set(said.sentences)
            name = " ".join(dict.fromkeys([kind_of(item), names[0], names[-1]]))
            if found.reads and (found.is_for_trainer or names[-1] in KEY):
                leaked |= {name} if is_printed else set()
            elif found.reads and not is_printed:
                left_out.add(name)
    assert leaked == set()
    assert left_out - LEFT_OUT == set()


def test_names_of_lessons_and_steps_are_no_sentences(course: Course) -> None:
    for module in course.modules:
        printed = read_printed(module)
        steps = {
            step.id for programme in module.programmes for part in programme.parts for step in part.steps
        }
        assert printed and steps.union(module.lessons).isdisjoint(printed.sentences)


class Event(Item):
    """A model without a record of what is printed of it."""

    id: Id
    text: Sentences
    note: TrainerSentences | None = None


def test_a_new_kind_prints_its_texts_but_not_those_for_the_trainer() -> None:
    printed = read_printed(Event(id="dag", text="Wie komt, is welkom.", note="Zeg dat foto’s niet mogen."))
    assert printed and printed.sentences == ("Wie komt, is welkom.",)
    assert read_printed(Event(id="dag", text="Wie komt, is welkom.", note="Geen foto’s.")) == printed


def test_everything_on_a_days_paper_has_its_page(mini_built: Path) -> None:
    loaded = load_course(mini_built)
    marks = marks_of_days(loaded)
    papers = [held for held in read_contents(loaded) if held.pack.plan]
    assert papers
    for held in papers:
        places = find_places(loaded, held, marks[held.pack.name])
        programme, *sections = [places[section.key] for section in held.sections]
        assert programme and any(sections)
        assert {key for key in held.items if not places.get(key)} == set()
