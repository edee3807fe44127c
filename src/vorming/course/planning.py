"""Plan a module for one day, or give the reasons why that is impossible.

The functions are pure. A plan starts from an author's programme. If time is short, steps marked `keep: may-go` are
dropped, and then time for questions. Time that is left is used for steps that the author left out, and for
questions. The run sheet, papers, slides and speaker's window all use the same plan. From a plan follow the rows of the run
sheet, the outcomes of the day, its difficult moments, and the contacts to fill in on its papers.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time
from itertools import accumulate
from typing import Generic, TypeVar

from vorming.model.base import Id
from vorming.model.course import (
    Course,
    DifficultMoment,
    LessonPage,
    Module,
    PartKind,
    PartStep,
    Programme,
    Step,
)
from vorming.model.directives import PRACTICE
from vorming.model.quiz import Question, Scenario, is_voted_on
from vorming.source.load import Loaded
from vorming.text.numbers import enumerate_words, format_length
from vorming.text.words import with_capital, words

WORDS = words("trainer")
SlideRanges = Mapping[int, tuple[int, int]]
"""The first and last slide of each step, by the minute of the day at which it starts."""
BREAK_FROM = 90
"""The longest day without a break, in minutes."""
SLACK_AN_HOUR = 5
"""Minutes per hour to reserve for questions."""
MUCH_SLACK = 45
"""Minutes for questions from which the run sheet has a remark; a plan with so many more than reserved is refused."""
LONG_STRETCH = 120
"""Minutes without a break above which the run sheet has a remark."""
MINUTES = (15, 600)
"""The shortest and the longest day, in minutes."""
GROUP = (1, 200)
"""The smallest and the largest group."""
_MOST_MOVED = 30
"""The most minutes to leave unplanned, so that a step can end before a break at a fixed hour."""


@dataclass(frozen=True)
class Demands:
    """The demands of the host for a day; for a field that is None, the programme decides."""

    start: time | None = None
    minutes: int | None = None
    group: int | None = None
    has_phones: bool = True
    has_projector: bool = True
    breaks: tuple[time, ...] = ()
    end: time | None = None
    on: date | None = None
    lessons: tuple[Id, ...] = ()
    """The lessons to give in place of a programme, of which the day then has only the opening and the closing."""

    def allows(self, step: Step) -> bool:
        """Tell whether the room has the devices that a step needs."""
        has = {"phones": self.has_phones, "projector": self.has_projector}
        return all(has[device] for device in step.needs)


@dataclass(frozen=True)
class PlannedStep:
    """A step of a lesson as a day gives it."""

    page: LessonPage
    step: Step
    minutes: int
    questions: tuple[Id, ...] = ()
    quiz: tuple[Question, ...] = field(default=(), hash=False)  # a scenario has no hash
    """All questions of its lesson, also those that the day does not ask."""

    @property
    def key(self) -> tuple[str, str]:
        return (self.page.lesson.id, self.step.id)

    @property
    def number(self) -> int:
        """The index of the step in its lesson."""
        return self.page.lesson.run.index(self.step)

    @property
    def asked(self) -> tuple[Question, ...]:
        """The questions that the day asks in this step."""
        return tuple(question for question in self.quiz if question.id in self.questions)

    @property
    def is_must(self) -> bool:
        return self.step.keep == "must"

    @property
    def method(self) -> str:
        """The name of the method, for readers."""
        return WORDS.group("methods")[self.step.method]

    @property
    def how(self) -> str:
        """The name of the method and, if the day gives less time than the lesson, the minutes in the lesson."""
        shortened = WORDS["shortened_from"].format(was=self.step.minutes)
        return f"{self.method}, {shortened}" if self.is_shortened else self.method

    @property
    def is_shortened(self) -> bool:
        """Whether the day gives the step less time than the lesson does."""
        return self.minutes < self.step.minutes

    @property
    def prints(self) -> tuple[str, ...]:
        """The sheets to print for the step, with the cards for the questions that the day asks.

        A step may have a scenario acted out without cards, so only its author knows whether the group votes on it.
        """
        votes = ["answer-cards"] if any(map(is_voted_on, self.asked)) else []
        may_vote = (
            votes or not self.step.questions or any(isinstance(asked, Scenario) for asked in self.asked)
        )
        plays = [asked for asked in self.asked if isinstance(asked, Scenario) and asked.roles]
        has = {"answer-cards": may_vote, "role-cards": bool(plays)}
        sheets = [sheet for sheet in self.step.print if has.get(sheet, True)]
        return tuple(dict.fromkeys([*sheets, *(["role-cards"] if plays else []), *votes]))

    @property
    def material(self) -> list[str]:
        """The material for the step: the sheets to hand out, then the things that the trainer brings."""
        sheets = WORDS.group("sheets")
        return [*(sheets[sheet] for sheet in self.prints), *self.step.bring]


@dataclass(frozen=True)
class Part:
    """A part of a day; `start` is in minutes from midnight, and `is_fixed` tells that the host chose it."""

    kind: PartKind
    title: str
    minutes: int
    steps: tuple[PlannedStep, ...] = ()
    start: int = 0
    is_fixed: bool = False

    @property
    def page(self) -> LessonPage | None:
        return self.steps[0].page if self.steps else None

    @property
    def end(self) -> int:
        return self.start + self.minutes

    @property
    def timed(self) -> Iterator[tuple[int, PlannedStep]]:
        """The steps, each with the minute of the day at which it starts."""
        starts = accumulate((taught.minutes for taught in self.steps), initial=self.start)
        return zip(starts, self.steps, strict=False)


@dataclass(frozen=True, eq=False)
class Plan:
    """A day that can be given, compared by identity, because comparing models reads all their fields."""

    module: Module
    programme: Programme
    title: str
    """The title of its programme, or the length of the day if it differs from that of the programme."""
    demands: Demands
    parts: tuple[Part, ...]
    left_out: tuple[LessonPage, ...] = ()
    """The lessons of the module that its programme leaves out."""

    @property
    def steps(self) -> tuple[PlannedStep, ...]:
        return tuple(step for part in self.parts for step in part.steps)

    @property
    def lessons(self) -> tuple[LessonPage, ...]:
        """The lessons of the day, in the order in which they start."""
        return tuple({step.page.lesson.id: step.page for step in self.steps}.values())

    @property
    def start(self) -> int:
        return self.parts[0].start

    @property
    def end(self) -> int:
        return self.parts[-1].end

    @property
    def minutes(self) -> int:
        return self.end - self.start

    @property
    def has_test(self) -> bool:
        """Whether the day has the final test of the module."""
        return self.module.final_test is not None and any(part.kind == "test" for part in self.parts)

    @property
    def prepare(self) -> list[str]:
        """The tasks before the day: those of the module, and those for the steps of this day."""
        of_steps = (task for taught in self.steps for task in taught.step.prepare)
        return list(dict.fromkeys((*self.module.prepare, *of_steps)))

    @property
    def bring(self) -> list[str]:
        """The things to bring: those that the module always needs, and those for the steps of this day."""
        of_steps = (thing for taught in self.steps for thing in taught.step.bring)
        return list(dict.fromkeys(map(with_capital, (*self.module.bring, *of_steps))))

    @property
    def slack(self) -> int:
        return length_of(part for part in self.parts if part.kind == "slack")

    @property
    def longest_stretch(self) -> tuple[int, int]:
        """The start and end of the longest stretch without a break, in minutes from midnight."""
        breaks = [part for part in self.parts if part.kind == "break"]
        starts = (self.start, *(part.end for part in breaks))
        ends = (*(part.start for part in breaks), self.end)
        return max(zip(starts, ends, strict=True), key=lambda stretch: stretch[1] - stretch[0])

    @property
    def players(self) -> int:
        """The number of roles in its largest role play; 0 if it has none."""
        questions = (question for taught in self.steps for question in taught.asked)
        return max((len(play.roles) for play in questions if isinstance(play, Scenario)), default=0)

    @property
    def objectives(self) -> frozenset[Id]:
        """The objectives that its steps teach."""
        return frozenset(id for taught in self.steps for id in taught.step.objectives)

    def handouts(self, part: Part) -> list[str]:
        """Return the papers to hand out in a part without steps: the final test, and at the close the answers."""
        has_papers = {"test": self.has_test, "closing": bool(self.steps)}
        return [WORDS.group("hand_out")[part.kind]] if has_papers.get(part.kind) else []

    def points_taught(self, page: LessonPage) -> tuple[bool, ...]:
        """Return, for each key point of a lesson, whether the day teaches it.

        A key point is taught if one of its objectives is, or without objectives, if the core of the lesson is: every
        objective of its steps with `keep: must`.
        """
        core = {id for step in page.lesson.run if step.keep == "must" for id in step.objectives}
        taught, is_core_taught = self.objectives, self.objectives >= core
        return tuple(
            not taught.isdisjoint(point.objectives) if point.objectives else is_core_taught
            for point in page.lesson.points
        )


Content = TypeVar("Content")


@dataclass(frozen=True)
class GuideNote(Generic[Content]):
    """A trainer's note on a module's page, as the markup of a paper or as HTML.

    If `part` or `programmes` is given, it is only for days with that kind of part, or of those programmes. A day of
    chosen lessons has the notes on the opening and the closing of its programme.
    """

    content: Content
    part: str
    programmes: tuple[str, ...]

    def is_for(self, plan: Plan) -> bool:
        """Tell whether a day has this note."""
        has_part = not self.part or any(part.kind == self.part for part in plan.parts)
        is_own = plan.programme.id in self.programmes and (self.part != "" or not plan.demands.lessons)
        return has_part and (is_own or not self.programmes)


def length_of(parts: Iterable[Part | PlannedStep]) -> int:
    """Return the total minutes of parts or steps."""
    return sum(part.minutes for part in parts)


def minute_of(moment: time) -> int:
    """Return a clock time in minutes from midnight."""
    return moment.hour * 60 + moment.minute


def clock(minute: int) -> str:
    """Write minutes from midnight as a clock time: 13.30 u."""
    return WORDS["clock"].format(hour=minute // 60, minute=minute % 60)


def written_plan(course: Course, module: Module, programme: Programme) -> Plan:
    """Return the plan of a programme as its author wrote it."""
    parts = []
    for part in programme.parts:
        if part.lesson is None:
            kind = "slack" if part.kind == "lesson" else part.kind
            parts.append(Part(kind, part.title or "", part.minutes or 0))
        else:
            parts.append(lesson_part(course, course.lesson(part.lesson), part.steps))
    lessons = {part.lesson for part in programme.parts}
    left_out = tuple(p for p in course.lessons if p.lesson.id in set(module.lessons) - lessons)
    timed = _timed(parts, minute_of(programme.start))
    return Plan(module, programme, programme.title, Demands(), timed, left_out=left_out)


def _plan_of_lessons(course: Course, plan: Plan, lessons: Sequence[Id]) -> Plan:
    """Return the plan of some lessons, with all their steps, between the opening and the closing of a written plan."""
    taught = [lesson_part(course, course.lesson(id)) for id in dict.fromkeys(lessons)]
    opening, closing = ([p for p in plan.parts if p.kind == kind] for kind in ("opening", "closing"))
    spare = Part("slack", WORDS["spare"], _slack_of(length_of(taught)))
    return replace(
        plan,
        title=enumerate_words(part.title for part in taught),
        parts=_timed([*opening, *taught, spare, *closing], plan.start),
        left_out=(),
    )


def lesson_part(course: Course, page: LessonPage, chosen: Sequence[PartStep] = ()) -> Part:
    """Return a lesson as a part of a day, with the chosen steps or with all steps, starting at midnight."""
    quiz = tuple(
        question for bank in course.quizzes if bank.id == page.lesson.quiz for question in bank.questions
    )
    steps = {step.id: step for step in page.lesson.run}
    taught = []
    for part_step in chosen or [PartStep(id=id) for id in steps]:
        if step := steps.get(part_step.id):
            questions = step.questions if part_step.questions is None else part_step.questions
            taught.append(PlannedStep(page, step, part_step.minutes or step.minutes, questions, quiz))
    return Part("lesson", page.title, length_of(taught), tuple(taught))


def plan_day(course: Course, module: Module, demands: Demands) -> Plan | tuple[str, ...]:
    """Plan a module for one day; return the reasons, as sentences, if that is impossible."""
    plans = [written_plan(course, module, programme) for programme in module.programmes]
    if demands.lessons:
        plans = [_plan_of_lessons(course, plans[0], demands.lessons)]
    if demands.start is None and (demands.end or demands.breaks):
        # A fixed hour asks for one start, whichever programme fits: that of the programme nearest in length.
        near = min(plans, key=lambda plan: abs(plan.minutes - (demands.minutes or plans[0].minutes)))
        demands = replace(demands, start=near.programme.start)
    start = minute_of(demands.start) if demands.start else plans[0].start
    minutes = _end_of(demands.end) - start if demands.end else plans[0].minutes
    if demands.minutes is not None:
        minutes = demands.minutes
    if reasons := tuple(impossibilities(demands, minutes, plans[0])):
        return reasons
    plan = _best(course, plans, demands, minutes)
    if plan is None:
        return tuple(_too_short(course, plans, demands, minutes))
    # Breaks at a fixed hour replace others, and must not affect whether the module fills the day.
    free = replace(demands, breaks=())
    if not _fills(_best(course, plans, free, minutes), plans):
        shorter = range(minutes, 0, -1)
        most = next(most for most in shorter if _fills(_best(course, plans, free, most), plans))
        key = "too_long_lessons" if demands.lessons else "too_long"
        return (WORDS[key].format(minutes=minutes, most=most),)
    return plan


def _best(course: Course, plans: Sequence[Plan], demands: Demands, minutes: int) -> Plan | None:
    """Fit the most suitable programme into the minutes; return None if no programme fits."""
    is_asked = demands.minutes is not None or demands.end is not None
    # Nearest in length first, since a short programme lacks the breaks and the test that a long day needs.
    near = sorted(plans, key=lambda plan: (abs(plan.minutes - minutes), -length_of(plan.steps)))
    fits = [
        fit for plan in (near if is_asked else plans[:1]) if (fit := _fit(course, plan, demands, minutes))
    ]
    # A programme with hardly any time for questions runs late. Prefer one with at least half of the usual time.
    roomy = (fit for fit in fits if 2 * fit.slack >= _slack_of(minutes))
    return next(roomy, fits[0] if fits else None)


def _fills(plan: Plan | None, plans: Sequence[Plan]) -> bool:
    """Tell whether a plan fills its day.

    It does if the day is no longer than the longest programme, or has not far more time for questions than reserved.
    """
    if plan is None or plan.minutes <= max(written.minutes for written in plans):
        return True
    return plan.slack < _slack_of(plan.minutes) + MUCH_SLACK


def _slack_of(minutes: int) -> int:
    """Return the minutes to reserve for questions on a day of so many minutes."""
    return -(-minutes * SLACK_AN_HOUR // 60)


def _end_of(moment: time) -> int:
    """Return the end of a day in minutes from midnight, where 0:00 is the end of that day and not its start."""
    return minute_of(moment) or 24 * 60


def impossibilities(demands: Demands, minutes: int, plan: Plan) -> Iterator[str]:
    """Yield the reasons why a day is impossible with any programme."""
    low, high = MINUTES
    start = minute_of(demands.start) if demands.start else plan.start
    end = _end_of(demands.end) if demands.end else start + minutes
    if end != start + minutes:
        yield WORDS["end_and_minutes"].format(end=clock(end), other=clock(start + minutes), minutes=minutes)
    elif demands.end and end <= start:
        yield WORDS["end_before"].format(end=clock(end), start=clock(start))
    elif not low <= minutes <= high:
        yield WORDS["minutes_absurd"].format(minutes=minutes, low=low, high=high)
    few, many = GROUP
    if demands.group is not None and not few <= demands.group <= many:
        yield WORDS["group_absurd"].format(group=demands.group, low=few, high=many)
    if start + minutes > 24 * 60:
        yield WORDS["past_midnight"].format(start=clock(start), minutes=minutes)
    for at in map(minute_of, demands.breaks):
        if not start < at < start + minutes:
            yield WORDS["break_outside"].format(at=clock(at), start=clock(start), end=clock(start + minutes))


def least_minutes(plan: Plan) -> int:
    """Return the least minutes in which a programme fits, with its breaks if its core is longer than BREAK_FROM."""
    core = _core(_without_breaks(plan))
    return core if core <= BREAK_FROM else _core(plan)


def _core(plan: Plan) -> int:
    """Return the minutes of the core: the steps that must stay and the other parts, without time for questions."""
    parts = (part for part in plan.parts if part.kind not in {"lesson", "slack"})
    return length_of(step for step in plan.steps if step.is_must) + length_of(parts)


def _without_breaks(plan: Plan) -> Plan:
    return replace(plan, parts=tuple(part for part in plan.parts if part.kind != "break"))


def _too_short(course: Course, plans: Sequence[Plan], demands: Demands, minutes: int) -> Iterator[str]:
    """Yield sentences about the least length of the shortest programme, and the lessons that fit by themselves."""
    shortest = min(plans, key=least_minutes)
    need, core = least_minutes(shortest), length_of(step for step in shortest.steps if step.is_must)
    if demands.breaks and minutes >= need:
        yield WORDS["breaks_unfit"].format(at=", ".join(clock(minute_of(at)) for at in demands.breaks))
        return
    yield WORDS["too_short"].format(
        programme=shortest.title, need=need, core=core, others=need - core, minutes=minutes
    )
    yield WORDS["too_short_lesson" if len(demands.lessons) == 1 else "too_short_hint"].format(need=need)
    alone = {
        page.lesson.id: least_minutes(_plan_of_lessons(course, plans[0], [page.lesson.id]))
        for page in shortest.lessons
    }
    fitting = [WORDS["lesson_takes"].format(lesson=id, minutes=m) for id, m in alone.items() if m <= minutes]
    if fitting:
        yield WORDS["too_short_lessons"].format(lessons=", ".join(fitting))


def _fit(course: Course, plan: Plan, demands: Demands, minutes: int) -> Plan | None:
    """Fit a programme into some minutes; return None if its core or a break at a fixed hour doesn't fit."""
    start = minute_of(demands.start) if demands.start else plan.start
    is_as_written = minutes == plan.minutes and not demands.breaks
    if is_as_written and all(demands.allows(taught.step) for taught in plan.steps):
        return replace(plan, demands=demands, parts=_timed(plan.parts, start, demands.end))
    if least_minutes(plan) > minutes:
        return None
    has_title = demands.lessons or minutes == plan.minutes
    title = plan.title if has_title else format_length(minutes)
    slack = (min if minutes < plan.minutes else max)(plan.slack, _slack_of(minutes))
    # A short day has no breaks, and neither has a day in which the core fits only without them.
    if minutes <= BREAK_FROM or _core(plan) > minutes:
        plan = _without_breaks(plan)
    for more in range(_MOST_MOVED if demands.breaks else 1):
        chosen = _choose(course, plan, demands, minutes - more - _core(plan), slack)
        parts: list[Part] | None = _laid_out(plan, chosen, minutes)
        if parts and demands.breaks:
            parts = _with_breaks(parts, demands, start)
        if parts:
            return replace(plan, title=title, demands=demands, parts=_timed(parts, start, demands.end))
    return None


def _choose(course: Course, plan: Plan, demands: Demands, room: int, slack: int) -> list[PlannedStep]:
    """Choose the steps: those that must stay, then others of the programme, then those that its author left out.

    `room` is the time beside the steps that must stay, in minutes, of which `slack` is reserved for questions. A step
    that must stay and was shortened may take half of `slack`, since without its full time it would run late.
    """
    chosen = {step.key: step for step in plan.steps if step.is_must}
    planned = {step.key for step in plan.steps}
    possible = {step.key for step in plan.steps if demands.allows(step.step)}
    for item in _wanted(course, plan):
        if item.key not in planned and not possible <= chosen.keys():
            break  # all steps of the programme come before those that the author left out
        more = item.minutes - (chosen[item.key].minutes if item.key in chosen else 0)
        # A day asks each question once.
        asked_elsewhere = {id for key, step in chosen.items() if key != item.key for id in step.questions}
        questions = tuple(id for id in item.questions if id not in asked_elsewhere)
        has_work = questions or not item.questions or item.key in planned
        kept = -(-slack // 2) if item.key in chosen and item.is_must else slack
        if 0 < more <= room - kept and demands.allows(item.step) and has_work:
            chosen[item.key] = replace(item, questions=questions)
            room -= more
    order = [(page.lesson.id, step.id) for page in plan.lessons for step in page.lesson.run]
    return [chosen[key] for key in order if key in chosen]


def _wanted(course: Course, plan: Plan) -> Iterator[PlannedStep]:
    """Yield steps to fill more time: those of the programme, then shortened ones in full, then left-out ones."""
    yield from (step for step in plan.steps if not step.is_must)
    planned = {step.key for step in plan.steps}
    # A step that gets back its minutes also gets back its questions, beside those that the author moved to it. The
    # step that lost the largest share comes first, as it is the hardest to give.
    for item in sorted(plan.steps, key=lambda item: item.minutes / item.step.minutes):
        questions = tuple(dict.fromkeys((*item.step.questions, *item.questions)))
        yield replace(item, minutes=item.step.minutes, questions=questions)
    whole = [step for page in plan.lessons for step in lesson_part(course, page).steps]
    yield from sorted((item for item in whole if item.key not in planned), key=lambda item: not item.is_must)


def _laid_out(plan: Plan, chosen: Sequence[PlannedStep], minutes: int) -> list[Part]:
    """Put the chosen steps in the parts of the programme, and use the time that is left for questions."""
    home = {step.key: number for number, part in enumerate(plan.parts) for step in part.steps}
    last = {part.page.lesson.id: number for number, part in enumerate(plan.parts) if part.page}
    parts: list[Part] = []
    for number, part in enumerate(plan.parts):
        steps = tuple(item for item in chosen if home.get(item.key, last[item.key[0]]) == number)
        if steps:
            parts.append(replace(part, steps=steps, minutes=length_of(steps)))
        elif not part.page:
            parts.append(part)
    left = minutes - length_of(part for part in parts if part.kind != "slack")
    slots = [i for i, part in enumerate(parts) if part.kind == "slack"]
    if not slots:
        return _with_spare(parts, left)
    for i, share in zip(slots, _share(left, [parts[i].minutes for i in slots]), strict=True):
        parts[i] = replace(parts[i], minutes=share)
    return [part for part in parts if part.minutes]


def _with_spare(parts: list[Part], minutes: int) -> list[Part]:
    """Add time for questions, before a final test and closing."""
    at = max((i for i, part in enumerate(parts, 1) if part.kind not in {"closing", "test"}), default=0)
    return [*parts[:at], Part("slack", WORDS["spare"], minutes), *parts[at:]] if minutes else parts


def _with_breaks(parts: Sequence[Part], demands: Demands, start: int) -> list[Part] | None:
    """Put each break at its fixed hour, and fill the time before it with time for questions."""
    pauses = [part for part in parts if part.kind == "break"] or [Part("break", WORDS["break"], 10)]
    slack = length_of(part for part in parts if part.kind in {"slack", "break"})
    waiting: list[Part] = []
    for part in parts:
        if part.kind not in {"slack", "break"}:
            # Split lessons into steps, since a break may come between two steps.
            steps = [replace(part, steps=(step,), minutes=step.minutes) for step in part.steps]
            waiting += steps or [part]
    placed: list[Part] = []
    now = start
    for number, at in enumerate(sorted(map(minute_of, demands.breaks))):
        while waiting and now + waiting[0].minutes <= at and len(waiting) > 1:
            placed.append(waiting.pop(0))
            now += placed[-1].minutes
        pause = pauses[min(number, len(pauses) - 1)]
        slack -= at - now + pause.minutes
        if slack < 0 or at < now:
            return None
        placed += [Part("slack", WORDS["spare"], at - now)] if at > now else []
        placed.append(replace(pause, is_fixed=True))
        now = at + pause.minutes
    return _joined(_with_spare([*placed, *waiting], slack))


def _joined(units: Iterable[Part]) -> list[Part]:
    """Join consecutive steps of the same lesson into one part."""
    joined: list[Part] = []
    for unit in units:
        if joined and unit.steps and joined[-1].page is unit.page:
            steps = (*joined[-1].steps, *unit.steps)
            joined[-1] = replace(joined[-1], steps=steps, minutes=length_of(steps))
        else:
            joined.append(unit)
    return joined


def _timed(parts: Iterable[Part], start: int, end: time | None = None) -> tuple[Part, ...]:
    """Return the parts with their start times; the last one is fixed if the host fixed the end of the day."""
    timed = []
    for part in parts:
        timed.append(replace(part, start=start))
        start += part.minutes
    timed[-1] = replace(timed[-1], is_fixed=end is not None)
    return tuple(timed)


def _share(total: int, weights: Sequence[int]) -> list[int]:
    """Divide whole minutes by weight; minutes left by rounding go to the largest remainders."""
    whole = sum(weights)
    if not whole:
        return [0 for _ in weights]
    shares = [total * weight // whole for weight in weights]
    rest = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for i in rest[: total - sum(shares)]:
        shares[i] += 1
    return shares


@dataclass(frozen=True)
class Row:
    """A row of a run sheet: a part of the day, or a step of the part above it.

    `start` is in minutes since midnight. `kind` is "step", or the kind of the part. `slides` are the numbers of its first and
    last slide; `material` are the things to have ready.
    """

    start: int
    minutes: int
    kind: str
    title: str
    material: Sequence[str] = ()
    step: PlannedStep | None = None
    slides: tuple[int, int] | None = None

    @property
    def cells(self) -> Mapping[str, str]:
        """The cells of the row, by column."""
        return {
            "time": clock(self.start),
            "minutes": str(self.minutes),
            "what": self.title,
            "how": self.step.how if self.step else "",
            "slides": "–".join(map(str, dict.fromkeys(self.slides or ()))),
            "keep": WORDS["must" if self.step.is_must else "may_go"] if self.step else "",
        }


def rows_of(plan: Plan, slides: SlideRanges) -> list[Row]:
    """Return the rows of a run sheet in order.

    slides: the slides of each step, by its minute from the start of the day; ignored if there is no projector.
    """
    slides_of = slides if plan.demands.has_projector else {}
    rows = []
    for part in plan.parts:
        rows.append(Row(part.start, part.minutes, part.kind, part.title, plan.handouts(part)))
        for start, taught in part.timed:
            numbers = slides_of.get(start - plan.start)
            rows.append(
                Row(start, taught.minutes, "step", taught.step.title, taught.material, taught, numbers)
            )
    return rows


def outcomes_of(loaded: Loaded, plan: Plan) -> tuple[str, ...]:
    """Return the outcomes of a module that a day reaches.

    A day reaches an outcome if one of the outcome's objectives is taught by a step and also shown: in a question of
    the day or of its final test, or in an exercise or case that a step with that objective uses.
    """
    questions = {id for item in plan.steps for id in item.questions}
    final_test = plan.module.final_test if plan.has_test else None
    shown = set[str]()
    for quiz in loaded.parsed.quizzes:
        for question in quiz.questions:
            if question.id in questions or quiz.id == final_test:
                shown.update(question.covers)
    for item in plan.steps:
        calls = loaded.page(item.page.page).calls
        names = {call.option("name") for call in calls if call.name in PRACTICE}
        if names.intersection(item.step.uses):
            shown.update(item.step.objectives)
    reached = plan.objectives & shown
    return tuple(outcome.text for outcome in plan.module.outcomes if reached.intersection(outcome.objectives))


def moments_of(course: Course, plan: Plan) -> list[DifficultMoment]:
    """Return the difficult moments of a day.

    First come those of its module with `every_day`, then those of its lessons, in the order of the day. A moment that
    another of them replaces is left out, and so is one of a step that the day doesn't have.
    """
    order = {page.lesson.id: number for number, page in enumerate(plan.lessons)}
    given = {(taught.page.lesson.id, taught.step.id) for taught in plan.steps}
    often = [m for m in course.difficult_moments if m.every_day and m.lesson in plan.module.lessons]
    others = (m for m in course.difficult_moments if not m.every_day and m.lesson in order)
    moments = [*often, *sorted(others, key=lambda moment: order[moment.lesson])]
    moments = [moment for moment in moments if not moment.step or (moment.lesson, moment.step) in given]
    replaced = {moment.replaces for moment in moments}
    return [moment for moment in moments if moment.id not in replaced]


def rows_to_fill(course: Course, plan: Plan) -> tuple[str, ...]:
    """Return the local contacts that a group fills in on its papers: those of its module, else those of the course."""
    return plan.module.local_contacts or course.settings.local_contacts
