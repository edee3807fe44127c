"""A module and what the day allows -> a run sheet with clock times, or the reason why it can't be.

Pure. A programme of the module is the start; what the trainer asks (time, group, phones, projector)
decides which steps stay. Steps marked `keep: must` always stay; `may-go` goes when time is short.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Literal

from vorming.model.course import Course, LessonPage, Module, Programme, ProgrammePart, Step
from vorming.words import words

Kind = Literal["lesson", "step", "break", "activity"]
Slides = Mapping[tuple[str, int], tuple[int, int]]
"""For each lesson and step its first and last slide in the module's deck."""

WORDS = words("trainer")
BREAK_FROM = 90
"""Up to so many minutes a session needs no break."""
SPARE_FROM = 3
"""From so many minutes on, time that is left gets a line of its own."""
MINUTES = (15, 600)
GROUP = (1, 200)


@dataclass(frozen=True)
class Demands:
    """What the day allows; what is None the programme decides."""

    start: time | None = None
    minutes: int | None = None
    group: int | None = None
    has_phones: bool = True
    has_projector: bool = True


@dataclass(frozen=True)
class Row:
    """A line of the run sheet; `slides` is empty without a deck or a projector."""

    start: time
    minutes: int
    kind: Kind
    title: str
    method: str = ""
    material: tuple[str, ...] = ()
    may_go: bool = False
    was: int = 0
    """How long the step takes when there is time enough; 0 when it takes that long here."""
    slides: str = ""


@dataclass(frozen=True)
class RunSheet:
    """A day that can be given."""

    module: Module
    programme: Programme
    demands: Demands
    rows: tuple[Row, ...]
    end: time
    dropped: tuple[str, ...]
    left_out: tuple[str, ...]
    to_print: tuple[str, ...]
    to_bring: tuple[str, ...]
    remarks: tuple[str, ...]

    @property
    def minutes(self) -> int:
        return sum(row.minutes for row in self.rows if row.kind != "step")


@dataclass(frozen=True)
class Impossible:
    """Why a day can't be given, in sentences."""

    reasons: tuple[str, ...]


@dataclass(frozen=True)
class _Chosen:
    """A step of a lesson that stays, with the minutes it gets."""

    lesson: LessonPage
    number: int
    step: Step
    minutes: int


@dataclass(frozen=True)
class _Fit:
    """A programme made to fit: its parts, the steps that stay, and what is left of the time."""

    programme: Programme
    parts: tuple[ProgrammePart, ...]
    chosen: tuple[_Chosen, ...]
    spare: int

    @property
    def worth(self) -> int:
        """More minutes of the course is better; a shortened must-step counts against it twice."""
        short = sum(item.step.minutes - item.minutes for item in self.chosen)
        return sum(item.minutes for item in self.chosen) - 2 * short


def plan_run_sheet(
    course: Course, module: Module, demands: Demands, slides: Slides | None = None
) -> RunSheet | Impossible:
    """Plan a module for one day."""
    minutes = demands.minutes or _length(module.programmes[0].parts)
    reasons = tuple(_absurd(demands, minutes, module))
    if reasons:
        return Impossible(reasons)
    programmes = module.programmes if demands.minutes else module.programmes[:1]
    fits = [fit for programme in programmes if (fit := _fit(course, programme, minutes))]
    if not fits:
        return Impossible(_too_short(course, module, minutes))
    return _sheet(course, module, demands, max(fits, key=lambda fit: fit.worth), slides or {})


def _absurd(demands: Demands, minutes: int, module: Module) -> Iterator[str]:
    """Yield what no programme could mend."""
    low, high = MINUTES
    if not low <= minutes <= high:
        yield WORDS["minutes_absurd"].format(minutes=minutes, low=low, high=high)
    few, many = GROUP
    if demands.group is not None and not few <= demands.group <= many:
        yield WORDS["group_absurd"].format(group=demands.group, low=few, high=many)
    start = demands.start or module.programmes[0].start
    if start.hour * 60 + start.minute + minutes > 24 * 60:
        yield WORDS["past_midnight"].format(start=clock(start), minutes=minutes)


def _too_short(course: Course, module: Module, minutes: int) -> tuple[str, ...]:
    """Say how long the shortest programme takes at least, and what that time goes to."""
    cores = {
        p.id: sum(_floor(course.lesson(x.lesson), x) for x in p.parts if x.lesson) for p in module.programmes
    }
    needs = {programme.id: _least(programme, cores[programme.id]) for programme in module.programmes}
    shortest = min(module.programmes, key=lambda programme: needs[programme.id])
    core, need = cores[shortest.id], needs[shortest.id]
    values = {
        "programme": shortest.title,
        "need": need,
        "core": core,
        "others": need - core,
        "minutes": minutes,
    }
    return (WORDS["too_short"].format(**values), WORDS["too_short_hint"].format(need=need))


def _least(programme: Programme, core: int) -> int:
    """Return the least minutes in which a programme fits: from BREAK_FROM on it needs its breaks."""
    others = [part for part in programme.parts if not part.lesson]
    without = core + _length(part for part in others if part.kind != "break")
    return without if without <= BREAK_FROM else core + _length(others)


def _length(parts: Iterable[ProgrammePart]) -> int:
    return sum(part.minutes for part in parts)


def _parts(programme: Programme, minutes: int) -> tuple[ProgrammePart, ...]:
    """Return the parts of a programme; a short session has no break."""
    return tuple(part for part in programme.parts if part.kind != "break" or minutes > BREAK_FROM)


def _must(lesson: LessonPage) -> int:
    return sum(step.minutes for step in lesson.lesson.run if step.keep == "must")


def _floor(lesson: LessonPage, part: ProgrammePart) -> int:
    """Return the least a lesson takes: its must-steps, or less where the author's programme gives less."""
    return min(_must(lesson), part.minutes)


def _fit(course: Course, programme: Programme, minutes: int) -> _Fit | None:
    """Make a programme fit in some minutes; None when its core doesn't."""
    parts = _parts(programme, minutes)
    pairs = [(course.lesson(part.lesson), part) for part in parts if part.lesson]
    room = minutes - sum(part.minutes for part in parts if not part.lesson)
    if room < sum(_floor(lesson, part) for lesson, part in pairs):
        return None
    if room >= sum(_must(lesson) for lesson, _ in pairs):
        chosen = _drop(pairs, room)
    else:
        chosen = _shorten(pairs, room)
    return _Fit(programme, parts, tuple(chosen), room - sum(item.minutes for item in chosen))


def _drop(pairs: Sequence[tuple[LessonPage, ProgrammePart]], room: int) -> list[_Chosen]:
    """Keep all must-steps, then those that the author's programme has time for, then what still fits."""
    steps = [
        _Chosen(lesson, n, step, step.minutes)
        for lesson, _ in pairs
        for n, step in enumerate(lesson.lesson.run)
    ]
    kept = [item for item in steps if item.step.keep == "must"]
    budget = {lesson.lesson.id: part.minutes - _must(lesson) for lesson, part in pairs}
    for is_asked in (True, False):
        for item in (item for item in steps if item not in kept):
            id, left = item.lesson.lesson.id, room - sum(found.minutes for found in kept)
            if item.minutes <= (min(left, budget[id]) if is_asked else left):
                kept.append(item)
                budget[id] -= item.minutes
    return [item for item in steps if item in kept]


def _shorten(pairs: Sequence[tuple[LessonPage, ProgrammePart]], room: int) -> list[_Chosen]:
    """Keep only must-steps, each lesson between what its programme gives and what its steps ask."""
    floors = [_floor(lesson, part) for lesson, part in pairs]
    extra = _share(
        room - sum(floors), [_must(lesson) - floor for (lesson, _), floor in zip(pairs, floors, strict=True)]
    )
    return [
        _Chosen(lesson, number, step, minutes)
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


def _sheet(course: Course, module: Module, demands: Demands, fit: _Fit, slides: Slides) -> RunSheet:
    rows = tuple(_timed(_rows(course, fit, slides if demands.has_projector else {}), demands, fit.programme))
    given = {part.lesson for part in fit.parts}
    kept = {(item.lesson.lesson.id, item.number) for item in fit.chosen}
    dropped = [
        f"{course.lesson(id).title}: {step.title} ({step.minutes} min)"
        for id in (part.lesson for part in fit.parts if part.lesson)
        for number, step in enumerate(course.lesson(id).lesson.run)
        if (id, number) not in kept
    ]
    begin = demands.start or fit.programme.start
    return RunSheet(
        module=module,
        programme=fit.programme,
        demands=demands,
        rows=rows,
        end=_later(begin, sum(row.minutes for row in rows if row.kind != "step")),
        dropped=tuple(dropped),
        left_out=tuple(course.lesson(id).title for id in module.lessons if id not in given),
        to_print=tuple(_to_print(module, demands, fit)),
        to_bring=module.bring,
        remarks=tuple(_remarks(demands, fit)),
    )


def _rows(course: Course, fit: _Fit, slides: Slides) -> Iterator[Row]:
    """Yield the rows in order, not yet timed; time that is left stands before the last word."""
    last = fit.parts[-1]
    for part in fit.parts:
        is_last_word = part is last and not part.lesson
        if is_last_word and fit.spare >= SPARE_FROM:
            yield _spare(fit)
        if part.lesson:
            yield from _lesson_rows(course.lesson(part.lesson), fit.chosen, slides)
        else:
            more = fit.spare if is_last_word and fit.spare < SPARE_FROM else 0
            kind: Kind = "break" if part.kind == "break" else "activity"
            yield Row(time(), part.minutes + more, kind, part.title or WORDS["break"])
    if last.lesson and fit.spare:
        yield _spare(fit)


def _spare(fit: _Fit) -> Row:
    return Row(time(), fit.spare, "activity", WORDS["spare"])


def _lesson_rows(lesson: LessonPage, chosen: Sequence[_Chosen], slides: Slides) -> Iterator[Row]:
    own = [item for item in chosen if item.lesson is lesson]
    yield Row(time(), sum(item.minutes for item in own), "lesson", lesson.title)
    for item in own:
        first, last = slides.get((lesson.lesson.id, item.number), (0, 0))
        yield Row(
            time(),
            item.minutes,
            "step",
            item.step.title,
            method=item.step.method or "",
            material=item.step.material,
            may_go=item.step.keep == "may-go",
            was=item.step.minutes if item.minutes < item.step.minutes else 0,
            slides="" if not first else str(first) if first == last else f"{first}–{last}",
        )


def _timed(rows: Iterable[Row], demands: Demands, programme: Programme) -> Iterator[Row]:
    """Give each row its clock time; a lesson starts when its first step does."""
    now = demands.start or programme.start
    for row in rows:
        yield replace(row, start=now)
        if row.kind != "lesson":
            now = _later(now, row.minutes)


def _later(start: time, minutes: int) -> time:
    return (datetime.combine(datetime(2000, 1, 1), start) + timedelta(minutes=minutes)).time()


def _to_print(module: Module, demands: Demands, fit: _Fit) -> Iterator[str]:
    """Yield what goes to the printer, counted where the group is known."""
    each = WORDS["one_each"] if demands.group is None else f"{demands.group} ×"
    asks = any("quiz" in (item.step.method or "").lower() for item in fit.chosen)
    yield WORDS["print_trainer"].format(file=f"{module.id}-begeleider.pdf")
    yield WORDS["print_trainee"].format(each=each, file=f"{module.id}-deelnemer.pdf")
    yield WORDS["print_card"].format(each=each, file=f"{module.id}-kaart.pdf")
    if asks or not demands.has_phones:
        yield WORDS["print_letters"].format(each=each)
        yield WORDS["print_tally"]
    if not demands.has_projector:
        yield WORDS["print_slides"]
    known = tuple(WORDS["printed_already"].split("|"))
    things = dict.fromkeys(thing for item in fit.chosen for thing in item.step.material)
    yield from (thing for thing in things if not thing.lower().startswith(known))


def _remarks(demands: Demands, fit: _Fit) -> Iterator[str]:
    if not demands.has_phones:
        yield WORDS["no_phones"]
    if not demands.has_projector:
        yield WORDS["no_projector"]
    if any(item.minutes < item.step.minutes for item in fit.chosen):
        yield WORDS["shortened"]
    if demands.group is not None and demands.group % 2 and _works_in_pairs(fit):
        yield WORDS["odd_group"]


def _works_in_pairs(fit: _Fit) -> bool:
    return any(word in (item.step.method or "") for item in fit.chosen for word in ("per twee", "duo"))


def clock(moment: time) -> str:
    """Write a time as a programme does: 13.30 u."""
    return f"{moment.hour}.{moment.minute:02} u."
