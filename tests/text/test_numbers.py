"""Numbers are written and read as Dutch readers do."""

from datetime import date
from decimal import Decimal

import pytest

from vorming.text.numbers import (
    amounts,
    format_date,
    format_length,
    format_minutes,
    format_number,
    unbroken,
    written_dates,
)


@pytest.mark.parametrize(
    "text, unit, found",
    [
        ("Het kost 550 euro: 221 euro en 329 euro.", "euro", {"550", "221", "329"}),
        ("Het kost 4,50 euro.", "euro", {"4.50"}),
        ("Het kost 1.500\u00a0euro of 12\u202f000 euro.", "euro", {"1500", "12000"}),
        ("Zes maanden, of 50 jaar.", "maanden", {"6"}),
        ("Eén jaar of dertien jaar.", "jaar", {"1", "13"}),
        ("Wie jonger is dan 21, elk jaar.", "jaar", set()),
        ("Het kost 550 euro.", None, set()),
        ("Het kost € 550, €\u00a04,50 of 5,- euro en 20 €.", "euro", {"550", "4.50", "5", "20"}),
        ("Het kost € 550 en duurt 6 maanden.", "maanden", {"6"}),
        ("Het is 55 %, of 7% met 5 %s.", "%", {"55", "7"}),
        ("Een maand is geen 5 m, maar 6 maanden.", "m", {"5"}),
    ],
)
def test_amounts_are_the_numbers_before_the_unit(text: str, unit: str | None, found: set[str]) -> None:
    assert amounts(text, unit) == {Decimal(number) for number in found}


@pytest.mark.parametrize("number, shown", [("550", "550"), ("4.50", "4,50"), ("12000", "12\u202f000")])
def test_number_is_written_with_comma_and_thin_space(number: str, shown: str) -> None:
    assert format_number(Decimal(number)) == shown


@pytest.mark.parametrize("foreign, shown", [("", "4,50"), ("fr", "4,50"), ("en", "4.50")])
def test_number_is_written_in_the_language_of_its_part(foreign: str, shown: str) -> None:
    assert format_number(Decimal("4.50"), foreign) == shown


def test_telephone_number_never_breaks_and_other_numbers_may() -> None:
    assert unbroken("Bel 02 535 45 42 of 101.") == "Bel 02\u00a0535\u00a045\u00a042 of 101."
    assert (
        unbroken("Op 23 november 2026 waren het er 0 of 12.") == "Op 23 november 2026 waren het er 0 of 12."
    )


@pytest.mark.parametrize(
    "foreign, shown", [("", "1 april 2026"), ("fr", "1er avril 2026"), ("en", "1 April 2026")]
)
def test_date_is_written_in_the_language_of_its_part(foreign: str, shown: str) -> None:
    assert format_date(date(2026, 4, 1), foreign).replace("\u00a0", " ") == shown


@pytest.mark.parametrize(
    "text",
    ["8 april 2026", "8\u00a0april\n2026", "8 Apr. 2026", "8 apr 2026", "8/4/2026", "08-04-2026", "8.4.2026", "2026-04-08"],
)  # fmt: skip
def test_dates_in_a_text_are_whole_days_however_they_are_written(text: str) -> None:
    [(found, day)] = written_dates(f"Op {text}, niet in april 2026, op 18/4 of op 31 april 2026.")
    assert (found[0], day) == (text, date(2026, 4, 8))


def test_one_minute_is_not_plural() -> None:
    assert [" ".join(format_minutes(n).split()) for n in (1, 2)] == ["1 minuut", "2 minuten"]
    lengths = [" ".join(format_length(n).split()) for n in (45, 60, 135)]
    assert lengths == ["45 minuten", "1 uur", "2 uur en 15 minuten"]
