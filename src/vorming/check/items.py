"""Checks of single items, of the register of packs and of the settings: unique ids, use, dates of checking, sums.

A number that is typed although a role could name its item is reported here too.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from difflib import get_close_matches
from functools import partial
from itertools import chain

from pydantic import BaseModel

from vorming.check.files import file_problems
from vorming.check.references import repeats
from vorming.check.text_rules import ADDRESS
from vorming.course.kinds import KIND_WORDS, KINDS, LISTED, DatedItem, dated_items, item_id
from vorming.course.usage import named_by, names_in, query_of, usage
from vorming.language.prose import read_passages
from vorming.model.course import Course
from vorming.model.directives import find, record_of
from vorming.model.items import Contradiction, Fact, OtherSource, is_phone_number, is_unknown_short
from vorming.model.quiz import REASON_END, TrueFalse
from vorming.quiz.selection import draw_self_test
from vorming.source.files import is_file
from vorming.source.load import Loaded
from vorming.source.pages import Call
from vorming.source.problems import Place, Problem, nearest, problem
from vorming.source.yaml import scalars
from vorming.text.numbers import amounts, format_date, format_number, with_unit, written_dates
from vorming.text.tokens import base_tokens, contrast

LEAST_CONTRAST = 5.5
"""The 6 : 1 on white that the field asks for, on the tinted surface; text upon the colour then has more than 4.5 : 1."""


def check_ids(loaded: Loaded, course: Course) -> Iterator[Problem]:
    """Check that no two items of a kind or a list have the same id, and no two terms the same name."""
    # A question may have the id of its bank, and an objective that of its lesson. An objective may not have the id of
    # a fact or an FAQ entry, since `covers` can name each of these.
    items: list[tuple[str, BaseModel]] = []
    for name in (*LISTED, "quiz", "question"):
        items += ((name, item) for item in KINDS[name].items(course))
    for page in course.lessons:
        items.append(("lesson", page.lesson))
        items += ((name, objective) for objective in page.lesson.objectives for name in ("fact", "faq"))
    for module in course.modules:  # the folders of days have the names of the programmes
        items += (("programme", programme) for programme in module.programmes)
    named = []
    for name, item in items:
        place = loaded.place(item, "code" if name == "jurisdiction" else "id")
        named.append(((name, item_id(item)), place))
    for question in course.questions:
        if isinstance(question, TrueFalse) and question.reason:
            named.append((("question", f"{question.id}{REASON_END}"), loaded.place(question, "reason")))
    for source in (*loaded.sources.values(), *(loaded.origin(page)[0] for page in course.lessons)):
        for loc, id in scalars(source.value):
            if loc[-1] == "id" and "parts" not in loc:  # a programme may give a step twice
                named.append(((f"{source.path}: {loc[:-2]}", id), source.place(*loc)))
    for (_kind, id), place, first in repeats(named):
        yield problem(place, "id-duplicate", value=id, first=first)
    names: list[tuple[str, Place]] = []
    for term in course.terms:
        names += ((name, loaded.place(term, "term")) for name in sorted(term.names))
    for name, place, first in repeats(names):
        yield problem(place, "term-twice", value=name, first=first)


def asked_questions(course: Course, call: Call) -> Iterable[str]:
    """Return the ids of the questions that a call selects, or of the whole bank if it selects none."""
    return call.option("questions").split() or course.question_ids(call.argument)


def self_tested(course: Course, call: Call) -> Iterable[str]:
    """Return the ids of the questions in a module's self-test."""
    modules = (module for module in course.modules if module.id == call.argument)
    drawn = chain.from_iterable(draw_self_test(course, module) for module in modules)
    return [question.id for question in drawn]


def check_shown_once(loaded: Loaded, course: Course) -> Iterator[Problem]:
    """Check that no page shows the same item twice, since a link can only lead to the first."""
    for page in loaded.pages:
        seen: set[tuple[str, str]] = set()
        for call in page.calls:
            record, query = record_of("" if call.is_role else call.name), query_of(call.name)
            if not record.shows or query is None:
                continue
            find_ids = find(record.shown_ids) if record.shown_ids else None
            for id in find_ids(course, call) if find_ids else map(item_id, query(course, page, call)):
                if (record.shows, id) in seen:
                    yield problem(call.place, "item-shown-twice", kind=KIND_WORDS[record.shows], value=id)
                seen.add((record.shows, id))


def check_unused(loaded: Loaded, course: Course) -> Iterator[Problem]:
    """Check that every source, and every item of a kind with `must_be_used`, is used by a page.

    For a fact or source it is enough that another item names it.
    """
    named = names_in(found for _source, found in loaded.marked_values())
    # An item that is only named by another item is shown nowhere, unless it is a fact or source.
    used = {*usage(loaded), *(name for name in named if name[0] in {"fact", "source"})}
    for name, kind in KINDS.items():
        for item in kind.items(course) if kind.must_be_used else ():
            if (name, id := item_id(item)) not in used:
                yield problem(loaded.place(item), "item-unused", kind=KIND_WORDS[name], value=id)
    for source in course.sources:
        if ("source", source.id) not in used:
            yield problem(loaded.place(source), "source-unused", value=source.id)


def check_ledger(loaded: Loaded, course: Course) -> Iterator[Problem]:
    """Check that no fact is left out if ledgers list the facts by topic."""
    shown = {call.option("topic") for _page, call in loaded.calls if call.name == "ledger"}
    # A ledger without a topic lists all facts.
    for fact in course.facts if shown and "" not in shown else ():
        if fact.topic not in shown:
            hint = nearest(fact.topic or "", shown)
            yield problem(loaded.place(fact, "topic"), "fact-not-listed", value=fact.id, nearest=hint)


def check_dates(loaded: Loaded, course: Course, today: date) -> Iterator[Problem]:
    """Check that no date of checking is in the future, and warn if a new check is due."""
    for dated in dated_items(loaded):
        yield from date_problems(dated, today)


def date_problems(dated: DatedItem, today: date) -> Iterator[Problem]:
    """Yield a problem if an item was checked in the future or too long ago."""
    place = dated.source.place(*dated.loc, "checked_on")
    if dated.item.checked_on > today:
        yield problem(place, "date-future", value=dated.item.checked_on)
    if dated.item.is_expired(today):
        name = f"{KIND_WORDS[dated.kind]} {dated.id}"
        yield problem(place, "recheck-expired", value=name, id=dated.id, date=dated.item.recheck_on)


def check_facts(loaded: Loaded, course: Course) -> Iterator[Problem]:
    """Check that the statement of a fact has its value or date, and that the parts of a sum add up.

    The statement of the other source is checked in the same way.
    """
    for fact in course.facts:
        dates = {" ".join(match[0].split()): day for match, day in written_dates(fact.statement)}
        if fact.date and dates and fact.date not in dates.values():
            place = loaded.place(fact, "statement")
            expected = " ".join(format_date(fact.date).split())
            yield problem(place, "fact-value-unsaid", value=fact.id, said=", ".join(dates), expected=expected)
        yield from _fact_numbers(loaded, fact, fact)
        if fact.other:
            yield from _fact_numbers(loaded, fact, fact.other)


def _fact_numbers(loaded: Loaded, fact: Fact, claim: Fact | OtherSource) -> Iterator[Problem]:
    if claim.value is None:
        return
    parts = {part.value for part in claim.parts}
    numbers = amounts(claim.statement, fact.unit)
    if numbers and (claim.value not in numbers or (parts and numbers - parts - {claim.value})):
        yield problem(
            loaded.place(claim, "statement"),
            "fact-value-unsaid",
            value=fact.id,
            said=", ".join(map(format_number, sorted(numbers))),
            expected=", ".join(map(format_number, (claim.value, *(part.value for part in claim.parts)))),
        )
    if parts and (total := sum(part.value for part in claim.parts)) != claim.value:
        values = {"value": fact.id, "total": total, "expected": claim.value}
        yield problem(loaded.place(claim, "parts"), "fact-parts-sum", **values)


def check_register(loaded: Loaded, course: Course) -> Iterator[Problem]:
    """Check that no two released packs have the same number, and that releases name only their own packs."""
    numbers: list[tuple[str, Place]] = []
    for release in course.released.releases:
        numbers += ((pack.number, loaded.place(pack, "number")) for pack in release.packs)
        most = len(release.packs)
        # Each text is one line of the register, right below their key.
        start = loaded.place(release, "texts")
        for line, text in enumerate(release.texts, start=start.line + 1):
            if not text.where.keys() <= set(range(1, most + 1)):
                place, highest = Place(start.path, line), max(text.where)
                yield problem(place, "pack-place-unknown", value=text.key, number=highest, most=most)
    for number, place, first in repeats(numbers):
        yield problem(place, "pack-number-twice", value=number, first=first)


def check_old_pages(loaded: Loaded, course: Course) -> Iterator[Problem]:
    """Check that a page of a released pack that is gone has a redirect, since its printed address is known."""
    pages = {page.name for page in loaded.pages}
    texts = chain.from_iterable(release.texts for release in course.released.releases)
    kinds = (text.key.partition("#")[0].partition("/") for text in texts)
    released = {name for kind, _, name in kinds if kind == "page"}
    for old in sorted(released - pages - course.settings.redirects.keys()):
        # A page that was renamed is unknown to the register by its new name.
        new = get_close_matches(old, pages - released or pages, n=1, cutoff=0)
        place = loaded.place(course.settings, "redirects")
        yield problem(place, "page-gone", value=old, new=", ".join(new))


def check_typed(loaded: Loaded, course: Course) -> Iterator[Problem]:
    """Check that no text has a typed number that a role could keep up to date."""
    facts_of = _facts_by_unit(loaded, course)
    # Unlike a number, a whole date is hardly ever a coincidence, so it is looked for in every text but the fact's own.
    facts_on = {fact.date: fact for fact in course.facts if fact.date}
    helplines = [line for line in course.helplines if line.phone]
    # The digits may be grouped in any way, but not be part of a longer number.
    digits = (r"[ ./-]?".join(re.sub(r"\D", "", line.phone or "")) for line in helplines)
    phones = re.compile(rf"(?<![\d.,/+-])(?:{'|'.join(f'({each})' for each in digits)})(?!\d|[.,/-]\d)")
    for passage in read_passages(loaded):
        if passage.is_plain or not re.search(r"\d", passage.text):
            continue
        for match in phones.finditer(passage.text) if helplines else ():
            role = f"{{helpline}}`{helplines[(match.lastindex or 1) - 1].id}`"
            yield problem(passage.at(match.start()), "number-typed", value=match[0], role=role)
        named = [(match, fact) for fact in facts_of[passage.unit] for match in _values_in(passage.text, fact)]
        for match, day in written_dates(passage.text):
            if (dated := facts_on.get(day)) and passage.unit != _unit_of(loaded, dated):
                named.append((match, dated))
        for match, fact in named:
            role = f"{{fact}}`{fact.id}`"
            yield problem(passage.at(match.start()), "number-typed", value=match[0], role=role)


def check_phones(loaded: Loaded, course: Course) -> Iterator[Problem]:
    """Check the form of numbers, and warn of a short one that neither the check nor the settings know.

    The latter may be a slip, or new. Of other countries than Belgium no number is known.
    """
    country, known = course.settings.country, course.settings.short_numbers
    for line in course.helplines:
        if line.phone and not is_phone_number(line.phone, country):
            yield problem(loaded.place(line, "phone"), "phone-invalid", value=line.phone)
        elif country == "BE" and is_unknown_short(line.dial) and line.dial not in known:
            yield problem(loaded.place(line, "phone"), "phone-new", value=line.phone, dial=line.dial)


def _values_in(text: str, fact: Fact) -> Iterator[re.Match[str]]:
    """Yield the places where a text has the value of a fact in digits (a number word is left alone)."""
    for match in re.finditer(with_unit(r"(?<![\d.,])\d(?:[\d.,]*\d)?", fact.unit or ""), text):
        if fact.value in amounts(match[0], fact.unit):
            yield match


def _unit_of(loaded: Loaded, item: BaseModel) -> str:
    """Return the unit of text that an item of a data file is."""
    source, loc = loaded.origin(item)
    return f"{source.path}#{loc}"


def _facts_by_unit(loaded: Loaded, course: Course) -> defaultdict[str, list[Fact]]:
    """Return, for each unit of text (a page or an item), the facts with a value that it uses or names.

    In any other text, the same number is taken for a coincidence.
    """
    by_unit = defaultdict[str, list[Fact]](list)
    paths = {page.name: page.path for page in loaded.pages}
    facts = [fact for fact in course.facts if fact.value is not None and fact.unit]
    for fact in facts:
        for name in dict.fromkeys(usage(loaded).get(("fact", fact.id), ())):
            by_unit[paths[name]].append(fact)
    for name in LISTED:
        for item in KINDS[name].items(course):
            named = {item_id(each) for each in named_by(loaded, item) if isinstance(each, Fact)}
            for fact in facts:
                if fact.id in named or (isinstance(item, Contradiction) and item.id in fact.contradictions):
                    by_unit[_unit_of(loaded, item)].append(fact)
    return by_unit


def check_organisation(loaded: Loaded, course: Course) -> Iterator[Problem]:
    """Check that the mark of the organisation may be published, and that its colours have enough contrast."""
    organisation = course.organisation
    if organisation.mark:
        place = loaded.place(organisation, "mark")
        if is_file(loaded.root / organisation.mark):
            yield from file_problems(loaded.root, organisation.mark, frozenset({".svg"}), place)
        else:
            yield problem(place, "image-missing", value=organisation.mark)
    if organisation.colours:
        palettes = base_tokens().colours
        grounds = {"accent": palettes["light"].surface, "accent_dark": palettes["dark"].surface}
        for key, ground in grounds.items():
            colour = getattr(organisation.colours, key)
            if (ratio := contrast(colour, ground)) < LEAST_CONTRAST:
                values = {"value": colour, "ground": ground, "found": f"{ratio:.1f}", "least": LEAST_CONTRAST}
                yield problem(loaded.place(organisation.colours, key), "colours-contrast", **values)


def check_settings(loaded: Loaded, course: Course) -> Iterator[Problem]:
    """Check the settings of the course: the addresses that papers show, `written_on`, and redirects."""
    place, contact = partial(loaded.place, course.settings), course.organisation.contact
    if not course.settings.online:
        yield problem(place("site_address"), "address-placeholder")
    if not ADDRESS.fullmatch(f"mailto:{contact}"):
        yield problem(loaded.place(course.organisation, "contact"), "mail-invalid", value=contact)
    # Without `written_on`, the date of the course is that of its items.
    if course.settings.written_on is None and not any(dated_items(loaded)):
        yield problem(place(), "key-missing", key="written_on")
    for old in course.settings.redirects:
        if any(page.name == old for page in loaded.pages):
            yield problem(place("redirects", old), "redirect-of-page", value=old)
