"""Numbers and dates as Dutch readers write them."""

import re
from datetime import date
from decimal import Decimal

from babel import dates

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
LOCALE = "nl_BE"

_PHONE = re.compile(r"\b0\d{1,3}(?: \d{2,3}){2,4}\b")


def unbroken(text: str) -> str:
    """Keep each telephone number in a text on one line."""
    return _PHONE.sub(lambda found: found[0].replace(" ", NO_BREAK_SPACE), text)


def format_number(number: Decimal) -> str:
    """Write 1234.5 as 1 234,5 (thin space, decimal comma); money keeps its two decimals."""
    whole, _, decimals = f"{number:f}".partition(".")
    sign, digits = ("−", whole[1:]) if whole.startswith("-") else ("", whole)
    groups = f"{int(digits):,}".replace(",", THIN_SPACE) if len(digits) > 4 else digits
    return f"{sign}{groups}{',' + decimals if decimals else ''}"


def format_value(number: Decimal, unit: str | None) -> str:
    """Write a number with its unit; the two never break apart."""
    return f"{format_number(number)}{NO_BREAK_SPACE}{unit}" if unit else format_number(number)


def format_minutes(minutes: int) -> str:
    """Write 1 as 1 minuut and 5 as 5 minuten."""
    return f"{minutes}{NO_BREAK_SPACE}{'minuut' if minutes == 1 else 'minuten'}"


def format_date(day: date) -> str:
    """Write 2026-11-23 as 23 november 2026."""
    return str(dates.format_date(day, f"d{NO_BREAK_SPACE}MMMM y", locale=LOCALE))


def month_name(month: int) -> str:
    """Return the name of a month, from 1."""
    return str(dates.get_month_names("wide", locale=LOCALE)[month])


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
