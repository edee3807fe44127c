"""Check that objectives, FAQ entries, lessons and programmes are taught, asked and planned."""

from collections.abc import Collection, Iterator, Mapping
from functools import partial
from itertools import chain
from typing import get_args

from vorming.check.references import reference, reference_among
from vorming.course.kinds import KIND_WORDS
from vorming.course.planning import SLACK_AN_HOUR, Demands, impossibilities, written_plan
from vorming.course.usage import usage
from vorming.model.course import Course, ProgrammePart, Sheet
from vorming.quiz.selection import covered_ids, is_covered, scored_practice
from vorming.source.load import Loaded
from vorming.source.pages import labels_of
from vorming.source.problems import Problem, nearest, problem

TABLES = frozenset({"table", "list-table", "table_open"})
"""The kinds of label that name a table: directives, and the token of a Markdown table."""


def check_faq(loaded: Loaded, course: Course) -> Iterator[Problem]:
    """Check that all entries of the published FAQ are present, asked in a quiz, and taught to their audiences."""
    present = {entry.source_entry for entry in course.faq}
    for code in course.source_entries:
        if code not in present:
            yield problem(loaded.sources["faq"].place("entries"), "faq-entry-missing", value=code)
    pages: dict[str, set[str]] = {}
    for module in course.modules:
        lesson_pages = {page.page for page in course.lessons if page.lesson.id in module.lessons}
        pages.setdefault(module.audience, set()).update(lesson_pages)
    for entry in course.faq:
        if not is_covered(course, entry):
            yield problem(loaded.place(entry, "id"), "faq-not-asked", value=entry.id)
        shown_on = usage(loaded).get(("faq", entry.id), ())
        for audience in entry.audiences:
            if pages.get(audience, set()).isdisjoint(shown_on):
                place = loaded.place(entry, "audiences")
                yield problem(place, "faq-not-taught", value=entry.id, audience=audience)


def check_lessons(loaded: Loaded, course: Course) -> Iterator[Problem]:
    """Check that each lesson is part of a module, and agrees with its steps, quiz and key points.

    Its steps take as many minutes as the lesson, its objectives are taught and asked, and its key points name only
    its own objectives.
    """
    covered = covered_ids(course)
    taught = set(chain.from_iterable(module.lessons for module in course.modules))
    for lesson in (page.lesson for page in course.lessons):
        if lesson.id not in taught:
            yield problem(loaded.place(lesson, "id"), "lesson-unused", value=lesson.id)
        total = sum(step.minutes for step in lesson.run)
        if total != lesson.minutes:
            yield problem(loaded.place(lesson, "run"), "lesson-minutes", total=total, minutes=lesson.minutes)
        reached = set(chain.from_iterable(step.objectives for step in lesson.run))
        for objective in lesson.objectives:
            place = loaded.place(objective, "id")
            if objective.id not in reached:
                yield problem(place, "objective-not-taught", value=objective.id)
            if objective.id not in covered:
                yield problem(place, "objective-unused", value=objective.id)
        for i, point in enumerate(lesson.points):
            for j, id in enumerate(point.objectives):
                place = loaded.place(lesson, "key_points", i, "objectives", j)
                yield from reference_among(lesson.objective_ids, "objective", id, place)


def check_steps(loaded: Loaded, course: Course) -> Iterator[Problem]:
    """Check that what a step names exists: objectives, blocks, questions, sheets to print; and the step of a moment."""
    for lesson in course.lessons:
        steps = [step.id for step in lesson.lesson.run]
        for moment in course.difficult_moments:
            if moment.step and moment.lesson == lesson.lesson.id:
                yield from reference_among(steps, "step", moment.step, loaded.place(moment, "step"))
        page = loaded.page(lesson.page)
        labels = {label.name: label.kind for label in labels_of(page.document) if label.kind}
        questions = course.question_ids(lesson.lesson.quiz)
        lacks = {
            "cut-sheets": not any(call.name == "cards" for call in page.calls),
            "role-cards": not any(getattr(q, "roles", ()) for q in course.questions if q.id in questions),
            "take-away": not all(m.take_away for m in course.modules if lesson.lesson.id in m.lessons),
        }
        sheets = [sheet for sheet in get_args(Sheet) if not lacks.get(sheet)]
        for step in lesson.lesson.run:
            # A step can only fill in the tables that it uses.
            to_fill = [name for name in step.uses if labels.get(name) in TABLES]
            known: Mapping[str, tuple[str, Collection[str]]] = {
                "objectives": ("objective", lesson.lesson.objective_ids),
                "uses": ("block", labels),
                "fills": ("table-to-fill", to_fill),
                "questions": ("question", questions),
                "print": ("sheet", sheets),
            }
            for key, (kind, names) in known.items():
                for j, value in enumerate(getattr(step, key)):
                    if value not in names:
                        values = {"kind": KIND_WORDS[kind], "value": value, "step": step.id}
                        hint = f"{nearest(value, names)} ".lstrip()
                        place = loaded.place(step, key, j)
                        yield problem(place, "step-unknown", **values, nearest=hint)


def check_exercises(loaded: Loaded, course: Course) -> Iterator[Problem]:
    """Check that a step has enough minutes for its exercises."""
    for lesson in course.lessons:
        calls = [call for call in loaded.page(lesson.page).calls if call.name == "exercise"]
        exercises = {call.option("name"): call.option("minutes") for call in calls}
        for step in lesson.lesson.run:
            minutes = [exercises[name] for name in step.uses if name in exercises]
            needed = sum(int(text) for text in minutes if text.isdecimal())
            if needed > step.minutes:
                place = loaded.place(step, "minutes")
                yield problem(place, "step-short", step=step.id, count=needed, most=step.minutes)


def check_modules(loaded: Loaded, course: Course) -> Iterator[Problem]:
    """Check that a module's outcomes and self-test belong to its lessons, and that a programme gives each lesson."""
    objectives = {page.lesson.id: page.lesson.objective_ids for page in course.lessons}
    for module in course.modules:
        of_module = set[str]().union(*(objectives.get(lesson, ()) for lesson in module.lessons))
        for outcome in module.outcomes:
            for i, id in enumerate(outcome.objectives):
                place = loaded.place(outcome, "objectives", i)
                yield from reference(loaded, "objective", id, place, of_module)
        questions = chain.from_iterable(scored_practice(course, lesson) for lesson in module.lessons)
        question_ids_of_module = {question.id for question in questions}
        for i, id in enumerate(module.self_test):
            place = loaded.place(module, "self_test", i)
            yield from reference(loaded, "question", id, place, question_ids_of_module)
        parts = chain.from_iterable(programme.parts for programme in module.programmes)
        lessons = {part.lesson for part in parts}
        for i, lesson in enumerate(module.lessons):
            if lesson not in lessons:
                place = loaded.place(module, "lessons", i)
                yield problem(place, "programme-lesson-missing", value=lesson, module=module.id)


def check_programmes(loaded: Loaded, course: Course) -> Iterator[Problem]:
    """Check that a programme can be given: its steps exist, it ends before midnight, and has time for questions."""
    for module in course.modules:
        for programme in module.programmes:
            place = partial(loaded.place, programme)
            problems = [p for part in programme.parts for p in _part_problems(loaded, course, part)]
            yield from problems
            if problems:  # a plan needs parts that exist
                continue
            plan = written_plan(course, module, programme)
            for reason in impossibilities(Demands(), plan.minutes, plan):
                yield problem(place("start"), "programme-impossible", programme=programme.id, reason=reason)
            given = [("step", " ".join(taught.key)) for taught in plan.steps]
            given += [("question", id) for taught in plan.steps for id in taught.questions]
            for kind, id in dict.fromkeys(one for one in given if given.count(one) > 1):
                values = {"kind": KIND_WORDS[kind], "value": id}
                yield problem(place(), "programme-twice", programme=programme.id, **values)
            least = plan.minutes * SLACK_AN_HOUR // 60
            if plan.slack < least:
                minutes = {"slack": plan.slack, "least": least, "missing": least - plan.slack}
                yield problem(place(), "programme-slack", programme=programme.id, **minutes)


def _part_problems(loaded: Loaded, course: Course, part: ProgrammePart) -> Iterator[Problem]:
    place = partial(loaded.place, part)
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
    steps, questions = [step.id for step in lesson.lesson.run], course.question_ids(lesson.lesson.quiz)
    for chosen in part.steps:
        yield from reference_among(steps, "step", chosen.id, loaded.place(chosen, "id"))
        for i, id in enumerate(chosen.questions or ()):
            yield from reference_among(questions, "question", id, loaded.place(chosen, "questions", i))
