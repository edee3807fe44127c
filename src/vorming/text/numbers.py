"""Numbers and dates as readers of the course write them."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from babel import dates, lists, units

from vorming.source.current import language, locale

THIN_SPACE = "\u202f"
NO_BREAK_SPACE = "\u00a0"
_SMALL = [
    "nul",
    "een",
    "twee",
    "drie",
    "vier",
    "vijf",
    "zes",
    "zeven",
    "acht",
    "negen",
    "tien",
    "elf",
    "twaalf",
    "dertien",
    "veertien",
    "vijftien",
]
_NUMBER = rf"\d[\d.{THIN_SPACE}{NO_BREAK_SPACE}]*(?:,\d+)?|\b(?:{'|'.join(_SMALL)})\b"

_PHONE = re.compile(r"\b0\d{1,3}(?: \d{2,3}){2,4}\b")


def unbroken(text: str) -> str:
    """Keep each telephone number in a text on one line."""
    return _PHONE.sub(lambda found: found[0].replace(" ", NO_BREAK_SPACE), text)


def format_number(number: Decimal) -> str:
    """Write 1234.5 as 1 234,5 (thin space, decimal comma), in English as 1,234.5; money keeps its two decimals."""
    whole, _, decimals = f"{number:f}".partition(".")
    sign, digits = ("−", whole[1:]) if whole.startswith("-") else ("", whole)
    thin, point = (",", ".") if language() == "en" else (THIN_SPACE, ",")
    groups = f"{int(digits):,}".replace(",", thin) if len(digits) > 4 else digits
    return f"{sign}{groups}{point + decimals if decimals else ''}"


def format_value(number: Decimal, unit: str | None) -> str:
    """Write a number with its unit; the two never break apart."""
    return f"{format_number(number)}{NO_BREAK_SPACE}{unit}" if unit else format_number(number)


def format_minutes(minutes: int) -> str:
    """Write 1 as 1 minuut and 5 as 5 minuten."""
    return str(units.format_unit(minutes, "duration-minute", locale=locale())).replace(" ", NO_BREAK_SPACE)


def format_date(day: date) -> str:
    """Write 2026-11-23 as 23 november 2026."""
    written = str(dates.format_date(day, f"d{NO_BREAK_SPACE}MMMM y", locale=locale()))
    return written.replace("1", "1er", 1) if language() == "fr" and day.day == 1 else written


def month_name(month: int) -> str:
    """Return the name of a month, from 1."""
    return str(dates.get_month_names("wide", locale=locale())[month])


def enumerate_words(parts: Iterable[str]) -> str:
    """Join as a sentence does: a, b en c."""
    return str(lists.format_list(list(parts), locale=locale()))


def amounts(text: str, unit: str | None) -> set[Decimal]:
    """Return the numbers before a unit, in digits or as a small word: “221 euro”, “zes maanden”."""
    if not unit:
        return set()
    plain = text.lower().replace("é", "e")
    return {_read_amount(number) for number in re.findall(rf"({_NUMBER})\s+{re.escape(unit)}\b", plain)}


def _read_amount(number: str) -> Decimal:
    if number in _SMALL:
        return Decimal(_SMALL.index(number))
    return Decimal(re.sub(rf"[.{THIN_SPACE}{NO_BREAK_SPACE}]", "", number).replace(",", "."))
