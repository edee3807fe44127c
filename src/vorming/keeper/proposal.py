"""A change that is not saved yet: what check says of it, and what it touches."""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from vorming.check import check_loaded
from vorming.course.kinds import item_id, kind_of
from vorming.course.usage import named_by_fields, shown_digests
from vorming.model.base import Loc
from vorming.model.course import Course
from vorming.model.packs import PageNumbers
from vorming.model.quiz import Question
from vorming.model.walk import walk
from vorming.packs.changes import Change, Changes, Kind, all_changes
from vorming.packs.holding import read_holdings
from vorming.source.edit import FileText, New, edit_yaml, read_file
from vorming.source.load import Loaded, load_course
from vorming.source.pages import Page
from vorming.source.problems import Problem
from vorming.text.markdown import ROLE

PARTS = ("book", "notebooks", "_config.yml", "_toc.yml")
"""What a course is read from."""


@dataclass(frozen=True)
class Paper:
    """A released pack that a change makes wrong, or less well worded: its name, its number, its pages."""

    name: str
    number: str
    at: PageNumbers
    is_wrong: bool


@dataclass(frozen=True)
class Consequences:
    """What a change touches."""

    pages: tuple[Page, ...] = ()
    slides: tuple[Page, ...] = ()
    """Those of the pages that are lessons, and so have slides."""
    questions: tuple[Question, ...] = ()
    packs: tuple[str, ...] = ()
    """Names of packs of today that get another number."""
    papers: tuple[Paper, ...] = ()


@dataclass(frozen=True)
class Proposal:
    """New text for a file, with what check finds that it didn't find before."""

    path: str
    old: FileText
    text: str
    after: Loaded
    problems: tuple[Problem, ...]
    consequences: Consequences

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(found for found in self.problems if found.is_error)


def propose(loaded: Loaded, path: str, edits: Mapping[Loc, New], today: date) -> Proposal:
    """Make edits in a copy of the course; EditError where they touch more, OSError where nothing can be copied."""
    old = read_file(loaded.root / path)
    text = edit_yaml(old.text, edits)
    with tempfile.TemporaryDirectory(prefix="vorming-") as folder:
        root = Path(folder).resolve() / "cursus"
        _copy(loaded.root, root)
        (root / path).write_bytes(old.bytes_of(text))
        after = load_course(root)
        before = {_said(problem) for problem in check_loaded(loaded, today)}
        found = tuple(problem for problem in check_loaded(after, today) if _said(problem) not in before)
        return Proposal(path, old, text, after, found, find_consequences(loaded, after))


def _copy(course: Path, root: Path) -> None:
    for part in PARTS:
        source = course / part
        if source.is_dir():
            shutil.copytree(source, root / part)
        elif source.is_file():
            root.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, root / part)


def _said(problem: Problem) -> tuple[str, str, str]:
    """Return a problem without its line: that moves when a line is added above it."""
    return problem.place.path, problem.rule_id, problem.message


def find_consequences(before: Loaded, after: Loaded) -> Consequences:
    """Compare what readers get before and after a change; nothing of a course that can't be read."""
    if before.course is None or after.course is None:
        return Consequences()
    was, now = shown_digests(before), shown_digests(after)
    pages = tuple(page for page in after.pages if was.get(page.name) != now[page.name])
    lessons = {lesson.page for lesson in after.course.lessons}
    numbers = {holding.pack.name: holding.number for holding in read_holdings(before)}
    packs = (holding for holding in read_holdings(after) if holding.number != numbers.get(holding.pack.name))
    return Consequences(
        pages,
        tuple(page for page in pages if page.name in lessons),
        tuple(_questions(before.course, after.course)),
        tuple(holding.pack.name for holding in packs),
        tuple(_papers(before, after)),
    )


def _questions(before: Course, after: Course) -> Iterator[Question]:
    """Yield the questions that changed themselves, or say or ask an item that did."""
    changed = _changed(before, after)
    known = {question.id: question for quiz in before.quizzes for question in quiz.questions}
    for question in (question for quiz in after.quizzes for question in quiz.questions):
        if question != known.get(question.id) or changed & set(_said_by(question)):
            yield question


def _changed(before: Course, after: Course) -> set[tuple[str, str]]:
    def items(course: Course) -> Mapping[tuple[str, str], object]:
        found = (
            *course.facts,
            *course.faq,
            *course.helplines,
            *course.misconceptions,
            *course.contradictions,
        )
        return {(kind_of(item), item_id(item)): item for item in found}

    was = items(before)
    return {name for name, item in items(after).items() if item != was.get(name)}


def _said_by(question: Question) -> Iterator[tuple[str, str]]:
    yield from named_by_fields(question)
    for found in walk(type(question), question):
        if found.reads:
            yield from ((match["name"], match["text"]) for match in ROLE.finditer(str(found.value)))


def _papers(before: Loaded, after: Loaded) -> Iterator[Paper]:
    """Yield the released packs with more to correct than before."""
    assert before.course is not None and after.course is not None
    known = {found.number: found for found in all_changes(before, before.course.released)}
    for found in all_changes(after, after.course.released):
        more = [change for change in _to_correct(found) if change not in _to_correct(known[found.number])]
        if more:
            at = tuple(sorted({page for change in more for page in change.at}))
            yield Paper(found.name, found.number, at, any(change.kind is Kind.WRONG for change in more))


def _to_correct(changes: Changes) -> list[Change]:
    return [change for change in (*changes.items, *changes.texts) if change.kind is not Kind.NEW]
