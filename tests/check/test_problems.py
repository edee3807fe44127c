"""Every rule: the smallest change to the mini-book that breaks it, and the line it gives."""

import ast
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT, append_to, replace_in, vorming
from vorming.check import check_course
from vorming.course.kinds import KIND_WORDS
from vorming.source.generated import write_new_course
from vorming.source.problems import rules

CASES = sorted((Path(__file__).parent / "problems").glob("*.yml"))


def _rules_of_marked_tests() -> set[str]:
    """Return the rules that only a build can see: their tests carry `@pytest.mark.rule`."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / "tests").glob("*/test_*.py"))
    functions = (node for tree in trees for node in tree.body if isinstance(node, ast.FunctionDef))
    marks = (mark for function in functions for mark in function.decorator_list)
    return {
        argument.value
        for mark in marks
        if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.rule"
        for argument in mark.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }


def test_every_rule_has_a_case_or_a_test_of_the_build() -> None:
    assert {path.stem for path in CASES} | _rules_of_marked_tests() == set(rules())


@pytest.mark.parametrize("rule", rules())
def test_rule_says_what_is_wrong_and_what_to_do(rule: str) -> None:
    assert rules()[rule].sentence and not rules()[rule].sentence.endswith(".")
    assert rules()[rule].hint.strip()


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_rule_gives_its_line(path: Path, mini: Path) -> None:
    case = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    for change in case["change"]:
        _apply(mini, change)
    done = vorming(mini, "check")
    assert case["expect"] in done.stdout.splitlines()
    is_error = rules()[path.stem].severity == "error"
    assert done.returncode == (1 if is_error else 0)
    assert "Traceback" not in done.stderr


def _apply(root: Path, change: dict[str, Any]) -> None:
    """Make one change to a copy of the mini-book; a change that changes nothing is an error."""
    file = root / change["file"]
    file.parent.mkdir(exist_ok=True)
    match change:
        case {"find": find, "replace": replace}:
            replace_in(file, find, replace)
        case {"append": text}:
            append_to(file, text)
        case {"write": text}:
            file.write_text(text, encoding="utf-8")
        case {"write-latin1": text}:
            file.write_bytes(text.encode("latin-1"))
        case {"write-bytes": count}:
            file.write_bytes(b"a" * int(count))
        case {"link-to": target}:
            file.unlink()
            file.symlink_to(file.parent / target)
        case {"delete": _}:
            file.unlink()
        case _:
            raise ValueError(f"no such change: {change}")


UNREADABLE = {
    "latin-1": ({"file": "book/les/eerste.md", "write-latin1": "# Café"}, "book/les/eerste.md:1:6: fout: "),
    "missing page": ({"file": "book/les/kaart.md", "delete": "yes"}, "_toc.yml:7:15: fout: "),
    "path with dots": ({"file": "_toc.yml", "find": "file: book", "replace": "file: ./book"}, "_toc.yml:6:15: fout: "),
    "sources in latin-1": ({"file": "book/_data/references.bib", "write-latin1": "é"}, "book/_data/references.bib:1:1: fout: "),
    "broken toc": ({"file": "_toc.yml", "write": "format: jb-book\nroot: [\n"}, "_toc.yml:3:1: fout: "),
    "misspelt toc": ({"file": "_toc.yml", "write": "format: jb-book\nrot: book/index\n"}, "_toc.yml:2:1: fout: "),
    "broken config": ({"file": "_config.yml", "write": "title: [\n"}, "_config.yml:2:1: fout: "),
    "front after an empty line": ({"file": "book/les/eerste.md", "find": "---\n", "replace": "\n---\n"}, "book/les/eerste.md:2:1: fout: "),
    "front after four dashes": ({"file": "book/les/eerste.md", "find": "---\n", "replace": "----\n"}, "book/les/eerste.md:1:1: fout: "),
    "front without an end": ({"file": "book/les/eerste.md", "find": "]}\n---\n", "replace": "]}\n"}, "book/les/eerste.md:1:1: fout: "),
}  # fmt: skip
"""Changes of the mini-book by which a file can't be read, each with the start of a line of the check."""


@pytest.mark.parametrize(("change", "expect"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_is_told_without_all_that_follows_from_it(
    change: dict[str, Any], expect: str, mini: Path
) -> None:
    _apply(mini, change)
    done = vorming(mini, "check")
    errors = [line for line in done.stdout.splitlines() if ": fout: " in line]
    assert errors and {line.partition(":")[0] for line in errors} == {expect.partition(":")[0]}
    assert any(line.startswith(expect) for line in errors) and done.returncode == 1


MISTAKES = {
    "part without a title": ({"file": "book/_data/course.yml", "find": "title: Pauze, minutes", "replace": "minutes"},
        "book/_data/course.yml:29:13: fout: “title” ontbreekt [key-missing]"),
    "step that the lesson lacks": ({"file": "book/_data/course.yml", "find": "{lesson: eerste}", "replace": "{lesson: eerste, steps: [{id: stat}]}"},
        "book/_data/course.yml:28:43: fout: stap “stat” bestaat niet [reference-unknown]"),
    "question that the bank lacks": ({"file": "book/les/eerste.md", "find": "title: Start,", "replace": "title: Start, questions: [q],"},
        "book/les/eerste.md:13:45: fout: stap “start” noemt vraag “q”, en die heeft deze les niet [step-unknown]"),
    "table that the step does not use": ({"file": "book/les/eerste.md", "find": "title: Start,", "replace": "title: Start, fills: [blad],"},
        "book/les/eerste.md:13:41: fout: stap “start” noemt tabel om in te vullen “blad”, en die heeft deze les niet [step-unknown]"),
    "sheet that the lesson lacks": ({"file": "book/les/eerste.md", "find": "title: Start,", "replace": "title: Start, print: [cut-sheets],"},
        "book/les/eerste.md:13:41: fout: stap “start” noemt blad om te drukken “cut-sheets”, en die heeft deze les niet [step-unknown]"),
    "question that two steps ask": ({"file": "book/les/eerste.md", "find": "title: Start,", "replace": "title: Start, questions: [eerste-prijs-vraag],"},
        "book/_data/course.yml:23:9: fout: programma “proef-kort” geeft vraag “eerste-prijs-vraag” twee keer [programme-twice]"),
    "fact in an item": ({"file": "book/_data/faq.yml", "find": "short: ", "replace": "short: Zie {fact}`geen`. "},
        "book/_data/faq.yml:9:16: fout: feit “geen” bestaat niet [reference-unknown]"),
    "block in an item": ({"file": "book/_data/faq.yml", "find": "      - dan de behandeling\n", "replace": "\n      ```{fact-box} geen\n      ```\n"},
        "book/_data/faq.yml:15:7: fout: feit “geen” bestaat niet [reference-unknown]"),
    "role in a lesson": ({"file": "book/les/eerste.md", "find": "- Een melding", "replace": "- Een {trem}`melding`"},
        "book/les/eerste.md:10:11: fout: onbekend blok of rol “trem” [directive-unknown]"),
    "role in a key point": ({"file": "book/les/eerste.md", "find": "- Een melding kan anoniem.", "replace": "- text: Een {trem}`melding`.\n      objectives: [eerste-prijs]"},
        "book/les/eerste.md:10:17: fout: onbekend blok of rol “trem” [directive-unknown]"),
    "objective of a key point": ({"file": "book/les/eerste.md", "find": "- Een melding kan anoniem.", "replace": "- {text: Een melding kan anoniem., objectives: [eerste]}"},
        "book/les/eerste.md:10:53: fout: leerdoel “eerste” bestaat niet [reference-unknown]"),
    "key of a key point": ({"file": "book/les/eerste.md", "find": "- Een melding kan anoniem.", "replace": "- {tekst: Een melding kan anoniem.}"},
        "book/les/eerste.md:10:8: fout: onbekende sleutel “tekst” [key-unknown]"),
    "source": ({"file": "book/_data/references.bib", "find": "@misc{bron-twee", "replace": "@misc{bron-een"},
        "book/_data/references.bib:8:1: fout: de id “bron-een” bestaat al (book/_data/references.bib:1:1) [id-duplicate]"),
    "objective with the id of a fact": ({"file": "book/les/eerste.md", "find": "{id: eerste-prijs", "replace": "{id: prijs-zorg"},
        "book/les/eerste.md:6:12: fout: de id “prijs-zorg” bestaat al (book/_data/facts.yml:2:9) [id-duplicate]"),
    "outcome with the id of another": ({"file": "book/_data/course.yml", "find": "{id: proef-2,", "replace": "{id: proef-1,"},
        "book/_data/course.yml:18:89: fout: de id “proef-1” bestaat al (book/_data/course.yml:18:21) [id-duplicate]"),
    "step with the id of another": ({"file": "book/les/eerste.md", "find": "{id: opdracht,", "replace": "{id: start,"},
        "book/les/eerste.md:14:12: fout: de id “start” bestaat al (book/les/eerste.md:13:12) [id-duplicate]"),
    "programme with the id of another": ({"file": "book/_data/course.yml", "find": "      - id: proef-kort\n", "replace": '      - {id: proef-kort, title: Kort, start: "10:00", parts: [{lesson: eerste}]}\n      - id: proef-kort\n'},
        "book/_data/course.yml:24:13: fout: de id “proef-kort” bestaat al (book/_data/course.yml:23:14) [id-duplicate]"),
    "cell": ({"file": "notebooks/nb.ipynb", "write": '{"cells": [{"cell_type": "code"}]}'},
        "notebooks/nb.ipynb:1:1: fout: het notebook is niet leesbaar [notebook-invalid]"),
    "question named twice": ({"file": "book/les/kaart.md", "append": "\n```{quiz} eerste\n:questions: v-rollen v-rollen\n```\n"},
        "book/les/kaart.md:5:1: fout: vraag “v-rollen” staat twee keer op deze pagina [item-shown-twice]"),
    "entry beside the list": ({"file": "book/les/kaart.md", "append": "\n```{faq} wat-kost-zorg\n```\n\n```{faq-list}\n```\n"},
        "book/les/kaart.md:8:1: fout: veelgestelde vraag “wat-kost-zorg” staat twee keer op deze pagina [item-shown-twice]"),
    "question beside the self-test": ({"file": "book/les/kaart.md", "append": "\n```{self-test} proef\n```\n\n```{quiz} eerste\n:questions: eerste-melding\n```\n"},
        "book/les/kaart.md:8:1: fout: vraag “eerste-melding” staat twee keer op deze pagina [item-shown-twice]"),
    "list of facts twice": ({"file": "book/les/kaart.md", "append": "\n```{ledger}\n```\n\n```{ledger}\n```\n"},
        "book/les/kaart.md:8:1: fout: feit “prijs-zorg” staat twee keer op deze pagina [item-shown-twice]"),
    "address that runs behind a title": ({"file": "book/les/kaart.md", "append": '\n[Hier](javascript:alert(1) "Een titel")\n'},
        "book/les/kaart.md:5:8: fout: hier staat HTML die niet mag: javascript:alert(1) [html-unsafe]"),
    "extension of MyST that is not read": ({"file": "_config.yml", "find": "[colon_fence, deflist, smartquotes]", "replace": "[colon_fence, dollarmath]"},
        "_config.yml:15:41: fout: “dollarmath” bestaat niet bij “myst_enable_extensions” [value-unknown]"),
    "style of citations that is not ours": ({"file": "_config.yml", "find": "author_year", "replace": "leuk"},
        "_config.yml:40:29: fout: “leuk” bestaat niet bij “bibtex_reference_style” [value-unknown]"),
    "pages with numbers": ({"file": "_toc.yml", "find": "    chapters:", "replace": "    numbered: true\n    chapters:"},
        "_toc.yml:5:5: fout: onbekende sleutel “numbered” [key-unknown]"),
    "test as the bank of a lesson": ({"file": "book/les/eerste.md", "find": "quiz: eerste", "replace": "quiz: eindtoets-proef"},
        "book/les/eerste.md:11:9: fout: “eindtoets-proef” heeft use: exam, en dat past hier niet [quiz-use]"),
}  # fmt: skip
"""Changes of the mini-book, each with a line of the check."""


@pytest.mark.parametrize(("change", "expect"), MISTAKES.values(), ids=MISTAKES)
def test_mistake_is_told_before_the_build_meets_it(change: dict[str, Any], expect: str, mini: Path) -> None:
    _apply(mini, change)
    if change["file"].endswith(".ipynb"):
        _apply(mini, {"file": "_toc.yml", "append": "      - file: notebooks/nb\n"})
    done = vorming(mini, "check")
    assert expect in done.stdout.splitlines() and done.returncode == 1


def test_a_lesson_that_no_list_of_contents_has_is_named_as_the_cause(mini: Path) -> None:
    _apply(mini, {"file": "_toc.yml", "find": "      - file: book/les/eerste\n", "replace": ""})
    found = [p for p in check_course(mini) if p.rule_id == "reference-unknown"]
    kinds = {str(p.values["kind"]) for p in found}
    assert kinds >= {KIND_WORDS[name] for name in ("lesson", "objective", "covered")}
    assert all("book/les/eerste.md" in p.hint and "_toc.yml" in p.hint for p in found)


CELLS = """\
{"cells": [
{"cell_type": "markdown", "id": "a", "metadata": {}, "source": ["# Titel"]},
{"cell_type": "code", "id": "b", "metadata": {}, "source": ["# Titel"], "execution_count": null, "outputs": []},
{"cell_type": "markdown", "id": "c", "metadata": {}, "source": [
"Zie \\"hier\\".\\n",
"\\n",
"TEXT"]}
], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
"""


@pytest.mark.parametrize(
    ("text", "place", "rule"),
    [
        ("Een [kaart](weg.md).", "7:14: fout: cel 3: ", "link-dead"),
        ("Een <b>x</b>.", "7:6: fout: cel 3: ", "html-unsafe"),
        ("Een {fact}`bestaat-niet`.", "7:6: fout: cel 3: ", "reference-unknown"),
        ("```{tip} x\\n```", "7:2: fout: cel 3: ", "argument-invalid"),
        ('Een "peer".', "7:7: fout: ", "notebook-invalid"),
    ],
)
def test_a_problem_of_a_notebook_names_its_cell_and_its_line(
    text: str, place: str, rule: str, mini: Path
) -> None:
    _apply(mini, {"file": "notebooks/nb.ipynb", "write": CELLS.replace("TEXT", text)})
    _apply(mini, {"file": "_toc.yml", "append": "      - file: notebooks/nb\n"})
    found = [line for line in vorming(mini, "check").stdout.splitlines() if f"[{rule}]" in line]
    assert [line.startswith(f"notebooks/nb.ipynb:{place}") for line in found] == [True], found


PLACE = "place: Gent\ncontacts:\n  - {id: caw, name: CAW, checked_on: 2020-11-29, recheck_every: never}\n"


@pytest.mark.parametrize(
    ("find", "replace", "expect", "code"),
    [
        ("name: CAW", "name: <b>CAW</b>", "3:21: fout: “<b>” is opmaak, en die kan hier niet [text-plain]", 1),
        ("name: CAW", f"name: {'a' * 300}", f"3:21: fout: “{'a' * 57}…” kan niet bij “name” (te lang) [value-invalid]", 1),
        ("name: CAW", "name: CAW, phone: bel", "3:33: fout: “bel” is geen telefoonnummer [phone-invalid]", 1),
        ("never}", "never}\n  - {id: caw, name: B, checked_on: 2020-11-29, recheck_every: never}", "4:10: fout: de id “caw” bestaat al (lokaal/gent.yml:3:10) [id-duplicate]", 1),
        ("2020", "2099", "3:38: let op: de datum 2099-11-29 ligt in de toekomst [date-future]", 0),
        ("2020-11-29, recheck_every: never", "2001-11-29", "3:38: let op: “eigen contact gent/caw” moest nagekeken zijn voor 2002-05-29 [recheck-expired]", 0),
        ("name: CAW", "note: '\"Peer\"', name: A & B", "", 0),
    ],
)  # fmt: skip
def test_the_contacts_of_a_place_are_checked(
    find: str, replace: str, expect: str, code: int, mini: Path
) -> None:
    assert find in PLACE
    _apply(mini, {"file": "lokaal/gent.yml", "write": PLACE.replace(find, replace)})
    done = vorming(mini, "check")
    assert done.returncode == code
    found = [line for line in done.stdout.splitlines() if line.startswith("lokaal/")]
    assert found == ([f"lokaal/gent.yml:{expect}"] if expect else [])
    assert "description" not in done.stdout


def test_a_page_that_is_named_with_its_ending_is_named_without(mini: Path) -> None:
    _apply(mini, {"file": "_toc.yml", "find": "book/les/kaart", "replace": "book/les/kaart.md"})
    assert "Schrijf “book/les/kaart”, zonder .md." in vorming(mini, "check").stdout


def test_how_many_there_are_is_said_in_good_dutch(mini: Path) -> None:
    for path in (mini / "book/_data").glob("*.yml"):  # else one more for each that is past its day
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"(?<=checked_on: )\S+", str(date.today()), text), encoding="utf-8")
    _apply(mini, {"file": "book/_data/course.yml", "find": "vorming.test", "replace": "vorming.example"})
    assert vorming(mini, "check").stderr == "0 fouten, 1 aandachtspunt.\n"
    _apply(mini, {"file": "book/les/kaart.md", "delete": "yes"})
    assert vorming(mini, "check").stderr == "1 fout, 0 aandachtspunten.\n"


def test_a_copied_bank_gives_a_problem_in_the_copy_and_no_traceback(mini: Path) -> None:
    bank = mini / "book/_data/quizzes/eerste.yml"
    text = bank.read_text(encoding="utf-8")
    more = "  - {id: meer, type: open, prompt: Waarom?, explanation: Zo., model_answer: Zo.}\n"
    (bank.parent / "kopie.yml").write_text(text + more, encoding="utf-8")
    done = vorming(mini, "check")
    assert "book/_data/quizzes/kopie.yml:1:5: fout: de id “eerste” bestaat al" in done.stdout
    assert done.returncode == 1 and "Traceback" not in done.stderr


def test_a_number_of_header_rows_that_is_none_is_left_to_sphinx(mini: Path) -> None:
    _apply(
        mini, {"file": "book/les/kaart.md", "append": "\n```{list-table}\n:header-rows: een\n* - a\n```\n"}
    )
    assert "Traceback" not in vorming(mini, "check").stderr


@pytest.mark.parametrize("end", [b"\r\n", b"\r"], ids=["windows", "old mac"])
def test_a_course_saved_on_another_system_is_the_same_course(end: bytes, mini: Path) -> None:
    before = vorming(mini, "check").stdout
    for path in (path for path in mini.rglob("*") if path.suffix in {".md", ".yml", ".bib"}):
        path.write_bytes(path.read_bytes().replace(b"\n", end))
    assert vorming(mini, "check").stdout == before


def test_one_unreadable_lesson_makes_nothing_else_wrong(mini: Path) -> None:
    _apply(mini, {"file": "book/les/eerste.md", "find": "  minutes: ", "replace": "  minuten: "})
    lines = [line for line in vorming(mini, "check").stdout.splitlines() if not line.startswith("    ")]
    assert lines and all(line.startswith("book/les/eerste.md:") for line in lines)


def test_how_many_are_missing_is_said(mini: Path) -> None:
    _apply(mini, {"file": "book/_data/facts.yml", "find": "sources: [bron-een]", "replace": "sources: []"})
    assert "(te weinig: 0, en minstens 1)" in vorming(mini, "check").stdout


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("0", "(te klein: minstens 1)"),
        ("9999", "(te groot: hoogstens 3600)"),
        ("", "(hier hoort een geheel getal)"),
    ],
)
def test_what_a_number_must_be_is_said(value: str, said: str, mini: Path) -> None:
    _apply(mini, {"file": "_config.yml", "find": "timeout: 120", "replace": f"timeout: {value}"})
    assert said in vorming(mini, "check").stdout


@pytest.mark.parametrize(
    ("text", "said"), [("%x", "“%x” kan niet in een tekst van _data"), ("> 5", "Zet \\ voor een teken")]
)
def test_a_sign_that_means_something_is_named(text: str, said: str, mini: Path) -> None:
    _apply(mini, {"file": "book/_data/course.yml", "find": "title: Pauze", "replace": f'title: "{text}"'})
    assert said in vorming(mini, "check").stdout


@pytest.mark.parametrize("opening", ["{exercise} Stelling", "{trainer-note}", "{slide}", "{language} fr"])
def test_a_block_of_ours_without_its_text_is_a_problem(mini: Path, opening: str) -> None:
    _apply(mini, {"file": "book/les/kaart.md", "append": f"\n```{opening}\n```\n"})
    assert "[block-empty]" in vorming(mini, "check").stdout


@pytest.mark.parametrize(
    ("language", "old", "verdict", "place"),
    [
        ("fr", "Un test qui donne des points", "Faux : non.", "Toutes les réponses ci-dessus"),
        ("en", "A test that gives you points", "Wrong: no.", "All of the above"),
    ],
)
def test_a_question_gives_nothing_away_in_any_language(
    language: str, old: str, verdict: str, place: str, tmp_path: Path
) -> None:
    root = tmp_path / "cursus"
    write_new_course(root, language)
    change = {"find": f'{old}", feedback: "', "replace": f'{place}", feedback: "{verdict} '}
    _apply(root, {"file": "book/_data/quizzes/first.yml", **change})
    said = vorming(root, "check").stdout
    assert "[quiz-feedback-verdict]" in said and "[quiz-position-word]" in said


@pytest.mark.rule("quiz-not-kept")
@pytest.mark.parametrize("bank", ["eerste", "eindtoets"])
def test_more_answers_than_a_platform_keeps_are_told(mini: Path, bank: str) -> None:
    path = mini / f"book/_data/quizzes/{bank}.yml"
    question = "  - {{id: {bank}-{number}, type: truefalse, prompt: Zin {number}., answer: true, explanation: Dat is zo., feedback: Het is wel zo., covers: [eerste-prijs]}}\n"
    for number in range(120):
        if number == 100:
            assert "quiz-not-kept" not in {p.rule_id for p in check_course(mini)}
        append_to(path, question.format(bank=bank, number=number))
    assert [p.is_error for p in check_course(mini) if p.rule_id == "quiz-not-kept"] == [True]


@pytest.mark.parametrize("name", ["aux.md", "CON.txt", "nul/een.txt", "les./een.txt", "les /een.txt"])
def test_a_name_that_windows_refuses_is_told(mini: Path, name: str) -> None:
    file = mini / "book" / name
    file.parent.mkdir(exist_ok=True)
    file.write_text("# Een\n", encoding="utf-8")
    assert [p.rule_id for p in check_course(mini) if p.is_error] == ["name-character"]


@pytest.mark.parametrize("id", ["con", "com1", "nul"])
def test_an_id_of_which_windows_makes_no_file_is_told(mini: Path, id: str) -> None:
    replace_in(mini / "book/_data/course.yml", "id: proef-kort", f"id: {id}")
    assert [p.rule_id for p in check_course(mini)] == ["id-invalid"]
    replace_in(mini / "book/_data/course.yml", f"id: {id}", f"id: {id}-dag")
    assert not [p for p in check_course(mini) if p.is_error]


def test_a_colon_in_an_item_of_a_list_of_texts_is_told_with_its_cure(mini: Path) -> None:
    replace_in(mini / "book/_data/course.yml", "bring: [Stiften]", "bring:\n      - Stiften: drie kleuren")
    (problem,) = check_course(mini)
    assert problem.rule_id == "value-invalid" and "rechte aanhalingstekens" in problem.message
