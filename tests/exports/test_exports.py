"""The exports: what each format holds, what it says it left out, the same bytes twice, nothing leaked."""

import io
import json
import re
import shutil
import time
import zipfile
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import nbformat
import openpyxl
import pytest
from lxml import etree
from openpyxl.worksheet.worksheet import Worksheet

from tests.conftest import append_to, replace_in, vorming
from tests.support.quiz_book import (
    BOOK,
    MODULE,
    REAL_MODULES,
    Case,
    material,
    real_material,
    scoring_cases,
    view,
)
from tests.support.xml import values
from vorming.exports import FORMATS, load_format, moodle
from vorming.exports.format import (
    PARTS,
    TYPES,
    Bundle,
    Files,
    Material,
    Note,
    fitting,
    labelled,
    material_of,
    name_of,
    parts_of,
    render,
    shortened,
    split_reasons,
    zip_bytes,
)
from vorming.exports.rows import SECONDS, refusal
from vorming.exports.run import export_all
from vorming.source.load import load_course
from vorming.text.markdown import inline_html
from vorming.text.words import words


def made(name: str, given: Material) -> Files:
    """Return the files of a format."""
    return render(load_format(name), given).files


@pytest.mark.parametrize("name", FORMATS)
def test_same_course_gives_the_same_bytes_at_another_time(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    now, local = render(load_format(name), material()), time.localtime(10**9)
    monkeypatch.setattr(time, "time", lambda: 1e9)
    monkeypatch.setattr(time, "localtime", lambda *_: local)
    assert render(load_format(name), material()) == now
    assert now.files and all(now.files.values())


@pytest.mark.parametrize("name", FORMATS)
def test_every_question_is_in_the_format_or_in_its_report(name: str) -> None:
    bundle = render(load_format(name), material())
    whole = "".join(_texts(bundle))
    left_out = {note.about for note in bundle.notes if note.is_skipped}
    for found in material().practice.questions:
        prompt = re.sub(r"\*", "", found.short_prompt)
        is_there = any(
            text in whole
            for text in (prompt, found.prompt.replace("*melding*", "<em>melding</em>"), found.prompt)
        )
        assert is_there != (found.id in left_out), found.id


def _texts(bundle: Bundle) -> list[str]:
    """Return the text of every file, also of those inside archives."""
    found: list[str] = []
    for content in bundle.files.values():
        if content[:2] == b"PK":
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                inner = [
                    archive.read(name).decode()
                    for name in archive.namelist()
                    if not name.endswith((".js", ".css"))
                ]
            found += inner
        else:
            found.append(content.decode())
    return found


def test_archive_has_fixed_dates_and_sorted_names() -> None:
    with zipfile.ZipFile(io.BytesIO(zip_bytes({"b": b"2", "a": b"1"}))) as archive:
        assert [(entry.filename, entry.date_time) for entry in archive.infolist()] == [
            ("a", (1980, 1, 1, 0, 0, 0)),
            ("b", (1980, 1, 1, 0, 0, 0)),
        ]


# Moodle's own list of fractions (question/engine/bank.php): anything else is refused.
MOODLE_FRACTIONS = {
    "100", "90", "83.33333", "80", "75", "70", "66.66667", "60", "50", "40", "33.33333", "30", "25", "20",
    "16.66667", "14.28571", "12.5", "11.11111", "10", "5", "0",
}  # fmt: skip


def moodle_questions(name: str) -> dict[str, etree._Element]:
    root = etree.fromstring(made("moodle", material())[name])
    return {node.findtext("idnumber") or "": node for node in root if node.get("type") != "category"}


def test_every_part_of_one_to_ten_is_on_moodle_s_list() -> None:
    assert {moodle.percent(Fraction(1, count)) for count in range(1, 11)} <= MOODLE_FRACTIONS


def test_moodle_has_every_type_it_knows_and_order_stands_apart() -> None:
    kinds = {id: node.get("type") for id, node in moodle_questions("proef-oefenen-moodle.xml").items()}
    assert kinds == {
        "t-single": "multichoice",
        "t-multiple": "multichoice",
        "t-truefalse": "truefalse",
        "t-reason": "truefalse",
        "t-reason-reden": "multichoice",
        "t-match": "matching",
        "t-numeric": "numerical",
        "t-open": "essay",
        "t-scenario": "description",
    }
    order = moodle_questions("proef-oefenen-moodle-volgorde.xml")["t-order"]
    assert order.findtext("shownumcorrect") == "1" and order.findtext("gradingtype") == "ALL_OR_NOTHING"
    answers = sorted(order.findall("answer"), key=lambda answer: float(answer.get("fraction") or 0))
    assert [answer.findtext("text") for answer in answers] == _right_order()


def _right_order() -> list[str]:
    return [item.text for item in sorted(view("t-order").items, key=lambda item: item.position)]


def test_moodle_question_keeps_moodle_s_structure() -> None:
    for id, node in moodle_questions("proef-oefenen-moodle.xml").items():
        head = [child.tag for child in node][:7]
        assert head == [
            "name",
            "questiontext",
            "generalfeedback",
            "defaultgrade",
            "penalty",
            "hidden",
            "idnumber",
        ]
        fractions = {str(answer.get("fraction")).lstrip("-") for answer in node.findall("answer")}
        assert fractions <= MOODLE_FRACTIONS, id
        if node.get("type") == "multichoice":
            assert len(node.findall("answer")) >= 2
        if node.get("type") == "matching":
            assert len(node.findall("subquestion")) >= 2


@pytest.mark.parametrize("case", [c for c in scoring_cases() if c.question == "t-multiple"], ids=str)
def test_moodle_s_fractions_add_up_to_the_score(case: Case) -> None:
    node = moodle_questions("proef-oefenen-moodle.xml")["t-multiple"]
    worth = {answer.findtext("text"): float(answer.get("fraction") or 0) for answer in node.findall("answer")}
    chosen = [text.replace("**verblijfskaart**", "<strong>verblijfskaart</strong>") for text in case.response]
    assert max(0, sum(worth[text] for text in chosen)) / 100 == pytest.approx(float(case.fraction), abs=1e-4)


@pytest.mark.parametrize("module", REAL_MODULES)
def test_questions_of_the_course_keep_moodle_s_and_kahoot_s_rules(module: str) -> None:
    given = real_material(module)
    for content in made("moodle", given).values():
        for answer in etree.fromstring(content).iter("answer"):
            fraction = str(answer.get("fraction") or "0").lstrip("-").removesuffix(".0000000")
            assert fraction in MOODLE_FRACTIONS | {str(place) for place in range(1, 9)}
    for row in _rows(made("kahoot", given)[f"{module}-oefenen-kahoot.xlsx"])[8:]:
        assert len(str(row[1])) <= 120 and all(len(str(answer or "")) <= 75 for answer in row[2:6])
        assert row[6] in SECONDS and row[7]


@pytest.mark.parametrize("module", REAL_MODULES)
def test_no_text_of_the_trainer_is_in_what_trainees_get(module: str) -> None:
    given = real_material(module)
    notebook_text = made("notebook", given)[f"{module}.ipynb"].decode()
    sheet = made("print", given)[f"{module}-eindtoets-werkblad.html"].decode()
    practised = {question.explanation for question in given.practice.questions}
    for found in given.exam.questions:
        is_secret = found.explanation not in practised
        assert not is_secret or json.dumps(found.explanation, ensure_ascii=False)[1:-1] not in notebook_text
        for option in found.options:
            assert not option.feedback or inline_html(option.feedback) not in sheet, found.id
    for moment in given.course.difficult_moments:
        assert json.dumps(moment.long, ensure_ascii=False)[1:-1] not in notebook_text, moment.id


@pytest.mark.parametrize("module", REAL_MODULES)
def test_entry_in_the_notebook_says_where_sources_differ(module: str) -> None:
    given = real_material(module)
    text = made("notebook", given)[f"{module}.ipynb"].decode()
    for entry in given.course.faq:
        if json.dumps(f"> **{entry.question}**", ensure_ascii=False)[1:-1] in text:
            for id in entry.contradictions:
                said = given.course.contradiction(id).wording.partition("{")[0].strip()
                assert json.dumps(said, ensure_ascii=False)[1:-1] in text, (entry.id, id)


@pytest.mark.parametrize("module", REAL_MODULES)
def test_block_inside_an_answer_is_put_into_words_in_the_notebook(module: str) -> None:
    content = made("notebook", real_material(module))[f"{module}.ipynb"].decode()
    assert not re.search(r"`{3}\s*\{", content)


def test_moodle_gives_points_and_none_to_an_open_question() -> None:
    found = moodle_questions("proef-oefenen-moodle.xml")
    assert [found[id].findtext("defaultgrade") for id in ("t-multiple", "t-match", "t-open")] == [
        "2.0000000",
        "3.0000000",
        "0.0000000",
    ]


def test_blackboard_has_a_line_per_question_without_blank_lines_or_header() -> None:
    text = made("blackboard", material())["proef-oefenen-blackboard.txt"].decode()
    lines = text.split("\r\n")
    assert lines.pop() == "" and all(lines)
    rows = [line.split("\t") for line in lines]
    assert [row[0] for row in rows] == ["MC", "MA", "TF", "TF", "MC", "ORD", "MAT", "NUM", "ESS"]
    assert rows[0][2::2] == ["Nee, nooit.", "Ja, dat kan.", "Alleen met een advocaat."]
    assert rows[0][3::2] == ["incorrect", "correct", "incorrect"]
    assert rows[3][2] == "false"
    assert rows[5][2:] == _right_order()
    assert rows[7][2:] == ["1550", "5"]


QTI12 = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"


def test_canvas_items_have_a_type_points_and_processing_that_names_what_exists() -> None:
    names = {"q": QTI12}
    with zipfile.ZipFile(io.BytesIO(made("canvas", material())["proef-oefenen-canvas.zip"])) as archive:
        root = etree.fromstring(archive.read("proef-oefenen/proef-oefenen.xml"))
    items = {item.get("ident"): item for item in root.iter(f"{{{QTI12}}}item")}
    kinds = {id: item.findtext(".//q:fieldentry", namespaces=names) for id, item in items.items()}
    assert kinds["t-match"] == "matching_question" and kinds["t-reason-reden"] == "multiple_choice_question"
    assert kinds["t-reason"] == kinds["t-truefalse"] == "true_false_question"
    for item in items.values():
        assert {*values(item, ".//@respident")} <= {*values(item, ".//@ident")}
        assert {*values(item, ".//@linkrefid")} <= {*values(item, "q:itemfeedback/@ident", **names)}
    right = values(items["t-multiple"], ".//q:and/q:varequal/text()", **names)
    assert set(right) == set(view("t-multiple").right_letters)


def test_every_type_and_part_has_a_sentence_that_says_it_is_not_there() -> None:
    assert TYPES | {f"{part}-dropped" for part in PARTS} <= set(words("exports").group("notes"))


def test_what_every_format_says_of_a_part_is_a_sentence() -> None:
    said = words("exports").group("notes")
    for chosen in map(load_format, FORMATS):
        assert set(chosen.changes.values()) <= set(said)
        assert set(chosen.changes) <= PARTS | TYPES | {"exam"} and chosen.keeps <= PARTS


@pytest.mark.parametrize("name", FORMATS)
def test_every_part_that_a_format_does_not_keep_is_in_its_report(name: str) -> None:
    chosen = load_format(name)
    notes = {(note.about, note.key) for note in render(chosen, material()).notes}
    kept = fitting(chosen, material())
    for found in (*kept.practice.questions, *kept.exam.questions):
        for part in set(parts_of(found)) - chosen.keeps:
            assert (found.id, chosen.changes.get(part, f"{part}-dropped")) in notes


def test_model_answer_reaches_the_learner_where_a_format_keeps_it() -> None:
    answer = view("t-open").model_answer
    feedback = moodle_questions("proef-oefenen-moodle.xml")["t-open"].findtext("generalfeedback/text") or ""
    assert answer in feedback
    with zipfile.ZipFile(io.BytesIO(made("qti", material())["proef-oefenen-qti21.zip"])) as archive:
        item = etree.fromstring(archive.read("items/t-open.xml"))
    assert answer in "".join(values(item, "//*[local-name()='modalFeedback']//text()"))


def test_scenario_is_a_text_to_read_with_every_choice_where_it_cannot_be_played() -> None:
    whole = "".join(
        "".join(_texts(render(load_format(name), material()))) for name in ("moodle", "qti", "canvas")
    )
    for scene in view("t-scenario").scenes:
        assert whole.count(scene.text) == 3
        assert all(whole.count(f"{way.letter}. {way.text}") == 3 for way in scene.ways)


def test_a_text_that_looks_like_a_formula_stays_text() -> None:
    option = replace(view("t-single").options[0], text="=1+1", live="")
    asked = replace(view("t-single"), live_prompt="=SOM(A1)", options=(option, *view("t-single").options[1:]))
    changed = replace(material(), practice=replace(material().practice, sections=(
        replace(material().practice.sections[0], questions=(asked,)),
    )))  # fmt: skip
    for name in ("kahoot", "wooclap"):
        (content,) = made(name, changed).values()
        cells = [
            cell for row in _sheet(content).iter_rows() for cell in row if str(cell.value).startswith("=")
        ]
        assert [(cell.value, cell.data_type) for cell in cells] == [("=SOM(A1)", "s"), ("=1+1", "s")]


@pytest.mark.parametrize(
    ("text", "most", "cut"),
    [("kort", 10, "kort"), ("een lange naam", 10, "een lange…"), ("aaneengeschreven", 6, "aanee…")],
)
def test_a_name_is_cut_at_a_word(text: str, most: int, cut: str) -> None:
    assert shortened(text, most) == cut and len(cut) <= most


@pytest.mark.parametrize("long", ["statement", "reason", "both"])
def test_a_long_statement_and_its_reason_keep_different_names(long: str) -> None:
    found, many = view("t-reason"), " lang" * 30
    assert found.reason
    if long != "statement":
        found = replace(found, reason=replace(found.reason, prompt=f"Waarom is dat zo{many}?"))
    if long != "reason":
        found = replace(found, prompt=f"De dienst{many}.")
    names = [name_of(step, step.prompt) for step in split_reasons([found])]
    assert names[0] != names[1] and max(map(len, names)) <= 80
    assert "– Waarom" in names[1]


def test_a_label_ends_with_one_colon() -> None:
    assert [labelled(text, "ja") for text in ("Een wet.", "Wie?", "Een wet:")] == [
        "Een wet: ja",
        "Wie? ja",
        "Een wet: ja",
    ]


def _sheet(content: bytes) -> Worksheet:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert isinstance(sheet, Worksheet)
    return sheet


def _rows(content: bytes) -> list[tuple[object, ...]]:
    return list(_sheet(content).iter_rows(values_only=True))


def test_kahoot_rows_stand_below_the_header_it_looks_for_within_its_limits() -> None:
    rows = _rows(made("kahoot", material())["proef-oefenen-kahoot.xlsx"])
    assert rows[7][1] == "Question - max 120 characters"
    assert [row[1] for row in rows[8:]] == [
        "Kan een melding anoniem?",
        "De zorg is gratis.",
        "De dienst geeft je naam door aan de politie.",
    ]
    assert rows[8][2:] == ("Nee", "Ja", "Met advocaat", None, 20, "2")
    for row in rows[8:]:
        assert len(str(row[1])) <= 120 and all(len(str(answer or "")) <= 75 for answer in row[2:6])
        assert row[6] in SECONDS


def test_kahoot_refuses_what_is_too_long_or_has_too_many_answers() -> None:
    assert refusal(view("t-multiple")) == "too_many_options"
    long = material().practice.questions[0].__class__(**{**vars(view("t-single")), "live_prompt": "x" * 121})
    assert refusal(long) == "too_long"


def test_wooclap_rows_have_a_type_a_title_and_the_right_places() -> None:
    rows = _rows(made("wooclap", material())["proef-oefenen-wooclap.xlsx"])
    assert rows[0][:4] == ("Type", "Title", "Correct", "Choice 1")
    assert rows[1][:4] == ("MCQ", "Kan een melding anoniem?", "2", "Nee")
    poll = next(row for row in rows if row[1] == "Waar zou jij eerst naartoe gaan?")
    assert poll[2] is None


def test_notebook_is_valid_has_the_lesson_and_hides_keys_without_the_exam() -> None:
    content = made("notebook", material())["proef.ipynb"].decode()
    read = nbformat.reads(content, as_version=4)
    nbformat.validate(read)
    ids = [cell["id"] for cell in read.cells]
    assert len(ids) == len(set(ids))
    text = "\n\n".join(cell["source"] for cell in read.cells)
    assert "# Alle soorten vragen" in text and "Je betaalt 1550\u00a0euro." in text
    assert "> **Wat kost zorg?**" in text and "> - Een melding kan anoniem." in text
    assert "{" not in re.sub(r"<[^>]+>", "", text)
    assert text.count("<details>") == 11
    assert "KANARIE" not in content


def test_notebook_has_the_help_lines_of_the_topics_that_a_block_names(mini: Path) -> None:
    lines = mini / "book/_data/helplines.yml"
    other = lines.read_text(encoding="utf-8").partition("\n")[2]
    for old, new in (("noodnummer", "praatlijn"), ("Noodnummer", "Praatlijn"), ("[nood]", "[praten]")):
        other = other.replace(old, new)
    append_to(lines, other)
    replace_in(
        mini / "book/les/eerste.md", "## De vraag", "```{helplines}\n:topics: praten\n```\n\n## De vraag"
    )
    text = made("notebook", material_of(load_course(mini), "proef"))["proef.ipynb"].decode()
    assert "**Praatlijn** 112" in text and "**Noodnummer**" not in text


LINKS = {
    "Zie [de kaart](kaart.md#nood) en [](/book/les/kaart.md).": "Zie [de kaart]({kaart}#nood) en [Kaart]({kaart}).",
    "Zie {doc}`kaart`, {doc}`die kaart </book/les/kaart>`.": "Zie [Kaart]({kaart}), [die kaart]({kaart}).",
    "Zie [](#wat-kost-het) en [](kaart.md#bij-nood).": "Zie [Wat kost het?]({les}#wat-kost-het) en [Bij nood]({kaart}#bij-nood).",
    "Zie {doc}`de *kaart* <kaart>` en {term}`een *woord* <melding>`.": r"Zie [de \*kaart\*]({kaart}) en een \*woord\*.",
    "Zie {ref}`mijn_plaats` en [zo](#mijn_plaats).": "Zie [Bij nood]({kaart}#mijn-plaats) en [zo]({kaart}#mijn-plaats).",
    "Zie [hier\nzo][adres] of [Adres].\n\n[adres]: kaart.md": "Zie [hier\nzo]({kaart}) of [Adres]({kaart}).",
    "Zie [x](https://a.example/b_(c)) en [de [kaart] (4)](<kaart.md>).": "Zie [x](https://a.example/b_(c)) en [de [kaart] (4)]({kaart}).",
    "[Sam]: Hallo daar.\n[Jan]: Dag.": "[Sam]: Hallo daar.\n[Jan]: Dag.",
    "![Een vlak](foto.png)": "[Een vlak]({les})",
    "[![Een vlak](foto.png) groot](kaart.md)": "[Een vlak groot]({kaart})",
    "Zie [een zin [kaart](kaart.md)] en `[x](kaart.md)`.": "Zie [een zin [kaart]({kaart})] en `[x](kaart.md)`.",
    "Het is 10{sup}`6` en H{sub}`2`O.": "Het is 10⁶ en H₂O.",
}
"""Markdown of a lesson, and how its notebook writes it."""
SITE = "https://vorming.test/book/les/"


def _notebook_of(mini: Path, text: str) -> str:
    card = mini / "book/les/kaart.md"
    append_to(card, "\n(mijn_plaats)=\n## Bij nood\n\nEen zin.\n")
    replace_in(mini / "book/les/eerste.md", "## De vraag", f"## Proef\n\n{text}\n\n## De vraag")
    cells = json.loads(made("notebook", material_of(load_course(mini), "proef"))["proef.ipynb"])["cells"]
    sources = ("".join(cell["source"]) for cell in cells)
    return next(source for source in sources if source.startswith("## Proef")).partition("\n\n")[2]


@pytest.mark.parametrize("text", LINKS)
def test_links_of_a_notebook_lead_to_the_site_from_anywhere(text: str, mini: Path) -> None:
    assert _notebook_of(mini, text) == LINKS[text].format(kaart=f"{SITE}kaart.html", les=f"{SITE}eerste.html")


def test_links_of_a_notebook_are_words_while_the_site_has_no_address(mini: Path) -> None:
    replace_in(mini / "book/_data/course.yml", "vorming.test", "vorming.example")
    text = "[De kaart](kaart.md), {doc}`kaart`, ![een vlak](foto.png), [x](https://a.example)."
    assert _notebook_of(mini, text) == "De kaart, Kaart, een vlak, [x](https://a.example)."


def test_report_of_a_notebook_says_where_a_picture_was(mini: Path) -> None:
    replace_in(mini / "book/les/eerste.md", "## De vraag", "![Een vlak](foto.png)\n\n## De vraag")
    assert "eerste (image)" in render(load_format("notebook"), material_of(load_course(mini), "proef")).report


def test_worksheet_tells_no_answer_and_the_key_tells_all() -> None:
    files = {name: content.decode() for name, content in made("print", material()).items()}
    sheet, key = files["proef-oefenen-werkblad.html"], files["proef-oefenen-sleutel.html"]
    for told in (
        "Niet juist:",
        "Bij een melding hoef je",
        "Goed dat je hier bent.",
        "1550",
        "Zo kan ze zelf kiezen.",
        "Speler 2: je vraagt hulp.",
    ):
        assert told in key and told not in sheet, told
    assert sheet.count('class="question"') == key.count('class="question"') == 11
    assert (
        "Deel dit blad niet uit." in key
        and "Deel dit blad niet uit." in files["proef-oefenen-turflijst.html"]
    )
    assert files["proef-kaartjes.html"].count("<svg") == 4
    assert all("http" not in text.replace("http://www.w3.org/2000/svg", "") for text in files.values())


def _course(tmp_path: Path) -> Path:
    return shutil.copytree(BOOK, tmp_path / "mijn cursus é", ignore=shutil.ignore_patterns("_build"))


def test_command_writes_every_format_with_a_report_each(tmp_path: Path) -> None:
    root = _course(tmp_path)
    done = vorming(root, "export", MODULE, "--all")
    assert done.returncode == 0, done.stderr
    folders = sorted(path.name for path in (root / "_build/exports" / MODULE).iterdir())
    assert folders == sorted(FORMATS)
    assert all(
        (root / "_build/exports" / MODULE / name / "verslag.txt").read_text(encoding="utf-8")
        for name in FORMATS
    )
    assert "weggelaten (2) – een poll kan niet in dit formaat\n" in done.stdout
    report = (root / "_build/exports" / MODULE / "canvas/verslag.txt").read_text(encoding="utf-8")
    # The questions are named as people know them, each on a line of its own; the command only counts them.
    shown = [
        name_of(found, found.prompt, 120) for found in material().practice.questions if found.type == "poll"
    ]
    assert "weggelaten (2) – een poll kan niet in dit formaat\n  {}\n  {}\n".format(*shown) in report
    assert shown[0] not in done.stdout


def test_report_names_questions_once_for_the_reasons_that_they_share() -> None:
    one, other = (Note(id, "explanation-dropped", name=f"01 Vraag {id}") for id in ("a", "b"))
    notes = (
        one,
        other,
        *(replace(note, key="hint-dropped") for note in (one, other)),
        replace(one, key="unit"),
    )
    report = Bundle({}, notes).report
    assert [report.count(note.name) for note in (one, other)] == [2, 1]


def test_command_writes_elsewhere_and_leaves_other_files_alone(tmp_path: Path) -> None:
    root, out = _course(tmp_path), tmp_path / "uit"
    (out / "anki").mkdir(parents=True)
    (out / "anki" / "van-mij.txt").write_text("blijf", encoding="utf-8")
    assert vorming(root, "export", MODULE, "--to", "anki", "--output", str(out)).returncode == 0
    assert sorted(path.name for path in (out / "anki").iterdir()) == [
        "proef-anki.txt",
        "van-mij.txt",
        "verslag.txt",
    ]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["proef", "--to", "modle"], 2, "“modle” is geen van deze: "),
        (["proefje", "--to", "anki"], 2, "Bedoel je “proef”?"),
        (["proef"], 2, "--to"),
        (["proef", "--to", "anki", "--strict"], 1, ""),
        (["proef", "--to", "print", "--strict"], 0, ""),
    ],
)
def test_command_says_what_is_wrong_and_leaves_with_its_code(
    tmp_path: Path, arguments: list[str], code: int, said: str
) -> None:
    done = vorming(_course(tmp_path), "export", *arguments)
    assert done.returncode == code, done.stderr
    assert said in done.stderr and "Traceback" not in done.stderr


def test_course_with_an_error_is_not_exported_and_the_last_good_one_stays(tmp_path: Path) -> None:
    root = _course(tmp_path)
    assert vorming(root, "export", MODULE, "--to", "anki").returncode == 0
    bank = root / "book/_data/quizzes/alle-types.yml"
    replace_in(bank, "correct: true", "correct: false")
    done = vorming(root, "export", MODULE, "--to", "anki")
    assert done.returncode == 1 and "[quiz-one-right]" in done.stdout
    assert (root / "_build/exports/proef/anki/proef-anki.txt").exists()


def test_help_and_manual_name_every_format(repository: Path) -> None:
    help_text = vorming(BOOK, "export", "--help").stdout
    manual = (repository / "docs/leerplatformen.md").read_text(encoding="utf-8")
    for name in FORMATS:
        assert name in help_text and f"| `{name}` |" in manual, name


def test_export_of_all_leaves_nothing_of_a_module_that_is_gone(mini: Path) -> None:
    folder = mini / "exports"
    for old in ("weg/moodle/weg.xml", "proef/moodle/oud.xml"):
        (folder / old).parent.mkdir(parents=True)
        (folder / old).write_text("oud", encoding="utf-8")
    export_all(load_course(mini), folder)
    assert not (folder / "weg").exists() and not (folder / "proef/moodle/oud.xml").exists()
    assert {path.name for path in (folder / "proef").iterdir()} == set(FORMATS)


def test_a_sentence_of_a_page_makes_only_the_formats_that_read_pages_again(mini: Path) -> None:
    folder = mini / "exports"

    def written() -> dict[str, int]:
        found = (path for path in folder.rglob("*") if path.is_file() and path.parent != folder)
        return {path.relative_to(folder).as_posix(): path.stat().st_mtime_ns for path in found}

    export_all(load_course(mini), folder)
    before = written()
    append_to(mini / "book/les/eerste.md", "\nNog een zin.\n")
    export_all(load_course(mini), folder)
    changed = {Path(name).parts[1] for name, time in written().items() if before[name] != time}
    assert changed == {name for name in FORMATS if load_format(name).reads_pages}
    assert "Nog een zin." in (folder / "proef/notebook/proef.ipynb").read_text(encoding="utf-8")
