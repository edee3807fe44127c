"""No test looks at a browser's page once: a focus, an answer to a form, a message come later on a busy machine."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

READS = {
    "all_inner_texts", "all_text_contents", "count", "get_attribute", "inner_html", "inner_text", "input_value",
    "is_checked", "is_disabled", "is_editable", "is_enabled", "is_hidden", "is_visible",
}  # fmt: skip
"""What Playwright answers at once of what may still come; `expect(...)` waits for it."""


def _looks(text: str) -> Iterator[int]:
    """Yield the lines at which a test asserts what it read once, or waits for a time."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Attribute) and node.attr == "wait_for_timeout":
            yield node.lineno
        for part in ast.walk(node) if isinstance(node, ast.Assert) else ():
            if isinstance(part, ast.Call) and isinstance(part.func, ast.Attribute):
                # A list counts too, and says what.
                is_count = part.func.attr == "count" and part.args
                if part.func.attr in READS and not is_count:
                    yield part.lineno


def test_what_a_page_does_is_waited_for(repository: Path) -> None:
    files = sorted((repository / "tests").glob("*/*.py"))
    found = {f"{path.name}:{line}" for path in files for line in _looks(path.read_text(encoding="utf-8"))}
    assert files and found == set()


@pytest.mark.parametrize(
    ("line", "is_look"),
    [
        ("assert page.locator('p').count() == 2", True),
        ("assert said.get_attribute('role') == 'alert'", True),
        ("page.wait_for_timeout(50)", True),
        ("expect(page.locator('p')).to_have_count(2)", False),
        ("assert names.count('een') == 2", False),
    ],
)
def test_a_look_is_known_from_a_wait(line: str, is_look: bool) -> None:
    assert bool(list(_looks(line))) is is_look
