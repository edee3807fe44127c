"""A module and what the day allows -> a run sheet with clock times, or the reason why it can't be.

Pure. A programme of the module is the start; what the trainer asks (time, group, phones, projector)
decides which steps stay. Steps marked `keep: must` always stay; `may-go` goes when time is short.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Literal

from vorming.course.fitting import Chosen, Fit, fit_programme, floor_of, least_minutes, length_of, must_of
from vorming.model.course import Course, LessonPage, Module, Programme
from vorming.text.words import words

Kind = Literal["lesson", "step", "break", "activity"]
Slides = Mapping[tuple[str, int], tuple[int, int]]
"""For each lesson and step its first and last slide in the module's deck."""

WORDS = words("trainer")
SPARE_FROM = 3
"""From so many minutes on, time that is left gets a line of its own."""
MUCH_SPARE = 45
"""From so many minutes on, the module is too short for the time there is."""
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

    @property
    def first_slide(self) -> int:
        """The first slide of this step, from 1; 0 when it has none."""
        return int(self.slides.split("–")[0] or 0)


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
    to_lay_out: tuple[str, ...]
    to_bring: tuple[str, ...]
    remarks: tuple[str, ...]

    @property
    def minutes(self) -> int:
        return sum(row.minutes for row in self.rows if row.kind != "step")


@dataclass(frozen=True)
class Impossible:
    """Why a day can't be given, in sentences."""

    reasons: tuple[str, ...]


def plan_run_sheet(
    course: Course, module: Module, demands: Demands, slides: Slides | None = None
) -> RunSheet | Impossible:
    """Plan a module for one day."""
    minutes = length_of(module.programmes[0].parts) if demands.minutes is None else demands.minutes
    reasons = tuple(impossibilities(demands, minutes, module))
    if reasons:
        return Impossible(reasons)
    programmes = module.programmes if demands.minutes else module.programmes[:1]
    fits = [fit for programme in programmes if (fit := fit_programme(course, programme, minutes))]
    if not fits:
        return Impossible(_too_short(course, module, minutes))
    return _sheet(course, module, demands, max(fits, key=lambda fit: fit.worth), slides or {})


def impossibilities(demands: Demands, minutes: int, module: Module) -> Iterator[str]:
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
        p.id: sum(floor_of(course.lesson(x.lesson), x) for x in p.parts if x.lesson)
        for p in module.programmes
    }
    needs = {programme.id: least_minutes(programme, cores[programme.id]) for programme in module.programmes}
    shortest = min(module.programmes, key=lambda programme: needs[programme.id])
    core, need = cores[shortest.id], needs[shortest.id]
    values = {
        "programme": shortest.title,
        "need": need,
        "core": core,
        "others": need - core,
        "minutes": minutes,
    }
    return (WORDS["too_short"].format(**values), *_instead(course, module, minutes, need))


def _instead(course: Course, module: Module, minutes: int, need: int) -> Iterator[str]:
    """Say what to ask for, and which lessons fit by themselves in the time there is."""
    yield WORDS["too_short_hint"].format(need=need)
    lessons = [(page, must_of(page)) for page in map(course.lesson, module.lessons)]
    fitting = [
        WORDS["lesson_takes"].format(title=page.title, minutes=m) for page, m in lessons if m <= minutes
    ]
    if fitting:
        yield WORDS["too_short_lessons"].format(lessons=", ".join(fitting))


def _sheet(course: Course, module: Module, demands: Demands, fit: Fit, slides: Slides) -> RunSheet:
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
        to_lay_out=tuple(_to_lay_out(rows)),
        to_bring=tuple(_to_bring(module, demands)),
        remarks=tuple(_remarks(demands, fit)),
    )


def _rows(course: Course, fit: Fit, slides: Slides) -> Iterator[Row]:
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
            yield Row(time(), part.minutes + more, kind, part.title or "")
    if last.lesson and fit.spare:
        yield _spare(fit)


def _spare(fit: Fit) -> Row:
    return Row(time(), fit.spare, "activity", WORDS["spare"])


def _lesson_rows(lesson: LessonPage, chosen: Sequence[Chosen], slides: Slides) -> Iterator[Row]:
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


def _to_print(module: Module, demands: Demands, fit: Fit) -> Iterator[str]:
    """Yield what goes to the printer, counted where the group is known."""
    each = WORDS["one_each"] if demands.group is None else f"{demands.group} ×"
    asks = any("quiz" in (item.step.method or "").lower() for item in fit.chosen)
    yield WORDS["print_trainer"].format(file=f"{module.id}-begeleider.pdf")
    yield WORDS["print_trainee"].format(each=each, file=f"{module.id}-deelnemer.pdf")
    yield WORDS["print_card"].format(each=each, file=f"{module.id}-kaart.pdf")
    if asks or not demands.has_phones:
        yield WORDS["print_letters"].format(each=each)
    if not demands.has_projector:
        yield WORDS["print_slides"]


def _to_lay_out(rows: Iterable[Row]) -> Iterator[str]:
    """Yield what each step asks that no pack holds, with the time at which it must lie ready."""
    known = tuple(WORDS["printed_already"].split("|"))
    for row in rows:
        things = [thing for thing in row.material if not thing.lower().startswith(known)]
        if things:
            yield f"{clock(row.start)}: {', '.join(things)} ({row.title})"


def _to_bring(module: Module, demands: Demands) -> Iterator[str]:
    """Yield what goes in the bag, without what only a projector needs."""
    beside = WORDS["for_projector"]
    yield from (thing for thing in module.bring if demands.has_projector or beside not in thing.lower())


def _remarks(demands: Demands, fit: Fit) -> Iterator[str]:
    if not demands.has_phones:
        yield WORDS["no_phones"]
    if not demands.has_projector:
        yield WORDS["no_projector"]
    if fit.spare >= MUCH_SPARE:
        yield WORDS["much_spare"].format(spare=fit.spare)
    if any(item.minutes < item.step.minutes for item in fit.chosen):
        yield WORDS["shortened"]
    if demands.group is not None and demands.group % 2 and _works_in_pairs(fit):
        yield WORDS["odd_group"]


def _works_in_pairs(fit: Fit) -> bool:
    return any(word in (item.step.method or "") for item in fit.chosen for word in ("per twee", "duo"))


def clock(moment: time) -> str:
    """Write a time as a programme does: 13.30 u."""
    return f"{moment.hour}.{moment.minute:02} u."
