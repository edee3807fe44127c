"""Which items a page draws in, through whatever it names: for the ledger, the checks and the rebuild.

The table of directives says what each one draws. The same answer tells where a fact is used, which
item is used nowhere, and which pages an edited entry makes stale.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache, partial

from pydantic import BaseModel

from vorming.course.kinds import KINDS, item_id, items_named, kind_of
from vorming.model.base import Ref
from vorming.model.course import Course
from vorming.model.directives import DRAWN_BY_OTHERS, LISTS, OWN_DIRECTIVES, OWN_ROLES, find
from vorming.model.walk import walk
from vorming.source.load import Loaded
from vorming.source.pages import Call, Page
from vorming.source.problems import Place
from vorming.text.markdown import ROLE

Draw = Callable[[Course, Page, Call], Iterable[BaseModel]]


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
    if call.name in LISTS and not with_lists:
        return ()
    draw = draw_of(call.name)
    return draw(course, page, call) if draw else ()


@cache
def draw_of(name: str) -> Draw | None:
    """Return what a directive or role draws: by a function of its own, or what its argument names."""
    record = OWN_DIRECTIVES.get(name) or OWN_ROLES.get(name)
    if dotted := record.draws if record else DRAWN_BY_OTHERS.get(name):
        draw: Draw = find(dotted)
        return draw
    kind = record.argument.kind if record and record.argument else None
    return partial(_named, kind.kind) if isinstance(kind, Ref) and kind.kind in KINDS else None


def _named(kind: str, course: Course, _: Page, call: Call) -> Iterable[BaseModel]:
    return items_named(course, kind, [call.argument])


@lru_cache(maxsize=2)
def _named_by(loaded: Loaded) -> Callable[[BaseModel], list[BaseModel]]:
    """Return a function that finds what an item names in its fields and texts, once for each item of a course."""
    items, texts, known = _by_id(loaded), _item_texts(loaded), dict[int, list[BaseModel]]()

    def named_by(item: BaseModel) -> list[BaseModel]:
        if id(item) not in known:
            said = _said_in(loaded.course, texts(item)) if loaded.course else ()
            known[id(item)] = [
                *(items[name] for name in dict.fromkeys(named_by_fields(item)) if name in items),
                *said,
            ]
        return known[id(item)]

    return named_by


def named_by_fields(item: BaseModel) -> Iterator[tuple[str, str]]:
    """Yield kind and id of all that the fields of an item name, at any depth; a question covers facts too."""
    for found in walk(type(item), item):
        if ref := found.ref:
            yield ("fact" if ref.kind == "objective" else ref.kind), found.value


def named_ids(item: BaseModel, kind: str) -> set[str]:
    """Return the ids of a kind that the fields of an item name."""
    return {id for named, id in named_by_fields(item) if named == kind}


def _said_in(course: Course, text: str) -> Iterator[BaseModel]:
    """Yield what the roles in an item's own text draw: a price in an answer, a term, a source."""
    for match in ROLE.finditer(text):
        call = Call(match["name"], match["text"], Place(""), is_role=True)
        yield from _drawn_by(course, Page("", ""), call, False)


@lru_cache(maxsize=2)
def _by_id(loaded: Loaded) -> Mapping[tuple[str, str], BaseModel]:
    course = loaded.course
    items = (*course.sources, *course.contradictions, *course.facts) if course else ()
    return {(kind_of(item), item_id(item)): item for item in items}


Usage = Mapping[tuple[str, str], tuple[str, ...]]


@lru_cache(maxsize=2)
def usage(loaded: Loaded) -> Usage:
    """Return for each item, by kind and id, the pages that draw it in, in reading order."""
    found: dict[tuple[str, str], list[str]] = {}
    for page in loaded.pages:
        for item in drawn(loaded, page):
            found.setdefault((kind_of(item), item_id(item)), []).append(page.name)
    return {name: tuple(pages) for name, pages in found.items()}


@lru_cache(maxsize=2)
def page_digests(loaded: Loaded) -> Mapping[str, str]:
    """Return per page a digest of every item it shows: another digest means the page is stale."""
    course = loaded.course
    frame = f"{course.settings.model_dump_json()}{course.facts_date}" if course else ""
    return {name: _digest(f"{shown}{frame}") for name, shown in shown_digests(loaded).items()}


@lru_cache(maxsize=4)
def shown_digests(loaded: Loaded) -> Mapping[str, str]:
    """Return per page a digest of the items it shows, without what stands around every page."""
    return {page.name: _shown_digest(loaded, page) for page in loaded.pages}


def _shown_digest(loaded: Loaded, page: Page) -> str:
    course = loaded.course
    if course is None:
        return ""
    texts = _item_texts(loaded)
    items = sorted(texts(item) for item in drawn(loaded, page, with_lists=True))
    names = {call.name for call in page.calls}
    frames = {record.around for name, record in OWN_DIRECTIVES.items() if name in names and record.around}
    around = [find(frame)(loaded, course) for frame in sorted(frames)]
    return _digest("\n".join([*items, *around]))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def where_used(loaded: Loaded, _: Course) -> str:
    """Write which pages use each item: what a ledger shows beside its facts."""
    return repr([sorted(usage(loaded).items()), [(page.name, page.title) for page in loaded.pages]])


def comparison_frame(_: Loaded, course: Course) -> str:
    """Write what a comparison shows of no jurisdiction in particular: models, attributes, dates."""
    return course.policies.model_copy(update={"jurisdictions": ()}).model_dump_json()


def lesson_order(_: Loaded, course: Course) -> str:
    """Write the order of the lessons, in which a self-test draws its questions."""
    return repr([(module.id, module.lessons) for module in course.modules])


@lru_cache(maxsize=2)
def _item_texts(_: Loaded) -> Callable[[BaseModel], str]:
    """Return a function that writes an item as text, once for each item of a course."""
    texts: dict[int, str] = {}

    def text(item: BaseModel) -> str:
        if id(item) not in texts:
            texts[id(item)] = f"{type(item).__name__}{item.model_dump_json()}"
        return texts[id(item)]

    return text
