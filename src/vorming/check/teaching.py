"""What the course promises is taught, asked and planned."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import partial

from vorming.check.known import WORDS, reference
from vorming.course.planning import SLACK_AN_HOUR, Demands, Plan, impossibilities, written_plan
from vorming.course.usage import usage
from vorming.model.base import Loc
from vorming.model.course import Course, LessonPage, ProgrammePart, Step
from vorming.quiz.coverage import covered_ids, is_covered
from vorming.quiz.view import scored_practice
from vorming.source.load import Loaded
from vorming.source.pages import blocks_of, tables_of
from vorming.source.problems import Place, Problem, nearest, problem
from vorming.source.yaml import Source


def check_asked(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """A question covers each FAQ entry, or a fact of it, and each objective."""
    covered = covered_ids(course)
    for i, entry in enumerate(course.faq):
        if not is_covered(course, entry):
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
                yield problem(place, "faq-not-taught", value=entry.id, audience=audience)


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
        reached = {id for step in lesson.run for id in step.objectives}
        for i, objective in enumerate(lesson.objectives):
            if objective.id not in reached:
                place = front.place("lesson", "objectives", i, "id")
                yield problem(place, "objective-not-taught", value=objective.id)


def check_steps(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """What a step of a lesson names, the lesson has: its objectives, blocks, tables to fill and questions."""
    for lesson in course.lessons:
        page = loaded.page(lesson.page)
        if page.front is None:
            continue
        blocks, asked = blocks_of(page), bank_of(course, lesson)
        for i, step in enumerate(lesson.lesson.run):
            known: tuple[tuple[str, str, Iterable[str], Iterable[str]], ...] = (
                ("objective", "objectives", step.objectives, [o.id for o in lesson.lesson.objectives]),
                ("block", "uses", step.uses, blocks),
                (
                    "table-to-fill",
                    "fills",
                    step.fills,
                    [name for name in step.uses if name in tables_of(page)],
                ),
                ("question", "questions", step.questions, asked),
            )
            for kind, key, named, own in known:
                for j, value in enumerate(named):
                    if value not in own:
                        yield problem(
                            page.front.place("lesson", "run", i, key, j), "step-unknown",
                            kind=WORDS[kind], value=value, step=step.id,
                            nearest=f"{hint} " if (hint := nearest(value, own)) else "",
                        )  # fmt: skip
        yield from _twice(page.front, lesson.lesson.run)


def _twice(front: Source, run: Sequence[Step]) -> Iterator[Problem]:
    """Report a step with the id of one before it."""
    first: dict[str, Place] = {}
    for i, step in enumerate(run):
        place = front.place("lesson", "run", i, "id")
        if step.id in first:
            yield problem(place, "id-duplicate", value=step.id, first=first[step.id])
        first.setdefault(step.id, place)


def bank_of(course: Course, lesson: LessonPage) -> list[str]:
    """Return the questions of a lesson's bank; none where it has none, or names one that isn't there."""
    return [q.id for quiz in course.quizzes if quiz.id == lesson.lesson.quiz for q in quiz.questions]


def check_modules(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """A module's outcomes and self-test are of its lessons, and each lesson has a programme that gives it."""
    objectives = {page.lesson.id: [o.id for o in page.lesson.objectives] for page in course.lessons}
    for i, module in enumerate(course.modules):
        own = [id for lesson in module.lessons for id in objectives.get(lesson, [])]
        for j, outcome in enumerate(module.outcomes):
            for k, id in enumerate(outcome.objectives):
                if id not in own:
                    place = loaded.place("course", "modules", i, "outcomes", j, "objectives", k)
                    yield problem(
                        place,
                        "reference-unknown",
                        kind=WORDS["objective"],
                        value=id,
                        nearest=nearest(id, own),
                    )
        asked = [question.id for lesson in module.lessons for question in scored_practice(course, lesson)]
        for j, id in enumerate(module.self_test):
            if id not in asked:
                place = loaded.place("course", "modules", i, "self_test", j)
                kind = WORDS["question"]
                yield problem(place, "reference-unknown", kind=kind, value=id, nearest=nearest(id, asked))
        given = {part.lesson for programme in module.programmes for part in programme.parts}
        for j, lesson in enumerate(module.lessons):
            if lesson not in given:
                place = loaded.place("course", "modules", i, "lessons", j)
                yield problem(place, "programme-lesson-missing", value=lesson, module=module.id)


def check_programmes(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """A programme is a day that can be given: its steps exist, it ends before midnight, it has room for questions."""
    for i, module in enumerate(course.modules):
        for j, programme in enumerate(module.programmes):
            loc = ("modules", i, "programmes", j)
            wrong = [
                found for k, part in enumerate(programme.parts) for found in _part(loaded, course, part, (*loc, "parts", k))
            ]  # fmt: skip
            yield from wrong
            if not wrong:
                plan = written_plan(course, module, programme)
                yield from _day(loaded, plan, loc)


def _part(loaded: Loaded, course: Course, part: ProgrammePart, loc: Loc) -> Iterator[Problem]:
    place = partial(loaded.place, "course", *loc)
    if part.lesson is None:
        needed = ("title", "minutes") if part.kind != "lesson" else ("lesson",)
        yield from (problem(place(), "key-missing", key=key) for key in needed if not getattr(part, key))
        return
    lesson = next((page for page in course.lessons if page.lesson.id == part.lesson), None)
    if lesson is None:
        yield from reference(loaded, "lesson", part.lesson, place("lesson"))
        return
    if part.minutes is not None:
        yield problem(place("minutes"), "programme-minutes", value=part.lesson)
    steps, asked = [step.id for step in lesson.lesson.run], bank_of(course, lesson)
    for k, chosen in enumerate(part.steps):
        named = [("step", chosen.id, steps, place("steps", k, "id"))]
        named += [
            ("question", id, asked, place("steps", k, "questions", n))
            for n, id in enumerate(chosen.questions or ())
        ]
        for kind, value, own, at in named:
            if value not in own:
                yield problem(
                    at, "reference-unknown", kind=WORDS[kind], value=value, nearest=nearest(value, own)
                )


def _day(loaded: Loaded, plan: Plan, loc: Loc) -> Iterator[Problem]:
    start = loaded.place("course", *loc, "start")
    for reason in impossibilities(Demands(), plan.minutes, plan):
        yield problem(start, "programme-impossible", programme=plan.programme.id, reason=reason)
    least = plan.minutes * SLACK_AN_HOUR // 60
    if plan.slack < least:
        yield problem(
            loaded.place("course", *loc), "programme-slack",
            programme=plan.programme.id, slack=plan.slack, least=least,
        )  # fmt: skip
