"""Which step of a lesson each section of its page belongs to: for slides and for the papers of a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from vorming.model.course import Lesson

NO_STEP = -1
"""The number for slides that belong to the lesson as a whole, such as its title."""


@dataclass(frozen=True)
class Section:
    """The content below one heading of a lesson's page.

    `names` are those of its heading and its blocks, `minutes` what its trainer's notes ask, and `weight` the length of its
    text, by which sections without minutes share the time.
    """

    names: frozenset[str]
    minutes: int = 0
    weight: int = 1


def steps_of_sections(lesson: Lesson, sections: Sequence[Section]) -> list[int]:
    """Return for each section the number of its step in `lesson.run`, from 0.

    A section belongs to the step that uses a block in it, or the label above its heading. The others go by the clock: their minutes are
    scaled to the length of the lesson, and the step that runs halfway through a section is its step, so long
    as that stays between the steps of the certain sections before and after it.
    """
    certain = []
    for section in sections:
        users = (n for n, step in enumerate(lesson.run) if section.names.intersection(step.uses))
        certain.append(next(users, None))
    asked = [section.minutes or section.weight / 100 for section in sections]
    scale = lesson.minutes / sum(asked) if sections else 0
    clock, found = 0.0, []
    for i, length in enumerate(asked):
        low = max((step for step in certain[:i] if step is not None), default=0)
        later = (step for step in certain[i:] if step is not None and step >= low)
        high = min(later, default=len(lesson.run) - 1)
        # A step's number is that of the steps that have ended before it.
        ends = accumulate(step.minutes for step in lesson.run[:-1])
        at = sum(end <= (clock + length / 2) * scale for end in ends)
        user = certain[i]
        found.append(min(max(at, low), high) if user is None else user)
        clock += length
    return found
