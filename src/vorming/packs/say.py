"""The changes of a pack in words, for `vorming changes` and for the pages that list them."""

import re
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import pikepdf

from vorming.model.course import Course
from vorming.model.packs import PageNumbers
from vorming.packs.changes import Change, Changes, Kind, all_changes, find_changes
from vorming.packs.content import ALPHABET, read_contents
from vorming.packs.register import FILE
from vorming.packs.table import pack_titles
from vorming.source.load import Loaded
from vorming.source.problems import Place, Problem, nearest, problem
from vorming.text.markdown import inline_text, resolve_roles, values_of
from vorming.text.numbers import format_date
from vorming.text.words import words

SAID = words("packs").group("changes")

_MOST_SENTENCES = 3
_NUMBER = re.compile(rf"\b[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}\b")


@dataclass(frozen=True)
class Report:
    """What there is to say of a pack: its title, sentences, lists with a head, closing sentences.

    A line of a list may hold Markdown: it quotes items.
    """

    title: str
    lead: tuple[str, ...]
    lists: tuple[tuple[str, tuple[str, ...]], ...] = ()
    end: tuple[str, ...] = ()


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


def changes_of_all(loaded: Loaded) -> list[Report]:
    """Say of every pack that went out what has changed since, the newest release first."""
    return [report_changes(loaded, changes) for changes in all_changes(loaded)]


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
    hint = f"{nearest(wanted, known)} " if get_close_matches(wanted, known, n=1) else ""
    return problem(place or Place(FILE), "pack-number-unknown", value=wanted, nearest=hint)


def write_report(report: Report, course: Course) -> str:
    """Write a report as text for a terminal, the Markdown of items in plain words."""
    values = values_of(course)
    blocks = ["\n".join([report.title, *report.lead])]
    for head, lines in report.lists:
        items = [f"  - {inline_text(resolve_roles(line, values))}" for line in lines]
        blocks.append("\n".join([f"{head} ({len(lines)}):", *items]))
    return "\n\n".join(filter(None, [*blocks, "\n".join(report.end)]))


def report_changes(loaded: Loaded, changes: Changes) -> Report:
    """Say what has changed since a pack went out, and which pages to print again.

    A pack that is the same, or that the course no longer has, gives a title and sentences alone.
    """
    name = pack_titles(loaded.parsed).get(changes.name, changes.name)
    title = SAID["pack"].format(number=changes.number, name=name)
    day = changes.released_on
    released = SAID["released_on"].format(date=format_date(day)) if day else SAID["not_released"]
    if changes.now is None:
        return Report(title, (released, SAID["no_pack"]))
    if changes.is_same:
        return Report(title, (released, SAID["same"]))
    found = [(SAID[kind.value], changes.of(kind)) for kind in Kind] + [(SAID["texts"], changes.texts)]
    lists = tuple((head, tuple(map(_line, own))) for head, own in found if own)
    again = SAID["print_again"].format(pages=write_pages(changes.print_again))
    end = (
        SAID["unchanged"].format(count=changes.unchanged),
        again if changes.print_again else SAID["print_none"],
    )
    return Report(title, (released, SAID["now"].format(number=changes.now)), lists, end)


def _line(change: Change) -> str:
    """Say one change; where no value changed, with what is said now and wasn't, as far as a line allows."""
    new = [sentence for sentence in change.sentences if sentence not in change.about]
    more = ""
    # A price or a telephone number that changed says more than the sentences around it.
    if change.was != change.now:
        key = "value_changed" if change.was and change.now else "value_was" if change.was else "value_now"
        more = SAID[key].format(was=change.was, now=change.now)
    elif new:
        more = SAID["says_now"].format(sentences=" ".join(f"“{said}”" for said in new[:_MOST_SENTENCES]))
        if len(new) > _MOST_SENTENCES:
            more += SAID["more_sentences"].format(count=len(new) - _MOST_SENTENCES)
    pages = SAID["pages"].format(pages=write_pages(change.at)) if change.at else ""
    stop = "" if not more or change.about.endswith((".", "?", "!")) else "."
    return f"{pages}{change.about}{stop} {more}".rstrip()


def write_pages(pages: PageNumbers) -> str:
    """Write page numbers as a person does: 3, 5–7."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
