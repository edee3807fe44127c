"""Changes since a pack was released, and texts on them for `vorming changes` and for the pages that list them.

A change is a text that is no longer true, or that has other words. Its pages are to be printed again.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path

import pikepdf

from vorming.course.kinds import KIND_WORDS, KINDS, items_named
from vorming.model.course import Course
from vorming.model.packs import PageNumbers, Release, ReleasedPack, ReleasedText
from vorming.packs import pack_titles
from vorming.packs.content import ALPHABET, PackContent, read_contents
from vorming.packs.printed import PAGE, PrintedText, read_printed, sentence_digest
from vorming.packs.register import FILE
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


class ChangeKind(StrEnum):
    """How an item or a section differs from its printed version."""

    WRONG = "wrong"
    REWORDED = "reworded"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True)
class Change:
    """A difference between a printed pack and the current course.

    `about` names the item or the section, `at` has its pages in the printed PDF. `was` and `now` are its values, such as
    prices, if it has any; `sentences` are its current sentences that are not on paper.
    """

    kind: ChangeKind
    about: str
    at: PageNumbers = ()
    was: str = ""
    now: str = ""
    sentences: tuple[str, ...] = ()


@dataclass(frozen=True)
class Changes:
    """The differences between a released pack and the current course.

    `now` is the current number of the pack, or None if the course no longer has it. `texts` are the sections of pages whose
    own text differs; `unchanged` is the number of items and sections without changes.
    """

    name: str
    number: str
    released_on: date | None
    now: str | None
    items: tuple[Change, ...] = ()
    texts: tuple[Change, ...] = ()
    unchanged: int = 0

    @property
    def is_same(self) -> bool:
        return self.number == self.now

    def of(self, kind: ChangeKind) -> tuple[Change, ...]:
        return tuple(change for change in self.items if change.kind is kind)

    @property
    def print_again(self) -> PageNumbers:
        """The pages with an item or section that has changed."""
        return tuple(sorted({page for change in (*self.items, *self.texts) for page in change.at}))


def find_changes(loaded: Loaded, number: str) -> Changes | None:
    """Compare the pack with a number with the current course.

    The number may be that of a released pack or of an unreleased current pack; return None if it is unknown.
    """
    for changes in all_changes(loaded):
        if changes.number == number:
            return changes
    same = next((content for content in read_contents(loaded) if content.number == number), None)
    return Changes(same.pack.name, number, None, number) if same else None


def all_changes(loaded: Loaded) -> tuple[Changes, ...]:
    """Compare every released pack with the current course, the newest release first."""
    now = {content.pack.name: content for content in read_contents(loaded)}
    comparisons = []
    for release in reversed(loaded.parsed.released.releases):
        for place, pack in enumerate(release.packs, start=1):
            comparisons.append(_compare(loaded, now, release, place, pack))
    return tuple(comparisons)


def _compare(
    loaded: Loaded, packs: Mapping[str, PackContent], release: Release, place: int, pack: ReleasedPack
) -> Changes:
    day, content = release.released_on, packs.get(pack.name)
    if content is None:
        # If only its module was renamed, the pack has another name but the same number.
        content = next((current for current in packs.values() if current.number == pack.number), None)
    if content is None or content.number == pack.number:
        return Changes(pack.name, pack.number, day, content.number if content else None)
    old = {text.key: text for text in release.texts if place in text.where}
    new = {**{section.key: section for section in content.sections}, **content.items}
    titles = {page.name: page.title for page in loaded.pages}

    def name(key: str) -> str:
        """Return the name of an item for readers, or the title of a page and the heading of a section.

        If the course no longer has the item or page, return its kind and id, or the name of the page.
        """
        kind, _, id = key.partition("/")
        if kind == PAGE:
            page, _, heading = id.partition("#")
            title = titles.get(page, page)
            return f"{title} › {heading}" if heading and heading != title else title
        current = items_named(loaded.parsed, kind, [id]) if kind in KINDS else []
        printed = new.get(key) or (read_printed(current[0]) if current else None)
        return printed.name if printed else f"{KIND_WORDS.get(kind, kind)} {id}"

    items, texts = list[Change](), list[Change]()
    for key, change in _differences(old, new, place, name):
        (texts if key.startswith(f"{PAGE}/") else items).append(change)
    unchanged = len(old) - sum(change.kind is not ChangeKind.NEW for change in (*items, *texts))
    return Changes(pack.name, pack.number, day, content.number, tuple(items), tuple(texts), unchanged)


def _differences(
    were: Mapping[str, ReleasedText], now: Mapping[str, PrintedText], place: int, name: Callable[[str], str]
) -> Iterator[tuple[str, Change]]:
    """Yield the key and the change of each item or section of a pack that is gone, changed or new.

    Those that were only renamed are left out, because a reader sees no difference.
    """
    gone = {(_group(key), old.words): key for key, old in were.items() if key not in now}
    new_keys = {(_group(key), new.words): key for key, new in now.items() if key not in were}
    same = gone.keys() & new_keys.keys()
    renamed = {*(gone[words] for words in same), *(new_keys[words] for words in same)}
    for key, old in were.items():
        new = now.get(key)
        if new is None and key not in renamed:
            yield key, Change(ChangeKind.GONE, name(key), old.where[place], old.value)
        elif new and new.words != old.words:
            known = set(old.sentences)
            sentences = tuple(text for text in new.sentences if sentence_digest(text) not in known)
            # A changed number or denial makes the printed text wrong, instead of only worded differently.
            kind = ChangeKind.WRONG if old.sense != new.sense else ChangeKind.REWORDED
            yield key, Change(kind, name(key), old.where[place], old.value, new.value, sentences)
    for key, new in now.items():
        if key not in were and key not in renamed:
            yield key, Change(ChangeKind.NEW, name(key), now=new.value)


def _group(key: str) -> str:
    """Return the part of a key that doesn't change with a name: the kind of an item, and the heading of a section."""
    return key.partition("/")[0] + key.partition("#")[2]


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
    if not path.is_file():  # a pipe or a device never ends
        return problem(place, "pack-not-pdf")
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
    groups = [(WORDS[kind.value], changes.of(kind)) for kind in ChangeKind]
    groups.append((WORDS["texts"], changes.texts))
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
