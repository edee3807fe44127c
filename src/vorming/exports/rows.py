"""Formats with a row per question: tab-delimited text for Anki and Blackboard, workbooks for Kahoot and Wooclap.

Kahoot and Wooclap are live tools with choices. Their workbooks have the short `live` texts of a question if there are any,
and no final test.
"""

import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

from vorming.exports.format import (
    PARTS,
    TYPES,
    ZIP_DATE,
    Files,
    Format,
    Material,
    full_prompt,
    split_reasons,
    zip_bytes,
)
from vorming.model.quiz import LETTERED
from vorming.quiz.texts import html_texts
from vorming.quiz.view import QuestionView
from vorming.text.markdown import inline_text
from vorming.text.templates import templates

ANKI_HEADER = (
    "#separator:tab",
    "#html:true",
    "#guid column:1",
    "#notetype:Basic",
    "#deck column:4",
    "#tags column:5",
)
"""The file headers of Anki 2.1.54 and later (Anki manual, "Text Files")."""


def write_anki(material: Material) -> Files:
    """Make one file with a card per question: guid, front, back, deck, tag.

    The guid is the id of the question, so that a new import updates the card. The final test is left out, because the cards are
    for practice. A deck has the name of the lesson instead of the module, so that a lesson in two modules has one deck.
    """
    organisation = material.course.organisation.name
    sides: Any = templates().get_template("exports/anki.html.jinja").module
    rows = list(ANKI_HEADER)
    for section in material.practice.sections:
        for question in map(html_texts, section.questions):
            # A card must be one line, and a tab would begin the next column.
            both = (sides.front(question), sides.back(question))
            texts = ["<br>".join(side.splitlines()).replace("\t", " ") for side in both]
            rows.append("\t".join([question.id, *texts, f"{organisation}::{section.title}", section.id]))
    return {f"{material.module.id}-anki.txt": ("\n".join(rows) + "\n").encode()}


def write_blackboard(material: Material) -> Files:
    """Make one file per set, as plain text without feedback, and without blank lines and headers, which Blackboard refuses."""
    files = {}
    for chosen in material.sets:
        lines = []
        for question in split_reasons(chosen.questions):
            code, *answers = row_of(question)
            cells = map(inline_text, (code, full_prompt(question), *answers))
            # A tab or a line break in a text would begin another cell or question.
            lines.append("\t".join(" ".join(cell.split()) for cell in cells) + "\r\n")
        files[f"{chosen.id}-blackboard.txt"] = "".join(lines).encode()
    return files


def row_of(question: QuestionView) -> list[str]:
    """Return the code of a question and its answers, without its prompt.

    The codes (MC, MA, TF, ORD, MAT, NUM, ESS) are those in Blackboard's help on uploading questions.
    """
    number, pairs = question.numeric, question.pairs
    match question.type:
        case "truefalse":
            return ["TF", "true" if question.options[0].is_correct else "false"]
        case "order":
            return ["ORD", *(item.text for item in question.right_order)]
        case "match":
            return ["MAT", *(text for pair in pairs for text in (pair.left, pair.right))]
        case "numeric" if number:
            return ["NUM", f"{number.answer:f}", f"{number.tolerance:f}"]
        case "open":
            return ["ESS", question.model_answer]
    row = ["MA" if question.type == "multiple" else "MC"]
    for option in question.options:
        row += [option.text, "correct" if option.is_correct else "incorrect"]
    return row


ANKI = Format(
    write_anki,
    types=TYPES - {"scenario", "poll"},
    keeps=PARTS - {"hint", "option-feedback", "wrong-values", "distractors", "roles", "debrief"},
    holds_exam=False,
)
BLACKBOARD = Format(
    write_blackboard,
    types=frozenset({"single", "multiple", "truefalse", "order", "match", "numeric", "open"}),
    keeps=frozenset({"decimals", "model-answer"}),
    changes={
        "reason": "reason_split",
        "part-points": "partial",
        "unit": "unit",
        "open": "open_no_points",
        "order": "order_ultra",
    },
)


Cell = str | int

MOST_QUESTION, MOST_ANSWER, MOST_ANSWERS = 120, 75, 4
"""The limits of Kahoot: the characters of a question and of an answer, and the number of answers."""
SECONDS = (5, 10, 20, 30, 60, 90, 120, 240)
"""The times that Kahoot offers for a question."""
KAHOOT_HEADER = (
    "",
    "Question - max 120 characters",
    *(f"Answer {number} - max 75 characters" for number in range(1, MOST_ANSWERS + 1)),
    "Time limit (sec) – 5, 10, 20, 30, 60, 90, 120, or 240 secs",
    "Correct answer(s) - choose at least one",
)
HEADER_ROW = 8
"""The row, counted from 1, on which Kahoot expects the header, which is that of its template for importing a spreadsheet."""


def write_kahoot(material: Material) -> Files:
    """Make Kahoot's workbook of the practice questions that fit."""
    rows: list[tuple[Cell, ...]] = [(), ("", "Quiz template"), ("", material.practice.title)]
    rows += [()] * (HEADER_ROW - 1 - len(rows))
    rows.append(KAHOOT_HEADER)
    for number, question in enumerate(material.practice.questions, 1):
        answers = live_answers(question)
        answers += [""] * (MOST_ANSWERS - len(answers))
        # The next longer time that Kahoot offers, or else its longest.
        seconds = next((allowed for allowed in SECONDS if allowed >= question.seconds), SECONDS[-1])
        rows.append((number, question.short_prompt, *answers, seconds, right_places(question)))
    return {f"{material.practice.id}-kahoot.xlsx": workbook_bytes("Quiz", rows)}


def write_wooclap(material: Material) -> Files:
    """Make Wooclap's workbook of the practice questions with choices, with as many columns as the most answers.

    Wooclap also reads Moodle XML, for the other types.
    """
    questions = material.practice.questions
    most = max((len(question.options) for question in questions), default=2)
    header = ("Type", "Title", "Correct", *(f"Choice {number}" for number in range(1, most + 1)))
    rows: list[tuple[Cell, ...]] = [header]
    for question in questions:
        rows.append(("MCQ", question.short_prompt, right_places(question), *live_answers(question)))
    return {f"{material.practice.id}-wooclap.xlsx": workbook_bytes("Wooclap", rows)}


def refusal(question: QuestionView) -> str | None:
    """Return the key of the reason why a question with choices does not fit in Kahoot, or None if it fits."""
    if len(question.options) > MOST_ANSWERS:
        return "too_many_options"
    texts = live_answers(question)
    is_long = len(question.short_prompt) > MOST_QUESTION or any(len(text) > MOST_ANSWER for text in texts)
    return "too_long" if is_long else None


def live_answers(question: QuestionView) -> list[str]:
    """Return the short forms of the answers, or the answers themselves, as plain text."""
    return [inline_text(option.live or option.text) for option in question.options]


def right_places(question: QuestionView) -> str:
    """Return the numbers of the right answers, counted from 1, in the form of live tools: "1,3"."""
    return ",".join(str(place) for place, option in enumerate(question.options, 1) if option.is_correct)


def workbook_bytes(title: str, rows: Iterable[Sequence[Cell]]) -> bytes:
    """Make a workbook (.xlsx) of one sheet; the same rows give the same bytes."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    for cells in sheet.iter_rows():
        for cell in cells:
            if isinstance(cell.value, str):
                cell.data_type = "s"  # otherwise a text that starts with = is a formula
    book.properties.created = book.properties.modified = datetime(*ZIP_DATE)
    buffer = io.BytesIO()
    # Not `book.save`, which sets the time. Packed again, because the entries of openpyxl have one too.
    ExcelWriter(book, zipfile.ZipFile(buffer, "w")).save()
    with zipfile.ZipFile(buffer) as archive:
        return zip_bytes({name: archive.read(name) for name in archive.namelist()})


KAHOOT = Format(write_kahoot, types=LETTERED, keeps=frozenset(), holds_exam=False, refuses=refusal)
WOOCLAP = Format(
    write_wooclap,
    types=LETTERED | {"poll"},
    keeps=frozenset(),
    holds_exam=False,
    # A poll on a scale has no options.
    refuses=lambda question: None if question.options else "poll",
)
