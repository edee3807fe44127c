"""Try out a change before it is saved: find its problems, and its effects for readers.

The change is made in a copy of the course, which is then loaded, checked and compared with the original.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import BaseModel

from vorming.check import check_loaded
from vorming.check.contacts import CONTACTS, check_contacts, read_place
from vorming.course.kinds import KINDS, item_id, items_by_name
from vorming.course.usage import names_in, page_digests, roles_in
from vorming.model.course import Course
from vorming.model.packs import PageNumbers
from vorming.model.walk import walk
from vorming.packs import pack_title, pack_titles
from vorming.packs.changes import Change, ChangeKind, Changes, all_changes
from vorming.packs.content import read_contents
from vorming.source.edit import FileText, read_file
from vorming.source.load import PARTS, Loaded, load_course
from vorming.source.pages import Page
from vorming.source.problems import Problem
from vorming.source.yaml import Source


@dataclass(frozen=True)
class AffectedPack:
    """A released pack that a change makes wrong or outdated."""

    title: str
    number: str
    at: PageNumbers
    is_wrong: bool


@dataclass(frozen=True)
class Consequences:
    """The effects of a change: the pages, questions, packs and released papers that it affects.

    A page is affected if its output differs, so a changed date of checking counts and a new id does not.
    """

    pages: tuple[Page, ...] = ()
    questions: tuple[BaseModel, ...] = ()
    packs: tuple[str, ...] = ()
    """Titles of the current packs that get another number."""
    papers: tuple[AffectedPack, ...] = ()


@dataclass(frozen=True)
class Proposal:
    """A new text for a file: the source read from it, the new problems, and the effects."""

    old: FileText
    text: str
    source: Source
    problems: tuple[Problem, ...]
    consequences: Consequences


def propose(loaded: Loaded, path: str, write: Callable[[str], str], today: date) -> Proposal:
    """Change a file in a copy of the course, and return the result.

    `path` is relative to the course, and `write` turns the old text of the file into the new one. Raises EditError if
    the change would affect something else in the file, and OSError if the course can't be copied.
    """
    old = read_file(loaded.root / path)
    text = write(old.text)
    with tempfile.TemporaryDirectory(prefix="vorming-") as folder:
        root = Path(folder).resolve()
        _copy(loaded.root, root)
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_bytes(old.bytes_of(text))
        if path.startswith(f"{CONTACTS}/"):  # contacts are no part of the course, and have no effect on it
            known = {_without_line(problem) for problem in check_contacts(loaded.root, today)}
            found = tuple(p for p in check_contacts(root, today) if _without_line(p) not in known)
            return Proposal(old, text, read_place(root, path)[0], found, Consequences())
        after = load_course(root)
        # Problems that the course already had don't keep a change from being saved.
        before = {_without_line(problem) for problem in check_loaded(loaded, today)}
        problems = tuple(p for p in check_loaded(after, today) if _without_line(p) not in before)
        # A file that can't be read at all is no source.
        source = next((source for source in after.sources.values() if source.path == path), Source(path))
        return Proposal(old, text, source, problems, find_consequences(loaded, after))


def _copy(course: Path, root: Path) -> None:
    """Copy the files of a course without their permissions, so that a change of a read-only file can be tried."""
    for part in PARTS:
        source = course / part
        if source.is_dir():
            shutil.copytree(source, root / part, copy_function=shutil.copyfile)
        elif source.is_file():
            shutil.copyfile(source, root / part)


def _without_line(problem: Problem) -> tuple[str, str, str]:
    """Return a problem without its line, which changes if a line is added above it."""
    return problem.place.path, problem.rule_id, problem.message


def find_consequences(before: Loaded, after: Loaded) -> Consequences:
    """Compare the output before and after a change, by the digests of pages and packs.

    The result is empty if one of the two courses can't be read; its problems then tell why.
    """
    if before.course is None or after.course is None:
        return Consequences()
    was, now = page_digests(before), page_digests(after)
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
    """Yield the questions that changed, and those that name a changed item."""
    old, new = items_by_name(before), items_by_name(after)
    changed = {name for name, item in new.items() if item != old.get(name)}
    for question in KINDS["question"].items(after):
        # A question names items in its fields, and by the roles in its texts.
        values = walk(type(question), question)
        roles = ((role.name, role.argument) for role in roles_in(values))
        if not changed.isdisjoint([("question", item_id(question)), *names_in(values), *roles]):
            yield question


def _papers(before: Loaded, after: Loaded) -> Iterator[AffectedPack]:
    """Yield the released packs that have more to correct than before the change."""
    known = {changes.number: changes for changes in all_changes(before)}
    titles = pack_titles(after.parsed)
    for changes in all_changes(after):
        old = _to_correct(known[changes.number])
        more = [change for change in _to_correct(changes) if change not in old]
        if more:
            pages = set[int]().union(*(change.at for change in more))
            is_wrong = any(change.kind is ChangeKind.WRONG for change in more)
            title = titles.get(changes.name, changes.name)
            yield AffectedPack(title, changes.number, tuple(sorted(pages)), is_wrong)


def _to_correct(changes: Changes) -> list[Change]:
    return [change for change in (*changes.items, *changes.texts) if change.kind is not ChangeKind.NEW]
