"""Clock times and lengths as people type them on the command line, in their Dutch ways."""

import re
from datetime import time

_CLOCK = re.compile(r"(?P<hour>[01]?\d|2[0-3])\s*(?:[:.uh]\s*(?P<minute>[0-5]\d)?)?(?:\s*u(?:ur|\.)?)?")
_LENGTH = re.compile(
    r"(?P<hours>\d{1,2})\s*[:.uh]\s*(?P<minutes>[0-5]?\d)?|(?P<all>-?\d{1,4})\s*(?:min\.?|minuten|m)?"
)


def read_clock(text: str) -> time | None:
    """Read a clock time such as 9:10, 9u10, 9.10 or 9u; return None for what is no time of a day."""
    found = _CLOCK.fullmatch(text.strip().lower())
    return time(int(found["hour"]), int(found["minute"] or 0)) if found else None


def read_length(text: str) -> int | None:
    """Read a length such as 2u15, 2:15, 2u or 135 min, in minutes; return None for what is none.

    A number with a minus sign is read too, so that the command can say what is wrong with it.
    """
    found = _LENGTH.fullmatch(text.strip().lower())
    if found is None:
        return None
    return int(found["all"]) if found["all"] else int(found["hours"]) * 60 + int(found["minutes"] or 0)
