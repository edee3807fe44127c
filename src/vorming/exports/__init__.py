"""The formats in which the questions of a module are exported to other platforms.

The modules of the formats are imported only when used, so that the command line can list them without their libraries.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from vorming.exports.format import Format
    from vorming.exports.material import Material

FORMATS = (
    "moodle",
    "scorm",
    "qti",
    "blackboard",
    "print",
    "canvas",
    "anki",
    "kahoot",
    "wooclap",
    "notebook",
)
"""The names of the formats on the command line, which are also the names of their modules in this package.

Each module has a `FORMAT`. The purpose of each format is under `formats` in the words of the exports.
"""


def load_format(name: str) -> "Format[Material]":
    """Import the module of a format and return its `FORMAT`; `name` is one of `FORMATS`."""
    format: Format[Material] = import_module(f"{__name__}.{name}").FORMAT
    return format
