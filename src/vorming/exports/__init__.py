"""The exports of a module: the table of formats, each with what it can hold."""

from collections.abc import Mapping

from vorming.exports import (
    anki,
    blackboard,
    canvas,
    kahoot,
    moodle,
    notebook,
    printed,
    qti,
    scorm,
    wooclap,
)
from vorming.exports.format import Format

FORMATS: Mapping[str, Format] = {
    "moodle": moodle.FORMAT,
    "scorm": scorm.FORMAT,
    "qti": qti.FORMAT,
    "blackboard": blackboard.FORMAT,
    "print": printed.FORMAT,
    "canvas": canvas.FORMAT,
    "anki": anki.FORMAT,
    "kahoot": kahoot.FORMAT,
    "wooclap": wooclap.FORMAT,
    "notebook": notebook.FORMAT,
}
"""Each format by its name on the command line; words/exports says in Dutch what each is for."""
