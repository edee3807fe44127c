"""The formats in which a module's questions leave for another platform, for the command line and the build.

Nothing is imported here, so that the command line can name the formats without the libraries that write them.
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
"""The formats by their name on the command line, which is that of their module in this package, hence without a hyphen.

Each module has a `FORMAT`; what each is for is said under `formats` in the words of the exports.
"""


def load_format(name: str) -> "Format[Material]":
    """Import a format of `FORMATS`: what it can hold, and the function that writes it."""
    found: Format[Material] = import_module(f"{__name__}.{name}").FORMAT
    return found
