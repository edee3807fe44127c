"""What the course promises is taught, asked and planned."""

from collections.abc import Iterator
from datetime import date

from vorming.check.known import reference
from vorming.check.quiz_rules import covered_ids
from vorming.course.fitting import length_of
from vorming.course.planning import Demands, impossibilities
from vorming.course.usage import usage
from vorming.model.course import Course
from vorming.source.load import Loaded
from vorming.source.problems import Problem, problem


def check_asked(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """A question covers each FAQ entry, or a fact of it, and each objective."""
    covered = covered_ids(course)
    for i, entry in enumerate(course.faq):
        if not covered & {entry.id, *entry.facts}:
            yield problem(loaded.place("faq", "entries", i, "id"), "faq-not-asked", value=entry.id)
    for page in course.lessons:
        front = loaded.page(page.page).front
        for i, objective in enumerate(page.lesson.objectives):
            if front and objective.id not in covered:
                place = front.place("lesson", "objectives", i, "id")
                yield problem(place, "objective-unused", value=objective.id)


def check_faq(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """All entries of the published FAQ are there, each taught in a lesson of every audience it names."""
    present = {entry.source_entry for entry in course.faq}
    for code in course.source_entries:
        if code not in present:
            yield problem(loaded.place("faq", "entries"), "faq-entry-missing", value=code)
    for i, entry in enumerate(course.faq):
        for audience in entry.audiences:
            if not _is_taught(loaded, course, entry.id, audience):
                place = loaded.place("faq", "entries", i, "audiences")
                yield problem(place, "faq-not-taught", value=entry.id, audience=audience.value)


def _is_taught(loaded: Loaded, course: Course, entry: str, audience: str) -> bool:
    lessons = {id for module in course.modules if module.audience == audience for id in module.lessons}
    pages = {page.page for page in course.lessons if page.lesson.id in lessons}
    return any(page in pages for page in usage(loaded).get(("faq", entry), ()))


def check_lessons(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """Each lesson belongs to a module, and its steps last as long as it does."""
    taught = {id for module in course.modules for id in module.lessons}
    for page in course.lessons:
        front, lesson = loaded.page(page.page).front, page.lesson
        if front is None:
            continue
        if lesson.id not in taught:
            yield problem(front.place("lesson", "id"), "lesson-unused", value=lesson.id)
        total = sum(step.minutes for step in lesson.run)
        if total != lesson.minutes:
            yield problem(front.place("lesson", "run"), "lesson-minutes", total=total, minutes=lesson.minutes)


def check_programmes(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """A programme names lessons of its module, and leaves one out only on purpose."""
    for i, module in enumerate(course.modules):
        for j, programme in enumerate(module.programmes):
            loc = ("modules", i, "programmes", j)
            named = [(k, part.lesson) for k, part in enumerate(programme.parts) if part.lesson]
            for k, lesson in named:
                yield from reference(
                    loaded, "lesson", lesson, loaded.place("course", *loc, "parts", k, "lesson")
                )
            for k, lesson in enumerate(programme.leaves_out):
                yield from reference(loaded, "lesson", lesson, loaded.place("course", *loc, "leaves_out", k))
            for k, part in enumerate(programme.parts):
                if not (part.lesson or part.title):
                    yield problem(loaded.place("course", *loc, "parts", k), "key-missing", key="title")
            own = module.model_copy(update={"programmes": (programme,)})
            for reason in impossibilities(Demands(), length_of(programme.parts), own):
                place = loaded.place("course", *loc, "start")
                yield problem(place, "programme-impossible", programme=programme.id, reason=reason)
            for lesson in set(module.lessons) - {lesson for _, lesson in named} - set(programme.leaves_out):
                place = loaded.place("course", *loc)
                yield problem(place, "programme-lesson-missing", value=lesson, programme=programme.id)
