"""What only the trainer's pack has before the lessons: what to bring, what to check again, the run sheet."""

from collections.abc import Callable, Iterable, Iterator

from pydantic import BaseModel

from vorming.course.planning import Part, Plan, written_plan
from vorming.course.usage import drawn
from vorming.model.base import Interval, Status
from vorming.model.course import Course, Module
from vorming.model.facts import Contradiction, Fact
from vorming.source.load import Loaded
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
    material = dict.fromkeys(thing for page in lessons for step in page.lesson.run for thing in step.bring)
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
    plans = (written_plan(course, module, programme) for programme in module.programmes)
    return "\n\n#new-page()\n\n".join(_run_sheet(plan, say) for plan in plans)


def _run_sheet(plan: Plan, say: Say) -> str:
    rows = [row for part in plan.parts for row in _part(part, say)]
    return call("run-sheet", title=plan.programme.title, rows=rows, end=_hour(plan.end))


def _hour(minute: int) -> str:
    return f"{minute // 60:02}.{minute % 60:02}"


def _part(part: Part, say: Say) -> Iterator[dict[str, Value]]:
    """Yield the row of a part, and below a lesson its steps."""
    yield {
        "clock": _hour(part.start),
        "title": Content(say(part.title)),
        "minutes": part.minutes,
        "kind": part.kind,
    }
    for taught in part.steps:
        yield {
            "kind": "step",
            "title": Content(say(taught.step.title)),
            "minutes": taught.minutes,
            "method": words("trainer").group("methods")[taught.step.method],
            "material": Content(say(", ".join(taught.step.bring))),
            "may-go": not taught.is_must,
        }
