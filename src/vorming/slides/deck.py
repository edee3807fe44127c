"""Slides -> a deck: the data for its page and its speaker's window, with the time at which each slide is due."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import compress, groupby
from typing import Any

from markupsafe import Markup

from vorming.course import planning
from vorming.course.planning import GuideNote, SlideRanges
from vorming.model.course import Course, DifficultMoment, LessonPage
from vorming.quiz.view import ALONE, QuestionView, SceneView
from vorming.slides.compose import TOGETHER
from vorming.source.problems import Problem

NOTHING = Markup("")
SIZES = (("huge", 14), ("large", 28), ("medium", 44), ("small", 10**6))
"""The sizes of the text on a slide, each with the largest number of words for it."""

LessonStep = tuple[str, int]
"""The step to which a slide belongs: the id of the lesson, and the index of the step in it."""
OF_DAY: LessonStep = ("", -1)
"""The step of slides that belong to no step of a lesson."""


@dataclass(frozen=True)
class Fragment:
    """A block on a slide or in a note, as HTML; `title` and `word` are the title and the label of its box."""

    kind: str
    html: Markup = NOTHING
    title: Markup = NOTHING
    word: str = ""
    items: tuple[Markup, ...] = ()
    """The key points one by one; a day shows only those to which it leads."""


@dataclass(frozen=True)
class Slide:
    """One slide; `kind` decides how the template shows it.

    `step` is the step to which it belongs, in the lesson or on the day. `notes` has the ids of the notes that the speaker's
    window shows beside it. The slide is number `part` of the `of` slides with the same heading.
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
    step: LessonStep = OF_DAY
    notes: tuple[str, ...] = ()
    words: int = 0
    part: int = 1
    of: int = 1

    @property
    def is_named_box(self) -> bool:
        """Whether the slide shows only a box with a title, which then replaces the heading."""
        return bool(self.parts and self.parts[0].title) and self.kind not in TOGETHER

    @property
    def size(self) -> str:
        """The size of the text; the fewer words, the larger."""
        return next(size for size, most in SIZES if self.words <= most)

    @property
    def data(self) -> Mapping[str, Any]:
        """The data of the slide for the speaker's script, which counts hands for each of `options`."""
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
    """The notes that a trainer reads beside the slides of one section."""

    id: str
    title: str
    minutes: int = 0
    trainer: tuple[Fragment, ...] = ()
    moments: Mapping[str, Fragment] = field(default_factory=dict)
    """The difficult moments, by id."""
    book: Markup = NOTHING
    question: QuestionView | None = None


@dataclass(frozen=True)
class LessonDeck:
    """The slides of a lesson, from which days choose."""

    slides: tuple[Slide, ...]
    notes: tuple[Notes, ...]
    problems: tuple[Problem, ...] = ()
    """The problems found in its slides."""


@dataclass(frozen=True)
class CourseSlides:
    """What a build keeps for the decks of days: slides by the id of a lesson, and trainer's notes by that of a module."""

    lessons: Mapping[str, LessonDeck]
    guides: Mapping[str, tuple[GuideNote[Fragment], ...]]


@dataclass(frozen=True)
class Deck:
    """A deck of one lesson or of a day; `id` is the name of its files.

    The page for the audience shows only the slides; `notes` and `plan` are for the speaker's window. `module` and `day` are
    ids, which are empty in the deck of a lesson.
    """

    id: str
    title: str
    subtitle: str
    slides: tuple[Slide, ...]
    notes: tuple[Notes, ...]
    plan: Mapping[str, Any]
    """The parts and steps, and the time at which each slide is due; see `plan_data`."""
    module: str = ""
    day: str = ""

    @property
    def running_title(self) -> str:
        """The line below each slide: the module, or the course in the deck of a lesson."""
        return self.title if self.module else self.subtitle

    @property
    def data(self) -> Mapping[str, Any]:
        """The data of the deck for the speaker's script."""
        return {
            "id": self.id,
            "title": self.title,
            "module": self.module,
            "day": self.day,
            "slides": [slide.data for slide in self.slides],
            "plan": self.plan,
        }


def numbered(slides: Iterable[Slide], prefix: str) -> tuple[Slide, ...]:
    """Return slides with ids, and with `part` and `of`; slides of one heading get text of the same size."""
    with_ids = [replace(slide, id=f"{prefix}-{number}") for number, slide in enumerate(slides, 1)]
    result: list[Slide] = []
    for _, run in groupby(with_ids, key=lambda slide: (slide.kind, slide.title, slide.eyebrow)):
        same_heading = list(run)
        most, count = max(slide.words for slide in same_heading), len(same_heading)
        result += [
            replace(slide, part=part, of=count, words=most) for part, slide in enumerate(same_heading, 1)
        ]
    return tuple(result)


def lesson_deck(page: LessonPage, lesson: LessonDeck, course: Course) -> Deck:
    """Make the deck of one lesson, with all its steps, timed from its start."""
    plan = plan_data([planning.lesson_part(course, page)], lesson.slides)
    return Deck(page.lesson.id, page.title, course.settings.title, lesson.slides, lesson.notes, plan)


def day_deck(
    plan: planning.Plan,
    kept: CourseSlides,
    course: Course,
    id: str,
    day: str,
    address: str,
    contacts: Slide | None = None,
) -> Deck:
    """Make the deck of a day: a title and an agenda, the slides of its steps in order, and a closing slide.

    day: the id of the day in the log of sessions. address: the address of the module on the site, or an empty text.
    contacts: the slide with the contacts of the place.
    Questions are numbered through the whole day, as on paper.
    """
    module, settings = plan.module, course.settings
    # The agenda has no minutes, because they are only for the trainer.
    titles = tuple(page.title for page in plan.lessons)
    agenda = Slide("agenda", "", items=titles, words=sum(len(title.split()) for title in titles))
    closing = Slide("closing", "", module.title, address=address)
    # The trainer's notes on the opening are beside the first slides; those on the test and the closing beside the last.
    guide = [note for note in kept.guides[module.id] if note.is_for(plan)]
    starting = Notes("begin", "", trainer=_on_parts(guide, "opening"))
    ending = Notes("einde", "", trainer=_on_parts(guide, "test", "closing"))
    first = _with_notes([Slide("opening", module.title, settings.title), agenda], starting)
    last = _with_notes([contacts, closing] if contacts else [closing], ending)
    slides = _number_questions((*first, *_chosen(plan, kept.lessons), *last))
    of_lessons = (note for page in plan.lessons for note in kept.lessons[page.lesson.id].notes)
    always, notes = _place_moments(planning.moments_of(course, plan), kept, (starting, *of_lessons, ending))
    slides = [replace(slide, notes=(*slide.notes, *(note.id for note in always))) for slide in slides]
    shown = {id for slide in slides for id in slide.notes}
    beside = (*(note for note in notes if note.id in shown), *always)
    due = plan_data(plan.parts, slides)
    return Deck(id, module.title, settings.title, tuple(slides), beside, due, module.id, day)


def _with_notes(slides: Iterable[Slide], notes: Notes) -> tuple[Slide, ...]:
    """Return slides with ids that begin with that of the notes, and with the notes beside each, if there are any."""
    own = (notes.id,) if notes.trainer else ()
    return tuple(replace(slide, notes=own) for slide in numbered(slides, notes.id))


def _number_questions(slides: Iterable[Slide]) -> list[Slide]:
    """Number the questions of a day. One on two slides, such as with a reason, keeps its number; a scenario has none."""
    numbers: dict[str, int] = {}
    found = []
    for slide in slides:
        if question := slide.question:
            number = ALONE if question.scenes else numbers.setdefault(question.id, len(numbers) + 1)
            slide = replace(slide, question=replace(question, number=number))
        found.append(slide)
    return found


def _place_moments(
    moments: Iterable[DifficultMoment], kept: CourseSlides, notes: Iterable[Notes]
) -> tuple[list[Notes], list[Notes]]:
    """Return the notes to show at each slide, and the other notes, with the moments that the papers of the day have.

    The moments of every day are in the first, and the others stay with their lesson. Of two lessons that ask the same
    question, the first gives its notes.
    """
    every_day = {moment.id: moment.every_day for moment in moments}
    written = {
        id: box
        for lesson in kept.lessons.values()
        for note in lesson.notes
        for id, box in note.moments.items()
    }
    often = {id: written[id] for id, is_often in every_day.items() if is_often and id in written}
    own: dict[str, Notes] = {}
    for note in notes:
        boxes = {id: box for id, box in note.moments.items() if id in every_day and id not in often}
        own.setdefault(note.id, replace(note, moments=boxes))
    return ([Notes("momenten", "", moments=often)] if often else []), list(own.values())


def _on_parts(guide: Sequence[GuideNote[Fragment]], *kinds: str) -> tuple[Fragment, ...]:
    """Return the notes on some kinds of parts, in the order of the kinds."""
    return tuple(note.content for kind in kinds for note in guide if note.part == kind)


def _chosen(plan: planning.Plan, lessons: Mapping[str, LessonDeck]) -> Iterator[Slide]:
    """Yield the slides of the steps of a day.

    The slides that open a lesson come before its first step. Its key points come after its last step, as far as the day
    leads to them. The questions of a step come after the other slides of the step.
    """
    lesson_ids = [taught.key[0] for taught in plan.steps]
    for number, taught in enumerate(plan.steps):
        lesson, at = taught.key[0], taught.number
        slides = lessons[lesson].slides
        if lesson not in lesson_ids[:number]:
            for slide in slides:
                promised = taught.page.lesson.objectives if slide.kind == "objectives" else ()
                # The slide of objectives may not promise objectives that the day doesn't teach.
                is_kept = plan.objectives.issuperset(objective.id for objective in promised)
                if slide.step == OF_DAY and slide.kind != "key-points" and is_kept:
                    yield slide
        own = [slide for slide in slides if slide.step == (lesson, at) and not slide.question]
        yield from own
        asked = (s for id in taught.questions for s in slides if s.question and s.question.id == id)
        for slide in asked:
            if slide.step != (lesson, at):  # the day moved it here, so the notes of its own step don't apply
                slide = replace(slide, notes=(slide.notes[0], *(own[0].notes if own else ())))
            yield replace(slide, step=(lesson, at))
        if lesson not in lesson_ids[number + 1 :]:
            for slide in slides:
                if slide.kind == "key-points":
                    (box,) = slide.parts
                    # Only the points to which the day leads; without such points there is no slide.
                    if items := tuple(compress(box.items, plan.points_taught(taught.page))):
                        address = slide.address if plan.demands.has_phones else ""
                        yield replace(slide, parts=(replace(box, items=items),), address=address)


def plan_data(parts: Sequence[planning.Part], slides: Sequence[Slide]) -> Mapping[str, Any]:
    """Return the data of a plan for the speaker's script: its parts and steps, and the time at which each slide is due.

    Minutes count from the start of the day. `first` of an item is the index of its first slide, and `to` is the index after
    its last slide; both are -1 if it has no slides. The slides before the first step are due until that step starts.
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
            key = (taught.key[0], taught.number)
            numbers = [number for number, slide in enumerate(slides) if slide.step == key] or [-1]
            items.append({
                **shared, "kind": "step", "title": taught.step.title, "start": clock - start, "minutes": taught.minutes,
                "mayGo": not taught.is_must, "how": " · ".join([taught.method, *taught.material]),
                "first": numbers[0], "to": numbers[-1] + 1 if numbers != [-1] else -1,
            })  # fmt: skip
    begins = _begins(items, len(slides))
    due = [[begin, end] for begin, end in zip(begins, [*begins[1:], total], strict=True)]
    opening = min((item["first"] for item in items if item["first"] >= 0), default=0)
    due[:opening] = [[0.0, begins[opening]]] * opening
    return {"start": start, "total": total, "items": items, "due": due}


def _begins(items: Sequence[Mapping[str, Any]], count: int) -> list[float]:
    """Return the minute at which each slide is due; the slides of a step share its minutes equally."""
    known: dict[int, float] = {}
    for item in items:
        for n in range(item["first"], item["to"]):
            share = item["minutes"] / (item["to"] - item["first"])
            known[n] = round(item["start"] + share * (n - item["first"]), 2)
    # Backwards, because a slide without a step is due together with the next slide of a step, or with what ends the day.
    last = items[-1]
    begins, after = [0.0] * count, last["start"] + (last["minutes"] if last["kind"] == "step" else 0)
    for n in reversed(range(count)):
        begins[n] = after = known.get(n, after)
    return begins


def slide_ranges(data: Mapping[str, Any]) -> SlideRanges:
    """Return the numbers, from 1, of the first and last slide of each step, by the minute at which the step starts."""
    items = data["plan"]["items"]
    return {item["start"]: (item["first"] + 1, item["to"]) for item in items if item["first"] >= 0}
