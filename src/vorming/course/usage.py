"""Which items a page draws in, through whatever it names: for the ledger, the checks and the rebuild.

One table says what each directive and role draws. The same answer tells where a fact is used,
which item is used nowhere, and which pages an edited entry makes stale.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache

from pydantic import BaseModel

from vorming.model.course import Course, DifficultMoment, LessonPage, Module, Source
from vorming.model.facts import Contradiction, Fact, Misconception, OpenPoint
from vorming.model.faq import FaqEntry, HelpLine, Term
from vorming.model.policies import Jurisdiction, Policies
from vorming.model.quiz import Numeric, Quiz
from vorming.source.load import Loaded
from vorming.source.pages import Call, Page
from vorming.source.problems import Place
from vorming.text.markdown import ROLE

KINDS: Mapping[type[BaseModel], str] = {
    Fact: "fact",
    FaqEntry: "faq",
    Contradiction: "contradiction",
    Source: "source",
    Term: "term",
    HelpLine: "helpline",
    Quiz: "quiz",
    Jurisdiction: "jurisdiction",
    DifficultMoment: "moment",
    Misconception: "misconception",
    Module: "module",
    LessonPage: "lesson",
    OpenPoint: "open-point",
}

Draw = Callable[[Course, Page, Call], Iterable[BaseModel]]


def _fact(course: Course, _: Page, call: Call) -> Iterable[BaseModel]:
    return (f for f in course.facts if f.id == call.argument)


def _faq(course: Course, _: Page, call: Call) -> Iterable[BaseModel]:
    return (e for e in course.faq if e.id == call.argument)


def _faq_list(course: Course, _: Page, call: Call) -> Iterable[BaseModel]:
    return select_faq(course, call.option("topic"), call.option("audience"))


def _contradiction(course: Course, _: Page, call: Call) -> Iterable[BaseModel]:
    return (c for c in course.contradictions if c.id == call.argument)


def _quiz(course: Course, _: Page, call: Call) -> Iterable[BaseModel]:
    return (q for q in course.quizzes if q.id == call.argument)


def _scenario(course: Course, _: Page, call: Call) -> Iterable[BaseModel]:
    return (q for quiz in course.quizzes for q in quiz.questions if q.id == call.argument)


def _self_test(course: Course, _: Page, call: Call) -> Iterable[BaseModel]:
    lessons = {id for m in course.modules if m.id == call.argument for id in m.lessons}
    banks = {page.lesson.quiz for page in course.lessons if page.lesson.id in lessons}
    return (q for q in course.quizzes if q.id in banks)


def _lesson(course: Course, page: Page, _: Call) -> Iterable[BaseModel]:
    return (found for found in course.lessons if found.page == page.name)


def _moments(course: Course, page: Page, _: Call) -> Iterable[BaseModel]:
    own = {found.lesson.id for found in course.lessons if found.page == page.name}
    return (m for m in course.difficult_moments if m.lesson in own)


def _module(course: Course, _: Page, call: Call) -> Iterable[BaseModel]:
    modules = [m for m in course.modules if m.id == call.argument]
    lessons = {id for m in modules for id in m.lessons}
    return [*modules, *(page for page in course.lessons if page.lesson.id in lessons)]


def _helplines(course: Course, _: Page, call: Call) -> Iterable[BaseModel]:
    return select_helplines(course, call.option("topics"))


def _helpline(course: Course, _: Page, call: Call) -> Iterable[BaseModel]:
    return (line for line in course.helplines if line.id == call.argument)


def _jurisdiction(course: Course, _: Page, call: Call) -> Iterable[BaseModel]:
    codes = set((call.argument or call.option("jurisdictions")).split())
    return (j for j in course.policies.jurisdictions if not codes or j.code in codes)


def _chart(course: Course, _: Page, call: Call) -> Iterable[BaseModel]:
    if call.argument == "kosten-abortus":
        return (f for f in course.facts if f.id.startswith("abortus"))
    if call.argument == "legalisering-decriminalisering":
        # It shows a few jurisdictions: a lesson must not list the sources of all.
        shown = tuple(j for j in course.policies.jurisdictions if j.conditions)
        return (course.policies.model_copy(update={"jurisdictions": shown}),)
    return (course.policies,)


def _cite(course: Course, _: Page, call: Call) -> Iterable[BaseModel]:
    keys = {key.strip() for key in call.argument.split(",")}
    return (s for s in course.sources if s.id in keys)


def _term(course: Course, _: Page, call: Call) -> Iterable[BaseModel]:
    name = call.argument.rpartition("<")[2].strip(" >") if "<" in call.argument else call.argument
    return (t for t in course.terms if name.casefold() in term_names(t))


DRAWS: Mapping[str, Draw] = {
    "fact": _fact,
    "fact-box": _fact,
    "faq": _faq,
    "faq-list": _faq_list,
    "contradiction": _contradiction,
    "quiz": _quiz,
    "scenario": _scenario,
    "self-test": _self_test,
    "objectives": _lesson,
    "key-points": _lesson,
    "difficult-moments": _moments,
    "module": _module,
    "programme": _module,
    "helpline": _helpline,
    "helplines": _helplines,
    "jurisdiction": _jurisdiction,
    "comparison": _jurisdiction,
    "chart": _chart,
    "cite": _cite,
    "term": _term,
}
"""What each directive and role draws from the course."""

LISTS: Mapping[str, Draw] = {
    "ledger": lambda course, _, call: select_facts(course, call.option("topic")),
    "open-points": lambda course, *_: (*course.contradictions, *course.facts, *course.open_points),
    "glossary-list": lambda course, *_: course.terms,
    "coverage": lambda course, *_: (*course.lessons, *course.quizzes, *course.modules, *course.faq),
    "bibliography": lambda course, *_: course.sources,
}
"""Lists of everything: they make a page stale, but an item that only they show is unused."""


def term_names(term: Term) -> set[str]:
    """Return every spelling, in lower case, that finds a term."""
    return {name.casefold() for name in (term.id, term.term, term.abbreviation or term.term, *term.forms)}


def select_faq(course: Course, topic: str = "", audience: str = "") -> tuple[FaqEntry, ...]:
    """Return the FAQ entries of a topic and an audience; an empty word means any."""
    return tuple(
        e for e in course.faq if topic in {"", e.topic} and (not audience or audience in e.audiences)
    )


def select_facts(course: Course, topic: str = "") -> tuple[Fact, ...]:
    """Return the facts of a topic; an empty word means all."""
    return tuple(fact for fact in course.facts if topic in {"", fact.topic})


def select_helplines(course: Course, topics: str = "") -> tuple[HelpLine, ...]:
    """Return the help lines that have one of the topics; an empty text means all."""
    wanted = set(topics.split())
    return tuple(h for h in course.helplines if not wanted or wanted & set(h.topics))


def drawn(
    loaded: Loaded, page: Page, *, with_lists: bool = False, for_trainee: bool = False
) -> Iterator[BaseModel]:
    """Yield the items a page draws in, directly and through other items, each once.

    `for_trainee` leaves out what only the trainer's notes draw.
    """
    if loaded.course is None:
        return
    seen: set[int] = set()
    named_by = _named_by(loaded)
    calls = [call for call in page.calls if not (for_trainee and call.is_for_trainer)]
    waiting = [item for call in calls for item in _drawn_by(loaded.course, page, call, with_lists)]
    while waiting:
        item = waiting.pop()
        if id(item) not in seen:
            seen.add(id(item))
            yield item
            waiting += named_by(item)


def _drawn_by(course: Course, page: Page, call: Call, with_lists: bool) -> Iterable[BaseModel]:
    draw = DRAWS.get(call.name) or (LISTS.get(call.name) if with_lists else None)
    return draw(course, page, call) if draw else ()


@lru_cache(maxsize=2)
def _named_by(loaded: Loaded) -> Callable[[BaseModel], list[BaseModel]]:
    """Return a function that finds what an item names in its fields and texts, once for each item of a course."""
    items, texts, known = _by_id(loaded), _item_texts(loaded), dict[int, list[BaseModel]]()

    def named_by(item: BaseModel) -> list[BaseModel]:
        if id(item) not in known:
            said = _said_in(loaded.course, texts(item)) if loaded.course else ()
            known[id(item)] = [*(items[name] for name in _names(item) if name in items), *said]
        return known[id(item)]

    return named_by


def _names(item: BaseModel) -> Iterator[tuple[str, str]]:
    """Yield kind and id of what the fields of an item name."""
    yield from (("fact", id) for id in fact_ids(item))
    yield from (("contradiction", id) for id in getattr(item, "contradictions", ()))
    yield from (("source", key) for key in source_ids(item))


def _said_in(course: Course, text: str) -> Iterator[BaseModel]:
    """Yield what the roles in an item's own text draw: a price in an answer, a term, a source."""
    for match in ROLE.finditer(text):
        call = Call(match["name"], match["text"], Place(""), is_role=True)
        yield from _drawn_by(course, Page("", ""), call, False)


@lru_cache(maxsize=2)
def _by_id(loaded: Loaded) -> Mapping[tuple[str, str], BaseModel]:
    course = loaded.course
    items = (*course.sources, *course.contradictions, *course.facts) if course else ()
    return {(KINDS[type(item)], item_id(item)): item for item in items}


def fact_ids(item: BaseModel) -> set[str]:
    """Return the ids of the facts an item names: in `facts`, in `covers`, as an answer."""
    if isinstance(item, Quiz):
        return {id for question in item.questions for id in fact_ids(question)}
    found = set(getattr(item, "facts", ())) | set(getattr(item, "covers", ()))
    return found | ({item.answer_fact} if isinstance(item, Numeric) and item.answer_fact else set())


def source_ids(item: BaseModel) -> set[str]:
    """Return the keys of the sources an item rests on."""
    match item:
        case Policies():
            return {key for jurisdiction in item.jurisdictions for key in source_ids(jurisdiction)} | {
                key for model in item.models for key in model.sources
            }
        case Jurisdiction():
            keys = {value.source for value in item.attributes.values()}
            keys |= {condition.source for condition in item.conditions}
            keys |= {item.law.source, *item.extra_sources}
            return {key for key in keys | {step.source for step in item.law.steps} if key}
        case Fact():
            return set(item.sources) | set(item.other.sources if item.other else ())
        case Module():
            return set(item.reading)
        case _:
            return set(getattr(item, "sources", ()))


Usage = Mapping[tuple[str, str], tuple[str, ...]]


@lru_cache(maxsize=2)
def usage(loaded: Loaded) -> Usage:
    """Return for each item, by kind and id, the pages that draw it in, in reading order."""
    found: dict[tuple[str, str], list[str]] = {}
    for page in loaded.pages:
        for item in drawn(loaded, page):
            if kind := KINDS.get(type(item)):
                found.setdefault((kind, item_id(item)), []).append(page.name)
    return {name: tuple(pages) for name, pages in found.items()}


def item_id(item: BaseModel) -> str:
    """Return the id by which an item is known."""
    match item:
        case LessonPage():
            return item.lesson.id
        case Jurisdiction():
            return item.code
        case _:
            return str(getattr(item, "id", ""))


@lru_cache(maxsize=2)
def page_digests(loaded: Loaded) -> Mapping[str, str]:
    """Return per page a digest of every item it shows: another digest means the page is stale."""
    return {page.name: _page_digest(loaded, page) for page in loaded.pages}


def _page_digest(loaded: Loaded, page: Page) -> str:
    course = loaded.course
    if course is None:
        return ""
    texts, names = _item_texts(loaded), {call.name for call in page.calls}
    items = sorted(texts(item) for item in drawn(loaded, page, with_lists=True))
    around = [frame(loaded, course) for name, frame in AROUND.items() if name in names]
    return hashlib.sha256(
        "\n".join([*items, *around, course.settings.model_dump_json()]).encode()
    ).hexdigest()


def _where_used(loaded: Loaded, _: Course) -> str:
    return repr([sorted(usage(loaded).items()), [(page.name, page.title) for page in loaded.pages]])


def _comparison(_: Loaded, course: Course) -> str:
    return course.policies.model_copy(update={"jurisdictions": ()}).model_dump_json()


def _lesson_order(_: Loaded, course: Course) -> str:
    return repr([(module.id, module.lessons) for module in course.modules])


AROUND: Mapping[str, Callable[[Loaded, Course], str]] = {
    "ledger": _where_used,
    "comparison": _comparison,
    "jurisdiction": _comparison,
    "self-test": _lesson_order,
}
"""What a directive shows around the items that it draws: where they are used, the questions asked of each, their order."""


@lru_cache(maxsize=2)
def _item_texts(_: Loaded) -> Callable[[BaseModel], str]:
    """Return a function that writes an item as text, once for each item of a course."""
    texts: dict[int, str] = {}

    def text(item: BaseModel) -> str:
        if id(item) not in texts:
            texts[id(item)] = f"{type(item).__name__}{item.model_dump_json()}"
        return texts[id(item)]

    return text
