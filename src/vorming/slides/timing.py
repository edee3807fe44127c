"""Slides and the steps of their lesson -> when each slide is planned, and which step it belongs to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vorming.model.course import Lesson, Step

NO_STEP = -1
"""The step of a slide that belongs to the lesson as a whole."""


@dataclass(frozen=True)
class Span:
    """When a slide is planned, in minutes from the start of its lesson, and the number of its step."""

    start: float
    end: float
    step: int


def plan_slides(lesson: Lesson, sections: Sequence[tuple[int, int]]) -> tuple[Span, ...]:
    """Spread a lesson over its slides.

    `sections` says of each section how many slides it has and how many minutes its notes ask. Slides
    before a section with minutes share them: the trainer who writes one note for two headings gives
    them one time.
    """
    spans: list[Span] = []
    clock = 0.0
    for slides, minutes in _scaled(list(_segments(sections)), lesson.minutes):
        length = minutes / slides
        for _ in range(slides):
            step = step_at(lesson.run, clock + length / 2)
            spans.append(Span(round(clock, 2), round(clock + length, 2), step))
            clock += length
    return tuple(spans)


def _segments(sections: Sequence[tuple[int, int]]) -> Iterator[tuple[int, float]]:
    """Yield runs of slides with the minutes that they share; the last run may have none."""
    slides, minutes = 0, 0
    for count, asked in sections:
        slides, minutes = slides + count, minutes + asked
        if slides and minutes:
            yield slides, minutes
            slides, minutes = 0, 0
    if slides:
        yield slides, minutes


def _scaled(segments: list[tuple[int, float]], total: int) -> list[tuple[int, float]]:
    """Make the minutes of all runs add up to those of the lesson."""
    asked = sum(minutes for _, minutes in segments)
    if segments and not segments[-1][1]:
        segments[-1] = (segments[-1][0], max(total - asked, 0))
        asked = sum(minutes for _, minutes in segments)
    if not asked:
        return [(slides, total / len(segments)) for slides, _ in segments]
    return [(slides, minutes * total / asked) for slides, minutes in segments]


def step_at(run: Sequence[Step], minute: float) -> int:
    """Return the number of the step that runs at a minute of the lesson."""
    clock = 0
    for number, step in enumerate(run):
        clock += step.minutes
        if minute < clock:
            return number
    return len(run) - 1
