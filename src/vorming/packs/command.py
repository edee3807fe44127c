"""What `vorming changes` does: from a PDF or a number to what has changed, or one problem."""

from pathlib import Path

from vorming.model.course import Course
from vorming.packs.changes import find_changes
from vorming.packs.holding import read_holdings
from vorming.packs.pdf import read_number
from vorming.packs.register import FILE
from vorming.packs.say import Report, report_changes
from vorming.source.load import Loaded
from vorming.source.problems import Place, Problem, nearest, problem
from vorming.text.markdown import inline_text, resolve_roles, values_of


def changes_of_pdf(loaded: Loaded, path: Path) -> Report | Problem:
    """Say what has changed since a pack in PDF went out."""
    number = read_number(path)
    return number if isinstance(number, Problem) else changes_since(loaded, number, Place(str(path)))


def changes_since(loaded: Loaded, number: str, place: Place | None = None) -> Report | Problem:
    """Say what has changed since the pack with a number went out; `place` is where the number was read."""
    assert loaded.course is not None
    wanted = number.strip().upper()
    changes = find_changes(loaded, loaded.course.released, wanted)
    if changes is None:
        known = [pack.number for release in loaded.course.released.releases for pack in release.packs]
        known += [holding.number for holding in read_holdings(loaded)]
        close = nearest(wanted, known)
        hint = f"{close} " if close.startswith("Bedoel") else ""
        return problem(place or Place(FILE), "pack-number-unknown", value=wanted, nearest=hint)
    return report_changes(loaded, changes)


def write_report(report: Report, course: Course) -> str:
    """Write a report as text for a terminal."""
    values = values_of(course)
    lists = [
        "\n".join(
            [
                f"{head} ({len(lines)}):",
                *(f"  - {inline_text(resolve_roles(line, values))}" for line in lines),
            ]
        )
        for head, lines in report.lists
    ]
    return "\n\n".join(filter(None, ["\n".join([report.title, *report.lead]), *lists, "\n".join(report.end)]))
