"""A kind of item is its model, a field of the course and a record; a directive shows it: on a copy of the package."""

from pathlib import Path

import pytest

from tests.conftest import append_to, replace_in
from tests.support.package_copy import copy_package, insert, run

MODEL = '''class Event(Dated):
    """A day to which everybody may come."""

    id: Id
    text: Sentences


'''
FIELD = '    events: Annotated[tuple[Event, ...], InFile("events", "events")] = ()\n'
CLASS = """
from vorming.sphinx_ext.base import CourseDirective

class EventDirective(CourseDirective):
    def run(self):
        return [self.paragraph(e.text, place=self.loaded.place(e, "text")) for e in self.query_items()]
"""
RECORD = '    "event": DirectiveRecord("events:EventDirective", "a day", Parameter(Ref("event"), "id")),\n'
DATA = """\
events:
  - {id: open-dag, text: Wie komt is welkom en betaalt niets., checked_on: 2026-01-01, recheck_every: 1 year}
"""


@pytest.mark.slow
def test_a_new_kind_is_checked_shown_and_due(tmp_path: Path, repository: Path, mini: Path) -> None:
    package = copy_package(repository, tmp_path)
    home = package / "vorming"
    for before, text in (
        ("    Day,\n", "    Dated,\n"),
        ("class DifficultM", MODEL),
        ("    quizzes: t", FIELD),
    ):
        insert(home / "model/course.py", before=before, text=text)
    insert(home / "course/kinds.py", before="    InFile,\n", text="    Event,\n")
    record = '    "event": Kind(Event, "events", must_be_used=True),\n'
    insert(home / "course/kinds.py", before='    "term": Kind(', text=record)
    insert(home / "assets/keeper/words.nl.yml", before="  term: ", text="  event: open dag\n")
    insert(home / "model/directives.py", before='    "slide": DirectiveRecord(', text=RECORD)
    (home / "sphinx_ext/events.py").write_text(CLASS, encoding="utf-8")
    data, page = mini / "book/_data/events.yml", mini / "book/les/kaart.md"
    data.write_text(DATA, encoding="utf-8")
    assert "open dag “open-dag” wordt nergens gebruikt" in run(package, mini, "check").stdout
    append_to(page, "\n```{event} open-dagen\n```\n")
    assert "Bedoel je “open-dag”?" in run(package, mini, "check").stdout
    replace_in(page, "open-dagen", "open-dag")
    due = run(package, mini, "due", "--on", "2027-06-01").stdout
    assert "open dag open-dag   book/_data/events.yml:2:5" in due and "staat in: Kaart" in due
    done = run(package, mini, "build", "--only", "html")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Wie komt is welkom" in (mini / "_build/html/book/les/kaart.html").read_text(encoding="utf-8")
