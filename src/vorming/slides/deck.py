"""Slides -> a deck: what its page and its speaker's window show, still without a file."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from vorming.course import planning
from vorming.course.sections import NO_STEP
from vorming.model.course import Course, LessonPage
from vorming.quiz.view import QuestionView, SceneView
from vorming.slides.timing import Place, plan_data

NOTHING = Markup("")
SIZES = (("huge", 14), ("large", 28), ("medium", 44), ("small", 10**6))
"""How large the text stands, and up to how many words."""


@dataclass(frozen=True)
class Part:
    """A block on a slide: its kind, its HTML, its own title and the word of its box."""

    kind: str
    html: Markup = NOTHING
    title: Markup = NOTHING
    word: str = ""


@dataclass(frozen=True)
class Slide:
    """One slide; `notes` names what the speaker's window shows beside it."""

    kind: str
    title: str
    eyebrow: str = ""
    id: str = ""
    parts: tuple[Part, ...] = ()
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
    def size(self) -> str:
        """How large the text may be: few words stand large."""
        return next(size for size, most in SIZES if self.words <= most)


@dataclass(frozen=True)
class Notes:
    """What a trainer reads beside the slides of one section."""

    id: str
    title: str
    minutes: int = 0
    trainer: tuple[Part, ...] = ()
    moments: tuple[Part, ...] = ()
    book: Markup = NOTHING
    question: QuestionView | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.trainer or self.moments or self.book or self.question)


@dataclass(frozen=True)
class LessonDeck:
    """The slides of a lesson, and the number of the step of each; days choose from them."""

    page: LessonPage
    slides: tuple[Slide, ...]
    steps: tuple[int, ...]
    notes: tuple[Notes, ...]


@dataclass(frozen=True)
class Deck:
    """A deck of one lesson or of a day; `id` names its files."""

    id: str
    title: str
    subtitle: str
    slides: tuple[Slide, ...]
    notes: tuple[Notes, ...]
    plan: Mapping[str, Any]
    """When each slide is due; see `timing.plan_data`."""
    module: str = ""
    day: str = ""
    """The id of the day, for the log."""

    @property
    def running_title(self) -> str:
        """What stands below each slide: the module, or in the deck of one lesson the course."""
        return self.title if self.module else self.subtitle

    @property
    def data(self) -> Mapping[str, Any]:
        """What the speaker's script needs to know of the deck."""
        return {
            "id": self.id,
            "title": self.title,
            "module": self.module,
            "day": self.day,
            "slides": [_slide_data(slide) for slide in self.slides],
            "plan": self.plan,
        }


def _slide_data(slide: Slide) -> Mapping[str, Any]:
    is_asked = slide.kind == "question" and not slide.is_reason
    return {
        "id": slide.id,
        "title": slide.title,
        "notes": list(slide.notes),
        "options": _letters(slide),
        "scene": f"{slide.question.id}/{slide.scene.id}" if slide.question and slide.scene else "",
        "question": slide.question.id if slide.question and is_asked else "",
    }


def _letters(slide: Slide) -> list[str]:
    """Return the letters for which hands are counted."""
    question = slide.question
    if question is None:
        return []
    if slide.scene:
        return [way.letter for way in slide.scene.ways]
    if question.scale:
        return ["1", "2", "3", "4", "5"]
    options = question.reason.options if slide.is_reason and question.reason else question.options
    return [option.letter for option in options]


def numbered(slides: Iterable[Slide], prefix: str) -> tuple[Slide, ...]:
    """Give slides their ids; those of one heading know of how many they are, and their text is equally large."""
    found = list(slides)
    named = [replace(slide, id=f"{prefix}-{number}") for number, slide in enumerate(found, 1)]
    return tuple(slide for start, end in _runs(found) for slide in _as_parts(named[start:end]))


def _as_parts(slides: Sequence[Slide]) -> Iterator[Slide]:
    most = max(slide.words for slide in slides)
    for part, slide in enumerate(slides, 1):
        yield replace(slide, part=part, of=len(slides), words=most)


def _runs(slides: Sequence[Slide]) -> Iterator[tuple[int, int]]:
    """Yield where each run of slides with one heading starts, and where the next one does."""
    start = 0
    while start < len(slides):
        end = start + 1
        while end < len(slides) and _continues(slides[start], slides[end]):
            end += 1
        yield start, end
        start = end


def _continues(one: Slide, other: Slide) -> bool:
    return (one.kind, one.title, one.eyebrow) == (other.kind, other.title, other.eyebrow)


def lesson_deck(lesson: LessonDeck, course: Course) -> Deck:
    """Make the deck of one lesson, with all its steps from the first minute on."""
    page = lesson.page
    places = [Place(page.lesson.id, step) for step in lesson.steps]
    plan = plan_data([planning.whole_lesson(page)], places)
    return Deck(page.lesson.id, page.title, course.settings.title, lesson.slides, lesson.notes, plan)


def day_deck(
    plan: planning.Plan,
    lessons: Mapping[str, LessonDeck],
    course: Course,
    id: str,
    address: str,
    contacts: Slide | None = None,
) -> Deck:
    """Make the deck of a day: the slides of its steps in its order, between its own title and a last word."""
    module = plan.module
    first = [Slide("opening", module.title, course.settings.title), _agenda(plan.lessons)]
    own = [contacts] if contacts else []
    last = [*own, Slide("closing", "", module.title, address=address)]
    chosen = list(_chosen(plan, lessons))
    slides = [*numbered(first, "begin"), *(slide for slide, _ in chosen), *numbered(last, "einde")]
    places = [Place(), Place(), *(place for _, place in chosen), *(Place() for _ in last)]
    shown = {note for slide in slides for note in slide.notes}
    notes = _unique(n for page in plan.lessons for n in lessons[page.lesson.id].notes if n.id in shown)
    return Deck(
        id, module.title, course.settings.title, tuple(_numbered_questions(slides)), notes,
        plan_data(plan.parts, places), module.id, plan.programme.id,
    )  # fmt: skip


def _chosen(plan: planning.Plan, lessons: Mapping[str, LessonDeck]) -> Iterator[tuple[Slide, Place]]:
    """Yield the slides of a day: what opens a lesson before its first step, what closes it after its last."""
    steps = plan.steps
    for number, taught in enumerate(steps):
        deck, lesson = lessons[taught.key[0]], taught.key[0]
        given = [step.key[0] for step in steps]
        at = taught.page.lesson.run.index(taught.step)
        opening, own, closing = _sorted(deck, at, taught.questions)
        if lesson not in given[:number]:
            yield from ((slide, Place()) for slide in opening if _is_taught(slide, taught, steps))
        yield from ((slide, Place(lesson, at)) for slide in own)
        yield from ((slide, Place()) for slide in closing if lesson not in given[number + 1 :])


def _is_taught(slide: Slide, first: planning.Taught, steps: Iterable[planning.Taught]) -> bool:
    """Tell whether a slide promises no objective of a lesson that the day leaves out."""
    given = {id for taught in steps if taught.key[0] == first.key[0] for id in taught.step.objectives}
    promised = {objective.id for objective in first.page.lesson.objectives}
    return slide.kind != "objectives" or promised <= given


def _sorted(
    deck: LessonDeck, step: int, questions: Sequence[str]
) -> tuple[list[Slide], list[Slide], list[Slide]]:
    """Return what opens a lesson, the slides of a step with the questions asked in it, and what closes the lesson."""
    apart = [slide for slide, own in zip(deck.slides, deck.steps, strict=True) if own == NO_STEP]
    own = [
        slide
        for slide, found in zip(deck.slides, deck.steps, strict=True)
        if found == step and not slide.question
    ]
    asked = [slide for id in questions for slide in deck.slides if slide.question and slide.question.id == id]
    closing = [slide for slide in apart if slide.kind == "key-points"]
    return [slide for slide in apart if slide not in closing], [*own, *asked], closing


def _numbered_questions(slides: Iterable[Slide]) -> Iterator[Slide]:
    """Yield slides with the questions numbered through the day, as they are on paper."""
    numbers: dict[str, int] = {}
    for slide in slides:
        if slide.question:
            number = numbers.setdefault(slide.question.id, len(numbers) + 1)
            yield replace(slide, question=replace(slide.question, number=number))
        else:
            yield slide


def _agenda(lessons: Sequence[LessonPage]) -> Slide:
    """Make the slide that says what the day holds; without minutes, which are the trainer's."""
    titles = tuple(page.title for page in lessons)
    return Slide("agenda", "", items=titles, words=sum(len(title.split()) for title in titles))


def _unique(notes: Iterable[Notes]) -> tuple[Notes, ...]:
    """Keep the first of each id: a question may stand in two lessons of a module."""
    found: dict[str, Notes] = {}
    for note in notes:
        found.setdefault(note.id, note)
    return tuple(found.values())
