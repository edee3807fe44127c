"""Anki's text file, with a card per question. The guid of a card is the id of its question, so that a new import updates it.

The lines that begin with `#` are the file headers of Anki 2.1.54 and later (Anki manual, "Text Files"). The final test is
left out, because the cards are for practice.
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

    A deck has the name of the lesson instead of the module, so that a lesson in two modules has one deck.
    """
    organisation = material.course.organisation.name
    sides: Any = templates().get_template("exports/anki.html.jinja").module
    rows = list(HEADER)
    for section in material.practice.sections:
        for question in map(html_texts, section.questions):
            # A card must be one line, and a tab would begin the next column.
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
