"""Numbers, amounts and dates as readers of the course write them, in its language."""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal

from babel import dates, lists, units

from vorming.source.current import language, locale
from vorming.source.problems import read_dutch

THIN_SPACE = "\u202f"
NO_BREAK_SPACE = "\u00a0"
_SMALL: list[str] = read_dutch("assets/language/dutch.yml")["numbers"]
_SPACES_AND_DOT = rf".{THIN_SPACE}{NO_BREAK_SPACE}"
_SIGNS = {"euro": "€"}
"""The signs of units, which stand before a number or after it."""
_AMOUNT = rf"(\d[\d{_SPACES_AND_DOT}]*(?:,\d+)?|\b(?:{'|'.join(_SMALL)})\b)"
_PHONE = re.compile(r"\b0\d{1,3}(?: \d{2,3}){2,4}\b")


def unbroken(text: str) -> str:
    """Put no-break spaces in the telephone numbers of a text, so that none is split over two lines."""
    return _PHONE.sub(lambda match: match[0].replace(" ", NO_BREAK_SPACE), text)


def format_number(number: Decimal, foreign: str = "") -> str:
    """Write 12345.5 as 12 345,5 (thin space, decimal comma), in English as 12,345.5.

    Trailing zeros stay, so that an amount of money keeps two decimals. Numbers of four digits are not grouped.
    `foreign` is the code of another language than that of the course, for a part of a page in that language.
    """
    sign = "−" if number.is_signed() else ""
    whole, _, decimals = f"{abs(number):f}".partition(".")
    thin, point = (",", ".") if (foreign or language()) == "en" else (THIN_SPACE, ",")
    groups = f"{int(whole):,}".replace(",", thin) if len(whole) > 4 else whole
    return f"{sign}{groups}{point + decimals if decimals else ''}"


def format_value(number: Decimal, unit: str | None) -> str:
    """Write a number with its unit, joined by a no-break space."""
    return f"{format_number(number)}{NO_BREAK_SPACE}{unit}" if unit else format_number(number)


def format_minutes(minutes: int) -> str:
    """Write 1 as 1 minuut and 5 as 5 minuten."""
    return str(units.format_unit(minutes, "duration-minute", locale=locale())).replace(" ", NO_BREAK_SPACE)


def format_length(minutes: int) -> str:
    """Write 135 minutes as 2 uur en 15 minuten."""
    parts = (timedelta(hours=minutes // 60), timedelta(minutes=minutes % 60))
    # `format_unit` has no pattern for hours in Dutch. The threshold keeps 45 minutes from becoming an hour.
    written = (dates.format_timedelta(part, threshold=1, locale=locale()) for part in parts if part)
    return enumerate_words(str(part).replace(" ", NO_BREAK_SPACE) for part in written)


def format_date(day: date, foreign: str = "") -> str:
    """Write 2026-11-23 as 23 november 2026, and in French the first of a month as 1er.

    `foreign` is the code of another language than that of the course, for a part of a page in that language.
    """
    spoken = f"{foreign}_BE" if foreign else locale()
    written = str(dates.format_date(day, f"d{NO_BREAK_SPACE}MMMM y", locale=spoken))
    # CLDR has no pattern for the ordinal of the first day.
    return written.replace("1", "1er", 1) if spoken.startswith("fr") and day.day == 1 else written


def written_dates(text: str) -> Iterator[tuple[re.Match[str], date]]:
    """Yield the dates in a text: 23 november 2026, 23 nov. 2026, 23/11/2026, 23-11-2026, 23.11.2026 or 2026-11-23."""
    numbers = {str(number): number for number in range(1, 13)}
    for width in ("wide", "abbreviated"):
        for number, name in dates.get_month_names(width, locale=locale()).items():
            month = name.rstrip(".").lower()
            numbers |= {month: number, month[:4]: number}  # febr. and sept. are of neither width
    months = "|".join(sorted(numbers, key=len, reverse=True))
    words = rf"\b(?P<day>\d{{1,2}})(?:er)?(?:\s|[/.-]0?)(?P<month>{months})(?:\.?\s|[/.-])(?P<year>\d{{4}})\b"
    for match in re.finditer(rf"(?i:{words})|\b\d{{4}}-\d\d-\d\d\b", text):
        day, month, year = match.groups()
        with suppress(ValueError):  # 31 april
            yield (
                match,
                date(int(year), numbers[month.lower()], int(day)) if day else date.fromisoformat(match[0]),
            )


def format_weekday(day: date) -> str:
    """Write 2026-11-23 as maandag 23 november 2026."""
    return f"{dates.format_date(day, 'EEEE', locale=locale())} {format_date(day)}"


def month_name(month: int) -> str:
    """Return the name of a month, numbered from 1."""
    return str(dates.get_month_names("wide", locale=locale())[month])


def enumerate_words(parts: Iterable[str]) -> str:
    """Join words as in a sentence: a, b en c."""
    return str(lists.format_list(list(parts), locale=locale()))


def with_unit(number: str, unit: str) -> str:
    """Return a pattern for a number and its unit: 5 euro, 5,- euro, € 5 or 5 €; `number` is a pattern itself."""
    after = rf"{number}(?:,-)?\s*(?:{re.escape(unit)}(?!\w)"
    return rf"{after}|{_SIGNS[unit]})|{_SIGNS[unit]}\s*{number}" if unit in _SIGNS else f"{after})"


def amounts(text: str, unit: str | None) -> set[Decimal]:
    """Return the numbers before a unit in a Dutch text: 221 of “221 euro”, 6 of “zes maanden”.

    Numbers up to fifteen may be written as words. Without a unit the result is empty.
    """
    if not unit:
        return set()
    numbers: set[Decimal] = set()
    # “één” is written with and without accents.
    for match in re.finditer(with_unit(_AMOUNT, unit), text.lower().replace("é", "e")):
        word = next(filter(None, match.groups()))
        digits = re.sub(f"[{_SPACES_AND_DOT}]", "", word).replace(",", ".")
        numbers.add(Decimal(_SMALL.index(word) if word in _SMALL else digits))
    return numbers
