"""Problems: what a program writes to a terminal as text, and which words a hint names."""

import pytest

from vorming.source.problems import nearest, strip_controls


@pytest.mark.parametrize(
    "written",
    ["\x1b[1;31mrood\x1b[0m", "\x1b[2J\x1b[3;4Hrood", "\x1b]0;titel\x07rood", "\x1b]0;titel\x1b\\rood", "ro\x08od\x00\x1b"],
)  # fmt: skip
def test_what_steers_a_terminal_goes_and_words_stay(written: str) -> None:
    assert strip_controls(written) == "rood"
    assert strip_controls(f"een\t{written}\n") == "een\trood\n"


def test_of_many_words_those_most_alike_are_named() -> None:
    known = [f"{letter}-woord" for letter in "abcdefghij"]
    assert "j-woord" in nearest("j-hulp", known) and "a-woord" not in nearest("j-w", known)
    assert all(word in nearest("iets", known[:8]) for word in known[:8])
