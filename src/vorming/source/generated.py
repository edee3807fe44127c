"""What stands in the repository but is made: the tables of rules and directives, the command line's catalogue."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from vorming.model.directives import OWN_DIRECTIVES, OWN_ROLES
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


MANUAL = "CONTRIBUTING.md"
_START, _END = "<!-- directives: made by `vorming docs` -->\n", "<!-- end of directives -->"


def render_manual(text: str) -> str:
    """Return the manual with the table of directives and roles between its two markers made anew."""
    before, _, rest = text.partition(_START)
    _, end, after = rest.partition(_END)
    rows = (f"| {call} | {gives} |" for call, gives in _calls())
    table = "\n".join(["| directive or role | gives |", "|---|---|", *rows])
    return f"{before}{_START}{table}\n{end}{after}" if end else text


def _calls() -> Iterator[tuple[str, str]]:
    """Yield how each directive and role is written, and what it gives."""
    for name, record in OWN_DIRECTIVES.items():
        argument = f" {record.argument.example}" if record.argument else ""
        options = (f", `:{key}:{' ' * bool(o.example)}{o.example}`" for key, o in record.options.items())
        body = " body" if record.body else ""
        yield f"`{{{name}}}{argument}`{body}{''.join(options)}", record.gives
    for name, role in OWN_ROLES.items():
        yield f"`` {{{name}}}`{role.argument.example}` ``", role.gives


def render_catalogue(root: Path) -> bytes:
    """Compile click.po. The result is committed: compiling takes longer than a whole `vorming --help`."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = BytesIO()
    with (root / CATALOGUE).with_suffix(".po").open("rb") as source:
        write_mo(compiled, read_po(source, locale="nl"))
    return compiled.getvalue()


def write_made(root: Path) -> Iterator[tuple[str, bool]]:
    """Write all of them below `root`; yield each file with whether it was stale."""
    manual = render_manual((root / MANUAL).read_text(encoding="utf-8"))
    made = {FILE: render_rules().encode(), MANUAL: manual.encode(), CATALOGUE: render_catalogue(root)}
    for name, content in made.items():
        path = root / name
        is_stale = not path.exists() or path.read_bytes() != content
        if is_stale:
            path.write_bytes(content)
        yield name, is_stale
