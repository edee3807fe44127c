"""What a program writes to a terminal, as text."""

import pytest

from vorming.source.problems import strip_controls


@pytest.mark.parametrize(
    "written",
    ["\x1b[1;31mrood\x1b[0m", "\x1b[2J\x1b[3;4Hrood", "\x1b]0;titel\x07rood", "\x1b]0;titel\x1b\\rood", "ro\x08od\x00\x1b"],
)  # fmt: skip
def test_what_steers_a_terminal_goes_and_words_stay(written: str) -> None:
    assert strip_controls(written) == "rood"
    assert strip_controls(f"een\t{written}\n") == "een\trood\n"
