"""Queries for the items that directives and roles use, if that is more than the item named by their argument.

Each function takes the course, the page and the call (`usage.Query`) and returns items in the order of the course.
The table of directives (model/directives.py) names the functions, and the Sphinx directives show the items.
"""

from collections.abc import Iterable

from pydantic import BaseModel

from vorming.course.charts import CHARTS
from vorming.course.kinds import items_named
from vorming.model.base import Status
from vorming.model.course import Course, LessonPage
from vorming.model.items import Fact, FaqEntry, HelpLine, Term
from vorming.model.policies import Jurisdiction
from vorming.source.pages import Call, Page


def faq_list(course: Course, _: Page, call: Call) -> tuple[FaqEntry, ...]:
    """Return the FAQ entries of the topic and the audience that a call names."""
    topic, audience = call.option("topic"), call.option("audience")
    return tuple(
        e for e in course.faq if topic in {"", e.topic} and (not audience or audience in e.audiences)
    )


def helplines(course: Course, _: Page, call: Call) -> tuple[HelpLine, ...]:
    """Return the help lines of the topics that a call names."""
    return select_helplines(course, call.option("topics"))


def facts(course: Course, _: Page, call: Call) -> tuple[Fact, ...]:
    """Return the facts of the topic that a call names."""
    return tuple(fact for fact in course.facts if call.option("topic") in {"", fact.topic})


def own_lesson(course: Course, page: Page, _: Call) -> Iterable[BaseModel]:
    """Return the lesson of the page itself."""
    return (lesson for lesson in course.lessons if lesson.page == page.name)


def own_moments(course: Course, page: Page, _: Call) -> Iterable[BaseModel]:
    """Return the difficult moments of the page's lesson."""
    ids = {lesson.id for lesson in course.lessons if lesson.page == page.name}
    return (moment for moment in course.difficult_moments if moment.lesson in ids)


def module_and_lessons(course: Course, _: Page, call: Call) -> Iterable[BaseModel]:
    """Return a module and its lessons."""
    modules = [module for module in course.modules if module.id == call.argument]
    return [*modules, *_lessons_of(course, call)]


def _lessons_of(course: Course, call: Call) -> list[LessonPage]:
    taught = set[str]().union(*(module.lessons for module in course.modules if module.id == call.argument))
    return [page for page in course.lessons if page.lesson.id in taught]


def banks_of_module(course: Course, _: Page, call: Call) -> Iterable[BaseModel]:
    """Return the banks of the lessons of a module."""
    banks = {page.lesson.quiz for page in _lessons_of(course, call)}
    return (quiz for quiz in course.quizzes if quiz.id in banks)


def jurisdictions(course: Course, _: Page, call: Call) -> Iterable[Jurisdiction]:
    """Return the jurisdictions that an option names, or all if it names none."""
    codes = set(call.option("jurisdictions").split())
    return (j for j in course.policies.jurisdictions if not codes or j.code in codes)


def chart(course: Course, _: Page, call: Call) -> Iterable[BaseModel]:
    """Return the items in a chart: for costs the chart and the facts of its bars, else the comparison of policies."""
    for costs in course.costs:
        if costs.name == call.argument:
            return (costs, *items_named(course, "fact", (bar.fact for bar in costs.bars)))
    record = CHARTS.get(call.argument)
    if record and record.shows:
        shown = tuple(filter(record.shows, course.policies.jurisdictions))
        return (course.policies.model_copy(update={"jurisdictions": shown}),)
    return (course.policies,)


def cited(course: Course, _: Page, call: Call) -> Iterable[BaseModel]:
    """Return the sources that a citation names."""
    named = set(call.targets)
    return (source for source in course.sources if source.id in named)


def terms(course: Course, _: Page, call: Call) -> Iterable[BaseModel]:
    """Return the terms that a role names by any of their spellings."""
    names = {target.casefold() for target in call.targets}
    return (term for term in course.terms if names & term_names(term))


def open_points(course: Course, _: Page, __: Call) -> Iterable[BaseModel]:
    """Return the items to confirm with the organisation: contradictions, unconfirmed facts and open points."""
    unsure = (fact for fact in course.facts if fact.status is Status.UNCONFIRMED)
    return (*course.contradictions, *unsure, *(point for point in course.open_points if point.is_open))


def glossary(course: Course, _: Page, __: Call) -> Iterable[BaseModel]:
    """Return all terms."""
    return course.terms


def sources(course: Course, _: Page, __: Call) -> Iterable[BaseModel]:
    """Return all sources."""
    return course.sources


def term_names(term: Term) -> set[str]:
    """Return every spelling by which a role may name a term, in lower case.

    These are its id, the term itself, its abbreviation and its other forms, with apostrophes of either kind.
    """
    names = {name.casefold() for name in (term.id, term.term, term.abbreviation or term.term, *term.forms)}
    return names | {name.replace("’", "'") for name in names}


def select_helplines(course: Course, topics: str = "") -> tuple[HelpLine, ...]:
    """Return the help lines that have one of the topics, separated by spaces; an empty text means all."""
    wanted = set(topics.split())
    return tuple(line for line in course.helplines if not wanted or wanted & set(line.topics))


def quick_helplines(course: Course) -> list[HelpLine]:
    """Return the help lines behind the button on every page: those with a number, emergencies first."""
    topics = set(course.settings.quick_help)
    chosen = [line for line in course.helplines if line.phone and topics.intersection(line.topics)]
    return sorted(chosen, key=lambda line: not line.is_emergency)
