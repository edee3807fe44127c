"""Texts on the changes of a pack, for `vorming changes` and for the pages that list them."""

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
from vorming.source.current import language
from vorming.source.load import Loaded
from vorming.source.problems import Place, Problem, nearest, problem
from vorming.source.typography import quoted
from vorming.text.markdown import inline_text, resolve_roles, values_of
from vorming.text.numbers import format_date
from vorming.text.words import words

WORDS = words("packs").group("changes")

_MOST_SENTENCES = 3
_NUMBER = re.compile(rf"\b[{ALPHABET}]{{4}}-[{ALPHABET}]{{4}}\b")


@dataclass(frozen=True)
class Report:
    """The text on the changes of a pack: a title, sentences, lists with a heading, closing sentences.

    A line of a list may have Markdown, because it quotes items.
    """

    title: str
    lead: tuple[str, ...]
    lists: tuple[tuple[str, tuple[str, ...]], ...] = ()
    end: tuple[str, ...] = ()


def changes_of_pdf(loaded: Loaded, path: Path) -> Report | Problem:
    """Return a report of the changes since the pack in a PDF file was released.

    The number of a pack is in the keywords of its PDF. Return a problem if the file doesn't exist, isn't a PDF or has no
    number.
    """
    place = Place(str(path))
    if not path.exists():
        return problem(place, "file-missing")
    try:
        with pikepdf.open(path) as pdf:
            match = _NUMBER.search(str(pdf.docinfo.get("/Keywords", "")))
    except (pikepdf.PdfError, OSError):
        return problem(place, "pack-not-pdf")
    return changes_since(loaded, match[0], place) if match else problem(place, "pack-no-number")


def changes_of_all(loaded: Loaded) -> list[Report]:
    """Return a report of the changes since each released pack, the newest release first."""
    return [report_changes(loaded, changes) for changes in all_changes(loaded)]


def changes_since(loaded: Loaded, number: str, place: Place | None = None) -> Report | Problem:
    """Return a report of the changes since the pack with a number was released.

    number: in upper or lower case. place: where the number was found; an unknown number gives a problem there.
    """
    wanted = number.strip().upper()
    if changes := find_changes(loaded, wanted):
        return report_changes(loaded, changes)
    known = loaded.parsed.released.numbers.union(content.number for content in read_contents(loaded))
    # The hint only has a number close to the typed one, because a list of other numbers is useless.
    hint = f"{nearest(wanted, known)} " if get_close_matches(wanted, known, n=1) else ""
    return problem(place or Place(FILE), "pack-number-unknown", value=wanted, nearest=hint)


def write_report(report: Report, course: Course) -> str:
    """Return a report as text for a terminal, with the Markdown of items as plain text."""
    values = values_of(course)
    blocks = ["\n".join([report.title, *report.lead])]
    for head, lines in report.lists:
        items = [f"  - {inline_text(resolve_roles(line, values))}" for line in lines]
        blocks.append("\n".join([f"{head} ({len(lines)}):", *items]))
    return "\n\n".join(filter(None, [*blocks, "\n".join(report.end)]))


def report_changes(loaded: Loaded, changes: Changes) -> Report:
    """Return a report of the changes of a pack, with the pages to print again.

    For an unchanged pack, or one that the course no longer has, the report has only a title and sentences.
    """
    name = pack_titles(loaded.parsed).get(changes.name, changes.name)
    title = WORDS["pack"].format(number=changes.number, name=name)
    day = changes.released_on
    released = WORDS["released_on"].format(date=format_date(day)) if day else WORDS["not_released"]
    if changes.now is None:
        return Report(title, (released, WORDS["no_pack"]))
    if changes.is_same:
        return Report(title, (released, WORDS["same"]))
    groups = [(WORDS[kind.value], changes.of(kind)) for kind in Kind] + [(WORDS["texts"], changes.texts)]
    lists = tuple((head, tuple(map(_line, group))) for head, group in groups if group)
    again = WORDS["print_again"].format(pages=write_pages(changes.print_again))
    end = (
        WORDS["unchanged"].format(count=changes.unchanged),
        again if changes.print_again else WORDS["print_none"],
    )
    return Report(title, (released, WORDS["now"].format(number=changes.now)), lists, end)


def _line(change: Change) -> str:
    """Return one change as a line: with its old and new value, or else with its first new sentences."""
    new = [sentence for sentence in change.sentences if sentence not in change.about]
    more = ""
    # A changed price or telephone number tells more than the sentences around it.
    if change.was != change.now:
        key = "value_changed" if change.was and change.now else "value_was" if change.was else "value_now"
        more = WORDS[key].format(was=change.was, now=change.now)
    elif new:
        says = " ".join(quoted(text, language()) for text in new[:_MOST_SENTENCES])
        more = WORDS["says_now"].format(sentences=says)
        if len(new) > _MOST_SENTENCES:
            more += WORDS["more_sentences"].format(count=len(new) - _MOST_SENTENCES)
    pages = WORDS["pages"].format(pages=write_pages(change.at)) if change.at else ""
    stop = "" if not more or change.about.endswith((".", "?", "!")) else "."
    return f"{pages}{change.about}{stop} {more}".rstrip()


def write_pages(pages: PageNumbers) -> str:
    """Return page numbers as a text with ranges, such as “3, 5–7”."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
