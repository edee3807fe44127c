"""A format of export is a record in a module, its line in the table and what it is for: shown on a copy of the package."""

import shutil
from pathlib import Path

from tests.support.package_copy import copy_package, insert, run
from tests.support.quiz_book import BOOK, MODULE, bank
from vorming.exports import FORMATS
from vorming.exports.format import name_of
from vorming.model.quiz import LETTERED

MODULE_TEXT = '''"""A list of prompts."""

from vorming.exports.format import Files, Format, Material
from vorming.model.quiz import LETTERED


def write(material: Material) -> Files:
    """List the prompts."""
    prompts = [question.prompt for chosen in material.sets for question in chosen.questions]
    return {"lijst.txt": "\\n".join(prompts).encode()}


FORMAT = Format(write, types=LETTERED, keeps=frozenset({"explanation"}))
'''


def test_a_new_format_is_offered_written_and_says_what_it_leaves_out(
    tmp_path: Path, repository: Path
) -> None:
    package = copy_package(repository, tmp_path)
    home = package / "vorming"
    (home / "exports/lijst.py").write_text(MODULE_TEXT, encoding="utf-8")
    first = next(iter(FORMATS))
    insert(home / "exports/__init__.py", before=f'    "{first}": ', text='    "lijst": "lijst:FORMAT",\n')
    insert(home / "assets/exports/words.nl.yml", before=f"  {first}: ", text="  lijst: Een lijst\n")
    root = shutil.copytree(BOOK, tmp_path / "boek", ignore=shutil.ignore_patterns("_build"))
    assert "lijst" in run(package, root, "export", "--help").stdout
    done = run(package, root, "export", MODULE, "--to", "lijst")
    assert done.returncode == 0 and done.stdout.startswith("Een lijst"), done.stderr
    folder = root / "_build/exports" / MODULE / "lijst"
    listed = (folder / "lijst.txt").read_text("utf-8").splitlines()
    report = (folder / "verslag.txt").read_text("utf-8")
    for question in bank().questions:
        if question.type in LETTERED:
            assert question.prompt in listed
        else:
            assert name_of(question, question.prompt, 120) in report
