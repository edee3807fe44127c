"""Check that every id that a page or an item names exists, and so does every directive, role and option.

Other checks use `reference` and `reference_among` for the ids that they know of, and `repeats` for what may be there once.
"""

import re
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache, partial
from itertools import chain
from typing import TypeVar

from vorming.check.files import pages_left_out
from vorming.course.charts import chart_names
from vorming.course.kinds import KIND_WORDS, KINDS, item_id
from vorming.model import directives as table
from vorming.model.base import Ref
from vorming.model.course import Course
from vorming.model.directives import FOREIGN_LANGUAGES, ITEM_DIRECTIVES, DirectiveRecord, Parameter, ValueKind
from vorming.source.load import Loaded
from vorming.source.markdown import read_markdown
from vorming.source.pages import Call, find_calls, missing_page, read_page
from vorming.source.problems import Place, Problem, nearest, phrases, place_at, problem
from vorming.source.yaml import place_in_value, scalars

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
ROLES_OF_PAGES = frozenset({"doc", "ref"})
"""Roles whose target is relative to their page. The text of an item can be shown on any page, and may not use them."""


@lru_cache(maxsize=2)
def known_ids(loaded: Loaded) -> Mapping[str, frozenset[str]]:
    """Return all ids by kind: the kinds in KINDS, and others such as topics.

    For terms these are all spellings, in lower case.
    """
    course = loaded.parsed
    known = {name: frozenset(map(item_id, kind.items(course))) for name, kind in KINDS.items()}
    objectives = frozenset(chain.from_iterable(page.lesson.objective_ids for page in course.lessons))
    return {
        **known,
        "term": frozenset(chain.from_iterable(term.names for term in course.terms)),
        "policy-model": frozenset(model.id for model in course.policies.models),
        "attribute": frozenset(attribute.id for attribute in course.policies.attributes),
        "chart": frozenset(chart_names(course)),
        "language": FOREIGN_LANGUAGES,
        "objective": objectives,
        "covered": objectives | known["fact"] | known["faq"],
        "programme": frozenset(programme.id for module in course.modules for programme in module.programmes),
        "topic": frozenset(topic.id for topic in course.topics),
        "fact-topic": frozenset(fact.topic for fact in course.facts if fact.topic),
        "helpline-topic": frozenset(chain.from_iterable(line.topics for line in course.helplines)),
        "source-entry": frozenset({*course.source_entries, *(entry.source_entry for entry in course.faq)}),
        "audience": frozenset(module.audience for module in course.modules),
    }


def reference(
    loaded: Loaded, kind: str, value: str, place: Place, among: Collection[str] | None = None
) -> Iterator[Problem]:
    """Yield a problem at `place` if no item of `kind` has the id `value`, or none `among` some of them.

    If the id belongs to a page that is not in the contents list, the hint says so, since that is the cause.
    """
    known = known_ids(loaded)[kind] if among is None else among
    if value not in known and (path := _ids_left_out(loaded).get(value)):
        hint = phrases("fragments")["not_in_toc"].format(path=path)
        yield problem(place, "reference-unknown", kind=KIND_WORDS[kind], value=value, nearest=hint)
    else:
        yield from reference_among(known, kind, value, place)


@lru_cache(maxsize=2)
def _ids_left_out(loaded: Loaded) -> Mapping[str, str]:
    """Return the ids of the lesson of each page that is not in the contents list, and of its questions, with its path."""
    ids = dict[str, str]()
    for path in pages_left_out(loaded):
        if front := read_page(loaded.root, path.rpartition(".")[0], Place(path)).front:
            texts = dict(scalars(front.value))
            named = (text for loc, text in texts.items() if loc[-1] == "id")
            ids |= dict.fromkeys([*named, *loaded.parsed.question_ids(texts.get(("lesson", "quiz")))], path)
    return ids


def reference_among(known: Collection[str], kind: str, value: str, place: Place) -> Iterator[Problem]:
    """Yield a problem at `place` if `value` is not one of the `known` ids; its hint names the nearest known id."""
    if value not in known:
        hint = nearest(value, known)
        yield problem(place, "reference-unknown", kind=KIND_WORDS[kind], value=value, nearest=hint)


def repeats(pairs: Iterable[tuple[K, V]]) -> Iterator[tuple[K, V, V]]:
    """Yield each key that occurs again, with its value and the value of its first occurrence."""
    first: dict[K, V] = {}
    for key, value in pairs:
        if key in first:
            yield key, value, first[key]
        first.setdefault(key, value)


def check_calls(loaded: Loaded, course: Course) -> Iterator[Problem]:
    """Check that every directive and role on a page exists, and so does every id in it."""
    lessons = {lesson.page for lesson in course.lessons}
    for page, call in loaded.calls:
        yield from _call_problems(loaded, course, call)
        if call.name in table.LESSON_DIRECTIVES and page.name not in lessons:
            yield problem(call.place, "lesson-missing", value=call.name)


def check_once(loaded: Loaded, course: Course) -> Iterator[Problem]:
    """Check that the book has at most one list of sources and one glossary, and a glossary if a role links to it."""
    calls = [call for _page, call in loaded.calls]
    lists = ((call.name, call.place) for call in calls if table.record_of(call.name).is_once)
    for name, place, first in repeats(lists):
        yield problem(place, "block-twice", value=name, first=first)
    if not any(call.name == "glossary-list" for call in calls):
        for call in calls:
            if call.is_role and call.name == "term":
                yield problem(call.place, "glossary-missing", value=call.argument)


def check_roles_of_items(loaded: Loaded, course: Course) -> Iterator[Problem]:
    """Check the roles and directives in texts of items and of front matter.

    The ids that they name must exist, and only pages may use some of them, such as a note for the trainer.
    """
    for source, found in loaded.marked_values():
        if found.reads and "{" in found.value:  # most texts have no roles, and need not be parsed
            document = read_markdown(found.value)
            for call in find_calls(document, partial(place_at, source.path, found.value)):
                faults = [*_call_problems(loaded, course, call)]
                if call.name in ROLES_OF_PAGES if call.is_role else call.name not in ITEM_DIRECTIVES:
                    faults.append(problem(call.place, "note-in-item", value=call.name))
                for fault in faults:
                    at = document.starts[call.place.line - 1] + call.place.column - 1
                    start = source.place(*found.loc)
                    yield replace(fault, place=place_in_value(loaded.root, start, found.value, at))


def _call_problems(loaded: Loaded, course: Course, call: Call) -> Iterator[Problem]:
    if call.name == "math":  # it has its own message, since the nearest known name would be a poor hint
        yield problem(call.place, "maths-unknown")
        return
    if not table.is_known(call.name, is_role=call.is_role):
        known = table.ROLES if call.is_role else table.DIRECTIVES
        yield problem(call.place, "directive-unknown", value=call.name, nearest=nearest(call.name, known))
        return
    record = (table.OWN_ROLES if call.is_role else table.DIRECTIVES).get(call.name)
    if record and record.argument and isinstance(record.argument.kind, Ref):
        yield from reference(loaded, record.argument.kind.kind, call.argument, call.place)
    if isinstance(record, DirectiveRecord):
        yield from _option_problems(loaded, call, record.options)
    else:
        yield from _target_problems(loaded, course, call)


def _target_problems(loaded: Loaded, course: Course, call: Call) -> Iterator[Problem]:
    """Yield a problem if the target of a role doesn't exist, or lacks the number or value that the role shows."""
    for target in call.targets:
        if call.name == "helpline":
            if any(line.id == target and not line.phone for line in course.helplines):
                yield problem(call.place, "helpline-no-number", value=target)
        elif call.name == "fact":
            facts = (fact for fact in course.facts if fact.id == target)
            if any(fact.value is None and fact.date is None for fact in facts):
                yield problem(call.place, "fact-no-value", value=target)
        elif call.name == "cite":
            yield from reference(loaded, "source", target, call.place)
        elif call.name == "term" and target.casefold() not in (names := known_ids(loaded)["term"]):
            hint = nearest(target.casefold(), names)
            yield problem(
                call.place, "reference-unknown", kind=KIND_WORDS["term"], value=target, nearest=hint
            )


def _option_problems(loaded: Loaded, call: Call, known: Mapping[str, Parameter]) -> Iterator[Problem]:
    """Yield a problem for each option that a directive doesn't have, and for each invalid value."""
    for number, (name, value) in enumerate(call.options, start=1):
        is_notebook = call.place.path.endswith(".ipynb")  # there, the next line of the file is a line of JSON
        place = call.place if is_notebook else Place(call.place.path, call.place.line + number)
        option = known.get(name)
        if option is None:
            hint = f"{nearest(name, known)} ".lstrip()
            yield problem(place, "option-unknown", name=call.name, value=name, nearest=hint)
        elif isinstance(option.kind, Ref):
            for word in value.split():
                yield from reference(loaded, option.kind.kind, word, place)
        elif option.kind is ValueKind.NUMBER:
            if not re.fullmatch("[1-9][0-9]{0,2}", value) or int(value) > option.maximum:
                yield problem(place, "option-number", name=name, value=value, most=option.maximum)
        elif option.form is not None and not re.fullmatch(option.form, value):
            yield problem(place, "option-value", name=name, value=value)


def check_fields(loaded: Loaded, course: Course) -> Iterator[Problem]:
    """Check that every id in a field of an item, a question or front matter exists."""
    pages = {page.name for page in loaded.pages}
    for source, found in loaded.marked_values():
        kind, place = found.ref.kind if found.ref else "", source.place(*found.loc)
        if kind == "page" and found.value not in pages:
            yield missing_page(place, found.value)
        elif kind not in {"", "page"}:
            yield from reference(loaded, kind, found.value, place)
