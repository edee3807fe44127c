"""Anki's text file: a card per question, with its id as guid, so that a new import renews the card.

The lines that begin with `#` are the file headers of Anki 2.1.54 and later (Anki manual, "Text Files"). The final test
stays out: these are cards to practise with.
"""

from typing import Any

from vorming.exports.format import PARTS, TYPES, Files, Format
from vorming.exports.material import Material
from vorming.quiz.texts import html_texts
from vorming.text.templates import templates

HEADER = (
    "#separator:tab",
    "#html:true",
    "#guid column:1",
    "#notetype:Basic",
    "#deck column:4",
    "#tags column:5",
)


def write(material: Material) -> Files:
    """Make one file of cards: guid, front, back, deck, tag.

    A deck is named after the lesson and not after the module, so that a lesson of two modules keeps one deck.
    """
    organisation = material.course.organisation.name
    sides: Any = templates().get_template("exports/anki.html.jinja").module
    rows = list(HEADER)
    for section in material.practice.sections:
        for question in map(html_texts, section.questions):
            # One line a card: a line of a side ends with <br>, and a tab would begin the next column.
            both = (sides.front(question), sides.back(question))
            texts = ["<br>".join(side.splitlines()).replace("\t", " ") for side in both]
            rows.append("\t".join([question.id, *texts, f"{organisation}::{section.title}", section.id]))
    return {f"{material.module.id}-anki.txt": ("\n".join(rows) + "\n").encode()}


FORMAT = Format(
    write,
    types=TYPES - {"scenario", "poll"},
    keeps=PARTS - {"hint", "option-feedback", "wrong-values", "distractors", "roles", "debrief"},
    holds_exam=False,
)
