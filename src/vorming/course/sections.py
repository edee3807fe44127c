"""The headings of a lesson's page and the steps of that lesson -> which step each heading belongs to."""

from collections.abc import Sequence
from dataclasses import dataclass

from vorming.model.course import Lesson, Step

NO_STEP = -1
"""The step of what belongs to the lesson as a whole."""


@dataclass(frozen=True)
class Section:
    """A heading of a lesson's page: the names of its blocks, the minutes that its notes ask, how long it is."""

    names: frozenset[str]
    minutes: int = 0
    weight: int = 1


def steps_of_sections(lesson: Lesson, sections: Sequence[Section]) -> list[int]:
    """Return the number of the step to which each section belongs.

    A section belongs to the step that uses a block in it. Others go by the clock of the notes, between the
    sections that are certain.
    """
    certain = [_user(lesson.run, section) for section in sections]
    asked = [section.minutes or section.weight / 100 for section in sections]
    scale = lesson.minutes / sum(asked) if sections else 0
    clock, found = 0.0, []
    for i, length in enumerate(asked):
        low = max((step for step in certain[:i] if step is not None), default=0)
        later = (step for step in certain[i:] if step is not None and step >= low)
        high = min(later, default=len(lesson.run) - 1)
        at = _step_at(lesson.run, (clock + length / 2) * scale)
        user = certain[i]
        found.append(min(max(at, low), high) if user is None else user)
        clock += length
    return found


def _user(run: Sequence[Step], section: Section) -> int | None:
    """Return the first step that uses a block of a section."""
    return next((n for n, step in enumerate(run) if section.names.intersection(step.uses)), None)


def _step_at(run: Sequence[Step], minute: float) -> int:
    """Return the step that runs at a minute of the lesson."""
    clock = 0
    for number, step in enumerate(run):
        clock += step.minutes
        if minute < clock:
            return number
    return len(run) - 1
