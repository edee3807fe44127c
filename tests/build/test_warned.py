"""What Sphinx warns of is said in Dutch, at its place in the course."""

from pathlib import Path

import pytest

from vorming.build.command import show_outputs
from vorming.build.outputs import Built
from vorming.build.sphinx import SphinxWarning, describe_warnings, read_warnings

ROOT = Path("/boek")
SAID = """\
\x1b[91m/boek/book/les/een.md:5: WARNING: Non-consecutive header level increase; H1 to H4 [myst.header]\x1b[39m
/boek/book/les/twee.ipynb: ERROR: Iets anders
op twee regels
book/_data/faq.yml:3: ERROR: het vak is leeg [fact-no-value]
WARNING: overal
"""


def test_each_warning_knows_its_page() -> None:
    found = [(warned.page, warned.line) for warned in read_warnings(SAID, ROOT)]
    assert found == [("book/les/een", "5"), ("book/les/twee", ""), ("book/_data/faq.yml", "3"), ("", "")]


def test_the_common_ones_are_said_in_dutch_and_the_others_as_they_are() -> None:
    assert describe_warnings(read_warnings(SAID, ROOT)) == (
        "book/les/een.md:5: fout: een kop slaat een niveau over. Na # komt ##, en na ## komt ###\n"
        "    Non-consecutive header level increase; H1 to H4 [myst.header]",
        "book/les/twee.ipynb: fout: Iets anders\nop twee regels",
        "book/_data/faq.yml:3: fout: het vak is leeg [fact-no-value]",
        "fout: overal",
    )


def test_words_without_a_level_are_not_lost() -> None:
    assert list(read_warnings("Zomaar iets\n", ROOT)) == [SphinxWarning("", "", "Zomaar iets")]
    assert list(read_warnings("", ROOT)) == []


def test_what_two_outputs_find_is_said_once(capsys: pytest.CaptureFixture[str]) -> None:
    first, second = (
        "een.md:1: fout: een [a]\n    Verbeter het.",
        "een.md:2: fout: twee [b]\n    Verbeter het.",
    )
    made = [Built("html", 1, (first,)), Built("packs", 1, (first, second, first))]
    assert show_outputs(ROOT, ("html", "packs"), made)
    assert capsys.readouterr().err == f"{first}\n{second}\n"
