"""Mutated courses: `check` says what is wrong, without a trace, and what it accepts is built."""

import random
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import MINI, vorming
from vorming.check import check_course
from vorming.check.pages import PLAIN
from vorming.check.text_rules import find_faults, find_plain_faults
from vorming.source.markdown import read_markdown

pytestmark = pytest.mark.slow

FILES = sorted(
    path.relative_to(MINI).as_posix()
    for path in MINI.rglob("*")
    if path.suffix in {".bib", ".md", ".yml"} and "schemas" not in path.parts
)
PIECES = (
    "```", ":::", "````{trainer-note} x", "{fact}`", "}", "{", "[", "](", "![", "<", "<sub>", "&", "$a$", "%", "|", "- ", "> ",
    ": ", "---\n", "\n\n", "    ", "#", "*", "1e999999", "9999-12-31", "-1", "''", '"', "@misc{", "é", "\u202e", "\x00", "\t", "null",
    "x" * 300, "[^", "~~~", "{{ x }}", "javascript:", "../../..", "!!python/object", "&a *a", "0x10", "true",
    "\r", "&#128512;", "&zwj;", "][x]", "HTTPS://x.be", "<!-- x -->",
)  # fmt: skip
"""What a slip, a paste or an attack puts into a file."""

Edit = tuple[str, int, int, str]
EDITS = st.lists(
    st.tuples(
        st.sampled_from(FILES), st.integers(0, 10_000), st.integers(0, 60), st.sampled_from(("", *PIECES))
    ),
    min_size=1,
    max_size=3,
)


def _edit(root: Path, edit: Edit) -> str:
    """Replace some characters of a file; return its text of before."""
    name, at, length, piece = edit
    path = root / name
    text = path.read_text(encoding="utf-8")
    at %= len(text) + 1
    path.write_text(text[:at] + piece + text[at + length :], encoding="utf-8")
    return text


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shutil.copytree(MINI, tmp_path_factory.mktemp("fuzz") / "boek")


@settings(max_examples=80, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
@given(edits=EDITS)
def test_check_never_breaks(edits: list[Edit], course: Path) -> None:
    before = [(course / edit[0], _edit(course, edit)) for edit in edits]
    try:
        assert all(str(problem) for problem in check_course(course))
    finally:
        for path, text in reversed(before):
            path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("seed", range(2))
def test_what_check_accepts_is_built(seed: int, mini: Path) -> None:
    chosen = random.Random(seed)
    for _ in range(40):
        edit = (chosen.choice(FILES), chosen.randrange(10_000), chosen.randrange(4), chosen.choice(PIECES))
        before = _edit(mini, edit)
        if any(problem.is_error for problem in check_course(mini)):
            (mini / edit[0]).write_text(before, encoding="utf-8")
    done = vorming(mini, "build")
    assert done.returncode == 0, done.stdout + done.stderr


@settings(max_examples=300, derandomize=True, deadline=None)
@given(
    text=st.from_regex(PLAIN, fullmatch=True),
    piece=st.sampled_from(("(faq)", "key-points", "1. ", "(a)=", " - ", "")),
)
def test_what_is_too_plain_to_be_parsed_breaks_no_rule_of_parsed_text(text: str, piece: str) -> None:
    if PLAIN.fullmatch(text + piece):
        parsed, plain = find_faults(read_markdown(text + piece)), find_plain_faults(text + piece)
        assert {str(fault) for fault in parsed} == {str(fault) for fault in plain}
