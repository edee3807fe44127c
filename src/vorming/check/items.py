"""Items by themselves: one id each, used somewhere, real dates, sums that add up."""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from pydantic import BaseModel

from vorming.check.known import WORDS, banks
from vorming.course.dated import dated_items
from vorming.course.draws import select_facts, select_faq
from vorming.course.kinds import KINDS, LISTED, item_id
from vorming.course.usage import named_by_fields, usage
from vorming.model.base import Loc
from vorming.model.course import Course
from vorming.model.directives import OWN_DIRECTIVES, find
from vorming.model.facts import Fact, OtherSource
from vorming.model.faq import is_phone_number
from vorming.quiz.view import draw_self_test
from vorming.source.load import Loaded
from vorming.source.pages import Call
from vorming.source.problems import Place, Problem, nearest, problem
from vorming.text.numbers import amounts, format_number


def check_ids(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """No two items of a kind share an id; no two questions or objectives of the course do."""
    for name in LISTED:
        kind, id = KINDS[name], "code" if name == "jurisdiction" else "id"
        yield from _duplicates(
            (item_id(item), loaded.place(kind.file, kind.key, i, id))
            for i, item in enumerate(kind.items(course))
        )
    yield from _duplicates(_question_places(loaded, course))
    yield from _duplicates(_front_places(loaded, course))


def _question_places(loaded: Loaded, course: Course) -> Iterator[tuple[str, Place]]:
    for quiz, source in banks(loaded, course):
        yield quiz.id, source.place("id")
        for i, question in enumerate(quiz.questions):
            yield f"vraag {question.id}", source.place("questions", i, "id")


def _front_places(loaded: Loaded, course: Course) -> Iterator[tuple[str, Place]]:
    for page in course.lessons:
        if front := loaded.page(page.page).front:
            yield f"les {page.lesson.id}", front.place("lesson", "id")
            for i, objective in enumerate(page.lesson.objectives):
                yield objective.id, front.place("lesson", "objectives", i, "id")


def _duplicates(found: Iterable[tuple[str, Place]]) -> Iterator[Problem]:
    first: dict[str, Place] = {}
    for id, place in found:
        if id in first:
            yield problem(place, "id-duplicate", value=id, first=first[id])
        first.setdefault(id, place)


def asked_questions(course: Course, call: Call) -> Iterable[str]:
    """Return the questions of a bank that a call chooses; all when it chooses none."""
    banks = (quiz.questions for quiz in course.quizzes if quiz.id == call.argument)
    return call.option("questions").split() or (question.id for bank in banks for question in bank)


def self_tested(course: Course, call: Call) -> Iterable[str]:
    """Return the questions of a module's self-test."""
    modules = (module for module in course.modules if module.id == call.argument)
    return (question.id for module in modules for question in draw_self_test(course, module))


def listed_faq(course: Course, call: Call) -> Iterable[str]:
    """Return the FAQ entries that a call lists."""
    return (entry.id for entry in select_faq(course, call.option("topic"), call.option("audience")))


def listed_facts(course: Course, call: Call) -> Iterable[str]:
    """Return the facts that a call lists."""
    return (fact.id for fact in select_facts(course, call.option("topic")))


def _shown(course: Course, call: Call) -> Iterator[tuple[str, str]]:
    """Yield kind and id of each item that a call puts on its page under its own id."""
    record = None if call.is_role else OWN_DIRECTIVES.get(call.name)
    if record and (shows := record.shows):
        ids = find(shows.ids)(course, call) if shows.ids else (call.argument,)
        yield from ((shows.kind, id) for id in ids)


def check_shown_once(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """No page shows an item under its id for the second time: a link would lead to the first."""
    for page in loaded.pages:
        seen: set[tuple[str, str]] = set()
        for call in page.calls:
            for kind, id in _shown(course, call):
                if (kind, id) in seen:
                    yield problem(call.place, "item-shown-twice", kind=WORDS[kind], value=id)
                seen.add((kind, id))


def check_unused(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """Every fact, FAQ entry, contradiction, term, quiz and source is used by something."""
    used = usage(loaded)
    named = _named(course)
    for name in ("fact", "faq", "contradiction"):
        kind = KINDS[name]
        for i, id in enumerate(map(item_id, kind.items(course))):
            if (name, id) not in used and (name, id) not in named:
                place = loaded.place(kind.file, kind.key, i)
                yield problem(place, "item-unused", kind=WORDS[name], value=id)
    for source in course.sources:
        if ("source", source.id) not in used and ("source", source.id) not in named:
            yield problem(loaded.place("references", source.id), "source-unused", value=source.id)


def check_ledger(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """Where ledgers list the facts by topic, none is left out."""
    shown = {call.option("topic") for page in loaded.pages for call in page.calls if call.name == "ledger"}
    for i, fact in enumerate(course.facts if shown and "" not in shown else ()):
        if fact.topic not in shown:
            place = loaded.place("facts", "facts", i, "topic")
            yield problem(place, "fact-not-listed", value=fact.id, nearest=nearest(fact.topic or "", shown))


def _named(course: Course) -> set[tuple[str, str]]:
    """Return what items name, whether or not a page shows them."""
    items: tuple[BaseModel, ...] = (
        *course.faq, *course.facts, *course.misconceptions, *course.difficult_moments, *course.open_points,
        *course.quizzes, *course.modules, *course.contradictions, *course.terms, *course.helplines, course.policies,
    )  # fmt: skip
    named = {name for item in items for name in named_by_fields(item)}
    return {(kind, id) for kind, id in named if kind in {"fact", "source"}}


_SITE = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/[\w./-]*)?", re.IGNORECASE)


def check_helplines(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """What a reader would dial or open from a help line is a number, and a site."""
    for i, line in enumerate(course.helplines):
        if line.phone and not is_phone_number(line.phone):
            place = loaded.place("helplines", "helplines", i, "phone")
            yield problem(place, "phone-invalid", value=line.phone)
        if line.site and not _SITE.fullmatch(line.site):
            yield problem(loaded.place("helplines", "helplines", i, "site"), "site-invalid", value=line.site)


def check_written_on(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """A course in which nothing has a date says itself up to which day it holds."""
    if course.settings.written_on is None and not any(course.dated):
        yield problem(loaded.place("course", "course"), "key-missing", key="written_on")


def check_dates(loaded: Loaded, course: Course, today: date) -> Iterator[Problem]:
    """Nothing was checked in the future; what is past its date is a warning."""
    for found in dated_items(course):
        place = loaded.place(found.file, *found.loc, "checked_on")
        if found.item.checked_on > today:
            yield problem(place, "date-future", value=found.item.checked_on)
        if found.item.is_expired(today):
            name = f"{WORDS[found.kind]} {found.id}"
            yield problem(place, "recheck-expired", value=name, id=found.id, date=found.item.recheck_on)


def check_facts(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """A fact says its own number, and the parts of a sum add up; here and in the other source."""
    for i, fact in enumerate(course.facts):
        yield from _fact_numbers(loaded, fact, fact, ("facts", i))
        if fact.other:
            yield from _fact_numbers(loaded, fact, fact.other, ("facts", i, "other"))


def _fact_numbers(loaded: Loaded, fact: Fact, claim: Fact | OtherSource, loc: Loc) -> Iterator[Problem]:
    if claim.value is None:
        return
    parts = {part.value for part in claim.parts}
    said = amounts(claim.statement, fact.unit)
    if said and (claim.value not in said or (parts and said - parts - {claim.value})):
        yield problem(
            loaded.place("facts", *loc, "statement"),
            "fact-value-unsaid",
            value=fact.id,
            said=", ".join(map(format_number, sorted(said))),
            expected=", ".join(map(format_number, (claim.value, *(part.value for part in claim.parts)))),
        )
    if parts and (total := sum(part.value for part in claim.parts)) != claim.value:
        place = loaded.place("facts", *loc, "parts")
        yield problem(place, "fact-parts-sum", value=fact.id, total=total, expected=claim.value)
