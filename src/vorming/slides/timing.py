"""The slides of a plan -> when each is due, for the speaker's window."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from vorming.course.planning import Part, Taught
from vorming.course.sections import NO_STEP
from vorming.text.words import words


@dataclass(frozen=True)
class Place:
    """Where a slide belongs: the id of its lesson and the number of its step; empty for the day itself."""

    lesson: str = ""
    step: int = NO_STEP


def plan_data(parts: Sequence[Part], places: Sequence[Place]) -> Mapping[str, Any]:
    """Return what the speaker's script needs of a plan: its parts and steps, and when each slide is due.

    Minutes count from the start of the day. What stands before the first slide of a step, such as the
    title of its lesson or a break, shows the slide before it.
    """
    start = parts[0].start if parts else 0
    items = [item for part in parts for item in _items(part, start)]
    own = _slides_of(parts, places)
    for item in items:
        item["first"], item["to"] = own.get(item.pop("key"), (-1, -1))
    begins = _begins(items, len(places))
    total = parts[-1].end - start if parts else 0
    return {
        "start": start,
        "total": total,
        "items": items,
        "due": [[begin, end] for begin, end in zip(begins, [*begins[1:], total], strict=True)],
    }


def _items(part: Part, start: int) -> Iterator[dict[str, Any]]:
    """Yield a part of the day as one item, a lesson as one per step."""
    shared = {"fixed": part.is_fixed, "part": part.title}
    if not part.steps:
        yield {
            **shared, "key": None, "kind": part.kind, "title": part.title, "start": part.start - start,
            "minutes": part.minutes, "mayGo": False, "how": "",
        }  # fmt: skip
    clock = part.start - start
    for taught in part.steps:
        yield {
            **shared, "key": taught.key, "kind": "step", "title": taught.step.title, "start": clock,
            "minutes": taught.minutes, "mayGo": not taught.is_must, "how": _how(taught),
        }  # fmt: skip
        clock += taught.minutes


def _how(taught: Taught) -> str:
    said = words("trainer")
    sheets = said.group("sheets")
    method = said.group("methods")[taught.step.method]
    return " · ".join([method, *(sheets[sheet] for sheet in taught.step.print), *taught.step.bring])


def _slides_of(parts: Sequence[Part], places: Sequence[Place]) -> Mapping[tuple[str, str], tuple[int, int]]:
    """Return for each step its first slide, and the one after its last."""
    steps = {
        (taught.key[0], taught.page.lesson.run.index(taught.step)): taught.key
        for part in parts
        for taught in part.steps
    }
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for number, place in enumerate(places):
        if key := steps.get((place.lesson, place.step)):
            found[key] = (found.get(key, (number, 0))[0], number + 1)
    return found


def _begins(items: Sequence[Mapping[str, Any]], count: int) -> list[float]:
    """Return the minute at which each slide is due: a step's slides share its minutes."""
    known: dict[int, float] = {}
    for item in items:
        for n in range(item["first"], item["to"]):
            share = item["minutes"] / (item["to"] - item["first"])
            known[n] = round(item["start"] + share * (n - item["first"]), 2)
    begins, after = [0.0] * count, None
    for n in reversed(range(count)):
        after = known.get(n, after)
        begins[n] = 0.0 if after is None else after
    last = max(known, default=-1)
    for n in range(last + 1, count):  # after the last step: the closing
        begins[n] = items[-1]["start"] if items else 0.0
    return begins


def slide_ranges(data: Mapping[str, Any]) -> Mapping[int, tuple[int, int]]:
    """Return for the minute at which each step starts its first and last slide, numbered from 1."""
    items = data["plan"]["items"]
    return {item["start"]: (item["first"] + 1, item["to"]) for item in items if item["first"] >= 0}
