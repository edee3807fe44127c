"""Rules over the whole course: every reference resolves, every item is used, every date holds."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Protocol

import pycountry
from pydantic import BaseModel

from vorming.language.check import check_language
from vorming.load import Loaded, load_course
from vorming.model.base import Checked
from vorming.model.course import Course
from vorming.model.policies import Condition, Jurisdiction, ModelId
from vorming.model.policies import Value as PolicyValue
from vorming.own_words import copied_runs
from vorming.page_rules import check_page_text
from vorming.pages import Call
from vorming.problems import Place, Problem, nearest, problem
from vorming.quiz_rules import check_quiz, check_quiz_call, check_shown_once, check_unconfirmed, covered_ids
from vorming.quiz_view import facts_by_id
from vorming.usage import fact_ids, source_ids, term_names, usage
from vorming.vocabulary import CHARTS, DIRECTIVES, ROLES, is_known
from vorming.yaml_source import Value, type_Loc


def check_course(root: Path, today: date | None = None) -> tuple[Problem, ...]:
    """Return all problems of the course below `root`, sorted; `today` is for the re-check dates."""
    return check_loaded(load_course(root), today or date.today())


def check_loaded(loaded: Loaded, today: date) -> tuple[Problem, ...]:
    """Return what reading found, and, where the whole course parsed, what the rules find."""
    found = set(loaded.problems)
    if loaded.course is not None:
        found |= {problem for rule in CHECKS for problem in rule(loaded, loaded.course, today)}
    return tuple(sorted(found))


class Identified(Protocol):
    """An item with an id."""

    @property
    def id(self) -> str: ...


LISTED: Mapping[str, tuple[str, str, Callable[[Course], tuple[Identified, ...]]]] = {
    "fact": ("facts", "facts", lambda c: c.facts),
    "faq": ("faq", "entries", lambda c: c.faq),
    "contradiction": ("contradictions", "contradictions", lambda c: c.contradictions),
    "term": ("glossary", "terms", lambda c: c.terms),
    "helpline": ("helplines", "helplines", lambda c: c.helplines),
    "misconception": ("misconceptions", "misconceptions", lambda c: c.misconceptions),
    "moment": ("difficult_moments", "moments", lambda c: c.difficult_moments),
    "open-point": ("open_points", "points", lambda c: c.open_points),
    "module": ("course", "modules", lambda c: c.modules),
}
"""For each kind of item: its file, the key of its list there, and where the course keeps it."""

WORDS: Mapping[str, str] = {
    "fact": "feit",
    "faq": "veelgestelde vraag",
    "contradiction": "tegenspraak",
    "term": "begrip",
    "helpline": "hulplijn",
    "misconception": "misvatting",
    "moment": "moeilijk moment",
    "open-point": "open punt",
    "module": "module",
    "lesson": "les",
    "source": "bron",
    "quiz": "quiz",
    "question": "vraag",
    "jurisdiction": "rechtsgebied",
    "attribute": "kenmerk",
    "chart": "grafiek",
    "objective": "leerdoel, vraag of feit",
    "topic": "thema",
    "audience": "publiek",
    "page": "pagina",
}
"""What a trainer calls each kind."""


@lru_cache(maxsize=2)
def known_ids(loaded: Loaded) -> Mapping[str, frozenset[str]]:
    """Return all ids of each kind."""
    course = loaded.course
    if course is None:
        return {}
    objectives = {o.id for page in course.lessons for o in page.lesson.objectives}
    listed = {kind: frozenset(item.id for item in items(course)) for kind, (_, _, items) in LISTED.items()}
    return {
        **listed,
        "term": frozenset(name for term in course.terms for name in term_names(term)),
        "lesson": frozenset(page.lesson.id for page in course.lessons),
        "source": frozenset(source.id for source in course.sources),
        "quiz": frozenset(quiz.id for quiz in course.quizzes),
        "question": frozenset(question.id for quiz in course.quizzes for question in quiz.questions),
        "jurisdiction": frozenset(j.code for j in course.policies.jurisdictions),
        "attribute": frozenset(attribute.id for attribute in course.policies.attributes),
        "chart": CHARTS,
        "objective": frozenset(objectives) | listed["fact"] | listed["faq"],
        "topic": frozenset(topic.id for topic in course.topics),
        "audience": frozenset(module.audience.value for module in course.modules),
    }


def _reference(loaded: Loaded, kind: str, value: str, place: Place) -> Iterator[Problem]:
    """Report `value` where no item of `kind` has that id."""
    known = known_ids(loaded)[kind]
    if value not in known:
        yield problem(
            place, "reference-unknown", kind=WORDS[kind], value=value, nearest=nearest(value, known)
        )


CALLS: Mapping[str, str] = {
    "fact": "fact",
    "fact-box": "fact",
    "faq": "faq",
    "contradiction": "contradiction",
    "quiz": "quiz",
    "scenario": "question",
    "self-test": "module",
    "coverage": "module",
    "module": "module",
    "programme": "module",
    "jurisdiction": "jurisdiction",
    "chart": "chart",
}
"""What the argument of a directive or role names."""

OPTIONS: Mapping[tuple[str, str], str] = {
    ("faq-list", "topic"): "topic",
    ("faq-list", "audience"): "audience",
    ("quiz", "questions"): "question",
    ("comparison", "jurisdictions"): "jurisdiction",
    ("comparison", "attributes"): "attribute",
}
"""What the words of an option name."""


def check_calls(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """Every directive and role on a page names something that exists."""
    for page in loaded.pages:
        for call in page.calls:
            if is_known(call.name, is_role=call.is_role):
                yield from _check_call(loaded, call)
            else:
                known = ROLES if call.is_role else DIRECTIVES
                yield problem(
                    call.place, "directive-unknown", value=call.name, nearest=nearest(call.name, known)
                )


def _check_call(loaded: Loaded, call: Call) -> Iterator[Problem]:
    if call.name in CALLS:
        yield from _reference(loaded, CALLS[call.name], call.argument, call.place)
    if call.name == "cite":
        for key in call.argument.split(","):
            yield from _reference(loaded, "source", key.strip(), call.place)
    if call.name == "term":
        name = call.argument.rpartition("<")[2].strip(" >") if "<" in call.argument else call.argument
        yield from _term(loaded, name, call.place)
    for option, value in call.options:
        for word in value.split() if (call.name, option) in OPTIONS else ():
            yield from _reference(loaded, OPTIONS[call.name, option], word, call.place)


def _term(loaded: Loaded, name: str, place: Place) -> Iterator[Problem]:
    known = known_ids(loaded)["term"]
    if name.casefold() not in known:
        yield problem(
            place,
            "reference-unknown",
            kind=WORDS["term"],
            value=name,
            nearest=nearest(name.casefold(), known),
        )


FIELDS: Mapping[str, Mapping[str, str]] = {
    "faq": {"facts": "fact", "contradictions": "contradiction", "sources": "source"},
    "fact": {"sources": "source", "contradictions": "contradiction"},
    "contradiction": {"sources": "source"},
    "open-point": {"facts": "fact"},
    "misconception": {"facts": "fact"},
    "moment": {"facts": "fact"},
    "term": {"sources": "source"},
    "helpline": {"sources": "source"},
    "module": {"lessons": "lesson", "reading": "source"},
}
"""Which fields of which items hold ids, and of what."""

SINGLE_FIELDS: Mapping[str, Mapping[str, str]] = {
    "faq": {"topic": "topic"},
    "misconception": {"lesson": "lesson"},
    "moment": {"lesson": "lesson"},
    "module": {"final_test": "quiz"},
}
"""The same for fields that hold one id."""


def check_fields(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """Every id in a field of an item names something that exists."""
    for kind, (file, key, items) in LISTED.items():
        for i, item in enumerate(items(course)):
            for field, target in FIELDS.get(kind, {}).items():
                for j, value in enumerate(getattr(item, field)):
                    yield from _reference(loaded, target, value, loaded.place(file, key, i, field, j))
            for field, target in SINGLE_FIELDS.get(kind, {}).items():
                yield from _reference(loaded, target, getattr(item, field), loaded.place(file, key, i, field))


def check_quiz_references(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """What a question covers, and the bank of each lesson, exist."""
    for quiz in course.quizzes:
        for i, question in enumerate(quiz.questions):
            for j, id in enumerate(question.covers):
                place = loaded.place(f"quizzes/{_file(loaded, quiz.id)}", "questions", i, "covers", j)
                yield from _reference(loaded, "objective", id, place)
    for page in course.lessons:
        if page.lesson.quiz and (front := loaded.page(page.page).front):
            yield from _reference(loaded, "quiz", page.lesson.quiz, front.place("lesson", "quiz"))


def check_quizzes(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """Every bank keeps its rules, and no page shows a test; see quiz_rules.py."""
    facts = facts_by_id(course)
    for quiz in course.quizzes:
        source = loaded.sources[f"quizzes/{_file(loaded, quiz.id)}"]
        yield from check_quiz(quiz, source, facts)
        yield from check_unconfirmed(quiz, source, course)
    for page in loaded.pages:
        yield from check_shown_once(course, page.calls)
        for call in page.calls:
            yield from check_quiz_call(course, call)


def check_asked(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """A question covers each FAQ entry, or a fact of it, and each objective."""
    covered = covered_ids(course)
    for i, entry in enumerate(course.faq):
        if not covered & {entry.id, *entry.facts}:
            yield problem(loaded.place("faq", "entries", i, "id"), "faq-not-asked", value=entry.id)
    for page in course.lessons:
        front = loaded.page(page.page).front
        for i, objective in enumerate(page.lesson.objectives):
            if front and objective.id not in covered:
                place = front.place("lesson", "objectives", i, "id")
                yield problem(place, "objective-unused", value=objective.id)


def _file(loaded: Loaded, quiz_id: str) -> str:
    """Return the name of the file a bank stands in, which need not be its id."""
    for name, source in loaded.sources.items():
        if (
            name.startswith("quizzes/")
            and isinstance(source.value, dict)
            and source.value.get("id") == quiz_id
        ):
            return name.removeprefix("quizzes/")
    return quiz_id


def check_ids(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """No two items of a kind share an id; no two questions or objectives of the course do."""
    for file, key, items in LISTED.values():
        yield from _duplicates(
            (item.id, loaded.place(file, key, i, "id")) for i, item in enumerate(items(course))
        )
    yield from _duplicates(_question_places(loaded, course))
    yield from _duplicates(_front_places(loaded, course))
    yield from _duplicates(
        (j.code, loaded.place("policies", "jurisdictions", i, "code"))
        for i, j in enumerate(course.policies.jurisdictions)
    )


def _question_places(loaded: Loaded, course: Course) -> Iterator[tuple[str, Place]]:
    for quiz in course.quizzes:
        file = f"quizzes/{_file(loaded, quiz.id)}"
        yield quiz.id, loaded.place(file, "id")
        for i, question in enumerate(quiz.questions):
            yield f"vraag {question.id}", loaded.place(file, "questions", i, "id")


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


def check_unused(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """Every fact, FAQ entry, contradiction, term, quiz and source is used by something."""
    used = usage(loaded)
    named = _named(course)
    for kind in ("fact", "faq", "contradiction"):
        file, key, items = LISTED[kind]
        for i, item in enumerate(items(course)):
            id = item.id
            if (kind, id) not in used and (kind, id) not in named:
                yield problem(loaded.place(file, key, i), "item-unused", kind=WORDS[kind], value=id)
    for source in course.sources:
        if ("source", source.id) not in used and ("source", source.id) not in named:
            yield problem(loaded.place("references", source.id), "source-unused", value=source.id)


def _named(course: Course) -> set[tuple[str, str]]:
    """Return what items name, whether or not a page shows them."""
    items: tuple[BaseModel, ...] = (
        *course.faq, *course.facts, *course.misconceptions, *course.difficult_moments, *course.open_points,
        *course.quizzes, *course.modules, *course.contradictions, *course.terms, *course.helplines, course.policies,
    )  # fmt: skip
    facts = {("fact", id) for item in items for id in fact_ids(item)}
    return facts | {("source", key) for item in items for key in source_ids(item)}


def check_dates(loaded: Loaded, course: Course, today: date) -> Iterator[Problem]:
    """No check lies in the future; one that is past its date is a warning."""
    for kind, (file, key, items) in LISTED.items():
        for i, item in enumerate(items(course)):
            if isinstance(item, Checked):
                place = loaded.place(file, key, i, "checked_on")
                yield from _check_date(item, f"{WORDS[kind]} {item.id}", place, course, today)


def _check_date(item: Checked, name: str, place: Place, course: Course, today: date) -> Iterator[Problem]:
    if item.checked_on > course.settings.facts_date:
        yield problem(place, "date-future", value=item.checked_on)
    if item.is_expired(today):
        yield problem(place, "recheck-expired", value=name, date=item.recheck_on)


def check_facts(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """The parts of a sum add up, here and in the other source."""
    for i, fact in enumerate(course.facts):
        for part_of, loc in ((fact, ()), (fact.other, ("other",))):
            if part_of and part_of.parts and part_of.value is not None:
                total = sum(part.value for part in part_of.parts)
                if total != part_of.value:
                    place = loaded.place("facts", "facts", i, *loc, "parts")
                    yield problem(place, "fact-parts-sum", value=fact.id, total=total, expected=part_of.value)


def check_faq(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """All entries of the published FAQ are there, each taught in a lesson of every audience it names."""
    present = {entry.source_entry for entry in course.faq}
    for code in course.source_entries:
        if code not in present:
            yield problem(loaded.place("faq", "entries"), "faq-entry-missing", value=code)
    for i, entry in enumerate(course.faq):
        for audience in entry.audiences:
            if not _is_taught(loaded, course, entry.id, audience):
                place = loaded.place("faq", "entries", i, "audiences")
                yield problem(place, "faq-not-taught", value=entry.id, audience=audience.value)


def _is_taught(loaded: Loaded, course: Course, entry: str, audience: str) -> bool:
    lessons = {id for module in course.modules if module.audience == audience for id in module.lessons}
    pages = {page.page for page in course.lessons if page.lesson.id in lessons}
    return any(page in pages for page in usage(loaded).get(("faq", entry), ()))


def check_lessons(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """Each lesson belongs to a module, and its steps last as long as it does."""
    taught = {id for module in course.modules for id in module.lessons}
    for page in course.lessons:
        front, lesson = loaded.page(page.page).front, page.lesson
        if front is None:
            continue
        if lesson.id not in taught:
            yield problem(front.place("lesson", "id"), "lesson-unused", value=lesson.id)
        total = sum(step.minutes for step in lesson.run)
        if total != lesson.minutes:
            yield problem(front.place("lesson", "run"), "lesson-minutes", total=total, minutes=lesson.minutes)


def check_programmes(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """A programme names lessons of its module, and leaves one out only on purpose."""
    for i, module in enumerate(course.modules):
        for j, programme in enumerate(module.programmes):
            loc = ("modules", i, "programmes", j)
            named = [(k, part.lesson) for k, part in enumerate(programme.parts) if part.lesson]
            for k, lesson in named:
                yield from _reference(
                    loaded, "lesson", lesson, loaded.place("course", *loc, "parts", k, "lesson")
                )
            for lesson in set(module.lessons) - {lesson for _, lesson in named} - set(programme.leaves_out):
                place = loaded.place("course", *loc)
                yield problem(place, "programme-lesson-missing", value=lesson, programme=programme.id)


def check_module_pages(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """The page and the card of each module stand in the toc."""
    names = {page.name for page in loaded.pages}
    for i, module in enumerate(course.modules):
        for field in ("page", "take_away"):
            value = getattr(module, field)
            if value not in names:
                yield problem(loaded.place("course", "modules", i, field), "page-missing", value=value)


def check_jurisdictions(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """Every jurisdiction has a real code, every attribute once, known sources, no law from the future."""
    attributes = [attribute.id for attribute in course.policies.attributes]
    for i, item in enumerate(course.policies.jurisdictions):
        loc = ("jurisdictions", i)
        if item.code not in _country_codes():
            hint = nearest(item.code, _country_codes())
            yield problem(
                loaded.place("policies", *loc, "code"), "country-unknown", value=item.code, nearest=hint
            )
        yield from _policy_values(loaded, item, loc)
        for key in (key for key in attributes if key not in item.attributes):
            yield problem(
                loaded.place("policies", *loc, "attributes"), "attribute-missing", value=item.name, key=key
            )
        for key in source_ids(item):
            yield from _reference(loaded, "source", key, loaded.place("policies", *loc))
        for k, step in enumerate(item.law.steps):
            if step.date > course.settings.facts_date.isoformat():
                yield problem(
                    loaded.place("policies", *loc, "law", "steps", k, "date"), "date-future", value=step.date
                )


def _policy_values(loaded: Loaded, item: Jurisdiction, loc: type_Loc) -> Iterator[Problem]:
    """Every value is of a known attribute, and what is called verified names its source."""
    named: list[tuple[type_Loc, str, PolicyValue | Condition]] = [
        *((("attributes", key), key, value) for key, value in item.attributes.items()),
        *((("conditions", i), c.attribute, c) for i, c in enumerate(item.conditions)),
    ]
    for inner, key, value in named:
        place = loaded.place("policies", *loc, *inner)
        yield from _reference(loaded, "attribute", key, place)
        if value.confidence == "verified" and value.source is None:
            yield problem(place, "policy-source-missing", value=item.name, key=key)


def check_models(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """Each of the three models is there."""
    present = {model.id for model in course.policies.models}
    for id in ModelId:
        if id not in present:
            yield problem(loaded.place("policies", "models"), "policy-model-missing", value=id.value)


@cache
def _country_codes() -> frozenset[str]:
    """ISO 3166-1 and -2, and GB-EAW, which the standard lists for England and Wales."""
    countries = {country.alpha_2 for country in pycountry.countries}
    return frozenset(countries | {division.code for division in pycountry.subdivisions} | {"GB-EAW"})


def check_pages(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """Every Markdown page and notebook of the course stands in the toc."""
    names = {page.name for page in loaded.pages}
    for folder in ("book", "notebooks"):
        for path in sorted((loaded.root / folder).rglob("*")):
            name = path.relative_to(loaded.root).with_suffix("").as_posix()
            is_page = path.suffix in {".md", ".ipynb"} and not any(
                part[0] in "._" for part in path.relative_to(loaded.root).parts
            )
            if is_page and name not in names:
                yield problem(Place(path.relative_to(loaded.root).as_posix()), "page-not-in-toc")


def check_own_words(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """No twelve words in a row stand so in the published FAQ."""
    texts = {page.path: page.text for page in loaded.pages}
    texts |= {source.path: _text_of(source.value) for source in loaded.sources.values()}
    for path, text in texts.items():
        for run in copied_runs(loaded.root, text):
            yield problem(Place(path), "own-words", value=run)


def _text_of(value: Value) -> str:
    """Return all scalars of a value, one per line."""
    match value:
        case dict():
            return "\n".join(_text_of(child) for child in value.values())
        case list():
            return "\n".join(_text_of(child) for child in value)
        case _:
            return value or ""


def check_address(loaded: Loaded, course: Course, _: date) -> Iterator[Problem]:
    """The address that packs print is a real one."""
    if (course.settings.site_address.host or "").endswith(".example"):
        yield problem(loaded.place("course", "course", "site_address"), "address-placeholder")


Check = Callable[[Loaded, Course, date], Iterator[Problem]]

CHECKS: tuple[Check, ...] = (
    check_calls,
    check_fields,
    check_quiz_references,
    check_quizzes,
    check_asked,
    check_ids,
    check_unused,
    check_dates,
    check_facts,
    check_faq,
    check_lessons,
    check_programmes,
    check_module_pages,
    check_models,
    check_jurisdictions,
    check_pages,
    check_page_text,
    check_own_words,
    check_address,
    check_language,
)
