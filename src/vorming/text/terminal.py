"""The output of programs as plain text."""

import re

_CONTROLS = re.compile(
    r"""
    \x1b\] [^\x07\x1b]* (?: \x07 | \x1b\\ )?    # a title for the window
    | \x1b (?: \[ [0-?]* [ -/]* [@-~] )?        # a colour, a jump of the cursor
    | [\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]     # a bell, a backspace
    | \r(?=\n)                                 # a part of the end of a line
    """,
    re.VERBOSE,
)


def strip_controls(text: str) -> str:
    """Return a text without colours and other terminal controls, except tabs and line ends."""
    return _CONTROLS.sub("", text)
