"""A change that is not saved yet: what check says of it, and what readers would get.

It is made in a copy of the course, so that the checks and digests of a real course say what it does.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import BaseModel

from vorming.check import check_loaded
from vorming.check.contacts import FOLDER as CONTACTS
from vorming.check.contacts import read_place
from vorming.course.kinds import KINDS, item_id
from vorming.course.usage import named_by_fields, roles_in, shown_digests
from vorming.model.course import Course
from vorming.model.packs import PageNumbers
from vorming.packs.changes import Change, Changes, Kind, all_changes
from vorming.packs.content import read_contents
from vorming.packs.table import pack_title, pack_titles
from vorming.source.edit import FileText, read_file
from vorming.source.load import PARTS, Loaded, load_course
from vorming.source.pages import Page
from vorming.source.problems import Problem
from vorming.source.yaml import Source


@dataclass(frozen=True)
class Paper:
    """A released pack that a change makes wrong, or less well worded."""

    title: str
    number: str
    at: PageNumbers
    is_wrong: bool


@dataclass(frozen=True)
class Consequences:
    """What a change touches: pages, questions, packs, and papers that went out.

    A page counts when what it shows differs, so a changed date of checking counts and a new id does not.
    """

    pages: tuple[Page, ...] = ()
    questions: tuple[BaseModel, ...] = ()
    packs: tuple[str, ...] = ()
    """Titles of packs of today that get another number."""
    papers: tuple[Paper, ...] = ()


@dataclass(frozen=True)
class Proposal:
    """New text for a file: how the file then reads, and what check finds that it didn't find before."""

    old: FileText
    text: str
    source: Source
    problems: tuple[Problem, ...]
    consequences: Consequences


def propose(loaded: Loaded, path: str, write: Callable[[str], str], today: date) -> Proposal:
    """Make a change to a file, at a path below the course, in a copy of it; `write` gets its text and returns the new.

    EditError where that can't be done without touching more, OSError where nothing can be copied.
    """
    old = read_file(loaded.root / path)
    text = write(old.text)
    with tempfile.TemporaryDirectory(prefix="vorming-") as folder:
        root = Path(folder).resolve()
        _copy(loaded.root, root)
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_bytes(old.bytes_of(text))
        if path.startswith(f"{CONTACTS}/"):  # no part of the course: no page or pack holds it
            source, _, wrong = read_place(root, path)
            return Proposal(old, text, source, tuple(wrong), Consequences())
        after = load_course(root)
        # What the course had wrong already keeps no change from being saved.
        before = {_said(problem) for problem in check_loaded(loaded, today)}
        found = tuple(problem for problem in check_loaded(after, today) if _said(problem) not in before)
        source = next(source for source in after.sources.values() if source.path == path)
        return Proposal(old, text, source, found, find_consequences(loaded, after))


def _copy(course: Path, root: Path) -> None:
    """Copy what a course is made of, without the rights of its files: what may not be written can still be tried."""
    for part in PARTS:
        source = course / part
        if source.is_dir():
            shutil.copytree(source, root / part, copy_function=shutil.copyfile)
        elif source.is_file():
            shutil.copyfile(source, root / part)


def _said(problem: Problem) -> tuple[str, str, str]:
    """Return a problem without its line: that moves when a line is added above it."""
    return problem.place.path, problem.rule_id, problem.message


def find_consequences(before: Loaded, after: Loaded) -> Consequences:
    """Compare what readers get before and after a change, by the digests of pages and packs.

    There is nothing to compare where one of both can't be read; the problems then say why.
    """
    if before.course is None or after.course is None:
        return Consequences()
    was, now = shown_digests(before), shown_digests(after)
    pages = tuple(page for page in after.pages if was.get(page.name) != now[page.name])
    numbers = {content.pack.name: content.number for content in read_contents(before)}
    packs = (content for content in read_contents(after) if content.number != numbers.get(content.pack.name))
    return Consequences(
        pages,
        tuple(_questions(before.course, after.course)),
        tuple(pack_title(content.pack) for content in packs),
        tuple(_papers(before, after)),
    )


def _questions(before: Course, after: Course) -> Iterator[BaseModel]:
    """Yield the questions that changed themselves, or say or ask an item that did."""
    old, new = _by_id(before), _by_id(after)
    changed = {name for name, item in new.items() if item != old.get(name)}
    for question in KINDS["question"].items(after):
        # What it names in its fields, and by the roles in its texts.
        roles = ((role.name, role.argument) for role in roles_in(question))
        if not changed.isdisjoint([("question", item_id(question)), *named_by_fields(question), *roles]):
            yield question


def _by_id(course: Course) -> Mapping[tuple[str, str], BaseModel]:
    """Return the items of a course by kind and id."""
    found: dict[tuple[str, str], BaseModel] = {}
    for name, kind in KINDS.items():
        found |= {(name, item_id(item)): item for item in kind.items(course)}
    return found


def _papers(before: Loaded, after: Loaded) -> Iterator[Paper]:
    """Yield the released packs with more to correct than before."""
    known = {found.number: found for found in all_changes(before)}
    titles = pack_titles(after.parsed)
    for found in all_changes(after):
        old = _to_correct(known[found.number])
        more = [change for change in _to_correct(found) if change not in old]
        if more:
            pages = set[int]().union(*(change.at for change in more))
            is_wrong = any(change.kind is Kind.WRONG for change in more)
            yield Paper(titles.get(found.name, found.name), found.number, tuple(sorted(pages)), is_wrong)


def _to_correct(changes: Changes) -> list[Change]:
    return [change for change in (*changes.items, *changes.texts) if change.kind is not Kind.NEW]
