"""JSON Schema of every data file, with which an editor completes and warns while somebody writes.

Their descriptions come from the models. They are in the repository, so that an editor needs nothing of ours;
`vorming schemas` renews them.
"""

import json
from pathlib import Path

from pydantic import BaseModel

from vorming.model.contacts import Place
from vorming.model.quiz import Quiz
from vorming.source.files import write_files
from vorming.source.load import DATA, FILES

FOLDER = f"{DATA}/schemas"


def render_schemas() -> dict[str, str]:
    """Return the text of each schema file, by its path below the course folder."""
    models: dict[str, type[BaseModel]] = {**FILES, "quiz": Quiz, "place": Place}
    dialect = "https://json-schema.org/draft/2020-12/schema"
    found = {}
    for name, model in models.items():
        schema = {"$schema": dialect, "title": name, **model.model_json_schema()}
        text = json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True)
        found[f"{FOLDER}/{name}.schema.json"] = f"{text}\n"
    return found


def write_schemas(root: Path) -> list[str]:
    """Write the schemas below `root`; return the paths of those that were stale or missing."""
    return write_files(root, {name: text.encode() for name, text in render_schemas().items()})
