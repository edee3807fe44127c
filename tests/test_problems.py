"""Every rule: the smallest change to the mini-book that breaks it, and the line it gives."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import vorming
from vorming.rules import RULES

CASES = sorted((Path(__file__).parent / "problems").glob("*.yml"))
BUILD_RULES = {
    "fact-no-value": "tests/test_sphinx_ext.py",
    "lesson-missing": "tests/test_sphinx_ext.py",
    "policy-broken": "tests/test_site.py",
    "slide-empty": "tests/test_slides.py",
    "slide-crowded": "tests/test_slides.py",
    "notes-no-minutes": "tests/test_slides.py",
    "log-counts": "tests/test_session_log.py",
    "log-personal": "tests/test_session_log.py",
    "chart-empty": "tests/test_chart_directives.py",
    "raw-html": "tests/test_packs.py",
    "maths-unknown": "tests/test_packs.py",
    "pack-node-unknown": "tests/test_packs_writer.py",
    "footnote-missing": "tests/test_packs_writer.py",
    "glyph-missing": "tests/test_packs_writer.py",
    "pack-not-set": "tests/test_packs_writer.py",
}
"""Rules that only a build can see, and where they are tested."""


def test_every_rule_has_a_case_or_a_test_of_the_build() -> None:
    assert {path.stem for path in CASES} | set(BUILD_RULES) == set(RULES)


@pytest.mark.parametrize("rule", RULES)
def test_rule_says_what_is_wrong_and_what_to_do(rule: str) -> None:
    assert RULES[rule].sentence and not RULES[rule].sentence.endswith(".")
    assert RULES[rule].hint.strip()


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_rule_gives_its_line(path: Path, mini: Path) -> None:
    case = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    for change in case["change"]:
        _apply(mini, change)
    done = vorming(mini, "check")
    assert case["expect"] in done.stdout.splitlines()
    is_error = RULES[path.stem].severity == "error"
    assert done.returncode == (1 if is_error else 0)
    assert "Traceback" not in done.stderr


def _apply(root: Path, change: dict[str, Any]) -> None:
    """Make one change to a copy of the mini-book; a change that changes nothing is an error."""
    file = root / change["file"]
    file.parent.mkdir(exist_ok=True)
    match change:
        case {"find": find, "replace": replace}:
            text = file.read_text(encoding="utf-8")
            assert find in text
            file.write_text(text.replace(find, replace, 1), encoding="utf-8")
        case {"append": text}:
            file.write_text(file.read_text(encoding="utf-8") + text, encoding="utf-8")
        case {"write": text}:
            file.write_text(text, encoding="utf-8")
        case {"write-latin1": text}:
            file.write_bytes(text.encode("latin-1"))
        case {"write-bytes": count}:
            file.write_bytes(b"a" * int(count))
        case {"link-to": target}:
            file.unlink()
            file.symlink_to(file.parent / target)
        case _:
            file.unlink()
