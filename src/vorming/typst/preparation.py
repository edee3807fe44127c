"""What only the trainer's pack has before the lessons: what to bring, what to check again, the run sheet."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from pydantic import BaseModel

from vorming.course.usage import drawn
from vorming.model.base import Interval, Status
from vorming.model.course import Course, Lesson, Module, Programme, ProgrammePart
from vorming.model.facts import Contradiction, Fact
from vorming.source.load import Loaded
from vorming.text.clock import clock_times
from vorming.text.markdown import ended
from vorming.text.numbers import format_date
from vorming.text.words import words
from vorming.typst.markup import Content, Value, call

Say = Callable[[str], str]
"""Writes Markdown inlines from the course's data."""


def write_checklist(course: Course, module: Module, say: Say) -> str:
    """Write what to arrange and what to bring, each with a box to tick."""
    said = words("packs")
    lessons = (course.lesson(id) for id in module.lessons)
    material = dict.fromkeys(thing for page in lessons for step in page.lesson.run for thing in step.material)
    groups = (("arrange", module.prepare), ("bring", module.bring), ("material", material))
    lists = ((said[name], [Content(say(text)) for text in texts]) for name, texts in groups if texts)
    return "\n\n".join(call("tick-list", title=title, items=items) for title, items in lists)


def write_recheck(loaded: Loaded, pages: Iterable[str], say: Say) -> str:
    """Write the facts and points to check again before the day: what changes soon, or is not sure."""
    items = _drawn(loaded, pages)
    facts = sorted(
        (item for item in items if isinstance(item, Fact) and _is_volatile(item)), key=lambda f: f.id
    )
    points = sorted(
        (item for item in items if isinstance(item, Contradiction) and item.status == "open"), key=_number
    )
    rows: list[list[Value]] = [[Content(say(fact.statement)), fact_state(fact)] for fact in facts]
    asked: list[list[Value]] = [
        [Content(say(f"**{ended(point.title)}** {point.question}")), point.id] for point in points
    ]
    said = words("packs")
    tables = (("recheck_facts", rows), ("recheck_points", asked))
    return "\n\n".join(call("recheck", title=said[name], rows=found) for name, found in tables if found)


def _drawn(loaded: Loaded, pages: Iterable[str]) -> list[BaseModel]:
    found = {id(item): item for name in pages for item in drawn(loaded, loaded.page(name))}
    return list(found.values())


def _is_volatile(fact: Fact) -> bool:
    soon = fact.recheck_every in {Interval.QUARTER, Interval.HALF_YEAR}
    return soon or fact.status is Status.UNCONFIRMED


def _number(point: Contradiction) -> int:
    return int("".join(sign for sign in point.id if sign.isdigit()) or 0)


def fact_state(fact: Fact) -> str:
    """Say until when a fact holds, or that it is still to be confirmed."""
    said = words("packs")
    if fact.status is Status.UNCONFIRMED:
        return said["to_confirm"]
    return said["recheck_before"].format(date=format_date(fact.recheck_on)) if fact.recheck_on else ""


def write_run_sheets(course: Course, module: Module, say: Say) -> str:
    """Write a run sheet per programme, each on paper of its own: clock times, steps, material, and what may go."""
    return "\n\n#new-page()\n\n".join(_run_sheet(course, programme, say) for programme in module.programmes)


def _run_sheet(course: Course, programme: Programme, say: Say) -> str:
    *parts, (end, _) = clock_times(programme)
    rows = [row for clock, part in parts for row in _part(course, clock, part, say)]
    return call("run-sheet", title=programme.title, rows=rows, end=f"{end:%H.%M}")


def _part(course: Course, clock: datetime, part: ProgrammePart, say: Say) -> Iterator[dict[str, Value]]:
    """Yield the row of a part, and below a lesson its steps."""
    page = course.lesson(part.lesson) if part.lesson else None
    title = part.title or (page.title if page else "")
    yield {
        "clock": f"{clock:%H.%M}",
        "title": Content(say(title)),
        "minutes": part.minutes,
        "kind": part.kind,
    }
    if page:
        yield from _steps(page.lesson, part.minutes, say)


def _steps(lesson: Lesson, minutes: int, say: Say) -> Iterator[dict[str, Value]]:
    if lesson.minutes > minutes:
        said = words("packs")["shorter"].format(minutes=minutes, whole=lesson.minutes)
        yield {"kind": "hint", "title": Content(say(said))}
    for step in lesson.run:
        yield {
            "kind": "step",
            "title": Content(say(step.title)),
            "minutes": step.minutes,
            "method": Content(say(step.method or "")),
            "material": Content(say(", ".join(step.material))),
            "may-go": step.keep == "may-go",
        }
