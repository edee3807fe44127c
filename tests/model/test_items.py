"""What all items share: when a check is due again, and which telephone numbers can be dialled."""

from datetime import date

import pytest

from vorming.model.base import Dated
from vorming.model.items import is_phone_number


@pytest.mark.parametrize(
    ("interval", "due"),
    [
        ("3 months", date(2027, 2, 28)),
        ("6 months", date(2027, 5, 30)),
        ("1 year", date(2027, 11, 30)),
        ("never", None),
    ],
)
def test_a_check_is_due_on_the_same_day_of_a_later_month(interval: str, due: date | None) -> None:
    item = Dated.model_validate({"checked_on": "2026-11-30", "recheck_every": interval})
    assert item.recheck_on == due
    assert item.is_expired(date(2100, 1, 1)) == (due is not None)
    assert due is None or (item.is_expired(due) and not item.is_expired(date(2027, 2, 27)))


@pytest.mark.parametrize(
    "printed",
    ["112", "1712", "1713", "116 000", "02/201.16.90", "0470 12 34 56", "+31 20 123 45 67", "(09) 267 21 41"],
)
def test_a_number_that_can_be_dialled_is_one(printed: str) -> None:
    assert is_phone_number(printed)


@pytest.mark.parametrize(
    "printed",
    [
        "",
        "1",
        "1712123",
        "112 (24/7)",
        "112 of 101",
        "02 201 16 9",
        "0470 12 34 567",
        "bel 112",
        "+0 12345678",
        "+32 (0)2 123 45 67",
    ],
)
def test_what_cannot_be_dialled_is_no_number(printed: str) -> None:
    assert not is_phone_number(printed)
