"""Slides -> a deck: what its page and its speaker's window show and when each is due, still without a file."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import compress, groupby
from typing import Any

from markupsafe import Markup

from vorming.course import planning
from vorming.course.day import SlideRanges
from vorming.course.sections import NO_STEP
from vorming.model.course import Course, LessonPage
from vorming.quiz.view import ALONE, QuestionView, SceneView
from vorming.slides.compose import TOGETHER
from vorming.source.problems import Problem

NOTHING = Markup("")
SIZES = (("huge", 14), ("large", 28), ("medium", 44), ("small", 10**6))
"""How large the text is, and up to how many words."""

LessonStep = tuple[str, int]
"""The step to which a slide belongs: the id of its lesson and the number of the step in it."""
OF_DAY: LessonStep = ("", NO_STEP)
"""For what belongs to no step of a lesson."""


@dataclass(frozen=True)
class Fragment:
    """A block on a slide or in a note as HTML: its kind, its own title and the word of its box."""

    kind: str
    html: Markup = NOTHING
    title: Markup = NOTHING
    word: str = ""
    items: tuple[Markup, ...] = ()
    """The key points one by one, of which a day shows those that it leads to."""


@dataclass(frozen=True)
class Slide:
    """One slide; `kind` chooses how the template shows it.

    `notes` has the ids of what the speaker's window shows beside it. `part` and `of` number the slides of one heading.
    """

    kind: str
    title: str
    eyebrow: str = ""
    id: str = ""
    parts: tuple[Fragment, ...] = ()
    items: tuple[str, ...] = ()
    question: QuestionView | None = None
    is_reason: bool = False
    scene: SceneView | None = None
    address: str = ""
    notes: tuple[str, ...] = ()
    words: int = 0
    part: int = 1
    of: int = 1

    @property
    def is_named_box(self) -> bool:
        """Whether it shows a box alone that has a title, which then stands in the place of the heading's."""
        return bool(self.parts and self.parts[0].title) and self.kind not in TOGETHER

    @property
    def size(self) -> str:
        """How large the text may be: few words are shown large."""
        return next(size for size, most in SIZES if self.words <= most)

    @property
    def data(self) -> Mapping[str, Any]:
        """What the speaker's script needs to know of the slide; hands are counted for its `options`."""
        question, is_asked = self.question, self.kind == "question" and not self.is_reason
        letters = question.counted if question else ()
        if self.scene:
            letters = tuple(way.letter for way in self.scene.ways)
        elif question and question.reason and self.is_reason:
            letters = tuple(option.letter for option in question.reason.options)
        return {
            "id": self.id,
            "title": self.title,
            "notes": self.notes,
            "options": letters,
            "scene": f"{question.id}/{self.scene.id}" if question and self.scene else "",
            "question": question.id if question and is_asked else "",
        }


@dataclass(frozen=True)
class Notes:
    """What a trainer reads beside the slides of one section."""

    id: str
    title: str
    minutes: int = 0
    trainer: tuple[Fragment, ...] = ()
    moments: tuple[Fragment, ...] = ()
    book: Markup = NOTHING
    question: QuestionView | None = None


@dataclass(frozen=True)
class LessonDeck:
    """The slides of a lesson, and the number of the step of each, or NO_STEP; days choose from them."""

    page: LessonPage
    slides: tuple[Slide, ...]
    steps: tuple[int, ...]
    notes: tuple[Notes, ...]
    problems: tuple[Problem, ...] = ()
    """What is wrong with its slides."""


@dataclass(frozen=True)
class Deck:
    """A deck of one lesson or of a day; `id` names its files.

    The page for the audience shows the slides alone; `notes` and `plan` are for the speaker's window. `module` and `day` are
    ids, and empty in the deck of a lesson.
    """

    id: str
    title: str
    subtitle: str
    slides: tuple[Slide, ...]
    notes: tuple[Notes, ...]
    plan: Mapping[str, Any]
    """When each slide is due; see `plan_data`."""
    module: str = ""
    day: str = ""

    @property
    def running_title(self) -> str:
        """The line below each slide: the module, or in the deck of one lesson the course."""
        return self.title if self.module else self.subtitle

    @property
    def data(self) -> Mapping[str, Any]:
        """What the speaker's script needs to know of the deck."""
        return {
            "id": self.id,
            "title": self.title,
            "module": self.module,
            "day": self.day,
            "slides": [slide.data for slide in self.slides],
            "plan": self.plan,
        }


def numbered(slides: Iterable[Slide], prefix: str) -> tuple[Slide, ...]:
    """Give slides their ids; those of one heading know of how many they are, and their text is equally large."""
    named = [replace(slide, id=f"{prefix}-{number}") for number, slide in enumerate(slides, 1)]
    found: list[Slide] = []
    for _, run in groupby(named, key=lambda slide: (slide.kind, slide.title, slide.eyebrow)):
        alike = list(run)
        most = max(slide.words for slide in alike)
        found += [replace(slide, part=part, of=len(alike), words=most) for part, slide in enumerate(alike, 1)]
    return tuple(found)


def lesson_deck(lesson: LessonDeck, course: Course) -> Deck:
    """Make the deck of one lesson, with all its steps from the first minute on."""
    page = lesson.page
    steps = [(page.lesson.id, step) for step in lesson.steps]
    plan = plan_data([planning.lesson_part(course, page)], steps)
    return Deck(page.lesson.id, page.title, course.settings.title, lesson.slides, lesson.notes, plan)


def day_deck(
    plan: planning.Plan,
    lessons: Mapping[str, LessonDeck],
    course: Course,
    id: str,
    day: str,
    address: str,
    contacts: Slide | None = None,
) -> Deck:
    """Make the deck of a day: the slides of its steps in its order, between its own title and a last word.

    `lessons` has the slides of each lesson by its id, `day` is the id by which the log knows the day, `address` is the
    address of the module on the web, empty while it is not there. Questions are numbered through the day, as they are on paper.
    """
    module = plan.module
    # Without minutes, which are the trainer's.
    titles = tuple(page.title for page in plan.lessons)
    agenda = Slide("agenda", "", items=titles, words=sum(len(title.split()) for title in titles))
    first = numbered([Slide("opening", module.title, course.settings.title), agenda], "begin")
    closing = Slide("closing", "", module.title, address=address)
    last = numbered([contacts, closing] if contacts else [closing], "einde")
    placed = [
        *((slide, OF_DAY) for slide in first),
        *_chosen(plan, lessons),
        *((slide, OF_DAY) for slide in last),
    ]
    slides: list[Slide] = []
    numbers: dict[str, int] = {}
    shown: set[str] = set()
    # A question shown twice, as one with a reason is, keeps its number; a scenario has none.
    for slide, _ in placed:
        if question := slide.question:
            number = ALONE if question.scenes else numbers.setdefault(question.id, len(numbers) + 1)
            slide = replace(slide, question=replace(question, number=number))
        slides.append(slide)
        shown.update(slide.notes)
    notes: dict[str, Notes] = {}
    for page in plan.lessons:
        for note in lessons[page.lesson.id].notes:
            if note.id in shown:
                notes.setdefault(note.id, note)  # two lessons of a module may ask the same question
    due = plan_data(plan.parts, [step for _, step in placed])
    return Deck(
        id, module.title, course.settings.title, tuple(slides), tuple(notes.values()), due,
        module.id, day,
    )  # fmt: skip


def _chosen(plan: planning.Plan, lessons: Mapping[str, LessonDeck]) -> Iterator[tuple[Slide, LessonStep]]:
    """Yield the slides of a day, each with its step.

    What opens a lesson comes before its first step, what closes it after its last, if the day teaches its core; the
    questions of a step after its other slides.
    """
    given = [taught.key[0] for taught in plan.steps]
    for number, taught in enumerate(plan.steps):
        lesson, at = taught.key[0], taught.number
        slides, steps = lessons[lesson].slides, lessons[lesson].steps
        if lesson not in given[:number]:
            for slide, step in zip(slides, steps, strict=True):
                promised = taught.page.lesson.objectives if slide.kind == "objectives" else ()
                # What a day doesn't teach, its slide of objectives may not promise.
                is_kept = plan.objectives.issuperset(objective.id for objective in promised)
                if step == NO_STEP and slide.kind != "key-points" and is_kept:
                    yield slide, OF_DAY
        for slide, step in zip(slides, steps, strict=True):
            if step == at and not slide.question:
                yield slide, (lesson, at)
        for id in taught.questions:
            for slide in slides:
                if slide.question and slide.question.id == id:
                    yield slide, (lesson, at)
        if lesson not in given[number + 1 :]:
            for slide in slides:
                if slide.kind == "key-points":
                    (box,) = slide.parts
                    # Those to which the day leads; where it leads to none, no slide.
                    if items := tuple(compress(box.items, plan.led_to(taught.page))):
                        address = slide.address if plan.demands.has_phones else ""
                        yield replace(slide, parts=(replace(box, items=items),), address=address), OF_DAY


def plan_data(parts: Sequence[planning.Part], steps: Sequence[LessonStep]) -> Mapping[str, Any]:
    """Return what the speaker's script needs of a plan: its parts and steps, and when each slide is due.

    `steps` has the step of each slide, in order. Minutes count from the start of the day; `first` and `to` of an item
    are its first slide and the one after its last, from 0, or -1. What comes before the first slide of a step, such
    as the title of its lesson or a break, shows the slide before it; what opens the day is due until its first step.
    """
    start = parts[0].start
    total = parts[-1].end - start
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
    # Backwards: a slide that no step plans is due together with the planned one after it, or with the closing.
    begins, after = [0.0] * count, items[-1]["start"]
    for n in reversed(range(count)):
        begins[n] = after = known.get(n, after)
    return begins


def slide_ranges(data: Mapping[str, Any]) -> SlideRanges:
    """Return the first and the last slide of each step, numbered from 1, by the minute at which the step starts."""
    items = data["plan"]["items"]
    return {item["start"]: (item["first"] + 1, item["to"]) for item in items if item["first"] >= 0}
