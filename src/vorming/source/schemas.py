"""JSON Schema of every data file, so that an editor completes and warns."""

import json
from pathlib import Path

from pydantic import BaseModel

from vorming.model.contacts import Place
from vorming.model.quiz import Quiz
from vorming.source.load import DATA, FILES

FOLDER = f"{DATA}/schemas"


def render_schemas() -> dict[str, str]:
    """Return the text of each schema file by its path in the course."""
    models: dict[str, type[BaseModel]] = {**FILES, "quiz": Quiz, "place": Place}
    return {f"{FOLDER}/{name}.schema.json": _render(name, model) for name, model in models.items()}


def _render(name: str, model: type[BaseModel]) -> str:
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": name,
        **model.model_json_schema(),
    }
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def write_schemas(root: Path) -> list[str]:
    """Write the schemas below `root`; return the paths that were stale."""
    stale = [path for path, text in render_schemas().items() if not _is_fresh(root / path, text)]
    for path in stale:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(render_schemas()[path], encoding="utf-8")
    return stale


def _is_fresh(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text
