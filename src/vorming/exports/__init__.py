"""The formats in which the questions of a module are exported to other platforms.

The modules of the formats are imported only when used, so that the command line can list them without their libraries.
"""

from collections.abc import Mapping
from pkgutil import resolve_name
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vorming.exports.format import Format, Material

FORMATS: Mapping[str, str] = {
    "moodle": "moodle:FORMAT",
    "scorm": "scorm:FORMAT",
    "qti": "qti:QTI",
    "blackboard": "rows:BLACKBOARD",
    "print": "print:FORMAT",
    "canvas": "qti:CANVAS",
    "anki": "rows:ANKI",
    "kahoot": "rows:KAHOOT",
    "wooclap": "rows:WOOCLAP",
    "notebook": "notebook:FORMAT",
}
"""The place in this package of each format, by its name on the command line.

The purpose of each format is under `formats` in the words of the exports.
"""


def load_format(name: str) -> "Format[Material]":
    """Return a format, by its name on the command line."""
    format: Format[Material] = resolve_name(f"{__name__}.{FORMATS[name]}")
    return format
