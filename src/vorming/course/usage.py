"""The items of the course that a page uses, directly and through other items.

The table of directives (model/directives.py) names, for each directive and role that uses more than the item in its
argument, a function below that returns the items it uses, in the order of the course. From this follow the pages that
use a fact (for the ledger), the items that no page uses (for the checks), and the pages that an edit makes stale (for
the build). The Sphinx directives show the same items.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from operator import attrgetter

from pydantic import BaseModel

from vorming.course.charts import CHARTS
from vorming.course.kinds import KINDS, item_id, items_by_name, items_named, kind_of
from vorming.model.base import Ref, Status
from vorming.model.course import Course, LessonPage
from vorming.model.directives import DIRECTIVES, OWN_ROLES, STANDARD_ROLES, DirectiveRecord, find, record_of
from vorming.model.items import Fact, FaqEntry, HelpLine
from vorming.model.policies import Jurisdiction
from vorming.model.walk import MarkedValue, walk
from vorming.source.load import Loaded
from vorming.source.markdown import Span, read_markdown
from vorming.source.pages import Call, Page
from vorming.source.problems import Place

Query = Callable[[Course, Page, Call], Iterable[BaseModel]]
"""A function from the course, the page and the call to the items that a directive or role uses."""


def items_on(
    loaded: Loaded, page: Page, *, with_lists: bool = False, for_trainee: bool = False
) -> Iterator[BaseModel]:
    """Yield the items that a page uses, directly and through other items, each once.

    An FAQ entry, for example, uses the facts and sources that it names. `with_lists` includes the items in a
    glossary or ledger, which can make a page stale but don't count as use. `for_trainee` leaves out what only the
    trainer's notes use.
    """
    items: list[BaseModel] = []
    for call in page.calls:
        if not (for_trainee and call.is_for_trainer) and (with_lists or not record_of(call.name).is_list):
            items += _items_of_call(loaded.parsed, page, call)
    yield from with_named(loaded, items)


def with_named(loaded: Loaded, items: Iterable[BaseModel]) -> Iterator[BaseModel]:
    """Yield items and those that they name, at any depth, each once."""
    seen: set[int] = set()
    waiting = [*items]
    while waiting:
        item = waiting.pop()
        if id(item) not in seen:
            seen.add(id(item))
            yield item
            waiting += named_by(loaded, item)


@cache
def query_of(name: str) -> Query | None:
    """Return the function of a directive or role that returns the items it uses.

    It is that of its record, one that returns all items of a field, or one that returns the item named by the argument.
    Return None if the directive or role uses no items.
    """
    record = DIRECTIVES.get(name) or OWN_ROLES.get(name)
    dotted = record.items if isinstance(record, DirectiveRecord) else STANDARD_ROLES.get(name)
    if dotted and ":" not in dotted:
        return lambda course, *_: attrgetter(dotted)(course)
    if dotted:
        query: Query = find(dotted)
        return query
    mark = record.argument.kind if record and record.argument else None
    kind = mark.kind if isinstance(mark, Ref) else ""
    return (lambda course, _, call: items_named(course, kind, [call.argument])) if kind in KINDS else None


def _items_of_call(course: Course, page: Page, call: Call) -> Iterable[BaseModel]:
    """Return the items that a call on a page uses."""
    query = query_of(call.name)
    return query(course, page, call) if query else ()


class _Items:
    """The items of one course by name, and the items that each item names, computed once.

    The cache uses the identity of items, since Pydantic reads a whole model to hash it. It keeps the items, since the
    address of an item that is gone may be given to another.
    """

    def __init__(self, loaded: Loaded) -> None:
        self.course = loaded.parsed
        items = items_by_name(self.course).items()
        self.by_name = {name: item for name, item in items if KINDS[name[0]].is_transitive}
        self.known: dict[int, tuple[BaseModel, list[BaseModel]]] = {}

    def named_by(self, item: BaseModel) -> list[BaseModel]:
        if id(item) not in self.known:
            values = walk(type(item), item)
            names = dict.fromkeys(names_in(values))
            items: list[BaseModel] = [self.by_name[name] for name in names if name in self.by_name]
            for role in roles_in(values):
                call = Call(role.name, role.argument, Place(""), is_role=True)
                items += _items_of_call(self.course, Page("", ""), call)
            self.known[id(item)] = item, items
        return self.known[id(item)][1]


_items_of = lru_cache(maxsize=2)(_Items)


def named_by(loaded: Loaded, item: BaseModel) -> list[BaseModel]:
    """Return the items that an item names in its fields, and those that the roles in its texts use."""
    return _items_of(loaded).named_by(item)


def roles_in(values: Iterable[MarkedValue]) -> Iterator[Span]:
    """Yield the roles in the texts among marked values."""
    for found in values:
        if found.reads and "{" in found.value:  # most texts have no roles, and need not be parsed
            yield from read_markdown(found.value).roles


def names_in(values: Iterable[MarkedValue]) -> Iterator[tuple[str, str]]:
    """Yield kind and id of all items that marked values name.

    The id in `covers` of a question may be that of an objective, an FAQ entry or a fact; its kind is given as "fact".
    """
    for found in values:
        if ref := found.ref:
            yield ("fact" if ref.kind == "covered" else ref.kind), found.value


def named_ids(item: BaseModel, kind: str) -> set[str]:
    """Return the ids of a kind that the fields of an item name, at any depth."""
    return {id for named, id in names_in(walk(type(item), item)) if named == kind}


@lru_cache(maxsize=2)
def usage(loaded: Loaded) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """Return for each item, by kind and id, the names of the pages that use it, in reading order.

    An item that no page uses has no key.
    """
    pages_of: dict[tuple[str, str], list[str]] = {}
    for page in loaded.pages:
        for item in items_on(loaded, page):
            pages_of.setdefault((kind_of(item), item_id(item)), []).append(page.name)
    return {name: tuple(pages) for name, pages in pages_of.items()}


@lru_cache(maxsize=4)
def page_digests(loaded: Loaded, *, in_preview: bool = False) -> Mapping[str, str]:
    """Return per page a digest of everything from the course that it shows; if it changes, the page is stale.

    It shows items, the other output of its directives (`fingerprint`), the settings of the course and the organisation.
    `in_preview` leaves out directives that are `is_slow`.
    """
    digests, course = {}, loaded.parsed
    frame = (course.settings.model_dump_json(), course.organisation.model_dump_json())
    for page in loaded.pages:
        items = items_on(loaded, page, with_lists=True)
        shown = sorted(f"{type(item).__name__}{item.model_dump_json()}" for item in items)
        records = [record_of(call.name) for call in page.calls]
        names = {each.fingerprint for each in records if not (in_preview and each.is_slow)} - {""}
        shown += [find(name)(loaded, course) for name in sorted(names)]
        digests[page.name] = hashlib.sha256("\n".join([*shown, *frame]).encode()).hexdigest()
    return digests


def where_used(loaded: Loaded, _: Course) -> str:
    """Return a text of the pages that use each item, which a ledger shows beside its facts."""
    return repr([sorted(usage(loaded).items()), [(page.name, page.title) for page in loaded.pages]])


def comparison_frame(_: Loaded, course: Course) -> str:
    """Return a text of the policies without jurisdictions, which a comparison shows: models, attributes, dates."""
    return course.policies.model_copy(update={"jurisdictions": ()}).model_dump_json()


def lesson_order(_: Loaded, course: Course) -> str:
    """Return a text of the order of the lessons, in which a self-test draws its questions."""
    return repr([(module.id, module.lessons) for module in course.modules])


def faq_list(course: Course, _: Page, call: Call) -> tuple[FaqEntry, ...]:
    """Return the FAQ entries of the topic and the audience that a call names."""
    topic, audience = call.option("topic"), call.option("audience")
    return tuple(
        e for e in course.faq if topic in {"", e.topic} and (not audience or audience in e.audiences)
    )


def helplines(course: Course, _: Page, call: Call) -> tuple[HelpLine, ...]:
    """Return the help lines of the topics that a call names."""
    return course.helplines_on(call.option("topics"))


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
    return (term for term in course.terms if names & term.names)


def open_points(course: Course, _: Page, __: Call) -> Iterable[BaseModel]:
    """Return the items to confirm with the organisation: contradictions, unconfirmed facts and open points."""
    unsure = (fact for fact in course.facts if fact.status is Status.UNCONFIRMED)
    return (*course.contradictions, *unsure, *(point for point in course.open_points if point.is_open))
