"""An output is a line in the table and its name, and the guard looks into it: shown on a copy of the package."""

from pathlib import Path

import pytest

from tests.conftest import replace_in
from tests.support.package_copy import copy_package, insert, run

FUNCTION = """def write_titles(loaded: Loaded, folder: Path) -> tuple[str, ...]:
    texts = [*(page.title for page in loaded.pages), *loaded.parsed.modules[0].prepare]
    (folder / "titels.txt").write_text("\\n".join(texts), encoding="utf-8")
    return ()


"""
LOOKED = """        case "titles":
            yield "titels.txt", (folder / "titels.txt").read_bytes()
"""


@pytest.mark.slow
def test_a_new_output_is_built_named_and_looked_through(tmp_path: Path, repository: Path, mini: Path) -> None:
    package = copy_package(repository, tmp_path)
    home = package / "vorming"
    outputs = home / "build/outputs.py"
    insert(home / "build/sphinx.py", before="def write_packs(", text=FUNCTION)
    line = '    "titles": Output("_build/titles", "titels.txt", "build.sphinx:write_titles", needs_pages=False),\n'
    insert(outputs, before='    "packages": Output(', text=line)
    insert(home / "assets/build/words.nl.yml", before="  packages: ", text="  titles: de titels\n")
    insert(home / "check/guard.py", before='        case "packages":', text=LOOKED)
    made = run(package, mini, "build", "--only", "titles")
    assert made.returncode == 0 and "de titels" in made.stdout, made.stdout + made.stderr
    titles = mini / "_build/titles/titels.txt"
    assert "Eerste les" in titles.read_text(encoding="utf-8")
    secret = "Zet voor iedereen komt de stoelen in een kring."
    replace_in(mini / "book/_data/course.yml", "KANARIEVOORAF lees de notities.", secret)
    refused = run(package, mini, "build", "--only", "titles")
    assert refused.returncode == 1 and "[output-leak]" in refused.stderr, refused.stderr
    assert secret not in titles.read_text(encoding="utf-8")
