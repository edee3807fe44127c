"""The JSON Schemas are fresh, fit the real data, and every data file names its own."""

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from tests.conftest import ROOT
from vorming.source.generated import render_schemas

DATA = ROOT / "book" / "_data"
FILES = [*sorted(DATA.glob("*.yml")), *sorted((DATA / "quizzes").glob("*.yml"))]


def test_schemas_in_the_repository_are_fresh(repository: Path) -> None:
    stale = [
        path for path, content in render_schemas().items() if (repository / path).read_bytes() != content
    ]
    assert stale == [], "run: vorming schemas"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_data_file_names_a_schema_that_exists(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("# yaml-language-server: $schema=")
    assert (path.parent / first.partition("=")[2]).exists()


def test_schema_refuses_a_misspelt_key(repository: Path) -> None:
    schema = json.loads(render_schemas()["book/_data/schemas/facts.schema.json"])
    facts = yaml.load((DATA / "facts.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    facts["facts"][0]["statment"] = "x"
    with pytest.raises(jsonschema.ValidationError, match="statment"):
        jsonschema.validate(facts, schema)
