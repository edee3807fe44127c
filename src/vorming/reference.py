"""Tables for the documentation, made from the code so that they can't go stale."""

from pathlib import Path

from vorming.problems import SEVERITY_WORDS
from vorming.rules import RULES

FILE = "docs/regels.md"

_HEAD = """# Regels

Gemaakt uit `src/vorming/rules.py` met `vorming docs`; niet met de hand wijzigen.
`fout` houdt een bouw tegen, `let op` niet.

| regel | soort | wat er staat | wat je doet |
|---|---|---|---|
"""


def render_rules() -> str:
    """Return the table of every rule: id, severity, sentence and hint."""
    rows = (
        f"| `{id}` | {SEVERITY_WORDS[rule.severity]} | {_cell(rule.sentence)} | {_cell(rule.hint)} |"
        for id, rule in sorted(RULES.items())
    )
    return _HEAD + "\n".join(rows) + "\n"


def _cell(text: str) -> str:
    """Keep a table's bars and a template's double braces out of a cell."""
    return text.replace("{{", "{").replace("}}", "}").replace("|", "\\|")


def write_rules(root: Path) -> bool:
    """Write the table below `root`; tell whether it was stale."""
    path, text = root / FILE, render_rules()
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return True
