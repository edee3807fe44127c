"""What `vorming changes` does: from a PDF or a number to what has changed, or one problem."""

import re
from pathlib import Path

import pikepdf

from vorming.model.course import Course
from vorming.packs.changes import find_changes
from vorming.packs.content import ALPHABET, read_contents
from vorming.packs.register import FILE
from vorming.packs.say import Report, report_changes
from vorming.source.load import Loaded
from vorming.source.problems import Place, Problem, nearest, problem
from vorming.text.markdown import inline_text, resolve_roles, values_of

_NUMBER = re.compile(rf"\b[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}\b")


def changes_of_pdf(loaded: Loaded, path: Path) -> Report | Problem:
    """Say what has changed since a pack in PDF went out.

    A pack carries its number among the keywords of its PDF. A file that isn't there, is no PDF or carries no
    number gives a problem.
    """
    place = Place(str(path))
    if not path.exists():
        return problem(place, "file-missing")
    try:
        with pikepdf.open(path) as pdf:
            found = _NUMBER.search(str(pdf.docinfo.get("/Keywords", "")))
    except (pikepdf.PdfError, OSError):
        return problem(place, "pack-not-pdf")
    return changes_since(loaded, found[0], place) if found else problem(place, "pack-no-number")


def changes_since(loaded: Loaded, number: str, place: Place | None = None) -> Report | Problem:
    """Say what has changed since the pack with a number went out.

    The number may be typed in small letters. `place` is where it was read; a number that nobody knows gives a
    problem there.
    """
    wanted = number.strip().upper()
    if changes := find_changes(loaded, wanted):
        return report_changes(loaded, changes)
    known = loaded.parsed.released.numbers.union(content.number for content in read_contents(loaded))
    # Only a number that was nearly typed: a list of others helps nobody.
    close = nearest(wanted, known)
    hint = f"{close} " if close.startswith("Bedoel") else ""
    return problem(place or Place(FILE), "pack-number-unknown", value=wanted, nearest=hint)


def write_report(report: Report, course: Course) -> str:
    """Write a report as text for a terminal, the Markdown of items in plain words."""
    values = values_of(course)
    blocks = ["\n".join([report.title, *report.lead])]
    for head, lines in report.lists:
        items = [f"  - {inline_text(resolve_roles(line, values))}" for line in lines]
        blocks.append("\n".join([f"{head} ({len(lines)}):", *items]))
    return "\n\n".join(filter(None, [*blocks, "\n".join(report.end)]))
