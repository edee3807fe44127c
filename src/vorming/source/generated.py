"""Files that are made by a command: a new course, and what this repository has of the code.

`vorming new` writes a small course. `vorming docs` and `vorming schemas` write the tables of rules and directives and
the JSON Schemas, and a test fails if one is out of date. With the JSON Schema of a data
file an editor completes keys and warns while somebody types; its descriptions come from the models.
"""

import json
import shutil
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from vorming.model.course import FILES
from vorming.model.directives import OWN_DIRECTIVES, OWN_ROLES
from vorming.model.local import LocalContacts
from vorming.model.quiz import Quiz
from vorming.source.load import DATA
from vorming.source.problems import phrases, rules
from vorming.source.yaml import read_yaml

FILE = "docs/regels.md"
MANUAL = "CONTRIBUTING.md"

_HEAD = """# Regels

Gemaakt uit `src/vorming/assets/rules/rules.nl.yml` met `vorming docs`; niet met de hand wijzigen.
`fout` houdt een bouw tegen, `let op` niet.

| regel | soort | wat er staat | wat je doet |
|---|---|---|---|
"""
_START, _END = "<!-- directives: made by `vorming docs` -->\n", "<!-- end of directives -->"


def render_rules() -> str:
    """Return the Markdown table of every rule: id, severity, sentence and hint."""
    rows = []
    for id, rule in sorted(rules().items()):
        cells = (f"`{id}`", phrases("severities")[rule.severity], rule.sentence, rule.hint)
        # Undo the doubled braces of the format strings, and escape bars, which would end the cell.
        text = " | ".join(c.replace("{{", "{").replace("}}", "}").replace("|", "\\|") for c in cells)
        rows.append(f"| {text} |\n")
    return _HEAD + "".join(rows)


def render_manual(text: str) -> str:
    """Return the manual with the table between its two markers renewed; unchanged if it has no markers."""
    before, _, rest = text.partition(_START)
    _, end, after = rest.partition(_END)
    rows = "| directive or role | gives |\n|---|---|\n"
    for name, record in OWN_DIRECTIVES.items():
        argument = f" {record.argument.example}" if record.argument else ""
        body = " body" if record.body else ""
        options = ""
        for key, option in record.options.items():
            options += f", `:{key}: {option.example}`" if option.example else f", `:{key}:`"
        rows += f"| `{{{name}}}{argument}`{body}{options} | {record.summary} |\n"
    for name, role in OWN_ROLES.items():
        rows += f"| `` {{{name}}}`{role.argument.example}` `` | {role.summary} |\n"
    return f"{before}{_START}{rows}{end}{after}" if end else text


def render_docs(root: Path) -> dict[str, bytes]:
    """Return the table of rules and the manual by their paths below `root`."""
    manual = render_manual((root / MANUAL).read_text(encoding="utf-8"))
    return {FILE: render_rules().encode(), MANUAL: manual.encode()}


def render_schemas() -> dict[str, bytes]:
    """Return each schema file by its path below the course folder."""
    models: dict[str, type[BaseModel]] = {**FILES, "quiz": Quiz, "place": LocalContacts}
    dialect = "https://json-schema.org/draft/2020-12/schema"
    schemas = {}
    for name, model in models.items():
        schema = {"$schema": dialect, **model.model_json_schema()}
        text = json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True)
        schemas[f"{DATA}/schemas/{name}.schema.json"] = f"{text}\n".encode()
    return schemas


def write_new_course(folder: Path, language: str) -> None:
    """Write a course that passes the checks and can be built, into a folder that is empty or does not exist yet."""
    with as_file(files("vorming") / "assets" / "new") as assets:
        for part in ("shared", language):
            shutil.copytree(assets / part, folder, dirs_exist_ok=True)
    # The asset has another name, since the packaging would leave out a file called .gitignore.
    (folder / "gitignore").rename(folder / ".gitignore")
    course: Any = FILES["course"].model_validate(read_yaml(folder, "book/_data/course.yml").value)
    config = folder / "_config.yml"
    values = {"title": course.course.title, "author": course.organisation.name, "language": language}
    config.write_text(config.read_text(encoding="utf-8").format(**values), encoding="utf-8")
