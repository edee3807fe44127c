"""What the two numbered papers of a day print: of its lessons the sections that its steps use, and what it asks."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from pydantic import BaseModel

from vorming.check.known import banks
from vorming.course.day import PRACTISED, moments_of, outcomes_of, rows_to_fill
from vorming.course.planning import Plan, clock
from vorming.course.sections import read_headings, steps_of_sections
from vorming.course.usage import drawn, with_drawn
from vorming.model.base import Status
from vorming.model.directives import ASKING_DIRECTIVES, TRAINER_DIRECTIVES
from vorming.model.facts import Contradiction, Fact
from vorming.model.quiz import Question, Scenario
from vorming.packs.reading import Section, line_as_read, read_sections, shown_lines
from vorming.packs.table import Pack
from vorming.quiz.selection import view_self_test
from vorming.source.load import Loaded
from vorming.source.markdown import read_lines
from vorming.source.pages import Call, Page
from vorming.source.problems import Place
from vorming.text.markdown import values_of
from vorming.text.words import words


def printed_of_day(loaded: Loaded, pack: Pack, plan: Plan) -> Iterator[tuple[Page, tuple[Section, ...]]]:
    """Yield the pages of a paper with the sections that it prints, each page with only the calls in those.

    The last has no text: it calls what the paper takes from the data alone, each call with the place of its item.
    """
    yield from _lessons_of_day(loaded, pack.kind, plan)
    if pack.kind == "trainer":
        volatile = volatile_facts(loaded, plan)
        calls = [Call("fact-box", fact.id, fact_place(loaded, fact)) for fact in volatile]
    else:
        calls = [Call("helplines", "", helplines_place(loaded))]
    asked = _asked(loaded, pack.kind, plan)
    calls += [Call("scenario", question.id, place) for question, place in asked]
    yield Page(plan.module.page, "", calls=tuple(calls)), ()


def _lessons_of_day(loaded: Loaded, kind: str, plan: Plan) -> Iterator[tuple[Page, tuple[Section, ...]]]:
    """Yield the pages of the lessons with the sections of which a paper prints something.

    For the trainer those are all sections of a step. For participants they have a block that a step names; in a
    lesson that names none, they are those of the step with a case or an exercise.
    """
    for lesson in plan.lessons:
        page = loaded.page(lesson.page)
        given = [taught.step for taught in plan.steps if taught.page.page == lesson.page]
        used = {name for step in given for name in step.uses}
        goes_by_step = kind == "trainer" or not lesson.lesson.names_blocks
        practised = {call.place.line for call in page.calls if call.name in PRACTISED}
        headings = read_headings(page)
        starts = set[int]()
        for heading, step in zip(headings, steps_of_sections(lesson.lesson, headings), strict=True):
            is_used = lesson.lesson.run[step] in given if goes_by_step else used & heading.names
            if is_used:
                starts.add(page.first_line + heading.line)
        sections = [s for s in read_sections(page) if not s.title or s.line_numbers[0] in starts]
        if kind == "participant" and goes_by_step:
            sections = [s for s in sections if not s.title or practised.intersection(s.line_numbers)]
        shown = {line for section in sections for line in section.line_numbers}
        # The day itself chooses what it asks.
        left_out = ASKING_DIRECTIVES if kind == "trainer" else {*ASKING_DIRECTIVES, "faq"}
        calls = (call for call in page.calls if call.place.line in shown and call.name not in left_out)
        yield replace(page, calls=tuple(calls)), tuple(sections)


def _asked(loaded: Loaded, kind: str, plan: Plan) -> Iterator[tuple[Question, Place]]:
    """Yield the questions on a paper; participants get the self-test too, and no scenarios."""
    course = loaded.parsed
    ids = {id for taught in plan.steps for id in taught.questions}
    if kind == "participant":
        self_test = view_self_test(course, plan.module, values_of(course), plan.objectives)
        ids |= {view.id for view in self_test.questions}
    for quiz, source in banks(loaded, course):
        for number, question in enumerate(quiz.questions):
            if question.id in ids and (kind == "trainer" or not isinstance(question, Scenario)):
                yield question, source.place("questions", number)


def _items_of_day(loaded: Loaded, plan: Plan) -> Iterator[BaseModel]:
    """Yield what the trainer's paper of a day draws, its questions, its difficult moments and the take-away card."""
    asked = (Call("scenario", question.id, place) for question, place in _asked(loaded, "trainer", plan))
    pages = [page for page, _ in _lessons_of_day(loaded, "trainer", plan)]
    pages.append(Page(plan.module.page, "", calls=tuple(asked)))
    if plan.module.take_away:
        pages.append(loaded.page(plan.module.take_away))
    for page in pages:
        yield from drawn(loaded, page)
    yield from with_drawn(loaded, moments_of(loaded.parsed, plan))


def volatile_facts(loaded: Loaded, plan: Plan) -> list[Fact]:
    """Return every fact of a day that must be checked again before it is said, in the order of the day.

    These are the facts that are unconfirmed, or are checked at least every half year.
    """
    facts = {item.id: item for item in _items_of_day(loaded, plan) if isinstance(item, Fact)}
    often = {"3 months", "6 months"}
    return [f for f in facts.values() if f.recheck_every in often or f.status is Status.UNCONFIRMED]


@dataclass(frozen=True)
class Unsure:
    """Something that a day says and that is still to be confirmed: as Markdown inlines, with the place it is written."""

    statement: str
    place: Place
    other: str = ""
    """What another source says."""


def unsure_of_day(loaded: Loaded, plan: Plan) -> list[Unsure]:
    """Return the unconfirmed facts of a day, then the open points between sources that none of them is about."""
    facts = [fact for fact in volatile_facts(loaded, plan) if fact.status is Status.UNCONFIRMED]
    said = words("facts")["other"]
    found = []
    for fact in facts:
        other = said.format(statement=fact.other.statement, sources="").strip() if fact.other else ""
        found.append(Unsure(fact.statement, fact_place(loaded, fact), other))
    told = {id for fact in facts for id in fact.contradictions}
    shown = {each.id for each in _items_of_day(loaded, plan) if isinstance(each, Contradiction)}
    for number, point in enumerate(loaded.parsed.contradictions):
        if point.status == "open" and point.id in shown - told:
            found.append(Unsure(point.wording, loaded.place("contradictions", "contradictions", number)))
    return found


def changing_of_day(loaded: Loaded, plan: Plan) -> list[Fact]:
    """Return the confirmed facts of `volatile_facts`, what is due first before the rest."""
    changing = (fact for fact in volatile_facts(loaded, plan) if fact.status is not Status.UNCONFIRMED)
    return sorted(changing, key=lambda fact: fact.recheck_on or date.max)


def programme_of(loaded: Loaded, pack: Pack, plan: Plan) -> list[str]:
    """Return what a paper says of its programme, and in its answers; the trainer's also what only she reads."""
    course = loaded.parsed
    said = [f"{clock(part.start)} {part.title}" for part in plan.parts]
    said += [*outcomes_of(loaded, plan), *rows_to_fill(course, plan)]
    if pack.kind == "participant":
        return [*said, *(question.explanation for question, _ in _asked(loaded, pack.kind, plan))]
    said += [f"{taught.step.title} {taught.minutes} {taught.step.method}" for taught in plan.steps]
    said += [thing for taught in plan.steps for thing in taught.step.bring]
    said += [*plan.module.prepare, *plan.module.bring]
    items: list[BaseModel] = [question for question, _ in _asked(loaded, pack.kind, plan)]
    items += moments_of(course, plan)
    for page, sections in printed_of_day(loaded, pack, plan):
        items += [item for item in drawn(loaded, page, with_lists=True) if isinstance(item, Contradiction)]
        shown = {line for section in sections for line in section.line_numbers}
        read = {number for number, _ in shown_lines(page)}
        for line in read_lines(page.text):
            number = page.first_line + line.number
            is_hers = number in shown and not TRAINER_DIRECTIVES.isdisjoint(line.around)
            # A footnote stands at the end of its page, wherever it is referred to.
            if is_hers or (line.text.startswith("[^") and number not in read):
                said.append(line_as_read(line))
    return [*said, *(item.model_dump_json(exclude={"checked_on", "recheck_every"}) for item in items)]


def programme_place(loaded: Loaded, plan: Plan) -> Place:
    """Return where the programme of a day is written."""
    module = plan.module
    at = [each.id for each in loaded.parsed.modules].index(module.id)
    number = [each.id for each in module.programmes].index(plan.programme.id)
    return loaded.place("course", "modules", at, "programmes", number)


def helplines_place(loaded: Loaded) -> Place:
    """Return where the help lines are written."""
    return loaded.place("helplines", "helplines") if "helplines" in loaded.sources else Place("")


def fact_place(loaded: Loaded, fact: Fact) -> Place:
    """Return where a fact is written."""
    # By its id: to compare two models reads all their fields.
    ids = [each.id for each in loaded.parsed.facts]
    return loaded.place("facts", "facts", ids.index(fact.id))
