"""Items by themselves, and the register of packs: one id each, used somewhere, dates that hold, sums that add up.

A number that is typed where its item could be named is found here too.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import chain

from vorming.check.known import WORDS, banks, calls_on_pages, question_ids, repeats
from vorming.course.draws import term_names
from vorming.course.kinds import KINDS, LISTED, DatedItem, dated_items, item_id
from vorming.course.usage import draw_of, named_by, names_in, usage
from vorming.language.passages import read_passages
from vorming.model.base import Loc
from vorming.model.course import Course
from vorming.model.directives import OWN_DIRECTIVES, find
from vorming.model.facts import Contradiction, Fact, OtherSource
from vorming.model.faq import is_phone_number
from vorming.quiz.selection import draw_self_test
from vorming.source.load import Loaded
from vorming.source.pages import Call
from vorming.source.problems import Place, Problem, nearest, problem
from vorming.text.numbers import amounts, format_date, format_number, written_dates


def check_ids(loaded: Loaded, course: Course) -> Iterator[Problem]:
    """Check that no two items of a kind share an id, nor two questions or objectives of the course, nor two terms a name."""
    named: list[tuple[tuple[str, str], Place]] = []
    for name in LISTED:
        kind, key = KINDS[name], "code" if name == "jurisdiction" else "id"
        for i, item in enumerate(kind.items(course)):
            named.append(((name, item_id(item)), loaded.place(kind.file, kind.key, i, key)))
    # A question may have the id of its bank, and an objective that of its lesson; not that of a fact or an FAQ
    # entry, as `covers` names each of these.
    for quiz, source in banks(loaded, course):
        named.append((("quiz", quiz.id), source.place("id")))
        for i, question in enumerate(quiz.questions):
            named.append((("question", question.id), source.place("questions", i, "id")))
    for page, front in loaded.lessons():
        named.append((("lesson", page.lesson.id), front.place("lesson", "id")))
        for i, objective in enumerate(page.lesson.objectives):
            place = front.place("lesson", "objectives", i, "id")
            named += ((("fact", objective.id), place), (("faq", objective.id), place))
    for (_kind, id), place, first in repeats(named):
        yield problem(place, "id-duplicate", value=id, first=first)
    spelt: list[tuple[str, Place]] = []
    for i, term in enumerate(course.terms):
        spelt += ((name, loaded.place("glossary", "terms", i, "term")) for name in sorted(term_names(term)))
    for name, place, first in repeats(spelt):
        yield problem(place, "term-twice", value=name, first=first)


def duplicate_ids(found: Iterable[tuple[str, Place]]) -> Iterator[Problem]:
    """Yield a problem for each id that occurs again, which names the place of the first."""
    for id, place, first in repeats(found):
        yield problem(place, "id-duplicate", value=id, first=first)


def asked_questions(course: Course, call: Call) -> Iterable[str]:
    """Return the questions of a bank that a call chooses; all when it chooses none."""
    return call.option("questions").split() or question_ids(course, call.argument)


def self_tested(course: Course, call: Call) -> Iterable[str]:
    """Return the questions of a module's self-test."""
    modules = (module for module in course.modules if module.id == call.argument)
    drawn = chain.from_iterable(draw_self_test(course, module) for module in modules)
    return [question.id for question in drawn]


def check_shown_once(loaded: Loaded, course: Course) -> Iterator[Problem]:
    """Check that no page shows an item under its id for the second time: a link would lead to the first."""
    for page in loaded.pages:
        seen: set[tuple[str, str]] = set()
        for call in page.calls:
            record = None if call.is_role else OWN_DIRECTIVES.get(call.name)
            shows, draw = record.shows if record else None, draw_of(call.name)
            if shows is None or draw is None:
                continue
            drawn = find(shows.ids)(course, call) if shows.ids else map(item_id, draw(course, page, call))
            for id in drawn:
                if (shows.kind, id) in seen:
                    yield problem(call.place, "item-shown-twice", kind=WORDS[shows.kind], value=id)
                seen.add((shows.kind, id))


def check_unused(loaded: Loaded, course: Course) -> Iterator[Problem]:
    """Check that every fact, FAQ entry, contradiction and source is drawn by a page or named by another item."""
    named = names_in(found for _source, found in loaded.marked_values())
    # Facts and sources may be of use through another item; what else is only named is shown nowhere.
    used = {*usage(loaded), *(name for name in named if name[0] in {"fact", "source"})}
    for name in ("fact", "faq", "contradiction"):
        kind = KINDS[name]
        for i, id in enumerate(map(item_id, kind.items(course))):
            if (name, id) not in used:
                place = loaded.place(kind.file, kind.key, i)
                yield problem(place, "item-unused", kind=WORDS[name], value=id)
    for source in course.sources:
        if ("source", source.id) not in used:
            yield problem(loaded.place("references", source.id), "source-unused", value=source.id)


def check_ledger(loaded: Loaded, course: Course) -> Iterator[Problem]:
    """Check that where ledgers list the facts by topic, none is left out."""
    shown = {call.option("topic") for _page, call in calls_on_pages(loaded) if call.name == "ledger"}
    # A ledger without a topic lists all facts.
    for i, fact in enumerate(course.facts if shown and "" not in shown else ()):
        if fact.topic not in shown:
            place = loaded.place("facts", "facts", i, "topic")
            yield problem(place, "fact-not-listed", value=fact.id, nearest=nearest(fact.topic or "", shown))


_SITE = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/[\w./-]*)?", re.IGNORECASE)


def check_helplines(loaded: Loaded, course: Course) -> Iterator[Problem]:
    """Check that a reader can dial the number of a help line, and open its site."""
    for i, line in enumerate(course.helplines):
        if line.phone and not is_phone_number(line.phone):
            place = loaded.place("helplines", "helplines", i, "phone")
            yield problem(place, "phone-invalid", value=line.phone)
        if line.site and not _SITE.fullmatch(line.site):
            yield problem(loaded.place("helplines", "helplines", i, "site"), "site-invalid", value=line.site)


def check_dates(loaded: Loaded, course: Course, today: date) -> Iterator[Problem]:
    """Check that nothing was checked in the future; what is past its date is a warning."""
    for found in dated_items(course):
        yield from date_problems(found, loaded.place(found.file, *found.loc, "checked_on"), today)


def date_problems(found: DatedItem, place: Place, today: date) -> Iterator[Problem]:
    """Yield a problem for an item that was checked in the future, or too long ago."""
    if found.item.checked_on > today:
        yield problem(place, "date-future", value=found.item.checked_on)
    if found.item.is_expired(today):
        name = f"{WORDS[found.kind]} {found.id}"
        yield problem(place, "recheck-expired", value=name, id=found.id, date=found.item.recheck_on)


def check_facts(loaded: Loaded, course: Course) -> Iterator[Problem]:
    """Check that a fact states its own value or date, and the parts of a sum add up.

    The same holds of what the other source says.
    """
    for i, fact in enumerate(course.facts):
        said = [" ".join(found[0].split()) for found in written_dates(fact.statement)]
        expected = " ".join(format_date(fact.date).split()) if fact.date else ""
        if expected and said and expected not in said:
            place = loaded.place("facts", "facts", i, "statement")
            yield problem(place, "fact-value-unsaid", value=fact.id, said=", ".join(said), expected=expected)
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


def check_register(loaded: Loaded, course: Course) -> Iterator[Problem]:
    """Check that no two released packs have one number, and each line of a release is about packs of that release."""
    numbers = []
    for i, release in enumerate(course.released.releases):
        for j, pack in enumerate(release.packs):
            numbers.append((pack.number, loaded.place("packs", "releases", i, "packs", j, "number")))
        most = len(release.packs)
        parts = [(part.page, part.where) for part in release.parts]
        items = [(item.key, item.where) for item in release.items]
        for key, lines in (("parts", parts), ("items", items)):
            # Each part and item is one line of the register, right below its key.
            start = loaded.place("packs", "releases", i, key)
            for line, (name, where) in enumerate(lines, start=start.line + 1):
                if not where.keys() <= set(range(1, most + 1)):
                    place = Place(start.path, line)
                    yield problem(place, "pack-place-unknown", value=name, number=max(where), most=most)
    for number, place, first in repeats(numbers):
        yield problem(place, "pack-number-twice", value=number, first=first)


_OWN_NUMBERS = ("facts", "helplines", "language", "packs")
"""Data files whose numbers are their own."""


def check_typed(loaded: Loaded, course: Course) -> Iterator[Problem]:
    """Check that no text types a number that a role would keep up to date."""
    own = {loaded.sources[name].path for name in _OWN_NUMBERS if name in loaded.sources}
    beside = _facts_beside(loaded, course)
    called = [line for line in course.helplines if line.phone]
    # However its digits are grouped, and not inside of a longer number.
    digits = (r"[ ./-]?".join(re.sub(r"\D", "", line.phone or "")) for line in called)
    phones = re.compile(rf"(?<![\d.,/+-])(?:{'|'.join(f'({each})' for each in digits)})(?!\d|[.,/-]\d)")
    for passage in read_passages(loaded):
        if passage.path in own or not re.search(r"\d", passage.text):
            continue
        for found in phones.finditer(passage.text) if called else ():
            role = f"{{helpline}}`{called[(found.lastindex or 1) - 1].id}`"
            yield problem(passage.at(found.start()), "number-typed", value=found[0], role=role)
        for fact in beside.get(passage.unit, ()):
            for found in _values_in(passage.text, fact):
                role = f"{{fact}}`{fact.id}`"
                yield problem(passage.at(found.start()), "number-typed", value=found[0], role=role)


def _values_in(text: str, fact: Fact) -> Iterator[re.Match[str]]:
    """Find the date of a fact, or its value in digits: a number that is written as a word is part of its sentence."""
    if fact.date:
        written = format_date(fact.date).split()
        yield from (found for found in written_dates(text) if found[0].split() == written)
        return
    for found in re.finditer(rf"(?<![\d.,])\d[\d.,]*\s*{re.escape(fact.unit or '')}(?!\w)", text):
        if fact.value in amounts(found[0], fact.unit):
            yield found


def _facts_beside(loaded: Loaded, course: Course) -> Mapping[str, list[Fact]]:
    """Return by unit of text, a page or an item, the facts with a value that it draws or names.

    The same number in a text that has nothing to do with the fact is a coincidence.
    """
    found = defaultdict[str, list[Fact]](list)
    paths = {page.name: page.path for page in loaded.pages}
    facts = [fact for fact in course.facts if fact.date or (fact.value is not None and fact.unit)]
    for fact in facts:
        for name in dict.fromkeys(usage(loaded).get(("fact", fact.id), ())):
            found[paths[name]].append(fact)
    for name in LISTED:
        kind = KINDS[name]
        for i, item in enumerate(kind.items(course)):
            named = {item_id(each) for each in named_by(loaded, item) if isinstance(each, Fact)}
            unit = f"{loaded.sources[kind.file].path}#{(kind.key, i)}"
            for fact in facts:
                if fact.id in named or (isinstance(item, Contradiction) and item.id in fact.contradictions):
                    found[unit].append(fact)
    return found
