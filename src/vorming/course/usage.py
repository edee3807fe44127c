"""Which items a page draws in, directly and through other items: for the ledger, the checks and the rebuild.

The table of directives (model/directives.py) says what each directive draws. From that one answer follow where
a fact is used, which item is used nowhere, and which pages an edited entry makes stale.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache

from pydantic import BaseModel

from vorming.course.kinds import KINDS, item_id, items_named, kind_of
from vorming.model.base import Ref
from vorming.model.course import Course
from vorming.model.directives import DIRECTIVES, LISTS, OWN_ROLES, STANDARD_ROLES, find
from vorming.model.walk import Found, walk
from vorming.source.load import Loaded
from vorming.source.markdown import Span, read_markdown
from vorming.source.pages import Call, Page
from vorming.source.problems import Place

Draw = Callable[[Course, Page, Call], Iterable[BaseModel]]
"""What a directive or role draws: a function of this course, the page and the call."""


def drawn(
    loaded: Loaded, page: Page, *, with_lists: bool = False, for_trainee: bool = False
) -> Iterator[BaseModel]:
    """Yield the items a page draws in, directly and through other items, each once.

    Through other items: an FAQ entry draws the facts and sources that it names. `with_lists` includes what
    a glossary or ledger lists, which makes a page stale but uses no item. `for_trainee` leaves out what only
    the trainer's notes draw. A course that can't be parsed draws nothing.
    """
    if loaded.course is None:
        return
    found: list[BaseModel] = []
    for call in page.calls:
        if not (for_trainee and call.is_for_trainer) and (with_lists or call.name not in LISTS):
            found += _drawn_by(loaded.course, page, call)
    yield from with_drawn(loaded, found)


def with_drawn(loaded: Loaded, items: Iterable[BaseModel]) -> Iterator[BaseModel]:
    """Yield items and those that they draw in, each once."""
    seen: set[int] = set()
    waiting = [*items]
    while waiting:
        item = waiting.pop()
        if id(item) not in seen:
            seen.add(id(item))
            yield item
            waiting += named_by(loaded, item)


@cache
def draw_of(name: str) -> Draw | None:
    """Return what a directive or role draws: by a function of its own, or what its argument names.

    None for one that draws nothing from the course.
    """
    record = DIRECTIVES.get(name) or OWN_ROLES.get(name)
    if dotted := record.draws if record else STANDARD_ROLES.get(name):
        draw: Draw = find(dotted)
        return draw
    mark = record.argument.kind if record and record.argument else None
    kind = mark.kind if isinstance(mark, Ref) else ""
    return (lambda course, _, call: items_named(course, kind, [call.argument])) if kind in KINDS else None


def _drawn_by(course: Course, page: Page, call: Call) -> Iterable[BaseModel]:
    """Return what a call on a page draws."""
    draw = draw_of(call.name)
    return draw(course, page, call) if draw else ()


def _text(item: BaseModel) -> str:
    """Write an item as text that differs when anything in it does."""
    return f"{type(item).__name__}{item.model_dump_json()}"


class _Items:
    """The items of one course by name, with what each item names, worked out once.

    Items are told apart by identity: to hash a model, Pydantic reads all of it.
    """

    def __init__(self, course: Course) -> None:
        self.course = course
        kinds = {name: kind.items(course) for name, kind in KINDS.items() if kind.is_followed}
        self.by_name = {(name, item_id(item)): item for name, items in kinds.items() for item in items}
        self.known: dict[int, list[BaseModel]] = {}

    def named_by(self, item: BaseModel) -> list[BaseModel]:
        if id(item) not in self.known:
            names = dict.fromkeys(named_by_fields(item))
            found: list[BaseModel] = [self.by_name[name] for name in names if name in self.by_name]
            for role in roles_in(item):
                call = Call(role.name, role.argument, Place(""), is_role=True)
                found += _drawn_by(self.course, Page("", ""), call)
            self.known[id(item)] = found
        return self.known[id(item)]


@lru_cache(maxsize=2)
def _items_of(loaded: Loaded) -> _Items:
    return _Items(loaded.parsed)


def named_by(loaded: Loaded, item: BaseModel) -> list[BaseModel]:
    """Return what an item names in its fields, and what the roles in its texts draw."""
    return _items_of(loaded).named_by(item)


def named_by_fields(item: BaseModel) -> Iterator[tuple[str, str]]:
    """Yield kind and id of all that the fields of an item name, at any depth; see `names_in`."""
    return names_in(walk(type(item), item))


def roles_in(item: BaseModel) -> Iterator[Span]:
    """Yield the roles in the texts of an item."""
    for found in walk(type(item), item):
        if found.reads and "{" in found.value:  # most texts have none, and needn't be parsed
            yield from read_markdown(found.value).roles


def names_in(values: Iterable[Found]) -> Iterator[tuple[str, str]]:
    """Yield kind and id of all that marked values name.

    What a question covers may be an objective, an FAQ entry or a fact; it is yielded as a fact.
    """
    for found in values:
        if ref := found.ref:
            yield ("fact" if ref.kind == "covered" else ref.kind), found.value


def named_ids(item: BaseModel, kind: str) -> set[str]:
    """Return the ids of a kind that the fields of an item name."""
    return {id for named, id in named_by_fields(item) if named == kind}


@lru_cache(maxsize=2)
def usage(loaded: Loaded) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """Return for each item, by kind and id, the names of the pages that draw it in, in reading order.

    An item that no page draws is not among the keys.
    """
    found: dict[tuple[str, str], list[str]] = {}
    for page in loaded.pages:
        for item in drawn(loaded, page):
            found.setdefault((kind_of(item), item_id(item)), []).append(page.name)
    return {name: tuple(pages) for name, pages in found.items()}


@lru_cache(maxsize=2)
def page_digests(loaded: Loaded, *, in_preview: bool = False) -> Mapping[str, str]:
    """Return per page a digest of all that it shows: another digest means that the page is stale.

    Beside the items of `shown_digests` it covers the settings of the course and the date of its facts, which
    every page shows. `in_preview` leaves out what is slow to follow.
    """
    course = loaded.course
    frame = f"{course.settings.model_dump_json()}{course.facts_date}" if course else ""
    return {name: _digest(f"{shown}{frame}") for name, shown in shown_digests(loaded, in_preview).items()}


@lru_cache(maxsize=4)
def shown_digests(loaded: Loaded, in_preview: bool = False) -> Mapping[str, str]:
    """Return per page a digest of the items it shows, and of what its directives show beside items.

    "" for each page of a course that can't be parsed.
    """
    if loaded.course is None:
        return {page.name: "" for page in loaded.pages}
    digests = {}
    for page in loaded.pages:
        shown = sorted(_text(item) for item in drawn(loaded, page, with_lists=True))
        records = [DIRECTIVES[call.name] for call in page.calls if call.name in DIRECTIVES]
        frames = {each.around for each in records if each.around and not (in_preview and each.is_slow)}
        shown += [find(frame)(loaded, loaded.course) for frame in sorted(frames)]
        digests[page.name] = _digest("\n".join(shown))
    return digests


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
