"""The last look at an output: what is not for trainees stops it, and its place is said."""

import re
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.conftest import append_to
from vorming.build.outputs import OUTPUTS
from vorming.check.guard import find_leaks, leaks_in_paper
from vorming.source.load import load_course

NOTE = "Deze zin van negen gewone woorden leest enkel de begeleider."


def _add_note(root: Path) -> None:
    append_to(root / "book/les/kaart.md", f"\n```{{trainer-note}} Titel\n{NOTE}\n```\n")


@pytest.mark.rule("output-leak", "output-block", "output-foreign")
@pytest.mark.parametrize(
    ("name", "text", "rule"),
    [
        ("index.html", f"<p>{NOTE}</p>", "output-leak"),
        (
            "index.html",
            "<p>Deze zin van <b>negen</b> gewone\nwoorden leest enkel de begeleider.</p>",
            "output-leak",
        ),
        (
            "search.js",
            '["Deze zin van negen gewone woorden leest \\u0065nkel de begeleider."]',
            "output-leak",
        ),
        ("index.html", "<pre>```{trainer-note} Titel</pre>", "output-block"),
        ("index.html", "<p>{case} Titel</p>", "output-block"),
        ("_downloads/toets.yml", "answer: 4", "output-foreign"),
        ("_sources/index.md.txt", "Tekst", "output-foreign"),
    ],
)
def test_what_trainees_may_not_read_is_found_in_a_site(
    name: str, text: str, rule: str, mini: Path, tmp_path: Path
) -> None:
    _add_note(mini)
    (tmp_path / "uit" / name).parent.mkdir(parents=True)
    (tmp_path / "uit" / name).write_text(text, encoding="utf-8")
    assert [found.rule_id for found in find_leaks(load_course(mini), "html", tmp_path / "uit")] == [rule]


def test_a_leak_names_the_line_of_the_note(mini: Path, tmp_path: Path) -> None:
    _add_note(mini)
    (tmp_path / "uit").mkdir()
    (tmp_path / "uit/index.html").write_text(NOTE, encoding="utf-8")
    (found,) = find_leaks(load_course(mini), "html", tmp_path / "uit")
    lines = (mini / "book/les/kaart.md").read_text(encoding="utf-8").splitlines()
    assert lines[found.place.line - 1] == NOTE


@pytest.mark.parametrize("output", OUTPUTS)
def test_a_good_course_has_no_leaks(output: str, mini_built: Path) -> None:
    assert list(find_leaks(load_course(mini_built), output, mini_built / OUTPUTS[output].folder)) == []


@pytest.mark.parametrize("output", sorted(OUTPUTS.keys() - {"trainer", "days"}))
def test_every_output_for_trainees_is_looked_through(output: str, mini: Path, tmp_path: Path) -> None:
    _add_note(mini)
    (tmp_path / "typ").mkdir()
    for name in ("index.html", "proef.ipynb", "typ/proef-leesboek.typ"):
        (tmp_path / name).write_text(NOTE, encoding="utf-8")
    with ZipFile(tmp_path / "proef.zip", "w") as package:
        package.writestr("les/kaart.html", f"<p>{NOTE}</p>")
    assert "output-leak" in {found.rule_id for found in find_leaks(load_course(mini), output, tmp_path)}


def test_a_paper_of_a_day_may_say_a_step_s_title_and_nothing_else_of_the_trainer(mini: Path) -> None:
    _add_note(mini)
    page = mini / "book/les/eerste.md"
    title = "Wat jullie samen op dit blad gaan schrijven"
    page.write_text(
        re.sub(
            r"(?m)^( *(?:- )?\{?(?:id: [\w-]+, )?title: )[^,}\n]+",
            rf"\g<1>{title}",
            page.read_text("utf-8"),
            count=1,
        ),
        "utf-8",
    )
    loaded = load_course(mini)
    for markup, rules in ((title, []), (NOTE, ["output-leak"])):
        found = leaks_in_paper(loaded, "deelnemer.typ", markup, titles=title, is_exam=False)
        assert [leak.rule_id for leak in found] == rules
    assert list(leaks_in_paper(loaded, "deelnemer.typ", title, titles="", is_exam=False))


def test_the_sheet_of_an_exam_has_the_choices_of_a_match_and_not_its_key(mini: Path) -> None:
    wrong, key = (
        "Bij iemand die daar zelf niets mee kan doen",
        "Wie dat kiest, las de les nog niet helemaal goed",
    )
    bank = mini / "book/_data/quizzes/eindtoets.yml"
    question = f"""\
  - id: wie
    type: match
    prompt: Wie doet wat?
    explanation: Zo.
    covers: [melding-anoniem]
    pairs: [{{left: Een, right: Rood, feedback: "{key}."}}, {{left: Twee, right: Geel}}]
    distractors: [{wrong}]
"""
    append_to(bank, question)
    loaded = load_course(mini)
    assert list(leaks_in_paper(loaded, "eindtoets.typ", wrong, titles="", is_exam=True)) == []
    assert list(leaks_in_paper(loaded, "eindtoets.typ", key, titles="", is_exam=True))
    assert list(leaks_in_paper(loaded, "deelnemer.typ", wrong, titles="", is_exam=False))
