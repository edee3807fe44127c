"""A directive is its class, one record in the table, the word and the drawing of its box: shown on a copy of the package."""

import shutil
from pathlib import Path

import pytest

from tests.conftest import replace_in
from tests.support.package_copy import copy_package, insert, run
from tests.support.pdf import pages_of

pytestmark = pytest.mark.slow

CLASS = '''"""A greeting for the trainer, and a wish for everybody."""

from docutils import nodes

from vorming.sphinx_ext.base import CourseDirective


class Greeting(CourseDirective):
    """Somebody greets: vorming_box(kind="greeting")."""

    def run(self) -> list[nodes.Node]:
        return [self.box("greeting", self.arguments[0], *self.parse_content_to_nodes())]


class Wish(CourseDirective):
    """Somebody wishes something: vorming_box(kind="wish")."""

    def run(self) -> list[nodes.Node]:
        return [self.box("wish", self.arguments[0], *self.parse_content_to_nodes())]
'''
RECORD = """    "greeting": DirectiveRecord(
        "greeting:Greeting", "a greeting", _TITLE, {"minutes": _MINUTES, "facts": Parameter(Ref("fact"), "id")},
        body="markdown", is_for_trainer=True, box="greeting", slide="note",
    ),
    "wish": DirectiveRecord("greeting:Wish", "a wish", _TITLE, body="markdown", box="wish", slide="body"),
"""
PAGE = """
```{greeting} Dag
:facts: prijs-zorg
KANARIEGROET
```
"""
LESSON = """
## Tot slot

```{wish} Het beste
- KANARIEWENS
```
"""


@pytest.fixture
def package(tmp_path: Path, repository: Path) -> Path:
    """Copy the package, and give it a directive of its own."""
    source = copy_package(repository, tmp_path)
    home = source / "vorming"
    (home / "sphinx_ext/greeting.py").write_text(CLASS, encoding="utf-8")
    insert(home / "model/directives.py", before='    "slide": DirectiveRecord(', text=RECORD)
    insert(home / "assets/boxes/words.nl.yml", before="  case: ", text="  greeting: Groet\n  wish: Wens\n")
    for kind in ("greeting", "wish"):
        shutil.copy(home / "assets/look/icons/case.svg", home / f"assets/look/icons/{kind}.svg")
    return source


def test_a_new_directive_is_checked_built_and_kept_from_trainees(package: Path, mini: Path) -> None:
    page = mini / "book/les/kaart.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(text + PAGE.replace("prijs-zorg", "geen\n:minutes: nul\n:maat: groot"), encoding="utf-8")
    said = run(package, mini, "check").stdout
    assert [rule for rule in ("reference-unknown", "option-number", "option-unknown") if rule in said] == [
        "reference-unknown", "option-number", "option-unknown",
    ]  # fmt: skip
    page.write_text(text + PAGE, encoding="utf-8")
    done = run(package, mini, "build", "--only", "html", "--only", "trainer")
    assert done.returncode == 0, done.stdout + done.stderr
    shown, hidden = (
        (mini / "_build" / name / "book/les/kaart.html").read_text(encoding="utf-8")
        for name in ("trainer", "html")
    )
    assert "KANARIEGROET" in shown and "Groet" in shown and "KANARIEGROET" not in hidden


def test_a_new_box_has_its_word_and_its_name_on_page_slide_and_paper(package: Path, mini: Path) -> None:
    page = mini / "book/les/eerste.md"
    replace_in(page, "\n## Oefenen", f"{LESSON}\n## Oefenen")
    done = run(package, mini, "build", "--only", "html", "--only", "trainer", "--only", "packs")
    assert done.returncode == 0, done.stdout + done.stderr
    site, deck = (
        (mini / "_build" / name).read_text(encoding="utf-8")
        for name in ("html/book/les/eerste.html", "trainer/dias/eerste.html")
    )
    paper = "".join(pages_of(mini / "_build/packs/proef-leesboek.pdf"))
    for shown in (site, deck, paper):
        assert all(word in shown for word in ("Wens", "Het beste", "KANARIEWENS"))
