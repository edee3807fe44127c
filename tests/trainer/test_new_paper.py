"""A paper of a day is its function, a row in the table, its file name and its title: shown on a copy of the package."""

from pathlib import Path

import pytest

from tests.support.package_copy import copy_package, insert, run
from tests.support.pdf import pages_of

FUNCTION = '''def write_door_sheet(day: Day) -> str:
    """Write a sheet for the door with the steps of the day."""
    steps = day.contents(taught.step.title for taught in day.plan.steps)
    sheet = call("chapter", call("plain-list", title=WORDS["programme"], items=steps), title=WORDS["door"])
    return _paper(day, WORDS["door"], "pack", sheet)


'''


@pytest.mark.slow
def test_a_new_paper_is_set_and_listed(tmp_path: Path, repository: Path, mini: Path) -> None:
    package = copy_package(repository, tmp_path)
    home = package / "vorming"
    insert(home / "typst/papers.py", before="def write_card(", text=FUNCTION)
    row = '    Paper("door-sheet", papers.write_door_sheet),\n'
    insert(home / "trainer/day.py", before='    Paper("exam", papers', text=row)
    insert(home / "assets/packs/words.nl.yml", before="  pocket-card: ", text="  door-sheet: deurblad\n")
    insert(home / "assets/packs/words.nl.yml", before="  guide: Openen", text="  door: Aan de deur\n")
    insert(
        home / "assets/trainer/words.nl.yml",
        before="  pocket-card: ",
        text="  door-sheet: Blad voor de deur\n",
    )
    done = run(package, mini, "build", "--only", "days")
    assert done.returncode == 0, done.stdout + done.stderr
    day = mini / "_build/trainer/dagen/proef-kort"
    text = "".join(pages_of(day / "deurblad.pdf"))
    assert "Aan de deur" in text and "Opdracht" in text
    index = (day / "index.html").read_text(encoding="utf-8")
    assert '<a href="deurblad.pdf">Blad voor de deur</a>' in index
