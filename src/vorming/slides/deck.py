"""Slides -> a deck: what its page and its speaker's window show, still without a file."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from markupsafe import Markup

from vorming.course import planning
from vorming.model.course import Course, LessonPage, Module
from vorming.quiz.view import QuestionView, SceneView
from vorming.slides.timing import NO_STEP, Span
from vorming.text.words import words

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
    """The slides of a lesson with their plan; the same in its own deck and in a module's."""

    page: LessonPage
    slides: tuple[Slide, ...]
    spans: tuple[Span, ...]
    notes: tuple[Notes, ...]


@dataclass(frozen=True)
class Deck:
    """A deck of one lesson or of a module."""

    id: str
    title: str
    subtitle: str
    slides: tuple[Slide, ...]
    notes: tuple[Notes, ...]
    lessons: tuple[LessonDeck, ...]
    programmes: tuple[planning.Plan, ...] = ()
    """The programmes of a module, each with the steps that it has time for."""
    opening: int = field(default=0)
    """How many slides stand before the first lesson."""

    @property
    def running_title(self) -> str:
        """What stands below each slide: the module, or in the deck of one lesson the course."""
        return self.title if self.opening else self.subtitle

    @property
    def data(self) -> Mapping[str, Any]:
        """What the speaker's script needs to know of the deck."""
        return {
            "id": self.id,
            "title": self.title,
            "slides": [_slide_data(slide) for slide in self.slides],
            "lessons": list(self._lessons()),
            "programmes": [_programme_data(plan) for plan in self.programmes],
        }

    def _lessons(self) -> Iterator[Mapping[str, Any]]:
        first = self.opening
        for deck in self.lessons:
            yield _lesson_data(deck, first)
            first += len(deck.slides)


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


def _lesson_data(deck: LessonDeck, first: int) -> Mapping[str, Any]:
    lesson = deck.page.lesson
    return {
        "id": lesson.id,
        "title": deck.page.title,
        "minutes": lesson.minutes,
        "first": first,
        "spans": [[span.start, span.end, span.step] for span in deck.spans],
        "steps": [
            {
                "id": step.id,
                "title": step.title,
                "minutes": step.minutes,
                "mayGo": step.keep == "may-go",
                "method": words("trainer").group("methods")[step.method],
                "material": list(step.bring),
            }
            for step in lesson.run
        ],
    }


def _programme_data(plan: planning.Plan) -> Mapping[str, Any]:
    programme = plan.programme
    return {
        "id": programme.id,
        "title": programme.title,
        "start": programme.start.strftime("%H:%M"),
        "spare": 0,
        "parts": [_part_data(part) for part in plan.parts],
    }


def _part_data(part: planning.Part) -> Mapping[str, Any]:
    """Return a part with its minutes; of a lesson the numbers of the steps that it gives, with theirs."""
    run = part.page.lesson.run if part.page else ()
    return {
        "lesson": part.page.lesson.id if part.page else "",
        "title": "" if part.page else part.title,
        "minutes": part.minutes,
        "kind": part.kind,
        "steps": [[run.index(taught.step), taught.minutes] for taught in part.steps],
    }


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
    """Make the deck of one lesson."""
    page = lesson.page
    return Deck(page.lesson.id, page.title, course.settings.title, lesson.slides, lesson.notes, (lesson,))


def module_deck(module: Module, course: Course, lessons: Sequence[LessonDeck], address: str) -> Deck:
    """Join the slides of a module's lessons, between its own title and a last word."""
    first = [Slide("opening", module.title, course.settings.title), _agenda(lessons)]
    last = [Slide("closing", "", module.title, address=address)]
    opening, closing = numbered(first, f"{module.id}-begin"), numbered(last, f"{module.id}-einde")
    return Deck(
        id=module.id,
        title=module.title,
        subtitle=course.settings.title,
        slides=(*opening, *(slide for lesson in lessons for slide in lesson.slides), *closing),
        notes=_unique(notes for lesson in lessons for notes in lesson.notes),
        lessons=tuple(lessons),
        programmes=tuple(planning.written_plan(course, module, programme) for programme in module.programmes),
        opening=len(opening),
    )


def lesson_order(module: Module) -> tuple[str, ...]:
    """Return the lessons of a module in the order of its longest programme, then the others."""
    longest = max(module.programmes, key=lambda programme: sum(bool(part.lesson) for part in programme.parts))
    given = [part.lesson for part in longest.parts if part.lesson in module.lessons]
    return tuple(dict.fromkeys([*(id for id in given if id), *module.lessons]))


def _agenda(lessons: Sequence[LessonDeck]) -> Slide:
    """Make the slide that says what the day holds; without minutes, which are the trainer's."""
    titles = tuple(lesson.page.title for lesson in lessons)
    return Slide("agenda", "", items=titles, words=sum(len(title.split()) for title in titles))


def _unique(notes: Iterable[Notes]) -> tuple[Notes, ...]:
    """Keep the first of each id: a question may stand in two lessons of a module."""
    found: dict[str, Notes] = {}
    for note in notes:
        found.setdefault(note.id, note)
    return tuple(found.values())


def slide_ranges(data: Mapping[str, Any]) -> Mapping[tuple[str, str], tuple[int, int]]:
    """Return for each lesson and step of a deck's data its first and last slide, numbered from 1."""
    found: dict[tuple[str, str], tuple[int, int]] = {}
    for lesson in data["lessons"]:
        for number, (_, _, step) in enumerate(lesson["spans"], lesson["first"] + 1):
            if step != NO_STEP:
                key = (lesson["id"], lesson["steps"][step]["id"])
                found[key] = (found.get(key, (number, number))[0], number)
    return found
