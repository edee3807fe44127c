"""The slides of a plan -> when each is due, for the speaker's window."""

from collections.abc import Mapping, Sequence
from typing import Any

from vorming.course.planning import Part
from vorming.course.sections import NO_STEP

LessonStep = tuple[str, int]
"""The step to which a slide belongs: the id of its lesson and the number of the step in it."""

OF_DAY: LessonStep = ("", NO_STEP)
"""For what belongs to no step of a lesson."""


def plan_data(parts: Sequence[Part], steps: Sequence[LessonStep]) -> Mapping[str, Any]:
    """Return what the speaker's script needs of a plan: its parts and steps, and when each slide is due.

    `steps` has the step of each slide, in order. Minutes count from the start of the day; `first` and `to` of an item
    are its first slide and the one after its last, from 0, or -1. What comes before the first slide of a step, such
    as the title of its lesson or a break, shows the slide before it; what opens the day is due until its first step.
    """
    start = parts[0].start if parts else 0
    total = parts[-1].end - start if parts else 0
    items: list[dict[str, Any]] = []
    for part in parts:
        shared = {"fixed": part.is_fixed, "part": part.title}
        if not part.steps:
            items.append({
                **shared, "kind": part.kind, "title": part.title, "start": part.start - start, "minutes": part.minutes,
                "mayGo": False, "how": "", "first": -1, "to": -1,
            })  # fmt: skip
        for clock, taught in part.timed:
            own = (taught.key[0], taught.number)
            shown = [number for number, step in enumerate(steps) if step == own] or [-1]
            items.append({
                **shared, "kind": "step", "title": taught.step.title, "start": clock - start, "minutes": taught.minutes,
                "mayGo": not taught.is_must, "how": " · ".join([taught.method, *taught.material]),
                "first": shown[0], "to": shown[-1] + 1 if shown != [-1] else -1,
            })  # fmt: skip
    begins = _begins(items, len(steps))
    due = [[begin, end] for begin, end in zip(begins, [*begins[1:], total], strict=True)]
    opening = min((item["first"] for item in items if item["first"] >= 0), default=0)
    due[:opening] = [[0.0, begins[opening]]] * opening
    return {"start": start, "total": total, "items": items, "due": due}


def _begins(items: Sequence[Mapping[str, Any]], count: int) -> list[float]:
    """Return the minute at which each slide is due: a step's slides share its minutes."""
    known: dict[int, float] = {}
    for item in items:
        for n in range(item["first"], item["to"]):
            share = item["minutes"] / (item["to"] - item["first"])
            known[n] = round(item["start"] + share * (n - item["first"]), 2)
    # Backwards: a slide that no step plans is due together with the planned one after it.
    begins, after = [0.0] * count, None
    for n in reversed(range(count)):
        after = known.get(n, after)
        begins[n] = 0.0 if after is None else after
    for n in range(max(known, default=-1) + 1, count):  # after the last step: the closing
        begins[n] = items[-1]["start"] if items else 0.0
    return begins


def slide_ranges(data: Mapping[str, Any]) -> Mapping[int, tuple[int, int]]:
    """Return the first and the last slide of each step, numbered from 1, by the minute at which the step starts."""
    items = data["plan"]["items"]
    return {item["start"]: (item["first"] + 1, item["to"]) for item in items if item["first"] >= 0}
