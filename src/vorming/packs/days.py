"""The content of the two numbered papers of a day: the sections of lessons that its steps use, and its questions."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import chain

from pydantic import BaseModel

from vorming.course.planning import Plan, clock, moments_of, outcomes_of, rows_to_fill
from vorming.course.sections import read_headings, steps_of_sections
from vorming.course.usage import items_on, with_named
from vorming.model.base import Status
from vorming.model.course import Reference
from vorming.model.directives import ASKING_DIRECTIVES, PRACTICE, TRAINER_DIRECTIVES
from vorming.model.items import Contradiction, Fact
from vorming.model.quiz import Question, QuestionBase, Scenario
from vorming.packs import Pack
from vorming.packs.printed import PrintedText, Section, line_as_read, read_printed, read_sections, shown_lines
from vorming.quiz.selection import view_self_test
from vorming.source.load import Loaded
from vorming.source.markdown import read_lines
from vorming.source.pages import Call, Page
from vorming.source.problems import Place
from vorming.text.markdown import values_of
from vorming.text.words import words


def printed_of_day(loaded: Loaded, pack: Pack, plan: Plan) -> Iterator[tuple[Page, tuple[Section, ...]]]:
    """Yield the pages of a paper with the sections that it prints; `calls` of a page are only those in these sections.

    The last page has no text. Its calls are for the items that the paper takes directly from the data, with their places.
    """
    yield from _lessons_of_day(loaded, pack.kind, plan)
    if pack.kind == "trainer":
        volatile = volatile_facts(loaded, plan)
        calls = [Call("fact-box", fact.id, loaded.place(fact)) for fact in volatile]
    else:
        calls = [Call("helplines", "", loaded.sources["helplines"].place("helplines"))]
    questions = _asked(loaded, pack.kind, plan)
    calls += [Call("scenario", question.id, place) for question, place in questions]
    yield Page(plan.module.page, "", calls=tuple(calls)), ()


def _lessons_of_day(loaded: Loaded, kind: str, plan: Plan) -> Iterator[tuple[Page, tuple[Section, ...]]]:
    """Yield the pages of the lessons with the sections that a paper prints, whole or in part.

    For the trainer these are all sections of a step. For participants these are the sections with a block that a step names;
    in a lesson whose steps name no blocks, they are the sections of a step with a case or an exercise.
    """
    for lesson in plan.lessons:
        page = loaded.page(lesson.page)
        steps_of_day = [taught.step for taught in plan.steps if taught.page.page == lesson.page]
        used = {name for step in steps_of_day for name in step.uses}
        goes_by_step = kind == "trainer" or not lesson.lesson.names_blocks
        practised = {call.place.line for call in page.calls if call.name in PRACTICE}
        headings = read_headings(page)
        starts = set[int]()
        for heading, step in zip(headings, steps_of_sections(lesson.lesson, headings), strict=True):
            is_used = lesson.lesson.run[step] in steps_of_day if goes_by_step else used & heading.names
            if is_used:
                starts.add(page.first_line + heading.line)
        sections = [s for s in read_sections(page) if not s.title or s.line_numbers[0] in starts]
        if kind == "participant" and goes_by_step:
            sections = [s for s in sections if not s.title or practised.intersection(s.line_numbers)]
        shown = {line for section in sections for line in section.line_numbers}
        # The questions come from the plan of the day, not from the calls on the page.
        left_out = ASKING_DIRECTIVES if kind == "trainer" else {*ASKING_DIRECTIVES, "faq"}
        calls = (call for call in page.calls if call.place.line in shown and call.name not in left_out)
        yield replace(page, calls=tuple(calls)), tuple(sections)


def _asked(loaded: Loaded, kind: str, plan: Plan) -> Iterator[tuple[Question, Place]]:
    """Yield the questions on a paper; that of participants also has the self-test, but no scenarios."""
    course = loaded.parsed
    ids = {id for taught in plan.steps for id in taught.questions}
    if kind == "participant":
        self_test = view_self_test(course, plan.module, values_of(course), plan.objectives)
        ids |= {view.id for view in self_test.questions}
    for question in course.questions:
        if question.id in ids and (kind == "trainer" or not isinstance(question, Scenario)):
            yield question, loaded.place(question)


@lru_cache(maxsize=64)  # the papers of a day and its start page ask this several times
def _items_of_day(loaded: Loaded, plan: Plan) -> tuple[BaseModel, ...]:
    """Return the items on the trainer's paper of a day, including questions, difficult moments and the take-away card."""
    questions = _asked(loaded, "trainer", plan)
    calls = (Call("scenario", question.id, place) for question, place in questions)
    pages = [page for page, _ in _lessons_of_day(loaded, "trainer", plan)]
    pages.append(Page(plan.module.page, "", calls=tuple(calls)))
    if plan.module.take_away:
        pages.append(loaded.page(plan.module.take_away))
    items = chain.from_iterable(items_on(loaded, page) for page in pages)
    return (*items, *with_named(loaded, moments_of(loaded.parsed, plan)))


def volatile_facts(loaded: Loaded, plan: Plan) -> list[Fact]:
    """Return the facts of a day that the trainer must check again before the day, in the order of the day.

    These are the unconfirmed facts, and the facts that must be checked at least every half year.
    """
    facts = {item.id: item for item in _items_of_day(loaded, plan) if isinstance(item, Fact)}
    often = {"3 months", "6 months"}
    return [f for f in facts.values() if f.recheck_every in often or f.status is Status.UNCONFIRMED]


@dataclass(frozen=True)
class Unsure:
    """A statement of a day that is still to be confirmed, as Markdown inlines, with its place in the source."""

    statement: str
    place: Place
    other: str = ""
    """The statement of another source."""


def unsure_of_day(loaded: Loaded, plan: Plan) -> list[Unsure]:
    """Return the unconfirmed facts of a day, then the open points between sources that these facts don't mention."""
    facts = [fact for fact in volatile_facts(loaded, plan) if fact.status is Status.UNCONFIRMED]
    sentence = words("facts")["other"]
    statements = []
    for fact in facts:
        other = sentence.format(statement=fact.other.statement, sources="").strip() if fact.other else ""
        statements.append(Unsure(fact.statement, loaded.place(fact), other))
    mentioned = {id for fact in facts for id in fact.contradictions}
    shown = {item.id for item in _items_of_day(loaded, plan) if isinstance(item, Contradiction)}
    for point in loaded.parsed.contradictions:
        if point.status == "open" and point.id in shown - mentioned:
            statements.append(Unsure(point.wording, loaded.place(point)))
    return statements


def changing_of_day(loaded: Loaded, plan: Plan) -> list[Fact]:
    """Return the confirmed facts of `volatile_facts`, those due first before the others."""
    changing = (fact for fact in volatile_facts(loaded, plan) if fact.status is not Status.UNCONFIRMED)
    return sorted(changing, key=lambda fact: fact.recheck_on or date.max)


def programme_of(loaded: Loaded, pack: Pack, plan: Plan) -> list[str]:
    """Return the texts of a paper on its programme, and of its answers; the trainer's also has texts for the trainer."""
    course = loaded.parsed
    texts = [f"{clock(part.start)} {part.title}" for part in plan.parts]
    texts += [*outcomes_of(loaded, plan), *rows_to_fill(course, plan)]
    if pack.kind == "participant":
        return [*texts, *(question.explanation for question, _ in _asked(loaded, pack.kind, plan))]
    texts += [f"{taught.step.title} {taught.minutes} {taught.step.method}" for taught in plan.steps]
    texts += [thing for taught in plan.steps for thing in taught.step.bring]
    texts += [*plan.prepare, *plan.module.bring]
    texts += [_text_for_trainer(question) for question, _ in _asked(loaded, pack.kind, plan)]
    items, recorded = [*with_named(loaded, moments_of(course, plan))], dict[int, BaseModel]()
    for page, sections in printed_of_day(loaded, pack, plan):
        # With the items themselves, since the address of one that is gone may be given to another.
        everyone = {id(item): item for item in items_on(loaded, page, with_lists=True, for_trainee=True)}
        recorded |= everyone
        for item in items_on(loaded, page, with_lists=True):
            if isinstance(item, Contradiction) or id(item) not in everyone:
                items.append(item)
        shown = {line for section in sections for line in section.line_numbers}
        read = {number for number, _ in shown_lines(page)}
        for line in read_lines(*page.texts):
            number = page.first_line + line.number
            is_for_trainer = number in shown and not TRAINER_DIRECTIVES.isdisjoint(line.ancestors)
            # The text of a footnote is at the end of the page, outside the section that refers to it.
            if is_for_trainer or (line.text.startswith("[^") and number not in read):
                texts.append(line_as_read(line))
    # What the paper has for everyone too, is recorded as an item with its own pages. Only a reader prints sources.
    own = (
        item
        for item in items
        if not isinstance(item, Reference)
        and (id(item) not in recorded or _printed_for_trainer(item) is None)
    )
    # Sorted by text, because a renamed item may come in another place.
    return [*texts, *sorted(set(map(_text_for_trainer, own)))]


def _printed_for_trainer(item: BaseModel) -> PrintedText | None:
    """Return the printed form of an item on the trainer's paper, or None if it has more there than for everyone."""
    return None if isinstance(item, Contradiction | QuestionBase) else read_printed(item)


def _text_for_trainer(item: BaseModel) -> str:
    """Return a text that changes with the printed form of an item on the trainer's paper.

    It includes the key of a question and both sides of a contradiction.
    """
    printed = _printed_for_trainer(item)
    return printed.words if printed else item.model_dump_json(exclude={"checked_on", "recheck_every"})
