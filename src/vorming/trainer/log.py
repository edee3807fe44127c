"""The log of sessions: check what a trainer saved, keep it, and say what to improve."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, count
from pathlib import Path
from statistics import mean

import yaml

from vorming.check.known import reference_among
from vorming.course.kinds import KINDS, item_id
from vorming.model.course import Course
from vorming.model.session import Session, SessionFile
from vorming.model.walk import walk
from vorming.quiz.view import view_question
from vorming.source.files import read_text, write_whole
from vorming.source.load import SESSIONS
from vorming.source.parse import parse_model
from vorming.source.problems import Problem, place_at, problem
from vorming.source.yaml import Source, read_yaml
from vorming.text.markdown import values_of
from vorming.text.words import words
from vorming.trainer.pages import counted_letters

WORDS = words("trainer")

_AT = r"(?:\s*@\s*|\s*[(\[{<]\s*(?:at|a|apenstaart(?:je)?)\s*[)\]}>]\s*|\s+(?:at|apenstaart(?:je)?)\s+)"
_DOT = r"(?:\.|\s*[(\[{<]?\s*(?:dot|punt)\s*[)\]}>]?\s*)"
_PERSONAL = re.compile(
    rf"[\w.+-]+{_AT}[\w-]+{_DOT}\w+"  # an e-mail address, disguised or not
    r"|(?<!\w)@\w{2,}"  # a name on a social medium
    r"|\+?\d(?:[\s./()*_\u2010-\u2015-]{0,3}\d){8,}"  # a telephone, a national register number, an account
    r"|\b\w+(?:straat|laan|steenweg|plein|dreef|kaai|lei)\s+\d+"  # a house
    r"|\b(?:rue|avenue|chaussée|boulevard) [^\d\n]{2,40}\d+",
    re.IGNORECASE,
)
"""What may lead to a person: nine digits or more in a row, and addresses."""


def read_session(root: Path, path: str, course: Course) -> tuple[Session | None, tuple[Problem, ...]]:
    """Read and check a saved log by its path below `root`; what is wrong comes back with its line.

    The session is None where the file cannot be read as one; with problems it may be there all the same.
    """
    source, text = read_yaml(root, path), read_text(root, path)
    if source.problems or isinstance(text, Problem):
        return None, source.problems
    parsed, problems = parse_model(SessionFile, source)
    if parsed is None:
        return None, tuple(sorted(problems))
    found = (*_check(parsed.session, course, source), *_comments(text, path))
    return parsed.session, tuple(sorted(found))


def _comments(text: str, path: str) -> Iterator[Problem]:
    """Yield the comments of a YAML file: what is kept with it and no check of a text sees."""
    end = 0
    for token in yaml.scan(text, Loader=yaml.SafeLoader):
        start = token.start_mark.index
        head = text[start : token.end_mark.index].partition("\n")[0]
        is_block = isinstance(token, yaml.ScalarToken) and token.style in {"|", ">"}
        if "#" in text[end:start] or (is_block and "#" in head):
            yield problem(place_at(path, text, text.index("#", end)), "log-comment")
        end = token.end_mark.index


def _check(session: Session, course: Course, source: Source) -> Iterator[Problem]:
    """Yield what names something that the course doesn't have, and what may lead to a person."""
    # Ids must be of the course; any other text may hold what leads to a person.
    for found in walk(SessionFile, source.value):
        place = source.place(*found.loc)
        if found.ref:
            known = [item_id(item) for item in KINDS[found.ref.kind].items(course)]
            yield from reference_among(known, found.ref.kind, found.value, place)
        elif personal := _PERSONAL.search(found.value):
            yield problem(place, "log-personal", value=personal[0])
    runs = {page.lesson.id: page.lesson.run for page in course.lessons}
    for i, item in enumerate(session.ran_long):
        place = source.place("session", "ran_long", i, "step")
        # Of a lesson that the course lacks, which was said above, no step is known.
        known = [step.title for step in runs[item.lesson]] if item.lesson in runs else [item.step]
        yield from reference_among(known, "step", item.step, place)
    questions = {question.id: question for question in course.questions}
    for i, hands in enumerate(session.hands):
        question, count = questions.get(hands.question), len(hands.counts)
        expected = len(counted_letters(course, question)) if question else count
        if count != expected:
            place = source.place("session", "hands", i, "counts")
            yield problem(place, "log-counts", value=hands.question, count=count, expected=expected)


def keep_session(root: Path, path: Path, session: Session) -> tuple[Path, bool]:
    """Copy a checked log into the course; return where it stands, and whether it is new there.

    Its name is made of date and module, whatever the file was called.
    """
    folder, data = root / SESSIONS, path.read_bytes()
    # The same file twice is one session, whatever it is called.
    for old in sorted(folder.glob("*.yml")):
        if old.read_bytes() == data:
            return old, False
    stem = f"{session.date.isoformat()}-{session.module}"
    names = chain([f"{stem}.yml"], (f"{stem}-{number}.yml" for number in count(2)))
    place = next(folder / name for name in names if not (folder / name).exists())
    return write_whole(place, data, is_kept=True), True


def report_lines(course: Course, sessions: Sequence[Session]) -> Iterator[str]:
    """Yield what was noted after all sessions as text, part by part, most often first."""
    found = sorted(sessions, key=lambda session: (session.date, session.module))
    people = sum(session.group or 0 for session in found)
    yield WORDS["report_head_one" if len(found) == 1 else "report_head"].format(
        sessions=len(found), people=people
    )
    parts = {
        "ran_long": _ran_long(course, found),
        "report_hard": _hard(course, found),
        "challenged": _challenged(course, found),
        "new_questions": [text for session in found for text in session.questions],
        "report_remarks": [session.remark for session in found if session.remark],
    }
    for key, lines in parts.items():
        if lines:
            yield f"\n{WORDS[key]}"
            yield from (f"- {line}" for line in lines)


def _ran_long(course: Course, sessions: Iterable[Session]) -> list[str]:
    """Say of each step in how many sessions it ran long, and how many minutes on average."""
    titles = {page.lesson.id: page.title for page in course.lessons}
    more: dict[str, list[int]] = {}
    for session in sessions:
        for item in session.ran_long:
            name = f"{titles.get(item.lesson, item.lesson)}: {item.step}"
            more.setdefault(name, []).append(item.minutes)
    return [
        WORDS["report_long"].format(step=name, times=len(own), minutes=round(mean(own)))
        for name, own in sorted(more.items(), key=lambda step: (-sum(step[1]), step[0]))
    ]


def _hard(course: Course, sessions: Iterable[Session]) -> list[str]:
    """Say which questions most hands got wrong; a poll has no wrong answers."""
    questions = {question.id: question for question in course.questions}
    wrong: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for session in sessions:
        for hands in session.hands:
            # Nothing for a question without right answers, or that the course no longer has.
            question = questions.get(hands.question)
            options = view_question(question, 1, values_of(course)).options if question else ()
            right = [bool(option.is_correct) for option in options if option.is_correct is not None]
            # Since then the question may have got an answer more or less.
            if len(right) == len(hands.counts):
                total[hands.question] += sum(hands.counts)
                counted = zip(hands.counts, right, strict=True)
                wrong[hands.question] += sum(hands_up for hands_up, is_right in counted if not is_right)
    order = sorted((id for id in total if wrong[id]), key=lambda id: (-wrong[id] / total[id], id))
    said = WORDS["report_wrong"]
    return [said.format(prompt=questions[id].prompt, wrong=wrong[id], total=total[id]) for id in order]


def _challenged(course: Course, sessions: Iterable[Session]) -> list[str]:
    """Say of each fact that was doubted what people said instead."""
    statements = {fact.id: fact.statement for fact in course.facts}
    said: dict[str, list[str]] = {}
    for session in sessions:
        for item in session.challenged:
            said.setdefault(item.fact, []).append(item.said)
    order = sorted(said, key=lambda id: (-len(said[id]), id))
    return [f"{statements.get(id, id)} — {'; '.join(said[id])}" for id in order]


def read_sessions(root: Path, course: Course) -> tuple[list[Session], tuple[Problem, ...]]:
    """Read all kept logs; what someone broke in one of them is a problem, and the others count."""
    sessions: list[Session] = []
    problems: list[Problem] = []
    for path in sorted((root / SESSIONS).glob("*.yml")):
        session, found = read_session(root, f"{SESSIONS}/{path.name}", course)
        problems += found
        sessions += [session] if session else []
    return sessions, tuple(sorted(problems))
