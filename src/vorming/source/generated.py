"""What stands in the repository but is made: the table of rules, and the command line's catalogue."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from vorming.source.problems import SEVERITY_WORDS
from vorming.source.rules import RULES

FILE = "docs/regels.md"
CATALOGUE = "src/vorming/assets/locale/nl/LC_MESSAGES/click.mo"

_HEAD = """# Regels

Gemaakt uit `src/vorming/source/rules.py` met `vorming docs`; niet met de hand wijzigen.
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


def render_catalogue(root: Path) -> bytes:
    """Compile click.po. The result is committed: compiling takes longer than a whole `vorming --help`."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = BytesIO()
    with (root / CATALOGUE).with_suffix(".po").open("rb") as source:
        write_mo(compiled, read_po(source, locale="nl"))
    return compiled.getvalue()


def write_made(root: Path) -> Iterator[tuple[str, bool]]:
    """Write both below `root`; yield each file with whether it was stale."""
    for name, content in ((FILE, render_rules().encode()), (CATALOGUE, render_catalogue(root))):
        path = root / name
        is_stale = not path.exists() or path.read_bytes() != content
        if is_stale:
            path.write_bytes(content)
        yield name, is_stale
