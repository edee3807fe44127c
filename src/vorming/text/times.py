"""Read clock times, lengths and days as Dutch speakers type them on the command line."""

import re
from datetime import date, time

_CLOCK = re.compile(r"(?P<hour>[01]?\d|2[0-3])\s*(?:[:.uh]\s*(?P<minute>[0-5]\d)?)?(?:\s*u(?:ur|\.)?)?")
_LENGTH = re.compile(
    r"(?P<hours>\d{1,2})\s*(?:[:.](?=\d\d)|u(?:ur)?|h)\s*(?:en\s*)?(?:(?P<minutes>[0-5]?\d)\s*(?:min\.?|minuten|m)?)?"
    r"|(?P<all>-?\d{1,4})\s*(?:min\.?|minuten|m)?"
)
_WEEKDAY = re.compile(r"^[a-z]+dag\s+")
_SPACED = re.compile(r"\s*([-/.])\s*")


def read_clock(text: str) -> time | None:
    """Read a clock time such as 9:10, 9u10, 9.10 or 9u; return None if the text is no time of day."""
    match = _CLOCK.fullmatch(text.strip().lower())
    return time(int(match["hour"]), int(match["minute"] or 0)) if match else None


def read_length(text: str) -> int | None:
    """Read a length such as 2u15, 2:15, 2 uur en 15 minuten or 135 min, in minutes; return None if the text is no length.

    2.5 is none: it could be two hours and a half, or five minutes.

    A negative number is read too, so that the command can refuse it with a message about its value.
    """
    match = _LENGTH.fullmatch(text.strip().lower())
    if match is None:
        return None
    return int(match["all"]) if match["all"] else int(match["hours"]) * 60 + int(match["minutes"] or 0)


def read_day(text: str, today: date) -> date | None:
    """Read a day: 2026-12-01, 1/12/2026, dinsdag 1 december 2026, 1 dec.; return None if the text is no day.

    Without a year it is the first such day from `today` on.
    """
    from vorming.text.numbers import written_dates  # imported here, as Babel is slow to import for `--help`

    typed = _SPACED.sub(r"\1", _WEEKDAY.sub("", text.strip().lower()))
    for written in (typed, f"{typed} {today.year}", f"{typed} {today.year + 1}"):
        for match, day in written_dates(written):
            if match[0] == written and (written == typed or day >= today):
                return day
    return None
