"""The exports of a module: the table of formats. Each writer is a pure function from Material to Bundle."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from vorming.exports import (
    anki,
    blackboard,
    canvas,
    gift,
    kahoot,
    moodle,
    notebook,
    printed,
    qti,
    qti3,
    scorm,
    wooclap,
)
from vorming.exports.bundle import Bundle
from vorming.exports.material import Material


@dataclass(frozen=True)
class Writer:
    """A format: what it is for, in a few Dutch words, and what makes it."""

    purpose: str
    render: Callable[[Material], Bundle]


WRITERS: Mapping[str, Writer] = {
    "moodle": Writer("Moodle: vragenbank (XML)", moodle.render),
    "scorm": Writer("Smartschool, Toledo en andere: SCORM 1.2", scorm.render),
    "qti": Writer("QTI 2.1", qti.render),
    "blackboard": Writer("Blackboard: tekst met tabs", blackboard.render),
    "print": Writer("Papier: werkblad, sleutel, kaartjes en turflijst (HTML)", printed.render),
    "canvas": Writer("Canvas: QTI 1.2", canvas.render),
    "gift": Writer("GIFT", gift.render),
    "anki": Writer("Anki: kaartjes om te oefenen", anki.render),
    "kahoot": Writer("Kahoot: rekenblad", kahoot.render),
    "wooclap": Writer("Wooclap: rekenblad", wooclap.render),
    "qti3": Writer("QTI 3.0", qti3.render),
    "notebook": Writer("JupyterLab: notebook met lessen en vragen", notebook.render),
}
