"""A chart of policies is its class, a record and its words: shown on a copy of the package."""

from pathlib import Path

import pytest

from tests.conftest import append_to
from tests.support.package_copy import copy_package, insert, run

CLASS = """
from vorming.charts import Table
from vorming.charts.drawing import Drawing

class Goals(Drawing):
    def title(self):
        return self.phrase("title", count=len(self.policies.models))

    def lead(self):
        return self.phrase("lead")

    def table(self):
        rows = tuple((model.title, model.goal) for model in self.policies.models)
        return Table(("Model", "Doel"), rows)

    def draw(self):
        for row in self.table().rows:
            self.canvas.y = self.canvas.paragraph(0, self.canvas.y, ": ".join(row), self.canvas.width)
"""
WORDS = "\ngoals: {title: 'Elk van de {count} modellen heeft een doel', lead: Een lijst.}\n"


@pytest.mark.slow
def test_a_new_chart_is_on_its_page_with_its_table(tmp_path: Path, repository: Path, mini: Path) -> None:
    package = copy_package(repository, tmp_path)
    home = package / "vorming"
    (home / "charts/goals.py").write_text(CLASS, encoding="utf-8")
    record = '    "doelen": Chart("goals", lambda all: all.models),\n'
    insert(home / "course/charts.py", before='    "drie-modellen": Chart(', text=record)
    append_to(home / "assets/charts/words.nl.yml", WORDS)
    append_to(mini / "book/les/kaart.md", "\n```{chart} doelen\n```\n")
    done = run(package, mini, "build", "--only", "html")
    assert done.returncode == 0, done.stdout + done.stderr
    page = (mini / "_build/html/book/les/kaart.html").read_text(encoding="utf-8")
    assert "Elk van de 3 modellen heeft een doel. Een lijst." in page
    assert all(f"{goal}</p></td>" in page for goal in ("uitbannen", "beperken", "integreren"))
    (drawing,) = (mini / "_build/html/_images").glob("doelen-wide-*.svg")
    assert "Repressief: uitbannen" in drawing.read_text(encoding="utf-8")
