"""A programme and the minutes there are -> which steps of its lessons stay, and how long each takes.

Pure. Steps marked `keep: must` always stay; `may-go` goes when time is short. The run sheet and the
speaker's window plan with this, so that both say the same.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from vorming.model.course import Course, LessonPage, Programme, ProgrammePart, Step

BREAK_FROM = 90
"""Up to so many minutes a session needs no break."""


@dataclass(frozen=True)
class Chosen:
    """A step of a lesson that stays, with the minutes it gets."""

    lesson: LessonPage
    number: int
    step: Step
    minutes: int


@dataclass(frozen=True)
class Fit:
    """A programme made to fit: its parts, the steps that stay, and what is left of the time."""

    programme: Programme
    parts: tuple[ProgrammePart, ...]
    chosen: tuple[Chosen, ...]
    spare: int

    @property
    def worth(self) -> int:
        """More minutes of the course is better; a shortened must-step counts against it twice."""
        short = sum(item.step.minutes - item.minutes for item in self.chosen)
        return sum(item.minutes for item in self.chosen) - 2 * short


def least_minutes(programme: Programme, core: int) -> int:
    """Return the least minutes in which a programme fits: from BREAK_FROM on it needs its breaks."""
    others = [part for part in programme.parts if not part.lesson]
    without = core + length_of(part for part in others if part.kind != "break")
    return without if without <= BREAK_FROM else core + length_of(others)


def length_of(parts: Iterable[ProgrammePart]) -> int:
    """Return how many minutes parts take together."""
    return sum(part.minutes for part in parts)


def _parts(programme: Programme, minutes: int) -> tuple[ProgrammePart, ...]:
    """Return the parts of a programme; a short session has no break."""
    return tuple(part for part in programme.parts if part.kind != "break" or minutes > BREAK_FROM)


def must_of(lesson: LessonPage) -> int:
    """Return the minutes of the steps that a lesson can't do without."""
    return sum(step.minutes for step in lesson.lesson.run if step.keep == "must")


def floor_of(lesson: LessonPage, part: ProgrammePart) -> int:
    """Return the least a lesson takes: its must-steps, or less where the author's programme gives less."""
    return min(must_of(lesson), part.minutes)


def fit_programme(course: Course, programme: Programme, minutes: int | None = None) -> Fit | None:
    """Make a programme fit in some minutes, else in its own; None when its core doesn't fit."""
    minutes = length_of(programme.parts) if minutes is None else minutes
    parts = _parts(programme, minutes)
    pairs = [(course.lesson(part.lesson), part) for part in parts if part.lesson]
    room = minutes - sum(part.minutes for part in parts if not part.lesson)
    if room < sum(floor_of(lesson, part) for lesson, part in pairs):
        return None
    if room >= sum(must_of(lesson) for lesson, _ in pairs):
        chosen = _drop(pairs, room)
    else:
        chosen = _shorten(pairs, room)
    return Fit(programme, parts, tuple(chosen), room - sum(item.minutes for item in chosen))


def _drop(pairs: Sequence[tuple[LessonPage, ProgrammePart]], room: int) -> list[Chosen]:
    """Keep all must-steps, then those that the author's programme has time for, then what still fits."""
    steps = [
        Chosen(lesson, n, step, step.minutes)
        for lesson, _ in pairs
        for n, step in enumerate(lesson.lesson.run)
    ]
    kept = [item for item in steps if item.step.keep == "must"]
    budget = {lesson.lesson.id: part.minutes - must_of(lesson) for lesson, part in pairs}
    for is_asked in (True, False):
        for item in (item for item in steps if item not in kept):
            id, left = item.lesson.lesson.id, room - sum(found.minutes for found in kept)
            if item.minutes <= (min(left, budget[id]) if is_asked else left):
                kept.append(item)
                budget[id] -= item.minutes
    return [item for item in steps if item in kept]


def _shorten(pairs: Sequence[tuple[LessonPage, ProgrammePart]], room: int) -> list[Chosen]:
    """Keep only must-steps, each lesson between what its programme gives and what its steps ask."""
    floors = [floor_of(lesson, part) for lesson, part in pairs]
    extra = _share(
        room - sum(floors),
        [must_of(lesson) - floor for (lesson, _), floor in zip(pairs, floors, strict=True)],
    )
    return [
        Chosen(lesson, number, step, minutes)
        for (lesson, _), floor, more in zip(pairs, floors, extra, strict=True)
        for number, step, minutes in _shortened(lesson, floor + more)
    ]


def _shortened(lesson: LessonPage, minutes: int) -> Iterator[tuple[int, Step, int]]:
    musts = [(number, step) for number, step in enumerate(lesson.lesson.run) if step.keep == "must"]
    shares = _share(minutes, [step.minutes for _, step in musts])
    yield from ((number, step, share) for (number, step), share in zip(musts, shares, strict=True))


def _share(total: int, weights: Sequence[int]) -> list[int]:
    """Divide whole minutes by weight; what rounding leaves goes to the largest remainders."""
    whole = sum(weights)
    if not whole:
        return [0 for _ in weights]
    shares = [total * weight // whole for weight in weights]
    rest = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for i in rest[: total - sum(shares)]:
        shares[i] += 1
    return shares
