"""The log of sessions: check a log that a trainer saved, keep it, and report what to improve."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, count
from pathlib import Path
from statistics import mean

import yaml

from vorming.check.references import reference_among
from vorming.course.kinds import KINDS, item_id
from vorming.model.course import Course
from vorming.model.local import Session, SessionFile
from vorming.model.walk import walk
from vorming.quiz.view import view_question
from vorming.source.files import read_text, write_whole
from vorming.source.load import SESSIONS
from vorming.source.parse import parse_model
from vorming.source.problems import Problem, place_at, problem
from vorming.source.yaml import LOADER, Source, read_yaml
from vorming.text.markdown import values_of
from vorming.text.words import words
from vorming.trainer.pages import counted_letters

WORDS = words("trainer")

_AT = r"(?:\s*@\s*|\s*[(\[{<]\s*(?:at|a|apenstaart(?:je)?)\s*[)\]}>]\s*|\s+(?:at|apenstaart(?:je)?)\s+)"
_DOT = r"(?:\.|\s*[(\[{<]?\s*(?:dot|punt)\s*[)\]}>]?\s*)"
_PERSONAL = re.compile(
    rf"[\w.+-]+{_AT}[\w-]+{_DOT}\w+"  # an e-mail address, disguised or not
    r"|\w\s*[@\uff20]\s*[\w-]+\s*\.\s*\w+"
    r"|(?<!\w)@\w{2,}|\b(?:facebook|instagram|linkedin|tiktok|wa|x)\.(?:com|me)/\w"  # a name on a social medium
    r"|\+?\d(?:(?:[\s./()*_\u2010-\u2015-]{0,3}|[,:;·])\d){8,}"  # a number of a telephone, the national register or a bank account
    r"|\bgeb(?:\.|oren)(?:\s+op)?\s+\d{1,2}[\s./-]"  # a date of birth
    r"|\b\d-?[a-z]{3}-?\d{3}\b"  # a number plate
    # A street with a house number; the capital tells Molenweg 4 from words such as arbeidsmarkt.
    r"|\b(?:\w+(?:straat|str\.|laan|steenweg|plein|dreef|kaai|lei)"
    r"|(?=(?-i:[A-Z]))(?!onderweg)\w*(?:baan|dijk|hof|kade|markt|steeg|vest|weg))"
    r"(?:\s*,)?(?:\s*(?:nr|nummer)\b\.?)?\s*\d+"
    r"|\b(?:rue|avenue|chaussée|boulevard|place) [^\d\n]{2,40}\d+|\b\d+\s*,\s*(?:rue|avenue|chaussée|boulevard|place)\b",
    re.IGNORECASE,
)
"""Texts that may identify a person: addresses, names on social media, nine or more digits in a row, dates of birth."""


def read_session(root: Path, path: str, course: Course) -> tuple[Session | None, tuple[Problem, ...]]:
    """Read and check a saved log; return the session and the problems, with their lines.

    path: relative to `root`. The session is None if the file is not a readable log; a session may have problems too.
    """
    source, text = read_yaml(root, path), read_text(root, path)
    if source.problems or isinstance(text, Problem):
        return None, source.problems
    parsed, problems = parse_model(SessionFile, source)
    if parsed is None:
        return None, tuple(sorted(problems))
    faults = (*_check(parsed.session, course, source), *_comments(text, path))
    return parsed.session, tuple(sorted(faults))


def _comments(text: str, path: str) -> Iterator[Problem]:
    """Yield a problem for each comment in a YAML file, because comments are kept but not checked."""
    end = 0
    for token in yaml.scan(text, Loader=LOADER):
        start = token.start_mark.index
        head = text[start : token.end_mark.index].partition("\n")[0]
        is_block = isinstance(token, yaml.ScalarToken) and token.style in {"|", ">"}
        if "#" in text[end:start] or (is_block and "#" in head):
            yield problem(place_at(path, text, text.index("#", end)), "log-comment")
        end = token.end_mark.index


def _check(session: Session, course: Course, source: Source) -> Iterator[Problem]:
    """Yield problems for references to items that the course doesn't have, and for texts that may identify a person."""
    # Ids must be those of items; any other text could identify a person.
    for field in walk(SessionFile, source.value):
        place = source.place(*field.loc)
        if field.ref:
            known = [item_id(item) for item in KINDS[field.ref.kind].items(course)]
            yield from reference_among(known, field.ref.kind, field.value, place)
        elif personal := _PERSONAL.search(field.value):
            yield problem(place, "log-personal", value=personal[0])
    runs = {page.lesson.id: page.lesson.run for page in course.lessons}
    for i, item in enumerate(session.ran_long):
        place = source.place("session", "ran_long", i, "step")
        # An unknown lesson has no steps; it was already reported above.
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
    """Copy a checked log into the course; return its path, and whether it is new.

    The name of the copy has the date and the module of the session.
    """
    folder, data = root / SESSIONS, path.read_bytes()
    # A file with the same bytes is the same session, even with another name.
    for old in sorted(folder.glob("*.yml")):
        if old.read_bytes() == data:
            return old, False
    stem = f"{session.date.isoformat()}-{session.module}"
    names = chain([f"{stem}.yml"], (f"{stem}-{number}.yml" for number in count(2)))
    place = next(folder / name for name in names if not (folder / name).exists())
    return write_whole(place, data, is_kept=True), True


def report_lines(course: Course, sessions: Sequence[Session]) -> Iterator[str]:
    """Yield the lines of a report on all sessions, in parts; in each part, the most frequent notes come first."""
    ordered = sorted(sessions, key=lambda session: (session.date, session.module))
    people = sum(session.group or 0 for session in ordered)
    yield WORDS["report_head_one" if len(ordered) == 1 else "report_head"].format(
        sessions=len(ordered), people=people
    )
    parts = {
        "ran_long": _ran_long(course, ordered),
        "report_hard": _hard(course, ordered),
        "challenged": _challenged(course, ordered),
        "new_questions": [text for session in ordered for text in session.questions],
        "report_remarks": [session.remark for session in ordered if session.remark],
    }
    for key, lines in parts.items():
        if lines:
            yield f"\n{WORDS[key]}"
            yield from (f"- {line}" for line in lines)


def _ran_long(course: Course, sessions: Iterable[Session]) -> list[str]:
    """Return a line for each step that ran long: in how many sessions, and by how many minutes on average."""
    titles = {page.lesson.id: page.title for page in course.lessons}
    more: dict[str, list[int]] = {}
    for session in sessions:
        for item in session.ran_long:
            name = f"{titles.get(item.lesson, item.lesson)}: {item.step}"
            more.setdefault(name, []).append(item.minutes)
    return [
        WORDS["report_long"].format(step=name, times=len(minutes), minutes=round(mean(minutes)))
        for name, minutes in sorted(more.items(), key=lambda step: (-sum(step[1]), step[0]))
    ]


def _hard(course: Course, sessions: Iterable[Session]) -> list[str]:
    """Return a line for each question with wrong answers, those with the largest share of wrong hands first."""
    questions = {question.id: question for question in course.questions}
    wrong: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for session in sessions:
        for hands in session.hands:
            # `right` is empty for a question without right answers, or one that the course no longer has.
            question = questions.get(hands.question)
            options = view_question(question, 1, values_of(course)).options if question else ()
            right = [bool(option.is_correct) for option in options if option.is_correct is not None]
            # The number of answers may have changed since the session.
            if len(right) == len(hands.counts):
                total[hands.question] += sum(hands.counts)
                counted = zip(hands.counts, right, strict=True)
                wrong[hands.question] += sum(hands_up for hands_up, is_right in counted if not is_right)
    order = sorted((id for id in total if wrong[id]), key=lambda id: (-wrong[id] / total[id], id))
    sentence = WORDS["report_wrong"]
    return [sentence.format(prompt=questions[id].prompt, wrong=wrong[id], total=total[id]) for id in order]


def _challenged(course: Course, sessions: Iterable[Session]) -> list[str]:
    """Return a line for each fact that people doubted, with what they said instead."""
    statements = {fact.id: fact.statement for fact in course.facts}
    objections: dict[str, list[str]] = {}
    for session in sessions:
        for item in session.challenged:
            objections.setdefault(item.fact, []).append(item.said)
    order = sorted(objections, key=lambda id: (-len(objections[id]), id))
    return [f"{statements.get(id, id)} — {'; '.join(objections[id])}" for id in order]


def read_sessions(root: Path, course: Course) -> tuple[list[Session], tuple[Problem, ...]]:
    """Read all kept logs; return the readable sessions, and the problems in all logs."""
    sessions: list[Session] = []
    problems: list[Problem] = []
    for path in sorted((root / SESSIONS).glob("*.yml")):
        session, faults = read_session(root, f"{SESSIONS}/{path.name}", course)
        problems += faults
        sessions += [session] if session else []
    return sessions, tuple(sorted(problems))
